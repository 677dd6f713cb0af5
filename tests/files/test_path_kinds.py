"""What lies under a path is named as what it is, wherever a path can be given; nothing waits for a pipe's writer."""

import os
import shutil
import sqlite3
import zipfile
from contextlib import closing

import openpyxl
import pytest

from core.cli.presenter import run
from core.faults import FileRefusal
from core.office import Office
from core.path_kinds import Kind, kind_of


def pipe(path):
    os.mkfifo(path)


def sheet(path):
    openpyxl.Workbook().save(path)


def archive(*names):
    def made(path):
        with zipfile.ZipFile(path, "w") as package:
            for name in names:
                package.writestr(name, "")

    return made


def database(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")


def holding(data):
    return lambda path: path.write_bytes(data)


MADE = [
    (Kind.MISSING, lambda path: None),
    (Kind.FOLDER, lambda path: path.mkdir()),
    pytest.param(Kind.DEVICE, pipe, marks=pytest.mark.skipif(os.name == "nt", reason="no pipes in folders")),
    pytest.param(
        Kind.DEVICE,
        lambda path: path.symlink_to(os.devnull),
        marks=pytest.mark.skipif(os.name == "nt", reason="no devices in folders"),
    ),
    (Kind.EMPTY, holding(b"")),
    (Kind.DATABASE, database),
    (Kind.PACKAGE, archive("entries", "manifest.json", "signature")),
    (Kind.PACKAGE, holding(b"age-encryption.org/v1\n-> scrypt")),
    (Kind.SHEET, sheet),
    (Kind.SHEET, holding(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"))),
    (Kind.DOCUMENT, archive("[Content_Types].xml", "word/document.xml")),
    (Kind.ZIP, archive("บันทึก.txt")),
    (Kind.PDF, holding(b"%PDF-1.7\n%\xe2\xe3")),
    (Kind.PICTURE, holding(b"\x89PNG\r\n\x1a\n")),
    (Kind.TEXT, holding("บันทึกข้อความ\n".encode() * 9000)),
    (Kind.TEXT, holding("ทะเบียน,วันที่".encode("cp874"))),
    (Kind.TEXT, holding("ทะเบียน".encode("utf-16"))),
    (Kind.UNKNOWN, holding(bytes(5000))),
    (Kind.UNKNOWN, holding(b"SQLite format 3\0" + bytes(20))),  # cut in the header
]


@pytest.fixture(scope="module")
def office_file(office_file_of):
    return office_file_of()


@pytest.mark.parametrize(("kind", "make"), MADE)
def test_a_path_is_named_as_what_it_is(tmp_path, kind, make):
    path = tmp_path / "x.phaen"
    make(path)
    assert kind_of(path) is kind
    with pytest.raises(FileRefusal) as refused:
        Office.open(path)
    said = str(refused.value)
    assert "“x.phaen”" in said
    assert "โปรด" in said
    assert kind.words in said or kind is Kind.MISSING


def test_an_office_file_is_one_by_whatever_name(office_file, tmp_path):
    assert kind_of(shutil.copy(office_file, tmp_path / "แผน.txt")) is Kind.OFFICE
    (tmp_path / "link.phaen").symlink_to(office_file)
    assert kind_of(tmp_path / "link.phaen") is Kind.OFFICE


def test_a_link_that_leads_round_in_a_circle_is_none(tmp_path):
    (tmp_path / "a.phaen").symlink_to(tmp_path / "b.phaen")
    (tmp_path / "b.phaen").symlink_to(tmp_path / "a.phaen")
    with pytest.raises(FileRefusal, match="โปรด"):
        Office.open(tmp_path / "a.phaen")


COMMANDS = {
    "indicators": ["indicators", "{odd}"],
    "check": ["check", "{odd}"],
    "backup": ["backup", "{odd}"],
    "settle": ["settle", "{odd}", "1", "--take", "ours", "--reason", "x"],
    "pack": ["pack", "{odd}", "{folder}/out.phaenx"],
    "import": ["import", "{office}", "finance_requests", "{odd}", "--dry-run"],
    "import-line": ["import-line", "{office}", "{odd}", "--dry-run"],
    "merge": ["merge", "{office}", "{odd}", "--dry-run"],
    "restore": ["restore", "{odd}", "{folder}/back.phaen"],
    "passphrase": ["merge", "{office}", "{odd}", "--passphrase-file", "{odd}"],
}
NO_FILES = {Kind.MISSING, Kind.FOLDER, Kind.DEVICE, Kind.EMPTY}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_that_is_no_file_is_refused_in_one_sentence(office_file, tmp_path, capfd, command):
    folder = tmp_path / "folder"
    folder.mkdir()
    office = shutil.copy(office_file, tmp_path / "office.phaen")
    for number, made in enumerate(MADE):
        kind, make = made.values if hasattr(made, "values") else made
        if kind not in NO_FILES:
            continue
        odd = tmp_path / f"{number}.csv"
        make(odd)
        words = [word.format(odd=odd, folder=folder, office=office) for word in COMMANDS[command]]
        assert run(words) == 3
        said = capfd.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1
        assert odd.name in said.err
        assert "โปรด" in said.err
        assert list(folder.iterdir()) == []


TARGETS = {
    "backup": ["backup", "{office}", "{odd}"],
    "export": ["export", "{office}", "finance_requests", "{odd}"],
    "pack": ["pack", "{office}", "{odd}"],
    "restore": ["restore", "{office}", "{odd}"],
    "template": ["template", "{office}", "finance_requests", "{odd}"],
    "report": ["report", "{office}", "swot", "{odd}"],
}


@pytest.mark.parametrize("command", TARGETS)
def test_nothing_that_is_no_file_is_written_over(office_file, tmp_path, capfd, command):
    office = shutil.copy(office_file, tmp_path / "office.phaen")
    for make in (lambda path: path.mkdir(), pipe) if os.name == "posix" else (lambda path: path.mkdir(),):
        odd = tmp_path / f"{make.__name__}.xlsx"
        make(odd)
        before = kind_of(odd)
        assert run([word.format(odd=odd, office=office) for word in TARGETS[command]]) == 3
        said = capfd.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1
        assert kind_of(odd) is before
