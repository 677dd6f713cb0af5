"""What the program is made of: what ships, its licences, its bill of materials. Nothing here asks the network."""

import re
import tomllib
from importlib.metadata import PackagePath, distribution
from pathlib import Path

import pytest
import supply
from environment import lock_names
from packaging.version import Version
from release import wheels

ROOT = Path(__file__).parents[2]
LICENCES = ROOT / "resources" / "licences"
BILL = {
    "bomFormat": "CycloneDX",
    "metadata": {"component": {"bom-ref": "root-component", "name": "phaen"}},
    "components": [
        {"bom-ref": "pikepdf==10", "name": "pikepdf"},
        {"bom-ref": "pytest==9", "name": "pytest"},
        {"bom-ref": "PySide6_Essentials==6", "name": "PySide6_Essentials"},
    ],
    "dependencies": [
        {"ref": "root-component", "dependsOn": ["pikepdf==10", "pytest==9"]},
        {"ref": "pikepdf==10"},
        {"ref": "pytest==9", "dependsOn": ["pikepdf==10"]},
    ],
}


def test_what_ships_is_what_the_project_depends_on_and_all_of_it_is_pinned() -> None:
    names = {name.lower().replace("_", "-") for name in supply.shipped()}
    assert {"pikepdf", "pyside6-essentials", "sqlalchemy", "shiboken6"} <= names
    assert not names & {"phaen", "pytest", "mypy", "ruff", "hypothesis"}
    assert names <= {
        name.lower().replace("_", "-") for name in lock_names((ROOT / "requirements.lock").read_text())
    }


def test_the_list_of_licences_names_just_what_ships() -> None:
    """After the lock file was renewed: ``python3 installer/supply.py licences``."""
    rows = re.findall(
        r"^\| ([A-Za-z][\w.-]*) \| (\d\S*) \| (.+?) \|",
        supply.LICENCES.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    told = {name.lower().replace("_", "-"): number for name, number, _ in rows}
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert {name.lower().replace("_", "-") for name in supply.shipped()} <= set(told)
    assert {name: Version(pinned[name]) for name in told} == {name: Version(told[name]) for name in told}
    assert not [name for name, _, licence in rows if licence in ("", supply.UNKNOWN)]


def test_the_text_of_every_licence_ships() -> None:
    """With the package itself, or where its wheel has none in the program's own folder of licences."""
    elsewhere = {"pyside6-essentials": "Qt.txt", "shiboken6": "Qt.txt", "fontpkg": "fontpkg.txt"}
    for name in supply.shipped():
        files = distribution(name).files or ()
        if not any(
            re.search("licen[cs]e|copying", file.as_posix(), re.IGNORECASE) for file in files if is_kept(file)
        ):
            assert (LICENCES / elsewhere[supply.key(name)]).is_file(), name
    within = {"LGPL-3.txt", "GPL-3.txt", "SQLCipher.txt", "Apache-2.0.txt"}  # of Qt, of SQLCipher and OpenSSL
    assert {path.name for path in LICENCES.iterdir()} == within | {*elsewhere.values()}


def is_kept(file: PackagePath) -> bool:
    return wheels.is_kept(file.as_posix())


def test_a_licence_told_by_its_text_is_one_line() -> None:
    rows = [
        {"Name": "b_c", "Version": "2", "License": "MIT License\n\nPermission is ...", "URL": "UNKNOWN"},
        {"Name": "A", "Version": "1", "License": "MIT | BSD", "URL": "https://a.example"},
    ]
    lines = supply.licence_table(rows).splitlines()
    assert lines.index("| A | 1 | MIT / BSD | a.example |") + 1 == lines.index("| b_c | 2 | MIT License |  |")
    assert any("CPython" in line for line in lines)


def test_the_bill_holds_what_ships_alone() -> None:
    bill = supply.shipped_only(BILL, ["pikepdf", "pyside6-essentials"])
    assert [part["name"] for part in bill["components"]] == ["pikepdf", "PySide6_Essentials"]
    assert bill["dependencies"] == [
        {"ref": "root-component", "dependsOn": ["pikepdf==10"]},
        {"ref": "pikepdf==10"},
    ]
    assert bill["bomFormat"] == "CycloneDX"


@pytest.mark.parametrize(
    ("packages", "status", "says"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "พบช่องโหว่ 0 รายการ"),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}],
            1,
            "a 1: X-1 แก้แล้วในรุ่น 2",
        ),
        ([{"name": "a", "skip_reason": "not found"}], 1, "ตรวจไม่ได้ 1 รายการ: a"),
    ],
)
def test_an_audit_says_what_was_found_and_what_couldnt_be_asked(packages, status, says) -> None:
    lines, code = supply.audited({"dependencies": packages})
    assert code == status
    assert says in "\n".join(lines)


def test_the_tools_are_pinned_and_not_set_up_with_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split("[>=]", line)[0] for line in project["dependency-groups"]["supply"]}
    assert wanted <= set(lock_names(supply.LOCK.read_text(encoding="utf-8")))
    assert not wanted & set(lock_names((ROOT / "requirements.lock").read_text(encoding="utf-8")))


@pytest.mark.parametrize("arguments", [[], ["everything"], ["sbom", "audit"]])
def test_anything_else_is_wrong_usage(arguments, capsys) -> None:
    assert supply.main(arguments) == 2
    assert "audit | licences | sbom" in capsys.readouterr().out
