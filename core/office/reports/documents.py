"""Official documents: their data gathered from plan and registers, for the reports room to set."""

from collections.abc import Iterable
from datetime import date

from core.faults import InputRefusal, UsageRefusal
from core.indicators.parameters import Uncomputable
from core.office.figures.service import FigureService
from core.office.records.service import RecordService
from core.office.reports.gathering import GATHERERS
from core.office.reports.orders import ReportOrder, chose
from core.office.reports.register_lists import list_spec, list_specs
from core.office.reports.types import Asked, ReportInfo
from core.office.session import Session
from core.plan.model import Plan
from core.plan.printed import printed_plan
from core.reports import REPORTS, ReportSpec, by_name
from core.reports.document import Digits, Document
from core.thai.dates import month_long
from core.thai.fiscal import Month, months_of


def reports(specs: Iterable[ReportSpec] = REPORTS) -> tuple[ReportInfo, ...]:
    """Documents as a person chooses them: those the program can make."""
    return tuple(
        ReportInfo(r.name, r.title, r.needs, r.rhythm, r.registers, r.formats, r.personal) for r in specs
    )


def printable(session: Session, plan: Plan) -> tuple[ReportSpec, ...]:
    """The documents that an office of such a plan can print, behind them the lists of its registers."""
    printed = printed_plan(plan)
    known = (spec for spec in REPORTS if not _lacks(session, printed, spec))
    return (*known, *list_specs(session.registers()))


def _lacks(session: Session, plan: Plan, spec: ReportSpec) -> bool:
    tables = (all(not t.name.startswith(name) for t in plan.tables) for name in spec.tables)
    if any(name not in session.file.registers for name in spec.registers) or any(tables):
        return True
    if spec.weighed and all(i.weight is None for i in plan.indicators):
        return True
    formula = spec.about.get("formula")
    chosen = {name: value for name, value in spec.about.items() if name != "formula"}
    return bool(formula) and not any(i.formula == formula and chose(i, **chosen) for i in plan.indicators)


def document_of(session: Session, asked: Asked) -> Document:
    """Gather one document. UsageRefusal for an unknown name or a year without a plan; InputRefusal where the office hasn't what
    the document is about, or the indicator it is about can't be computed."""
    spec = spec_of(session, asked.name)
    day = asked.as_of or (asked.month.last_day if asked.month else session.today())
    of_month = asked.month.fiscal_year if asked.month else session.default_year(day)
    plan = session.plan(of_month if asked.year is None else asked.year)
    # An indicator redefined in mid-year is printed as it held on the day, and every table as the plan is held.
    plan = printed_plan(plan.on(day))
    if any(name not in session.file.registers for name in spec.registers):
        raise InputRefusal(f"สำนักงานนี้ไม่มีทะเบียนที่ใช้กับ{spec.title} โปรดเลือกรายงานอื่น")
    digits: Digits = "thai" if asked.thai_digits else "arabic"
    try:
        order = ReportOrder(
            session,
            FigureService(session),
            RecordService(session),
            plan,
            _month(plan, asked.month, day),
            day,
            digits,
            asked.personal,
        )
        return spec.document((spec.gather or GATHERERS[spec.data])(order))
    except Uncomputable as fault:
        raise InputRefusal(f"พิมพ์{spec.title}ไม่ได้ {fault}") from fault


def _month(plan: Plan, asked: Month | None, day: date) -> Month:
    """The month asked for, else the day's; a day outside the plan's year belongs to the nearest month of it."""
    months = months_of(plan.fiscal_year)
    if asked is not None and asked not in months:
        raise UsageRefusal(
            f"เดือน{month_long(asked)} ไม่อยู่ในปีงบประมาณ {plan.fiscal_year} โปรดเลือกเดือนของปีงบประมาณนั้น"
        )
    return asked or min(max(Month.of(day), months[0]), months[-1])


def spec_of(session: Session, name: str) -> ReportSpec:
    """The report of that name; UsageRefusal where there is none."""
    if listed := list_spec(session, name):
        return listed
    try:
        return by_name(name)
    except KeyError:
        known = " ".join(r.name for r in (*REPORTS, *list_specs(session.registers())))
        raise UsageRefusal(f"ไม่มีรายงานชื่อ “{name}” โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ {known}") from None
