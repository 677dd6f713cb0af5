"""The same rows imported twice into a register without a natural key: known again, asked about, found after merging."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from exchange_helpers import Desk, meet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_helpers import cases, entries, sheet

from core.faults import AgainRefusal
from core.office import Office, Query
from core.office.sheets.same_rows import RowDigest
from core.registers import ALL, by_name
from core.store.log.imports_seen import ImportMark

RECORDS = cases("records")
KEYLESS = [r.name for r in ALL if not r.internal and not r.key_fields]
BUDGET = "budget_entries"
HEAD = ("project", "entry_on", "kind", "amount", "reference")
ROWS = (
    ("1", "31/01/2563", "disbursed", "1,200.50", "ฎีกาที่ ๑๒/2563"),
    ("1", "31/01/2563", "disbursed", "300", ""),
    ("2", "03/02/2563", "committed", "5000", "สัญญา 7"),
)


def budget(folder: Path, *rows: Sequence[object], name: str = "in.csv") -> Path:
    return sheet(folder / name, HEAD, *(rows or ROWS))


def found(desk: Desk) -> list[tuple[str, str]]:
    with desk.open() as office:
        return [(f.code, f.message) for f in office.file.check().record_findings if f.code == "rows.doubled"]


@pytest.mark.parametrize("name", KEYLESS)
def test_the_same_rows_twice_are_refused_in_every_register_without_a_key(
    office: Office, tmp_path: Path, name: str
) -> None:
    values = RECORDS[name]["กรอก"]
    source = sheet(tmp_path / "in.csv", list(values), list(values.values()))
    assert office.sheets.import_records(name, source).accepted == 1
    before = entries(office)
    for dry_run in (True, False):
        with pytest.raises(AgainRefusal) as refused:
            office.sheets.import_records(name, source, dry_run=dry_run)
        said = str(refused.value)
        assert said.startswith(f"แถวเดียวกันนี้ สมศรี นำเข้า{by_name(name).short_title}ไว้แล้วเมื่อ ")
        assert said.endswith("จึงยังไม่ได้นำเข้า")
    assert (office.records.count(name), entries(office)) == (1, before)
    assert office.sheets.import_records(name, source, again=True).accepted == 1
    assert office.records.count(name) == 2
    with pytest.raises(AgainRefusal):
        office.sheets.import_records(name, source)


SAME = {
    "other order": (*reversed(ROWS),),
    "look-alikes": (("1", "31 ม.ค. 2563", "เบิกจ่าย", "1200.5", "ฎีกาที่  12/2563"), *ROWS[1:]),
}


@pytest.mark.parametrize("rows", SAME.values(), ids=SAME)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_same_rows_are_known_in_any_order_writing_and_kind_of_file(
    office: Office, tmp_path: Path, rows: Sequence[Sequence[str]], ending: str
) -> None:
    office.sheets.import_records(BUDGET, budget(tmp_path))
    with pytest.raises(AgainRefusal, match="ทั้ง 3 แถว"):
        office.sheets.import_records(BUDGET, budget(tmp_path, *rows, name=f"again.{ending}"))


def test_columns_in_another_order_and_empty_ones_are_the_same_rows(office: Office, tmp_path: Path) -> None:
    office.sheets.import_records(BUDGET, budget(tmp_path))
    turned = [(*reversed(row), "") for row in ROWS]
    with pytest.raises(AgainRefusal):
        office.sheets.import_records(BUDGET, sheet(tmp_path / "b.csv", (*reversed(HEAD), "note"), *turned))


OTHER = {
    "one row less": ROWS[:-1],
    "one row more": (*ROWS, ROWS[-1]),
    "one of a pair for another": (ROWS[0], ROWS[0], ROWS[2]),
    "another amount": (*ROWS[:2], ("2", "03/02/2563", "committed", "5000.01", "สัญญา 7")),
}


@pytest.mark.parametrize("rows", OTHER.values(), ids=OTHER)
def test_other_rows_come_in_unasked(office: Office, tmp_path: Path, rows: Sequence[Sequence[str]]) -> None:
    office.sheets.import_records(BUDGET, budget(tmp_path))
    assert office.sheets.import_records(BUDGET, budget(tmp_path, *rows)).accepted == len(rows)


def test_what_was_taken_back_or_deleted_comes_in_again_unasked(office: Office, tmp_path: Path) -> None:
    source = budget(tmp_path)
    office.sheets.import_records(BUDGET, source)
    office.records.undo()
    office.sheets.import_records(BUDGET, source)
    office.records.delete_many(BUDGET, [row.id for row in office.records.rows(BUDGET)])
    assert office.sheets.import_records(BUDGET, source).accepted == len(ROWS)
    office.records.undo()
    office.records.redo()
    with pytest.raises(AgainRefusal):
        office.sheets.import_records(BUDGET, source)
    office.records.delete(BUDGET, office.records.rows(BUDGET)[0].id)  # the others still stand
    with pytest.raises(AgainRefusal):
        office.sheets.import_records(BUDGET, source)


def test_records_brought_up_to_date_are_not_doubled(office: Office, tmp_path: Path) -> None:
    source = budget(tmp_path)
    office.sheets.import_records(BUDGET, source)
    report = office.sheets.import_records(BUDGET, source, update=True)
    assert (report.same, office.records.count(BUDGET)) == (len(ROWS), len(ROWS))


def test_an_import_of_several_entries_is_known_as_one(office: Office, tmp_path: Path) -> None:
    rows = [("1", "31/01/2563", "disbursed", str(n), "") for n in range(1, 2_101)]
    before = entries(office)
    office.sheets.import_records(BUDGET, budget(tmp_path, *rows))
    assert entries(office) == before + 3
    with pytest.raises(AgainRefusal, match="ทั้ง 2,100 แถว"):
        office.sheets.import_records(BUDGET, budget(tmp_path, *rows[::-1]))


def test_one_sheet_imported_on_two_pcs_is_a_finding_after_merging(
    finance: Desk, central: Desk, tmp_path: Path
) -> None:
    source = budget(tmp_path)
    for desk in (finance, central):
        with desk.open() as office:
            office.sheets.import_records(BUDGET, source)
        assert found(desk) == []
    meet(finance, central, tmp_path)
    for desk in (finance, central):
        [(_, message)] = found(desk)
        assert "แถวชุดเดียวกัน 3 แถวไว้ 2 ครั้ง" in message
        assert "เกินมา 3 รายการ" in message
        assert all(author in message for author in ("สมศรี", "มานี"))
    with central.open() as office:
        with pytest.raises(AgainRefusal):
            office.sheets.import_records(BUDGET, source)
        finding = next(f for f in office.file.check().record_findings if f.code == "rows.doubled")
        made = {row.id: row for row in office.records.rows(BUDGET, Query(order_by=("id",)))}
        assert finding.record_id in made
        first, *_, fifth, last = sorted(made)
        kept = [first, fifth, last]  # of each import something stands, and nothing twice
        office.records.delete_many(BUDGET, [record for record in made if record not in kept])
    meet(finance, central, tmp_path)
    assert (found(finance), found(central)) == ([], [])


def test_what_was_imported_again_on_purpose_is_no_finding(
    finance: Desk, central: Desk, tmp_path: Path
) -> None:
    source = budget(tmp_path)
    with finance.open() as office:
        office.sheets.import_records(BUDGET, source)
        office.sheets.import_records(BUDGET, source, again=True)
    meet(finance, central, tmp_path)
    with central.open() as office:
        with pytest.raises(AgainRefusal, match="สมศรี"):
            office.sheets.import_records(BUDGET, source)
        office.sheets.import_records(BUDGET, source, again=True)
    meet(finance, central, tmp_path)
    assert (found(finance), found(central)) == ([], [])


Pairs = list[tuple[str | None, int]]
PAIRS = st.lists(st.sampled_from([("ก", 0), ("ก", 1), ("ข", 0), (None, 0), (None, 1)]), max_size=5)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(PAIRS, PAIRS)
def test_the_digest_knows_rows_but_not_their_order_or_blocks(rows: Pairs, others: Pairs) -> None:
    def mark(rows: Pairs, size: int) -> ImportMark:
        made = RowDigest()
        for first in range(0, len(rows), size):
            made.add(("a", "b"), list(zip(*rows[first : first + size], strict=True)))
        return made.mark()

    assert mark(rows, 1) == mark(rows[::-1], 4)
    same = sorted(map(repr, others)) == sorted(map(repr, rows))
    assert (mark(rows, 3) == mark(others, 2)) == same
