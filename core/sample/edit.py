"""What the sample hands over: one saved form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.registers.declare import Value


@dataclass(frozen=True, slots=True)
class SampleEdit:
    """One record's values as ``author`` saved them on ``day``; the record is new unless it came with the plan."""

    register: str
    record_id: str
    values: Mapping[str, Value | None]
    author: str
    day: date
