"""What every register declares: labels, keys, owners, forms of values; the data dictionary of docs/domain.md section 4."""

from datetime import date
from itertools import groupby

import pytest
from field_values import values_of
from hypothesis import given, settings
from hypothesis import strategies as st
from registers_drawer import Drawer

from core.exchange.spreadsheets.sheets_in import field_of
from core.plan.records import PLAN_REGISTERS
from core.registers import ALL, by_name
from core.registers.centuries import rule_texts
from core.registers.declare import Field, Register, StatedRule
from core.registers.reading import read_value
from core.registers.validate import check, examine
from core.thai.fiscal import Month

DICTIONARY = {
    "finance_requests": "request_no requesting_unit description procurement payee amount received_on checked_on "
    "returned_on resubmitted_on approved_on voucher_no sent_on transferred_on cheque_on cheque_no cancelled_on note",
    "budget_entries": "project entry_on kind amount reference note",
    "centre_audits": "centre month audited_on auditor score note",
    "info_centres": "code name kind url active",
    "audit_criteria": "code ordinal title section points active",
    "audit_points": "centre month criterion points",
    "renovation_items": "fiscal_year room fixture installed_on accepted_on note",
    "project_steps": "fiscal_year project step started_on finished_on planned_from planned_to note",
    "letter_enquiries": "user unit letter_no subject asked_at acknowledged_at answered_at note",
    "satisfaction_ratings": "user rated_on level comment",
    "study_parts": "fiscal_year part title share finished_on note",
    "deliverables": "title description delivered_on fiscal_year",
    "manual_results": "indicator as_of value source note",
    "indicator_remarks": "indicator month remark cause remedy",
    "signers": "unit role name position",
    "office_holidays": "day kind name source",
}
UNITS = {
    "finance": ["finance_requests", "budget_entries"],
    "central": [
        "centre_audits",
        "info_centres",
        "audit_criteria",
        "audit_points",
        "renovation_items",
        "project_steps",
    ],
    "secretariat": ["letter_enquiries", "satisfaction_ratings"],
    "complaints": ["study_parts", "deliverables"],
    "admin": ["manual_results", "indicator_remarks", "signers", "office_holidays"],
}
KEYS = {
    "finance_requests": ({"request_no": "๖๓/๐๔๓๑", "received_on": date(2019, 10, 1)}, "2563|63/0431"),
    "info_centres": ({"code": "50050000"}, "50050000"),
    "centre_audits": ({"centre": "50050000", "month": Month(2020, 1)}, "50050000|2020-01"),
    "audit_criteria": ({"code": "7.1"}, "7.1"),
    "audit_points": ({"centre": "1", "month": Month(2020, 1), "criterion": "7.1"}, "1|2020-01|7.1"),
    "project_steps": ({"fiscal_year": 2563, "project": 1, "step": 5}, "2563|1|5"),
    "study_parts": ({"fiscal_year": 2563, "part": 4}, "2563|4"),
    "renovation_items": (
        {"fiscal_year": 2563, "room": "men", "fixture": "toilet"},
        "2563|men|toilet",
    ),
    "indicator_remarks": ({"indicator": "3", "month": Month(2020, 6)}, "3|2020-06"),
    "signers": ({"unit": "office", "role": "approver"}, "office|approver"),
    "office_holidays": ({"day": date(2020, 11, 20), "kind": "add"}, "2020-11-20|add"),
}
PLAN_BORN = {"info_centres", "audit_criteria", "renovation_items", "project_steps", "study_parts"}
FIELDS = [pytest.param(f, id=f"{r.name}.{f.name}") for r in ALL for f in r.fields]
each_register = pytest.mark.parametrize("register", ALL, ids=lambda r: r.name)


def test_the_columns_are_those_of_the_data_dictionary() -> None:
    """What is stored keeps its name; another register may come beside them."""
    assert DICTIONARY.items() <= {r.name: " ".join(f.name for f in r.fields) for r in ALL}.items()


def test_registers_stand_in_rail_order_and_are_found_by_name() -> None:
    assert [r.name for r in ALL if r.name in DICTIONARY] == [
        name for names in UNITS.values() for name in names
    ]
    assert [unit for unit, _ in groupby(r.unit for r in ALL)] == list(UNITS)
    assert all(by_name(r.name) is r for r in ALL)
    with pytest.raises(KeyError):
        by_name("wishes")


def test_natural_keys() -> None:
    assert {r.name for r in ALL if r.key_fields and r.name in DICTIONARY} == set(KEYS)
    for name, (values, key) in KEYS.items():
        assert by_name(name).natural_key(values) == key
        assert set(by_name(name).key_fields) == set(values)


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_key_is_none_while_it_is_incomplete(name: str) -> None:
    values, _ = KEYS[name]
    for missing in values:
        assert by_name(name).natural_key({**values, missing: None}) is None


