"""A sample year as tests look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.plan.load import bundled_plan, genesis
from core.plan.records import PLAN_REGISTERS
from core.registers import ALL
from core.registers.declaration import read_registers
from core.registers.declare import Register
from core.sample import SampleEdit, sample_edits
from core.thai.calendar import government_calendar


@dataclass(frozen=True)
class SampleYear:
    """A sample year: the name of its plan, its edits, the registers of its office, and the rows that came with the plan."""

    name: str
    edits: tuple[SampleEdit, ...]
    registers: Mapping[str, Register]
    rows: tuple[tuple[str, str, Mapping[str, Any]], ...]


def made(name: str) -> SampleYear:
    """The sample year of a plan."""
    release = genesis(name)
    known = (*(read_registers(release.declarations) or ALL), *PLAN_REGISTERS)
    edits = tuple(sample_edits(name, bundled_plan(name), government_calendar()))
    return SampleYear(name, edits, {r.name: r for r in known}, release.rows)
