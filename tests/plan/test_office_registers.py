"""The registers of an office made from a plan folder: the six of any plan, and the folder's own."""

import shutil
from pathlib import Path

import pytest

from core import resources
from core.faults import FileRefusal
from core.plan.model import Unit
from core.plan.office_registers import ALWAYS, declarations_of, item_rows
from core.registers.declaration import read_registers
from core.registers.declare import Register

UNITS = (Unit("clean", "ฝ่ายรักษาความสะอาด", 1), Unit("social", "ฝ่ายพัฒนาชุมชน", 2), Unit("gov", "ฝ่ายปกครอง", 3))
DISTRICT = resources.path("plans", "example-district-2568")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DISTRICT, tmp_path / "plan")
    return tmp_path / "plan"


def registers_of(folder: Path) -> dict[str, Register]:
    return {r.name: r for r in read_registers(declarations_of(UNITS, folder))}


def test_an_office_keeps_the_six_of_any_plan_and_its_own() -> None:
    kept = registers_of(DISTRICT)
    own = {"complaints", "training_attendance", "survey_answers", "measured_items", "measured_quantities"}
    assert {*kept} == {*ALWAYS, *own}
    assert {kept[name].unit for name in ALWAYS} == {""}
    assert {kept[name].unit for name in own} == {"clean", "social", "gov"}


def test_its_units_sign_and_no_rule_looks_at_what_it_does_not_keep() -> None:
    kept = registers_of(DISTRICT)
    signing = kept["signers"].field("unit")
    assert [c.code for c in signing.choices] == ["office", "clean", "social", "gov"]
    assert signing.show("gov") == "ฝ่ายปกครอง"
    asked = [rule.get("register") for d in declarations_of(UNITS, DISTRICT) for rule in d.get("rules", ())]
    assert {*asked} <= {None, *kept}


def test_no_help_gives_an_indicator_of_another_office_as_an_example() -> None:
    fields = [f for r in registers_of(DISTRICT).values() for f in r.fields if f.code_of == "plan_indicators"]
    assert {f.help for f in fields} == {"รหัสตัวชี้วัดตามแผน"}
    shipped = (resources.path("registers", f"{name}.toml") for name in ALWAYS)
    assert sum("รหัสตัวชี้วัดตามแผน เช่น " in path.read_text("utf-8") for path in shipped) == 2


def test_what_comes_with_its_registers_has_ids_of_its_keys() -> None:
    rows = item_rows(registers_of(DISTRICT).values(), 2568)
    assert [(name, values["code"]) for name, _, values in rows] == [
        ("measured_items", code) for code in ("food", "recycle", "branch", "hazard", "bulky")
    ]
    assert len({record for _, record, _ in rows}) == len(rows)


def test_a_folder_adds_to_a_register_of_any_plan(folder: Path) -> None:
    (folder / "registers" / "steps.toml").write_text(
        'extends = "project_steps"\n\n[[fields]]\nname = "photo_no"\ntype = "text"\nlabel = "เลขที่ภาพ"\n',
        "utf-8",
    )
    steps = registers_of(folder)["project_steps"]
    assert steps.fields[-1].name == "photo_no"
    assert steps.key_fields == ("fiscal_year", "project", "step")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "complaints"\ntitle = "x"', "complaints.*อยู่แล้ว"),
        ('name = "signers"\ntitle = "x"', "signers.*อยู่แล้ว"),
        ('name = "plan_units"\ntitle = "x"', "plan_units.*อยู่แล้ว"),
        ('name = "odd"\ntitle = "x"\nunit = "finance"', "ไม่มีส่วนราชการ.*finance"),
        ('extends = "complaints"', "extends"),
        ('title = "x"\n[[fields]]\nname = "a"\ntype = "text"\nlabel = "ก"', "name"),
        (
            'name = "odd"\ntitle = "x"\n[[fields]]\nname = "a"\ntype = "text"\nlabel = "ก"\n'
            'refers_to = "budget_entries"',
            "key",
        ),
        (
            'name = "odd"\ntitle = "x"\n[[fields]]\nname = "a"\ntype = "number"\nlabel = "ก"\n'
            '[[rules]]\nkind = "sum_of_lines"\nfield = "a"\nregister = "gone"\nlines_field = "b"\nby = ["a"]',
            "gone",
        ),
        ('extends = "signers"\ntitle = "ผู้เซ็น"', "title.*เปลี่ยนไม่ได้"),
        ('name = "odd', "TOML"),
        ('name = "odd"\ntitle = "x"', "odd.*fields"),
        (
            'name = "odd"\ntitle = "x"\n[[fields]]\nname = "a"\ntype = "text"\nlabel = "ก"\nrefers_to = "gone"',
            "refers_to",
        ),
    ],
)
def test_a_register_that_cannot_be_used_is_named(folder: Path, text: str, said: str) -> None:
    (folder / "registers" / "zz.toml").write_text(text, "utf-8")
    with pytest.raises(FileRefusal, match=said):
        declarations_of(UNITS, folder)
