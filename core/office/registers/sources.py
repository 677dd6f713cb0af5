"""Where a new register's declaration comes from: a TOML file of a person's, or the library that the program brings."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from core import resources
from core.faults import InputRefusal, UsageRefusal
from core.plan.office_registers import ALWAYS
from core.registers.declaration import written_in
from core.thai.quote import quoted

LIBRARY = "library:"
SUFFIX = ".toml"


def written_at(source: str) -> dict[str, Any]:
    """The declaration of a source as it is written: the path of a ``.toml`` file, or ``library:NAME``.

    InputRefusal for a file of another kind or one that can't be read, UsageRefusal for a name the library hasn't; OSError.
    """
    if source.startswith(LIBRARY):
        return in_library(source.removeprefix(LIBRARY))
    path = Path(source)
    if path.suffix.lower() != SUFFIX:
        raise InputRefusal(
            f"ทำทะเบียนจาก {quoted(path.name)} ไม่ได้ โปรดใช้แฟ้ม {SUFFIX} หรือ {LIBRARY} ตามด้วยชื่อทะเบียนที่มากับโปรแกรม"
        )
    return written_in(path)


def in_library(name: str) -> dict[str, Any]:
    """The declaration that the program brings under a name; UsageRefusal where it brings none."""
    known = library()
    if name not in known:
        raise UsageRefusal(
            f"โปรแกรมไม่มีทะเบียน {quoted(name)} มาด้วย โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ {' '.join(sorted(known))}"
        )
    return deepcopy(dict(known[name]))


@cache
def library() -> Mapping[str, Mapping[str, Any]]:
    """The declarations that the program brings, by their names: those made for any office before those of the first one;
    without those that every file has."""
    return {path.stem: written for path, written in _brought() if path.stem not in ALWAYS}


def _brought() -> Iterator[tuple[Path, dict[str, Any]]]:
    root = resources.path("registers")
    for folder in (root / "library", root):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            yield path, written_in(path)
