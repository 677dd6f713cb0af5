"""The sample year: the same everywhere, valid record by record, and telling on 30 June."""

import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sample_years import SampleYear

from core import registers
from core.faults import Severity, UsageRefusal
from core.plan.records import PLAN_REGISTERS
from core.registers.declare import Register, RuleContext
from core.registers.validate import check
from core.sample import SampleEdit, sample_of
from core.thai.calendar import government_calendar

JUNE_30 = date(2020, 6, 30)
BY_NAME: Mapping[str, Register] = {r.name: r for r in (*registers.ALL, *PLAN_REGISTERS)}
CALENDAR = government_calendar()
Record = dict[str, Any]


class Records:
    """The file's records as rules look them up, indexed by what they ask for."""

    def __init__(
        self, registers: Mapping[str, Register], rows: Iterable[tuple[str, str, Mapping[str, Any]]]
    ) -> None:
        self.registers = registers
        self.of: dict[str, dict[str, Record]] = defaultdict(dict)
        self.keys: dict[tuple[str, str], str] = {}
        for register, record_id, values in rows:
            self.save(register, record_id, values)

    def merged(self, register: str, record_id: str, values: Mapping[str, Any]) -> Record:
        blank = {field.name: None for field in self.registers[register].fields}
        return {**blank, **self.of[register].get(record_id, {}), **values, "id": record_id}

    def save(self, register: str, record_id: str, values: Mapping[str, Any]) -> None:
        record = self.merged(register, record_id, values)
        self.of[register][record_id] = record
        key = self.registers[register].natural_key(record)
        if key is not None:
            self.keys.setdefault((register, key), record_id)

    def by_key(self, register: str, key: str) -> Record | None:
        record_id = self.keys.get((register, key))
        return self.of[register][record_id] if record_id else None

    def where(self, register: str, **equals: Any) -> Sequence[Record]:
        rows = self.of[register].values()
        return [row for row in rows if all(row[name] == value for name, value in equals.items())]


def of(edits: Iterable[SampleEdit], register: str) -> list[SampleEdit]:
    return [edit for edit in edits if edit.register == register]


def values_of(edits: Iterable[SampleEdit], register: str) -> list[Mapping[str, Any]]:
    return [edit.values for edit in of(edits, register)]


def fingerprint(edits: Iterable[SampleEdit]) -> str:
    told = [
        (e.register, e.record_id, sorted((k, str(v)) for k, v in e.values.items()), e.author, str(e.day))
        for e in edits
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def test_every_edit_is_valid_on_the_day_it_was_saved(year: SampleYear) -> None:
    records = Records(year.registers, year.rows)
    complaints = []
    for edit in year.edits:
        register = year.registers[edit.register]
        values = records.merged(edit.register, edit.record_id, edit.values)
        stored = {name: value for name, value in values.items() if name != "id"}
        context = RuleContext(records, CALENDAR, edit.day, year.registers, edit.record_id)
        complaints += [f for f in check(register, stored, context) if f.severity is not Severity.REMARK]
        records.save(edit.register, edit.record_id, edit.values)
    assert complaints == []


def test_edits_come_in_chronological_order_and_name_fields_of_their_register(year: SampleYear) -> None:
    assert [e.day for e in year.edits] == sorted(e.day for e in year.edits)
    for edit in year.edits:
        assert set(edit.values) <= {field.name for field in year.registers[edit.register].fields}


def test_every_register_a_person_fills_in_has_records(year: SampleYear) -> None:
    filled = {edit.register for edit in year.edits} | {name for name, _, _ in year.rows}
    assert {name for name, register in year.registers.items() if not register.internal} <= filled


def test_plan_born_records_exist_and_others_are_new(year: SampleYear) -> None:
    born = {(name, record_id) for name, record_id, _ in year.rows}
    for edit in year.edits:
        register = year.registers[edit.register]
        assert (register.plan_born or register.internal) == ((edit.register, edit.record_id) in born)


def test_new_records_are_saved_once(year: SampleYear) -> None:
    new = [e.record_id for e in year.edits if not year.registers[e.register].plan_born]
    assert len(new) == len(set(new))


def test_sample_is_the_same_again_whatever_the_hash_seed(year: SampleYear) -> None:
    told = (
        "from test_sample_year import fingerprint; from sample_years import made;"
        f"print(fingerprint(made('{year.name}').edits))"
    )
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(here)}
    seen = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, check=True)
    assert seen.stdout.decode().strip() == fingerprint(year.edits)


