"""What was done, by whom and when, out of the log: paged, filtered, searched. Only what a page shows is decoded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice

from core.faults import UsageRefusal
from core.office.audit.telling import entry_in_words, holds, records_in_words
from core.office.audit.types import PAGE, AuditEntry, AuditPage, AuditQuery, AuditRecord
from core.office.hiding import Hiding
from core.office.progress import Progress, Watch
from core.office.session import Session
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.log import audit
from core.store.log.audit import EntryFilter, LoggedEntry, Place
from core.store.log.authorship import PersonsKeys, keys_of_people
from core.store.log.clock import BANGKOK, reading
from core.store.log.history import Past
from core.store.tables import records
from core.store.tables.records import Query
from core.store.tables.register_tables import registers_of
from core.thai.digits import to_arabic, to_thai
from core.thai.folding import fold_case

MOST_RECORDS = 200
MOST_FOUND = 50  # records of a register whose past a searched word brings along


class AuditService:
    """The log of an open file as people read it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def people(self) -> tuple[str, ...]:
        """Everybody who ever wrote into the file or a colleague's that was merged."""
        with self._session.reading() as connection:
            return audit.authors(connection)

    def page(
        self,
        query: AuditQuery,
        after: Place | None = None,
        *,
        most: int = PAGE,
        progress: Progress | None = None,
        masked: bool = False,
    ) -> AuditPage:
        """The entries a query asks for, newest first, those after a place; ``masked`` as they leave the program. UsageRefusal for a
        register there isn't; Stopped where ``progress`` asks for it. Between blocks of the log whoever saves has their turn."""
        with self._session.reading() as connection:
            wanted, keys = self._wanted(connection, query), keys_of_people(connection)
        hiding = self._hiding(masked)
        words = query.text.split() if hiding.first_year else ()
        told = partial(self._told, keys=keys, hiding=hiding, words=words, found=wanted.found)
        found: list[AuditEntry] = []
        with Watch(progress, "") as watch:
            while len(found) <= most:
                with self._session.reading() as connection:
                    entries, after = audit.block(connection, wanted, after)
                    found += told(connection, islice(entries, most + 1 - len(found)))
                watch.heed()
                if after is None:
                    break
        end = found[most - 1] if len(found) > most else None
        return AuditPage(tuple(found[:most]), (end.clock, end.n) if end else None)

    def _told(
        self,
        connection: Connection,
        entries: Iterable[LoggedEntry],
        keys: Mapping[str, PersonsKeys],
        hiding: Hiding,
        words: Sequence[str],
        found: frozenset[int],
    ) -> Iterator[AuditEntry]:
        past = Past(connection)
        units = {unit.code: unit.name for unit in self._session.units()}
        for one in entries:
            if not words or one.n in found or holds(connection, past, one, words, hiding):
                yield entry_in_words(connection, past, one, units, keys, hiding)
            past.trim()

    def records(self, n: int, most: int = MOST_RECORDS, *, masked: bool = False) -> tuple[AuditRecord, ...]:
        """What the entry of that number did to each record, with old and new values; the first ``most`` of them."""
        with self._session.reading() as connection:
            logged = audit.logged(connection, n)
            return records_in_words(connection, Past(connection), logged, most, self._hiding(masked))

    def _hiding(self, masked: bool) -> Hiding:
        return Hiding(self._session.personal_from, masked)

    def _wanted(self, connection: Connection, query: AuditQuery) -> EntryFilter:
        known = registers_of(connection)
        if query.register and query.register not in known:
            raise UsageRefusal(f"ไม่มีทะเบียนชื่อ “{query.register}” ในแฟ้มนี้ โปรดตรวจชื่อทะเบียน")
        numbers = None
        if query.record:
            if not query.register:
                raise UsageRefusal("การดูประวัติของรายการเดียวต้องระบุทะเบียนด้วย โปรดเลือกทะเบียน")
            numbers = audit.numbers_of_record(connection, query.register, query.record)
        words = tuple(map(_spellings, query.text.split()))
        return EntryFilter(
            query.person,
            _start_of(query.first) if query.first else None,
            _start_of(query.last + timedelta(days=1)) if query.last and query.last < date.max else None,
            numbers,
            query.register,
            words,
            _of_records(connection, query, self._session.personal_from) if words else frozenset(),
        )


def _start_of(day: date) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=BANGKOK)
    return reading(int(midnight.timestamp() * 1000))


def _spellings(word: str) -> tuple[bytes, ...]:
    """A word as it may stand in an entry's JSON: as typed, folded, in either kind of digits."""
    bare = word.replace("\\", "\\\\").replace('"', '\\"')
    return tuple({one.encode() for one in (bare, fold_case(bare), to_arabic(bare), to_thai(bare))})


def _of_records(connection: Connection, query: AuditQuery, personal_from: int) -> frozenset[int]:
    """The entries of the records that a list's search finds: what changed a record needn't hold its name."""
    known = registers_of(connection)
    asked: tuple[Register, ...] = (
        (known[query.register],) if query.register else tuple(r for r in known.values() if not r.internal)
    )
    wanted = Query(text=query.text, limit=MOST_FOUND, personal_from=personal_from)
    found: set[int] = set()
    for register in asked:
        for row in records.rows(connection, register, wanted):
            found |= audit.numbers_of_record(connection, register.name, row.id)
    return frozenset(found)
