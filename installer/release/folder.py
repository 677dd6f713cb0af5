"""The folder that is installed, on every system: ``python/`` (CPython), ``lib/`` (what it depends on), ``app/`` (the program)."""

import shutil
from collections.abc import Collection
from functools import cache
from pathlib import Path

from environment import SetupRefusal, say

from release import linux_python, program, start_desk, wheels
from release.compiled import precompile
from release.debian import need, run
from release.job import Job

OF_GLIBC = ("ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1")
# Loaded where the PC has GNOME's libraries, and left alone where it has not.
LOADED_IF_THERE = ("libqgtk3.so",)
OF_LINUX = ("start_desk.py", "linux_desktop.py")  # modules of the build that run on the office's PC
STARTERS = {
    "phaen": ("start_desk", "เปิดโต๊ะทำงาน"),
    "phaenctl": ("core.cli", "บรรทัดคำสั่ง"),
}
STARTER = """#!/bin/sh
# {what}
python=$(dirname -- "$(readlink -f -- "$0")")/python/bin/python{series}
if ! "$python" -I -V >/dev/null 2>&1; then
    echo "แผนเริ่มไม่ได้บนเครื่องนี้ ต้องใช้ Linux 64 บิตที่มี glibc 2.35 ขึ้นไป (Debian 12, Ubuntu 22.04 หรือใหม่กว่า) \
ถ้าเป็นรุ่นดังกล่าวอยู่แล้ว โปรดให้ผู้ดูแลเครื่องเรียก: sudo apt install libexpat1 zlib1g" >&2
    exit 1
fi
exec "$python" -I -X utf8 -m {module} "$@"
"""


@cache
def linux(job: Job) -> Path:
    """The folder of the Linux build, laid anew once in a run for all packages of it. Refuses with SetupRefusal."""
    folder = job.work / "linux"
    shutil.rmtree(folder, ignore_errors=True)
    debian = linux_python.unpacked(job)
    compiler = linux_python.compiler(debian)
    linux_python.lay(folder / "python", debian)
    wheels.lay(folder / "lib", wheels.LINUX, job.cache)
    program.lay(folder / "app", job)
    for name in OF_LINUX:
        shutil.copyfile(Path(__file__).with_name(name), folder / "app" / name)
    say("แปลโปรแกรมล่วงหน้า")
    for part in ("python", "lib", "app"):
        precompile(folder / part, compiler)
    for name, (module, what) in STARTERS.items():
        (folder / name).write_text(starter(module, what), encoding="utf-8")
    settle(folder, programs={folder / name for name in STARTERS})
    refuse_unknown(wanted_libraries(folder))
    return folder


def starter(module: str, what: str) -> str:
    """The shell script that runs ``module`` by the interpreter beside it."""
    return STARTER.format(what=what, series=linux_python.SERIES, module=module)


def settle(tree: Path, programs: Collection[Path]) -> None:
    """Gives every file and folder the rights it is to have wherever it was made: all may read, only programs run."""
    interpreter = f"python{linux_python.SERIES}"
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path in programs or path.name == interpreter
            path.chmod(0o755 if runs else 0o644)


def wanted_libraries(folder: Path) -> set[str]:
    """The libraries that the files of a Linux build ask the system for, by name, without those of glibc."""
    need({"patchelf": "patchelf"})
    found = [path for path in folder.rglob("*.so*") if path.name not in LOADED_IF_THERE]
    interpreter = folder / "python" / "bin" / f"python{linux_python.SERIES}"
    wanted = run(("patchelf", "--print-needed", *map(str, sorted(found)), str(interpreter)))
    return {*wanted.stdout.split()} - {path.name for path in found} - {*OF_GLIBC}


def refuse_unknown(libraries: set[str]) -> None:
    """Refuses with SetupRefusal where the build asks for a library whose package nobody has named."""
    unknown = sorted(libraries - {*start_desk.OFF_SCREEN, *start_desk.WINDOW})
    if unknown:
        raise SetupRefusal(
            f"ยังไม่รู้ว่าแพ็กเกจใดของ Debian มี {' '.join(unknown)} โปรดเติมใน installer/release/start_desk.py"
        )
