"""Which PCs' packages a file takes in. Trust is given in each file by a person and doesn't travel: a PC nobody has
compared the words of must not be vouched for by another."""

from core.keys.pc_key import words_of
from core.office.exchange.types import Pc
from core.store.file.office_file import OfficeFile
from core.store.log import exchange_state
from core.store.log.exchange_state import TrustedKey


def trusted(file: OfficeFile) -> tuple[Pc, ...]:
    """The PCs trusted, the first first."""
    with file.reading() as connection:
        return tuple(
            Pc(one.unit, one.pc, one.key, words_of(one.key), trusted=True, trusted_by=one.by)
            for one in exchange_state.trusted(connection)
        )


def trust(file: OfficeFile, pc: Pc, author: str) -> None:
    """Trust a PC."""
    with file.transaction() as connection:
        exchange_state.trust(connection, TrustedKey(pc.key, pc.unit, pc.name, file.now_ms(), author))


def distrust(file: OfficeFile, pc: Pc) -> None:
    """Trust a PC no longer."""
    with file.transaction() as connection:
        exchange_state.distrust(connection, pc.key)
