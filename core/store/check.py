"""Is the file sound: the database, each replica's chain, and the rows against the log they were folded from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, create_engine, select

from core.store import witness
from core.store.entry import BadEntry, Entry
from core.store.log import Log, entries, tip
from core.store.tables import RIVALS, TABLES, metadata

MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Soundness:
    """``problems`` are Thai sentences; the file is sound when there are none."""

    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def check(connection: Connection) -> Soundness:
    """Check the whole file; nothing is written to it. Takes about 4 s for 100,000 records."""
    problems = [*_database(connection)]
    if not problems:
        problems += _chains(connection)
    if not problems:
        problems += [*_shortened(connection), *_rows(connection)]
    return Soundness(tuple(problems[:MOST_PROBLEMS]))


def check_chains(connection: Connection) -> Soundness:
    """Check database and chains only: what a backup is proved by before it is trusted."""
    problems = [*_database(connection)]
    return Soundness(tuple(problems or _chains(connection)))


def _database(connection: Connection) -> Iterator[str]:
    for found in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if found != "ok":
            yield f"ฐานข้อมูลเสียหาย ({found}) โปรดคืนจากแฟ้มสำรองล่าสุด"


def _chains(connection: Connection) -> list[str]:
    tips: dict[str, Entry] = {}
    seen: dict[tuple[str, int], bytes] = {}
    problems = []
    try:
        for number, entry in entries(connection):
            problems += _entry_problems(connection, number, entry, tips.get(entry.replica))
            if (entry.replica, entry.seq) in seen:
                problems.append(f"บันทึกการเปลี่ยนแปลงลำดับ {entry.seq} มีสองสาย โปรดแจ้งผู้ดูแลก่อนใช้แฟ้มต่อ")
            seen[entry.replica, entry.seq] = entry.id
            tips[entry.replica] = entry
    except BadEntry:
        problems.append("บันทึกการเปลี่ยนแปลงอ่านไม่ได้บางรายการ โปรดคืนจากแฟ้มสำรองล่าสุด")
    return problems


def _entry_problems(connection: Connection, number: int, entry: Entry, last: Entry | None) -> list[str]:
    stored = connection.exec_driver_sql(
        f"SELECT id, replica, seq, clock, author FROM entries WHERE n = {number}"
    ).one()
    says = (entry.id, entry.replica, entry.seq, entry.clock, entry.author)
    if (bytes(stored[0]), *stored[1:]) != says:
        return [f"บันทึกการเปลี่ยนแปลงรายการที่ {number} ถูกแก้ไขหลังบันทึก โปรดคืนจากแฟ้มสำรองล่าสุด"]
    expected = (last.seq + 1, last.id) if last else (1, None)
    if (entry.seq, entry.prev) != expected and not (last and entry.seq <= last.seq):
        return [f"บันทึกการเปลี่ยนแปลงขาดช่วงก่อนรายการที่ {number} โปรดคืนจากแฟ้มสำรองล่าสุด"]
    return []


def _shortened(connection: Connection) -> Iterator[str]:
    replicas = connection.exec_driver_sql("SELECT DISTINCT replica FROM entries").scalars().all()
    for replica in {*replicas, Log(connection, lambda: 0).meta()["replica"]}:
        known = witness.remembered(replica)
        last = tip(connection, replica)
        if known and (last is None or last[0] < known.seq):
            lost = known.seq - (last[0] if last else 0)
            yield f"แฟ้มขาดบันทึกล่าสุด {lost} รายการที่เครื่องนี้เคยบันทึกไว้ หากเพิ่งคืนจากแฟ้มสำรองให้ใช้ต่อได้"


def _rows(connection: Connection) -> list[str]:
    """Fold the whole log again, elsewhere, and compare row by row."""
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as again:
            metadata.create_all(again)
            Log(again, lambda: 0).refold(connection)
            return [
                problem
                for table in (*TABLES.values(), RIVALS)
                for problem in _differences(connection, again, table)
            ]
    finally:
        engine.dispose()


def _differences(connection: Connection, again: Connection, table: Table) -> Iterator[str]:
    keys = list(table.primary_key.columns)
    here, there = (_stream(c, table, keys) for c in (connection, again))
    left, right = next(here, None), next(there, None)
    while left is not None or right is not None:
        if left == right:
            left, right = next(here, None), next(there, None)
            continue
        before = right is None or (left is not None and _key(left, keys) < _key(right, keys))
        after = left is None or (right is not None and _key(right, keys) < _key(left, keys))
        record = (right if after else left) or {}
        yield f"ข้อมูลในตาราง {table.name} รายการ {record[keys[-1].name]} ไม่ตรงกับบันทึกการเปลี่ยนแปลง โปรดคืนจากแฟ้มสำรองล่าสุด"
        left = left if after else next(here, None)
        right = right if before else next(there, None)


def _stream(connection: Connection, table: Table, keys: list[Any]) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table).order_by(*keys)).mappings():
        yield dict(row)


def _key(row: dict[str, Any], keys: list[Any]) -> tuple[Any, ...]:
    return tuple(row[key.name] for key in keys)
