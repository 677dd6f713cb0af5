"""The package for Debian and Ubuntu: the installed folder under ``/usr/lib/phaen``, and what tells a desktop of it."""

import gzip
import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from release import linux_desktop, start_desk
from release.debian import need, run
from release.folder import STARTERS, linux, settle
from release.job import Job
from release.version import Release

NAME = "phaen"
GLIBC = "2.35"  # what the shipped CPython asks for; Qt asks for 2.34
RECOMMENDED = ("shared-mime-info", "xdg-utils")  # to know the files' types, and to open what was printed
CONTROL = """Package: phaen
Version: {version}
Architecture: amd64
Maintainer: Phaen <phaen@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Section: misc
Priority: optional
Description: desk of a Thai government office (แผน)
 Keeps the registers of an office that works by an annual action plan, computes
 every indicator of the plan as of any day, and prints the official documents.
 .
 แผน: ทะเบียน ตัวชี้วัด และเอกสารราชการของหน่วยงาน
"""
# Run by dpkg before it changes anything: what it refuses stays as it was.
RUNNING = """#!/bin/sh
set -e
refuse() {
    echo "$1" >&2
    exit 1
}
for process in /proc/[0-9]*/exe; do
    case "$(readlink "$process" 2>/dev/null)" in
        /usr/lib/phaen/*) refuse "แผนยังเปิดอยู่บนเครื่องนี้ โปรดปิดโปรแกรมแล้วเรียกคำสั่งเดิมอีกครั้ง ยังไม่มีอะไรเปลี่ยน" ;;
    esac
done
"""
BEFORE_INSTALLING = (
    RUNNING
    + """if [ "$1" = upgrade ] && dpkg --compare-versions "$2" gt "{version}"; then
    refuse "เครื่องนี้มีแผนรุ่น $2 ซึ่งใหม่กว่า {version} อยู่แล้ว จึงไม่ติดตั้งรุ่นเก่าทับ ยังไม่มีอะไรเปลี่ยน"
fi
"""
)
COPYRIGHT = """Phaen ships under the MIT licence below. What it is made of is listed with its licences in
/usr/lib/phaen/app/resources/help/licences.md. The texts lie in /usr/lib/phaen/app/resources/licences (Qt, PySide6 and Shiboken6:
LGPL-3, with what lies within Qt), /usr/lib/phaen/python/licences and the *.dist-info folders of /usr/lib/phaen/lib.

"""


def build(job: Job) -> Path:
    """Makes the package of the Linux build; its path in ``job.work``. Refuses with SetupRefusal."""
    need({"dpkg-deb": "dpkg"})
    root = job.work / "deb"
    shutil.rmtree(root, ignore_errors=True)
    program = root / "usr" / "lib" / NAME
    shutil.copytree(linux(job), program, copy_function=os.link)
    _lay_system(root, job, program)
    settle(root, programs={program / name for name in STARTERS})
    _lay_control(root, job)
    package = job.work / f"{NAME}_{job.release.number}_amd64.deb"
    job.date(root)
    command = (
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "-z6",
        "--threads-max=2",
        "--build",
        str(root),
        str(package),
    )
    run(("env", f"SOURCE_DATE_EPOCH={job.release.seconds}", *command))
    return package


def build_older(job: Job) -> Path:
    """A package of an older version that holds nothing, to be refused over this one; its path in ``job.work``."""
    root = job.work / "deb-older"
    shutil.rmtree(root, ignore_errors=True)
    _lay_control(root, replace(job, release=Release("0.0.1", job.release.seconds)))
    package = job.work / f"{NAME}_0.0.1_amd64.deb"
    run(("dpkg-deb", "--root-owner-group", "--build", str(root), str(package)))
    return package


def depends(libraries: Iterable[str]) -> str:
    """The packages that bring ``libraries`` (as ``start_desk`` names them), as a package's field has it."""
    return ", ".join((f"libc6 (>= {GLIBC})", *sorted({*libraries})))


def control(job: Job, size: int) -> str:
    """The control file; ``size`` in KiB."""
    libraries = {**start_desk.OFF_SCREEN, **start_desk.WINDOW}.values()
    return CONTROL.format(
        version=job.release.number,
        size=size,
        depends=depends(libraries),
        recommends=", ".join(RECOMMENDED),
    )


def before_installing(job: Job) -> str:
    """The script that dpkg runs before it installs the package."""
    return BEFORE_INSTALLING.replace("{version}", job.release.number)


def _lay_system(root: Path, job: Job, program: Path) -> None:
    """What lies outside the program's own folder."""
    (root / "usr" / "bin").mkdir(parents=True)
    for name in STARTERS:
        (root / "usr" / "bin" / name).symlink_to(f"../lib/{NAME}/{name}")
    linux_desktop.put(
        root / "usr" / "share", linux_desktop.files(NAME, program / "app" / "resources" / "icons")
    )
    documents = root / "usr" / "share" / "doc" / NAME
    documents.mkdir(parents=True)
    licence = (job.root / "LICENSE").read_text(encoding="utf-8")
    (documents / "copyright").write_text(COPYRIGHT + licence, encoding="utf-8")
    changes = (job.root / "CHANGELOG.md").read_bytes()
    (documents / "CHANGELOG.md.gz").write_bytes(gzip.compress(changes, mtime=0))


def _lay_control(root: Path, job: Job) -> None:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files) // 1024
    told = root / "DEBIAN"
    told.mkdir(parents=True)
    (told / "control").write_text(control(job, size), encoding="utf-8")
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files)
    (told / "md5sums").write_text("".join(sums), encoding="utf-8")
    (told / "preinst").write_text(before_installing(job), encoding="utf-8")
    (told / "prerm").write_text(RUNNING, encoding="utf-8")
    for path in told.iterdir():
        path.chmod(0o755 if path.name in ("preinst", "prerm") else 0o644)
