"""The report of a self-test: a text to send to support. It names the program and the system, and nobody: the names of
folders that say who works here, the user's and the PC's name are taken out."""

import getpass
import locale
import os
import platform
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage

from core import resources
from core.faults import UsageRefusal
from core.releases.installed import installed
from core.self_test.running import Done, SelfTestOutcome
from core.state_folder import log_dir
from core.whole_files import private_folder, write_whole

ENDING = ".txt"
MEGABYTE = 1 << 20
SHORTEST_NAME = 2  # characters of a name that is taken out: a letter alone is in every word


def text_of(outcome: SelfTestOutcome, about: Mapping[str, str] | None = None) -> str:
    """The report. ``about`` says more of this PC: what it is called, and what it is."""
    passed = sum(step.passed for step in outcome.steps)
    result = "ผ่านทุกขั้น" if outcome.passed else f"ไม่ผ่าน (ผ่าน {passed} จาก {len(outcome.steps)} ขั้น)"
    lines = [
        "รายงานตรวจโปรแกรมแผน",
        f"ผล: {result}",
        *(f"{name}: {value}" for name, value in {**_system(outcome), **(about or {})}.items()),
        "",
        *(line_of(step) for step in outcome.steps),
    ]
    for step in outcome.steps:
        if step.trace:
            lines += ["", f"--- {step.name}", step.trace.rstrip()]
    return nameless("\n".join(lines) + "\n")


def line_of(step: Done) -> str:
    """A step and what came of it, in one line."""
    if not step.tried:
        return f"[ไม่ได้ตรวจ] {step.name}"
    told = f"{step.name} ({step.seconds:.1f} วินาที)"
    return f"[ไม่ผ่าน] {told} · {step.fault}" if step.fault else f"[ผ่าน] {told}"


def place() -> Path:
    """Where the report of the last self-test lies unless another place was named: beside the logs."""
    return log_dir() / "self-test.txt"


def target_of(asked: Path | None) -> Path:
    """Where a report goes that was asked for under a name, or under none. UsageRefusal for one that isn't called .txt: every
    other command takes an office file there. OSError as it comes."""
    if asked is None:
        private_folder(place().parent)
        return place()
    if asked.suffix.lower() != ENDING:
        raise UsageRefusal(f"รายงานการตรวจเป็นแฟ้ม {ENDING} แต่ระบุ “{asked.name}” โปรดตั้งชื่อรายงานใหม่")
    return asked


def save(text: str, target: Path) -> None:
    """Write a report. OSError as it comes."""
    write_whole(target, lambda made: _written(made, text))


def _written(made: Path, text: str) -> None:
    made.write_text(text, encoding="utf-8")


def _system(outcome: SelfTestOutcome) -> dict[str, str]:
    release = installed()
    return {
        "รุ่น": " ".join(filter(None, (release.version, release.day))) or "ไม่ทราบ",
        "เมื่อ": f"{outcome.begun:%Y-%m-%d %H:%M:%S}",
        "ระบบ": f"{_system_name()} · {platform.machine()} · Python {platform.python_version()}",
        "ภาษา": f"{'_'.join(filter(None, locale.getlocale())) or 'C'} · {sys.getfilesystemencoding()}",
        "ที่ว่างสำหรับแฟ้มชั่วคราว": f"{disk_usage(tempfile.gettempdir()).free // MEGABYTE:,} MB",
    }


def _system_name() -> str:
    with suppress(OSError, AttributeError):
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return platform.platform()


def nameless(text: str) -> str:
    """A text without the names of folders, user and PC."""
    for folder, said in _folders():
        for written in {str(folder), folder.as_posix(), str(folder).replace("\\", "\\\\")}:
            text = re.sub(re.escape(written), said, text, flags=re.IGNORECASE)
    for name, said in _names():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", said, text, flags=re.IGNORECASE)
    return text


def _folders() -> Sequence[tuple[Path, str]]:
    """Folders that say who works here, the longest first."""
    named = {
        Path(tempfile.gettempdir()): "(ชั่วคราว)",
        resources.ROOT.parent: "(โปรแกรม)",
        Path(sys.prefix): "(python)",
        Path(sys.base_prefix): "(python)",
    }
    with suppress(RuntimeError):  # nobody's home
        named[Path.home()] = "(บ้าน)"
    both = [(form, said) for folder, said in named.items() for form in {folder, folder.resolve()}]
    return sorted((one for one in both if len(one[0].parts) > 1), key=lambda one: -len(str(one[0])))


def _names() -> Sequence[tuple[str, str]]:
    found = [(platform.node(), "(เครื่อง)")]
    with suppress(OSError, KeyError, ImportError):  # a user the system has no name for
        found.append((getpass.getuser(), "(ผู้ใช้)"))
    found += [(os.environ.get(variable, ""), "(ผู้ใช้)") for variable in ("USERDOMAIN", "COMPUTERNAME")]
    return [(name, said) for name, said in found if len(name) >= SHORTEST_NAME]
