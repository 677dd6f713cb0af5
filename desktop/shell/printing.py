"""Documents off the UI thread: to the preview, into files, to a printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from core.faults import FileRefusal
from core.office import Asked, Bundle, Certificate
from core.thai.dates import month_short
from core.thai.fiscal import Month
from core.thai.names import file_name
from desktop.models.sheets import Painter, Sheets, read_sheets
from desktop.shell.background import TaskProgress
from desktop.shell.context import AppContext

MONTHLY, MONTHLY_TITLE = "monthly", "รายงานผลประจำเดือน"
INCH = 72
FINEST = 300  # dots an inch; finer pictures only cost memory


def default_folder() -> Path:
    """Where reports go when nobody chose a place."""
    return user_documents_path() / "Phaen"


def paper_name(title: str, month: Month | None, suffix: str) -> str:
    """A document's file name."""
    return file_name(f"{title} {month_short(month)}" if month else title) + suffix


def write_report(
    context: AppContext,
    asked: Asked,
    target: Path,
    done: Callable[[Path], str],
    certificate: Certificate | None = None,
) -> None:
    """Writes a document in the background, signed where a certificate is given; stopping leaves what was there. ``done`` says
    in a sentence what was made."""

    def work(progress: TaskProgress) -> str:
        lacking: list[str] = []
        progress.report(None, target.name)
        _make_folder(target.parent)
        context.office.reports.print_report(
            asked.name,
            target,
            year=asked.year,
            month=asked.month,
            as_of=asked.as_of,
            thai_digits=asked.thai_digits,
            progress=_pages(progress),
            on_lacking=lacking.append,
            certificate=certificate,
            personal=asked.personal,
        )
        return "".join(lacking)

    context.run_with_progress(
        work, lambda lacking: tell_made(context, done(target), lacking), title="กำลังจัดทำรายงาน"
    )


def tell_made(context: AppContext, made: str, *remarks: str) -> None:
    """Says what was made, and what is to be remarked on it: what was left out, what is printed as boxes."""
    said = [remark for remark in remarks if remark]
    context.tell(" · ".join((made, *said)), "warn" if said else "good")


def write_bundle(
    context: AppContext, month: Month, asked: Asked, folder: Path, on_done: Callable[[Bundle], None]
) -> None:
    """Writes every report of a month into a folder in the background; stopping leaves nothing of it."""

    def work(progress: TaskProgress) -> Bundle:
        _make_folder(folder.parent)
        return context.office.reports.print_bundle(
            folder,
            month,
            year=asked.year,
            as_of=asked.as_of,
            thai_digits=asked.thai_digits,
            progress=lambda done, count, title: progress.go_on(
                done / count, f"{title} ({done + 1} จาก {count})"
            ),
        )

    context.run_with_progress(work, on_done, title="กำลังจัดทำรายงานทั้งชุด")


def draw_sheets(context: AppContext, asked: Asked, progress: TaskProgress) -> Sheets:
    """A document's pages for the preview; the first one is handed over before the rest is drawn. Called off the UI
    thread."""
    lacking: list[str] = []
    pdf = context.office.reports.preview_report(
        asked,
        lambda opening: progress.hand_over(read_sheets(opening)),
        _pages(progress),
        lacking.append,
    )
    return read_sheets(pdf, "".join(lacking))


def send_to_printer(
    context: AppContext, asked: Asked, sheets: Sheets, printer: QPrinter, on_done: Callable[[int], None]
) -> None:
    """Prints a document's pages in the background, those of the printer's range; ``on_done`` is told how many. That it went out
    is recorded before."""

    def work(progress: TaskProgress) -> int:
        context.office.reports.sent_to_printer(asked)
        return _print(sheets, printer, progress)

    context.run_with_progress(work, on_done, title="กำลังส่งไปยังเครื่องพิมพ์")


def _print(sheets: Sheets, printer: QPrinter, progress: TaskProgress) -> int:
    pages = _range_of(printer, len(sheets.sizes))
    painter, source = QPainter(), Painter(sheets.pdf)
    try:
        for done, page in enumerate(pages):
            progress.go_on(done / len(pages), f"หน้า {page + 1}")
            _turn(printer, sheets, page)
            if not (printer.newPage() if done else painter.begin(printer)):
                raise FileRefusal("ส่งเอกสารไปยังเครื่องพิมพ์ไม่ได้ โปรดตรวจเครื่องพิมพ์แล้วพิมพ์อีกครั้ง")
            dots = min(printer.resolution(), FINEST)
            picture = source.picture(page, round(sheets.sizes[page].width() / INCH * dots))
            painter.drawImage(painter.viewport(), picture)
    finally:
        source.close()
        if painter.isActive():
            painter.end()
    return len(pages)


def _range_of(printer: QPrinter, count: int) -> range:
    """The pages wanted, from 0."""
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return range(count)
    return range(max(printer.fromPage(), 1) - 1, min(printer.toPage() or count, count))


def _turn(printer: QPrinter, sheets: Sheets, page: int) -> None:
    size = sheets.sizes[page]
    upright = size.height() >= size.width()
    printer.setFullPage(True)
    printer.setPageOrientation(
        QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
    )


def _pages(progress: TaskProgress) -> Callable[[int, int], None]:
    """Tells of a document's pages as they are made up and drawn, and stops when asked to."""

    def tell(done: int, pages: int) -> None:
        if done:
            progress.go_on(done / pages, f"หน้า {done} จาก {pages}")
        else:
            progress.go_on(None, f"จัดหน้า {pages}")

    return tell


def open_report(path: Path) -> str:
    """Opens a finished report with the system's viewer; a sentence that says where it lies."""
    opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    return f"จัดทำรายงานแล้ว อยู่ที่ {path}" if opened else f"จัดทำรายงานแล้ว เปิดดูได้ที่ {path}"


def print_month(context: AppContext) -> None:
    """The month's report of the as-of day, as PDF in the user's documents, then opened."""
    month = Month.of(context.as_of)
    target = default_folder() / paper_name(MONTHLY_TITLE, month, ".pdf")
    thai = context.settings.paper_digits_thai
    asked = Asked(MONTHLY, context.year, month, context.as_of, thai)
    write_report(context, asked, target, open_report)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileRefusal(f"สร้างโฟลเดอร์ {folder} ไม่ได้ โปรดเลือกที่เก็บอื่น") from error
