"""What goes wrong, told calmly: refusals in their own sentence, our own bugs logged and named by their log.

This is the desk's only place that turns an exception into words.
"""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from core.faults import Refusal, disk_sentence
from core.whole_files import new_private_file, private_folder
from desktop.places import log_path

log = logging.getLogger("phaen.desk")

MEGABYTE = 1_000_000
Tell = Callable[[str, str], None]


def start_log(path: Path | None = None) -> Path:
    """Writes warnings and faults to the log file; where it can't be written, to nowhere. Returns its place."""
    target = path or log_path()
    handler: logging.Handler = logging.NullHandler()
    try:
        private_folder(target.parent)
        if not target.exists():
            new_private_file(target)
        handler = RotatingFileHandler(target, maxBytes=MEGABYTE, backupCount=2, encoding="utf-8")
        handler.rotator = _moved
    except OSError:
        pass  # a desk without a log still is a desk
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    whole = logging.getLogger("phaen")  # the office's own messages, too
    whole.addHandler(handler)
    whole.setLevel(logging.INFO)
    return target


def _moved(source: str, target: str) -> None:
    """Makes room for a new log. Where another desk has the old one open, Windows lets nobody move it: it grows on."""
    with suppress(OSError):
        Path(source).replace(target)


def sentence_of(error: BaseException) -> tuple[str, str]:
    """The sentence and the tone an error is shown in; anything but a refusal is logged with its traceback."""
    if isinstance(error, Refusal):
        return str(error), "warn"
    if isinstance(error, OSError):
        log.warning("the disk or the system refused", exc_info=error)
        return disk_sentence(error), "warn"
    log.error("a fault of the program", exc_info=(type(error), error, error.__traceback__))
    return (
        f"โปรแกรมขัดข้อง สิ่งที่บันทึกไว้แล้วไม่เสียหาย ลองทำใหม่อีกครั้ง หากยังเป็นอยู่โปรดส่งแฟ้ม {log_path()} ให้ผู้ดูแลระบบ",
        "bad",
    )


def catch_everything(tell: Tell) -> None:
    """From now on an uncaught exception is logged and told, and the desk goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        tell(*sentence_of(error))

    sys.excepthook = hook
