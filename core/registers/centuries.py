"""Days far from every plan of the file: a century mistaken, or a number that a spreadsheet took for a day.

Every register's days, months and moments are looked at, whoever wrote them, but those declared to be of any year. Source: docs/domain.md section 6, "Centuries".
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from operator import attrgetter

from core.faults import Finding, Severity
from core.registers.declare import (
    Field,
    Register,
    Rule,
    RuleContext,
    StatedRule,
    Value,
    Values,
    rule,
)
from core.registers.used_years import used_rule
from core.thai.fiscal import BUDDHIST_OFFSET, Month, fiscal_year_of

FAR = 5  # fiscal years a day may lie from the nearest plan, inclusive
_CENTURY = 100


def rules_of(register: Register) -> tuple[Rule, ...]:
    """The register's own rules, the one every register with days has, and that of one not used any more, or in any year."""
    common = tuple(filter(None, (_near_a_plan(register.fields), used_rule(register))))
    return (*register.rules, *common) if common else register.rules


def rule_texts(register: Register) -> tuple[str, ...]:
    """What the rules ask for, one Thai sentence each."""
    return tuple(r.says for r in rules_of(register) if isinstance(r, StatedRule))


def far_from_plans(fields: Iterable[Field], values: Values, plan_years: Iterable[int]) -> Iterator[Finding]:
    """An error for each day, month or moment more than ``FAR`` fiscal years from every one of ``plan_years``
    (Buddhist); none where there are no plans."""
    years = tuple(plan_years)
    for field in filter(attrgetter("near_a_plan"), fields):
        value = values.get(field.name)
        if isinstance(value, date | Month) and years and _distance(value, years) > FAR:
            yield _far(field, value, years)


class FarDays:
    """Tells which of a record's fields hold a day far from every plan; asked of many records."""

    def __init__(self, fields: Iterable[Field], plan_years: Iterable[int]) -> None:
        self._names = [f.name for f in fields if f.near_a_plan]
        self._years = tuple(plan_years)
        near = {year + n for year in self._years for n in range(-FAR, FAR + 1)}
        # Common Era years that are near with both fiscal years they lie in: by these most days are told at once.
        self._near = {year - BUDDHIST_OFFSET for year in near if year + 1 in near}

    def of(self, values: Values) -> tuple[str, ...]:
        """The names of these fields."""
        return tuple(name for name in self._names if self._years and self._is_far(values.get(name)))

    def _is_far(self, value: Value | None) -> bool:
        if not isinstance(value, date | Month) or value.year in self._near:
            return False
        return _distance(value, self._years) > FAR


@cache
def _near_a_plan(declared: tuple[Field, ...]) -> StatedRule | None:
    fields = tuple(f for f in declared if f.near_a_plan)
    if not fields:
        return None

    @rule(
        f"วันที่ต้องไม่ห่างเกิน {FAR} ปีงบประมาณจากทุกแผนในแฟ้ม ปีที่แฟ้มยังไม่มีแผนเป็นเพียงข้อสังเกต",
        reads=tuple(f.name for f in fields),
        each=True,
    )
    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        yield from far_from_plans(fields, values, context.plan_years)
        yield from _without_plan(fields, values, context.plan_years)

    return find


def _without_plan(fields: Iterable[Field], values: Values, years: tuple[int, ...]) -> Iterator[Finding]:
    for field in fields:
        value = values.get(field.name)
        if isinstance(value, date | Month) and years and 0 < _distance(value, years) <= FAR:
            shown = field.show(value)
            yield Finding(
                "day.no_plan",
                f"{field.label} ({shown}) อยู่ในปีงบประมาณ {fiscal_year_of(value)} ซึ่งแฟ้มนี้ยังไม่มีแผน ถ้าถูกต้องแล้วไม่ต้องแก้ไข",
                field.name,
                shown,
                Severity.REMARK,
            )


def _far(field: Field, value: date | Month, years: tuple[int, ...]) -> Finding:
    held = ", ".join(map(str, sorted(years)))
    meant = _meant(value, years)
    said = (
        f"{field.label} {field.type.show_in_full(value)} ห่างจากแผนทุกปีในแฟ้ม ({held}) เกิน {FAR} ปีงบประมาณ "
        f"โปรดตรวจปี พ.ศ.{f' อาจหมายถึงปี {meant}' if meant else ''}"
    )
    return Finding("day.far", said, field.name, field.show(value))


def _distance(value: date | Month, years: tuple[int, ...]) -> int:
    year = fiscal_year_of(value)
    return 0 if year in years else min(abs(year - plan) for plan in years)


def _meant(value: date | Month, years: tuple[int, ...]) -> int | None:
    """The Buddhist year that was probably meant: two digits of one era read in the other; None where that lies in no
    plan's year either."""
    buddhist = value.year + BUDDHIST_OFFSET
    into_next = fiscal_year_of(value) - buddhist  # October to December belong to the fiscal year after
    likely = (2000 + BUDDHIST_OFFSET + buddhist % _CENTURY, 2500 + value.year % _CENTURY)
    return next((year for year in likely if year + into_next in years), None)
