"""Rules that several registers share, made for the fields they look at.

Every factory gives a ``StatedRule``: a pure function of a record's values and its context, with a Thai statement of
what it asks for. A rule looks only at the values that are there; what is missing is another rule's matter.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.faults import Finding, Severity
from core.registers.declare import (
    Field,
    Record,
    RuleContext,
    StatedRule,
    Value,
    Values,
    field_of,
    rule,
    whole,
)
from core.thai.dates import day_short
from core.thai.fiscal import last_day_of
from core.thai.quote import quoted

ZERO = Decimal(0)

__all__ = [
    "ZERO",
    "counts_in_its_year",
    "fiscal_year",
    "in_order",
    "indicator_known",
    "label",
    "no_near_duplicate",
    "not_in_future",
    "on_working_days",
    "others",
    "project_known",
    "quoted",
    "says_something",
    "shown_in",
    "together",
]


def fiscal_year(hint: str = "ปี พ.ศ. ของแผน เว้นว่างหมายถึงปีที่เปิดอยู่") -> Any:
    """The fiscal year (Buddhist) of the plan a record counts for, whatever its own day; seldom typed."""
    return whole(
        "ปีงบประมาณ",
        minimum=Decimal(2400),
        maximum=Decimal(2699),
        in_list=False,
        help=hint,
    )


def label(record: type[Record], name: str) -> str:
    """A field's Thai label."""
    return _field(record, name).label


def shown_in(record: type[Record], name: str, value: Value | None) -> str:
    """A field's value as a sentence names it."""
    return _field(record, name).show(value)


def others(rows: Iterable[Mapping[str, Any]], context: RuleContext) -> list[Mapping[str, Any]]:
    """The rows that aren't the record being checked."""
    return [row for row in rows if row["id"] != context.record_id]


def in_order(record: type[Record], *names: str, code: str = "dates.backwards") -> StatedRule:
    """Days or moments never run backwards along ``names``; the order is checked between those that are there."""
    labels = [label(record, n) for n in names]

    @rule(f"วันที่ต้องไม่ย้อนลำดับ: {' → '.join(labels)}", reads=names)
    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        there = [n for n in names if values.get(n) is not None]
        for earlier, later in pairwise(there):
            if values[later] < values[earlier]:  # type: ignore[operator]  # both are of the one kind declared
                yield _backwards(record, earlier, later, values, code)

    return find


def _backwards(record: type[Record], earlier: str, later: str, values: Values, code: str) -> Finding:
    first, second = shown_in(record, earlier, values[earlier]), shown_in(record, later, values[later])
    noun = _field(record, later).type.noun
    return Finding(
        code,
        f"{label(record, later)} ({second}) มาก่อน{label(record, earlier)} ({first}) โปรดตรวจ{noun}ทั้งสอง",
        later,
        second,
    )


def together(record: type[Record], day_name: str, number_name: str) -> StatedRule:
    """A number and its day come together; one without the other is a remark."""
    day_label, number_label = label(record, day_name), label(record, number_name)

    @rule(f"{number_label}กับวันที่{day_label}ควรมาคู่กัน", notices=(day_name, number_name))
    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        day, number = values.get(day_name), values.get(number_name)
        if number and not day:
            yield Finding(
                "day.missing",
                f"มี{number_label} {quoted(str(number))} แต่ยังไม่มีวันที่{day_label} โปรดกรอกเมื่อทราบ",
                day_name,
                None,
                Severity.REMARK,
            )
        if day and not number:
            yield Finding(
                "number.missing",
                f"มีวันที่{day_label} ({shown_in(record, day_name, day)}) แต่ยังไม่มี{number_label} โปรดกรอกเมื่อทราบ",
                number_name,
                None,
                Severity.REMARK,
            )

    return find


def on_working_days(record: type[Record], *names: str) -> StatedRule:
    """A day that is no working day of government offices is a remark."""

    @rule("วันที่ควรเป็นวันทำการ วันหยุดเป็นเพียงข้อสังเกต", reads=names, each=True)
    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        for name in names:
            day = values.get(name)
            if isinstance(day, date) and not context.calendar.is_working_day(day):
                shown = shown_in(record, name, day)
                yield Finding(
                    "day.holiday",
                    f"{label(record, name)} ({shown}) ตรงกับวันหยุดราชการ ถ้าถูกต้องแล้วไม่ต้องแก้ไข",
                    name,
                    shown,
                    Severity.REMARK,
                )

    return find


