"""Offices of their own: made from a plan folder, the same in every file, and never merged with another's."""

import re
import shutil
from pathlib import Path

import pytest

from core import resources
from core.faults import FileRefusal
from core.office import Office
from core.office.creating import first_entry
from core.plan.load import genesis, genesis_from, shipped_plans
from core.store.file.genesis import genesis_entry
from core.store.tables import records


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The plan folder of a district office, without registers."""
    ours = tmp_path / "แผนเขต"
    ours.mkdir()
    shutil.copy(resources.path("plans", "example-district-2568", "plan.toml"), ours)
    return ours


def rewritten(folder: Path, old: str, new: str) -> Path:
    """The folder elsewhere, a text of its plan written differently."""
    copy = Path(shutil.copytree(folder, folder.with_name("อีกที่")))
    text = (folder / "plan.toml").read_text("utf-8")
    assert old in text
    (copy / "plan.toml").write_text(text.replace(old, new), "utf-8")
    return copy


def entry_id(folder: Path) -> bytes:
    return genesis_entry(first_entry(genesis_from(folder))).id


def test_an_office_of_its_own_opens_with_its_plan(folder: Path, tmp_path: Path) -> None:
    with Office.create(tmp_path / "เขต.phaen", plan=folder) as office:
        plan = office.session.plan()
        assert (office.session.unit, office.session.keeps_plan) == ("gov", True)
        assert plan.office == "สำนักงานเขตบางพิกุล"
        assert "ตัน" in {i.unit for i in plan.indicators}
        assert office.file.check().sound
    with Office.create(tmp_path / "clean.phaen", plan=folder, unit="clean") as office:
        assert not office.session.keeps_plan
        assert office.session.keeper_name() == "ฝ่ายปกครอง"


def test_the_first_entry_follows_from_what_the_folder_says(folder: Path) -> None:
    as_it_is = entry_id(folder)
    assert entry_id(rewritten(folder, "\n", "\r\n")) == as_it_is
    shutil.rmtree(folder.with_name("อีกที่"))
    assert entry_id(rewritten(folder, "สำนักงานเขตบางพิกุล", "สำนักงานเขตบางพิกุลใหม่")) != as_it_is


def test_the_order_of_projects_in_the_folder_says_nothing(folder: Path) -> None:
    text = (folder / "plan.toml").read_text("utf-8")
    head, *projects = text.split("[[projects]]")
    copy = Path(shutil.copytree(folder, folder.with_name("อีกที่")))
    assert len(projects) > 1
    (copy / "plan.toml").write_text("\n[[projects]]".join([head, *reversed(projects)]), "utf-8")
    assert entry_id(copy) == entry_id(folder)


def test_two_offices_never_merge(folder: Path, tmp_path: Path) -> None:
    with Office.create(tmp_path / "เขต.phaen", plan=folder) as office:
        package = office.exchange.pack(tmp_path / "เขต.phaenx").path
    with (
        Office.create(tmp_path / "อื่น.phaen", plan=rewritten(folder, "บางพิกุล", "อื่น")) as other,
        pytest.raises(FileRefusal, match="สำนักงานอื่น"),
    ):
        other.exchange.merge([package], trust=True)


def test_files_of_one_folder_merge(folder: Path, tmp_path: Path) -> None:
    with Office.create(tmp_path / "gov.phaen", plan=folder) as keeper:
        package = keeper.exchange.pack(tmp_path / "gov.phaenx").path
    with Office.create(tmp_path / "clean.phaen", plan=folder, unit="clean") as office:
        assert office.exchange.merge([package], trust=True).new == 0


def test_a_folder_that_cannot_be_used_makes_no_file(folder: Path, tmp_path: Path) -> None:
    broken = rewritten(folder, 'owner = "clean"', 'owner = "police"')
    with pytest.raises(FileRefusal, match=r"อีกที่/plan\.toml .*police"):
        Office.create(tmp_path / "เขต.phaen", plan=broken)
    assert not (tmp_path / "เขต.phaen").exists()


def test_only_the_release_of_2563_is_known_by_its_name() -> None:
    """What it begins files with was frozen before plans were known by their rows."""
    assert genesis("2563").release == "2563.1"
    for name in shipped_plans():
        assert name == "2563" or "release =" not in resources.path("plans", name, "plan.toml").read_text(
            "utf-8"
        )


EXAMPLE = re.compile("(?<=รหัสตัวชี้วัดตามแผน) เช่น [D0-9.]+")


@pytest.mark.parametrize("name", ["2563", "example-district-2568"])
def test_an_exported_plan_makes_a_file_of_the_same_records(name: str, tmp_path: Path) -> None:
    """Registers with their declarations and items too; only the first office's registers quote codes of its indicators."""
    with Office.create(tmp_path / "แรก.phaen", plan=name) as office:
        office.plan.export(tmp_path / "แผน")
        first = records_of(office)
    with Office.create(tmp_path / "อีก.phaen", plan=tmp_path / "แผน") as office:
        assert records_of(office) == {
            register: [EXAMPLE.sub("", record) for record in held] for register, held in first.items()
        }


def records_of(office: Office) -> dict[str, list[str]]:
    with office.session.reading() as connection:
        held = {n: records.all_values(connection, r) for n, r in office.session.file.registers.items()}
    return {name: sorted(map(repr, rows)) for name, rows in held.items()}
