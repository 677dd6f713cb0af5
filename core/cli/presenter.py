"""Runs a command line and turns whatever happens into an exit status and, where it must, one Thai sentence.

Exit status: 0 done · 1 done, and the answer is bad · 2 wrong usage · 3 refused, nothing was changed · 4 a fault
of the program, whose traceback goes to a log file.
"""

import io
import logging
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import datetime
from pathlib import Path

from typer.exceptions import TyperException
from typer.main import get_command

from core import remarks
from core.cli.app import app
from core.faults import Refusal, UsageRefusal, disk_sentence
from core.whole_files import new_private_file, own_temporary_files, private_folder

DONE, BAD_ANSWER, WRONG_USAGE, REFUSED, FAULT, INTERRUPTED = 0, 1, 2, 3, 4, 130
HELP = "ดูวิธีใช้ด้วย phaenctl --help"
UNANSWERED = "ทำตามคำสั่งเสร็จแล้ว แต่เขียนคำตอบออกไปไม่ได้ โปรดตรวจเนื้อที่ว่างของที่ที่จะเก็บคำตอบ"


def run(arguments: Sequence[str]) -> int:
    """Runs ``phaenctl`` with these arguments; returns the exit status."""
    _use_utf8()
    with own_temporary_files(), _logging(arguments) as remarked:
        status = _run(arguments)
        if status in (DONE, BAD_ANSWER):  # what is refused says one sentence
            for sentence in remarked:
                _say(sentence, status)
        return status


def _run(arguments: Sequence[str]) -> int:
    answer = io.StringIO()  # written once all is done: what can't be written then is no refusal
    try:
        with redirect_stdout(answer):
            status = get_command(app).main(list(arguments), prog_name="phaenctl", standalone_mode=False)
        return _answered(answer.getvalue(), status if isinstance(status, int) else DONE)
    except TyperException as fault:
        return _wrong_usage(fault)
    except UsageRefusal as refusal:
        return _say(str(refusal), WRONG_USAGE)
    except Refusal as refusal:
        return _say(str(refusal), REFUSED)
    except KeyboardInterrupt:
        return _say("หยุดตามที่สั่งแล้ว", INTERRUPTED)
    except OSError as fault:
        return _say(disk_sentence(fault), REFUSED)
    except Exception:
        return _fault(arguments)


def _answered(answer: str, status: int) -> int:
    """Writes what the command printed; where that can't be, it is done all the same."""
    try:
        sys.stdout.write(answer)
        sys.stdout.flush()
    except BrokenPipeError:  # `phaenctl plan FILE | head`: nobody reads on
        _drop_answer()
        return DONE
    except OSError:
        _drop_answer()
        return _say(UNANSWERED, BAD_ANSWER)
    return status


def usage_sentence(fault: TyperException) -> str:
    """What is wrong with the arguments, in one Thai sentence."""
    kind, asked = type(fault).__name__, _asked_for(fault)
    if kind == "MissingParameter":
        return f"ยังไม่ได้ระบุ {asked} {HELP}"
    if kind == "BadParameter":
        return f"{asked} ใช้ไม่ได้ {_reason(str(fault))}"
    if kind == "NoSuchOption":
        return f"ไม่มีตัวเลือก {getattr(fault, 'option_name', '')} {HELP}"
    if kind == "BadOptionUsage":
        return f"ตัวเลือก {getattr(fault, 'option_name', '')} ใช้ไม่ถูก ต้องมีค่าตามหลังเฉพาะตัวเลือกที่รับค่า {HELP}"
    if "No such command" in str(fault):
        return f"ไม่มีคำสั่ง {_quoted_in(str(fault))} {HELP}"
    if "unexpected extra argument" in str(fault):
        return f"มีค่าเกินมาท้ายคำสั่ง {str(fault).rpartition('(')[2].rstrip(')')} {HELP}"
    return f"เรียกคำสั่งไม่ถูก {HELP}"


def _quoted_in(message: str) -> str:
    # The library quotes as Python does: with " where what was typed has a ' in it.
    opening = min((mark for mark in "'\"" if mark in message), key=message.index, default="'")
    return message.partition(opening)[2].rpartition(opening)[0]


def _asked_for(fault: TyperException) -> str:
    parameter = getattr(fault, "param", None)
    if parameter is None:
        return "ค่าที่ระบุ"
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return str(parameter.opts[0])


def _reason(message: str) -> str:
    # Our own parsers speak Thai; what is left in English comes from the library.
    return message if any("ก" <= letter <= "๛" for letter in message) else HELP


def _wrong_usage(fault: TyperException) -> int:
    if type(fault).__name__ == "NoArgsIsHelpError":
        print(fault, file=sys.stderr)
        return WRONG_USAGE
    return _say(usage_sentence(fault), WRONG_USAGE)


def _say(sentence: str, status: int) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return status


def _fault(arguments: Sequence[str]) -> int:
    where = _log(arguments, traceback.format_exc())
    told = f"รายละเอียดอยู่ใน {where} โปรดส่งแฟ้มนี้ให้ผู้ดูแล" if where else "และบันทึกรายละเอียดไม่ได้ โปรดแจ้งผู้ดูแล"
    return _say(f"โปรแกรมขัดข้อง ไม่ใช่ความผิดของท่าน {told}", FAULT)


def _log(arguments: Sequence[str], trace: str) -> Path | None:
    """Adds a traceback to the log file; None where even that can't be written."""
    try:
        path = log_file()
        private_folder(path.parent)
        if not path.exists():
            new_private_file(path)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} phaenctl {_what_was_asked(arguments)}\n{trace}\n")
    except OSError:
        return None
    return path


class _ToLog(logging.Handler):
    """Takes what the office logs (a fault that concerns one indicator alone) to the log file; remarks are kept to be said."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(logging.WARNING)
        self._arguments = arguments
        self.remarked: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        _log(self._arguments, self.format(record))
        if record.name == remarks.NAME:
            self.remarked.append(record.getMessage())


@contextmanager
def _logging(arguments: Sequence[str]) -> Iterator[list[str]]:
    """While it lasts, what the office logs is logged; the remarks for the person are handed out."""
    log, handler = logging.getLogger("phaen"), _ToLog(arguments)
    log.addHandler(handler)
    try:
        yield handler.remarked
    finally:
        log.removeHandler(handler)


def _what_was_asked(arguments: Sequence[str]) -> str:
    """The command and the names of its options: values may be secret, and people are asked to send the log on."""
    names = [word.partition("=")[0] for word in arguments[1:] if word.startswith("--")]
    return " ".join([*arguments[:1], *names])


def log_file() -> Path:
    """Where the tracebacks of our own faults go (under ``PHAEN_STATE_DIR`` where that is set)."""
    from core.state_folder import log_dir

    return log_dir() / "phaenctl.log"


def _drop_answer() -> None:
    # Else the interpreter tries again while closing, and complains.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
