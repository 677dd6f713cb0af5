"""The office's file: made, opened, kept apart by author, read beside a writer, and refused in one calm sentence."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office_helpers import entries, everything

from core.faults import FileRefusal, InputRefusal, LockRefusal, Refusal, UsageRefusal
from core.office import Edit, Office, Query
from core.store.file.office_file import OfficeFile

REQUEST = {"request_no": "63/1", "procurement": "w119", "amount": "100", "received_on": "26/06/2563"}


def opened(path: Path, author: str = "สมศรี", **more: Any) -> Office:
    office = Office.open(path, author=author, **more)
    office.session.today = lambda: date(2020, 6, 30)
    return office


@pytest.fixture
def path(plan_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(plan_file, tmp_path / "งาน.phaen"))


def test_a_file_belongs_to_a_unit(tmp_path: Path) -> None:
    with Office.create(tmp_path / "a.phaen", unit="finance") as office:
        assert office.session.unit == "finance"
        assert office.records.save(
            "centre_audits", {"centre": "50010000", "month": "2563-01", "audited_on": "31/01/2563"}
        )
    with opened(tmp_path / "a.phaen") as office:
        assert office.session.unit == "finance"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"unit": "police"}, "ไม่มีส่วนราชการรหัส “police” ในแผน .* finance"),
        ({"plan": "2500"}, "ไม่มีแผนหรือโฟลเดอร์แผนชื่อ “2500” .*2563"),
    ],
)
def test_a_file_that_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageRefusal, match=said):
        Office.create(tmp_path / "a.phaen", **more)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_never_made_over_another(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileRefusal, match=r"มีแฟ้ม “งาน\.phaen” อยู่แล้ว"):
        Office.create(path)
    assert path.read_bytes() == before


def test_undo_takes_back_ones_own_steps_only(path: Path) -> None:
    with opened(path) as office:
        first = office.records.save("finance_requests", REQUEST).record_id
    with opened(path, "สมชาย") as office:
        assert office.records.undo_label is None
        assert office.records.undo() is None
        office.records.save("finance_requests", {"note": "ของสมชาย"}, first)
        assert office.records.undo_label == "แก้ไขใบขอเบิกเงิน 63/1"
    with opened(path) as office:
        assert office.records.undo_label is None  # สมชาย has written over it since
    with opened(path, "สมชาย") as office:
        office.records.undo()
    with opened(path) as office:
        assert office.records.record("finance_requests", first).values["note"] is None
        authors = [
            (item.author, item.action, item.field)
            for item in office.records.history("finance_requests", first)
        ]
        assert authors[0][:2] == ("สมชาย", "change")
        assert authors[-1] == ("สมศรี", "create", None)


def test_undo_goes_on_where_it_was_left(path: Path) -> None:
    with opened(path) as office:
        office.records.save("finance_requests", REQUEST)
    with opened(path) as office:
        assert office.records.undo_label == "เพิ่มใบขอเบิกเงิน 63/1"
        office.records.undo()
        assert office.records.count("finance_requests") == 0
    with opened(path) as office:
        assert office.records.redo_label == "เพิ่มใบขอเบิกเงิน 63/1"
        office.records.redo()
        assert office.records.count("finance_requests") == 1


def test_a_new_step_ends_what_could_be_redone(path: Path) -> None:
    with opened(path) as office:
        office.records.save("finance_requests", REQUEST)
        office.records.undo()
        office.records.save("finance_requests", {**REQUEST, "request_no": "63/2"})
        assert office.records.redo_label is None
        assert office.records.redo() is None
        assert [r.values["request_no"] for r in office.records.rows("finance_requests")] == ["63/2"]


def test_a_reader_reads_beside_a_writer_and_writes_nothing(path: Path, tmp_path: Path) -> None:
    with opened(path) as writer, opened(path, "สมชาย", read_only=True) as reader:
        writer.records.save("finance_requests", REQUEST)
        assert reader.records.count("finance_requests") == 1
        assert (reader.session.read_only, writer.session.read_only) == (True, False)
        assert reader.records.undo_label is None
        assert reader.records.undo() is None
        assert reader.figures.indicators(2563, date(2020, 6, 30))
        assert reader.sheets.export_records("finance_requests", tmp_path / "a.csv") == 1
        for write in WRITES:
            with pytest.raises(LockRefusal):
                write(reader)
        with pytest.raises(LockRefusal, match="กำลังใช้งานโดย สมศรี"):
            opened(path, "สมชาย")
        assert writer.records.count("finance_requests") == 1


WRITES: list[Callable[[Office], object]] = [
    lambda office: office.records.save("finance_requests", {**REQUEST, "request_no": "63/2"}),
    lambda office: office.records.save_many(
        "finance_requests", [Edit(None, {**REQUEST, "request_no": "63/2"})]
    ),
    lambda office: office.records.delete("finance_requests", office.records.rows("finance_requests")[0].id),
]

NOWHERE = "00000000-0000-7000-8000-000000000000"
REFUSED: dict[str, tuple[type[Refusal], Callable[[Office, Path], object]]] = {
    "register": (UsageRefusal, lambda o, p: o.records.rows("cats")),
    "register to count": (UsageRefusal, lambda o, p: o.records.count("cats")),
    "register to save": (UsageRefusal, lambda o, p: o.records.save("cats", {})),
    "register to feed": (UsageRefusal, lambda o, p: o.figures.feeds("cats")),
    "register to import": (UsageRefusal, lambda o, p: o.sheets.import_records("cats", p / "a.csv")),
    "register to export": (UsageRefusal, lambda o, p: o.sheets.export_records("cats", p / "a.csv")),
    "register's history": (UsageRefusal, lambda o, p: o.records.history("cats", NOWHERE)),
    "record": (InputRefusal, lambda o, p: o.records.record("finance_requests", NOWHERE)),
    "record to save": (InputRefusal, lambda o, p: o.records.save("finance_requests", {}, NOWHERE)),
    "record to check": (InputRefusal, lambda o, p: o.records.check_values("finance_requests", {}, NOWHERE)),
    "record to delete": (InputRefusal, lambda o, p: o.records.delete("finance_requests", NOWHERE)),
    "record to restore": (InputRefusal, lambda o, p: o.records.restore("finance_requests", NOWHERE)),
    "values": (InputRefusal, lambda o, p: o.records.save("finance_requests", {**REQUEST, "amount": "x"})),
    "year": (UsageRefusal, lambda o, p: o.session.plan(2570)),
    "year of figures": (UsageRefusal, lambda o, p: o.figures.indicators(2570)),
    "year of the trend": (UsageRefusal, lambda o, p: o.figures.trend("3", 2570, date(2020, 6, 30))),
    "year of the months": (UsageRefusal, lambda o, p: o.figures.completeness(2570, date(2020, 6, 30))),
    "year of a grid": (UsageRefusal, lambda o, p: o.figures.grid("centre_audits", 2570)),
    "indicator": (UsageRefusal, lambda o, p: o.figures.indicator("99")),
    "workings": (UsageRefusal, lambda o, p: o.figures.workings("99")),
    "source": (FileRefusal, lambda o, p: o.sheets.import_records("finance_requests", p / "nowhere.csv")),
    "target": (
        FileRefusal,
        lambda o, p: o.sheets.export_records("finance_requests", p / "nowhere" / "a.csv"),
    ),
    "report": (UsageRefusal, lambda o, p: o.reports.print_report("cats", p / "a.pdf")),
    "report's target": (FileRefusal, lambda o, p: o.reports.print_report("steps", p / "nowhere" / "a.pdf")),
    "backup": (FileRefusal, lambda o, p: o.file.backup(p / "nowhere" / "a.phaen")),
    "backup of itself": (FileRefusal, lambda o, p: o.file.backup(o.session.path)),
    "backup to return": (FileRefusal, lambda o, p: Office.restore_backup(p / "nowhere.phaen", p / "b.phaen")),
    "file": (FileRefusal, lambda o, p: Office.open(p / "nowhere.phaen")),
    "foreign file": (FileRefusal, lambda o, p: Office.open(_foreign(p))),
    "no file at all": (FileRefusal, lambda o, p: Office.open(p)),
    "file to make": (FileRefusal, lambda o, p: Office.create(p / "nowhere" / "a.phaen")),
}


def _foreign(folder: Path) -> Path:
    path = folder / "foreign.phaen"
    path.write_bytes(b"not a database, but long enough to look like one" * 100)
    return path


@pytest.mark.parametrize("name", REFUSED)
def test_every_no_is_one_calm_sentence_and_changes_nothing(office: Office, tmp_path: Path, name: str) -> None:
    kind, ask = REFUSED[name]
    before = everything(office)
    with pytest.raises(Refusal) as refused:
        ask(office, tmp_path)
    said = str(refused.value)
    assert refused.type is kind
    assert re.search("[ก-๙]", said)
    assert not re.search("Traceback|Error|Exception|None|sqlite|Errno", said)
    assert "\n" not in said
    assert everything(office) == before


def test_a_file_without_a_plan_says_so(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DELETE FROM plan_years")
    connection.close()
    with opened(path) as office:
        assert office.session.years == ()
        with pytest.raises(FileRefusal, match="ยังไม่มีแผนปฏิบัติราชการ"):
            office.figures.indicators()


def test_a_backup_can_be_returned(path: Path) -> None:
    with opened(path) as office:
        office.records.save("finance_requests", REQUEST)
        kept = office.file.backup()
        office.records.save("finance_requests", {**REQUEST, "request_no": "63/2"})
    before = Office.restore_backup(kept, path)
    with opened(path) as office:
        assert [r.values["request_no"] for r in office.records.rows("finance_requests")] == ["63/1"]
        assert office.file.check().sound
    assert before is not None
    with opened(before) as office:
        assert office.records.count("finance_requests") == 2


def test_the_sample_is_sound_and_the_same_every_time(sample: Office, tmp_path: Path) -> None:
    assert sample.file.check().problems == ()
    with Office.create(tmp_path / "again.phaen", sample=True) as again:
        for register in sample.session.registers():
            mine, other = (o.records.rows(register.name, Query(order_by=("id",))) for o in (sample, again))
            assert mine == other, register.name
        assert entries(sample) == entries(again)


def test_what_is_read_together_is_read_in_one_transaction(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path) as office:
        begun, reading = [], OfficeFile.reading
        monkeypatch.setattr(OfficeFile, "reading", lambda file: begun.append(file) or reading(file))
        with office.session.together():
            rows = office.records.rows("plan_units")
            assert office.records.count("plan_units") == len(rows)
            assert office.conflicts.waiting() == 0
        assert len(begun) == 1
        assert office.records.count("plan_units") == len(rows)  # and afterwards by itself again
        assert len(begun) == 2
