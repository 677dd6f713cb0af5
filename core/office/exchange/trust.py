"""Which PCs' packages a file takes in. Trust is given in each file by a person and doesn't travel: a PC nobody has
compared the words of must not be vouched for by another."""

from core.keys.pc_key import words_of
from core.office.exchange.types import Pc
from core.store.file import signed
from core.store.file.office_file import OfficeFile
from core.store.file.signed import SignedPart
from core.store.log import exchange_state
from core.store.log.audit import BLOCK
from core.store.log.chain import last_number
from core.store.log.exchange_state import TrustedKey


def trusted(file: OfficeFile) -> tuple[Pc, ...]:
    """The PCs trusted, the first first."""
    with file.reading() as connection:
        return tuple(
            Pc(one.unit, one.pc, one.key, words_of(one.key), trusted=True, trusted_by=one.by)
            for one in exchange_state.trusted(connection)
        )


def unknown(file: OfficeFile) -> tuple[Pc, ...]:
    """The PCs that signed what the file holds and that nobody has trusted, called by a name they signed."""
    parts = _signed_parts(file)
    with file.reading() as connection:
        return tuple(
            Pc("", author, key, words_of(key), trusted=False)
            for key, author, _ in signed.unknown_keys(connection, parts)
        )


def unproved(file: OfficeFile) -> tuple[str, ...]:
    """A sentence for each chain that nobody signed and each key of a PC that isn't known."""
    parts = _signed_parts(file)
    with file.reading() as connection:
        return tuple(signed.unproved(connection, parts))


def _signed_parts(file: OfficeFile) -> tuple[SignedPart, ...]:
    """Asked in blocks, so that nobody who saves meanwhile waits for a long log."""
    with file.reading() as connection:
        last = last_number(connection)
    parts: list[SignedPart] = []
    for after in range(0, last, BLOCK):
        with file.reading() as connection:
            parts += signed.signed_parts(connection, after, after + BLOCK)
    return tuple(parts)


def trust(file: OfficeFile, pc: Pc, author: str) -> None:
    """Trust a PC."""
    with file.transaction() as connection:
        exchange_state.trust(connection, TrustedKey(pc.key, pc.unit, pc.name, file.now_ms(), author))


def distrust(file: OfficeFile, pc: Pc) -> None:
    """Trust a PC no longer."""
    with file.transaction() as connection:
        exchange_state.distrust(connection, pc.key)