@pytest.mark.parametrize("name", sorted(KEYS))
def test_nothing_is_no_part_of_a_key(name: str) -> None:
    """What is stored with a key, or without, must stay so: a file is checked against its log."""
    values, _ = KEYS[name]
    for part in values:
        assert by_name(name).natural_key({**values, part: 0}) is None
        assert by_name(name).natural_key({**values, part: ""}) is None


def test_records_of_the_plan_may_be_numbered_from_0() -> None:
    steps = next(r for r in PLAN_REGISTERS if r.name == "plan_steps")
    assert steps.natural_key({"fiscal_year": 2563, "project": 1, "step": 0}) == "2563|1|0"
    assert steps.natural_key({"fiscal_year": 2563, "project": 1, "step": None}) is None


def test_plan_born_and_fixed_ids() -> None:
    assert {r.name for r in ALL if r.plan_born} == PLAN_BORN
    assert {r.name for r in ALL if r.fixed_id} == PLAN_BORN | {
        "centre_audits",
        "audit_points",
        "indicator_remarks",
        "signers",
    }
    audit = {"centre": "50050000", "month": Month(2020, 1)}
    assert by_name("centre_audits").id_for(audit) == "c379bed9-96a8-5615-b579-18f155537cc0"
    assert by_name("finance_requests").id_for({"request_no": "1", "received_on": date(2020, 1, 2)}) is None


@each_register
def test_a_register_names_only_its_own_fields(register: Register) -> None:
    names = {f.name for f in register.fields}
    assert {n.lstrip("-") for n in register.order_by} <= names
    assert set(register.key_fields) <= names
    assert {register.date_field} - {""} <= names


@each_register
def test_everything_a_person_reads_is_thai_and_labels_are_unique(register: Register) -> None:
    labels = [f.label for f in register.fields]
    assert len(set(labels)) == len(labels)
    said = [register.title, register.short_title, *labels, *(f.help for f in register.fields)]
    said += [c.label for f in register.fields for c in f.choices] + list(rule_texts(register))
    assert [text for text in said if not any("ก" <= c <= "๛" for c in text)] == []
    assert all(isinstance(rule, StatedRule) for rule in register.rules)


@each_register
def test_headings_are_names_or_labels(register: Register) -> None:
    for field in register.fields:
        assert field_of(register, field.name) == field
        assert field_of(register, field.label) == field
    assert field_of(register, "ช่องที่ไม่มี") is None


@each_register
def test_what_the_plan_says_lives_there_alone(register: Register) -> None:
    through = {f.name: f.through for f in register.fields if f.through}
    of_the_plan = {
        "project_steps": {"planned_from": "plan_steps.planned_from", "planned_to": "plan_steps.planned_to"},
        "study_parts": {"title": "plan_study_parts.title", "share": "plan_study_parts.share"},
    }
    assert through == of_the_plan.get(register.name, {})
    assert {f.name for f in register.stored_fields} == {f.name for f in register.fields} - set(through)


@each_register
def test_an_empty_record_lacks_just_its_required_fields(register: Register) -> None:
    findings = check(register, {}, Drawer().context())
    missing = {f.field for f in findings if f.code == "required"}
    assert missing == {f.name for f in register.fields if f.required} | set(register.key_fields)
    assert all(f.is_error for f in findings if f.code == "required")


@each_register
def test_an_unknown_field_is_refused_by_name(register: Register) -> None:
    values, findings = examine(register, {"wish": "1"}, Drawer().context())
    assert "wish" not in values
    assert [f.value for f in findings if f.code == "field.unknown"] == ["wish"]


@pytest.mark.parametrize("field", FIELDS)
@settings(max_examples=25)
@given(data=st.data())
def test_a_value_survives_its_wire_form_and_being_read_again(field: Field, data: st.DataObject) -> None:
    value = data.draw(values_of(field))
    wire = field.to_wire(value)
    assert isinstance(wire, str | int)
    assert not isinstance(wire, bool)
    assert field.from_wire(wire) == value
    assert field.to_wire(field.from_wire(wire)) == wire
    assert read_value(field, value) == value
    assert field.show(value) != ""


@pytest.mark.parametrize("field", FIELDS)
def test_nothing_stays_nothing(field: Field) -> None:
    assert field.to_wire(None) is None
    assert field.from_wire(None) is None
    assert field.show(None) == ""
    for blank in (None, "", "   ", "\u00a0", "\t"):
        assert read_value(field, blank) is None
