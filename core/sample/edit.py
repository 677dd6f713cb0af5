"""What the sample hands over: one saved form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.registers.declare import Register, Value


@dataclass(frozen=True, slots=True)
class SampleEdit:
    """One record's values as ``author`` saved them on ``day``; the record is new unless it came with the plan."""

    register: str
    record_id: str
    values: Mapping[str, Value | None]
    author: str
    day: date


def keyed(
    register: Register, key: Mapping[str, Value], values: Mapping[str, Value | None], author: str, day: date
) -> SampleEdit:
    """An edit of a record whose id follows from its natural key."""
    record_id = register.id_for(key)
    assert record_id is not None
    return SampleEdit(register.name, record_id, values, author, day)
