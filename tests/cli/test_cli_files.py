"""init, check, backup, restore, reports and report."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from core.office import Office
from core.store.log.changes import Put

FAR = "019b0000-0000-7000-8000-000000000001"
REPORTS = [
    "monthly",
    "quarterly",
    "annual",
    "memo",
    "plan-book",
    "past-results",
    "swot",
    "targets",
    "measures-projects",
    "budget-summary",
    "routine-projects",
    "basic-list",
    "table-a",
    "table-b",
    "dimensions",
    "steps",
    "finance-months",
    "centre-months",
    "renovation",
    "study",
    "line-months",
    "budget-spending",
    "scores",
]


def test_a_new_file_is_sound(ctl, tmp_path):
    path = tmp_path / "new.phaen"
    assert ctl("init", path, "--unit", "finance").status == 0
    answer = ctl("check", path, "--json")
    assert answer.status == 0
    assert answer.data["file"] == {"sound": True, "problems": []}


def test_where_the_plan_disagrees_with_itself_is_advice(ctl, office):
    answer = ctl("check", office, "--json")
    assert answer.status == 0
    findings = answer.data["plan"]["findings"]
    assert {"code", "message", "where"} <= set(findings[0])
    (found,) = (f for f in findings if f["code"] == "percent.head-count")
    assert found["where"] == "ผลการดำเนินงานที่ผ่านมา ข้อ 5"
    assert "28 คน" in found["message"]
    assert "38 คน" in found["message"]
    told = ctl("check", office)
    assert told.status == 0
    assert f"แผนมีข้อควรพิจารณา {len(findings)} ข้อ" in told.out
    assert f"- {found['where']}: {found['message']}" in told.out


def test_a_day_far_from_every_plan_that_came_by_merging_is_advice(ctl, office):
    with Office.open(office) as opened:
        record = {"title": "คู่มือ", "description": None, "delivered_on": "1963-01-31"}
        opened.session.write([Put("deliverables", FAR, record)], "รวม")
    answer = ctl("check", office, "--json")
    assert answer.status == 0
    (found,) = answer.data["records"]["findings"]
    assert (found["code"], found["register"], found["record"]) == ("day.far", "deliverables", FAR)
    assert "31 มกราคม 2506" in found["message"]
    assert f"- {found['where']}: {found['message']}" in ctl("check", office).out


def test_an_existing_file_is_refused_and_left_alone(ctl, office):
    before = office.read_bytes()
    answer = ctl("init", office)
    assert answer.status == 3
    assert office.name in answer.err
    assert office.read_bytes() == before


@pytest.mark.parametrize("wrong", [["--plan", "2599"], ["--plan", "abc"], ["--unit", "nobody"]])
def test_a_plan_or_unit_that_is_not_there_makes_no_file(ctl, tmp_path, wrong):
    path = tmp_path / "new.phaen"
    assert ctl("init", path, *wrong).status == 2
    assert not path.exists()


def test_two_samples_are_the_same(ctl, sample_office, tmp_path):
    path = tmp_path / "again.phaen"
    ctl("init", path, "--sample")
    tables = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for office, table in zip((sample_office, path), tables, strict=True):
        assert ctl("export", office, "finance_requests", table).status == 0
    assert tables[0].read_bytes() == tables[1].read_bytes()
    assert len(tables[0].read_text(encoding="utf-8-sig").splitlines()) > 100


def test_a_sample_is_sound(ctl, sample_office):
    assert ctl("check", sample_office, "--json").data["file"]["sound"]


def test_a_row_changed_behind_the_log_is_found(ctl, office, sheet):
    record = {"title": "แบบสอบถาม", "delivered_on": "2020-01-31"}
    assert ctl("import", office, "deliverables", sheet(record)).status == 0
    with sqlite3.connect(office) as connection:
        connection.execute("UPDATE deliverables SET title = 'อื่น'")
    connection.close()
    answer = ctl("check", office, "--json")
    assert answer.status == 1
    assert not answer.data["file"]["sound"]
    assert "deliverables" in answer.data["file"]["problems"][0]
    assert "แฟ้มมีปัญหา" in ctl("check", office).out


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(200)])
@pytest.mark.parametrize("command", ["check", "indicators", "plan", "backup"])
def test_a_foreign_or_damaged_file_is_refused_in_a_sentence(ctl, tmp_path, command, content):
    path = tmp_path / "foreign.phaen"
    path.write_bytes(content)
    answer = ctl(command, path)
    assert answer.status == 3
    assert len(answer.err.splitlines()) == 1
    assert path.read_bytes() == content


def test_a_cut_off_file_never_ends_in_a_traceback(ctl, office):
    whole = office.read_bytes()
    for share in (0.2, 0.5, 0.9):
        office.write_bytes(whole[: int(len(whole) * share)])
        for command in (["check"], ["indicators"], ["plan"]):
            answer = ctl(*command, office)
            assert answer.status in (1, 3), answer.err


def test_a_file_of_a_newer_version_is_refused(ctl, office):
    with sqlite3.connect(office) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    answer = ctl("check", office)
    assert answer.status == 3
    assert len(answer.err.splitlines()) == 1


def test_a_backup_comes_back(ctl, office, sheet, tmp_path):
    backup, again = tmp_path / "backup.phaen", tmp_path / "again.phaen"
    record = {"title": "แบบสอบถาม", "delivered_on": "2020-01-31"}
    ctl("import", office, "deliverables", sheet(record))
    answer = ctl("backup", office, backup)
    assert (answer.status, answer.out.strip()) == (0, str(backup))
    assert ctl("restore", backup, again).status == 0
    ctl("export", again, "deliverables", tmp_path / "out.csv")
    assert "แบบสอบถาม" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_a_backup_without_a_name_lies_beside_the_file(ctl, office):
    answer = ctl("backup", office)
    assert answer.status == 0
    assert Path(answer.out.strip()).parent == office.parent


def test_what_is_no_backup_is_not_restored(ctl, office, tmp_path):
    before = office.read_bytes()
    wrong = tmp_path / "wrong.phaen"
    wrong.write_bytes(b"nothing")
    assert ctl("restore", wrong, office).status == 3
    assert ctl("restore", tmp_path / "none.phaen", office).status == 3
    assert office.read_bytes() == before


def test_the_reports_are_named(ctl):
    data = ctl("reports", "--json").data["reports"]
    assert [r["name"] for r in data] == REPORTS
    assert data[0]["needs"] == ["month"]
    assert [r["name"] for r in data if r["formats"] != ["pdf", "xlsx"]] == ["memo"]
    assert all(r["title"] for r in data)
    assert "monthly" in ctl("reports").out


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_written_as_pdf(ctl, sample_office, tmp_path, name):
    target = tmp_path / f"{name}.pdf"
    answer = ctl("report", sample_office, name, target, "--month", "2563-06")
    assert answer.status == 0, answer.err
    assert answer.out.strip() == str(target)
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_report_may_be_a_workbook(ctl, sample_office, tmp_path):
    target = tmp_path / "months.xlsx"
    assert ctl("report", sample_office, "finance-months", target, "--as-of", "30/06/2563").status == 0
    assert target.read_bytes().startswith(b"PK")


def test_a_memorandum_is_no_workbook(ctl, sample_office, tmp_path):
    answer = ctl("report", sample_office, "memo", tmp_path / "memo.xlsx", "--month", "2563-06")
    assert answer.status == 2
    assert "ไม่มีแบบ .xlsx" in answer.err
    assert not (tmp_path / "memo.xlsx").exists()


def test_characters_that_cannot_be_printed_are_named(ctl, office, sheet, tmp_path):
    remark = {"indicator": "3", "month": "2563-06", "remark": "ครบแล้ว 😀 ตรวจ ✓"}
    assert ctl("import", office, "indicator_remarks", sheet(remark), "--update").status == 0
    answer = ctl("report", office, "monthly", tmp_path / "a.pdf", "--month", "2563-06")
    assert (answer.status, answer.out.strip()) == (0, str(tmp_path / "a.pdf"))
    assert "😀 ✓ ไม่มีในแบบอักษร" in answer.err
    assert "ครบแล้ว 😀" in answer.err
    assert answer.err.count("\n") == 1
    for target, month in (("a.xlsx", "2563-06"), ("a.pdf", "2563-05")):
        assert ctl("report", office, "monthly", tmp_path / target, "--month", month).err == ""


def test_a_quarter_is_its_last_month(ctl, sample_office, tmp_path):
    pages = [tmp_path / "month.xlsx", tmp_path / "quarter.xlsx"]
    ctl("report", sample_office, "finance-months", pages[0], "--month", "2563-06")
    answer = ctl("report", sample_office, "finance-months", pages[1], "--quarter", "๓", "--year", "2563")
    assert answer.status == 0
    assert cells(pages[0]) == cells(pages[1])


def cells(path):
    from openpyxl import load_workbook

    return [[c.value for c in row] for sheet in load_workbook(path) for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["nosuch", "x.pdf"], 2),
        (["monthly", "x.docx", "--month", "2563-06"], 2),
        (["monthly", "x.pdf", "--month", "2563-13"], 2),
        (["monthly", "x.pdf", "--quarter", "5"], 2),
        (["monthly", "x.pdf", "--month", "2563-06", "--quarter", "3"], 2),
        (["monthly", "none/x.pdf", "--month", "2563-06"], 3),
    ],
)
def test_a_report_that_cannot_be_is_told_in_a_sentence(ctl, sample_office, tmp_path, arguments, status):
    name, target, *rest = arguments
    answer = ctl("report", sample_office, name, tmp_path / target, *rest)
    assert answer.status == status, answer.err
    assert len(answer.err.splitlines()) == 1
    assert not (tmp_path / target).exists()


def program(*arguments, stdout=subprocess.PIPE, **variables):
    return subprocess.run(
        [sys.executable, "-m", "core.cli", *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **variables},
        check=False,
    )


def test_the_program_itself_answers_in_utf8_whatever_the_console_says(office):
    done = program("indicators", office, "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "ร้อยละ" in done.stdout.decode("utf-8")
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["init", "registers"])
def test_what_was_done_is_not_called_refused_because_its_answer_is_lost(tmp_path, command, unbuffered):
    made = tmp_path / "made.phaen"
    arguments = {"init": ["init", made], "registers": ["registers", "--json"]}[command]
    with Path("/dev/full").open("w") as full:
        done = program(*arguments, stdout=full, PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 1
    assert done.stderr.decode("utf-8").startswith("ทำตามคำสั่งเสร็จแล้ว")
    assert done.stderr.count(b"\n") == 1
    assert made.exists() is (command == "init")


def test_the_program_itself_refuses_in_one_line(tmp_path):
    done = program("check", tmp_path / "none.phaen", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 3
    assert done.stdout == b""
    assert "none.phaen" in done.stderr.decode("utf-8")
    assert done.stderr.count(b"\n") == 1


def test_reading_runs_beside_a_writer(ctl, office):
    from core.office import Office

    with Office.open(office, author="somchai"):
        assert ctl("indicators", office).status == 0
        answer = ctl("import", office, "deliverables", "none.csv")
        assert answer.status == 3
        assert "somchai" in answer.err


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_file_without_a_name_is_refused(ctl, office, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    backup = tmp_path / "b.phaen"
    assert ctl("backup", office, backup).status == 0
    for answer in (ctl("init", name), ctl("restore", backup, name), ctl("backup", office, name)):
        assert (answer.status, answer.out) == (3, "")
        assert len(answer.err.splitlines()) == 1
