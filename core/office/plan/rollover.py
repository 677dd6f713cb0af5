"""Next year's plan from this year's: what would be made of it, and making it, as one step of undo.

The new plan is a draft, looked through and then made the year's plan (``adopt_plan``). It is one entry of the change log
like any other: it is undone whole, travels in packages, and two copies of a file that roll over apart merge into one plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from core.faults import InputRefusal
from core.office.commit import commit
from core.office.figures.service import FigureService
from core.office.plan import going_on
from core.office.plan.last_results import account, weights
from core.office.plan.types import CarriedOver, RolledOver, RolloverPreview
from core.office.registers.service import RegisterService
from core.office.session import Session
from core.plan.carried import Unspent
from core.plan.left_behind import Left
from core.plan.model import Plan
from core.plan.records import PLAN_REGISTERS
from core.plan.rollover import NOTHING_LEFT, Closing, NewRow, items_by_year, next_plan
from core.plan.spending import Spending
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.facts.paper_facts import money_by_project
from core.store.log.changes import Change, Delete, Put
from core.store.log.made_with import made_with
from core.store.tables import records
from core.store.tables.records import Query
from core.store.tables.register_tables import registers_of
from core.thai.fiscal import first_day_of, last_day_of


def preview(session: Session, year: int) -> RolloverPreview:
    """What rolling over into ``year`` would take along. InputRefusal where that can't be done."""
    _check_year(session, year)
    plan = session.plan(year - 1)
    day = _closing_day(session, year - 1)
    with session.reading() as connection:
        money = _money(connection, plan)
        projects = going_on.projects_of(connection, plan, day, money)
        registers = going_on.registers_of_the_office(session, connection, year - 1)
    return RolloverPreview(
        year,
        year - 1 in session.draft_years,
        day,
        _counts(plan),
        FigureService(session).indicators(year - 1, day),
        _carried(plan, money),
        projects,
        going_on.indicators_of(session, plan),
        registers,
    )


def roll_over(
    session: Session, year: int, leave: Iterable[int] = (), left: Left = NOTHING_LEFT
) -> RolledOver:
    """Make the draft of ``year`` from the plan of the year before, without the unspent money of the projects in ``leave`` and
    without what is ``left`` behind; registers left are used to the closing year's end.

    InputRefusal where the file holds no plan of the year before, or one of the year already, a project to leave has
    no money to carry over, or what is left isn't there.
    """
    found = preview(session, year)
    going_on.check(found, left)
    stays = _left(found, frozenset(leave)) | left.projects
    carried = tuple(c for c in found.carried if c.project not in stays)
    plan = session.plan(year - 1)
    closing = Closing(
        {c.project: Unspent(c.free, c.committed) for c in carried},
        account(found.results, year - 1, found.as_of if found.as_of < last_day_of(year - 1) else None),
        weights(plan, found.results),
    )
    with session.reading() as connection:
        registers = registers_of(connection)
        rows = {r.name: records.all_values(connection, r) for r in PLAN_REGISTERS}
        rows |= {r.name: _as_planned(connection, r) for r in items_by_year(registers.values())}
        made = next_plan(year - 1, rows, closing, registers, going_on.with_unread(found, left))
        changes = [*_put(connection, made), *_stale(connection, year, made)]
    changes += RegisterService(session).used_to(left.registers, year - 1)
    done = commit(session, changes, f"ทำแผนปีงบประมาณ {year} จากแผนปี {year - 1}")
    return RolledOver(year, len(made), carried, left, going_on.follows(found, plan, left), done)


def _as_planned(connection: Connection, register: Register) -> list[dict[str, Any]]:
    """What the plan says of the items that came with it, without what was recorded of them since."""
    planned = made_with(connection, register)
    return [
        {name: value for name, value in record.items() if name in planned[record["id"]]}
        for record in records.all_values(connection, register)
    ]


