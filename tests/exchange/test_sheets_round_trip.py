"""What is exported comes back as the same values, for every register, in both formats, under names and labels."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from field_values import values_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_sheets import read_table

from core.exchange.spreadsheets.neutral import neutralised, restored
from core.exchange.spreadsheets.sheets_in import match_columns
from core.exchange.spreadsheets.sheets_out import write_table
from core.registers import ALL
from core.registers.declare import Field, Register, Value
from core.registers.field_types.days import MOMENT
from core.registers.validate import read_values
from core.thai.folding import clean

LETTERS = st.characters(exclude_categories=("C", "Z"))
# Text that a spreadsheet would calculate, decode, split or trim.
TRICKY = (
    "=1+1",
    "'=1+1",
    "-5",
    "@a",
    "'",
    '"',
    "a,b;c",
    "_x0041_",
    "0041",
    "1/2",
    "TRUE",
    "๑๒",
    "#N/A",
)
LONG = ("บรรทัดหนึ่ง\nบรรทัดสอง", "a\n\n  b", "ก\tข")


def a_value(field: Field) -> st.SearchStrategy[Value]:
    if not field.type.is_text:
        return values_of(field)
    tricky = st.sampled_from(TRICKY + LONG if field.type.many_lines else TRICKY)
    words = st.text(LETTERS, min_size=1, max_size=20).map(clean)
    return tricky | words.filter(lambda text: 0 < len(text) <= 20)


def a_record(register: Register) -> st.SearchStrategy[dict[str, Value | None]]:
    made = st.fixed_dictionaries({f.name: st.none() | a_value(f) for f in register.fields})
    return made.filter(lambda record: any(value is not None for value in record.values()))


def comes_back(register: Register, target: Path, names: bool, records: list[dict[str, Any]]) -> None:
    headings = [f.name if names else f.label for f in register.fields]
    types = [f.type for f in register.fields]
    write_table(target, headings, types, ([r[f.name] for f in register.fields] for r in records))
    assert list(everything_read(register, target)) == list(enumerate(records, 2))


@pytest.mark.parametrize("names", [True, False], ids=["names", "labels"])
@pytest.mark.parametrize("register", ALL, ids=lambda register: register.name)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_register_comes_back(
    tmp_path: Path, register: Register, names: bool, data: st.DataObject
) -> None:
    comes_back(register, tmp_path / "out.csv", names, data.draw(st.lists(a_record(register), max_size=4)))


@pytest.mark.parametrize("names", [True, False], ids=["names", "labels"])
@pytest.mark.parametrize("register", ALL, ids=lambda register: register.name)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_register_comes_back_from_a_workbook(
    tmp_path: Path, register: Register, names: bool, data: st.DataObject
) -> None:
    records = data.draw(st.lists(a_record(register), min_size=8, max_size=16))
    comes_back(register, tmp_path / "out.xlsx", names, records)


def everything_read(register: Register, path: Path) -> Any:
    table = read_table(path)
    fields = match_columns(register, table.headings)
    for number, cells in table.rows:
        raw = {f.name: cell for f, cell in zip(fields, padded(cells, fields), strict=True) if f is not None}
        values, findings = read_values(register, raw)
        assert not findings
        yield number, values


def padded(cells: Any, fields: Any) -> tuple[Any, ...]:
    return (*cells, *[None] * (len(fields) - len(cells)))


@pytest.mark.parametrize("register", ALL, ids=lambda register: register.name)
def test_labels_and_names_of_a_register_are_all_different(register: Register) -> None:
    headings = [h.casefold() for f in register.fields for h in {f.name, f.label}]
    assert len(headings) == len(set(headings))


@given(st.text())
def test_neutralising_can_always_be_undone(text: str) -> None:
    assert restored(neutralised(text)) == text
    assert neutralised(text)[:1] not in tuple("=+-@＝＋－＠\t\r\n")


def test_every_minute_of_a_day_comes_back_from_a_spreadsheet(tmp_path: Path) -> None:
    minutes = [datetime(2020, 1, 31, n // 60, n % 60) for n in range(1440)]
    write_table(tmp_path / "m.xlsx", ["m"], [MOMENT], ([m] for m in minutes))
    cells = [cells[0] for _, cells in read_table(tmp_path / "m.xlsx").rows]
    assert cells == ["2020-01-31T00:00", *minutes[1:]]
