"""Whether a register takes a new record: not once it is retired, nor in a fiscal year it isn't used in."""

from collections.abc import Iterator
from functools import cache

from core.faults import Finding
from core.registers.as_of import day_of
from core.registers.declare import Register, RuleContext, StatedRule, Value, Values
from core.thai.fiscal import fiscal_year_of

YEAR = "fiscal_year"


@cache
def used_rule(register: Register) -> StatedRule | None:
    """The rule that new records are asked about; None where a register takes some in any year."""
    names: tuple[str, ...] = (register.fields[0].name,)
    if register.retired:
        says = "เลิกใช้แล้ว จึงไม่เพิ่มรายการ"
    elif register.used_from or register.used_to:
        names = tuple(name for name in (YEAR, register.date_field) if name in register.by_name)
        says = f"เพิ่มรายการได้เฉพาะของ{used_years(register)}"
    else:
        return None

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        year = _year_of(map(values.get, names))
        if context.record_id is None and (register.retired or (year and not register.used_in(year))):
            said = f"{register.title}{says} โปรดใช้ทะเบียนอื่น{'' if register.retired else 'หรือแก้วันที่'}"
            yield Finding("register.unused", said, next(reversed(names)))

    return StatedRule(says, find, reads=names) if names else None


def used_years(register: Register) -> str:
    """The fiscal years a register is used in, in words."""
    first, last = register.used_from, register.used_to
    if first == last:
        return f"ปีงบประมาณ {first}"
    since, until = f"ตั้งแต่ {first}" if first else "", f"ถึง {last}" if last else ""
    return f"ปีงบประมาณ{since}{until}"


def _year_of(told: Iterator[Value | None]) -> int | None:
    """The fiscal year the first of these tells that is filled in: a year, or a day, month or moment."""
    for value in told:
        if isinstance(value, int):
            return value
        if day := day_of(value):
            return fiscal_year_of(day)
    return None
