"""Personal data: masked on its way out unless it is chosen, kept no longer than is set, and who took what is recorded."""

import csv
import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import evidence_files as files
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from core.faults import FileRefusal, InputRefusal, LockRefusal, RightRefusal
from core.office import AuditQuery, ListQuery, Office, Query
from core.office.editing.drafts import named
from core.office.evidence.service import EvidenceService
from core.office.exporting import UNRECORDED
from core.office.reports.service import ReportService
from core.office.reports.types import Asked
from core.office.sheets.service import SheetService
from core.plan.months import OFFICE, MonthAction
from core.plan.office_records import EXPORTS
from core.plan.people import Role
from core.registers.fields import WITHHELD
from core.store.tables import records
from core.thai.fiscal import Month

REQUESTS, LETTERS, RATINGS = "finance_requests", "letter_enquiries", "satisfaction_ratings"
SOMEBODY = "Zzyqx"  # in no plan and no sample
MARKED = "Z*****"
MAY = Month(2020, 5)


@pytest.fixture
def held(office: Office, tmp_path: Path) -> Office:
    """A payee, a user of LINE and a rater of the same name, with evidence of the payment."""
    record = request(office, "1/2563", "2020-05-20")
    office.evidence.attach(REQUESTS, record, [files.pdf(tmp_path / "slip.pdf")])
    letter(office, "2020-05-20T09:00")
    office.records.save(RATINGS, {"user": SOMEBODY, "rated_on": "2020-05-21", "level": 5})
    return office


def request(office: Office, number: str, day: str) -> str:
    given = {"request_no": number, "procurement": "w119", "amount": "100", "received_on": day}
    return office.records.save(REQUESTS, {**given, "payee": SOMEBODY}).record_id


def letter(office: Office, moment: str) -> str:
    given = {
        "user": SOMEBODY,
        "unit": "กองคลัง",
        "letter_no": "กท 1",
        "subject": "ขอติดตาม",
        "asked_at": moment,
    }
    return office.records.save(LETTERS, given).record_id


def words(path: Path) -> str:
    """All that stands in a file or in those of a folder."""
    if path.is_dir():
        return "\n".join(map(words, sorted(path.iterdir())))
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".xlsx":
        sheets = load_workbook(path).worksheets
        return "\n".join(
            str(c.value) for sheet in sheets for row in sheet.iter_rows() for c in row if c.value
        )
    return path.read_text("utf-8-sig")


def recorded(office: Office) -> list[tuple[object, ...]]:
    """What the file says of what went out, oldest first: what kind, masked or not, and how its target is called."""
    with office.session.reading() as connection:
        found = records.rows(connection, EXPORTS, Query(order_by=("id",)))
    return [tuple(row.values[name] for name in ("kind", "masked", "target")) for row in found]


WayOut = Callable[..., object]


def report(name: str, ending: str) -> WayOut:
    return lambda office, at, **more: office.reports.print_report(
        name, at / f"r{ending}", month=MAY, year=2563, **more
    )


# Every way out that may show somebody; each writes into a folder.
SHOWING: dict[str, WayOut] = {
    **{
        f"{name} {e}": report(f"list:{name}", e)
        for name in (REQUESTS, LETTERS, RATINGS)
        for e in (".pdf", ".xlsx")
    },
    **{
        f"export {name} {e}": lambda office, at, name=name, e=e, **more: office.sheets.export_records(
            name, at / f"out{e}", **more
        )
        for name in (REQUESTS, LETTERS, RATINGS)
        for e in (".csv", ".xlsx")
    },
    "audit .pdf": lambda office, at, **more: office.reports.print_audit(AuditQuery(), at / "a.pdf", **more),
    "audit .xlsx": lambda office, at, **more: office.reports.print_audit(AuditQuery(), at / "a.xlsx", **more),
}
# Those that show nobody, or where it isn't ours to hide.
OTHERS: dict[str, WayOut] = {
    **{f"report {n}": report(n, ".xlsx") for n in ("monthly", "finance-months", "line-months", "annual")},
    "bundle": lambda office, at: office.reports.print_bundle(at / "set", MAY, year=2563),
    "bind": lambda office, at: office.evidence.bind("3", at / "book.pdf"),
    "save_as": lambda office, at: office.evidence.save_as(office.evidence.all()[0].id, at / "copy.pdf"),
    "printer": lambda office, _: office.reports.sent_to_printer(Asked(f"list:{REQUESTS}", 2563, MAY)),
}


