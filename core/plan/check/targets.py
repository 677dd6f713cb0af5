"""Targets as the plan words and prints them, against the number, comparison and unit it computes with."""

from collections.abc import Iterable, Iterator

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_indicator, of_row, spread
from core.plan.model import Indicator, Plan, Target
from core.plan.printed_targets import target_cells
from core.plan.targets import WordedTarget, agrees, composed, is_target, read


def targets_agree(plan: Plan) -> Iterable[PlanAdvice]:
    """What the plan words as a target is the target it computes with: the wording of each year, every table, its prose."""
    for indicator in plan.indicators:
        asked = (indicator.unit, indicator.comparison)
        for target in (*indicator.targets, *indicator.period_targets):
            if target.text and not agrees(target.text, target.value, *asked, target.value_to):
                yield _advice("target.text", of_indicator(indicator), target.text, indicator, target)
    for table in plan.tables:
        for row in table.rows:
            for cell in target_cells(plan, table, row):
                for text, indicator, target in cell.faults:
                    yield _advice("target.printed", of_row(table, row), text, indicator, target)
    yield from _named(plan)


def _advice(code: str, at: Passage, text: str, indicator: Indicator, target: Target) -> PlanAdvice:
    about = f"ค่าเป้าหมายปี {target.year} ของตัวชี้วัดที่ {indicator.code}"
    worded = " ".join(text.split())
    held = (
        "ไม่มีค่า รายงานจึงไม่พิมพ์ข้อความนี้"
        if target.value is None
        else f"คือ {composed(target.value, indicator.unit, indicator.comparison, target.value_to)} รายงานจึงพิมพ์ค่านี้"
    )
    message = f"{about} เขียนว่า “{worded}” แต่ค่าเป้าหมาย{held}"
    return PlanAdvice(code, message, at.where, "น่าจะแก้เพียงแห่งเดียว โปรดทำให้ตรงกัน", at.ref)


def _named(plan: Plan) -> Iterable[PlanAdvice]:
    """Titles and prose that still name another target of this year."""
    for indicator in plan.indicators:
        if indicator.target is None:
            continue
        target, ends = indicator.target, indicator.target_to
        others = [
            (passage, said)
            for passage, said in _amounts(plan, indicator)
            if said.unit == indicator.unit and not is_target(said, target, indicator.comparison, ends)
        ]
        if others:
            first, said = others[0]
            held = composed(target, indicator.unit, indicator.comparison, ends)
            message = (
                f"ค่าเป้าหมายของตัวชี้วัดที่ {indicator.code} คือ {held} "
                f"แต่ {spread([p for p, _ in others])} ยังเขียนว่า “{' '.join(said.words.split())}”"
            )
            yield PlanAdvice(
                "target.named", message, first.where, "น่าจะยังไม่ได้แก้ข้อความตามค่าเป้าหมาย", first.ref
            )


def _amounts(plan: Plan, indicator: Indicator) -> Iterator[tuple[Passage, WordedTarget]]:
    """The amounts called a target in an indicator's own texts and in the rows about it alone; in its title also those
    that compare."""
    title = of_indicator(indicator, indicator.title)
    yield from ((title, said) for said in read(title.text) if said.goal or said.comparison)
    prose = [of_indicator(indicator, text) for text in (indicator.definition, indicator.calculation)]
    for table in plan.tables:
        for row in table.rows:
            if [code for kind, code in row.refs if kind == "indicator"] == [indicator.code]:
                prose += (of_row(table, row, text) for text in row.cells)
    yield from ((passage, said) for passage in prose for said in read(passage.text) if said.goal)
