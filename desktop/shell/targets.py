"""Everything the search box finds: pages, indicators, documents and commands of the open file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.shell.context import AppContext
from desktop.shell.search_box import SearchTarget
from desktop.shell.window import MainWindow

if TYPE_CHECKING:
    from core.office import ReportInfo
    from desktop.shell.desk import Desk

THEME_COMMANDS = (
    ("light", "ใช้สีสว่าง"),
    ("dark", "ใช้สีมืด"),
    ("contrast", "ใช้สีตัดกันสูง"),
    ("system", "ใช้สีตามเครื่อง"),
)


def targets_of(desk: Desk, reports: Sequence[ReportInfo]) -> Sequence[SearchTarget]:
    """What can be found while a file is open; nothing where none is."""
    context = desk.context
    if context is None:
        return ()
    return (
        *_pages(desk.window),
        *_indicators(context),
        *_documents(context, reports),
        *_commands(desk, context),
    )


def _pages(window: MainWindow) -> list[SearchTarget]:
    """Every page, those of registers not used in the year last."""
    listed = {page.name: (page, _key(n)) for n, page in enumerate(window.rail_order, 1)}
    resting = {page.name: (page, "") for page in window.pages if page.name not in listed}
    return [
        SearchTarget(
            "หน้า",
            page.title,
            partial(window.show_page, page.name),
            " ".join((page.name, *page.registers)),
            key,
        )
        for page, key in (*listed.values(), *resting.values())
    ]


def _key(number: int) -> str:
    return f"Ctrl+{number}" if number < 10 else ""


def _indicators(context: AppContext) -> list[SearchTarget]:
    if not context.holds_plan:
        return []
    return [
        SearchTarget("ตัวชี้วัด", f"{i.code} {i.called}", partial(context.workings, i.code), i.title)
        for i in context.office.session.plan(context.year).indicators
    ]


def _documents(context: AppContext, reports: Sequence[ReportInfo]) -> list[SearchTarget]:
    if not context.holds_plan:
        return []
    show = partial(context.navigate, "reports")
    return [SearchTarget("รายงาน", r.title, partial(show, name=r.name), r.name) for r in reports]


def _commands(desk: Desk, context: AppContext) -> list[SearchTarget]:
    window = desk.window
    of_a_plan = ("print", "rollover แผนปีใหม่ ขึ้นปีใหม่")
    commands: list[tuple[str, Callable[[], object], str, str]] = [
        ("พิมพ์รายงานประจำเดือน", desk.print_month, "print", "Ctrl+P"),
        ("เลิกทำ", window.undo, "undo", "Ctrl+Z"),
        ("ทำซ้ำ", window.redo, "redo", "Ctrl+Y"),
        ("วิธีใช้และแป้นลัด", desk.show_help, "help ช่วยเหลือ เกี่ยวกับ about", "F1"),
        ("ล็อก หรือเปลี่ยนผู้ใช้", desk.lock, "lock user ออกจากระบบ ลงชื่อเข้าใช้", "F9"),
        ("ทำแผนปีถัดไป", partial(context.navigate, "plan", next_year=True), "rollover แผนปีใหม่ ขึ้นปีใหม่", ""),
        ("สร้าง เปิด หรือสำรองแฟ้ม", partial(context.navigate, "files"), "file backup ตรวจแฟ้ม", ""),
    ]
    themes: list[tuple[str, Callable[[], object], str, str]] = [
        (title, partial(desk.theme.set_theme, name), f"theme {name}", "") for name, title in THEME_COMMANDS
    ]
    offered = [c for c in (*commands, *themes) if context.holds_plan or c[2] not in of_a_plan]
    return [SearchTarget("คำสั่ง", title, act, words, key) for title, act, words, key in offered]
