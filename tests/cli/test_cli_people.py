"""phaenctl people, and signing in on every command that opens a file."""

import io

import pytest
from typer.main import get_command

from core.cli.app import app
from core.keys.sealed_key import Cost

SOMSRI, MANEE, NEW = "ดอกไม้สามดอก", "ตู้เอกสารสีเทา", "กล่องดินสอใหม่"
BY_SOMSRI = ("--user", "สมศรี", "--password-stdin")
MEETING = {"topic": "ประชุม", "held_on": "2020-01-31"}


@pytest.fixture(autouse=True)
def cheap(monkeypatch, tmp_path):
    """Keys that cost little to seal, and waits of this test's own."""
    monkeypatch.setattr("core.keys.sealed_key.STANDARD", Cost(memory=64, passes=1, lanes=1))
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def typed(ctl, monkeypatch):
    """``typed(lines, ...)``: a command with these lines on its standard input."""

    def call(lines, *arguments):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return ctl(*arguments)

    return call


@pytest.fixture
def people(typed, office):
    """The office with a keeper and a clerk; ``people(lines, act, ...)`` runs the command on it."""

    def call(lines, act, *arguments):
        return typed(lines, "people", office, act, *arguments)

    first = call([SOMSRI], "add", "สมศรี", "--role", "keeper", "--new-password-stdin", "--json")
    assert first.status == 0, first.err
    second = call([SOMSRI, MANEE], "add", "มานี", "--unit", "finance", "--new-password-stdin", *BY_SOMSRI)
    assert second.status == 0, second.err
    call.code = first.data["recovery_code"]
    return call


def test_people_are_listed(people, typed, office):
    told = people([], "list", "--json").data
    assert told["accounts"] is True
    assert [(p["name"], p["unit"], p["roles"], p["active"]) for p in told["people"]] == [
        ("มานี", "finance", ["clerk"], True),
        ("สมศรี", "admin", ["keeper"], True),
    ]
    assert "ผู้ดูแลแผน" in people([], "list").out


def test_what_writes_takes_a_person_and_what_reads_none(people, typed, office, tmp_path):
    assert typed([], "indicators", office).status == 0
    refused = typed([], "pack", office, tmp_path / "a.phaenx")
    assert (refused.status, refused.err.count("\n")) == (3, 1)
    assert "--user" in refused.err
    wrong = typed(["ผิดผิดผิดผิด"], "pack", office, tmp_path / "a.phaenx", *BY_SOMSRI)
    assert wrong.status == 3
    assert not (tmp_path / "a.phaenx").exists()


def test_the_password_comes_before_the_passphrase(people, typed, office, tmp_path):
    sealed = tmp_path / "a.phaenx"
    made = typed([SOMSRI, "รหัสแพ็กเกจ"], "pack", office, sealed, *BY_SOMSRI, "--passphrase-stdin")
    assert made.status == 0, made.err
    merged = typed([SOMSRI, "รหัสแพ็กเกจ"], "merge", office, sealed, *BY_SOMSRI, "--passphrase-stdin")
    assert merged.status == 0, merged.err


def test_the_password_may_come_from_the_environment(people, typed, office, tmp_path, monkeypatch):
    monkeypatch.setenv("PHAEN_PASSWORD", SOMSRI)
    assert typed([], "pack", office, tmp_path / "a.phaenx", "--user", "สมศรี").status == 0


@pytest.mark.parametrize(
    "options", [("--password-stdin",), ("--user", "สมศรี"), ("--user", "สมศรี", "--password-stdin")]
)
def test_half_a_person_or_one_of_a_file_without_accounts_is_wrong_usage(typed, office, options):
    answer = typed([SOMSRI], "indicators", office, *options)
    assert (answer.status, answer.err.count("\n")) == (2, 1)


def test_a_person_is_changed_ended_and_taken_up_again(people):
    more = ("--position", "หัวหน้า", "--role", "clerk", "--role", "supervisor", "--rename", "มานี ดี")
    changed = people([SOMSRI], "change", "มานี", *more, "--json", *BY_SOMSRI)
    assert changed.data["person"] | {"id": "", "key": ""} == {
        "id": "", "key": "", "name": "มานี ดี", "position": "หัวหน้า", "unit": "finance",
        "roles": ["clerk", "supervisor"], "active": True,
    }  # fmt: skip
    assert people([SOMSRI], "deactivate", "มานี ดี", *BY_SOMSRI).status == 0
    assert (
        people([MANEE, NEW], "password", "--new-password-stdin", "--user", "มานี ดี", "--password-stdin").status
        == 3
    )
    assert people([SOMSRI], "change", "มานี ดี", "--active", *BY_SOMSRI).status == 0


def test_ones_own_password_and_another_ones(people):
    own = ("--user", "มานี", "--password-stdin")
    assert people([MANEE, NEW], "password", "--new-password-stdin", *own).status == 0
    given = people(
        [SOMSRI, MANEE], "password", "มานี", "--new-password-stdin", "--reason", "ลืม", "--json", *BY_SOMSRI
    )
    assert given.data["recovery_code"]
    assert people([MANEE, NEW], "password", "--new-password-stdin", *own).status == 0


def test_a_key_is_revoked_with_a_reason(people):
    assert people([SOMSRI], "revoke", "มานี", *BY_SOMSRI).status == 3
    assert people([SOMSRI], "revoke", "มานี", "--reason", "เครื่องหาย", *BY_SOMSRI).status == 0
    assert people([], "list", "--json").data["people"][0]["revoked"] is True


def test_a_lost_password_is_set_anew_by_the_sheet(people, tmp_path):
    sheet = tmp_path / "sheet.pdf"
    secrets = ("--code-stdin", "--new-password-stdin")
    done = people([people.code, NEW], "recover", "สมศรี", *secrets, "--sheet", sheet)
    assert done.status == 0, done.err
    assert sheet.read_bytes().startswith(b"%PDF")
    assert people.code not in done.out
    assert people([people.code, NEW], "recover", "สมศรี", *secrets).status == 3


def test_the_last_keeper_is_not_ended(people):
    answer = people([SOMSRI], "deactivate", "สมศรี", *BY_SOMSRI)
    assert (answer.status, answer.err.count("\n")) == (3, 1)


def test_no_secret_stands_in_the_log(people, typed, office, tmp_path, monkeypatch):
    monkeypatch.setattr("core.office.exchange.service.ExchangeService.pack", lambda *_, **__: 1 / 0)
    assert typed([SOMSRI], "pack", office, tmp_path / "a", *BY_SOMSRI).status == 4
    assert SOMSRI not in (tmp_path / "state" / "phaenctl.log").read_text(encoding="utf-8")


def test_every_command_that_opens_a_file_takes_a_person():
    for name, command in get_command(app).commands.items():
        opens = any(p.name == "file" for p in command.params) and name not in ("init", "restore")
        options = {option for p in command.params for option in p.opts}
        assert opens == ({"--user", "--password-stdin"} <= options), name
