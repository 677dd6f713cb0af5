"""Which pages there are, under which unit, and who makes them: each is imported on its first visit.

A register's page follows from the views it declares, so that a new register is one new file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.registers.views import LINES
from desktop.shell.context import AppContext

if TYPE_CHECKING:
    from core.plan.model import Indicator
    from core.registers.declare import Register

OFFICE = "office"
KEEPER = "keeper"  # the unit that keeps the plan
TOP = ""
Make = Callable[[AppContext], QWidget]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A line of the rail. ``unit`` is a unit's code, "" for the top, ``office`` for the whole office's;
    ``registers`` are those whose records the page shows, ``module`` is where its code lies."""

    name: str
    title: str
    unit: str
    make: Make
    registers: tuple[str, ...] = ()
    module: str = ""


def _lazily(module: str, page: str, *args: object) -> Make:
    def make(context: AppContext) -> QWidget:
        made = getattr(import_module(module), page)(context, *args)
        assert isinstance(made, QWidget)
        return made

    return make


def _own(name: str, title: str, unit: str, page: str, registers: tuple[str, ...], *args: object) -> PageEntry:
    module, _, factory = page.partition(":")
    place = f"desktop.pages.{module}"
    return PageEntry(name, title, unit, _lazily(place, factory, *args), registers, place)


PLAN = (
    "plan_years",
    "plan_texts",
    "plan_units",
    "plan_nodes",
    "plan_measures",
    "plan_projects",
    "plan_budget_lines",
    "plan_steps",
    "plan_adoptions",
    "plan_study_parts",
    "plan_indicators",
    "plan_targets",
    "plan_definitions",
    "plan_waivers",
    "plan_printed_tables",
    "plan_printed_rows",
)
# What registers are made of: another page stands in the rail once one of these has changed.
DECLARING = (
    "plan_registers",
    "plan_register_fields",
    "plan_register_choices",
    "plan_register_clocks",
    "plan_register_rules",
    "plan_register_views",
    "plan_register_prints",
)
OWN_PAGES = (
    _own("overview", "ภาพรวม", TOP, "overview:OverviewPage", ()),
    _own("steps", "ขั้นตอนโครงการ", OFFICE, "steps_page:StepsPage", ("project_steps",)),
    _own("plan", "แผนปฏิบัติราชการ", OFFICE, "plan:PlanPage", PLAN),
    _own("registers", "ทะเบียน", OFFICE, "registers.page:RegistersPage", DECLARING),
    _own("proposals", "ข้อเสนอแก้ไข", OFFICE, "proposals:ProposalsPage", ("plan_proposals",)),
    _own("months", "ปิดเดือน", OFFICE, "months:MonthsPage", ()),
    _own("reports", "รายงาน", OFFICE, "reports:ReportsPage", ()),
    _own("exchange", "รับ–ส่งข้อมูล", OFFICE, "exchange:ExchangePage", ()),
    _own("conflicts", "ข้อขัดแย้ง", OFFICE, "conflicts:ConflictsPage", ()),
    _own("people", "ผู้ใช้", OFFICE, "people:PeoplePage", ("office_people", "office_revocations")),
    _own("audit", "ประวัติการใช้งาน", OFFICE, "audit:AuditPageView", ()),
    _own("backups", "สำรองข้อมูล", OFFICE, "backups:BackupsPage", ()),
    _own("files", "แฟ้มงาน", OFFICE, "files:FilesPage", ()),
    _own("settings", "ตั้งค่า", OFFICE, "settings:SettingsPage", ()),
)


OF_REGISTERS = "desktop.pages.views_page"
STEPS = "steps"  # the page of all projects' steps
PROJECT_STEPS = "project_steps"


def load_pages() -> None:
    """Loads the code of every page, so that the first visit to one has only to build it."""
    for module in sorted({OF_REGISTERS, *(page.module for page in OWN_PAGES)}):
        import_module(module)


# What a file without a plan can be shown: how to mend it, and the pages that need none.
MENDING = _own("mending", "คืนแผน", TOP, "mending:MendingPage", ())
WITHOUT_PLAN = (MENDING, *(page for page in OWN_PAGES if page.name in ("exchange", "files", "settings")))


def _lines(registers: Iterable[Register]) -> dict[str, set[str]]:
    """The registers that are shown as lines of others, with those; not one whose records are lines of each other, or of lines."""
    views = [(view.register, r.name) for r in registers for view in r.views if view.kind == LINES]
    of_lines = {name for name, _ in views}
    found: dict[str, set[str]] = {}
    for name, of in views:
        if of not in of_lines:
            found.setdefault(name, set()).add(of)
    return found


@dataclass(frozen=True, slots=True)
class ProjectSteps:
    """A project that is followed by its steps alone: number, short title, the unit that answers for it."""

    number: int
    title: str
    unit: str


def entries_of(context: AppContext) -> tuple[PageEntry, ...]:
    """Every page of the office that is open."""
    return entries(context.office.session.registers(), by_steps(context))


