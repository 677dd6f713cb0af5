"""Every kind of rule by the cases of rule_kinds.toml: what it says of itself, what it finds, and what it refuses."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import resources
from core.faults import Finding, InputRefusal
from core.plan.records import PLAN_REGISTERS
from core.registers import ALL
from core.registers.declaration import read_registers, written_in
from core.registers.declare import Register, RuleContext, StatedRule, Value
from core.registers.part_names import part_name
from core.registers.reading import read_value
from core.registers.rule_kind import Scope
from core.registers.rule_kinds import KINDS, check_others, make_rule, make_rules, mirrored
from core.thai.calendar import government_calendar

TOLD = tomllib.loads(Path(__file__).with_name("rule_kinds.toml").read_text("utf-8"), parse_float=Decimal)
REGISTERS: dict[str, Register] = {
    register.name: register for register in (*read_registers(TOLD["register"]), *PLAN_REGISTERS)
}
SCOPE = Scope.of(REGISTERS["complaints"])
CALENDAR, TODAY, YEARS = government_calendar(), date(2020, 6, 30), (2563,)
RULES = [pytest.param(told, id=f"{n}-{told['declared']['kind']}") for n, told in enumerate(TOLD["rule"])]


@dataclass
class Rows:
    """The records of a case, by register."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        there = self.rows.get(register, ())
        return next((row for row in there if REGISTERS[register].natural_key(row) == key), None)

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        there = self.rows.get(register, ())
        return [row for row in there if all(row[name] == value for name, value in equals.items())]


def read(register: str, raw: Mapping[str, Any]) -> dict[str, Value | None]:
    return {field.name: read_value(field, raw.get(field.name)) for field in REGISTERS[register].fields}


def arranged(told: Mapping[str, Any]) -> tuple[StatedRule, str, Rows]:
    """The rule, the register whose records it is asked about, and the records there are."""
    rows = {
        name: [{**read(name, raw), "id": f"{name}-{n}"} for n, raw in enumerate(raws)]
        for name, raws in told.get("rows", {}).items()
    }
    if not told.get("mirrored"):
        return make_rule(told["declared"], SCOPE), SCOPE.register, Rows(rows)
    half = mirrored(told["declared"], SCOPE)
    assert half is not None
    return half[1], half[0], Rows(rows)


def context(rows: Rows, own: str | None = None) -> RuleContext:
    return RuleContext(rows, CALENDAR, TODAY, REGISTERS, own, YEARS)


def shown(finding: Finding) -> list[str]:
    assert finding.field is not None
    return [finding.severity.value, finding.field, finding.value or "", finding.message]


@pytest.mark.parametrize("told", RULES)
def test_a_rule_says_what_it_asks_for_and_finds_what_is_wrong(told: Mapping[str, Any]) -> None:
    rule, register, rows = arranged(told)
    assert rule.says == told["says"]
    for case in told["cases"]:
        found = list(rule(read(register, case["typed"]), context(rows, case.get("own"))))
        assert list(map(shown, found)) == case["found"], case["typed"]
        assert {finding.code for finding in found} <= {told["declared"]["kind"]}


@pytest.mark.parametrize("told", RULES)
def test_a_rule_looks_at_nothing_but_what_it_says_it_reads(told: Mapping[str, Any]) -> None:
    """Else rows of a sheet, which are checked by columns, would be told something else than a form."""
    rule, register, rows = arranged(told)
    if not rule.says_what_it_reads:
        return
    parts = [(name,) for name in rule.reads] if rule.each else [(*rule.reads, *rule.alike)]
    for case in told["cases"]:
        values, asked = read(register, case["typed"]), context(rows, case.get("own"))
        kept = [{name: values.get(name) for name in (*part, *rule.notices)} for part in parts]
        assert [f for part in kept for f in rule(part, asked)] == list(rule(values, asked))


def test_every_kind_is_seen_to_speak_and_to_be_silent() -> None:
    spoken = {told["declared"]["kind"] for told in TOLD["rule"] for case in told["cases"] if case["found"]}
    silent = {
        told["declared"]["kind"] for told in TOLD["rule"] for case in told["cases"] if not case["found"]
    }
    assert spoken == silent == set(KINDS)


