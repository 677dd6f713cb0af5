"""Removable drives, and the packages on them; looked through at the top and one folder deep."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QStorageInfo

ENDING = ".phaenx"
MOST = 200  # files looked at in a folder
# Where Linux and macOS put what is plugged in; on Windows every drive but the system's own counts.
_MOUNTS = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


def removable_drives() -> tuple[Path, ...]:
    """The drives plugged in now."""
    found = (QStorageInfo(volume) for volume in QStorageInfo.mountedVolumes())
    roots = (v.rootPath() for v in found if v.isValid() and v.isReady() and not v.isRoot())
    return tuple(Path(root) for root in roots if root.startswith(_MOUNTS) or root[1:3] == ":/")


def packages_on(drives: Iterable[Path]) -> tuple[Path, ...]:
    """The packages on drives, newest first; what can't be read is passed over."""
    found = [path for folder in folders_on(drives) for path in _packages(folder)]
    return tuple(sorted(found, key=_age, reverse=True))


def folders_on(drives: Iterable[Path]) -> Iterator[Path]:
    """Each drive, and its folders."""
    for drive in drives:
        yield drive
        yield from (path for path in _listed(drive) if path.is_dir() and not path.name.startswith("."))


def _packages(folder: Path) -> Iterator[Path]:
    return (path for path in _listed(folder) if path.suffix.lower() == ENDING and path.is_file())


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())[:MOST]
    except OSError:
        return []


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