@pytest.mark.parametrize("way", [*SHOWING, *OTHERS])
def test_what_goes_out_is_masked_and_recorded(held: Office, tmp_path: Path, way: str) -> None:
    at = tmp_path / "out"
    at.mkdir()
    (SHOWING | OTHERS)[way](held, at)
    assert SOMEBODY not in words(at)
    ((_, masked, target),) = recorded(held)
    assert masked is (None if way in ("bind", "save_as") else True)
    assert "/" not in str(target)


@pytest.mark.parametrize("way", SHOWING)
def test_what_is_chosen_is_shown_and_recorded_so(held: Office, tmp_path: Path, way: str) -> None:
    at = tmp_path / "out"
    at.mkdir()
    SHOWING[way](held, at)
    SHOWING[way](held, at, personal=True)
    assert SOMEBODY in words(at)
    assert [masked for _, masked, _ in recorded(held)] == [True, False]
    (entry, *_) = held.audit.page(AuditQuery(register=EXPORTS.name)).entries
    assert "แสดงข้อมูลส่วนบุคคล" in entry.label


def test_a_mask_stands_where_somebody_stood(held: Office, tmp_path: Path) -> None:
    held.sheets.export_records(REQUESTS, tmp_path / "a.csv", names=True)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["payee"], row["request_no"]) == (MARKED, "1/2563")


def test_who_is_named_by_a_record_of_another_register_is_masked(office: Office, tmp_path: Path) -> None:
    text = {"type": "text", "max_length": 40, "required": True}
    shared = {"new_label": "เพิ่ม", "counted_in": "รายการ"}
    client = {"name": "name", "label": "ชื่อ", "personal": True, **text}
    office.registers.save(
        {
            "name": "clients",
            "title": "ผู้ขอรับบริการ",
            "short_title": "ผู้ขอ",
            "key": ["code"],
            "fields": [{"name": "code", "label": "รหัส", **text}, client],
            **shared,
        }
    )
    day = {"name": "came_on", "type": "day", "label": "วันที่", "required": True}
    office.registers.save(
        {
            "name": "visits",
            "title": "การมาติดต่อ",
            "short_title": "การมา",
            "day": "came_on",
            "fields": [day, {"name": "client", "label": "ผู้มา", "refers_to": "clients", **text}],
            **shared,
        }
    )
    office.records.save("clients", {"code": "C1", "name": SOMEBODY})
    record = office.records.save("visits", {"came_on": "2020-05-20", "client": "C1"}).record_id
    query = ListQuery("visits", date(2020, 6, 30))
    shown, copied = (office.lists.list_lines(query, [record], masked=masked) for masked in (False, True))
    assert (SOMEBODY in str(shown[0].cells), SOMEBODY in str(copied[0].cells)) == (True, False)
    report("list:visits", ".xlsx")(office, tmp_path)
    assert SOMEBODY not in words(tmp_path / "r.xlsx")
    assert [one.personal for one in office.reports.available(2563) if one.name == "list:visits"] == [True]


def test_lines_on_the_clipboard_are_masked(held: Office) -> None:
    query = ListQuery(REQUESTS, date(2020, 6, 30), year=2563)
    ids = held.lists.open_list(query).ids
    shown, copied = (held.lists.list_lines(query, ids, masked=masked) for masked in (False, True))
    assert SOMEBODY in map(str, shown[0].cells)
    assert MARKED in map(str, copied[0].cells)
    assert SOMEBODY not in map(str, copied[0].cells)
    assert copied[0].row == shown[0].row  # what a line is judged by stays


# Of what these services write, what has no records in it.
WITHOUT_RECORDS = {"recovery_sheet", "write_template", "copy_out"}
TRIED = {"print_report", "print_bundle", "print_audit", "export_records", "bind", "save_as"}


