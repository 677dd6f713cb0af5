"""Checking a sheet's new records column by column says the very same as checking its rows one by one.

The rows are made to meet each other and the file: the same numbers, payees and days, empty and unreadable cells,
holidays, days that run backwards; in blocks so small that every block boundary is met.
"""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from field_values import SLIPS, SOUND, sound_cells, typed_cells
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.faults import Finding
from core.office import Office, Query, SheetPlan
from core.office.editing.batch import SheetBatch
from core.office.sheets import incoming, sheet_import
from core.office.sheets.incoming import Incoming
from core.office.sheets.seen_index import SeenIndex
from core.registers import ALL, by_name
from core.registers.declare import Field, Register
from core.store.tables.snapshot import Snapshot

EXAMPLES = 400 if os.environ.get("PHAEN_LONG") else 10
PHASES = (Phase.explicit, Phase.generate)  # shrinking takes minutes
IN_COLUMNS = [r for r in ALL if r.checked_in_columns]
TYPED = {"indicator": ["3", "D3.1", "ไม่มี"], "project": ["1", "2", "77"]}


def cells(field: Field) -> st.SearchStrategy[str]:
    return st.sampled_from(TYPED.get(field.name) or typed_cells(field))


def likely_cells(field: Field) -> st.SearchStrategy[str]:
    wanted = TYPED.get(field.name, [])[:2] or sound_cells(field)
    return st.sampled_from(wanted if field.required else [*wanted, ""])


def row_of(register: Register) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly rows that can be saved, so that they meet each other; some with one cell or all of them at random."""
    sound = st.tuples(*map(likely_cells, register.fields))
    slips = st.tuples(
        sound, st.integers(0, len(register.fields) - 1), st.tuples(*map(cells, register.fields))
    )
    with_a_slip = slips.map(
        lambda drawn: (*drawn[0][: drawn[1]], drawn[2][drawn[1]], *drawn[0][drawn[1] + 1 :])
    )
    return st.one_of(sound, sound, with_a_slip, st.tuples(*map(cells, register.fields)))


@pytest.fixture(scope="module")
def blank(office_file_of: Callable[..., Path]) -> Path:
    return office_file_of()


def one_by_one(desk: Any, new_ids: Any, register: Register, plan: SheetPlan, heads: Any) -> Incoming:
    batch = SheetBatch(Snapshot(desk.connection))
    return Incoming(replace(desk, lookup=batch), batch, new_ids, register, plan, heads)


def told(findings: tuple[Finding, ...]) -> list[Any]:
    return [(f.row, f.code, f.field, f.value, f.message, f.severity) for f in findings]


def outcome(path: Path, register: Register, lines: list[str], **decided: Any) -> Any:
    """Everything an import says and does: counts, findings, unknown values, and the records as they stand after."""
    sheet_file = path.with_suffix(".csv")
    sheet_file.write_text("\n".join(lines), "utf-8")
    with Office.open(path) as office:
        office.session.today = lambda: date(2020, 6, 30)
        with closing(office.sheets.open_sheet(register.name, sheet_file)) as sheet:
            view = sheet.look()
            found = sheet.check(SheetPlan(view.proposed, view.sheet, **decided))
            sheet.take(again=True)
        rows = [
            row.values for row in sorted(office.records.rows(register.name, Query()), key=lambda row: row.id)
        ]
    counts = (found.read, found.good, found.bad, found.unlisted, bool(found.again))
    return counts, told(found.problems), told(found.remarks), set(found.unknown), rows


def line(row: tuple[str, ...]) -> str:
    return ",".join('"' + cell + '"' for cell in row)


@pytest.mark.parametrize("register", IN_COLUMNS, ids=lambda r: r.name)
@settings(
    max_examples=EXAMPLES,
    database=None,
    phases=PHASES,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_in_columns_and_one_by_one_say_the_same(
    register: Register, data: st.DataObject, blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = data.draw(st.lists(row_of(register), max_size=4))
    rows = data.draw(st.lists(row_of(register), min_size=1, max_size=14))
    decided: dict[str, Any] = {
        "update": data.draw(st.booleans()),
        "strict": data.draw(st.booleans()),
        "skipped": data.draw(st.frozensets(st.integers(2, 6), max_size=1)),
        "fixes": data.draw(
            st.dictionaries(
                st.tuples(st.integers(2, 6), st.integers(0, 5)),
                st.sampled_from(SOUND[date] + SLIPS[date]),
                max_size=2,
            )
        ),
    }
    heads = ",".join(field.label for field in register.fields)
    extra = data.draw(st.sampled_from(["", ",เกินมา"]))
    with monkeypatch.context() as patch:
        patch.setattr(incoming, "MOST_LISTED", 9)
        patch.setattr(sheet_import, "BLOCK", data.draw(st.integers(1, 6)))
        found = []
        for name in ("columns", "rows"):
            if name == "rows":
                patch.setattr(sheet_import, "incoming_of", one_by_one)
            path = tmp_path / f"{name}.phaen"
            path.write_bytes(blank.read_bytes())
            outcome(path, register, [heads, *map(line, before)])
            found.append(outcome(path, register, [heads, *(line(row) + extra for row in rows)], **decided))
    assert found[0] == found[1]


@pytest.mark.parametrize("alone", [False, True])
def test_a_row_whose_record_a_row_above_means_is_checked_against_the_file(
    alone: bool, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in.csv"
    head = "request_no,procurement,amount,received_on,returned_on,resubmitted_on"
    source.write_text(f"{head}\n63/1,w119,1,6/4/63,6/4/63,", "utf-8")
    office.sheets.import_records("finance_requests", source)
    source.write_text(f"{head}\n63/1,w119,1,6/4/63,,\n63/1,w119,1,6/4/63,31/2/63,6/4/63", "utf-8")
    if alone:
        monkeypatch.setattr(sheet_import, "incoming_of", one_by_one)
    report = office.sheets.import_records("finance_requests", source, update=True, dry_run=True)
    assert [(p.row, p.code) for p in report.problems] == [(3, "value.day"), (3, "key.doubled")]


def test_registers_of_many_records_are_checked_in_columns() -> None:
    assert {r.name for r in IN_COLUMNS} >= {"finance_requests", "letter_enquiries", "budget_entries"}


def test_texts_are_met_first_where_they_stand_first() -> None:
    met = SeenIndex()
    assert met.meet(["ก", None, "ข", "ก"], [2, 3, 4, 5]) == {3: 2}
    assert met.meet(["ข", "ค"], [6, 7]) == {0: 4}
    assert met.meet(["ค"], [7]) == {}
    assert (met.row_of("ค"), met.row_of("ง")) == (7, None)


def entries(office: Office) -> int:
    with office.session.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM entries").scalar_one()


def test_a_long_sheet_with_few_faults_is_written_in_few_entries(office: Office, tmp_path: Path) -> None:
    """Rows taken by themselves don't cut the others into small entries."""
    source = tmp_path / "in.csv"
    lines = (f"{n},w119,{'x' if n % 10 == 0 else n},31/01/2563" for n in range(3000))
    source.write_text("request_no,procurement,amount,received_on\n" + "\n".join(lines), "utf-8")
    before = entries(office)
    assert (
        office.sheets.import_records(by_name("finance_requests").name, source, keep_good=True).accepted
        == 2700
    )
    assert entries(office) - before == 3
