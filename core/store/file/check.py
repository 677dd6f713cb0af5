"""Is the file sound: the database, each replica's chain, its signatures, and the rows against the log they were folded from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import orjson
from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DatabaseError

from core.store.database import in_memory
from core.store.driver import sqlite3
from core.store.file import outside_log, signed, tip_file
from core.store.log.append import refold_from
from core.store.log.authorities import told_sets
from core.store.log.causal_order import past_of
from core.store.log.chain import BLOCK, lost_before, meta, stored_blocks, tip
from core.store.log.entry import BadEntry, Entry, decode, unpack
from core.store.tables import blobs
from core.store.tables.definitions import WAITING
from core.store.tables.register_tables import FIXED, folded_tables, registers_of, schema

MOST_PROBLEMS = 50
RESTORE = "โปรดคืนจากแฟ้มสำรองล่าสุด"


@dataclass(frozen=True, slots=True)
class Soundness:
    """``problems`` are Thai sentences; the file is sound when there are none. ``remarks`` are to be known beside."""

    problems: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def check(connection: Connection) -> Soundness:
    """Check the whole file; nothing is written to it. The whole log is folded again, so a large file takes a while."""
    problems = check_chains(connection).problems
    if problems:
        return Soundness(problems)
    rest = chain(check_memory(connection), check_signatures(connection), check_rows(connection))
    return Soundness(
        tuple(islice(rest, MOST_PROBLEMS)), tuple(islice(signed.remarks(connection), MOST_PROBLEMS))
    )


def check_signatures(connection: Connection) -> tuple[str, ...]:
    """What isn't signed as it must be, in a file whose chains are sound. What was found right once isn't looked at again."""
    return tuple(islice(signed.wrong_signatures(connection), MOST_PROBLEMS))


def check_memory(connection: Connection) -> tuple[str, ...]:
    """What this PC remembers of a file otherwise: its last entry, and what it holds outside the log. Quick."""
    return tuple(_outside(connection))


def check_rows(connection: Connection) -> tuple[str, ...]:
    """What doesn't follow from the log: tables, triggers and views of somebody else's, forks, rows; and files kept beside the
    log whose bytes aren't what they were. Folds the whole log."""
    rest = (
        outside_log.foreign(connection),
        _forks(connection),
        _rows(connection),
        blobs.problems(connection),
    )
    return tuple(islice(chain.from_iterable(rest), MOST_PROBLEMS))


def check_chains(connection: Connection) -> Soundness:
    """Check database and chains only: what a backup is proved by before it is trusted. A fork is no damage."""
    problems = tuple(islice(_database(connection), MOST_PROBLEMS))
    return Soundness(problems or tuple(islice(_chains(connection), MOST_PROBLEMS)))


def _database(connection: Connection) -> Iterator[str]:
    try:
        for found in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if found != "ok":
                yield f"ฐานข้อมูลเสียหาย ({found}) {RESTORE}"
    except DatabaseError as fault:
        if getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF not in (
            sqlite3.SQLITE_CORRUPT,
            sqlite3.SQLITE_NOTADB,
        ):
            raise  # something was in the way: that says nothing of the file
        yield f"ฐานข้อมูลเสียหาย ({fault.orig}) {RESTORE}"


@dataclass(slots=True)
class _Chains:
    """The entries met so far: every id, and its place in its replica's chain."""

    places: dict[bytes, tuple[str, int]] = field(default_factory=dict)

    def problem(self, row: Any, entry: Entry) -> str | None:
        """What is wrong with the next entry, None where it is as it was written and its past is there."""
        identity = entry.id
        stored = (bytes(row.id), row.replica, row.seq, row.clock, row.author)
        place = self.places[identity] = (entry.replica, entry.seq)
        if stored != (identity, *place, entry.clock, entry.author):
            return f"บันทึกการเปลี่ยนแปลงรายการที่ {row.n} ถูกแก้ไขหลังบันทึก {RESTORE}"
        before = (entry.replica, entry.seq - 1) if entry.seq > 1 else None
        if (self.places.get(entry.prev) if entry.prev else None) != before:
            return f"บันทึกการเปลี่ยนแปลงขาดช่วงก่อนรายการที่ {row.n} {RESTORE}"
        if not past_of(entry) <= self.places.keys():
            return f"บันทึกการเปลี่ยนแปลงรายการที่ {row.n} อ้างถึงรายการที่หายไป {RESTORE}"
        return None


