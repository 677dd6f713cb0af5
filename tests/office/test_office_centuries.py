"""A day decades from every plan: refused where it is typed, imported or written through; a finding where it stands."""

from datetime import date
from pathlib import Path

import pytest
from exchange_helpers import Desk
from office_helpers import born, entries

from core.faults import InputRefusal
from core.office import Changes, Edit, Office, Query
from core.store.log.changes import Delete, Put
from core.thai.fiscal import Month

REQUEST = {"request_no": "63/9001", "procurement": "w119", "amount": "100", "received_on": "31/01/2563"}


def put(office: Office, register: str, record: str, **wires: str | int) -> Changes:
    """Writes values as merging would: nothing checks them."""
    names = [f.name for f in office.session.register(register).stored_fields]
    return office.session.write([Put(register, record, {**dict.fromkeys(names), **wires})], "รวม")


def far_request(office: Office) -> str:
    record = "019b0000-0000-7000-8000-000000000001"
    wires = {**REQUEST, "amount": 10000, "received_on": "1977-01-31"}
    put(office, "finance_requests", record, **wires)
    return record


@pytest.mark.parametrize(
    ("register", "key", "values", "field"),
    [
        ("finance_requests", None, {**REQUEST, "cheque_on": "31/01/20"}, "cheque_on"),
        ("letter_enquiries", None, {"user": "ก", "asked_at": "31/01/20 09:15"}, "asked_at"),
        ("indicator_remarks", None, {"indicator": "3", "month": "01/20", "obstacles": "ก"}, "month"),
        ("project_steps", {"project": 3, "step": 2}, {"planned_to": "01/20"}, "planned_to"),
        ("plan_steps", {"project": 3, "step": 2}, {"planned_to": "01/20"}, "planned_to"),
        ("plan_projects", {"number": 1}, {"contract_due_on": "31/01/20"}, "contract_due_on"),
    ],
)
def test_a_far_day_is_refused_wherever_it_is_written(
    office: Office, register: str, key: dict[str, int] | None, values: dict[str, str], field: str
) -> None:
    record = born(office, register, **key) if key else None
    before = entries(office)
    with pytest.raises(InputRefusal) as refused:
        office.records.save_many(register, [Edit(record, values)])
    assert [f.field for f in refused.value.findings if f.code == "day.far"] == [field]
    assert any("2520" in f.message for f in refused.value.findings)
    assert entries(office) == before


def test_a_year_without_a_plan_is_a_remark_until_it_has_one(office: Office) -> None:
    office.session.today = lambda: date(2020, 10, 5)
    values = {**REQUEST, "received_on": "28/09/2563", "cheque_on": "02/10/2563"}
    assert "day.no_plan" in [f.code for f in office.records.check_values("finance_requests", values)]
    office.plan.roll_over(2564)
    assert "day.no_plan" not in [f.code for f in office.records.check_values("finance_requests", values)]


def test_plans_apart_leave_the_years_between_them_out(office: Office) -> None:
    """The nearest plan counts, not the span from the first to the last."""
    years = {"fiscal_year": 2590, "draft": 1}
    put(office, "plan_years", office.session.register("plan_years").id_for(years) or "", **years)
    assert office.session.years == (2563, 2590)
    for year, far in ((2563, False), (2568, False), (2569, True), (2584, True), (2585, False)):
        values = {**REQUEST, "received_on": f"31/01/{year}"}
        codes = [f.code for f in office.records.check_values("finance_requests", values)]
        assert ("day.far" in codes) == far, year
        record = f"019b0000-0000-7000-8000-00000000{year}"
        put(office, "deliverables", record, title=str(year), delivered_on=f"{year - 543}-01-31")
        assert bool(office.records.record("deliverables", record).far) == far, year
    listed = {f.where for f in office.file.check().record_findings}
    assert listed == {"ชิ้นงาน 2569", "ชิ้นงาน 2584"}


def test_what_stands_in_the_file_already_is_a_finding(office: Office) -> None:
    record = far_request(office)
    row = office.records.record("finance_requests", record)
    assert (row.far, row.findings) == (("received_on",), 1)
    assert office.records.rows("finance_requests", Query())[0].findings == 1
    assert "day.far" in [f.code for f in office.records.check_values("finance_requests", {}, record)]
    report = office.file.check()
    assert report.sound
    (found,) = report.record_findings
    assert (found.code, found.register, found.record_id) == ("day.far", "finance_requests", record)
    assert found.where == "ใบขอเบิกเงิน 63/9001"
    assert "31 มกราคม 2520" in found.message
    office.session.write([Delete("finance_requests", record)], "ลบ")
    assert office.file.check().record_findings == ()


def test_planned_months_moments_and_days_are_found_in_sql(office: Office) -> None:
    step = born(office, "plan_steps", project=3, step=2)
    office.session.write(
        [Put("plan_steps", step, {"planned_from": "2014-09", "planned_to": "2025-10"})], "รวม"
    )
    enquiry = "019b0000-0000-7000-8000-000000000002"
    put(
        office,
        "letter_enquiries",
        enquiry,
        user="ก",
        asked_at="2014-10-01T00:00",
        answered_at="2025-09-30T23:59",
    )
    assert len([f for f in office.file.check().record_findings if f.register == "plan_steps"]) == 2
    assert not [f for f in office.file.check().record_findings if f.register == "letter_enquiries"]
    office.session.write([Put("letter_enquiries", enquiry, {"answered_at": "2025-10-01T00:00"})], "รวม")
    assert [f.record_id for f in office.file.check().record_findings if f.register == "letter_enquiries"] == [
        enquiry
    ]
    assert office.records.record("plan_steps", step).values["planned_to"] == Month(2025, 10)


def test_what_comes_by_merging_is_taken_and_found(finance: Desk, central: Desk, tmp_path: Path) -> None:
    with finance.open() as office:
        record = far_request(office)
    central.take(finance.send(tmp_path / "finance.phaenx"))
    with central.open() as office:
        assert [f.record_id for f in office.file.check().record_findings] == [record]
