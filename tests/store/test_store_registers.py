"""Which registers there are is the file's to say: nothing in the store knows them by a table of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection
from store_desk import REQUESTS, SOMCHAI, START_MS

from core.store.database import in_memory, teach
from core.store.facts.paper_facts import money_by_project
from core.store.file.check import check_rows
from core.store.file.outside_log import foreign
from core.store.log.append import Log, refold
from core.store.log.changes import ActionInfo, Changes, Delete, Put
from core.store.log.history import events
from core.store.log.open_conflicts import all_conflicts, duplicate_keys
from core.store.tables.records import FileLookup, Query, rows
from core.store.tables.register_tables import SHIPPED, registers_of, schema
from core.store.tables.snapshot import Snapshot

PARCELS = replace(SHIPPED[REQUESTS], name="parcels", title="พัสดุ")
KNOWN = {"parcels": PARCELS, "budget_entries": SHIPPED["budget_entries"]}
SETTINGS = {"replica": "a", "home": "", "clock": "0", "unseen": "[]", "unit": "", "lost": "[]"}


@pytest.fixture
def file() -> Iterator[Connection]:
    """A file with a register that the program doesn't ship, and almost none of those it does."""
    with in_memory(schema(KNOWN)) as connection:
        teach(connection.connection.driver_connection)
        for key, value in SETTINGS.items():
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", (key, value))
        yield connection.execution_options(registers=KNOWN)


def commit(file: Connection, *changes: Put | Delete) -> Changes:
    return Log(file, lambda: START_MS).commit(changes, ActionInfo(SOMCHAI))[0]


def parcel(record: str, number: str) -> Put:
    return Put("parcels", record, {"request_no": number, "procurement": "w119", "received_on": "2020-01-31"})


def test_a_register_of_the_files_own_is_written_and_read(file):
    assert commit(file, parcel("p1", "63/1")).records == {("parcels", "p1")}
    assert [found.id for found in rows(file, PARCELS, Query(text="63/1", year=2563))] == ["p1"]
    key = PARCELS.natural_key(rows(file, PARCELS, Query())[0].values) or ""
    for looked_up in (FileLookup(file).by_key("parcels", key), Snapshot(file).by_key("parcels", key)):
        assert looked_up is not None
        assert looked_up["id"] == "p1"


def test_its_past_is_told_and_its_log_folds_again(file):
    commit(file, parcel("p1", "63/1"))
    commit(file, Put("parcels", "p1", {"payee": "ร้านสยาม"}), parcel("p2", "63/1"))
    assert [event.action for event in events(file, "parcels", "p1")] == ["change", "create"]
    assert [found.records for found in duplicate_keys(file)] == [("p1", "p2")]
    assert list(all_conflicts(file)) == []
    held = rows(file, PARCELS, Query())
    refold(file)
    assert rows(file, PARCELS, Query()) == held
    assert check_rows(file) == ()


def test_many_records_at_once_are_folded_in_columns(file):
    commit(file, *(parcel(f"p{n:03d}", f"63/{n}") for n in range(200)))
    assert len(rows(file, PARCELS, Query())) == 200
    assert check_rows(file) == ()


def test_a_shipped_register_that_the_file_has_not_is_none_of_its(file):
    assert REQUESTS not in registers_of(file)
    assert list(foreign(file)) == []
    assert money_by_project(file, date(2020, 1, 1), date(2020, 1, 31)) == {}
