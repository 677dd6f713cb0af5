"""Which pages there are, under which unit, and who makes them: each is imported on its first visit.

A register without a page of its own gets the generated one, so that next year's register is one new file.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.shell.context import AppContext

if TYPE_CHECKING:
    from core.registers.declare import Register

OFFICE = "office"
REGISTER = "register"  # whoever keeps the page's register
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
OWN_PAGES = (
    _own("overview", "ภาพรวม", TOP, "overview:OverviewPage", ()),
    _own("finance", "ใบขอเบิกเงิน", REGISTER, "finance:FinancePage", ("finance_requests",)),
    _own("centres", "ตรวจศูนย์ข้อมูลข่าวสาร", REGISTER, "centres:CentresPage", ("centre_audits", "audit_points")),
    _own("renovation", "ปรับปรุงห้องน้ำ", REGISTER, "renovation:RenovationPage", ("renovation_items",)),
    _own("esaraban", "สารบรรณอิเล็กทรอนิกส์", "central", "steps_page:StepsPage", (), 6),
    _own(
        "letter_enquiries",
        "ติดตามหนังสือ LINE@",
        REGISTER,
        "letters:LettersPage",
        ("letter_enquiries",),
    ),
    _own("study", "การศึกษาระบบ", REGISTER, "study:StudyPage", ("study_parts",)),
    _own("steps", "ขั้นตอนโครงการ", OFFICE, "steps_page:StepsPage", ("project_steps",)),
    _own("plan", "แผนปฏิบัติราชการ", OFFICE, "plan:PlanPage", PLAN),
    _own("proposals", "ข้อเสนอแก้ไขแผน", OFFICE, "proposals:ProposalsPage", ("plan_proposals",)),
    _own("reports", "รายงาน", OFFICE, "reports:ReportsPage", ()),
    _own("exchange", "รับ–ส่งข้อมูล", OFFICE, "exchange:ExchangePage", ()),
    _own("conflicts", "ข้อขัดแย้ง", OFFICE, "conflicts:ConflictsPage", ()),
    _own("files", "แฟ้มงาน", OFFICE, "files:FilesPage", ()),
    _own("settings", "ตั้งค่า", OFFICE, "settings:SettingsPage", ()),
)


def load_pages() -> None:
    """Loads the code of every page, so that the first visit to one has only to build it."""
    for module in sorted({page.module for page in OWN_PAGES}):
        import_module(module)


# What a file without a plan can be shown: how to mend it, and the pages that need none.
MENDING = _own("mending", "คืนแผน", TOP, "mending:MendingPage", ())
WITHOUT_PLAN = (MENDING, *(page for page in OWN_PAGES if page.name in ("exchange", "files", "settings")))


def entries(registers: Iterable[Register]) -> tuple[PageEntry, ...]:
    """Every page of an office that keeps these registers: those with a page of their own first, then a generated one for
    each other register."""
    kept = {r.name: r for r in registers if not r.internal}
    covered = {name for entry in OWN_PAGES for name in entry.registers}
    generated = [_generated(r) for name, r in kept.items() if name not in covered]
    top = [_placed(entry, kept) for entry in OWN_PAGES if entry.unit != OFFICE and _is_kept(entry, kept)]
    last = [entry for entry in OWN_PAGES if entry.unit == OFFICE]
    return (*top, *generated, *last)


def _is_kept(entry: PageEntry, kept: Container[str]) -> bool:
    """True for the page of a register that is kept, and for one that is of none."""
    return not entry.registers or entry.registers[0] in kept


def _placed(entry: PageEntry, kept: Mapping[str, Register]) -> PageEntry:
    return replace(entry, unit=kept[entry.registers[0]].unit or KEEPER) if entry.unit == REGISTER else entry


def _generated(register: Register) -> PageEntry:
    make = _lazily("desktop.pages.register_page", "RegisterPage", register.name)
    return PageEntry(register.name, register.short_title, register.unit or KEEPER, make, (register.name,))


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


def page_of(pages: Iterable[PageEntry], name: str) -> PageEntry | None:
    """The page of that rail name, or the one that shows that register."""
    listed = tuple(pages)
    named = (page for page in listed if page.name == name)
    showing = (page for page in listed if name in page.registers)
    return next(named, None) or next(showing, None)
