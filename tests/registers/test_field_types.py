"""Every field's type says all there is to say of it."""

from datetime import date, datetime

import pytest
from field_values import SLIPS, SOUND, VALUES
from registers_drawer import REGISTERS

from core.registers.declare import Field, FieldType
from core.registers.field_types import FIELD_TYPES
from core.registers.field_types.days import DAY, MOMENT, MONTH
from core.registers.reading import read_value

each_type = pytest.mark.parametrize("held", FIELD_TYPES, ids=lambda held: held.name)


def test_each_type_is_one_object_of_its_own_name() -> None:
    assert len({held.name for held in FIELD_TYPES}) == len(FIELD_TYPES)
    assert {f.type for r in REGISTERS.values() for f in r.fields} <= set(FIELD_TYPES)


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
