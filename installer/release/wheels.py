"""What the program is built of, for one system: the distributions that the lock file pins, downloaded by hash, unpacked into
one folder, and rid of what never runs in an office.

pip, which every Python brings, fetches them, for the system they are meant for and not for the one that builds. They are
kept in a folder of the cache that goes by what was asked for; a build that asks for the same needs no network.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from environment import NO_NETWORK, SetupRefusal, say
from supply import ROOT, key, shipped

PYTHON = "3.11"  # of both systems' builds: one compiler's bytecode serves both


@dataclass(frozen=True)
class Platform:
    """A system to build for: pip's names for it, and what a requirement's marker finds there."""

    name: str
    tags: tuple[str, ...]
    markers: Mapping[str, str]


WINDOWS = Platform(
    "windows",
    ("win_amd64",),
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
)
LINUX = Platform(
    "linux",
    # Of Debian 12's glibc, 2.36, and of every older one a wheel may ask for.
    (*(f"manylinux_2_{minor}_x86_64" for minor in range(36, 4, -1)), "manylinux2014_x86_64"),
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
)

# Of Qt the desk uses four modules, and SVG for its icons. The wheel has QML, a designer, a web engine's data, a software
# OpenGL and eighty languages (no Thai) beside them, three quarters of its size. A pattern's * also spans folders.
QT_KEPT = (
    *("PySide6/__init__.py", "PySide6/_*.py", "PySide6/support/*.py", "PySide6/*pyside6.abi3.*"),
    *("PySide6/QtCore.*", "PySide6/QtGui.*", "PySide6/QtWidgets.*", "PySide6/QtPrintSupport.*"),
    *("PySide6/*Qt6Core.*", "PySide6/*Qt6Gui.*", "PySide6/*Qt6Widgets.*", "PySide6/*Qt6PrintSupport.*"),
    *("PySide6/*Qt6Svg.*", "PySide6/*/iconengines/*", "PySide6/*/platforms/*", "PySide6/*/styles/*"),
    *("PySide6/*/imageformats/*qsvg.*", "PySide6/*/imageformats/*qjpeg.*", "PySide6/*/imageformats/*qico.*"),
    *("PySide6/msvcp140*.dll", "PySide6/vcruntime140*.dll"),
    # What a window on Linux goes through: X11 or Wayland, the input methods, the desktop's theme, the printers.
    *("PySide6/Qt/lib/libQt6XcbQpa.*", "PySide6/Qt/lib/libQt6DBus.*", "PySide6/Qt/lib/libQt6OpenGL.*"),
    *(
        "PySide6/Qt/lib/libQt6WaylandClient.*",
        "PySide6/Qt/lib/libQt6WlShellIntegration.*",
        "PySide6/Qt/lib/libicu*",
    ),
    *("PySide6/*/platforminputcontexts/lib[ci]*", "PySide6/*/platformthemes/*", "PySide6/*/printsupport/*"),
    *("PySide6/*/wayland-decoration-client/*", "PySide6/*/wayland-shell-integration/libxdg*"),
)
NEVER_RUN = (
    # Screens without a window system, and one that draws by Direct2D, which nobody chooses.
    *("PySide6/*/platforms/*eglfs*", "PySide6/*/platforms/*linuxfb*", "PySide6/*/platforms/*vk*"),
    *("PySide6/*/platforms/*vnc*", "PySide6/*/platforms/*direct2d*", "PySide6/*/platforms/*minimalegl*"),
    # For whoever writes programs: stubs, headers, sources, tests; and what only an installer asks for.
    *("*.pyi", "*/py.typed", "*.pyx", "*.pxd", "*.c", "*.h", "*.cpp", "*.hpp", "*.lib", "*.cmake", "*.xml"),
    *(
        "*/tests/*",
        "*/test/*",
        "*/testing/*",
        "*/testing.py",
        "*/testTools.py",
        "*/include/*",
        "*/includes/*",
        "shiboken6/lib/*",
    ),
    *("*/test_utils.py", "*/test_cases.py", "reportlab/graphics/test*.py", "pypdfium2_cli/*"),
    *(
        "*.dist-info/RECORD",
        "*.dist-info/WHEEL",
        "*.dist-info/top_level.txt",
        "*.data/*",
        "*.dist-info/sboms/*",
    ),
    # Microsoft's runtime for C++ AMP, OpenMP and Windows Runtime, which no part of Qt that is kept links to.
    *(
        "shiboken6/vcamp140.dll",
        "shiboken6/vccorlib140.dll",
        "shiboken6/vcomp140.dll",
        "shiboken6/concrt140.dll",
    ),
    # Type 1 fonts and Vera, where the office's papers have a font of their own; a module for Python 2.
    *("reportlab/fonts/*", "olefile/olefile2.py"),
    # A checker of forms written in Java; a picture format that no evidence may have; other programs' languages.
    *("pyxform/validators/odk_validate/bin/*", "PIL/_avif.*", "pygments/lexers/[!_]*", "*/translations/*.qm"),
)


def lay(lib: Path, platform: Platform, cache: Path) -> None:
    """Fills the folder ``lib`` with what the program is built of, for ``platform``. Refuses with SetupRefusal where it
    can't be had."""
    unpack(lib, shipped(platform.markers), platform, cache, is_kept)


