"""A Debian 12 with nothing installed, in a folder: what a package needs and doesn't name shows there.

The bare system is made once by debootstrap and kept; each trial has a copy of its own, with an ordinary user. Commands run
in name spaces of their own: what they leave running ends with them, and without the network where that is asked for.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from environment import SetupRefusal, say
from system import is_root

from release.debian import need, run
from release.job import Job

SUITE = "bookworm"
ON_DISK = "/var/tmp"  # where device files may be made; a PC's memory disk may not have them
CLERK = "clerk"
TOOLS = {"debootstrap": "debootstrap", "unshare": "util-linux", "chroot": "coreutils"}
# As root, in name spaces of its own: processes are seen, then the command runs in the folder as whom it is for.
_ENTER = (
    'root=$1 user=$2; shift 2; mount -t proc proc "$root/proc" && exec chroot --userspec="$user" "$root" "$@"'
)
_SPACES = ("unshare", "--mount", "--pid", "--fork")
_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class CleanSystem:
    """A copy of the bare system, to be used in a ``with``; ``root`` is its folder, ``home`` its user's."""

    def __init__(self, job: Job) -> None:
        self._bare = job.work / "systems" / SUITE
        self.root = job.work / "systems" / "trial"
        self.home = self.root / "home" / CLERK

    def __enter__(self) -> "CleanSystem":
        if not is_root():
            raise SetupRefusal("การตรวจแพ็กเกจ Linux ในระบบเปล่าต้องใช้สิทธิ์ root โปรดเรียกคำสั่งเดิมด้วย sudo")
        need(TOOLS)
        self._make_bare()
        self._remove()
        run(("cp", "--archive", "--reflink=auto", str(self._bare), str(self.root)))
        self.run(("useradd", "--create-home", CLERK))
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    def run(self, command: Sequence[str], *, may_fail: bool = False) -> "subprocess.CompletedProcess[str]":
        """Runs a command as the system's root, with the network. Refuses with SetupRefusal where it fails."""
        inside = (
            "env",
            "-i",
            _PATH,
            "HOME=/root",
            "LANG=C.UTF-8",
            "DEBIAN_FRONTEND=noninteractive",
            *command,
        )
        return run(
            (*_SPACES, "sh", "-c", _ENTER, "-", str(self.root), "root:root", *inside), may_fail=may_fail
        )

    def run_as_clerk(
        self, command: Sequence[str], *, may_fail: bool = False, variables: Sequence[str] = ()
    ) -> "subprocess.CompletedProcess[str]":
        """Runs a command as the ordinary user, without any network, with ``variables`` ("NAME=value") beside its own."""
        inside = ("env", "-i", _PATH, f"HOME=/home/{CLERK}", "LANG=C.UTF-8", *variables, *command)
        spaces = (*_SPACES, "--net", "sh", "-c", _ENTER, "-", str(self.root), f"{CLERK}:{CLERK}")
        return run((*spaces, *inside), may_fail=may_fail)

    def install(self, *packages: str) -> None:
        """Installs packages and what they depend on, nothing they merely recommend."""
        self.run(("apt-get", "install", "-y", "--no-install-recommends", *packages))

    def give_to_clerk(self, path: Path) -> None:
        """Makes what lies at ``path`` the ordinary user's."""
        inside = "/" + path.relative_to(self.root).as_posix()
        self.run(("chown", "-R", f"{CLERK}:{CLERK}", inside))

    def _make_bare(self) -> None:
        if self._bare.is_dir():
            return
        shutil.rmtree(self._bare.with_suffix(".new"), ignore_errors=True)
        say("สร้าง Debian 12 เปล่าสำหรับตรวจ (ครั้งแรกครั้งเดียว)")
        self._bare.parent.mkdir(parents=True, exist_ok=True)
        # Not where it is to lie: debootstrap knows no folder with a space in its name.
        with tempfile.TemporaryDirectory(dir=ON_DISK) as made:
            run(("debootstrap", "--variant=minbase", SUITE, f"{made}/{SUITE}"))
            run(("mv", f"{made}/{SUITE}", str(self._bare.with_suffix(".new"))))
        self._bare.with_suffix(".new").rename(self._bare)

    def _remove(self) -> None:
        if self.root.exists():
            shutil.rmtree(self.root)
