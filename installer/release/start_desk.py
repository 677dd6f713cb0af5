"""Starts the desk of a Linux build: says in a sentence which of the system's libraries Qt lacks here, and what brings them.

Ships in ``app/``. Qt itself would end without a word where a library of its window plug-in is missing.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

# What the shipped Qt asks of the system, with the package of Debian and Ubuntu that brings it: also what the package for
# them depends on, and what a developer's setup installs. The build compares it with what the shipped files ask for.
OFF_SCREEN = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11.so.6": "libx11-6",
    "libzstd.so.1": "libzstd1",
    "libz.so.1": "zlib1g",
    "libexpat.so.1": "libexpat1",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
}
WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libcups.so.2": "libcups2",
}
NO_SCREEN_PLATFORMS = ("offscreen", "minimal")
UNSEEN = ("--self-test", "-h", "--help")  # what ``phaen`` does without a window
NO_SCREEN = "ไม่พบหน้าจอของเครื่องนี้ โปรดเปิดโปรแกรมแผนจากหน้าจอ (X11 หรือ Wayland) ของผู้ใช้ที่ลงชื่อเข้าเครื่องอยู่"


def main(arguments: Sequence[str] | None = None) -> int:
    """Opens the desk, or says why it can't be opened here; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    refusal = refusal_here(given, os.environ)
    if refusal:
        tell(refusal)
        return 1
    from desktop.main import main as open_desk  # noqa: PLC0415  # not before Qt is known to load

    return open_desk(given)


def refusal_here(arguments: Sequence[str], variables: Mapping[str, str]) -> str:
    """The sentence that says why the desk can't be opened here; "" where it can."""
    off_screen = variables.get("QT_QPA_PLATFORM", "").split(":")[0] in NO_SCREEN_PLATFORMS
    has_screen = bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))
    if not (off_screen or has_screen or {*arguments} & {*UNSEEN}):
        return NO_SCREEN
    wanted = OFF_SCREEN if off_screen or not has_screen else {**OFF_SCREEN, **WINDOW}
    return refusal_of([name for name in wanted if not _is_there(name)])


def refusal_of(missing: Sequence[str]) -> str:
    """The sentence for libraries that are missing, by name; "" for none."""
    if not missing:
        return ""
    packages = {({**OFF_SCREEN, **WINDOW})[name] for name in missing}
    return (
        f"เครื่องนี้ยังขาดไลบรารีของระบบ {len(missing)} รายการ ({', '.join(missing)}) "
        f"บน Debian หรือ Ubuntu โปรดให้ผู้ดูแลเครื่องเรียก: sudo apt install {' '.join(sorted(packages))}"
    )


def tell(sentence: str) -> None:
    """Says it where a person sees it: on the console, and in a box where the system has a program for that."""
    print(sentence, file=sys.stderr)
    boxes = (("zenity", "--error", "--text"), ("kdialog", "--error"), ("notify-send", "Phaen"))
    for program, *options in boxes:
        if os.environ.get("DISPLAY") and not sys.stderr.isatty() and shutil.which(program):
            subprocess.run((program, *options, sentence), check=False)
            return


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
