"""registers, import and export."""

from pathlib import Path

import pytest

from core.registers import ALL

GOOD = {"request_no": "63/0001", "procurement": "w119", "amount": "12480.00", "received_on": "24/10/2562"}
BAD = {**GOOD, "request_no": "63/0002", "amount": "abc"}


def count(ctl, office):
    target = office.with_name("count.csv")
    ctl("export", office, "finance_requests", target, "--names")
    return len(target.read_text(encoding="utf-8-sig").splitlines()) - 1


def test_registers_are_told_whole(ctl):
    data = ctl("registers", "--json").data["registers"]
    assert [r["name"] for r in data] == [r.name for r in ALL if not r.internal]
    finance = data[0]
    amount = next(c for c in finance["columns"] if c["name"] == "amount")
    assert amount == {
        "name": "amount",
        "label": "จำนวนเงิน",
        "type": "money",
        "required": True,
        "retired": False,
        "choices": [],
        "minimum": amount["minimum"],
        "maximum": amount["maximum"],
        "above_zero": True,
        "max_length": None,
        "refers_to": None,
        "help": amount["help"],
    }
    assert finance["rules"]


def test_registers_for_a_person(ctl):
    out = ctl("registers").out
    for register in ALL:
        assert register.title in out


def test_good_rows_go_in(ctl, office, sheet):
    answer = ctl("import", office, "finance_requests", sheet(GOOD), "--json")
    assert answer.status == 0
    assert {k: answer.data[k] for k in ("register", "read", "accepted", "rejected", "problems")} == {
        "register": "finance_requests",
        "read": 1,
        "accepted": 1,
        "rejected": 0,
        "problems": [],
    }
    assert count(ctl, office) == 1


