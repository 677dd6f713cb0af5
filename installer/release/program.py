"""What of the checkout ships: the program and its resources as git knows them, and the file that names the release."""

import shutil
import subprocess
from pathlib import Path, PurePosixPath

from environment import SetupRefusal

from release.job import Job

ROOMS = ("core", "desktop", "resources")


def shipped(root: Path) -> tuple[PurePosixPath, ...]:
    """The files that ship, relative to ``root``: those that git tracks, so that nothing that merely lies about does.
    Refuses with SetupRefusal where git can't tell."""
    try:
        listed = subprocess.run(
            ("git", "-C", str(root), "ls-files", "-z", "--", *ROOMS),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    except OSError:
        listed = None
    if listed is None or listed.returncode or not listed.stdout:
        raise SetupRefusal(
            f"ไม่รู้ว่าแฟ้มใดเป็นของโปรแกรม เพราะ git อ่าน {root} ไม่ได้ โปรดติดตั้ง git และสร้างจากที่เก็บที่ clone มา"
        )
    return tuple(PurePosixPath(name) for name in sorted(listed.stdout.split("\0")) if name)


def lay(app: Path, job: Job) -> None:
    """Copies what ships into the new folder ``app``, with its licence and the file ``RELEASE`` (``core/releases/installed.py``)."""
    for name in (*shipped(job.root), PurePosixPath("LICENSE")):
        target = app / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(job.root / name, target)
    (app / "RELEASE").write_text(told(job), encoding="utf-8", newline="\n")


def told(job: Job) -> str:
    """The text of ``RELEASE``."""
    return (
        f'version = "{job.release.number}"\n'
        f'day = "{job.release.day.isoformat()}"\n'
        f'public_key = "{job.public_key}"\n'
    )
