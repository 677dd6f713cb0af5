"""A foreign sheet taken into a register: matched, mapped, mended, checked, given back; progress, cancel, templates."""

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from office_helpers import everything, sheet
from openpyxl import Workbook, load_workbook

from core.exchange.spreadsheets.propose import proposed
from core.faults import FileRefusal, InputRefusal, Stopped
from core.office import Office, Query, SheetPlan
from core.registers import ALL, by_name

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sheets"
REQUESTS = "finance_requests"
NAMES = [r.name for r in ALL if not r.internal]


def checked(office: Office, name: str, path: Path, **decided: object):  # type: ignore[no-untyped-def]
    with closing(office.sheets.open_sheet(name, path)) as sheet:
        view = sheet.look()
        return sheet.check(SheetPlan(view.proposed, view.sheet, **decided))  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_workbook_saved_by_libreoffice_is_read_cell_by_cell(office: Office, ending: str) -> None:
    found = checked(office, REQUESTS, FIXTURES / f"office.{ending}")
    assert (found.read, found.good, found.bad) == (7, 4, 3)
    assert [(p.row, p.field, p.code) for p in found.problems] == [
        (6, "amount", "cell.unreadable"),
        (7, "amount", "value.decimals"),
        (7, "received_on", "value.day"),
        (9, "received_on", "cell.unreadable"),
    ]
    assert "ผสานกับเซลล์ F8" in found.problems[-1].message


@pytest.mark.parametrize("name", ["office-874.csv", "office-utf16.csv"])
def test_a_csv_of_an_office_is_read_in_its_encoding(office: Office, name: str) -> None:
    found = checked(office, REQUESTS, FIXTURES / name)
    assert (found.read, found.good) == (7, 3)
    assert [p.row for p in found.problems] == [5, 6, 7, 9]


def test_what_came_in_is_what_the_cells_show(office: Office) -> None:
    report = office.sheets.import_records(REQUESTS, FIXTURES / "office.ods", keep_good=True)
    assert report.accepted == 4
    first, second, third, _ = sorted(
        office.records.rows(REQUESTS, Query(text="63/700")), key=lambda r: str(r.values["request_no"])
    )
    assert str(first.values["amount"]) == "12480.1"
    assert first.values["cheque_no"] == "0012345"
    assert str(second.values["cheque_on"]) == "2020-02-07"
    assert second.values["received_on"] == third.values["received_on"] == first.values["received_on"]
    assert third.values["payee"] == "บริษัท ก"


def test_days_are_shown_as_a_clerk_types_them(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ("asked_at", "user"),
        (datetime(2020, 1, 31, 9, 15), date(2563, 1, 31)),
        (date(2020, 1, 31), 5),
    ):
        book.active.append(row)
    book.save(tmp_path / "in.xlsx")
    with closing(office.sheets.open_sheet("letter_enquiries", tmp_path / "in.xlsx")) as sheet:
        assert sheet.look().sample == (("31/01/2563 09:15", "31/01/2563"), ("31/01/2563", "5"))


def test_moments_on_the_1904_base_keep_their_day(office: Office) -> None:
    assert office.sheets.import_records("letter_enquiries", FIXTURES / "moments1904.xlsx").accepted == 2
    asked = [
        str(r.values["asked_at"])
        for r in office.records.rows("letter_enquiries", Query(order_by=("asked_at",)))
    ]
    assert asked == ["2020-01-31 09:15:00", "2020-01-31 10:05:00"]


