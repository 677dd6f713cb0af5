"""Secrets stay out of logs, and what the command line writes is the user's alone."""

import io
import sqlite3

import pytest

SECRET = "ความลับ-1234"


@pytest.fixture
def sealed(ctl, office, tmp_path):
    package = tmp_path / "sealed.phaenx"
    assert ctl("pack", office, package, "--passphrase", SECRET).status == 0
    return package


@pytest.mark.parametrize("written", [("--passphrase", SECRET), (f"--passphrase={SECRET}",)])
def test_a_passphrase_stands_in_no_log(ctl, office, tmp_path, monkeypatch, written):
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "state"))

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("core.office.exchange.service.ExchangeService.pack", fail)
    assert ctl("pack", office, tmp_path / "p.phaenx", *written).status == 4
    log = tmp_path / "state" / "phaenctl.log"
    assert "phaenctl pack --passphrase" in log.read_text(encoding="utf-8")
    assert SECRET not in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_a_passphrase_comes_from_standard_input_or_a_file(ctl, office, sealed, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\nอื่น\n"))
    assert ctl("merge", office, sealed, "--passphrase-stdin").status == 0
    note = tmp_path / "secret.txt"
    note.write_text(f"{SECRET}\r\n", encoding="utf-8-sig")
    assert ctl("merge", office, sealed, "--passphrase-file", note).status == 0
    monkeypatch.setenv("PHAEN_PASSPHRASE", SECRET)
    assert ctl("merge", office, sealed).status == 0


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--passphrase", "a", "--passphrase-stdin"), 2),
        (("--passphrase-stdin", "--passphrase-file", "x"), 2),
        (("--passphrase-stdin",), 3),
        (("--passphrase-file", "ไม่มี.txt"), 3),
        (("--passphrase-file", "."), 3),
    ],
)
def test_a_passphrase_named_twice_or_missing_is_refused(ctl, office, sealed, monkeypatch, options, status):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    answer = ctl("merge", office, sealed, *options)
    assert answer.status == status
    assert answer.err.count("\n") == 1


def test_what_is_written_is_the_users_alone(ctl, office, sealed, tmp_path):
    made = {
        name: tmp_path / name for name in ("new.phaen", "b.phaen", "r.csv", "r.xlsx", "m.pdf", "p.phaenx")
    }
    assert ctl("init", made["new.phaen"]).status == 0
    assert ctl("backup", office, made["b.phaen"]).status == 0
    for name in ("r.csv", "r.xlsx"):
        assert ctl("export", office, "finance_requests", made[name]).status == 0
    assert ctl("report", office, "monthly", made["m.pdf"], "--month", "2563-06").status == 0
    assert ctl("pack", office, made["p.phaenx"]).status == 0
    assert {name: oct(path.stat().st_mode & 0o777) for name, path in made.items()} == dict.fromkeys(
        made, "0o600"
    )


def test_a_restored_file_keeps_the_rights_it_had(ctl, office, tmp_path):
    assert ctl("backup", office, tmp_path / "b.phaen").status == 0
    office.chmod(0o660)
    assert ctl("restore", tmp_path / "b.phaen", office).status == 0
    assert office.stat().st_mode & 0o777 == 0o660
    kept = next(tmp_path.glob("*.before-restore-*.phaen"))
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_link_in_place_of_the_note_of_the_lock_is_not_followed(ctl, office, tmp_path):
    neighbour = tmp_path / "neighbour.txt"
    neighbour.write_text("kept")
    office.with_name(office.name + ".lock.info").symlink_to(neighbour)
    assert ctl("import", office, "finance_requests", tmp_path / "none.csv").status == 3
    assert neighbour.read_text() == "kept"
    with sqlite3.connect(office) as connection:
        assert connection.execute("SELECT count(*) FROM finance_requests").fetchone() == (0,)
