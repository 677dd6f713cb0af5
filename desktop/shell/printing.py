"""Making reports off the UI thread: into a file of the user's choice, or straight to the screen's own viewer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from core.faults import FileRefusal
from core.thai.dates import month_short
from core.thai.fiscal import Month
from desktop.shell.background import Progress
from desktop.shell.context import AppContext

MONTHLY, MONTHLY_TITLE = "monthly", "รายงานผลประจำเดือน"


def default_folder() -> Path:
    """Where reports go when nobody chose a place."""
    return user_documents_path() / "Phaen"


def file_name(title: str, month: Month | None, suffix: str) -> str:
    """A report's file name, free of what file systems refuse."""
    name = f"{title} {month_short(month)}" if month else title
    return re.sub(r'[\\/:*?"<>|]+', "-", name).strip() + suffix


def write_report(
    context: AppContext,
    name: str,
    target: Path,
    *,
    month: Month | None,
    as_of: date | None,
    on_done: Callable[[Path], None],
) -> None:
    """Writes a report in the background; a file left half by stopping is removed."""
    year = context.year

    def work(progress: Progress) -> Path:
        progress.report(None, target.name)
        _make_folder(target.parent)
        part = target.with_name(f".{target.name}.part{target.suffix}")
        context.office.print_report(name, part, year=year, month=month, as_of=as_of)
        if progress.cancelled:
            part.unlink(missing_ok=True)
        else:
            part.replace(target)
        return target

    context.run_with_progress(work, on_done, title="กำลังจัดทำรายงาน")


def open_report(context: AppContext, path: Path) -> None:
    """Opens a finished report with the system's viewer, and says where it lies."""
    opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    context.tell(f"จัดทำรายงานแล้ว อยู่ที่ {path}" if opened else f"จัดทำรายงานแล้ว เปิดดูได้ที่ {path}")


def print_month(context: AppContext, on_done: Callable[[Path], None] | None = None) -> None:
    """The month's report of the as-of day, as PDF in the user's documents, then opened."""
    month = Month.of(context.as_of)
    target = default_folder() / file_name(MONTHLY_TITLE, month, ".pdf")
    done = on_done or (lambda path: open_report(context, path))
    write_report(context, MONTHLY, target, month=month, as_of=context.as_of, on_done=done)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileRefusal(f"สร้างโฟลเดอร์ {folder} ไม่ได้ โปรดเลือกที่เก็บอื่น") from error