def test_fixes_skips_and_meanings_are_taken_into_the_check(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(
        "เลขที่ใบขอเบิก,ประเภท,จำนวนเงิน,วันที่รับ\n1,จัดจ้าง,1,31/1/63\n2,w119,x,31/1/63\n3,w119,1,x\n", "utf-8"
    )
    found = checked(office, REQUESTS, source)
    assert [(u.field, u.shown, u.count) for u in found.unknown] == [("procurement", "จัดจ้าง", 1)]
    mended = checked(
        office,
        REQUESTS,
        source,
        values={("procurement", "จัดจ้าง"): "other"},
        fixes={(3, 2): "2"},
        skipped=frozenset({4}),
    )
    assert (mended.read, mended.good, mended.problems) == (2, 2, ())


def test_headings_are_proposed_by_likeness_and_never_twice() -> None:
    headings = ("เลขใบขอเบิก", "จำนวนเงิน (บาท)", "วันที่จัดทำเช็ค", "สี", "amount", "")
    assert proposed(by_name(REQUESTS), headings) == ("request_no", None, "cheque_on", None, "amount", None)


class Hasty:
    """Asks to stop once so much has been done."""

    def __init__(self, after: int) -> None:
        self.after, self.shares = after, [0.0]

    @property
    def cancelled(self) -> bool:
        return len(self.shares) > self.after

    def report(self, share: float | None, text: str = "") -> None:
        assert share is not None
        self.shares.append(share)


def many(path: Path, rows: int) -> Path:
    lines = (f"{n},w119,{n + 1},31/01/2563" for n in range(rows))
    path.write_text("request_no,procurement,amount,received_on\n" + "\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("after", [0, 1, 2])
def test_stopping_keeps_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr("core.office.progress.EVERY", 0.0)
    before = everything(office)
    with pytest.raises(Stopped):
        office.sheets.import_records(REQUESTS, many(tmp_path / "in.csv", 3000), progress=Hasty(after))
    assert everything(office) == before


def test_stopping_while_it_is_written_keeps_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.office.progress.EVERY", 0.0)
    before = everything(office)
    with closing(office.sheets.open_sheet(REQUESTS, many(tmp_path / "in.csv", 3000))) as sheet:
        sheet.check(sheet.strict_plan(update=False))
        with pytest.raises(Stopped):
            sheet.take(Hasty(2))
    assert everything(office) == before
    assert office.sheets.import_records(REQUESTS, tmp_path / "in.csv").accepted == 3000


def test_saving_the_bad_rows_tells_how_far_it_is_and_can_be_stopped(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.office.progress.EVERY", 0.0)
    source, target = tmp_path / "in.csv", tmp_path / "bad.csv"
    source.write_text("title,delivered_on\n" + "ก,x\n" * 3000, "utf-8")
    with closing(office.sheets.open_sheet("deliverables", source)) as sheet:
        sheet.check(sheet.strict_plan(update=False))
        with pytest.raises(Stopped):
            sheet.write_bad(target, Hasty(2))
        assert not target.exists()
        told = Hasty(10**9)
        assert sheet.write_bad(target, told) == 3000
    assert told.shares == sorted(told.shares)
    assert len(told.shares) > 3
    assert len(target.read_text("utf-8-sig").splitlines()) == 3001


def test_progress_never_runs_backwards(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.office.progress.EVERY", 0.0)
    told = Hasty(10**9)
    with closing(office.sheets.open_sheet(REQUESTS, many(tmp_path / "in.csv", 2000))) as sheet:
        sheet.check(sheet.strict_plan(update=False), told)
    assert told.shares == sorted(told.shares)
    assert 0 < told.shares[-1] <= 1


def test_findings_beyond_some_thousand_are_counted(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("title,delivered_on\n" + "ก,x\n" * 6000, "utf-8")
    report = office.sheets.import_records("deliverables", source)
    assert (report.rejected, len(report.problems), report.unlisted) == (6000, 5000, 1000)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_filled_in_and_imported(office: Office, tmp_path: Path, name: str) -> None:
    target = tmp_path / "แบบ.xlsx"
    office.sheets.write_template(name, target)
    book = load_workbook(target)
    assert [cell.value for cell in book.worksheets[0][1]] == [
        f.label for f in office.session.register(name).typed_fields
    ]
    offered = [v for v in book.worksheets[0].data_validations.dataValidation if v.formula1]
    choices = [f for f in by_name(name).fields if f.choices]
    assert len(offered) >= len(choices)
    report = office.sheets.import_records(name, target)
    assert (report.read, report.problems) == (0, ())


def test_a_template_is_an_xlsx(office: Office, tmp_path: Path) -> None:
    with pytest.raises(FileRefusal, match=r"\.xlsx"):
        office.sheets.write_template(REQUESTS, tmp_path / "a.csv")


def test_each_of_two_rules_that_compare_the_same_fields_speaks(office: Office, tmp_path: Path) -> None:
    rule = '[[rules]]\nkind = "near_duplicate"\nfields = ["plate"]\n'
    fields = '[[fields]]\nname = "plate"\ntype = "text"\nlabel = "ทะเบียนรถ"\n'
    rules = f'{rule}name = "first"\nmessage = "หนึ่ง"\n{rule}name = "second"\nmessage = "สอง"\n'
    declared = tmp_path / "cars.toml"
    declared.write_text(f'name = "cars"\ntitle = "รถ"\n{fields}{rules}', "utf-8")
    office.registers.save(office.registers.design_at(str(declared)).written, new=True)
    source = sheet(tmp_path / "in.csv", ["plate"], ["กข 1"], ["กข 2"], ["กข 1"])
    found = office.sheets.import_records("cars", source)
    assert [(r.row, r.message) for r in found.remarks] == [(4, "หนึ่ง"), (4, "สอง")]


@pytest.mark.parametrize(
    ("numbers", "is_left_out"),
    [((1, 2, 3), True), ((1, 2, 1), True), (("กท 1/63", "กท 7/63", "กท 2/63"), False)],
)
def test_a_column_that_only_numbers_the_rows_is_left_out_and_told(
    office: Office, tmp_path: Path, numbers: tuple[object, ...], is_left_out: bool
) -> None:
    book = Workbook()
    book.active.append(("ที่", "วันที่ประเมิน", "ระดับ"))
    for number in numbers:
        book.active.append((number, date(2020, 1, 31), 5))
    book.save(tmp_path / "in.xlsx")
    if not is_left_out:
        with pytest.raises(InputRefusal, match='ไม่มีคอลัมน์ "ที่"'):
            office.sheets.import_records("satisfaction_ratings", tmp_path / "in.xlsx")
        return
    report = office.sheets.import_records("satisfaction_ratings", tmp_path / "in.xlsx")
    assert report.accepted == 3
    assert [r.message for r in report.remarks if r.code == "column.numbering"] == [
        'ไม่ได้นำเข้าคอลัมน์ "ที่" เพราะเป็นเพียงลำดับแถว'
    ]
