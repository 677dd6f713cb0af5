"""Qt's system libraries: found missing by trying, installed on Debian as root, else named.

A fresh Debian lacks them; Windows and macOS bring their own. Which there are, the builds tell that ship Qt.
"""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from release import start_desk
from system import apt_install

OFF_SCREEN = tuple(sorted({*start_desk.OFF_SCREEN.values()}))
WINDOW = tuple(sorted({*start_desk.WINDOW.values()}))  # without libcups2 Qt finds no printer

# Loading the plug-in by hand names a missing library; Qt itself would abort without telling.
_TRY_OFF_SCREEN = "from PySide6 import QtGui, QtPrintSupport, QtSvg, QtWidgets; QtWidgets.QApplication([])"
_TRY_WINDOW = """
import ctypes, pathlib, PySide6
plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins"
for name in ("platforms/libqxcb.so", "printsupport/libcupsprintersupport.so"):
    if (plugins / name).exists():
        ctypes.CDLL(str(plugins / name))
"""


def has_display(variables: Mapping[str, str], platform: str) -> bool:
    """True when a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if variables.get("QT_QPA_PLATFORM", "").split(":")[0] in start_desk.NO_SCREEN_PLATFORMS:
        return False
    if platform in ("win32", "darwin"):
        return True
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def needs_xcb(variables: Mapping[str, str], platform: str) -> bool:
    """True where a window goes through X11, whose libraries Debian keeps apart."""
    return platform == "linux" and bool(variables.get("DISPLAY")) and has_display(variables, platform)


def packages_for(*, window: bool) -> tuple[str, ...]:
    """The Debian packages Qt needs off screen, and those a window needs beside them."""
    return OFF_SCREEN + WINDOW if window else OFF_SCREEN


def missing_library(python: Path, *, window: bool) -> str:
    """What the loader says about a library it can't find; "" when Qt works."""
    script = _TRY_OFF_SCREEN + (_TRY_WINDOW if window else "")
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [str(python), "-c", script],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return ""
    return (done.stdout.strip().splitlines() or [f"สถานะ {done.returncode}"])[-1]


def provide(python: Path, *, window: bool, say: Callable[[str], None]) -> str:
    """Sees to Qt's libraries; returns "" once Qt works, else a Thai sentence with the exact command."""
    missing = missing_library(python, window=window)
    if not missing:
        return ""
    command = apt_install(packages_for(window=window), say=say)
    if not command:
        missing = missing_library(python, window=window)
    if not missing:
        return ""
    if not command:
        return f"ติดตั้งแพ็กเกจแล้วแต่ Qt ยังเปิดไม่ได้ ({missing}) โปรดแจ้งผู้ดูแลเครื่อง"
    return f"Qt ยังขาดไลบรารีของระบบ ({missing}) บน Debian หรือ Ubuntu โปรดเรียก: {command}"
