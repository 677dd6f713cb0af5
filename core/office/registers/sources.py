"""Where a new register's declaration comes from: a TOML file of a person's, or the library that the program brings."""

from pathlib import Path
from typing import Any

from core import resources
from core.faults import InputRefusal, UsageRefusal
from core.registers.declaration import written_in
from core.thai.quote import quoted

LIBRARY = "library:"
SUFFIX = ".toml"


def written_at(source: str) -> dict[str, Any]:
    """The declaration of a source as it is written: the path of a ``.toml`` file, or ``library:NAME``.

    InputRefusal for a file of another kind or one that can't be read, UsageRefusal for a name the library hasn't; OSError.
    """
    if source.startswith(LIBRARY):
        return written_in(_in_library(source.removeprefix(LIBRARY)))
    path = Path(source)
    if path.suffix.lower() != SUFFIX:
        raise InputRefusal(
            f"ทำทะเบียนจาก {quoted(path.name)} ไม่ได้ โปรดใช้แฟ้ม {SUFFIX} หรือ {LIBRARY} ตามด้วยชื่อทะเบียนที่มากับโปรแกรม"
        )
    return written_in(path)


def _in_library(name: str) -> Path:
    known = {path.stem: path for path in resources.path("registers").rglob(f"*{SUFFIX}")}
    if name not in known:
        raise UsageRefusal(
            f"โปรแกรมไม่มีทะเบียน {quoted(name)} มาด้วย โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ {' '.join(sorted(known))}"
        )
    return known[name]
