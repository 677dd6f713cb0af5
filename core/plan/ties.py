"""What hangs together in the plan: parts that go with a record, and records that keep it from being taken out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tie:
    """Records of ``register`` whose ``field`` names a record by its ``code``. A ``part`` goes with it; anything else
    keeps it from being taken out, said with ``words``."""

    register: str
    field: str
    code: str
    words: str = ""

    @property
    def part(self) -> bool:
        """True where the records are parts of the one they name."""
        return not self.words


TIES: Mapping[str, tuple[Tie, ...]] = {
    "plan_units": (
        Tie("plan_projects", "owner", "code", "โครงการที่หน่วยงานนี้รับผิดชอบ"),
        Tie("plan_indicators", "owner", "code", "ตัวชี้วัดที่หน่วยงานนี้รับผิดชอบ"),
    ),
    "plan_nodes": (
        Tie("plan_nodes", "parent", "code", "หัวข้อที่อยู่ภายใต้"),
        Tie("plan_measures", "node", "code", "มาตรการที่อยู่ภายใต้"),
        Tie("plan_indicators", "node", "code", "ตัวชี้วัดที่อยู่ภายใต้"),
    ),
    "plan_measures": (
        Tie("plan_projects", "measure", "code", "โครงการที่อยู่ในมาตรการนี้"),
        Tie("plan_indicators", "measure", "code", "ตัวชี้วัดที่อยู่ในมาตรการนี้"),
    ),
    "plan_projects": (
        Tie("plan_indicators", "project", "number", "ตัวชี้วัดที่ใช้โครงการนี้"),
        Tie("budget_entries", "project", "number", "รายการใช้จ่ายงบประมาณของโครงการนี้"),
        Tie("plan_budget_lines", "project", "number"),
        Tie("plan_steps", "project", "number"),
    ),
    "plan_indicators": (
        Tie("manual_results", "indicator", "code", "ผลที่บันทึกไว้ของตัวชี้วัดนี้"),
        Tie("indicator_remarks", "indicator", "code", "หมายเหตุรายเดือนของตัวชี้วัดนี้"),
        Tie("plan_targets", "indicator", "code"),
        Tie("plan_definitions", "indicator", "code"),
    ),
    "plan_printed_tables": (Tie("plan_printed_rows", "table_name", "name"),),
}

# The registers whose parameters of a formula may name a project.
COMPUTED_FROM = ("plan_indicators", "plan_definitions")


@dataclass(frozen=True, slots=True)
class Born:
    """The register in which is recorded what really happened to a record of the plan; they share ``key`` fields."""

    register: str
    key: tuple[str, ...]


BORN: Mapping[str, Born] = {
    "plan_steps": Born("project_steps", ("fiscal_year", "project", "step")),
    "plan_study_parts": Born("study_parts", ("fiscal_year", "part")),
}

# How the places of the plan check are found again: kind of reference -> register and how its code makes key fields.
PLACES: Mapping[str, tuple[str, Callable[[str], Values]]] = {
    "row": (
        "plan_printed_rows",
        lambda code: dict(zip(("table_name", "ordinal"), _pair(code, "/"), strict=True)),
    ),
    "text": ("plan_texts", lambda code: dict(zip(("section", "ordinal"), _pair(code, "/"), strict=True))),
    "duty": (
        "plan_texts",
        lambda code: dict(zip(("section", "ordinal"), _pair(f"duties.{code}", "/"), strict=True)),
    ),
    "step": (
        "plan_steps",
        lambda code: dict(zip(("project", "step"), map(int, code.split(".")), strict=True)),
    ),
    "project": ("plan_projects", lambda code: {"number": int(code)}),
    "indicator": ("plan_indicators", lambda code: {"code": code}),
    "node": ("plan_nodes", lambda code: {"code": code}),
    "measure": ("plan_measures", lambda code: {"code": code}),
    "unit": ("plan_units", lambda code: {"code": code}),
    "table": ("plan_printed_tables", lambda code: {"name": code}),
}


def _pair(code: str, mark: str) -> tuple[str, int]:
    name, _, ordinal = code.rpartition(mark)
    return name, int(ordinal)


def place_of(year: int, ref: str) -> tuple[str, Values] | None:
    """The register and key fields a finding's reference names in the plan of a year; None for one of no place."""
    kind, _, code = ref.partition(":")
    try:
        register, key = PLACES[kind]
        return register, {"fiscal_year": year, **key(code)}
    except (KeyError, ValueError):
        return None
