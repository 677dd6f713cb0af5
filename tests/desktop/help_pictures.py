"""Makes the pictures that the README shows anew: the sample year, looked at on 30 June 2563.

By hand, whenever the desk or its paper looks different: ``QT_QPA_PLATFORM=offscreen python tests/desktop/help_pictures.py``
(with ``PHAEN_STATE_DIR`` set to an empty folder, so that this PC's own state is left alone). They are as large as a small
office screen and a page at one pixel a point, in 256 colours.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from PySide6.QtCore import QBuffer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core import resources
from core.office import Office
from core.thai.fiscal import Month
from desktop.settings import Settings
from desktop.shell.desk import Desk

TODAY = date(2020, 6, 30)
SIZE = (1366, 768)
TURN = 200  # ms
COLOURS = 256


def main() -> None:
    """Writes the three pictures over those of the resources."""
    pictures = resources.path("help", "pictures")
    with TemporaryDirectory() as folder:
        office = Path(folder) / "office.phaen"
        with Office.create(office, sample=True, unit="finance", author="สมศรี") as made:
            paper = Path(folder) / "monthly.pdf"
            made.reports.print_report("monthly", paper, month=Month.of(TODAY), as_of=TODAY)
        _save(_page(paper), pictures / "monthly.png")
        for name, picture in _screens(office, Path(folder) / "desk.ini"):
            _save(picture, pictures / f"{name}.png")


def _page(paper: Path) -> Image.Image:
    opened = pypdfium2.PdfDocument(paper)
    try:
        return opened[0].render(scale=1).to_pil()
    finally:
        opened.close()


def _screens(office: Path, kept: Path) -> Iterator[tuple[str, Image.Image]]:
    settings = Settings(kept)
    settings.set_theme("light")
    settings.set_user_name("สมศรี")
    app = QApplication([])
    desk = Desk(app, settings, today=TODAY)
    desk.window.resize(*SIZE)
    desk.window.show()
    desk.open_file(office)
    for name, page in (("overview", "overview"), ("finance", "finance_requests")):
        desk.window.show_page(page)
        QTest.qWait(TURN)  # counts in the rail are asked for a turn later
        while not _rests(desk):
            QTest.qWait(TURN)
        yield name, _grabbed(desk)
    desk.close()


def _rests(desk: Desk) -> bool:
    context = desk.context
    return context is not None and not (context.questions.busy() or context.task_runner.busy())


def _grabbed(desk: Desk) -> Image.Image:
    written = QBuffer()
    written.open(QBuffer.OpenModeFlag.WriteOnly)
    desk.window.grab().save(written, "PNG")
    return Image.open(BytesIO(written.data().data()))


def _save(picture: Image.Image, target: Path) -> None:
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(target, optimize=True)
    print(target, few.size, target.stat().st_size)


if __name__ == "__main__":
    main()