def _chains(connection: Connection) -> Iterator[str]:
    chains = _Chains()
    try:
        for row in chain.from_iterable(stored_blocks(connection)):
            problem = chains.problem(row, decode(unpack(row.packed, row.body)))
            if problem:
                yield problem
        for body in connection.execute(select(WAITING.c.body)).scalars():
            decode(bytes(body))
        unseen = orjson.loads(meta(connection)["unseen"])
        if not {bytes.fromhex(i) for i in unseen} <= chains.places.keys():
            yield f"รายการที่รวมเข้ามาจากแฟ้มอื่นหายไปบางรายการ {RESTORE}"
    except (BadEntry, KeyError, TypeError, ValueError):
        yield f"บันทึกการเปลี่ยนแปลงอ่านไม่ได้บางรายการ {RESTORE}"


def _forks(connection: Connection) -> Iterator[str]:
    # Two entries with one running number: two copies of a file were written under one replica id.
    query = "SELECT replica, min(seq) FROM (SELECT replica, seq FROM entries GROUP BY 1, 2 HAVING count(*) > 1) GROUP BY 1"
    for _, seq in connection.exec_driver_sql(query):
        yield (
            f"บันทึกการเปลี่ยนแปลงแยกเป็นสองสายตั้งแต่ลำดับที่ {seq} เพราะแฟ้มเดียวกันถูกแก้ไขสองแห่ง "
            "ข้อมูลยังอยู่ครบทั้งสองสาย โปรดแจ้งผู้ดูแลก่อนใช้แฟ้มต่อ"
        )


def _outside(connection: Connection) -> Iterator[str]:
    """What this PC remembers of the file otherwise."""
    yield from _lost(connection)
    yield from signed.own_chain(connection)
    yield from tip_file.changed_outside_log(connection)


def _lost(connection: Connection) -> Iterator[str]:
    for lost in {*lost_before(connection), *filter(None, [tip_file.lost(connection)])}:
        last = tip(connection, lost.replica)
        missing = lost.seq - (last.seq if last else 0)
        if missing > 0:
            yield f"แฟ้มขาดบันทึกล่าสุด {missing} รายการที่เครื่องนี้เคยบันทึกไว้ หากเพิ่งคืนจากแฟ้มสำรองให้ใช้ต่อได้"
        else:
            yield "บันทึกล่าสุดของแฟ้มไม่ตรงกับที่เครื่องนี้เคยบันทึกไว้ โปรดตรวจว่ามีผู้นำแฟ้มอื่นมาวางแทนหรือไม่"


def _rows(connection: Connection) -> Iterator[str]:
    """Fold the whole log again, elsewhere, and compare row by row."""
    with in_memory(schema(FIXED)) as again:
        refold_from(connection, again)
        yield from _rights(connection, again)
        declared = registers_of(again)
        for table in folded_tables(declared):
            yield from _differences(connection, again, table)


def _rights(connection: Connection, again: Connection) -> Iterator[str]:
    """Entries of which the file tells otherwise than the log what their past says of who may write what."""
    for here, there in zip(told_sets(connection), told_sets(again), strict=True):
        if here != there:
            yield f"สิทธิของบันทึกการเปลี่ยนแปลงรายการที่ {there[0]} ไม่ตรงกับบันทึกก่อนหน้า {RESTORE}"


def _differences(connection: Connection, again: Connection, table: Table) -> Iterator[str]:
    here, there = (_stream(c, table) for c in (connection, again))
    left, right = next(here, None), next(there, None)
    while left is not None or right is not None:
        if left == right:
            left, right = next(here, None), next(there, None)
            continue
        before = right is None or (left is not None and _key(left, table) < _key(right, table))
        after = left is None or (right is not None and _key(right, table) < _key(left, table))
        record = (right if after else left) or ()
        name = record[0 if "register" not in table.columns else 1]
        yield f"ข้อมูลในตาราง {table.name} รายการ {name} ไม่ตรงกับบันทึกการเปลี่ยนแปลง {RESTORE}"
        left = left if after else next(here, None)
        right = right if before else next(there, None)


def _stream(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """A table's rows in the order of their keys, which come first in them."""
    keys = [column.name for column in table.primary_key.columns]
    columns = [*keys, *(column.name for column in table.columns if column.name not in keys)]
    query = f'SELECT {_named(columns)} FROM "{table.name}" ORDER BY {_named(keys)}'
    found = connection.exec_driver_sql(query)
    while rows := found.fetchmany(BLOCK):
        yield from map(tuple, rows)


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _key(row: tuple[Any, ...], table: Table) -> list[tuple[int, Any]]:
    # As the database orders them, a text that was turned into bytes behind the log too.
    ranks: dict[type, int] = {bytes: 2, str: 1}
    return [(ranks.get(type(value), 0), value) for value in row[: len(table.primary_key.columns)]]
