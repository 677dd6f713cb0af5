"""What changing a register means for the records that it has, difference by difference."""

from collections.abc import Iterator

from core.office.registers.types import Meaning
from core.plan.register_mappings import PARTS, Declaration

_NAMED = {"fields": "ช่อง", "clocks": "กำหนดเวลา", "rules": "กติกา", "views": "มุมมอง"}


def meanings(base: Declaration, written: Declaration) -> Iterator[Meaning]:
    """Every difference between two declarations of a register."""
    for key in PARTS:
        was = {_name(part): part for part in base.get(key, ())}
        now = {_name(part): part for part in written.get(key, ())}
        for name in now.keys() - was.keys():
            yield Meaning(f"เพิ่ม{_NAMED[key]} {name}")
        for name in was.keys() - now.keys():
            yield Meaning(f"เอา{_NAMED[key]} {name} ออก")


def _name(part: Declaration) -> str:
    return str(part.get("name") or part.get("kind"))
