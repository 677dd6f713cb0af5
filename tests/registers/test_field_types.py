"""Every field's type says all there is to say of it."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from field_values import SLIPS, SOUND, VALUES
from hypothesis import given
from hypothesis import strategies as st
from registers_drawer import REGISTERS

from core.registers.cells import ColumnReader
from core.registers.declare import Field, FieldType
from core.registers.field_types import FIELD_TYPES
from core.registers.field_types.days import DAY, MOMENT, MONTH
from core.registers.field_types.numbers import MOST_PLACES, number_of
from core.registers.field_types.pictures import PICTURE
from core.registers.field_types.texts import TEXT, readable_pattern
from core.registers.reading import Unreadable, read_value

each_type = pytest.mark.parametrize("held", FIELD_TYPES, ids=lambda held: held.name)


def test_each_type_is_one_object_of_its_own_name() -> None:
    assert len({held.name for held in FIELD_TYPES}) == len(FIELD_TYPES)
    assert {f.type for r in REGISTERS.values() for f in r.fields} <= {*FIELD_TYPES, PICTURE}


def test_no_type_stands_on_another() -> None:
    assert {type(held).__bases__ for held in FIELD_TYPES} == {(FieldType,)}


@each_type
def test_there_are_values_and_cells_to_test_it_with(held: FieldType) -> None:
    assert all(held.python in known for known in (VALUES, SOUND, SLIPS))
    if held.name != "choice":
        field = Field("field", "ช่อง", held)
        assert all(type(read_value(field, cell)) is held.python for cell in SOUND[held.python])


@each_type
def test_a_dated_type_says_where_a_day_begins_and_ends(held: FieldType) -> None:
    assert bool(held.noun) == held.is_dated == bool(held.typing_help)
    assert held.is_dated or not held.tells_a_day


@each_type
def test_text_and_days_are_filled_in_as_text(held: FieldType) -> None:
    assert held.form_format == "@" or not (held.is_text or held.is_dated)


@pytest.mark.parametrize(
    ("held", "raw", "wire"),
    [
        (DAY, "01/11/2567", "2024-11-01"),
        (DAY, "2024-11-01", "2024-11-01"),
        (DAY, date(2567, 11, 1), "2024-11-01"),
        (MONTH, "2567-11", "2024-11"),
        (MONTH, "2024-11", "2024-11"),
        (MOMENT, "2567-11-01 09:15", "2024-11-01T09:15"),
        (MOMENT, datetime(2024, 11, 1, 9, 15), "2024-11-01T09:15"),
    ],
)
def test_a_plans_file_tells_days_in_either_century(held: FieldType, raw: object, wire: str) -> None:
    assert held.to_wire(held.from_toml(raw)) == wire


@pytest.mark.parametrize("held", [DAY, MONTH, MOMENT], ids=lambda held: held.name)
def test_what_is_no_day_of_a_plans_file_means_none(held: FieldType) -> None:
    assert [held.from_toml(raw) for raw in ("เร็ว ๆ นี้", 2567, True)] == [None] * 3


@given(st.data(), st.integers(0, MOST_PLACES))
def test_a_number_keeps_the_decimals_its_field_has(data: st.DataObject, places: int) -> None:
    field = Field("field", "ช่อง", number_of(places))
    value = data.draw(VALUES[Decimal](field))
    assert field.from_wire(field.to_wire(value)) == value
    column = ColumnReader(field).read_column([value, str(value)])
    assert list(column.values) == [value] * 2
    assert list(column.wires) == [field.to_wire(value)] * 2


@pytest.mark.parametrize("places", range(MOST_PLACES + 1))
def test_a_number_finer_than_its_field_is_refused(places: int) -> None:
    field = Field("field", "ช่อง", number_of(places))
    for cell in (f"1.{'0' * places}1", Decimal(1).scaleb(-places - 1)):
        with pytest.raises(Unreadable, match="ทศนิยม") as refusal:
            read_value(field, cell)
        assert refusal.value.code == "value.decimals"
        assert ColumnReader(field).read(cell).finding is not None


def test_a_text_matches_its_pattern_from_end_to_end() -> None:
    field = Field("at", "เวลาเริ่ม", TEXT, pattern="[0-2][0-9][.:][0-5][0-9]|ทั้งวัน", help="เช่น 09.30")
    assert [read_value(field, cell) for cell in ("09.30", " 13:05 ", "ทั้งวัน")] == ["09.30", "13:05", "ทั้งวัน"]
    for cell in ("9.30", "09.30 น.", "ทั้งวันเลย"):
        with pytest.raises(Unreadable, match="เช่น 09"):
            read_value(field, cell)
        assert ColumnReader(field).read_column([cell]).unreadable == [0]


def test_no_pattern_takes_long() -> None:
    field = Field("code", "รหัส", TEXT, pattern="(ก+)+ข", max_length=4000)
    with pytest.raises(Unreadable, match="ไม่ตรงรูปแบบ"):
        read_value(field, "ก" * 4000)


@pytest.mark.parametrize("pattern", ["(", "ก)|(ข", "(?=ก)ข", r"(ก)\1", "((ก{1,1000}){1,1000}){1,1000}"])
def test_what_is_no_pattern_can_be_told(pattern: str) -> None:
    assert not readable_pattern(pattern)