@pytest.mark.parametrize("told", RULES)
def test_every_parameter_is_asked_for_and_no_other_taken(told: Mapping[str, Any]) -> None:
    table, kind = told["declared"], KINDS[told["declared"]["kind"]]
    spoilt = [
        {**table, "wish": 1},
        {**table, "name": "No"},
        {**table, "severity": []},
        {**table, "message": 1},
    ]
    spoilt += [{k: v for k, v in table.items() if k != p.name} for p in kind.takes if p.required]
    spoilt += [{**table, p.name: nonsense} for p in kind.takes for nonsense in ({}, -1.5, ["no_such"])]
    for one in spoilt:
        if (one["kind"], one.get("right"), one.get("equals")) in ANY_NUMBER:
            continue
        with pytest.raises(InputRefusal) as refused:
            make_rule(one, SCOPE)
        assert_calm(str(refused.value))


# Where a number is asked for, -1.5 is one.
ANY_NUMBER = (("compare", -1.5, None), ("total", None, -1.5))


@pytest.mark.parametrize("told", TOLD["refused"], ids=lambda told: str(told["declared"]))
def test_nonsense_is_refused_in_a_sentence(told: Mapping[str, Any]) -> None:
    with pytest.raises(InputRefusal) as refused:
        make_rule(told["declared"], SCOPE)
    check_sentence(str(refused.value), told)


@pytest.mark.parametrize("told", TOLD["refused_together"], ids=lambda told: str(told["declared"]))
def test_what_another_register_lacks_is_refused_and_else_passed_over(told: Mapping[str, Any]) -> None:
    """Registers come apart: where what a rule asks for hasn't come yet, it is quiet."""
    with pytest.raises(InputRefusal) as refused:
        check_others(told["declared"], SCOPE, REGISTERS)
    check_sentence(str(refused.value), told)
    typed = {
        "complaint_no": "1",
        "kind": "noise",
        "closed_on": "1/6/63",
        "fine": 9,
        "score": 9,
        "area": "สาทร",
    }
    rows = {"areas": [{**read("areas", {"code": "สาทร", "most": 1}), "id": "1"}]}
    assert list(make_rule(told["declared"], SCOPE)(read("complaints", typed), context(Rows(rows)))) == []
    half = mirrored(told["declared"], SCOPE)
    assert half is None or list(half[1](read("visits", {}), context(Rows({})))) == []


def test_what_other_registers_have_is_taken() -> None:
    for told in TOLD["rule"]:
        check_others(told["declared"], SCOPE, REGISTERS)


def test_the_rules_that_ship_find_in_other_registers_what_they_ask_for() -> None:
    declared = [written_in(path) for path in resources.path("registers").glob("*.toml")]
    registers = {register.name: register for register in ALL}
    for table, of in [(table, registers[one["name"]]) for one in declared for table in one.get("rules", ())]:
        check_others(table, Scope.of(of), registers)


def test_two_rules_of_one_name_are_refused() -> None:
    order = {"kind": "in_order", "fields": ["received_on", "closed_on"]}
    named = {**order, "name": "closed_late"}
    assert len(make_rules([order, named], SCOPE)) == 2
    for first, second, name in (
        (order, order, "in_order:received_on,closed_on"),
        (named, {"kind": "weekday", "field": "closed_on", "name": "closed_late"}, "closed_late"),
    ):
        with pytest.raises(InputRefusal, match=f"มีกฎอื่นที่ใช้ชื่อ {name}"):
            make_rules([first, second], SCOPE)


def test_a_rule_goes_by_its_name_or_its_kind_and_fields() -> None:
    assert part_name({"kind": "weekday", "field": "closed_on", "name": "no_weekend"}) == "no_weekend"
    assert part_name({"kind": "weekday", "field": "closed_on"}) == "weekday:closed_on"
    assert part_name({"kind": "in_order", "fields": ["a", "b"]}) == "in_order:a,b"
    assert part_name({"kind": "steps_in_order"}) == "steps_in_order:"


def check_sentence(sentence: str, told: Mapping[str, Any]) -> None:
    rule = f'กฎ "{told["declared"].get("kind")}" ของทะเบียน complaints ใช้ไม่ได้:'
    assert sentence.startswith((told.get("sentence") or told["begins"]).replace("{rule}", rule))
    assert "sentence" not in told or sentence == told["sentence"].replace("{rule}", rule)
    assert_calm(sentence)


def assert_calm(sentence: str) -> None:
    assert sentence.startswith("กฎ ")
    assert "โปรด" in sentence or "ให้" in sentence
    assert "\n" not in sentence
    assert not any(word in sentence for word in ("None", "Error", "Traceback", "object"))
