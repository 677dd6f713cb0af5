"""Spreadsheets into registers and out of them: what is read, refused, kept, updated, and that nothing is doubled."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import office_helpers
import pytest
from office_helpers import cases, entries, everything, shown
from openpyxl import load_workbook

from core.faults import FileRefusal, InputRefusal, Refusal, Stopped, UsageRefusal
from core.office import Edit, ImportReport, Office, Query
from core.plan.records import PLAN_REGISTERS
from core.registers import ALL, by_name
from core.thai.fiscal import Month

RECORDS = cases("records")
NAMES = [r.name for r in ALL if not r.internal]
KEYED = [name for name in NAMES if by_name(name).key and not by_name(name).plan_born]
HEAD = ("request_no", "procurement", "amount", "received_on")
GOOD = ("63/1", "w119", "12,480.00", "26/06/2563")

Rows = Sequence[Sequence[object]]


def sheet(folder: Path, head: Sequence[str], *rows: Sequence[object], name: str = "in.csv") -> Path:
    return office_helpers.sheet(folder / name, head, *rows)


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.read, report.accepted, report.rejected


def problems(report: ImportReport) -> list[tuple[int | None, str | None, str]]:
    return [(p.row, p.field, p.code) for p in report.problems]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", NAMES)
def test_a_record_of_every_register_comes_in_by_names_and_by_labels(
    office: Office, tmp_path: Path, name: str, ending: str
) -> None:
    given = RECORDS[name]["กรอก"]
    register = by_name(name)
    for place, heads in enumerate((list(given), [register.field(n).label for n in given])):
        source = sheet(tmp_path, heads, list(given.values()), name=f"{place}.{ending}")
        report = office.sheets.import_records(name, source)
        assert (counts(report), report.problems) == ((1, 1, 0), ()), place
        assert report.register == name
        kept = next(
            r
            for r in office.records.rows(name)
            if shown(r.values, RECORDS[name]["เก็บ"]) == RECORDS[name]["เก็บ"]
        )
        assert office.records.undo_label == f"นำเข้า{register.short_title} 1 รายการ"
        office.records.undo()
        assert kept not in office.records.rows(name)


def test_one_bad_row_keeps_all_out(office: Office, tmp_path: Path) -> None:
    source = sheet(tmp_path, HEAD, GOOD, ("63/2", "w119", "abc", "26/06/2563"), ("63/3", *GOOD[1:]))
    before = everything(office)
    report = office.sheets.import_records("finance_requests", source)
    assert counts(report) == (3, 0, 1)
    assert problems(report) == [(3, "amount", "value.number")]
    assert report.problems[0].value == "abc"
    assert everything(office) == before


def test_the_good_rows_are_kept_when_asked(office: Office, tmp_path: Path) -> None:
    source = sheet(tmp_path, HEAD, GOOD, ("63/2", "w119", "abc", "26/06/2563"), ("63/3", *GOOD[1:]))
    before = entries(office)
    report = office.sheets.import_records("finance_requests", source, keep_good=True)
    assert counts(report) == (3, 2, 1)
    assert sorted(str(r.values["request_no"]) for r in office.records.rows("finance_requests")) == [
        "63/1",
        "63/3",
    ]
    assert entries(office) == before + 1
    office.records.undo()
    assert office.records.count("finance_requests") == 0


@pytest.mark.parametrize("keep_good", [False, True])
def test_a_dry_run_answers_the_same_and_changes_nothing(
    office: Office, tmp_path: Path, keep_good: bool
) -> None:
    source = sheet(tmp_path, HEAD, GOOD, ("63/2", "w119", "0", "26/06/2563"))
    before = everything(office)
    tried = office.sheets.import_records("finance_requests", source, dry_run=True, keep_good=keep_good)
    assert everything(office) == before
    assert office.records.undo_label is None
    assert tried == office.sheets.import_records("finance_requests", source, keep_good=keep_good)


def test_every_fault_of_a_row_is_said_with_its_row_and_column(office: Office, tmp_path: Path) -> None:
    source = sheet(
        tmp_path, (*HEAD, "cheque_on"), ("", "ว.120", "-1", "32/06/2563"), ("63/2", *GOOD[1:], "25/06/2563")
    )
    report = office.sheets.import_records("finance_requests", source)
    assert counts(report) == (2, 0, 2)
    assert {(row, field) for row, field, _ in problems(report)} == {
        (2, "request_no"),
        (2, "procurement"),
        (2, "amount"),
        (2, "received_on"),
        (3, "cheque_on"),
    }


def test_remarks_do_not_keep_a_row_out(office: Office, tmp_path: Path) -> None:
    report = office.sheets.import_records(
        "finance_requests", sheet(tmp_path, HEAD, ("63/1", "w119", "1", "27/06/2563"))
    )
    assert counts(report) == (1, 1, 0)
    assert [(r.row, r.field, r.code) for r in report.remarks] == [(2, "received_on", "working_day")]


@pytest.mark.parametrize("update", [False, True])
def test_a_number_twice_in_one_sheet_is_named_with_the_row_it_stands_in_already(
    office: Office, tmp_path: Path, update: bool
) -> None:
    office.records.save("finance_requests", dict(zip(HEAD, ("63/9", *GOOD[1:]), strict=True)))
    twice = [GOOD, ("63/9", *GOOD[1:]), ("๖๓/๑", *GOOD[1:]), ("63/9", *GOOD[1:])]
    report = office.sheets.import_records(
        "finance_requests", sheet(tmp_path, HEAD, *twice), update=update, keep_good=True
    )
    doubled = [(4, "request_no", "key.doubled"), (5, "request_no", "key.doubled")]
    assert problems(report) == (doubled if update else [(3, "request_no", "key.taken"), *doubled])
    assert report.problems[-1].message == "ใบขอเบิกเงิน 63/9 ซ้ำกับแถวที่ 3 โปรดเหลือไว้เพียงแถวเดียว"


def test_a_number_in_the_file_is_a_finding_unless_updating(office: Office, tmp_path: Path) -> None:
    first = office.records.save(
        "finance_requests", {**dict(zip(HEAD, GOOD, strict=True)), "payee": "ร้านเดิม"}
    ).record_id
    source = sheet(tmp_path, HEAD, ("63/1", "w119", "99.50", "26/06/2563"), ("63/2", *GOOD[1:]))
    assert problems(office.sheets.import_records("finance_requests", source)) == [
        (2, "request_no", "key.taken")
    ]
    assert counts(office.sheets.import_records("finance_requests", source, update=True)) == (2, 2, 0)
    assert office.records.count("finance_requests") == 2
    kept = office.records.record("finance_requests", first).values
    assert (str(kept["amount"]), kept["payee"]) == ("99.5", "ร้านเดิม")


@pytest.mark.parametrize("keys", ["drawn", "fixed", "none"])
def test_an_update_tells_new_changed_and_same_rows_apart_and_writes_no_more_than_needed(
    office: Office, tmp_path: Path, keys: str
) -> None:
    name, head, rows = {
        "drawn": ("finance_requests", HEAD, [GOOD, ("63/2", *GOOD[1:]), ("63/3", *GOOD[1:])]),
        "fixed": (
            "centre_audits",
            ("centre", "month", "audited_on", "score"),
            [(centre, "2020-01", "31/01/2563", "80") for centre in ("50010000", "50020000", "50030000")],
        ),
        "none": ("deliverables", ("title", "delivered_on"), [(title, "18/06/2563") for title in "กขค"]),
    }[keys]
    assert counts(office.sheets.import_records(name, sheet(tmp_path, head, *rows[:2]))) == (2, 2, 0)
    before = entries(office)
    again = office.sheets.import_records(name, sheet(tmp_path, head, *rows[:2]), update=True)
    assert (counts(again), again.changed, again.same, entries(office)) == ((2, 2, 0), 0, 2, before)
    changed = (*rows[1][:-1], "19/06/2563" if keys != "fixed" else "90")
    mixed = office.sheets.import_records(name, sheet(tmp_path, head, rows[0], changed, rows[2]), update=True)
    # Without a key a row that differs is another record.
    assert (counts(mixed), mixed.changed, mixed.same) == ((3, 3, 0), 1 if keys != "none" else 0, 1)
    assert office.records.undo_label == f"นำเข้า{by_name(name).short_title} 2 รายการ"
    assert office.records.count(name) == 3 if keys != "none" else 4


@pytest.mark.parametrize("update", [False, True])
def test_what_comes_with_the_plan_is_told_apart_too(office: Office, tmp_path: Path, update: bool) -> None:
    head = ("part", "finished_on")
    office.sheets.import_records("study_parts", sheet(tmp_path, head, ("1", "31/01/2563")))
    before = entries(office)
    source = sheet(tmp_path, head, ("1", "31/01/2563"), ("2", "31/01/2563"))
    report = office.sheets.import_records("study_parts", source, update=update)
    assert (counts(report), report.changed, report.same) == ((2, 2, 0), 1, 1)
    assert entries(office) == before + 1
    again = office.sheets.import_records("study_parts", source, update=update)
    assert (again.changed, again.same, entries(office)) == (0, 2, before + 1)


def test_a_row_that_stands_there_already_and_twice_in_the_sheet_is_told_of(
    office: Office, tmp_path: Path
) -> None:
    office.sheets.import_records("finance_requests", sheet(tmp_path, HEAD, GOOD))
    report = office.sheets.import_records("finance_requests", sheet(tmp_path, HEAD, GOOD, GOOD), update=True)
    assert problems(report) == [(3, "request_no", "key.doubled")]
    assert (report.rejected, report.accepted) == (1, 0)


def test_a_record_that_stands_already_isnt_said_to_be_like_itself(office: Office, tmp_path: Path) -> None:
    source = sheet(tmp_path, (*HEAD, "payee"), (*GOOD, "ร้านเดิม"))
    office.sheets.import_records("finance_requests", source)
    report = office.sheets.import_records("finance_requests", source)
    assert problems(report) == [(2, "request_no", "key.taken")]
    assert report.remarks == ()


def test_what_comes_with_the_plan_is_updated_by_key_without_asking(office: Office, tmp_path: Path) -> None:
    head = ("project", "step", "finished_on", "planned_from", "planned_to")
    rows = [("1", "1", "29/11/2562", "2562-10", "2562-11"), ("6", "2", "", "2562-10", "2562-12")]
    count = office.records.count("project_steps")
    assert counts(office.sheets.import_records("project_steps", sheet(tmp_path, head, *rows))) == (2, 2, 0)
    assert office.records.count("project_steps") == count
    assert str(office.session.plan().project(6).steps[1].planned_to) == "2019-12"
    again = sheet(tmp_path, head, rows[0], rows[0])
    assert problems(office.sheets.import_records("project_steps", again)) == [(3, "project", "key.doubled")]
    unknown = sheet(tmp_path, head, ("1", "9", "", "", ""))
    assert [c for _, _, c in problems(office.sheets.import_records("project_steps", unknown))] == [
        "key.unknown"
    ]


def test_an_empty_cell_empties_and_an_absent_column_leaves(office: Office, tmp_path: Path) -> None:
    values = {**dict(zip(HEAD, GOOD, strict=True)), "payee": "ร้านเดิม", "note": "ด่วน"}
    first = office.records.save("finance_requests", values).record_id
    office.sheets.import_records(
        "finance_requests", sheet(tmp_path, (*HEAD, "note"), (*GOOD, "")), update=True
    )
    kept = office.records.record("finance_requests", first).values
    assert (kept["payee"], kept["note"]) == ("ร้านเดิม", None)


def test_cells_that_cannot_be_read_at_all_are_refused_rows(office: Office, tmp_path: Path) -> None:
    source = sheet(tmp_path, HEAD, (*GOOD, "เกินมา"), ("63/2", *GOOD[1:]))
    report = office.sheets.import_records("finance_requests", source, keep_good=True)
    assert counts(report) == (2, 1, 1)
    assert [p.row for p in report.problems] == [2]


def test_a_sheet_with_a_heading_only_is_nothing(office: Office, tmp_path: Path) -> None:
    before = everything(office)
    assert counts(office.sheets.import_records("finance_requests", sheet(tmp_path, HEAD))) == (0, 0, 0)
    assert everything(office) == before


def test_an_unknown_heading_is_refused_by_name(office: Office, tmp_path: Path) -> None:
    before = everything(office)
    with pytest.raises(InputRefusal, match='ไม่มีคอลัมน์ "สี"'):
        office.sheets.import_records("finance_requests", sheet(tmp_path, (*HEAD, "สี"), (*GOOD, "แดง")))
    assert everything(office) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [("in.csv", b""), ("in.xlsx", b"PK"), ("in.ods", b"x"), ("in.csv", b"\xff\xfe\x00\x00")],
)
def test_a_source_that_is_no_spreadsheet_is_refused(
    office: Office, tmp_path: Path, name: str, content: bytes
) -> None:
    before = everything(office)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileRefusal):
        office.sheets.import_records("finance_requests", tmp_path / name)
    with pytest.raises(FileRefusal):
        office.sheets.import_records("finance_requests", tmp_path / "nowhere.csv")
    assert everything(office) == before


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("names", [True, False], ids=["names", "labels"])
def test_what_goes_out_comes_in_again_without_a_change(
    sample: Office, tmp_path: Path, ending: str, names: bool
) -> None:
    for name in NAMES:
        target = tmp_path / f"{name}.{ending}"
        count = sample.sheets.export_records(name, target, names=names, personal=True)
        before = entries(sample), sample.records.count(name)
        assert count == before[1]
        report = sample.sheets.import_records(name, target, update=True)
        assert counts(report) == (before[1], before[1], 0), (name, report.problems[:2])
        assert (entries(sample), sample.records.count(name)) == before, name


@pytest.mark.parametrize("name", ["deliverables", "satisfaction_ratings"])
def test_two_alike_in_the_sheet_and_one_in_the_file_adds_one(
    office: Office, tmp_path: Path, name: str
) -> None:
    given = RECORDS[name]["กรอก"]
    office.records.save(name, given)
    source = sheet(tmp_path, list(given), list(given.values()), list(given.values()))
    office.sheets.import_records(name, source, update=True)
    assert office.records.count(name) == 2
    office.sheets.import_records(name, source, update=True)
    assert office.records.count(name) == 2
    office.sheets.import_records(name, source)
    assert office.records.count(name) == 4


# Out


def read(path: Path) -> list[list[object]]:
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        found = [list(row) for row in book.active.iter_rows(values_only=True)]
        book.close()
        return found
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [list(row) for row in csv.reader(file)]


def test_an_export_is_headed_by_labels_or_names(office: Office, tmp_path: Path) -> None:
    register = office.session.register("finance_requests")
    office.sheets.export_records("finance_requests", tmp_path / "a.csv")
    office.sheets.export_records("finance_requests", tmp_path / "b.csv", names=True)
    assert read(tmp_path / "a.csv") == [[f.label for f in register.fields]]
    assert read(tmp_path / "b.csv") == [[f.name for f in register.fields]]


def test_an_export_stands_in_the_order_of_the_key(office: Office, tmp_path: Path) -> None:
    numbers = [("63/2", "01/10/2562"), ("63/1", "30/06/2563"), ("9", "29/09/2562"), ("1", "01/10/2563")]
    for number, received in numbers:
        office.records.save(
            "finance_requests",
            {**dict(zip(HEAD, GOOD, strict=True)), "request_no": number, "received_on": received},
        )
    office.sheets.export_records("finance_requests", tmp_path / "a.csv")
    assert [row[0] for row in read(tmp_path / "a.csv")[1:]] == ["9", "63/1", "63/2", "1"]


def test_an_export_of_a_month_holds_that_month(sample: Office, tmp_path: Path) -> None:
    month = Month(2020, 6)
    count = sample.sheets.export_records("finance_requests", tmp_path / "a.xlsx", month=month, names=True)
    rows = read(tmp_path / "a.xlsx")
    days = [row[rows[0].index("received_on")] for row in rows[1:]]
    assert len(days) == count == sample.records.count("finance_requests", Query(month=month)) > 0
    assert all(isinstance(d, datetime | date) and (d.year, d.month) == (2020, 6) for d in days)
    with pytest.raises(UsageRefusal, match="ไม่มีวันที่"):
        sample.sheets.export_records("info_centres", tmp_path / "b.csv", month=month)


def test_deleted_records_stay_home_and_planned_months_come_along(office: Office, tmp_path: Path) -> None:
    first = office.records.save("deliverables", RECORDS["deliverables"]["กรอก"]).record_id
    office.records.delete("deliverables", first)
    assert office.sheets.export_records("deliverables", tmp_path / "a.csv") == 0
    step = office.records.rows("project_steps", Query(equals={"project": 1, "step": 1}))[0].id
    office.records.save("project_steps", {"planned_from": "2562-10", "planned_to": "2562-11"}, step)
    office.sheets.export_records("project_steps", tmp_path / "b.csv", names=True)
    head, first_step = read(tmp_path / "b.csv")[:2]
    assert first_step[head.index("planned_to")] == "2019-11"


@pytest.mark.parametrize("target", ["nowhere/a.csv", "a.ods", "a"])
def test_an_export_that_cannot_be_written_is_refused(office: Office, tmp_path: Path, target: str) -> None:
    with pytest.raises(Refusal):
        office.sheets.export_records("deliverables", tmp_path / target)
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith("office.phaen")] == []


def test_a_large_sheet_is_one_step(office: Office, tmp_path: Path) -> None:
    rows = [(f"63/{n}", *GOOD[1:]) for n in range(1100)]
    report = office.sheets.import_records("finance_requests", sheet(tmp_path, HEAD, *rows))
    assert counts(report) == (1100, 1100, 0)
    office.records.undo()
    assert office.records.count("finance_requests") == 0
    office.records.redo()
    assert office.records.count("finance_requests") == 1100
    assert office.records.save_many(
        "finance_requests", [Edit(office.records.rows("finance_requests")[0].id, {"note": "ก"})]
    )


class Impatient:
    """Asks to stop as soon as it has been told something."""

    cancelled = False

    def report(self, share: float | None, text: str = "") -> None:
        self.cancelled = True


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_stopping_an_export_leaves_what_was_there(
    sample_year: Office, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.office.progress.EVERY", 0.0)
    monkeypatch.setattr("core.office.sheets.transfer.ROWS_A_TICK", 1)
    target = tmp_path / f"o{ending}"
    target.write_bytes(b"before")
    with pytest.raises(Stopped):
        sample_year.sheets.export_records("finance_requests", target, progress=Impatient())
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", [r.name for r in PLAN_REGISTERS if "fiscal_year" in r.key_fields])
def test_who_names_no_fiscal_year_means_the_year_worked_in(office: Office, tmp_path: Path, name: str) -> None:
    """Whether a row is of a record that is there already doesn't depend on the year being written out."""
    register = office.session.register(name)
    rows = [r for r in office.records.rows(name) if r.values["fiscal_year"] == 2563]
    if not rows or register.key_fields == ("fiscal_year",):
        return
    target, shorter = tmp_path / "all.csv", tmp_path / "short.csv"
    office.sheets.export_records(name, target, names=True)
    with target.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.DictReader(lines))
    with shorter.open("w", encoding="utf-8", newline="") as lines:
        left = [field for field in table[0] if field != "fiscal_year"]
        writer = csv.DictWriter(lines, left, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(row for row in table if row["fiscal_year"] in ("2563", ""))
    report = office.sheets.import_records(name, shorter, update=True)
    assert (report.rejected, report.same + report.changed) == (0, report.read)
