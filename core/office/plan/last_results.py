"""Last year's results as next year's plan tells them: the account of each negotiated indicator, and the table of weights.

Source: the 2563 plan's ผลการดำเนินงานที่ผ่านมา. The table's result is the plain mean of what the account lists, at most 100,
and its points are result x weight / 100; where the table has several rows nobody can know which result is whose, and it
stays as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from core.indicators.amounts import said
from core.indicators.exact import HUNDRED, weighted_points
from core.office.figures.types import IndicatorRow
from core.plan.check.drafts import NO_RESULT
from core.plan.columns import column_heads
from core.plan.model import Plan, PrintedRow, PrintedTable
from core.plan.rollover import RESULTS_TABLE
from core.plan.targets import target_in_words
from core.thai.dates import day_long
from core.thai.digits import to_arabic
from core.thai.numbers import format_decimal, round_half_up

NO_TARGET = "–"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def account(
    rows: Sequence[IndicatorRow], year: int, so_far: date | None = None
) -> tuple[tuple[str, str], ...]:
    """The prose of a fiscal year: how many negotiated indicators reached their targets, then each by its number, (number,
    text).

    ``so_far`` is the day the figures are as of, where their year still runs; the prose names it, and so the draft's list of
    years to look at does.
    """
    negotiated = [r for r in rows if r.indicator.negotiated]
    groups = [(key, list(group)) for key, group in groupby(negotiated, key=_group)]
    met = sum(all(r.result.met for r in group) for _, group in groups)
    lead = f"ตัวชี้วัดเจรจาตกลง {len(groups)} ตัวชี้วัด บรรลุค่าเป้าหมาย {met} ตัวชี้วัด"
    lead += f" ข้อมูล ณ วันที่ {day_long(so_far)}" if so_far else ""
    return (("", lead), *(line for key, group in groups for line in _lines(key[0], group, year)))


def _group(row: IndicatorRow) -> tuple[str, str]:
    return row.indicator.code.partition(".")[0], row.indicator.heading


def _lines(number: str, group: Sequence[IndicatorRow], year: int) -> Iterator[tuple[str, str]]:
    heading = group[0].indicator.heading
    if heading:
        yield f"{number}.", heading
        yield from ((f"{n})", _told(r, year)) for n, r in enumerate(group, 1))
    else:
        yield from ((f"{number}.", _told(r, year)) for r in group)


def _told(row: IndicatorRow, year: int) -> str:
    indicator, result = row.indicator, row.result
    parts = [indicator.title, _after("ค่าเป้าหมาย", target_in_words(indicator, year) or NO_TARGET)]
    if result.value is None:
        parts.append(NO_RESULT)
    else:
        parts.append(_after("ดำเนินการได้", said(indicator.unit, result.value)))
    if result.achievement is not None:
        parts.append(f"ผลความสำเร็จร้อยละ {format_decimal(result.achievement)}")
    return " ".join(parts)


def _after(word: str, said: str) -> str:
    """Words run on, as the plan prints them; a number stands off."""
    return f"{word} {said}" if said[:1].isdigit() else f"{word}{said}"


def weights(plan: Plan, rows: Sequence[IndicatorRow]) -> Mapping[int, tuple[str, ...]]:
    """The cells of the plan's table of last year's results, by the ordinals of its rows; none where it can't be filled."""
    known = [r.result.achievement for r in rows if r.indicator.negotiated]
    listed = [round_half_up(a) for a in known if a is not None]
    table = next((t for t in plan.tables if t.name == RESULTS_TABLE), None)
    if table is None or not listed or sum(r.kind == "row" for r in table.rows) != 1:
        return {}
    result = min(sum(listed, Decimal(0)) / len(listed), HUNDRED)
    (row,) = (r for r in table.rows if r.kind == "row")
    weight = _weight(table, row)
    filled = (r for r in table.rows if r.kind in ("row", "total"))
    return {r.ordinal: _filled(table, r, result, weight) for r in filled} if weight else {}


def _weight(table: PrintedTable, row: PrintedRow) -> Decimal | None:
    pairs = zip(column_heads(table, row), row.cells, strict=False)
    cell = next((to_arabic(cell) for head, cell in pairs if head == "น้ำหนักคะแนน"), "")
    found = _NUMBER.search(cell)
    return Decimal(found[0]) if found else None


def _filled(table: PrintedTable, row: PrintedRow, result: Decimal, weight: Decimal) -> tuple[str, ...]:
    new = {"ผลการดำเนินงาน": result, "น้ำหนักคะแนนที่ได้": weighted_points(result, weight)}
    heads = column_heads(table, row)
    return tuple(
        next((_plain(v) for name, v in new.items() if head.startswith(name)), cell)
        for head, cell in zip(heads, row.cells, strict=False)
    )


def _plain(value: Decimal) -> str:
    return format_decimal(value).removesuffix(".00")
