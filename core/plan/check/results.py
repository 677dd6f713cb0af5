"""Last year's results and their total, and head-counts beside percentages."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_row, passages
from core.plan.columns import column_heads
from core.plan.model import Plan, PrintedTable
from core.thai.digits import to_arabic
from core.thai.numbers import format_decimal

_RESULT = re.compile(r"ผลความสำเร็จ\s*ร้อยละ\s*([0-9]+(?:\.[0-9]+)?)")
_PEOPLE = re.compile(r"ร้อยละ\s*([0-9]+(?:\.[0-9]+)?)\s*\(\s*(?:จำนวน\s*)?([0-9]+)\s*คน\s*\)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

# A percentage printed without decimals may be half a percent off either way.
HALF = Decimal("0.5")


def results_make_their_total(plan: Plan) -> Iterable[PlanAdvice]:
    """The results listed one by one have the mean that the table of results gives as their total."""
    texts = plan.section("past_result")
    results = [Decimal(m[1]) for t in texts for m in _RESULT.finditer(to_arabic(t.text))]
    mean = sum(results, Decimal(0)) / len(results) if results else None
    for table in plan.tables:
        for at, total in _totals(table, "ผลการดำเนินงาน"):
            if mean is not None and format_decimal(mean) != format_decimal(total):
                listed = " ".join(f"{r:f}" for r in results)
                message = f"พิมพ์ผลรวม {total:f} แต่ผลรายตัวชี้วัดคือ {listed} ซึ่งเฉลี่ยได้ {format_decimal(mean)}"
                intention = "น่าจะต้องบอกวิธีรวมผล หรือแก้ผลรวมให้ตรงกับผลรายตัวชี้วัด"
                yield PlanAdvice("result.mean", message, at.where, intention, at.ref)


def head_counts_fit(plan: Plan) -> Iterable[PlanAdvice]:
    """Percentages with a number of people beside them, in one sentence, speak of the same whole."""
    for at in (p for p in passages(plan) if "คน" in p.text):
        pairs = [(Decimal(m[1]), int(m[2])) for m in _PEOPLE.finditer(to_arabic(at.text))]
        for (percent, people), (other, crowd) in pairwise(pairs):
            if percent and other and not _same_whole(percent, people, other, crowd):
                whole = format_decimal(people * 100 / percent, places=0)
                message = f"{people} คน เป็นร้อยละ {percent:f} แสดงว่ามีทั้งหมด {whole} คน แต่ {crowd} คน กลับเป็นร้อยละ {other:f}"
                meant = format_decimal(crowd * percent / people)
                yield PlanAdvice(
                    "percent.head-count",
                    message,
                    at.where,
                    f"น่าจะเป็นร้อยละ {meant} หรือจำนวนคนคลาดเคลื่อน",
                    at.ref,
                )


def _same_whole(percent: Decimal, people: int, other: Decimal, crowd: int) -> bool:
    least, most = people * 100 / (percent + HALF), people * 100 / (percent - HALF)
    return crowd * 100 / (other + HALF) <= most and crowd * 100 / (other - HALF) >= least


def _totals(table: PrintedTable, head: str) -> Iterator[tuple[Passage, Decimal]]:
    """The numbers of total rows in the column of that heading."""
    for row in table.rows:
        if row.kind == "total":
            for above, cell in zip(column_heads(table, row), row.cells, strict=False):
                if above.startswith(head) and (found := _NUMBER.fullmatch(to_arabic(cell.strip()))):
                    yield of_row(table, row), Decimal(found[0])
