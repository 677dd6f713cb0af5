"""The one version: told by ``pyproject.toml``, with the time of the last commit, by which everything in a build is dated."""

import os
import subprocess
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from environment import SetupRefusal

EPOCH = "SOURCE_DATE_EPOCH"  # reproducible-builds.org: a build's time, in seconds


@dataclass(frozen=True)
class Release:
    """What is built: ``number`` ("1.0.0"), and its time in ``seconds`` since 1970, the same for every build of a commit."""

    number: str
    seconds: int

    @property
    def day(self) -> date:
        """The day of the release, as UTC has it."""
        return datetime.fromtimestamp(self.seconds, UTC).date()


def of(root: Path) -> Release:
    """The release that the checkout ``root`` makes. Refuses with SetupRefusal where nothing tells its time."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Release(project["version"], _seconds(root))


def _seconds(root: Path) -> int:
    told = os.environ.get(EPOCH, "")
    if not told:
        command = ("git", "-C", str(root), "log", "-1", "--format=%ct")
        try:
            told = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        except OSError:  # no git on this PC
            told = ""
    if not told.isdigit():
        raise SetupRefusal(
            f"ไม่รู้วันที่ของรุ่นที่จะสร้าง เพราะ {root} ไม่ใช่ที่เก็บ git ที่อ่านได้ โปรดติดตั้ง git หรือตั้งตัวแปร {EPOCH} เป็นจำนวนวินาที แล้วเรียกใหม่"
        )
    return int(told)
