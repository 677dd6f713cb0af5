"""Offices from nothing and from a folder, and a plan written as a folder."""

import pytest

UNITS = ["--unit", "gov=ฝ่ายปกครอง", "--unit", "clean=ฝ่ายรักษาความสะอาด"]
OFFICE = ["--office", "สำนักงานเขตบางพิกุล", "--year", "2568"]


def test_an_office_is_made_from_nothing(ctl, tmp_path):
    path = tmp_path / "เขต.phaen"
    assert ctl("init", path, *OFFICE, "--department", "กรุงเทพมหานคร", "--keeper", "clean", *UNITS).status == 0
    plan = ctl("plan", path, "--json").data
    assert plan["fiscal_year"] == 2568
    assert (plan["office"], plan["department"]) == ("สำนักงานเขตบางพิกุล", "กรุงเทพมหานคร")
    assert [u["code"] for u in plan["units"]] == ["gov", "clean"]
    assert plan["indicators"] == []
    assert ctl("check", path, "--json").data["file"]["sound"]


def test_the_same_words_make_the_same_office(ctl, tmp_path):
    one, other = tmp_path / "หนึ่ง.phaen", tmp_path / "สอง.phaen"
    for path in (one, other):
        assert ctl("init", path, *OFFICE, *UNITS).status == 0
    assert ctl("pack", one, tmp_path / "หนึ่ง.phaenx").status == 0
    assert ctl("merge", other, tmp_path / "หนึ่ง.phaenx", "--trust").status == 0


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ([*OFFICE], 2, "--unit"),
        ([*OFFICE[:2], *UNITS], 2, "--year"),
        ([*OFFICE, *UNITS, "--sample"], 2, "--sample"),
        ([*OFFICE, *UNITS, "--plan", "2563"], 2, "--plan"),
        ([*OFFICE, "--unit", "gov"], 2, "รหัส=ชื่อ"),
        (["--keeper", "finance"], 2, "--office"),
        ([*OFFICE, "--unit", "gov=ฝ่ายปกครอง", "--unit", "gov=ฝ่ายอื่น"], 3, "gov"),
        ([*OFFICE, "--unit", "gov="], 3, "name"),
        ([*OFFICE, "--unit", "ก ข=ฝ่ายปกครอง"], 3, "ก ข"),
        ([*OFFICE, *UNITS, "--keeper", "police"], 3, "police"),
        (["--office", " ", "--year", "2568", *UNITS], 3, "office"),
        ([*OFFICE[:2], "--year", "2020", *UNITS], 3, "2020"),
    ],
)
def test_what_cannot_be_an_office_makes_no_file(ctl, tmp_path, wrong, status, said):
    path = tmp_path / "เขต.phaen"
    answer = ctl("init", path, *wrong)
    assert answer.status == status
    assert said in answer.err
    assert not path.exists()


def test_a_plan_goes_out_as_a_folder_and_comes_in_as_an_office(ctl, tmp_path):
    first, folder, again = tmp_path / "a.phaen", tmp_path / "แผน", tmp_path / "b.phaen"
    assert ctl("init", first, *OFFICE, *UNITS).status == 0
    assert ctl("plan", first, "--export", folder).status == 0
    assert ctl("init", again, "--plan", folder, "--unit", "clean").status == 0
    assert ctl("plan", again, "--json").data == ctl("plan", first, "--json").data
    assert ctl("plan", first, "--export", folder).status == 3  # never over what is there
    assert ctl("plan", first, "--export", tmp_path / "ไม่มี" / "แผน").status == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.phaen", "b.phaen", "แผน"]


@pytest.mark.parametrize("made", ["nothing", "a file", "broken"])
def test_a_folder_that_is_no_plan_makes_no_file(ctl, tmp_path, made):
    folder, path = tmp_path / "แผน", tmp_path / "เขต.phaen"
    if made != "a file":
        folder.mkdir()
    if made == "broken":
        (folder / "plan.toml").write_text("fiscal_year = \n", "utf-8")
    answer = ctl("init", path, "--plan", folder)
    assert answer.status == (2 if made == "a file" else 3)
    assert "แผน" in answer.err
    assert answer.err.count("\n") == 1
    assert not path.exists()


@pytest.fixture
def packed(ctl, tmp_path):
    """The keeper's file and a package of all it holds."""
    keeper, package = tmp_path / "gov.phaen", tmp_path / "ทั้งหมด.phaenx"
    assert ctl("init", keeper, *OFFICE, *UNITS).status == 0
    assert ctl("pack", keeper, package).status == 0
    return package


def test_a_units_file_is_made_of_the_keepers_package(ctl, packed, tmp_path):
    path, back = tmp_path / "clean.phaen", tmp_path / "คืน.phaenx"
    assert ctl("init", path, "--from", packed, "--unit", "clean", "--trust").status == 0
    assert ctl("plan", path, "--json").data["office"] == "สำนักงานเขตบางพิกุล"
    assert ctl("check", path, "--json").data["file"]["sound"]
    assert ctl("pack", path, back).status == 0
    assert ctl("merge", tmp_path / "gov.phaen", back, "--trust").status == 0
    assert not list(tmp_path.glob("*before-merge*"))


def test_the_first_office_too(ctl, office, tmp_path):
    package = tmp_path / "ทั้งหมด.phaenx"
    assert ctl("pack", office, package).status == 0
    path = tmp_path / "finance.phaen"
    assert ctl("init", path, "--from", package, "--unit", "finance", "--trust").status == 0
    assert ctl("plan", path, "--json").data == ctl("plan", office, "--json").data


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        (["--unit", "police", "--trust"], 2, "police"),
        (["--trust"], 2, "--unit"),
        (["--unit", "clean", "--sample"], 2, "--from"),
    ],
)
def test_what_cannot_be_made_of_a_package_makes_no_file(ctl, packed, tmp_path, more, status, said):
    before = sorted(tmp_path.iterdir())
    answer = ctl("init", tmp_path / "clean.phaen", "--from", packed, *more)
    assert answer.status == status
    assert said in answer.err
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_no_package_makes_no_file(ctl, tmp_path):
    package = tmp_path / "ทั้งหมด.phaenx"
    package.write_bytes(b"abc")
    assert ctl("init", tmp_path / "a.phaen", "--from", package, "--unit", "gov").status == 3
    assert [p.name for p in tmp_path.iterdir()] == [package.name]
