"""Which registers there are is the file's to say: nothing in the store knows them by a table of its own."""

from collections.abc import Iterator

import pytest
from signing_keys import ONE
from sqlalchemy import Connection
from store_desk import SOMCHAI, START_MS, declaring

from core.store.database import in_memory, teach
from core.store.file.check import check_rows
from core.store.log.append import Log, refold
from core.store.log.changes import ActionInfo, Changes, Delete, Put
from core.store.log.history import events
from core.store.log.open_conflicts import all_conflicts, duplicate_keys
from core.store.tables.records import FileLookup, Query, Row, rows
from core.store.tables.register_tables import FIXED, registers_of, schema
from core.store.tables.snapshot import Snapshot

PARCELS = {
    "name": "parcels",
    "title": "พัสดุ",
    "key": ["number"],
    "day": "received_on",
    "fields": [
        {"name": "number", "type": "text", "label": "เลขที่พัสดุ"},
        {"name": "received_on", "type": "day", "label": "วันที่รับ"},
        {"name": "payee", "type": "text", "label": "ผู้ขาย"},
    ],
}
SETTINGS = {"replica": "a", "home": "", "clock": "0", "unseen": "[]", "unit": "", "lost": "[]"}


@pytest.fixture
def file() -> Iterator[Connection]:
    """A file with a register that the program doesn't ship."""
    with in_memory(schema(FIXED)) as connection:
        teach(connection.connection.driver_connection)
        for key, value in SETTINGS.items():
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", (key, value))
        commit(connection, *declaring(PARCELS))
        yield connection


def commit(file: Connection, *changes: Put | Delete) -> Changes:
    return Log(file, lambda: START_MS, ONE).commit(changes, ActionInfo(SOMCHAI))[0]


def parcel(record: str, number: str) -> Put:
    return Put("parcels", record, {"number": number, "received_on": "2020-01-31"})


def found(file: Connection, query: Query | None = None) -> tuple[Row, ...]:
    return rows(file, registers_of(file)["parcels"], query or Query())


def test_a_register_of_the_files_own_is_written_and_read(file):
    assert commit(file, parcel("p1", "63/1")).records == {("parcels", "p1")}
    assert [row.id for row in found(file, Query(text="63/1", year=2563))] == ["p1"]
    key = registers_of(file)["parcels"].natural_key(found(file)[0].values) or ""
    for looked_up in (FileLookup(file).by_key("parcels", key), Snapshot(file).by_key("parcels", key)):
        assert looked_up is not None
        assert looked_up["id"] == "p1"


def test_its_past_is_told_and_its_log_folds_again(file):
    commit(file, parcel("p1", "63/1"))
    commit(file, Put("parcels", "p1", {"payee": "ร้านสยาม"}), parcel("p2", "63/1"))
    assert [event.action for event in events(file, "parcels", "p1")] == ["change", "create"]
    assert [double.records for double in duplicate_keys(file)] == [("p1", "p2")]
    assert list(all_conflicts(file)) == []
    held = found(file)
    refold(file)
    assert found(file) == held
    assert check_rows(file) == ()


def test_many_records_at_once_are_folded_in_columns(file):
    commit(file, *(parcel(f"p{n:03d}", f"63/{n}") for n in range(200)))
    assert len(found(file)) == 200
    assert check_rows(file) == ()
