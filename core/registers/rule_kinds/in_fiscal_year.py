"""Days and months that lie in the fiscal year their record counts for; with ``end_only`` not after its end.

Source: docs/domain.md section 6.
"""

from collections.abc import Iterator
from datetime import date

from core.faults import Finding
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.filters import first_day
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, listed, stated
from core.registers.rule_parameters import a_flag, dated, field_named, numeric, some_fields
from core.thai.fiscal import Month, fiscal_year_of

YEAR = "fiscal_year"


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]
    end_only: bool = spec.parameters["end_only"]
    field_named(YEAR, scope, numeric)

    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        year = values.get(YEAR)
        if not isinstance(year, int):
            return
        for field in fields:
            value = values.get(field.name)
            if not isinstance(value, date | Month):
                continue
            lies_in = fiscal_year_of(first_day(value))
            if lies_in > year or (lies_in < year and not end_only):
                said = f"{field.label} ({field.show(value)}) {_told(field, year, end_only=end_only)}"
                yield spec.finding(scope, field, values, said)

    where = "ไม่อยู่หลังสิ้นปีงบประมาณที่นับ" if end_only else "อยู่ในปีงบประมาณที่นับ"
    reads = (YEAR, *(field.name for field in fields))
    return stated(spec, scope, f"{listed(fields)} {spec.must}{where}", find, reads=reads)


def _told(field: Field, year: int, *, end_only: bool) -> str:
    if end_only:
        return f"อยู่หลังสิ้นปีงบประมาณ {year} จึงไม่นับเป็นผลของปีนั้น โปรดตรวจวันที่หรือปีงบประมาณ"
    months = f"ต.ค. {year - 1} ถึง ก.ย. {year}"
    return f"อยู่นอกปีงบประมาณ {year} โปรดใช้{'วันที่ใน' if field.type.tells_a_day else ''}เดือน {months}"


KIND = RuleKind("in_fiscal_year", (some_fields("fields", dated), a_flag("end_only")), _make)
