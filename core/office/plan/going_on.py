"""What of a year's plan may go on into the next, what needn't, and what follows from leaving something behind."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from core.faults import InputRefusal
from core.indicators.parameters import BadParameter
from core.indicators.registry import FORMULAS, settings
from core.office.figures.service import FigureService
from core.office.plan.types import GoingOn, Measured, RolloverPreview, UsedRegister
from core.office.session import Session
from core.plan.carried import Unspent, granted
from core.plan.left_behind import Left, emptied_measures
from core.plan.model import Indicator, Plan
from core.plan.office_registers import ALWAYS
from core.plan.spending import Spending
from core.registers.as_of import reached
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.tables import records
from core.store.tables.records import Query
from core.store.tables.register_tables import registers_of
from core.thai.numbers import format_baht


def projects_of(
    connection: Connection, plan: Plan, day: date, money: Mapping[int, Spending]
) -> tuple[GoingOn, ...]:
    """The year's projects as of the end of a day, with the year's ``money`` of each."""
    register = registers_of(connection)["project_steps"]
    rows = records.rows(connection, register, Query(year=plan.fiscal_year, counted=True))
    done = {
        (r.values["project"], r.values["step"])
        for r in rows
        if reached(r.values["finished_on"], plan.fiscal_year, day)
    }
    return tuple(
        GoingOn(
            p.number,
            p.title,
            len(p.steps),
            sum((p.number, step.step) in done for step in p.steps),
            p.indicators,
            granted(p),
            (left := unspent_of(money[p.number]).whole),
            money[p.number].allocated > 0 and not left,
        )
        for p in plan.projects
    )


def unspent_of(money: Spending) -> Unspent:
    """What a project's money of a year left."""
    return Unspent.of(money.allocated, money.committed, money.disbursed)


def indicators_of(session: Session, plan: Plan) -> tuple[Measured, ...]:
    """The year's indicators with what their values hang on."""
    figures = FigureService(session)
    feeds = {r.name: figures.feeds(r.name, plan.fiscal_year) for r in session.registers()}
    owners = {code: p.number for p in plan.projects for code in p.indicators}
    return tuple(
        Measured(
            indicator.code,
            indicator.called,
            _projects(indicator, owners.get(indicator.code)),
            _refers(indicator),
            tuple(name for name, codes in feeds.items() if indicator.code in codes),
        )
        for indicator in plan.indicators
    )


def _projects(indicator: Indicator, owner: int | None) -> tuple[int, ...]:
    named = (indicator.parameters or {}).get("project")
    found = (owner, named if isinstance(named, int) else None)
    return tuple(dict.fromkeys(number for number in found if number is not None))


def _refers(indicator: Indicator) -> tuple[str, ...]:
    formula = FORMULAS.get(indicator.formula)
    try:
        return formula.refers(settings(indicator)) if formula else ()
    except BadParameter:
        return ()


def registers_of_the_office(session: Session, connection: Connection, year: int) -> tuple[UsedRegister, ...]:
    """The registers used in the year after ``year`` that an office may do without."""
    return tuple(
        UsedRegister(r.name, r.title, records.count(connection, r, Query()), _looked_at(r))
        for r in session.registers()
        if r.name not in ALWAYS and r.used_in(year + 1)
    )


def _looked_at(register: Register) -> tuple[str, ...]:
    """The other registers that a register's fields, views and rules look at."""
    named = (
        *(field.refers_to for field in register.reference_fields),
        *(name for view in register.views for name in (view.register, view.beside)),
        *(getattr(rule, "beside", "") for rule in register.rules),
    )
    return tuple(dict.fromkeys(name for name in named if name and name != register.name))


def with_unread(found: RolloverPreview, left: Left) -> Left:
    """What is left, with the registers all of whose indicators are."""
    readers = {r.name: {i.code for i in found.indicators if r.name in i.registers} for r in found.registers}
    unread = {name for name, codes in readers.items() if codes and codes <= left.indicators}
    return replace(left, unread=frozenset(unread))


