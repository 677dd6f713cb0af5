"""Who signed the entries of a chain, and what can't be written into it any more.

1. A signature is that of the key over the entry's bytes. 2. Once a chain has a signed entry, each after it is signed. 3. Entries
that no person signed bear one key in each chain: its PC's. 4. What a person signed bears that person's name. What a plan comes
with is unsigned, and so are the chains of PCs whose program doesn't sign yet: these are taken in, and told of, until the office
says that only what is signed is taken.

Pure over entries in an order in which none comes before its past; what the log holds already is asked of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, select

from core.faults import FileRefusal
from core.plan.authority import Authority
from core.plan.office_records import OFFICE_SETTINGS, PEOPLE, REVOCATIONS
from core.plan.office_settings import YES
from core.store.log.chain import key_text
from core.store.log.entry import Entry
from core.store.tables.definitions import ENTRIES
from core.store.tables.register_tables import counted, table_of

SIGNED_ONLY = "signed_only"  # the setting
LATELY = 1000  # entries

FORGED = "ลายมือชื่อไม่ตรงกับเนื้อหา"
UNSIGNED = "ไม่มีลายมือชื่อ ทั้งที่รายการก่อนหน้าลงลายมือชื่อแล้ว"
OTHER_KEY = "ลงลายมือชื่อด้วยกุญแจของเครื่องอื่น"
OTHER_NAME = "ลงลายมือชื่อด้วยกุญแจของผู้อื่น"
UNKNOWING = "ลงลายมือชื่อด้วยกุญแจของผู้ใช้ โดยไม่รู้จักบัญชีของผู้ใช้นั้น"
NOT_TAKEN = "ไม่มีลายมือชื่อของผู้มีบัญชี ซึ่งสำนักงานไม่รับแล้ว"


class BrokenChain(FileRefusal):
    """An entry that arrived may not stand in its chain; ``whose`` and ``why`` are Thai."""

    def __init__(self, entry: Entry, why: str) -> None:
        self.whose = f"“{entry.author}”" + (f" ({entry.unit})" if entry.unit else "")
        self.why = why
        super().__init__(f"มีรายการของ {self.whose} ที่{why} จึงไม่ได้รวมและยังไม่มีสิ่งใดเปลี่ยน โปรดแจ้งผู้ส่งและผู้ดูแลแผน")


@dataclass(frozen=True, slots=True)
class ChainSigned:
    """A chain so far: whether an entry of it is signed, and its PC's key where that signed one."""

    signed: bool = False
    key: bytes | None = None


def _new(_: str) -> ChainSigned:
    return ChainSigned()


class SignatureJudge:
    """Judges entries one by one; those it finds nothing wrong with are the past of the next."""

    def __init__(
        self,
        known: Callable[[str], ChainSigned] = _new,
        *,
        signed_only: bool = False,
    ) -> None:
        """``known`` tells of a chain what came before the first entry that is judged."""
        self._known = known
        self._signed_only = signed_only
        self._chains: dict[str, ChainSigned] = {}
        self.peoples: frozenset[str] = frozenset()  # keys known to be people's, of whatever past

    def fault(self, entry: Entry, past: Authority) -> str:
        """What is wrong with the next entry (Thai), "" where nothing is. Whose keys are people's follows from what its ``past``
        says, never from itself."""
        if entry.replica not in self._chains:
            self._chains[entry.replica] = self._known(entry.replica)
        chain = self._chains[entry.replica]
        if entry.key is None and entry.sig is None:
            return UNSIGNED if chain.signed else NOT_TAKEN if self._signed_only else ""
        if not entry.is_signed_right:
            return FORGED
        person = past.people.get(entry.key or b"")
        if person is None:
            return self._fault_of_pc(entry, chain)
        if entry.author != person.name:
            return OTHER_NAME
        self._chains[entry.replica] = ChainSigned(True, chain.key)
        return ""

    def _fault_of_pc(self, entry: Entry, chain: ChainSigned) -> str:
        if self._signed_only:
            return NOT_TAKEN
        if key_text(entry.key) in self.peoples:
            return UNKNOWING
        if chain.key not in (None, entry.key):
            return OTHER_KEY
        self._chains[entry.replica] = ChainSigned(True, entry.key)
        return ""


def signatures_after(connection: Connection, until: int, *, signed_only: bool = False) -> SignatureJudge:
    """What judges the entries that come after those of the log up to a number."""
    return SignatureJudge(
        partial(_chain_in, connection, until, peoples_keys(connection)), signed_only=signed_only
    )


def takes_signed_only(connection: Connection) -> bool:
    """True where the office takes in nothing that isn't signed."""
    table = table_of(OFFICE_SETTINGS)
    said = select(table.c.value).where(table.c.name == SIGNED_ONLY, *counted(table))
    return connection.execute(said).scalar() == YES


def peoples_keys(connection: Connection) -> frozenset[str]:
    """The keys that are or were people's; one that is given up is revoked."""
    keys = (select(table_of(register).c.key) for register in (PEOPLE, REVOCATIONS))
    return frozenset(key for query in keys for key in connection.execute(query).scalars() if key)


def _chain_in(connection: Connection, until: int | None, people: frozenset[str], replica: str) -> ChainSigned:
    """A chain as the log has it. Its last entry tells whether any is signed; the PC's key is that of the last one that no
    person signed."""
    keys = _newest_keys(replica)
    if until is not None:
        keys = keys.where(ENTRIES.c.n <= until)
    if not connection.execute(keys.limit(1)).scalar():
        return ChainSigned()
    key = connection.execute(keys.where(ENTRIES.c.key.not_in(("", *people))).limit(1)).scalar()
    return ChainSigned(True, bytes.fromhex(key) if key else None)


def pc_key_lately(connection: Connection, replica: str) -> bytes | None:
    """The PC's key that signed among the last ``LATELY`` entries of a chain, None where none did. The whole of a chain that
    persons signed takes a second to look through where it is a million entries long."""
    lately = _newest_keys(replica).limit(LATELY).subquery()
    keys = select(lately.c.key).where(lately.c.key.not_in(("", *peoples_keys(connection)))).limit(1)
    key = connection.execute(keys).scalar()
    return bytes.fromhex(key) if key else None


def _newest_keys(replica: str) -> Select[Any]:
    return (
        select(ENTRIES.c.key)
        .where(ENTRIES.c.replica == replica)
        .order_by(ENTRIES.c.seq.desc(), ENTRIES.c.n.desc())
    )


def pc_key_of(connection: Connection, replica: str) -> bytes | None:
    """The PC's key that signed in a chain, None where none did."""
    return _chain_in(connection, None, peoples_keys(connection), replica).key
