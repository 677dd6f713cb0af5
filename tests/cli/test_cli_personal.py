"""Personal data over the command line: masked unless asked for, and recorded where it can be."""

import shutil
from pathlib import Path

import pytest

from core.office import Office

OLDER = Path(__file__).parent.parent / "fixtures" / "files" / "format-8.phaen"

NAME = "Zzyqx"
GOOD = {
    "request_no": "63/0001",
    "procurement": "w119",
    "payee": NAME,
    "amount": "100.00",
    "received_on": "2019-10-01",
}
WAYS = {
    "export": ("export", "{file}", "finance_requests", "{out}"),
    "report": ("report", "{file}", "list:finance_requests", "{out}", "--year", "2563"),
    "audit": ("audit", "{file}", "{out}"),
}
ENDING = {"export": "csv", "report": "xlsx", "audit": "xlsx"}


@pytest.fixture
def kept(ctl, office, sheet):
    assert ctl("import", office, "finance_requests", sheet(GOOD)).status == 0
    return office


def out(ctl, file, way, target, *options):
    return ctl(*(word.format(file=file, out=target) for word in WAYS[way]), *options)


def exports(ctl, file):
    found = ctl("audit", file, "--register", "office_exports", "--json").data["entries"]
    return [{f["field"]: f["new"] for f in entry["records"][0]["fields"]} for entry in reversed(found)]


def shown(target):
    if target.suffix == ".csv":
        return NAME in target.read_text("utf-8-sig")
    from openpyxl import load_workbook

    cells = (c.value for s in load_workbook(target).worksheets for row in s.iter_rows() for c in row)
    return any(NAME in str(value) for value in cells)


@pytest.mark.parametrize("way", WAYS)
def test_it_is_masked_unless_asked_for_and_recorded(ctl, kept, tmp_path, way):
    masked, told = (tmp_path / f"{name}.{ENDING[way]}" for name in ("masked", "told"))
    assert out(ctl, kept, way, masked).status == 0
    answer = out(ctl, kept, way, told, "--with-personal-data")
    assert (answer.status, answer.err) == (0, "")
    assert (shown(masked), shown(told)) == (False, True)
    assert [(e["ชื่อแฟ้ม"], e["ปิดข้อมูลส่วนบุคคล"]) for e in exports(ctl, kept)] == [
        (masked.name, "ใช่"),
        (told.name, "ไม่ใช่"),
    ]


@pytest.mark.parametrize("way", WAYS)
def test_beside_an_open_desk_only_what_is_masked_goes_out(ctl, kept, tmp_path, way):
    masked, told = (tmp_path / f"{name}.{ENDING[way]}" for name in ("masked", "told"))
    with Office.open(kept):
        answer = out(ctl, kept, way, masked)
        assert (answer.status, masked.exists()) == (0, True)
        assert answer.err.startswith("ไม่ได้จดไว้ในแฟ้ม")
        answer = out(ctl, kept, way, told, "--with-personal-data")
        assert (answer.status, told.exists(), answer.err.count("\n")) == (3, False, 1)
        assert "โปรด" in answer.err
    assert exports(ctl, kept) == []


def test_the_option_is_of_what_is_written_to_a_file(ctl, kept):
    for words in (("audit", kept), ("evidence", kept, "list")):
        answer = ctl(*words, "--with-personal-data")
        assert (answer.status, answer.out) == (2, "")


def test_an_older_file_is_not_brought_up_to_date_by_taking_something_out(ctl, tmp_path):
    old_file = Path(shutil.copy(OLDER, tmp_path / "office.phaen"))
    before = old_file.read_bytes()
    assert ctl("export", old_file, "finance_requests", tmp_path / "a.csv").status == 0
    assert old_file.read_bytes() == before
