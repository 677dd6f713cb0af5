"""What Debian's own tools do for a build: packages by name, version and hash; and the tools themselves where they are missing."""

import hashlib
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from environment import SetupRefusal, say
from system import apt_install


@dataclass(frozen=True)
class DebianPackage:
    """A package of Debian 12, of amd64: ``name``, ``version``, ``sha256`` of its file."""

    name: str
    version: str
    sha256: str


def need(tools: Mapping[str, str]) -> None:
    """Sees to programs, each with the Debian package that brings it. Refuses with SetupRefusal, naming the command that
    installs them, where this PC's user can't."""
    missing = sorted({package for program, package in tools.items() if not shutil.which(program)})
    if not missing:
        return
    command = apt_install(missing, say=say)
    if command:
        raise SetupRefusal(
            f"ยังขาดเครื่องมือสำหรับสร้าง บน Debian หรือ Ubuntu โปรดเรียก: {command} แล้วเรียกคำสั่งเดิมอีกครั้ง"
        )


def fetch(package: DebianPackage, cache: Path) -> Path:
    """The package's file in the folder ``cache``, downloaded by apt (which checks it by Debian's signature) where it isn't
    there, and checked by its hash each time. Refuses with SetupRefusal."""
    cache.mkdir(parents=True, exist_ok=True)
    found = _kept(package, cache)
    if found is None:
        need({"apt-get": "apt"})
        command = ("apt-get", "download", f"{package.name}={package.version}")
        done = run(command, cwd=cache, may_fail=True)
        if done.returncode:  # an old list of packages doesn't know it
            run(("apt-get", "update"), may_fail=True)
            done = run(command, cwd=cache, may_fail=True)
        found = _kept(package, cache)
    if found is None:
        raise SetupRefusal(
            f"ดาวน์โหลด {package.name} รุ่น {package.version} จาก Debian 12 ไม่ได้ หรือได้แฟ้มที่ไม่ตรงกับค่าแฮชที่ปักไว้ "
            "โปรดตรวจอินเทอร์เน็ต ถ้า Debian ออกรุ่นใหม่แล้วให้ปักรุ่นใหม่ตาม docs/releasing.md"
        )
    return found


def _kept(package: DebianPackage, cache: Path) -> Path | None:
    for path in sorted(cache.glob(f"{package.name}_*.deb")):
        if hashlib.sha256(path.read_bytes()).hexdigest() == package.sha256:
            return path
    return None


def run(
    command: Sequence[str], *, cwd: Path | None = None, may_fail: bool = False
) -> "subprocess.CompletedProcess[str]":
    """Runs a command of the system, silently. Refuses with SetupRefusal and the end of what it said where it fails."""
    try:
        done = subprocess.run(
            list(command), cwd=cwd, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except FileNotFoundError as fault:
        raise SetupRefusal(f"ไม่พบโปรแกรม {command[0]} โปรดติดตั้งแล้วเรียกใหม่") from fault
    if done.returncode and not may_fail:
        told = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise SetupRefusal(f"{Path(command[0]).name} ทำไม่สำเร็จ: {told}")
    return done