def test_one_bad_row_keeps_all_out(ctl, office, sheet):
    answer = ctl("import", office, "finance_requests", sheet(GOOD, BAD), "--json")
    assert answer.status == 1
    assert answer.data["rejected"] == 1
    [problem] = answer.data["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "amount", "abc")
    assert count(ctl, office) == 0


def test_a_person_is_told_why_nothing_went_in(ctl, office, sheet):
    answer = ctl("import", office, "finance_requests", sheet(GOOD, BAD))
    assert "--keep-good" in answer.out
    assert "abc" in answer.out


def test_what_was_held_back_is_said_as_such(ctl, office, sheet):
    answer = ctl("import", office, "finance_requests", sheet(GOOD, BAD))
    assert "ยังไม่ได้นำเข้า: อ่าน 2 แถว ถูกต้อง 1 แถว ต้องแก้ 1 แถว" in answer.out
    assert "จำนวนเงิน" in answer.out, "the column by its Thai name"


def test_a_flood_of_findings_is_cut_and_counted(ctl, office, sheet):
    bad = [{**BAD, "request_no": f"63/{n}"} for n in range(50)]
    answer = ctl("import", office, "finance_requests", sheet(*bad))
    assert answer.out.count("abc") < 100
    assert "และอีก 10 เรื่องที่ไม่ได้แสดง" in answer.out
    assert len(ctl("import", office, "finance_requests", sheet(*bad), "--json").data["problems"]) == 50


def test_a_template_does_not_replace_one_that_may_be_filled_in(ctl, office, tmp_path):
    target = tmp_path / "แบบกรอก.xlsx"
    assert ctl("template", office, "finance_requests", target).status == 0
    target.write_bytes(b"filled in")
    answer = ctl("template", office, "finance_requests", target)
    assert (answer.status != 0, "มีไฟล์ แบบกรอก.xlsx อยู่แล้ว" in answer.err) == (True, True)
    assert target.read_bytes() == b"filled in"


def test_good_rows_are_kept_when_asked(ctl, office, sheet):
    answer = ctl("import", office, "finance_requests", sheet(GOOD, BAD), "--keep-good", "--json")
    assert (answer.status, answer.data["accepted"], answer.data["rejected"]) == (1, 1, 1)
    assert count(ctl, office) == 1


def test_a_dry_run_writes_nothing(ctl, office, sheet):
    answer = ctl("import", office, "finance_requests", sheet(GOOD), "--dry-run")
    assert answer.status == 0
    assert "ไม่ได้บันทึก" in answer.out
    assert count(ctl, office) == 0


def test_a_number_that_is_there_is_a_problem_unless_updating(ctl, office, sheet):
    assert ctl("import", office, "finance_requests", sheet(GOOD)).status == 0
    again = sheet({**GOOD, "amount": "1.00"})
    refused = ctl("import", office, "finance_requests", again)
    assert (refused.status, "--update" in refused.out) == (1, True)
    done = ctl("import", office, "finance_requests", again, "--update")
    assert (done.status, count(ctl, office)) == (0, 1)
    assert "รับ 1 แถว (เพิ่ม 0 แก้ไข 1 ตรงกับทะเบียนอยู่แล้ว 0)" in done.out
    answer = ctl("import", office, "finance_requests", again, "--update", "--json").data
    assert (answer["accepted"], answer["changed"], answer["unchanged"]) == (1, 0, 1)


def test_a_register_that_comes_with_the_plan_is_always_updated(ctl, office, sheet):
    done = {"part": "1", "finished_on": "2020-01-31"}
    assert ctl("import", office, "study_parts", sheet(done)).status == 0
    rows = ctl("indicators", office, "--as-of", "2020-06-30", "--json").data["indicators"]
    assert next(r for r in rows if r["code"] == "4.1")["value"] == "20.00"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_was_exported_can_be_imported(ctl, office, sheet, tmp_path, name):
    ctl("import", office, "finance_requests", sheet(GOOD))
    target = tmp_path / name
    assert ctl("export", office, "finance_requests", target).status == 0
    answer = ctl("import", office, "finance_requests", target, "--update", "--json")
    assert (answer.status, answer.data["accepted"]) == (0, 1)


def test_headings_are_thai_labels_or_names(ctl, office, sheet, tmp_path):
    ctl("import", office, "finance_requests", sheet(GOOD))
    target = tmp_path / "out.csv"
    ctl("export", office, "finance_requests", target)
    assert target.read_bytes().startswith("\ufeffเลขที่ใบขอเบิก".encode())
    ctl("export", office, "finance_requests", target, "--names")
    assert target.read_text(encoding="utf-8-sig").startswith("request_no,")


def test_a_month_bounds_the_export(ctl, office, sheet, tmp_path):
    ctl("import", office, "finance_requests", sheet(GOOD))
    target = tmp_path / "out.csv"
    for month, lines in (("2562-10", 2), ("2019-10", 2), ("2562-11", 1)):
        assert ctl("export", office, "finance_requests", target, "--month", month).status == 0
        assert len(target.read_text(encoding="utf-8-sig").splitlines()) == lines


def test_an_unknown_register_is_wrong_usage(ctl, office, sheet):
    answer = ctl("import", office, "nosuch", sheet(GOOD))
    assert answer.status == 2
    assert "nosuch" in answer.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", None),
        ("unknown.csv", b"request_no,colour\n1,red\n"),
        ("empty.csv", b""),
        ("broken.xlsx", b"this is no workbook"),
        ("picture.png", b"\x89PNG"),
        ("latin.csv", b"request_no,note\n1,\xff\xfe\xe9\n"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused_in_a_sentence(ctl, office, tmp_path, name, content):
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    answer = ctl("import", office, "finance_requests", source)
    assert answer.status == 3
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 1
    assert count(ctl, office) == 0


def test_an_export_elsewhere_is_refused_in_a_sentence(ctl, office, tmp_path):
    for target in (tmp_path / "none" / "out.csv", tmp_path / "out.txt"):
        answer = ctl("export", office, "finance_requests", target)
        assert answer.status in (2, 3)
        assert len(answer.err.splitlines()) == 1


def test_a_problem_has_the_value_as_it_stands_in_the_sheet(ctl, office, sheet):
    backwards = {**GOOD, "checked_on": "๐๑/๑๐/๒๕๖๒"}
    twice = {**GOOD, "request_no": "๖๓/๐๐๐๑"}
    problems = ctl("import", office, "finance_requests", sheet(backwards, GOOD, twice), "--json").data[
        "problems"
    ]
    assert [(p["row"], p["column"], p["value"]) for p in problems] == [
        (2, "checked_on", "๐๑/๑๐/๒๕๖๒"),
        (3, "request_no", "63/0001"),
        (4, "request_no", "๖๓/๐๐๐๑"),
    ]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_older_and_open_workbooks_are_imported(ctl, office, ending):
    source = Path(__file__).parents[1] / "fixtures" / "sheets" / f"office.{ending}"
    answer = ctl("import", office, "finance_requests", source, "--keep-good", "--json")
    assert answer.status == 1
    assert (answer.data["accepted"], answer.data["rejected"], answer.data["unlisted"]) == (4, 3, 0)


CHAT = """Account name,'สลป.'
Time zone,'+09:00'
Downloaded on,'2020/06/30 10:00'
Sender type,Sender name,Date,Time,Message
User,มานะ,2020/06/29,11:00,ขอติดตามหนังสือ
Account,สมหญิง,2020/06/29,11:10,รับเรื่องแล้ว
"""


SHEETS = Path(__file__).parents[1] / "cases" / "sheets"


def test_further_sheets_with_data_are_told_of_and_taken_where_named(ctl, office):
    source = SHEETS / "10-two-sheets.xlsx"
    first = ctl("import", office, "finance_requests", source, "--dry-run", "--json")
    assert (first.status, first.data["accepted"], first.data["sheet"]) == (0, 1, "Sheet")
    assert first.data["other_sheets"] == ["ก.พ."]
    assert '"ก.พ."' in first.data["remarks"][0]["message"]
    assert "--sheet" in ctl("import", office, "finance_requests", source, "--dry-run").out
    assert ctl("import", office, "finance_requests", source, "--sheet", "ก.พ.").status == 0
    again = ctl("import", office, "finance_requests", source, "--sheet", " ก.พ. ", "--update", "--json")
    assert again.data["unchanged"] == 1
    none = ctl("import", office, "finance_requests", source, "--sheet", "มี.ค.")
    assert none.status == 3
    assert '"Sheet", "ก.พ."' in none.err


def test_hidden_rows_are_told_of_and_taken_where_asked_for(ctl, office):
    source = SHEETS / "10-hidden-rows.xlsx"
    told = ctl("import", office, "finance_requests", source, "--dry-run", "--json")
    assert (told.status, told.data["read"], told.data["accepted"]) == (0, 3, 3)
    assert told.data["hidden_rows"] == [3, 5]
    assert "2 แถว (แถวที่ 3, 5)" in told.data["remarks"][0]["message"]
    assert "--hidden" in ctl("import", office, "finance_requests", source, "--dry-run").out
    taken = ctl("import", office, "finance_requests", source, "--hidden", "--json")
    assert (taken.data["accepted"], taken.data["hidden_rows"]) == (5, [])


def test_a_line_export_is_tried_taken_and_known_the_second_time(ctl, office, tmp_path):
    source = tmp_path / "line.csv"
    source.write_text(CHAT, encoding="utf-8-sig")
    tried = ctl("import-line", office, source, "--dry-run", "--json").data
    assert (tried["read"], tried["accepted"], tried["new"]) == (1, 0, 1)
    assert ctl("import-line", office, source, "--json").data["accepted"] == 1
    again = ctl("import-line", office, source, "--json").data
    assert (again["accepted"], again["known"]) == (0, 1)
    assert "มีอยู่แล้ว 1" in ctl("import-line", office, source).out


def test_a_template_is_written(ctl, office, tmp_path):
    target = tmp_path / "แบบ.xlsx"
    assert str(target) in ctl("template", office, "finance_requests", target).out
    assert ctl("import", office, "finance_requests", target, "--json").data["read"] == 0


def test_the_same_rows_twice_need_again_where_no_key_tells_them_apart(ctl, office, tmp_path):
    source = tmp_path / "งบ.csv"
    source.write_text("project,entry_on,kind,amount\n1,31/01/2563,disbursed,500\n", "utf-8")
    assert ctl("import", office, "budget_entries", source).status == 0
    for options in ([], ["--dry-run"], ["--json"]):
        answer = ctl("import", office, "budget_entries", source, *options)
        assert (answer.status, answer.out) == (3, "")
        assert "ไว้แล้วเมื่อ" in answer.err
        assert "--again" in answer.err
        assert len(answer.err.splitlines()) == 1
    assert ctl("import", office, "budget_entries", source, "--again", "--dry-run").status == 0
    assert ctl("import", office, "budget_entries", source, "--again", "--json").data["accepted"] == 1
    target = tmp_path / "out.csv"
    ctl("export", office, "budget_entries", target)
    assert len(target.read_text("utf-8-sig").splitlines()) == 3
