"""phaenctl over a file that can't be written: what reads works, what writes is refused in one sentence."""

import shutil

import pytest
from typer.main import get_command

from core.cli.app import app

READING = {
    "indicators": ["indicators", "{file}"],
    "workings": ["workings", "{file}", "3"],
    "export": ["export", "{file}", "finance_requests", "{out}/a.csv"],
    "template": ["template", "{file}", "finance_requests", "{out}/a.xlsx"],
    "reports": ["reports", "{file}"],
    "report": ["report", "{file}", "swot", "{out}/a.pdf"],
    "verify": ["verify", "29P2-X06Y-HPV77", "{file}"],
    "check": ["check", "{file}"],
    "backup": ["backup", "{file}", "{out}/a.phaen"],
    "backups": ["backups", "{file}"],
    "audit": ["audit", "{file}"],
    "plan": ["plan", "{file}"],
    "proposals": ["proposals", "{file}"],
    "months": ["months", "{file}"],
    "conflicts": ["conflicts", "{file}"],
    "evidence list": ["evidence", "{file}", "list"],
    "evidence missing": ["evidence", "{file}", "missing"],
    "people list": ["people", "{file}", "list"],
    "register show": ["register", "{file}", "show", "deliverables"],
    "register new --dry-run": ["register", "{file}", "new", "{sheet}", "--dry-run"],
    "register change --dry-run": ["register", "{file}", "change", "library:deliverables", "--dry-run"],
    "merge --dry-run": ["merge", "{file}", "{package}", "--dry-run"],
}
WRITING = {
    "import": ["import", "{file}", "deliverables", "{sheet}"],
    "import-line": ["import-line", "{file}", "{sheet}"],
    "backup beside": ["backup", "{file}"],
    "backups --make": ["backups", "{file}", "--make"],
    "register new": ["register", "{file}", "new", "library:meetings"],
    "register change": ["register", "{file}", "change", "library:deliverables"],
    "adopt": ["adopt", "{file}", "2564"],
    "adopt-anew": ["adopt-anew", "{file}", "--reason", "x"],
    "rollover": ["rollover", "{file}", "2564"],
    "decide": ["decide", "{file}", "x", "take"],
    "evidence add": ["evidence", "{file}", "add", "plan_indicators", "3", "{sheet}"],
    "pack": ["pack", "{file}", "{out}/a.phaenx"],
    "merge": ["merge", "{file}", "{package}"],
    "people add": ["people", "{file}", "add", "มานี"],
    "month": ["month", "{file}", "submit", "--month", "2563-05"],
    "encrypt": ["encrypt", "{file}", "on"],
    "settle": ["settle", "{file}", "x", "--take", "ours", "--reason", "y"],
}

WITHOUT_A_FILE_OF_OURS = {"init", "registers", "restore", "self-test"}


def test_every_command_over_a_file_is_tried_here():
    tried = {words[0] for words in (*READING.values(), *WRITING.values())}
    assert tried | WITHOUT_A_FILE_OF_OURS == set(get_command(app).commands)


@pytest.fixture(scope="module")
def package(blank_office, tmp_path_factory):
    from core.office import Office

    folder = tmp_path_factory.mktemp("package")
    with Office.open(shutil.copy(blank_office, folder / "office.phaen")) as office:
        office.exchange.pack(folder / "a.phaenx")
    return folder / "a.phaenx"


@pytest.fixture
def shared(blank_office, unwritable, package, sheet, tmp_path):
    """The words of a command over a file that can't be written, and what lies beside the file."""
    file = unwritable(blank_office)
    (tmp_path / "out").mkdir()
    source = sheet({"title": "แบบสอบถาม", "delivered_on": "2020-01-31"})

    def of(command):
        places = {"file": file, "out": tmp_path / "out", "package": package, "sheet": source}
        return [word.format(**places) for word in command]

    of.file = file
    return of


@pytest.mark.parametrize("command", READING)
def test_what_reads_works(ctl, shared, command):
    answer = ctl(*shared(READING[command]))
    assert answer.status == (1 if command == "verify" else 0), answer.err  # a code that the file doesn't know
    assert [p.name for p in shared.file.parent.iterdir()] == [shared.file.name]


@pytest.mark.parametrize("command", WRITING)
def test_what_writes_is_refused_in_one_sentence(ctl, shared, command):
    before = shared.file.read_bytes()
    answer = ctl(*shared(WRITING[command]))
    if command == "backup beside" and answer.status == 0:  # the folder can be written
        return
    assert (answer.status, answer.out) == (3, "")
    assert answer.err.count("\n") == 1
    assert "โปรด" in answer.err
    assert shared.file.read_bytes() == before
    assert [p.name for p in shared.file.parent.iterdir()] == [shared.file.name]
