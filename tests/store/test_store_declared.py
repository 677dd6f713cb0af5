"""Tables follow what a file declares: whatever comes first, a file shows what its entries say, and nonsense hurts nothing."""

import json
from typing import Any

import pytest
from signing_keys import ONE
from sqlalchemy import text
from store_apart import NUMBER, PARCELS, PARTLY, RECEIVED, SIZE, WHOLLY, WORDS
from store_desk import (
    SOMCHAI,
    declaring,
    delete,
    deliver,
    look,
    opened,
    problems,
    put,
    rivals,
    step_back,
    stored,
    values_of,
    write,
)

from core.office.records.findings import record_findings
from core.plan.register_records import FIELDS, REGISTERS
from core.store.file.office_file import OfficeFile
from core.store.log.append import Log
from core.store.log.changes import ActionInfo, Put
from core.store.tables.register_tables import registers_of


@pytest.fixture
def other(blank_file, tmp_path):
    """Another file of the office."""
    with opened(blank_file, tmp_path, "other.phaen") as file:
        yield file


def columns(file: OfficeFile, table: str = PARCELS) -> set[str]:
    """The columns of a table as the database has them; none where there is no such table."""
    with file.reading() as connection:
        return set(connection.execute(text(f'SELECT name FROM pragma_table_info("{table}")')).scalars())


def parcel(record: str = "p1", **values: Any):
    return put(record, PARCELS, **values)


def test_a_register_travels_with_its_records_and_is_filled_in_elsewhere(desk, other):
    write(desk, *declaring(WHOLLY))
    write(desk, parcel(number="1", received_on="2020-06-30"))
    deliver(desk, other)
    assert look(other, PARCELS)["p1"].values == {"number": "1", "received_on": "2020-06-30"}
    write(other, parcel("p2", number="2", size=5))
    deliver(other, desk)
    assert look(desk, PARCELS) == look(other, PARCELS)
    assert [problems(file) for file in (desk, other)] == [(), ()]


def test_fields_and_choices_stand_in_the_order_they_were_declared_in(desk):
    kind = {
        "name": "kind",
        "type": "choice",
        "label": "ชนิด",
        "choices": {"z": "ใหญ่", "a": "เล็ก", "m": "กลาง"},
    }
    write(desk, *declaring({**PARTLY, "fields": [SIZE, kind, NUMBER]}))
    register = desk.registers[PARCELS]
    assert [field.name for field in register.fields] == ["size", "kind", "number"]
    assert [choice.code for choice in register.field("kind").choices] == ["z", "a", "m"]


def test_records_that_come_before_their_register_show_once_it_arrives(desk, other):
    write(desk, *declaring(WHOLLY))
    write(other, *declaring(PARTLY))
    deliver(desk, other)
    write(other, parcel(number="1", size=3))
    *_, declared, filled = stored(other)
    with_them = [body for body in stored(other) if body not in stored(desk)]
    assert filled in with_them
    assert declared in with_them or declared in stored(desk)
    desk.receive(reversed(with_them))
    assert look(desk, PARCELS)["p1"].values == {"number": "1", "size": 3}
    assert problems(desk) == ()


def test_a_new_field_is_a_new_column_of_the_same_rows(desk):
    write(desk, *declaring(PARTLY))
    write(desk, parcel(number="1"))
    with desk.transaction(log_only=True) as connection:
        connection.execute(text("UPDATE parcels SET base = 77"))  # a table made anew would not keep this
    write(desk, *declaring({**PARTLY, "fields": [NUMBER, SIZE]}))
    with desk.reading() as connection:
        assert connection.execute(text("SELECT base, size FROM parcels")).one() == (77, None)


def test_a_field_that_somebody_has_filled_in_already_shows_its_values(desk, other):
    write(desk, *declaring({**PARTLY, "fields": [NUMBER, SIZE]}))
    write(desk, parcel(number="1", size=3))
    write(desk, delete(FIELDS.id_for({"register_name": PARCELS, "name": "size"}) or "", FIELDS.name))
    assert look(desk, PARCELS)["p1"].values == {"number": "1"}
    deliver(desk, other)
    assert step_back(desk)
    assert look(desk, PARCELS)["p1"].values == {"number": "1", "size": 3}
    deliver(desk, other)
    assert look(other, PARCELS) == look(desk, PARCELS)
    assert [problems(file) for file in (desk, other)] == [(), ()]


def test_a_field_of_another_type_keeps_what_was_written_as_it_was(desk):
    write(desk, *declaring(WHOLLY))
    write(desk, parcel(number="1", size=3))
    write(desk, *declaring({**WHOLLY, "fields": [NUMBER, WORDS, RECEIVED]}))
    assert look(desk, PARCELS)["p1"].values["size"] == "3"
    assert step_back(desk)
    assert look(desk, PARCELS)["p1"].values["size"] == 3
    assert problems(desk) == ()


