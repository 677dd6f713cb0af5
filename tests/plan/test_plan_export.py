"""A plan written as a folder and read again is the same plan, whatever state its rows are in."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import resources
from core.plan.bundle import PlanFile
from core.plan.export import folder_of, picture_of
from core.plan.load import PlanRelease, genesis, genesis_from, of_an_office, release_of
from core.thai.fiscal import Month

# One point, white.
JPEG = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def by_register(release: PlanRelease) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, _, values in release.rows:
        rows.setdefault(name, []).append(dict(values))
    return rows


def written(folder: Path, year: int, rows: Rows) -> PlanRelease:
    folder.mkdir()
    for name, content in picture_of(year, rows).items():
        (folder / name).write_bytes(content)
    for name, text in folder_of(year, rows).items():
        (folder / name).write_text(text, "utf-8")
    return genesis_from(folder)


def in_order(release: PlanRelease) -> list[Any]:
    return sorted((name, record, list(values.items())) for name, record, values in release.rows)


def test_the_plan_of_2563_comes_back_as_it_was(tmp_path: Path) -> None:
    shipped = genesis("2563")
    again = written(tmp_path / "แผน", 2563, by_register(shipped))
    assert in_order(again) == in_order(of_an_office(shipped))


def test_a_plan_of_little_comes_back_as_it_was(tmp_path: Path) -> None:
    district = release_of(PlanFile.of(resources.path("plans", "example-district-2568"), "plan"))
    again = written(tmp_path / "แผน", 2568, by_register(district))
    assert in_order(again) == in_order(of_an_office(district))
    assert sorted(p.name for p in (tmp_path / "แผน").iterdir()) == ["plan.toml"]


def without(rows: Rows, register: str, at: int) -> Rows:
    return {**rows, register: [r for n, r in enumerate(rows[register]) if n != at]}


def changed(rows: Rows, register: str, **values: object) -> Rows:
    return {**rows, register: [{**rows[register][0], **values}, *rows[register][1:]]}


def added(rows: Rows, register: str, **values: object) -> Rows:
    return {**rows, register: [*rows.get(register, ()), {"fiscal_year": 2563, **values}]}


def target(**values: object) -> dict[str, object]:
    empty = dict.fromkeys(("text", "value", "value_to", "quarter", "month"))
    return {"indicator": "3", "year": 2563, **empty, **values}


EDITS = {
    "a text taken out": lambda rows: without(rows, "plan_texts", 3),
    "a heading with a number": lambda rows: added(
        rows, "plan_texts", section="goal.heading", ordinal=9, number="๙", text="หัวข้อ"
    ),
    "a row taken out": lambda rows: without(rows, "plan_printed_rows", 5),
    "quotes and lines": lambda rows: changed(
        rows, "plan_measures", title='"""\\ ทาง\n\t"อื่น"\u2028ๆ\n\n"', number="# 1"
    ),
    "a parameter that is a share": lambda rows: changed(
        rows, "plan_indicators", formula="pass_rate", parameters='{"denominator": 72, "score": 80.5}'
    ),
    "planned months": lambda rows: changed(
        rows, "plan_steps", planned_from=Month(2019, 10), planned_to=Month(2020, 1), share=Decimal("12.5")
    ),
    "a contract": lambda rows: changed(
        rows, "plan_projects", contract_signed_on=date(2020, 1, 15), contract_amount=Decimal("1250000.5")
    ),
    "a draft": lambda rows: changed(rows, "plan_years", draft=True, keeper="finance", addressee="ผู้ว่าฯ"),
    "how the office writes": lambda rows: changed(
        rows, "plan_years", telephone="0 2221 2141", email="a@b.c", emblem=JPEG
    ),
    "weight and levels": lambda rows: changed(
        rows,
        "plan_indicators",
        weight=Decimal(15),
        levels="[60, 65.5, 70, 75, 80]",
        score="result",
        cumulative=False,
        baseline=Decimal("77.5"),
        baseline_note="ปี 2562",
    ),
    "targets of periods": lambda rows: added(
        added(rows, "plan_targets", **target(value=Decimal(20), value_to=Decimal(30), quarter=2)),
        "plan_targets",
        **target(value=Decimal(5), month=Month(2020, 1)),
    ),
    "a definition changed": lambda rows: added(
        rows,
        "plan_definitions",
        indicator="3",
        effective_from=date(2020, 4, 1),
        formula="entered",
        parameters="{}",
        definition=None,
        calculation=None,
        reason="หนังสือ",
    ),
    "a waiver": lambda rows: added(
        rows, "plan_waivers", code="indicator.unit", ref="indicator:3", reason="ตกลง"
    ),
    "adopted anew": lambda rows: added(
        rows,
        "plan_adoptions",
        project=1,
        step=1,
        adopted_on=date(2020, 2, 1),
        planned_from=None,
        planned_to=None,
        reason="เลื่อน",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_edited_comes_back_too(tmp_path: Path, edit: str) -> None:
    rows = EDITS[edit](by_register(genesis("2563")))
    again = by_register(written(tmp_path / "แผน", 2563, rows))
    keeper = rows["plan_years"][0]["keeper"] or "admin"
    expected = changed(rows, "plan_years", keeper=keeper)
    for name in expected.keys() | again.keys():
        assert sorted(map(repr, again.get(name, []))) == sorted(map(repr, expected.get(name, []))), name
