"""The Windows setup: the folder that is installed, its two starters, and NSIS' one file of it all.

Built on Debian, with nothing of Windows: the bytecode is made by the Python of the same series that ships on Linux, the
starters by MinGW. Two builds of one commit are the same to the byte, unless the office's signer adds the time.
"""

import os
import shlex
import shutil
import sys
from pathlib import Path, PurePosixPath

from environment import say

from release import icons, linux_python, program, wheels, windows_python
from release.compiled import precompile
from release.debian import need, run
from release.job import Job

HERE = Path(__file__).parent
COMPILER, RESOURCES, NSIS = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres", "makensis"
TOOLS = {
    COMPILER: "gcc-mingw-w64-x86-64-win32",
    RESOURCES: "binutils-mingw-w64-x86-64",
    NSIS: "nsis",
}
# phaen.exe has no console, phaenctl.exe is for one.
STARTERS = {
    "phaen": ("desktop.main", "แผน", ("-DWINDOWED", "-mwindows")),
    "phaenctl": ("core.cli", "แผน (บรรทัดคำสั่ง)", ("-mconsole",)),
}
SPARE_MB = 50  # beside twice the folder: NSIS unpacks all of it, then writes each file


def build(job: Job) -> Path:
    """Makes the setup in the job's folder of work, and returns its path. Refuses with SetupRefusal."""
    need(TOOLS)
    work = job.work / "windows"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    folder = work / "Phaen"
    lay(folder, job)
    for name in STARTERS:
        starter = lay_starter(folder, name, work, job.release.number)
        if job.signer:
            run((*shlex.split(job.signer), str(starter)))
    for path in folder.rglob("*"):
        os.utime(path, (job.release.seconds, job.release.seconds))
    say("บีบอัดเป็นตัวติดตั้ง")
    return pack(folder, work, job)


def lay(folder: Path, job: Job) -> None:
    """Lays what is installed into the new folder ``folder``, but for the starters."""
    folder.mkdir()
    windows_python.lay(folder / "python", job.cache)
    wheels.lay(folder / "lib", wheels.WINDOWS, job.cache)
    program.lay(folder / "app", job)
    say("แปลโปรแกรมล่วงหน้า")
    compiler = linux_python.compiler(linux_python.unpacked(job))
    for part in ("lib", "app"):
        precompile(folder / part, compiler)


def lay_starter(folder: Path, name: str, work: Path, version: str) -> Path:
    """Compiles one of the ``STARTERS`` into ``folder``, with its icons and what Windows tells of it; its path."""
    module, what, kind = STARTERS[name]
    made = work / name
    made.mkdir()
    drawn = folder / "app" / "resources" / "icons"
    for icon in ("phaen", "phaen-file"):
        (made / f"{icon}.ico").write_bytes(icons.ico(drawn / f"{icon}.svg"))
    (made / "told.h").write_text(
        f'#define NAME "{name}.exe"\n#define WHAT "{what}"\n#define VERSION "{version}"\n'
        f"#define NUMBERS {version.replace('.', ',')},0\n",
        encoding="utf-8",
    )
    for source in ("launcher.c", "launcher.rc", "launcher.manifest"):
        shutil.copyfile(HERE / source, made / source)
    run((RESOURCES, "--codepage=65001", "launcher.rc", "launcher.res.o"), cwd=made)
    starter = folder / f"{name}.exe"
    run(
        (
            *(COMPILER, "-Os", "-s", "-municode", "-Wall", "-Werror", *kind, f'-DMODULE=L"{module}"'),
            *("launcher.c", "launcher.res.o", "-Wl,--no-insert-timestamp", "-o", str(starter), "-lshell32"),
        ),
        cwd=made,
    )
    return starter


def pack(folder: Path, work: Path, job: Job, target: str = "x86-unicode") -> Path:
    """Packs the laid folder by NSIS into one setup. It is a program for 32 bits, so that a Windows that can't run Phaen
    is told so by it."""
    setup = work / f"phaen-{job.release.number}-setup.exe"
    listed, icon, side = work / "files.nsh", work / "phaen" / "phaen.ico", work / "side.bmp"
    side.write_bytes(icons.side(folder / "app" / "resources" / "icons" / "phaen.svg"))
    os.utime(side, (job.release.seconds, job.release.seconds))  # it is packed too
    listed.write_text(laying_script(folder), encoding="utf-8-sig")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    told = {
        "VERSION": job.release.number,
        "OUT": str(setup),
        "ICON": str(icon),
        "SIDE": str(side),
        "FILES": str(listed),
        "SIZE": str(size >> 10),
        "SPACE": str((2 * size >> 20) + SPARE_MB),
        "STUB": shlex.join((sys.executable, str(HERE / "setup_words.py"))),
        **({"SIGNER": job.signer} if job.signer else {}),
    }
    run(
        (
            *(NSIS, "-V2", "-WX", "-NOCONFIG", "-INPUTCHARSET", "UTF8", f"-XTarget {target}"),
            *(f"-D{name}={value}" for name, value in told.items()),
            str(HERE / "phaen.nsi"),
        )
    )
    return setup


def laying_script(folder: Path) -> str:
    """The NSIS macro ``Lay``, which lays every file of ``folder`` below a folder it is given. What is alike comes together,
    so that it packs better; the order depends on nothing but names."""
    files = sorted(
        (PurePosixPath(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()),
        key=lambda path: (path.suffix, str(path)),
    )
    lines, place = ["!macro Lay FOLDER"], None
    for path in files:
        if path.parent != place:
            place = path.parent
            lines.append(f'SetOutPath "${{FOLDER}}\\{_escaped(str(place).replace("/", chr(92)))}"')
        lines.append(f'File "{_escaped(str(folder / path))}"')
    return "\n".join((*lines, "!macroend", ""))


def _escaped(path: str) -> str:
    return path.replace("$", "$$")
