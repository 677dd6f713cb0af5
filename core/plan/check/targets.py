"""Targets as the tables print them, against the plan's numbers."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import column_heads, of_indicator, of_row
from core.plan.model import Indicator, Plan, Target
from core.thai.digits import to_arabic

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_ORDINAL = re.compile(r"^\s*[0-9]+\)\s*")
_YEAR = re.compile(r"25[0-9]{2}$")


def targets_agree(plan: Plan) -> Iterable[PlanAdvice]:
    """A target's text says the number the plan computes with, in the plan and in every table."""
    for indicator in plan.indicators:
        for target in indicator.targets:
            if target.text and _number(target.text) != target.value:
                at = of_indicator(indicator)
                yield _advice("target.text", at.where, at.ref, target.text, indicator, target)
    yield from _printed(plan)


def _printed(plan: Plan) -> Iterable[PlanAdvice]:
    by_code = {i.code: i for i in plan.indicators}
    for table in plan.tables:
        for row in table.rows:
            mine = [by_code[code] for kind, code in row.refs if kind == "indicator" and code in by_code]
            heads = column_heads(table, row) if row.kind == "row" and mine else ()
            for head, cell in zip(heads, row.cells, strict=False):
                at = of_row(table, row)
                for text, indicator, target in _pairs(plan.fiscal_year, head, cell, mine):
                    if _number(text) != target.value:
                        yield _advice("target.printed", at.where, at.ref, text, indicator, target)


def _pairs(
    this_year: int, head: str, cell: str, mine: Sequence[Indicator]
) -> list[tuple[str, Indicator, Target]]:
    """The targets in a cell, line by line; none where the lines can't be told apart."""
    if not head.startswith("ค่าเป้าหมาย") and not _YEAR.fullmatch(head):
        return []
    match = _YEAR.search(head)
    year = int(match[0]) if match else this_year
    lines = cell.split("\n") if len(mine) > 1 else [cell]
    if len(lines) != len(mine):
        return []
    found = [(line, i, _of_year(i, year)) for line, i in zip(lines, mine, strict=True)]
    return [(line, indicator, target) for line, indicator, target in found if target is not None]


def _of_year(indicator: Indicator, year: int) -> Target | None:
    return next((t for t in indicator.targets if t.year == year), None)


def _number(text: str) -> Decimal | None:
    found = _NUMBER.search(_ORDINAL.sub("", to_arabic(text)))
    return Decimal(found[0].replace(",", "")) if found else None


def _advice(code: str, where: str, ref: str, text: str, indicator: Indicator, target: Target) -> PlanAdvice:
    held = "ไม่มีค่า" if target.value is None else f"{target.value:f}"
    message = f"ค่าเป้าหมายปี {target.year} ของตัวชี้วัดที่ {indicator.code} พิมพ์ว่า “{' '.join(text.split())}” แต่แผนคำนวณด้วย {held}"
    return PlanAdvice(code, message, where, "น่าจะแก้เพียงแห่งเดียว โปรดทำให้ตรงกัน", ref)
