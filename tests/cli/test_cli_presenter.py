"""Whatever goes wrong ends in a status and one Thai sentence, never a traceback."""

from decimal import Decimal

import pytest

from core.cli import files, presenter
from core.cli.output import figure, padded, quantity, table, width
from core.faults import FileRefusal, InputRefusal, LockRefusal, UsageRefusal
from core.office.file.service import FileService
from core.releases.installed import installed


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["indicators"],
        ["indicators", "a", "b"],
        ["indicators", "a", "--nosuch"],
        ["indicators", "a", "--as-of"],
        ["indicators", "a", "--as-of", "31/02/2563"],
        ["indicators", "a", "--as-of", "yesterday"],
        ["indicators", "a", "--year", "63"],
        ["indicators", "a", "--json=yes"],
        ["export", "a", "finance_requests", "t.csv", "--month", "June"],
        ["report", "a", "monthly", "t.pdf", "--quarter", "0"],
        ["--nosuch"],
        ["init"],
        ["unpack", "a", "b"],
        ["rollover", "a"],
        ["rollover", "a", "63"],
    ],
)
def test_wrong_usage_is_one_thai_sentence(ctl, arguments):
    answer = ctl(*arguments)
    assert answer.status == 2
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 1
    assert any("ก" <= letter <= "๛" for letter in answer.err)
    assert "Error" not in answer.err


def test_the_sentence_names_what_is_wrong(ctl):
    assert "nosuch" in ctl("nosuch").err
    assert "FILE" in ctl("indicators").err
    assert "--as-of" in ctl("indicators", "a", "--as-of", "31/02/2563").err
    assert "29 วัน" in ctl("indicators", "a", "--as-of", "31/02/2563").err
    assert "--nosuch" in ctl("indicators", "a", "--nosuch").err
    assert " b" in ctl("indicators", "a", "b").err
    assert "it's" in ctl("it's").err


def test_without_arguments_the_help_is_shown(ctl):
    answer = ctl()
    assert answer.status == 2
    assert "indicators" in answer.err


@pytest.mark.parametrize("command", [[], ["init"], ["import"], ["report"]])
def test_help_is_no_fault(ctl, command):
    answer = ctl(*command, "--help")
    assert (answer.status, answer.err) == (0, "")
    assert "Usage: phaenctl" in answer.out


def test_the_version_is_told_by_itself(ctl):
    """The setup asks for it, to see whether the program starts on this PC."""
    answer = ctl("--version")
    assert (answer.status, answer.out, answer.err) == (0, f"{installed().version}\n", "")


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (UsageRefusal("ไม่มีทะเบียนนี้"), 2),
        (FileRefusal("แฟ้มเสียหาย"), 3),
        (LockRefusal("มีผู้ใช้แฟ้มอยู่"), 3),
        (InputRefusal("ข้อมูล\nใช้ไม่ได้"), 3),
    ],
)
def test_a_refusal_is_its_own_sentence(monkeypatch, ctl, refusal, status):
    raising(monkeypatch, refusal)
    answer = ctl("check", "a.phaen")
    assert answer.status == status
    assert answer.err == " ".join(str(refusal).split()) + "\n"


def raising(monkeypatch, fault):
    from core.office import Office

    def fail(*args, **options):
        raise fault

    monkeypatch.setattr(Office, "open", fail)


def test_a_fault_of_ours_goes_to_the_log(monkeypatch, ctl, tmp_path):
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "state"))
    raising(monkeypatch, ZeroDivisionError("hidden"))
    answer = ctl("check", "a.phaen")
    assert (answer.status, answer.out) == (4, "")
    assert "phaenctl.log" in answer.err
    assert "Traceback" not in answer.err
    assert "ZeroDivisionError: hidden" in presenter.log_file().read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_said_too(monkeypatch, ctl, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "file"))
    raising(monkeypatch, ZeroDivisionError("hidden"))
    answer = ctl("check", "a.phaen")
    assert answer.status == 4
    assert len(answer.err.splitlines()) == 1


def test_an_interruption_is_told_calmly(monkeypatch, ctl):
    raising(monkeypatch, KeyboardInterrupt())
    answer = ctl("check", "a.phaen")
    assert answer.status == 130
    assert "Traceback" not in answer.err


def test_the_log_lies_in_the_users_own_place(monkeypatch):
    monkeypatch.delenv("PHAEN_STATE_DIR")
    assert presenter.log_file().name == "phaenctl.log"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("91.365", "percent", "91.37"),
        ("91.364", "percent", "91.36"),
        ("11.11111", "percent", "11.11"),
        ("100", "percent", "100.00"),
        ("3", "piece", "3"),
        ("50", "person", "50"),
        (None, "percent", None),
    ],
)
def test_figures_have_two_decimals_and_counts_none(value, unit, text):
    assert figure(None if value is None else Decimal(value), unit) == text


def test_a_numerator_is_whole_where_it_is_whole():
    assert quantity(Decimal("90")) == "90"
    assert quantity(Decimal("90.00")) == "90"
    assert quantity(Decimal("12.5")) == "12.50"
    assert quantity(None) is None


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("ที่", 1), ("น้ำ", 2), ("กำหนด", 5), ("ผู้ใช้", 3), ("", 0)]
)
def test_thai_marks_take_no_room_in_a_terminal(text, columns):
    assert width(text) == columns
    assert width(padded(text, 10)) == 10
    assert padded(text, 10, right=True).endswith(text)


def test_columns_stand_under_each_other(capsys):
    table(("ที่", "เรื่อง", "จำนวน"), [("1", "เบิกเงิน", "5"), ("10", "ผู้ใช้", "12,480")], numbers=(2,))
    lines = capsys.readouterr().out.splitlines()
    assert len({width(line) for line in lines}) == 1
    assert lines[2].startswith("1   เบิกเงิน")


def test_an_empty_table_says_so(capsys):
    table(("ที่",), [])
    assert capsys.readouterr().out.strip() == "(ไม่มีรายการ)"


def test_commands_answer_bad_with_one(monkeypatch, ctl, office):
    from core.office import CheckReport

    monkeypatch.setattr(FileService, "check", lambda self: CheckReport(False, ("เสียหาย",)))
    assert ctl("check", office).status == files.BAD_ANSWER