def finished(found: RolloverPreview) -> Left:
    """What needn't go on: the finished projects, and the indicators measured by these alone."""
    projects = {p.number for p in found.projects if p.finished}
    codes = {i.code for i in found.indicators if i.projects and {*i.projects} <= projects}
    return Left.of(projects, codes)


def check(found: RolloverPreview, left: Left) -> None:
    """InputRefusal where something is to be left that isn't there to go on."""
    year = found.year - 1
    known = (
        ("โครงการที่", left.projects, {p.number for p in found.projects}),
        ("ตัวชี้วัดที่", left.indicators, {i.code for i in found.indicators}),
        ("ทะเบียน", left.registers, {r.name for r in found.registers}),
    )
    for what, chosen, there in known:
        for stranger in sorted(chosen - there, key=str):
            listed = " ".join(map(str, sorted(there, key=str))) or "ไม่มี"
            raise InputRefusal(
                f"ไม่มี{what} {stranger} ในสิ่งที่เลือกได้ว่าจะทำต่อจากปี {year} หรือไม่ โปรดเลือกจาก {listed}"
            )


def follows(found: RolloverPreview, plan: Plan, left: Left) -> tuple[str, ...]:
    """What follows from leaving something behind, in Thai sentences."""
    titles = {r.name: r.title for r in found.registers}
    return (
        *_of_money(found, left),
        *(
            sentence
            for i in found.indicators
            if i.code not in left.indicators
            for sentence in _of(i, left, titles)
        ),
        *_of_projects(found, left),
        *_of_registers(found, left, titles),
        *_of_measures(found, plan, left),
    )


def _of_money(found: RolloverPreview, left: Left) -> Iterator[str]:
    for money in found.carried:
        if money.project in left.projects:
            yield f"โครงการที่ {money.project} ไม่ทำต่อ เงินเหลือ {format_baht(money.whole)} บาทจึงไม่ยกไป"


def _of(indicator: Measured, left: Left, titles: Mapping[str, str]) -> Iterator[str]:
    """What an indicator that goes on lacks then."""
    said = f"ตัวชี้วัดที่ {indicator.code}"
    for number in indicator.projects:
        if number in left.projects:
            yield f"{said} วัดจากโครงการที่ {number} ซึ่งไม่ทำต่อ โปรดเปลี่ยนวิธีคำนวณ หรือไม่ทำต่อด้วย"
    for code in indicator.indicators:
        if code in left.indicators:
            yield f"{said} ใช้ค่าของตัวชี้วัดที่ {code} ซึ่งไม่ทำต่อ จะไม่มีค่าจนกว่าจะเปลี่ยนวิธีคำนวณ"
    for name in indicator.registers:
        if name in left.registers:
            yield f"{said} นับจาก “{titles[name]}” ซึ่งไม่ใช้ต่อ โปรดเปลี่ยนวิธีคำนวณ หรือไม่ทำต่อด้วย"


def _of_registers(found: RolloverPreview, left: Left, titles: Mapping[str, str]) -> Iterator[str]:
    for register in found.registers:
        for name in register.looks_at if register.name not in left.registers else ():
            if name in left.registers:
                yield f"“{register.title}” ใช้รายการของ “{titles[name]}” ซึ่งไม่ใช้ต่อ โปรดใช้ต่อทั้งสอง หรือไม่ใช้ต่อด้วย"


def _of_measures(found: RolloverPreview, plan: Plan, left: Left) -> Iterator[str]:
    if empty := len(emptied_measures(plan, left)):
        yield f"{empty} มาตรการไม่มีโครงการและตัวชี้วัดเหลืออยู่ จึงไม่อยู่ในแผนปี {found.year}"


def _of_projects(found: RolloverPreview, left: Left) -> Iterator[str]:
    for project in found.projects:
        codes = {*project.indicators}
        if project.number not in left.projects and codes and codes <= left.indicators:
            yield f"โครงการที่ {project.number} ทำต่อ แต่ไม่มีตัวชี้วัดเหลืออยู่"