def test_every_way_out_is_tried_here() -> None:
    found = {
        name
        for service in (ReportService, SheetService, EvidenceService)
        for name, act in inspect.getmembers(service, inspect.isfunction)
        if not name.startswith("_") and {"target", "folder"} & set(inspect.signature(act).parameters)
    }
    assert found == TRIED | WITHOUT_RECORDS


@pytest.mark.parametrize("told", ["masked", "kept no longer"])
def test_a_sheet_that_does_not_tell_names_leaves_them(held: Office, tmp_path: Path, told: str) -> None:
    if told != "masked":
        request(held, "1/2560", "2017-05-20")
        held.settings.set("retention_years", "0")
    held.sheets.export_records(REQUESTS, tmp_path / "a.csv", names=True)
    count = held.records.count(REQUESTS)
    found = held.sheets.import_records(REQUESTS, tmp_path / "a.csv", update=True)
    assert (found.accepted, found.same, found.problems) == (count, count, ())
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with (tmp_path / "b.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, list(rows[0]))
        table.writeheader()
        table.writerows([*({**row, "note": "ตรวจแล้ว"} for row in rows), {**rows[-1], "request_no": "9/2563"}])
    found = held.sheets.import_records(REQUESTS, tmp_path / "b.csv", update=True, keep_good=True)
    assert (found.changed, [p.code for p in found.problems]) == (count, ["value.covered"])
    held.settings.set("retention_years", "")
    kept = held.records.rows(REQUESTS)
    assert [(row.values["payee"], row.values["note"]) for row in kept] == [(SOMEBODY, "ตรวจแล้ว")] * count


def test_a_mask_is_no_name_to_be_typed(held: Office) -> None:
    (row,) = held.records.rows(REQUESTS)
    with pytest.raises(InputRefusal):
        held.records.save(REQUESTS, {"payee": MARKED}, row.id)


def test_a_file_that_is_only_read_gives_out_masked_and_no_more(held: Office, tmp_path: Path) -> None:
    with Office.open(held.session.path, read_only=True) as reader:
        reader.sheets.export_records(REQUESTS, tmp_path / "a.csv")
        for way in SHOWING.values():
            at = tmp_path / "none"
            at.mkdir(exist_ok=True)
            with pytest.raises((FileRefusal, LockRefusal), match="โปรด"):
                way(reader, at, personal=True)
            assert not [*at.iterdir()]
    assert recorded(held) == []


def test_who_may_not_export_sees_names_on_the_screen_alone(held: Office, tmp_path: Path) -> None:
    held.people.add("สมศรี", "correct horse 1", unit="admin", roles=frozenset({Role.KEEPER}))
    held.people.add("ชูใจ", "correct horse 2", unit="finance", roles=frozenset({Role.VIEWER}))
    held.people.sign_in("ชูใจ", "correct horse 2")
    target = tmp_path / "a.pdf"
    with pytest.raises(RightRefusal):
        held.reports.print_report(f"list:{REQUESTS}", target, personal=True)
    assert not target.exists()
    held.reports.print_report(f"list:{REQUESTS}", target)
    assert recorded(held) == []  # the viewer writes nothing


def test_what_a_clerk_took_is_told_in_the_office_s_file(held: Office, tmp_path: Path) -> None:
    held.people.add("สมศรี", "correct horse 1", unit="admin", roles=frozenset({Role.KEEPER}))
    held.people.add("มานี", "correct horse 3", unit="finance", roles=frozenset({Role.CLERK}))
    first = held.exchange.pack(tmp_path / "first.phaenx").path
    other = Office.create_from(tmp_path / "other.phaen", first, unit="admin", trust=True)
    held.people.sign_in("มานี", "correct horse 3")
    held.sheets.export_records(REQUESTS, tmp_path / "a.csv", personal=True)
    assert recorded(held) == [("export", False, "a.csv")]
    with other:
        other.people.sign_in("สมศรี", "correct horse 1")
        other.exchange.merge([held.exchange.pack(tmp_path / "second.phaenx").path], trust=True)
        assert recorded(other) == [("export", False, "a.csv")]
        (entry,) = other.audit.page(AuditQuery(register=EXPORTS.name)).entries
        assert (entry.author, entry.not_theirs) == ("มานี", False)


def test_personal_data_that_could_not_be_recorded_stays(
    held: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise FileRefusal("เนื้อที่เต็ม โปรดเพิ่มเนื้อที่")

    monkeypatch.setattr("core.office.exporting.commit", full)
    masked, shown = tmp_path / "a.csv", tmp_path / "b.csv"
    held.sheets.export_records(REQUESTS, masked)
    assert UNRECORDED in caplog.text
    with pytest.raises(FileRefusal):
        held.sheets.export_records(REQUESTS, shown, personal=True)
    assert (masked.exists(), shown.exists()) == (True, False)


def test_an_export_is_no_step_of_undo(held: Office, tmp_path: Path) -> None:
    before = held.records.undo_label
    held.sheets.export_records(REQUESTS, tmp_path / "a.csv")
    assert held.records.undo_label == before
    held.records.undo()
    held.sheets.export_records(REQUESTS, tmp_path / "a.csv")
    assert held.records.redo_label == before


def test_an_export_is_no_change_of_a_closed_month(held: Office, tmp_path: Path) -> None:
    held.session.today = lambda: date(2020, 7, 1)
    for unit in (*(one.code for one in held.session.units()), OFFICE):
        for action in (MonthAction.SUBMIT, MonthAction.APPROVE):
            if unit != OFFICE or action is MonthAction.APPROVE:
                held.months.act(action, unit, MAY)
    edition = held.months.edition(OFFICE, MAY)
    held.sheets.export_records(REQUESTS, tmp_path / "a.csv", month=MAY)
    held.reports.print_report("monthly", tmp_path / "m.pdf", month=MAY)
    assert len(recorded(held)) == 2
    assert edition is not None
    assert held.months.late(edition) == ()


# What is kept no longer


@pytest.fixture
def aged(office: Office) -> Office:
    """A request, an enquiry of this year and of three years ago, and personal data told for one year more."""
    for number, year in ((1, 2017), (2, 2020)):
        request(office, f"{number}/2563", f"{year}-05-20")
        letter(office, f"{year}-05-20T09:00")
    office.settings.set("retention_years", "1")
    return office


def test_personal_data_kept_no_longer_is_nowhere_to_be_read(aged: Office, tmp_path: Path) -> None:
    old, new = aged.records.rows(REQUESTS, Query(order_by=("received_on",)))
    assert (str(old.values["payee"]), new.values["payee"]) == ("พ้นกำหนดเก็บ", SOMEBODY)
    assert aged.records.record(REQUESTS, old.id).values == old.values
    assert {item.new for item in aged.records.history(REQUESTS, old.id) if item.field == "payee"} <= {
        "พ้นกำหนดเก็บ"
    }
    assert [row.id for row in aged.records.rows(REQUESTS, Query(text=SOMEBODY))] == [new.id]
    assert aged.records.count(REQUESTS, Query(text=SOMEBODY)) == 1
    found = aged.lists.open_list(ListQuery(REQUESTS, date(2020, 6, 30), words=SOMEBODY))
    assert found.ids == (new.id,)
    everything = ListQuery(REQUESTS, date(2020, 6, 30))
    (line,) = aged.lists.list_lines(everything, [old.id])
    assert "พ้นกำหนดเก็บ" in map(str, line.cells)
    aged.sheets.export_records(REQUESTS, tmp_path / "a.csv", personal=True)
    assert words(tmp_path / "a.csv").count(SOMEBODY) == 1
    aged.reports.print_audit(AuditQuery(), tmp_path / "audit.xlsx", personal=True)
    assert words(tmp_path / "audit.xlsx").count(SOMEBODY) == 2  # of this year's request and enquiry
    told = [aged.audit.records(entry.n) for entry in aged.audit.page(AuditQuery()).entries]
    assert str(told).count(SOMEBODY) == 2


def test_the_log_is_not_searched_for_what_is_kept_no_longer(aged: Office) -> None:
    found = aged.audit.page(AuditQuery(text=SOMEBODY)).entries
    assert len(found) == 2  # this year's request and enquiry
    aged.settings.set("retention_years", "")
    assert len(aged.audit.page(AuditQuery(text=SOMEBODY)).entries) == 4


def test_a_history_does_not_tell_what_is_kept_no_longer(office: Office) -> None:
    record = request(office, "1/2560", "2017-05-20")
    office.records.save(REQUESTS, {"payee": f"{SOMEBODY} 2"}, record)
    told = [(i.old, i.new) for i in office.records.history(REQUESTS, record) if i.field == "payee"]
    assert told == [(SOMEBODY, f"{SOMEBODY} 2")]
    office.settings.set("retention_years", "0")
    told = [(i.old, i.new) for i in office.records.history(REQUESTS, record) if i.field == "payee"]
    assert told == [(WITHHELD, WITHHELD)]


def test_sorting_by_what_is_not_told_puts_it_last(aged: Office) -> None:
    old, new = aged.records.rows(REQUESTS, Query(order_by=("received_on",)))
    for descending in (False, True):
        query = ListQuery(REQUESTS, date(2020, 6, 30), by="payee", descending=descending)
        assert aged.lists.open_list(query).ids == (new.id, old.id)


def test_a_name_kept_no_longer_is_not_suggested(office: Office) -> None:
    request(office, "1/2560", "2017-05-20")
    assert office.records.suggestions(REQUESTS)["payee"] == (SOMEBODY,)
    office.settings.set("retention_years", "0")
    assert office.records.suggestions(REQUESTS)["payee"] == ()


def test_figures_and_what_stands_in_the_file_are_as_before(aged: Office) -> None:
    figures = [row.result for row in aged.figures.indicators(2563)]
    old = aged.records.rows(REQUESTS, Query(order_by=("received_on",)))[0]
    aged.records.save(REQUESTS, {"note": "ตรวจแล้ว"}, old.id)
    aged.settings.set("retention_years", "")
    assert [row.result for row in aged.figures.indicators(2563)] == figures
    assert aged.records.record(REQUESTS, old.id).values["payee"] == SOMEBODY
    assert aged.settings.retention_said() == ""


@pytest.mark.parametrize("years", ["-1", "100", "ห้า", "1.5"])
def test_a_number_of_years_that_is_none_is_refused(office: Office, years: str) -> None:
    with pytest.raises(InputRefusal, match="โปรด"):
        office.settings.set("retention_years", years)
    assert office.session.personal_from == 0


def test_years_are_counted_after_the_records_own(office: Office) -> None:
    assert office.session.today() == date(2020, 6, 30)
    for years, first in (("0", 2563), ("1", 2562), ("10", 2553)):
        office.settings.set("retention_years", years)
        assert office.session.personal_from == first


# Which fields they are


def test_a_field_is_personal_until_its_declaration_says_that_it_is_not(office: Office) -> None:
    def personal() -> list[str]:
        return [f.name for f in office.session.register(REQUESTS).personal_fields]

    assert personal() == ["payee"]
    written = dict(office.registers.declaration(REQUESTS))
    fields = [{**f, "personal": False} if f["name"] == "payee" else f for f in written["fields"]]
    office.registers.save({**written, "fields": fields})
    assert personal() == []


def test_what_the_log_is_told_of_a_step_names_nobody(held: Office) -> None:
    labels = [entry.label for entry in held.audit.page(AuditQuery()).entries]
    assert not [label for label in labels if SOMEBODY in label]


def test_a_record_is_not_called_by_a_personal_key(office: Office) -> None:
    register = office.session.register(REQUESTS)
    fields = tuple(replace(f, personal=f.name == "request_no") for f in register.fields)
    assert named(register, {"request_no": SOMEBODY}).endswith(SOMEBODY)
    assert SOMEBODY not in named(replace(register, fields=fields), {"request_no": SOMEBODY})