PART_IDS = {
    "type": (FIELDS.name, FIELDS.id_for({"register_name": PARCELS, "name": "size"}) or ""),
    "key": (REGISTERS.name, REGISTERS.id_for({"name": PARCELS}) or ""),
}


@pytest.mark.parametrize(
    ("column", "ours", "theirs"),
    [("type", "text", "number"), ("key", '["size"]', '["received_on"]')],
)
def test_what_a_declaration_says_in_two_ways_shows_the_later_one_until_a_person_settles_it(
    desk, other, column, ours, theirs
):
    """The type or key of what records fill: a conflict as any field's, and no reading of it loses what was written."""
    register, record = PART_IDS[column]
    write(desk, *declaring(WHOLLY))
    write(desk, parcel(number="1", size=3, received_on="2020-06-30"))
    deliver(desk, other)
    meant = values_of(desk, record, register)[column]
    kept = look(desk, PARCELS)
    write(desk, put(record, register, **{column: ours}))
    write(other, put(record, register, **{column: theirs}))
    for source in (desk, other):
        deliver(source, desk, other)
    shown = [values_of(file, record, register)[column] for file in (desk, other)]
    assert shown[0] == shown[1]
    assert shown[0] in (ours, theirs)
    for file in (desk, other):
        assert {json.loads(value) for _, value in rivals(file)[register, record, column]} == {ours, theirs}
        assert problems(file) == ()
        assert look(file, PARCELS).keys() == kept.keys()
    write(other, Put(register, record, {column: meant}, settles=True))
    deliver(other, desk)
    for file in (desk, other):
        assert rivals(file) == {}
        assert look(file, PARCELS) == kept
        assert problems(file) == ()


def test_another_key_tells_again_what_is_doubled(desk):
    write(desk, *declaring(PARTLY))
    write(desk, parcel("p1", number="1"), parcel("p2", number="๑"))
    assert not look(desk, PARCELS)["p2"].duplicate
    write(desk, *declaring({**PARTLY, "key": ["number"]}))
    assert look(desk, PARCELS)["p2"].duplicate
    assert problems(desk) == ()


def test_a_register_taken_back_leaves_no_table_and_loses_nothing(desk):
    write(desk, *declaring(PARTLY))
    write(desk, parcel(number="1"))
    register = declaring(PARTLY)[0]
    write(desk, delete(register.record, register.register))
    assert PARCELS not in desk.registers
    assert columns(desk) == set()
    assert problems(desk) == ()
    write(desk, *declaring(PARTLY))
    assert look(desk, PARCELS)["p1"].values == {"number": "1"}


def test_a_declaration_that_is_only_tried_changes_nothing(desk):
    with desk.transaction(keep=False) as connection:
        Log(connection, desk.now_ms, ONE).commit(declaring(WHOLLY), ActionInfo(SOMCHAI))
        assert PARCELS in registers_of(connection)
    assert PARCELS not in desk.registers
    assert columns(desk) == set()


@pytest.mark.parametrize(
    "name",
    ["entries", "meta", "rivals", "plan_years", "plan_registers", "plan_years_nkey"],
)
def test_a_register_named_like_a_table_of_ours_does_nothing(desk, name):
    before = dict(desk.registers), columns(desk, name)
    write(desk, *declaring({**WHOLLY, "name": name}))
    assert (dict(desk.registers), columns(desk, name)) == before
    assert problems(desk) == ()


def test_a_register_may_be_named_like_a_word_of_the_database(desk):
    written = {
        **WHOLLY,
        "name": "order",
        "key": ["select"],
        "fields": [{**NUMBER, "name": "select"}, RECEIVED],
    }
    write(desk, *declaring(written))
    write(desk, put("p1", "order", select="1"), put("p2", "order", select="1"))
    assert look(desk, "order")["p2"].duplicate
    assert problems(desk) == ()


def test_nonsense_leaves_a_register_readable_as_far_as_it_goes_and_is_a_finding(desk):
    rule = {"kind": "in_order", "fields": ["number", "gone"]}
    write(desk, *declaring({**WHOLLY, "key": ["gone"], "day": "number_of", "rules": [rule]}))
    register = desk.registers[PARCELS]
    assert [field.name for field in register.fields] == ["number", "size", "received_on"]
    assert (register.key_fields, register.date_field, register.rules) == ((), "", ())
    with desk.reading() as connection:
        found = [f for f in record_findings(connection, ()) if f.code == "declaration"]
    assert len(found) == 3


def test_a_register_without_a_field_is_none_and_a_finding(desk):
    write(desk, declaring(PARTLY)[0])
    assert PARCELS not in desk.registers
    with desk.reading() as connection:
        assert [f.code for f in record_findings(connection, ())] == ["declaration"]
    write(desk, *declaring(PARTLY)[1:])
    assert PARCELS in desk.registers