def test_chance_is_the_same_on_every_python(edits: tuple[SampleEdit, ...]) -> None:
    """Amounts and days hang on the generator alone; other Pythons must draw the very same."""
    drawn = [
        (e.values["request_no"], e.values["amount"], str(e.values["received_on"]))
        for e in of(edits, "finance_requests")
    ]
    assert hashlib.sha256(repr(sorted(drawn)).encode()).hexdigest()[:16] == "65c6e4e0cd2547ba"


def test_another_plan_has_no_sample() -> None:
    with pytest.raises(UsageRefusal, match="2563"):
        sample_of("2599")
    assert sample_of("๒๕๖๓") == "2563"


def test_requests_come_every_day(edits: tuple[SampleEdit, ...]) -> None:
    assert 450 <= len(of(edits, "finance_requests")) <= 520


# What the sample shows on 30 June.


def due(values: Mapping[str, Any]) -> date:
    return CALENDAR.nth_working_day_after(values["received_on"], 7)


def waiting(edits: tuple[SampleEdit, ...], as_of: date) -> list[Mapping[str, Any]]:
    found = [v for v in values_of(edits, "finance_requests") if v["procurement"] == "w119"]
    return [
        v
        for v in found
        if v["received_on"] <= as_of
        and not (v.get("cheque_on") and v["cheque_on"] <= as_of)
        and not (v.get("cancelled_on") and v["cancelled_on"] <= as_of)
    ]


def test_some_requests_wait_on_30_june(edits: tuple[SampleEdit, ...]) -> None:
    left = Counter(CALENDAR.working_days_between(JUNE_30, due(values)) for values in waiting(edits, JUNE_30))
    assert left[-1] == 1
    assert left[0] >= 1
    assert left[1] >= 2
    away = [
        v
        for v in waiting(edits, JUNE_30)
        if v.get("returned_on") and v["returned_on"] <= JUNE_30 < v["resubmitted_on"]
    ]
    assert away


def test_requests_go_every_way_there_is(edits: tuple[SampleEdit, ...]) -> None:
    found = values_of(edits, "finance_requests")
    assert any(v.get("cancelled_on") for v in found)
    assert any(v["procurement"] == "other" for v in found)
    assert any(v.get("resubmitted_on") for v in found)
    assert any(v.get("returned_on") and not v.get("resubmitted_on") for v in found)
    assert any(not v.get("cheque_on") and not v.get("cancelled_on") for v in found)
    assert any(v.get("cheque_on") and v["cheque_on"] > due(v) for v in found)
    assert any(v.get("cheque_on") and v["cheque_on"] > date(2020, 9, 30) for v in found)


def monthly_mean(edits: tuple[SampleEdit, ...], as_of: date) -> Decimal:
    months: dict[int, list[bool]] = defaultdict(list)
    open_ones = {v["request_no"] for v in waiting(edits, as_of) if due(v) > as_of}
    for values in values_of(edits, "finance_requests"):
        received: Any = values["received_on"]
        gone: Any = values.get("cancelled_on")
        counted = values["procurement"] == "w119" and received <= as_of and not (gone and gone <= as_of)
        if counted and values["request_no"] not in open_ones:
            paid: Any = values.get("cheque_on")
            months[received.month].append(bool(paid and paid <= min(as_of, due(values))))
    shares = [Decimal(100 * sum(times)) / len(times) for times in months.values()]
    return sum(shares, Decimal(0)) / len(shares)


