"""Every case file of tests/cases, computed and compared with what an officer wrote there."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.indicators import evaluate, weighted_points
from core.indicators.facts import (
    BudgetFacts,
    CountFacts,
    EnteredFacts,
    Facts,
    PassFacts,
    PassGroup,
    ShareFacts,
    ShareMonth,
    StepFact,
    StepFacts,
    Tally,
    TallyFacts,
)
from core.indicators.goals import Goal
from core.indicators.result import Result
from core.plan.model import Indicator
from core.thai.calendar import government_calendar
from core.thai.dates import parse_day, parse_month
from core.thai.numbers import format_decimal

CASES = Path(__file__).parent.parent / "cases"
Table = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One case with what its file says for all of them."""

    kind: str
    told: Table


def load() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        file = tomllib.loads(path.read_text("utf-8"))
        common: Table = {key: file[key] for key in ("สูตร", "พารามิเตอร์", "เป้าหมาย") if key in file}
        for number, told in enumerate(file["กรณี"], 1):
            inherited = {k: v for k, v in common.items() if "สูตร" not in told or k != "พารามิเตอร์"}
            case = Case(file.get("ชนิด", "ตัวชี้วัด"), {**inherited, **told})
            found.append(pytest.param(case, id=f"{path.stem}-{number}"))
    return found


def shown(value: Decimal | None) -> str:
    return "-" if value is None else format_decimal(value)


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def step(row: list[Any]) -> StepFact:
    order, title, share, finished, since, until = [*row, "", "", ""][:6]
    return StepFact(
        order,
        title,
        Decimal(share),
        parse_day(finished) if finished else None,
        parse_month(since) if since else None,
        parse_month(until) if until else None,
    )


def ratings(levels: Sequence[int]) -> TallyFacts:
    """So many ratings of each level, the lowest first."""
    return TallyFacts(tuple(Tally(level, given) for level, given in enumerate(levels, 1)))


FACTS: Mapping[str, Callable[[Any], Facts]] = {
    "ขั้น": lambda rows: StepFacts(tuple(step(row) for row in rows)),
    "เดือน": lambda rows: ShareFacts.of_months(
        tuple(ShareMonth(parse_month(m), *counts) for m, *counts in rows)
    ),
    "ศูนย์": lambda rows: PassFacts(tuple(PassGroup(*row) for row in rows)),
    "ครั้ง": lambda counts: ShareFacts(*counts),
    "ระดับ": ratings,
    "จำนวน": CountFacts,
    "บันทึก": lambda text: EnteredFacts(number(text)),
    "งบประมาณ": lambda baht: BudgetFacts(*map(Decimal, baht)),
}


def indicator(told: Table) -> Indicator:
    return Indicator(
        code="1",
        title=told["ชื่อ"],
        short_title="",
        heading="",
        unit=told.get("หน่วย", "percent"),
        comparison=told.get("เทียบ", "ge"),
        target=number(told.get("เป้าหมาย", "")),
        target_to=number(told.get("ถึง", "")),
        targets=(),
        formula=told["สูตร"],
        parameters=told.get("พารามิเตอร์", {}),
        owner="admin",
        dimension=1,
        negotiated=True,
        node=None,
        ordinal=1,
    )


def computed(told: Table) -> Result:
    facts = next(make(told[key]) for key, make in FACTS.items() if key in told)
    return evaluate(indicator(told), facts, parse_day(told["ณ วันที่"]), told.get("ปีงบประมาณ", 2563))


SEEN: Mapping[str, Callable[[Result], Any]] = {
    "ค่า": lambda r: shown(r.value),
    "ต่ำสุด": lambda r: shown(r.worst),
    "สูงสุด": lambda r: shown(r.best),
    "แผน": lambda r: shown(r.planned),
    "ร้อยละของเป้าหมาย": lambda r: shown(r.achievement),
    "ยังไม่ครบกำหนด": lambda r: r.open,
    "สถานะ": lambda r: r.status_label,
    "ต้องทำ": lambda r: r.to_do,
    "คำเตือน": lambda r: list(r.warnings),
    "รายเดือน": lambda r: [shown(working.value) for working in r.workings],
}


def check_indicator(told: Table) -> None:
    result = computed(told)
    assert {key: SEEN[key](result) for key in told["ผล"]} == told["ผล"]


def check_due_day(told: Table) -> None:
    due = government_calendar().nth_working_day_after(parse_day(told["วันที่รับ"]), 7)
    assert due == parse_day(told["ครบกำหนด"])


def check_points(told: Table) -> None:
    points = weighted_points(Decimal(told["ผลร้อยละ"]), Decimal(told["น้ำหนัก"]))
    assert shown(points) == told["คะแนน"]


def check_achievement(told: Table) -> None:
    goal = Goal.of(told.get("เทียบ", "ge"), number(told["เป้าหมาย"]), number(told.get("ถึง", "")))
    value = number(told["ผล"])
    reached = goal.achievement(value) if goal and value is not None else None
    assert shown(reached) == told["ร้อยละของเป้าหมาย"]


def check_rounding(told: Table) -> None:
    assert format_decimal(Decimal(told["จำนวน"])) == told["แสดง"]


CHECKS: Mapping[str, Callable[[Table], None]] = {
    "ตัวชี้วัด": check_indicator,
    "วันครบกำหนด": check_due_day,
    "คะแนนถ่วงน้ำหนัก": check_points,
    "ร้อยละของเป้าหมาย": check_achievement,
    "การปัดเศษ": check_rounding,
}


@pytest.mark.parametrize("case", load())
def test_case_comes_out_as_written(case: Case) -> None:
    CHECKS[case.kind](case.told)


def test_every_case_file_is_found() -> None:
    assert len(load()) >= 60
