"""Every case file of tests/registers/cases: what was typed, and the very sentences an officer must then read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from registers_drawer import REGISTERS, TODAY, YEAR, Drawer

from core.exchange.spreadsheets.sheets_in import field_of
from core.faults import Finding, Severity
from core.registers import ALL
from core.registers.declare import Register, RuleContext
from core.registers.validate import examine
from core.thai.dates import parse_day

CASES = Path(__file__).parent / "cases"
WEIGHTS = {Severity.ERROR: "ผิด", Severity.WARNING: "เตือน", Severity.REMARK: "ข้อสังเกต"}


@dataclass(frozen=True)
class Case:
    """One case: its register, the record it starts from, and what it tells."""

    register: Register
    start: Mapping[str, object]
    told: Mapping[str, Any]


def load() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        file = tomllib.loads(path.read_text("utf-8"))
        register = REGISTERS[file["ทะเบียน"]]
        for number, told in enumerate(file["กรณี"], 1):
            case = Case(register, file["ตั้งต้น"], {"แผน": file.get("แผน", [YEAR]), **told})
            found.append(pytest.param(case, id=f"{path.stem}-{number}"))
    return found


def by_names(register: Register, labelled: Mapping[str, object]) -> dict[str, object]:
    """The same values under the fields' English names."""
    fields = {label: field_of(register, label) for label in labelled}
    assert None not in fields.values(), f"unknown heading in {fields}"
    return {fields[label].name: value for label, value in labelled.items()}


def arrange(case: Case) -> tuple[dict[str, object], RuleContext]:
    drawer = Drawer()
    for other in case.told.get("มีอยู่", []):
        register = REGISTERS[other["ทะเบียน"]]
        drawer.put(register.name, by_names(register, {k: v for k, v in other.items() if k != "ทะเบียน"}))
    raw = by_names(case.register, {**case.start, **case.told.get("กรอก", {})})
    own = drawer.by_key(case.register.name, case.told["แก้ไข"]) if "แก้ไข" in case.told else None
    today = parse_day(case.told["วันนี้"]) if "วันนี้" in case.told else TODAY
    return raw, drawer.context(own["id"] if own else None, today, tuple(case.told["แผน"]))


def told(register: Register, finding: Finding) -> list[str]:
    label = register.field(finding.field).label if finding.field else "ทั้งรายการ"
    return [WEIGHTS[finding.severity], label, finding.message]


def run(case: Case) -> tuple[Finding, ...]:
    raw, context = arrange(case)
    return examine(case.register, raw, context)[1]


@pytest.mark.parametrize("case", load())
def test_the_officer_reads_these_sentences(case: Case) -> None:
    assert [told(case.register, f) for f in run(case)] == case.told["พบ"], case.told["ชื่อ"]


@pytest.mark.parametrize("register", ALL, ids=lambda r: r.name)
def test_every_register_has_a_case_without_fault_and_cases_for_every_rule(register: Register) -> None:
    cases = [c.values[0] for c in load() if c.values[0].register is register]
    assert any(c.told["พบ"] == [] for c in cases)
    silent = [rule.says for rule in register.rules if not any(_speaks(rule, case) for case in cases)]
    assert silent == []


def _speaks(rule: Any, case: Case) -> bool:
    raw, context = arrange(case)
    return bool(list(rule(examine(case.register, raw, context)[0], context)))


def test_no_sentence_shows_english_or_machine_words() -> None:
    for parameter in load():
        for finding in run(parameter.values[0]):
            assert not any(word in finding.message for word in ("None", "Decimal", "Error", "datetime", "_"))
            assert finding.message == finding.message.strip()
            assert "\n" not in finding.message