def unpack(
    lib: Path, names: Collection[str], platform: Platform, cache: Path, kept: Callable[[str], bool]
) -> None:
    """Unpacks the distributions ``names``, as the lock file pins them, into the folder ``lib``: of each the files that are
    ``kept``, by their place there. Refuses with SetupRefusal where they can't be had."""
    wanted = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"), names)
    for wheel in sorted(_downloaded(wanted, platform, cache).glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                place = _place(member.filename)
                if not member.is_dir() and kept(place):
                    target = lib / place
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(member))


def locked(lock: str, names: Collection[str]) -> str:
    """What the text of a lock file says of some packages: their versions and hashes, in its order. Not for which system
    each is: pip would take that for the one it runs on."""
    wanted, kept, copying = {key(name) for name in names}, [], False
    for line in lock.splitlines(keepends=True):
        if line[:1].isalnum():
            name = key(line.partition("==")[0])
            copying = name in wanted
            wanted.discard(name)
            line = re.sub(r" ;[^\\]*", " ", line)
        if copying:
            kept.append(line)
    if wanted:
        raise SetupRefusal(f"requirements.lock ไม่มี {' '.join(sorted(wanted))} โปรดสร้างแฟ้มนี้ใหม่ก่อน")
    return "".join(kept)


def is_kept(path: str) -> bool:
    """Whether a wheel's file, by its place in the folder of packages, is shipped."""
    if any(fnmatchcase(path, pattern) for pattern in NEVER_RUN):
        return False
    return not path.startswith("PySide6/") or any(fnmatchcase(path, pattern) for pattern in QT_KEPT)


def _place(member: str) -> str:
    """Where a wheel's file goes: what a wheel keeps apart for a folder of packages lies there like the rest."""
    head, _, rest = member.partition("/")
    kind, _, inner = rest.partition("/")
    return inner if head.endswith(".data") and kind in ("purelib", "platlib") else str(PurePosixPath(member))


def _downloaded(wanted: str, platform: Platform, cache: Path) -> Path:
    """The folder that holds the wheels asked for, whole or not there."""
    asked = hashlib.sha256("\n".join((PYTHON, *platform.tags, wanted)).encode()).hexdigest()[:16]
    folder = cache / f"wheels-{platform.name}-{asked}"
    if folder.is_dir():
        return folder
    say(f"ดาวน์โหลดส่วนประกอบสำหรับ {platform.name}")
    unfinished = folder.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    listed = unfinished / "wanted.txt"
    listed.write_text(wanted, encoding="utf-8")
    done = subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--require-hashes",
                "--no-input",
            ),
            *("--only-binary", ":all:", "--python-version", PYTHON, "--implementation", "cp"),
            *(part for tag in platform.tags for part in ("--platform", tag)),
            *("--dest", str(unfinished), "--requirement", str(listed)),
        ],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        why = (
            "ต่ออินเทอร์เน็ตไม่ได้"
            if any(sign in done.stderr for sign in NO_NETWORK)
            else done.stderr.strip()[-500:]
        )
        raise SetupRefusal(f"ดาวน์โหลดส่วนประกอบสำหรับ {platform.name} ไม่ได้ ({why}) โปรดแก้แล้วเรียกใหม่")
    unfinished.rename(folder)
    return folder
