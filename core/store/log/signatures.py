"""Who signed the entries of a chain, and what can't be written into it any more.

1. A signature is that of the key over the entry's bytes. 2. Once a chain has a signed entry, each after it is signed. 3. Entries
that no person signed bear one key in each chain: its PC's. 4. What a person signed bears that person's name. What a plan comes
with is unsigned, and so are the chains of PCs whose program doesn't sign yet: these are taken in, and told of, until the office
says that only what is signed is taken.

Pure over entries in an order in which none comes before its past; what the log holds already is asked of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, select

from core.faults import FileRefusal
from core.plan.office_records import OFFICE_SETTINGS, PEOPLE
from core.store.log.chain import key_text, meta, renew, stored_naming
from core.store.log.entry import Entry, NewRows, decode
from core.store.tables.definitions import ENTRIES
from core.store.tables.register_tables import counted, table_of

SIGNED_ONLY, YES = "signed_only", "yes"

FORGED = "ลายมือชื่อไม่ตรงกับเนื้อหา"
UNSIGNED = "ไม่มีลายมือชื่อ ทั้งที่รายการก่อนหน้าลงลายมือชื่อแล้ว"
OTHER_KEY = "ลงลายมือชื่อด้วยกุญแจของเครื่องอื่น"
OTHER_NAME = "ลงลายมือชื่อด้วยกุญแจของผู้อื่น"
NOT_TAKEN = "ไม่มีลายมือชื่อ ซึ่งสำนักงานไม่รับแล้ว"


class BrokenChain(FileRefusal):
    """An entry that arrived may not stand in its chain; ``whose`` and ``why`` are Thai."""

    def __init__(self, entry: Entry, why: str) -> None:
        self.whose = f"“{entry.author}”" + (f" ({entry.unit})" if entry.unit else "")
        self.why = why
        super().__init__(f"มีรายการของ {self.whose} ที่{why} จึงไม่ได้รวมและยังไม่มีสิ่งใดเปลี่ยน โปรดแจ้งผู้ส่งและผู้ดูแลแผน")


@dataclass(frozen=True, slots=True)
class People:
    """The keys that entries gave to people: by key (hex) the record, by record the names it ever had."""

    records: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def taught(self, entry: Entry) -> "People":
        """With what one more entry says of people."""
        records, names = dict(self.records), dict(self.names)
        for record, name, wire in _said_of_people(entry):
            if name == "key":
                records[str(wire)] = record
            else:
                names[record] = names.get(record, frozenset()) | {str(wire)}
        return People(records, names)

    def names_of(self, key: bytes) -> frozenset[str] | None:
        """The names under which a key's holder may write; None where the key is nobody's."""
        record = self.records.get(key.hex())
        return None if record is None else self.names.get(record, frozenset())


def _said_of_people(entry: Entry) -> Iterator[tuple[str, str, object]]:
    """Each name and key that an entry gives a person: record, field, value."""
    made = entry.new.get(PEOPLE.name, NewRows((), (), ()))
    for name, column in zip(made.fields, made.columns, strict=True):
        if name in ("key", "name"):
            yield from ((record, name, wire) for record, wire in zip(made.records, column, strict=True))
    for write in entry.writes.get(PEOPLE.name, ()):
        if write.field in ("key", "name"):
            yield write.record, write.field, write.value


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
        people: People | None = None,
        known: Callable[[str], ChainSigned] = _new,
        *,
        signed_only: bool = False,
    ) -> None:
        """``known`` tells of a chain what came before the first entry that is judged."""
        self._people = people or People()
        self._known = known
        self._signed_only = signed_only
        self._chains: dict[str, ChainSigned] = {}

    def fault(self, entry: Entry) -> str:
        """What is wrong with the next entry (Thai), "" where nothing is."""
        if entry.replica not in self._chains:
            self._chains[entry.replica] = self._known(entry.replica)
        chain = self._chains[entry.replica]
        if entry.key is None and entry.sig is None:
            return UNSIGNED if chain.signed else NOT_TAKEN if self._signed_only else ""
        if not entry.is_signed_right:
            return FORGED
        people = self._people.taught(entry) if PEOPLE.name in {*entry.new, *entry.writes} else self._people
        names, key = people.names_of(entry.key or b""), chain.key
        if names is None and key not in (None, entry.key):
            return OTHER_KEY
        if names is not None and entry.author not in names:
            return OTHER_NAME
        self._people = people
        self._chains[entry.replica] = ChainSigned(True, entry.key if names is None else key)
        return ""


def signatures_after(connection: Connection, until: int | None = None) -> SignatureJudge:
    """What judges entries that come after those of the log: all of them, or those up to a number."""
    people = People()
    if connection.execute(select(table_of(PEOPLE).c.id).limit(1)).first() is not None:
        for n, stored in stored_naming(connection, {PEOPLE.name}):
            if until is None or n <= until:
                people = people.taught(decode(stored))
    known = partial(_chain_in, connection, until, frozenset(people.records))
    return SignatureJudge(people, known, signed_only=until is None and takes_signed_only(connection))


def takes_signed_only(connection: Connection) -> bool:
    """True where the office takes in nothing that isn't signed."""
    table = table_of(OFFICE_SETTINGS)
    said = select(table.c.value).where(table.c.name == SIGNED_ONLY, *counted(table))
    return connection.execute(said).scalar() == YES


def _chain_in(connection: Connection, until: int | None, people: frozenset[str], replica: str) -> ChainSigned:
    """A chain as the log has it. Its last entry tells whether any is signed; the PC's key is that of the last one that no
    person signed."""
    query = select(ENTRIES.c.key).where(ENTRIES.c.replica == replica)
    if until is not None:
        query = query.where(ENTRIES.c.n <= until)
    with connection.execute(query.order_by(ENTRIES.c.seq.desc(), ENTRIES.c.n.desc())) as found:
        signed = False
        for key in found.scalars():
            if not key:
                break
            signed = True
            if key not in people:
                return ChainSigned(True, bytes.fromhex(key))
    return ChainSigned(signed)


def pc_key_of(connection: Connection, replica: str) -> bytes | None:
    """The PC's key that signed in a chain, None where none did."""
    table = table_of(PEOPLE)
    people = frozenset(connection.execute(select(table.c.key)).scalars())
    return _chain_in(connection, None, people, replica).key


def go_on_under(connection: Connection, key: bytes) -> None:
    """Go on as a new replica where another PC's key signed in this copy's chain than the one that signs now; a person signs
    in any chain."""
    table = table_of(PEOPLE)
    if connection.execute(select(table.c.id).where(table.c.key == key_text(key))).first() is None:
        signed = pc_key_of(connection, meta(connection)["replica"])
        if signed is not None and signed != key:
            renew(connection)