def not_in_future(record: type[Record], *names: str) -> StatedRule:
    """A day or moment after today is a warning: figures don't count it until it has come."""

    @rule("วันที่ที่ยังมาไม่ถึงจะยังไม่นับในตัวชี้วัด", reads=names, each=True)
    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        for name in names:
            value = values.get(name)
            if isinstance(value, date) and _day(value) > context.today:
                shown = shown_in(record, name, value)
                yield Finding(
                    "day.future",
                    f"{label(record, name)} ({shown}) อยู่หลังวันนี้ ({day_short(context.today)}) โปรดตรวจวันที่",
                    name,
                    shown,
                    Severity.WARNING,
                )

    return find


def counts_in_its_year(record: type[Record], name: str) -> StatedRule:
    """What was done after its plan's year was over counts for no year: a warning. Source: docs/domain.md section 6."""

    @rule("ผลของแผนปีใดนับถึงสิ้นปีงบประมาณนั้น", reads=("fiscal_year", name))
    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        year, done = values.get("fiscal_year"), values.get(name)
        if isinstance(year, int) and isinstance(done, date) and done > last_day_of(year):
            shown = shown_in(record, name, done)
            said = f"{label(record, name)} ({shown}) อยู่หลังสิ้นปีงบประมาณ {year} จึงไม่นับเป็นผลของปีนั้น โปรดตรวจวันที่หรือปีงบประมาณ"
            yield Finding("year.over", said, name, shown, Severity.WARNING)

    return find


def no_near_duplicate(register: str, record: type[Record], *names: str) -> StatedRule:
    """Another record with the same values in all of ``names`` is a remark; nothing where one is empty."""
    labels = " ".join(label(record, n) for n in names)

    @rule(f"รายการที่ {labels} ตรงกันทั้งหมดอาจเป็นรายการซ้ำ", alike=names)
    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        same = {n: values.get(n) for n in names}
        if None in same.values() or not others(context.lookup.where(register, **same), context):
            return
        said = " ".join(f"{label(record, n)} {shown_in(record, n, v)}" for n, v in same.items())
        yield Finding(
            "record.similar",
            f"มีรายการอื่นที่เหมือนกัน ({said}) โปรดตรวจว่าไม่ได้บันทึกซ้ำ",
            names[0],
            shown_in(record, names[0], same[names[0]]),
            Severity.REMARK,
        )

    return find


def project_known(record: type[Record]) -> StatedRule:
    """The project of the field ``project`` stands in a plan of the file."""

    @rule("โครงการต้องมีอยู่ในแผน", reads=("project",))
    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        number = values.get("project")
        if number is not None and not context.lookup.where("plan_projects", number=number):
            yield Finding(
                "project.unknown",
                f"{label(record, 'project')} {quoted(str(number))} ไม่มีในแผน โปรดใช้เลขโครงการตามแผน",
                "project",
                str(number),
            )

    return find


def indicator_known(record: type[Record]) -> StatedRule:
    """The indicator of the field ``indicator`` stands in a plan of the file."""

    @rule("ตัวชี้วัดต้องมีอยู่ในแผน", reads=("indicator",))
    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        code = values.get("indicator")
        if code and not context.lookup.where("plan_indicators", code=code):
            yield Finding(
                "indicator.unknown",
                f"{label(record, 'indicator')} {quoted(str(code))} ไม่มีในแผน โปรดใช้รหัสตามแผน เช่น 3",
                "indicator",
                str(code),
            )

    return find


def says_something(*names: str) -> StatedRule:
    """At least one of the texts is filled in."""

    @rule("ต้องกรอกข้อความอย่างน้อยหนึ่งช่อง", notices=names)
    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        if not any(values.get(name) for name in names):
            yield Finding("text.missing", "ยังไม่มีข้อความ โปรดกรอกอย่างน้อยหนึ่งช่อง", names[0])

    return find


def _field(record: type[Record], name: str) -> Field:
    return field_of(record, name)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
