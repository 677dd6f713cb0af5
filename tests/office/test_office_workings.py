"""The records behind a figure add up to it, on any day of the year."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest
from office_helpers import born

from core.indicators.result import Result
from core.office import Office, WorkingRecord
from core.registers.declare import Value

DAYS = [date(2019, 12, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 10, 15)]
HUNDRED = Decimal(100)


def verdicts(records: tuple[WorkingRecord, ...]) -> Counter[str]:
    return Counter(record.verdict for record in records)


def share(counted: Counter[str]) -> Decimal | None:
    judged = counted["for"] + counted["against"]
    return counted["for"] * HUNDRED / judged if judged else None


def field(office: Office, record: WorkingRecord, name: str) -> Value | None:
    return office.records.record(record.register, record.record_id).values[name]


def monthly_mean(office: Office, records: tuple[WorkingRecord, ...]) -> Decimal | None:
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        received = field(office, record, "received_on")
        assert isinstance(received, date)
        months[received.isoformat()[:7]][record.verdict] += 1
    shares = [found for month in months.values() if (found := share(month)) is not None]
    return sum(shares, Decimal(0)) / len(shares) if shares else None


def step_shares(office: Office, records: tuple[WorkingRecord, ...]) -> Decimal:
    shares = {(p.number, s.step): s.share for p in office.session.plan(2563).projects for s in p.steps}
    done = [r for r in records if r.verdict == "for"]
    keys = [
        tuple(office.records.record(r.register, r.record_id).values[n] for n in ("project", "step"))
        for r in done
    ]
    return sum((shares[key] or Decimal(0) for key in keys), Decimal(0))


def part_shares(office: Office, records: tuple[WorkingRecord, ...]) -> Decimal:
    shares = {part.part: part.share for part in office.session.plan(2563).study_parts}
    done = [field(office, r, "part") for r in records if r.verdict == "for"]
    return sum((shares[part] for part in done if isinstance(part, int)), Decimal(0))


def entered(office: Office, records: tuple[WorkingRecord, ...]) -> Value | None:
    used = [r for r in records if r.verdict == "for"]
    assert len(used) <= 1
    return field(office, used[0], "value") if used else None


def expected(office: Office, code: str, records: tuple[WorkingRecord, ...]) -> Value | None:
    counted = verdicts(records)
    if code == "3":
        return monthly_mean(office, records)
    if code == "2":
        assert counted.total() == 72
        return counted["for"] * HUNDRED / 72
    if code in ("1", "6"):
        return step_shares(office, records)
    if code == "4.1":
        return part_shares(office, records)
    if code in ("4.2", "5.1"):
        return Decimal(counted["for"])
    return entered(office, records) if code.startswith("D") else share(counted)


def rounded(value: Value | None) -> Value | None:
    """Decimals divide to 28 digits; how the last of them rounds follows from the order of dividing."""
    return value.quantize(Decimal("1e-20")) if isinstance(value, Decimal) else value


def still_open(code: str, result: Result, records: tuple[WorkingRecord, ...]) -> bool:
    if code == "2":
        counted = verdicts(records)
        return result.best == (counted["for"] + counted["open"]) * HUNDRED / 72
    return code not in ("3", "5.2", "5.3") or verdicts(records)["open"] == result.open


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_records_behind_every_figure_add_up_to_it(sample_year: Office, day: date) -> None:
    for row in sample_year.figures.indicators(2563, day):
        code = row.indicator.code
        view = sample_year.figures.workings(code, 2563, day)
        assert view.result == row.result
        assert rounded(expected(sample_year, code, view.records)) == rounded(row.result.value), code
        assert still_open(code, row.result, view.records), code


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_record_can_be_opened_and_says_why_in_a_line(sample_year: Office, day: date) -> None:
    for row in sample_year.figures.indicators(2563, day):
        for record in sample_year.figures.workings(row.indicator.code, 2563, day).records:
            assert record.verdict in ("for", "against", "open", "outside")
            assert sample_year.records.record(record.register, record.record_id)
            assert record.label
            assert record.detail
            assert "\n" not in record.label + record.detail


def test_a_step_finished_before_an_earlier_one_is_shown_as_not_counted(office: Office) -> None:
    office.records.save(
        "project_steps", {"finished_on": "29/11/2562"}, born(office, "project_steps", project=1, step=1)
    )
    office.records.save(
        "project_steps", {"finished_on": "31/01/2563"}, born(office, "project_steps", project=1, step=3)
    )
    view = office.figures.workings("1", 2563, date(2020, 2, 1))
    assert view.result.value == 10
    assert [record.verdict for record in view.records] == ["for", "open", "outside", "open", "open"]
    assert view.records[2].detail == "เสร็จ 31 ม.ค. 63 · ยังไม่ได้คะแนนเพราะขั้นก่อนหน้ายังไม่เสร็จ"


def test_outside_the_figure_stands_what_is_in_the_register_all_the_same(office: Office) -> None:
    usual = {"procurement": "w119", "amount": "100", "received_on": "24/10/2562"}
    more = {
        "63/1": {"cheque_on": "06/11/2562"},
        "63/2": {"cheque_on": "07/11/2562"},
        "63/3": {"cancelled_on": "25/10/2562"},
        "63/4": {"procurement": "other"},
        "63/5": {"received_on": "31/10/2562"},
        "63/6": {},
    }
    for number, values in more.items():
        office.records.save("finance_requests", {**usual, **values, "request_no": number})
    found = office.figures.workings("3", 2563, date(2019, 11, 7)).records
    assert {record.label: (record.verdict, record.detail.split(" · ")[1]) for record in found} == {
        "63/1": ("for", "ทันกำหนด"),
        "63/2": ("against", "ช้า 1 วัน"),
        "63/3": ("outside", "ยกเลิก"),
        "63/4": ("outside", "นอกตัวชี้วัด"),
        "63/5": ("open", "เหลือ 4 วันทำการ"),
        "63/6": ("against", "เกินกำหนด 1 วัน"),
    }