def entries(registers: Iterable[Register], projects: Iterable[ProjectSteps] = ()) -> tuple[PageEntry, ...]:
    """Every page of an office that keeps these registers: of its registers as they are declared, those the others choose
    from last, before them its projects that are followed by their steps; and the whole office's. Lines are shown with
    their records."""
    kept = [r for r in registers if not r.internal]
    covered = {name for entry in OWN_PAGES for name in entry.registers}
    lines = _lines(kept)
    named = {field.refers_to for r in kept for field in r.fields if field.refers_to}
    shown = [r for r in kept if r.name not in covered | lines.keys()]
    of_registers = {r.name: _of_register(r, [n for n, of in lines.items() if r.name in of]) for r in shown}
    return (
        *(entry for entry in OWN_PAGES if entry.unit != OFFICE),
        *(page for name, page in of_registers.items() if name not in named),
        *map(_of_project, projects),
        *(page for name, page in of_registers.items() if name in named),
        *(entry for entry in OWN_PAGES if entry.unit == OFFICE),
    )


def by_steps(context: AppContext) -> tuple[ProjectSteps, ...]:
    """The projects whose indicators nothing but their steps counts for: nobody follows them on a register's page."""
    session, feeds = context.office.session, context.office.figures.feeds
    if PROJECT_STEPS not in session.file.registers:
        return ()
    covered = {name for entry in OWN_PAGES for name in entry.registers}
    elsewhere = {code for r in session.registers() if r.name not in covered for code in feeds(r.name)}
    plan = session.plan(context.year)
    stepped = {*feeds(PROJECT_STEPS)} - elsewhere
    return tuple(
        ProjectSteps(p.number, _called(plan.indicator(code)), p.owner)
        for p in plan.projects
        if p.steps and (code := next((code for code in p.indicators if code in stepped), ""))
    )


def _called(indicator: Indicator) -> str:
    """A project by the short title of the indicator its steps count for, which doesn't say again that it is one."""
    return indicator.called.removeprefix("โครงการ")


def _of_register(register: Register, lines: Iterable[str]) -> PageEntry:
    make = _lazily(OF_REGISTERS, "page_for", register.name)
    return PageEntry(
        register.name,
        register.short_title,
        OFFICE if register.owner_by else register.unit or KEEPER,
        make,
        (register.name, *lines),
        OF_REGISTERS,
    )


def _of_project(project: ProjectSteps) -> PageEntry:
    make = _lazily("desktop.pages.steps_page", "StepsPage", project.number, project.title)
    return PageEntry(f"{STEPS}-{project.number}", project.title, project.unit, make)


def by_unit(
    pages: Iterable[PageEntry], units: Iterable[str], own: str, keeper: str
) -> tuple[tuple[str, tuple[PageEntry, ...]], ...]:
    """The pages in rail order: the top, one's own unit, the other units in the plan's order, the whole office's. Registers
    of a unit the plan doesn't have are the keeper's."""
    units = tuple(units)
    known = {TOP, OFFICE, own, *units}
    listed = tuple(replace(p, unit=keeper) if p.registers and p.unit not in known else p for p in pages)
    others = [unit for unit in units if unit != own]
    groups = ((unit, tuple(p for p in listed if p.unit == unit)) for unit in (TOP, own, *others, OFFICE))
    return tuple((unit, group) for unit, group in groups if group)


def in_use(pages: Iterable[PageEntry], registers: Iterable[Register], year: int) -> tuple[PageEntry, ...]:
    """The pages the rail shows while a year is worked in: none of a register that takes no records of it. They open all the
    same, from wherever else they are asked for."""
    resting = {register.name for register in registers if not register.used_in(year)}
    return tuple(page for page in pages if resting.isdisjoint(page.registers[:1]))


def own_heading(unit: str) -> str:
    """The heading of one's own unit, shorter where its name is long."""
    return f"หน่วยงานของฉัน · {unit}" if len(unit) <= 12 else f"ของฉัน · {unit}"


def groups_of(
    context: AppContext, pages: Iterable[PageEntry]
) -> tuple[tuple[str, tuple[PageEntry, ...]], ...]:
    """The pages of the year worked in as the rail shows them, under the names of their units."""
    session, year = context.office.session, context.year
    units, own = session.units(year), session.unit
    names = {unit.code: unit.name for unit in units} | {OFFICE: "สำนักงาน", "": ""}
    names[own] = own_heading(names.get(own, own))
    shown = in_use(pages, session.registers(), year)
    found = by_unit(shown, [unit.code for unit in units], own, session.keeper.code)
    return tuple((names.get(unit, unit), group) for unit, group in found)


def page_of(pages: Iterable[PageEntry], name: str) -> PageEntry | None:
    """The page of that rail name, or the one that shows that register."""
    listed = tuple(pages)
    named = (page for page in listed if page.name == name)
    showing = (page for page in listed if name in page.registers)
    return next(named, None) or next(showing, None)