def _check_year(session: Session, year: int) -> None:
    """InputRefusal where the plan of ``year`` can't be made from the file's plan of the year before."""
    if year in session.years:
        held = "ฉบับร่าง" if year in session.draft_years else ""
        raise InputRefusal(f"แฟ้มนี้มีแผน{held}ปีงบประมาณ {year} อยู่แล้ว โปรดแก้ไขแผนนั้นในหน้าแผน หรือเลือกปีถัดไป")
    if year - 1 not in session.years:
        following = f"ปีถัดจากแผนล่าสุดในแฟ้มคือ {session.years[-1] + 1}" if session.years else "แฟ้มนี้ยังไม่มีแผน"
        raise InputRefusal(
            f"ทำแผนปีงบประมาณ {year} ไม่ได้ เพราะแฟ้มนี้ไม่มีแผนปี {year - 1} ให้ทำต่อ โปรดเลือกปีใหม่ ({following})"
        )


def _left(found: RolloverPreview, leave: frozenset[int]) -> frozenset[int]:
    strangers = sorted(leave - {c.project for c in found.carried})
    if strangers:
        raise InputRefusal(
            f"โครงการที่ {strangers[0]} ไม่มีเงินเหลือจากปี {found.year - 1} ให้ยกไป โปรดเลือกเฉพาะโครงการที่มีเงินเหลือ"
        )
    return leave


def _closing_day(session: Session, year: int) -> date:
    """The year's last day, or today while the year still runs: what hasn't happened yet is no result."""
    return min(last_day_of(year), max(session.today(), first_day_of(year)))


def _money(connection: Connection, plan: Plan) -> dict[int, Spending]:
    """The money of the year by project."""
    sums = money_by_project(connection, first_day_of(plan.fiscal_year), last_day_of(plan.fiscal_year))
    return {project.number: Spending.of(sums, project.number) for project in plan.projects}


def _carried(plan: Plan, money: Mapping[int, Spending]) -> tuple[CarriedOver, ...]:
    left = ((project, going_on.unspent_of(money[project.number])) for project in plan.projects)
    return tuple(CarriedOver(p.number, p.title, u.free, u.committed) for p, u in left if u.whole)


def _counts(plan: Plan) -> tuple[tuple[str, int], ...]:
    """What is copied, in the words of the plan, with how many there are."""
    steps = sum(len(p.steps) for p in plan.projects)
    listed: tuple[tuple[str, Sequence[Any]], ...] = (
        ("ส่วนราชการ", plan.units),
        ("หัวข้อในโครงสร้างแผน", plan.nodes),
        ("มาตรการ", plan.measures),
        ("ตัวชี้วัดพร้อมสูตร", plan.indicators),
        ("โครงการ/กิจกรรม", plan.projects),
    )
    return (
        *((words, len(items)) for words, items in listed),
        ("ขั้นตอนพร้อมเนื้องาน", steps),
        ("ตารางในเล่มแผน", len(plan.tables)),
    )


def _put(connection: Connection, made: Sequence[NewRow]) -> Iterable[Change]:
    """Every record of the draft, empty fields too: one taken back by undo must not keep what it held before. What was
    recorded in the new year already (a step begun) stays as it is."""
    plan_rows = {r.name for r in PLAN_REGISTERS}
    for name, record, values in made:
        register = registers_of(connection)[name]
        if name not in plan_rows:
            known = records.row(connection, register, record)
            if known is not None and not known.deleted:
                continue
        yield Put(name, record, {f.name: f.to_wire(values[f.name]) for f in register.stored_fields})


def _stale(connection: Connection, year: int, made: Sequence[NewRow]) -> Iterable[Change]:
    """Parts of a plan of the year that lie about without the plan itself are taken out."""
    kept = {(name, record) for name, record, _ in made}
    for register in PLAN_REGISTERS:
        for row in records.rows(connection, register, Query(equals={"fiscal_year": year})):
            if (register.name, row.id) not in kept:
                yield Delete(register.name, row.id)
