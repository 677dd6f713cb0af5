"""A file of evidence looked at by another process (``child``), which limits its memory and time: what is broken, or made to
fill the memory, ends in one sentence here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from core.exchange.reader_process import ReaderProcess
from core.faults import InputRefusal

SERVE = "core.exchange.evidence.child"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of one page: how many ``pages`` there are, width and height in points, and three bytes a point."""

    pages: int
    width: int
    height: int
    points: bytes


@dataclass(frozen=True, slots=True)
class PreparedPages:
    """A PDF ready to be bound: where it lies, and width and height of its pages in points."""

    path: Path
    sizes: tuple[tuple[float, float], ...]


class LockedRefusal(InputRefusal):
    """The file opens with a password only."""


def picture_of(path: Path, name: str, page: int = 0) -> PagePicture:
    """The picture of a page, counted from 0; of the last one where there are fewer. InputRefusal (Thai) where the file,
    called ``name``, can't be shown."""
    with _process(path) as process:
        head, points = _answer(process, f"page {page}", name)
    return PagePicture(head["pages"], head["width"], head["height"], points)


def prepared(path: Path, name: str, target: Path) -> PreparedPages:
    """The pages of a PDF or a picture written to ``target``, a PDF of nothing but pages. InputRefusal where they can't be."""
    with _process(path) as process:
        head, _ = _answer(process, f"prepare {target.absolute()}", name)
    return PreparedPages(target, tuple((width, height) for width, height in head["sizes"]))


@contextmanager
def _process(path: Path) -> Iterator[ReaderProcess]:
    process = ReaderProcess(path, SERVE)
    try:
        yield process
    finally:
        process.close()


def _answer(process: ReaderProcess, asked: str, name: str) -> tuple[dict[str, Any], bytes]:
    process.ask(asked)
    received = process.receive()
    if received is None:
        raise _too_big(name)
    head, _, rest = received[0].partition(b"\n")
    said: dict[str, Any] = orjson.loads(head)
    fault = said.get("fault")
    if fault == "big":
        raise _too_big(name)
    if fault == "locked":
        raise LockedRefusal(f"ไฟล์ “{name}” มีรหัสผ่าน จึงแสดงเป็นหน้าไม่ได้ โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่านแล้วแนบอีกครั้ง")
    if fault:
        raise InputRefusal(f"ไฟล์ “{name}” เสียหายหรือไม่ครบ จึงเปิดดูไม่ได้ โปรดขอไฟล์ใหม่จากต้นทาง")
    return said, rest


def _too_big(name: str) -> InputRefusal:
    return InputRefusal(f"ไฟล์ “{name}” แตกออกแล้วใหญ่ผิดปกติ จึงเปิดดูไม่ได้ โปรดบันทึกเป็น PDF หรือรูปภาพที่เล็กลงแล้วแนบใหม่")