def test_indicator_3_stands_at_about_91(edits: tuple[SampleEdit, ...]) -> None:
    assert 90 < monthly_mean(edits, JUNE_30) < 93
    assert 88 < monthly_mean(edits, date(2020, 12, 31)) < 93


def test_centres_stand_as_the_overview_tells(edits: tuple[SampleEdit, ...]) -> None:
    passed: Counter[Any] = Counter()
    made: Counter[Any] = Counter()
    for values in values_of(edits, "centre_audits"):
        score, audited_on = values["score"], values["audited_on"]
        assert isinstance(score, Decimal)
        assert isinstance(audited_on, date)
        assert 60 <= score <= 99
        if audited_on <= JUNE_30:
            made[values["centre"]] += 1
            passed[values["centre"]] += score >= 80
    assert len(made) == 72
    assert sum(times >= 4 for times in passed.values()) == 26
    assert sum(passed[c] == 3 and made[c] == 5 for c in made) == 18
    assert len(of(edits, "centre_audits")) == 72 * 6 - 4


def test_checklists_add_up_to_their_scores(edits: tuple[SampleEdit, ...]) -> None:
    sums: dict[Any, Decimal] = defaultdict(Decimal)
    for values in values_of(edits, "audit_points"):
        points = values["points"]
        assert isinstance(points, Decimal)
        sums[values["centre"], values["month"]] += points
    scores = {(e.values["centre"], e.values["month"]): e.values["score"] for e in of(edits, "centre_audits")}
    assert sums
    assert all(scores[audit] == total for audit, total in sums.items())


def within(values: Mapping[str, Any], name: str, minutes: int) -> bool:
    return bool(values[name] and values[name] - values["asked_at"] <= timedelta(minutes=minutes))


def test_letters_stand_as_the_overview_tells(edits: tuple[SampleEdit, ...]) -> None:
    found = values_of(edits, "letter_enquiries")
    asked = [v for v in found if isinstance(v["asked_at"], datetime) and v["asked_at"].date() <= JUNE_30]
    assert len({v["user"] for v in asked}) == 63
    assert 84 < 100 * sum(within(v, "acknowledged_at", 15) for v in asked) / len(asked) < 89
    assert 76 < 100 * sum(within(v, "answered_at", 30) for v in asked) / len(asked) < 80
    levels = [e.values["level"] for e in of(edits, "satisfaction_ratings")]
    assert 150 < len(levels) < 260
    assert 88 < 100 * sum(level in (4, 5) for level in levels) / len(levels) < 95


def test_budget_leaves_nothing_negative_and_has_a_correction(edits: tuple[SampleEdit, ...]) -> None:
    left: dict[Any, Decimal] = defaultdict(Decimal)
    for values in values_of(edits, "budget_entries"):
        amount = values["amount"]
        assert isinstance(amount, Decimal)
        left[values["project"], values["kind"]] += amount
    for project in (1, 6):
        spent = left[project, "committed"] + left[project, "disbursed"]
        assert left[project, "committed"] >= 0
        assert 0 <= spent <= left[project, "allocated"]
    assert left[6, "allocated"] == Decimal(10_800_000)
    assert any("แก้ไข" in str(e.values["note"]) for e in of(edits, "budget_entries"))


def test_project_1_is_behind_at_the_end_of_june_and_done_in_september(edits: tuple[SampleEdit, ...]) -> None:
    register = BY_NAME["project_steps"]
    fourth = register.id_for({"fiscal_year": 2563, "project": 1, "step": 4})
    told: Record = {}
    for edit in edits:
        if edit.record_id == fourth:
            told |= edit.values
    assert told["planned_to"].last_day < JUNE_30 < told["finished_on"]
    (contract,) = of(edits, "plan_projects")
    assert contract.values["contract_amount"] == Decimal(3_540_000)
