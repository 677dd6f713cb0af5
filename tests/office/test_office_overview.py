"""What a clerk meets first: what falls due, how complete the months are, chips, defaults, the grid of centres."""

import threading
import time
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import pytest
from office_helpers import born

from core.faults import UsageRefusal
from core.office import Changes, Edit, Office, Upcoming
from core.registers import ALL
from core.registers.declare import Register
from core.registers.field_types.days import DAY
from core.thai.fiscal import Month

JUNE_30 = date(2020, 6, 30)
REQUEST = {"procurement": "w119", "amount": "100", "payee": "ร้านสยามวัสดุ"}


def request(office: Office, number: str, received: str, **more: str) -> str:
    return office.records.save(
        "finance_requests", {**REQUEST, "request_no": number, "received_on": received, **more}
    ).record_id


def enquiry(office: Office, asked: str, **more: str) -> str:
    return office.records.save(
        "letter_enquiries", {"user": "ก้อย", "letter_no": "กท 1/63", "asked_at": asked, **more}
    ).record_id


def lines(found: tuple[Upcoming, ...], register: str) -> list[tuple[str, str, str]]:
    return [(u.chip.tone, u.chip.text, u.text) for u in found if u.register == register]


# What falls due


def test_requests_fall_due_the_most_pressing_first(office: Office) -> None:
    request(office, "63/1", "18/06/2563")  # due 29 June
    request(office, "63/2", "19/06/2563")  # due today
    request(office, "63/3", "22/06/2563")
    request(office, "63/4", "23/06/2563")
    request(office, "63/5", "24/06/2563")
    request(office, "63/6", "24/06/2563", cheque_on="30/06/2563")
    request(office, "63/7", "24/06/2563", cancelled_on="30/06/2563")
    request(office, "63/8", "24/06/2563", procurement="other")
    assert lines(office.figures.upcoming(JUNE_30), "finance_requests") == [
        ("bad", "เกิน 1 วันทำการ", "ใบขอเบิก 63/1 ร้านสยามวัสดุ"),
        ("warn", "วันนี้", "ใบขอเบิก 63/2 ร้านสยามวัสดุ"),
        ("warn", "พรุ่งนี้", "ใบขอเบิก 63/3 ร้านสยามวัสดุ"),
        ("warn", "2 วันทำการ", "ใบขอเบิก 63/4 ร้านสยามวัสดุ"),
        ("info", "3 ก.ค.", "ใบขอเบิก 63/5 ร้านสยามวัสดุ"),
    ]


def test_what_was_paid_later_was_still_due_that_day(office: Office) -> None:
    request(office, "63/1", "18/06/2563", cheque_on="29/06/2563")
    assert len(lines(office.figures.upcoming(date(2020, 6, 28)), "finance_requests")) == 1
    assert lines(office.figures.upcoming(date(2020, 6, 29)), "finance_requests") == []
    assert lines(office.figures.upcoming(date(2020, 6, 17)), "finance_requests") == []


def test_the_horizon_is_counted_in_working_days(office: Office) -> None:
    request(office, "63/1", "30/06/2563")  # due 13 July: 6 and 7 July are holidays
    assert lines(office.figures.upcoming(JUNE_30, 6), "finance_requests") == []
    assert len(lines(office.figures.upcoming(JUNE_30, 7), "finance_requests")) == 1


def test_an_unpaid_request_of_last_year_is_not_forgotten(office: Office) -> None:
    request(office, "62/900", "25/09/2562")
    assert lines(office.figures.upcoming(date(2019, 10, 3)), "finance_requests") == [
        ("warn", "พรุ่งนี้", "ใบขอเบิก 62/900 ร้านสยามวัสดุ")
    ]


def test_while_the_clock_waits_for_resubmission_nothing_falls_due(office: Office) -> None:
    plan = born(office, "plan_indicators", code="3")
    office.records.save("plan_indicators", {"parameters": '{"clock": "resubmission"}'}, plan)
    away = request(office, "63/1", "18/06/2563", returned_on="22/06/2563")
    values = office.records.record("finance_requests", away).values
    assert lines(office.figures.upcoming(JUNE_30), "finance_requests") == []
    assert chip(office, values) == "ส่งคืนแก้ไข"
    office.records.save("finance_requests", {"resubmitted_on": "30/06/2563"}, away)
    assert lines(office.figures.upcoming(JUNE_30), "finance_requests")[0][1] == "13 ก.ค."


def test_many_waiting_enquiries_are_one_line_and_one_is_named(office: Office) -> None:
    asked = ["18/11/2562 09:00", "01/06/2563 09:00", "30/06/2563 15:50"]
    first = enquiry(office, asked[0])
    assert lines(office.figures.upcoming(JUNE_30), "letter_enquiries") == [
        ("bad", "เกิน 225 วัน", "รอแจ้งผลหนังสือ กท 1/63 ถึง ก้อย")
    ]
    standing = office.figures.clock_terms("letter_enquiries", 2563, JUNE_30).state(
        office.records.record("letter_enquiries", first).values
    )
    assert standing.chip.text == "รอตอบรับ · เกิน 225 วัน"  # its own page counts the same days
    for moment in asked[1:]:
        enquiry(office, moment)
    enquiry(office, "30/06/2563 09:00", answered_at="30/06/2563 10:00")
    waiting = [u for u in office.figures.upcoming(JUNE_30) if u.register == "letter_enquiries"]
    assert [(u.text, u.count, u.record_id) for u in waiting] == [
        ("รอแจ้งผลหนังสือ 3 เรื่อง เก่าสุด 18 พ.ย. 62", 3, None)
    ]
    office.records.delete("letter_enquiries", first)
    assert office.figures.upcoming(date(2020, 6, 1))[0].text == "รอแจ้งผลหนังสือ กท 1/63 ถึง ก้อย"


def test_a_planned_step_is_named_short_and_gone_when_finished(office: Office) -> None:
    step = born(office, "project_steps", project=2, step=3)
    office.records.save("project_steps", {"planned_from": "ม.ค. 63", "planned_to": "พ.ค. 63"}, step)
    assert lines(office.figures.upcoming(JUNE_30), "project_steps") == [
        ("bad", "เกิน 21 วันทำการ", "โครงการ 2 ขั้น 3 ดำเนินการตรวจติดตามการนำเข้าข้อมูลของ…")
    ]
    assert lines(office.figures.upcoming(date(2020, 5, 14)), "project_steps") == []
    assert lines(office.figures.upcoming(date(2020, 5, 28)), "project_steps")[0][:2] == ("warn", "31 พ.ค.")
    office.records.save("project_steps", {"finished_on": "30/06/2563"}, step)
    assert lines(office.figures.upcoming(JUNE_30), "project_steps") == []


def test_missing_audits_of_a_month_are_one_line_until_the_next_month_ends(office: Office) -> None:
    audit = {"centre": "50010000", "month": "พ.ค. 63", "audited_on": "29/05/2563", "score": "80"}
    office.records.save("centre_audits", audit)
    assert lines(office.figures.upcoming(date(2020, 6, 29)), "centre_audits") == [
        ("warn", "พรุ่งนี้", "ผลตรวจศูนย์ฯ เดือนพฤษภาคม 2563 ยังขาด 71 ศูนย์")
    ]
    assert (
        lines(office.figures.upcoming(JUNE_30), "centre_audits") == []
    )  # as of its end the month is over; June waits to July


def test_the_months_report_is_due_on_its_last_day(office: Office) -> None:
    assert [u.text for u in office.figures.upcoming(JUNE_30) if not u.register] == [
        "รายงานผลประจำเดือนมิถุนายน 2563"
    ]
    assert [u.text for u in office.figures.upcoming(date(2020, 6, 1)) if not u.register] == []


@pytest.mark.parametrize(
    "day", [date(2019, 10, 1), date(2020, 1, 31), JUNE_30, date(2020, 9, 30), date(2020, 10, 15)]
)
def test_lines_fit_and_come_in_order(sample_year: Office, day: date) -> None:
    found = sample_year.figures.upcoming(day)
    assert [u.day for u in found] == sorted(u.day for u in found)
    for u in found:
        assert len(u.text) <= 75, u.text
        assert len(u.chip.text) <= 17
        assert "\n" not in u.text
        assert (u.chip.tone == "bad") == (u.day < day)
        assert "None" not in u.text
        if u.record_id:
            assert sample_year.records.record(u.register, u.record_id)


# Completeness


def completeness(office: Office, unit: str, day: date) -> list[str]:
    return next(
        [c.text for c in u.cells] for u in office.figures.completeness(2563, day) if u.unit.code == unit
    )


def test_a_month_is_ticked_when_it_is_over_and_nothing_of_it_waits(office: Office) -> None:
    request(office, "63/1", "01/05/2563", cheque_on="12/05/2563")
    request(office, "63/2", "29/05/2563", procurement="other")
    request(office, "63/3", "01/06/2563", cancelled_on="02/06/2563")
    assert completeness(office, "finance", date(2020, 5, 11))[6:9] == ["–", "ค้าง 1", ""]
    assert completeness(office, "finance", date(2020, 5, 12))[6:9] == ["–", "ร่าง", ""]
    assert completeness(office, "finance", date(2020, 6, 29))[6:9] == ["–", "ค้าง 1", "ร่าง"]
    assert completeness(office, "finance", JUNE_30)[6:9] == ["–", "ค้าง 1", "✓"]


def test_a_unit_without_time_limits_shows_what_it_recorded_for_indicators(office: Office) -> None:
    entered = {"indicator": "D2.1", "as_of": "31/05/2563", "value": "50", "source": "กองคลัง"}
    office.records.save("manual_results", entered)
    office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "29/05/2563"})
    assert completeness(office, "admin", JUNE_30)[6:9] == ["–", "✓", "–"]
    assert completeness(office, "complaints", JUNE_30)[6:9] == ["–", "✓", "–"]


def test_every_unit_has_twelve_months(sample_year: Office) -> None:
    found = sample_year.figures.completeness(2563, JUNE_30)
    assert [u.unit.code for u in found] == [u.code for u in sample_year.session.plan(2563).units]
    assert {len(u.cells) for u in found} == {12}
    assert all(cell.text == "" for u in found for cell in u.cells[9:])
    assert completeness(sample_year, "central", JUNE_30)[2:9] == ["–", "✓", "✓", "✓", "✓", "✓", "ค้าง 22"]


# Chips of requests

CHIPS: Mapping[str, tuple[Mapping[str, date], str]] = {
    "waiting": ({}, "เหลือ 3 วันทำการ"),
    "paid": ({"cheque_on": date(2020, 6, 30)}, "ทันกำหนด"),
    "paid later": ({"cheque_on": date(2020, 7, 1)}, "เหลือ 3 วันทำการ"),
    "cancelled": ({"cancelled_on": date(2020, 6, 30)}, "ยกเลิก"),
    "returned": ({"returned_on": date(2020, 6, 26)}, "ส่งคืนแก้ไข · เหลือ 3"),
    "back": ({"returned_on": date(2020, 6, 26), "resubmitted_on": date(2020, 6, 29)}, "เหลือ 3 วันทำการ"),
    "due today": ({"received_on": date(2020, 6, 19)}, "ครบกำหนดวันนี้"),
    "overdue": ({"received_on": date(2020, 6, 18)}, "เกินกำหนด 1 วัน"),
    "late": ({"received_on": date(2020, 6, 11), "cheque_on": date(2020, 6, 24)}, "ช้า 2 วัน"),
    "late on a Saturday": ({"received_on": date(2020, 6, 17), "cheque_on": date(2020, 6, 27)}, "ช้า 1 วัน"),
}


def chip(office: Office, values: Mapping[str, object]) -> str:
    """A request's state in words at the end of June."""
    return office.figures.clock_terms("finance_requests", 2563, JUNE_30).state(values).chip.text


@pytest.mark.parametrize("name", CHIPS)
def test_a_request_says_how_it_stands(sample_year: Office, name: str) -> None:
    more, text = CHIPS[name]
    values = {"procurement": "w119", "received_on": date(2020, 6, 24), **more}
    assert chip(sample_year, values) == text


def test_a_request_that_is_still_being_typed_has_a_chip_too(sample_year: Office) -> None:
    assert chip(sample_year, {}) == "ยังไม่มีวันที่รับ"
    assert chip(sample_year, {"received_on": JUNE_30}) == "เหลือ 7 วันทำการ"
    other = {"procurement": "other", "received_on": JUNE_30, "cheque_on": JUNE_30}
    assert chip(sample_year, other) == "จ่ายแล้ว · นอกตัวชี้วัด"


def test_the_due_day_names_the_holidays_it_passes_over(sample_year: Office) -> None:
    received = date(2019, 10, 24)
    terms = sample_year.figures.clock_terms("finance_requests", 2563, received)
    due = terms.due_day({"received_on": received})
    assert due
    assert due.due_on == date(2019, 11, 6)
    assert len(due.counted) == 7
    assert due.counted[-1] == due.due_on
    assert [h.day for h in due.skipped] == [date(2019, 11, 4), date(2019, 11, 5)]


# Defaults


def test_a_new_request_has_the_next_number_and_today(office: Office) -> None:
    blank = office.records.blank("finance_requests")
    assert (blank["request_no"], blank["procurement"], blank["received_on"]) == ("63/0001", "w119", JUNE_30)
    assert set(blank) == {f.name for f in office.session.register("finance_requests").fields}
    request(office, "63/0041", "24/06/2563")
    request(office, "62/0999", "24/06/2562")
    assert office.records.blank("finance_requests")["request_no"] == "63/0042"


def test_numbers_without_zeros_are_counted_on_too(office: Office) -> None:
    office.records.save_many(
        "finance_requests",
        [Edit(None, {**REQUEST, "request_no": f"63/{n}", "received_on": "24/06/2563"}) for n in range(1, 13)],
    )
    assert office.records.blank("finance_requests")["request_no"] == "63/13"


def test_a_number_given_out_of_turn_is_passed_over(office: Office) -> None:
    request(office, "63/0022", "01/10/2562")
    for number in range(1, 22):
        request(office, f"63/{number:04d}", "24/06/2563")
    assert office.records.blank("finance_requests")["request_no"] == "63/0023"


def test_numbers_in_thai_digits_are_counted_on_too(office: Office) -> None:
    request(office, "๖๓/๐๐๐๙", "24/06/2563")
    assert office.records.blank("finance_requests")["request_no"] == "63/0010"


def test_a_number_that_ends_in_words_gives_no_next_one(office: Office) -> None:
    request(office, "ด่วน", "24/06/2563")
    assert office.records.blank("finance_requests")["request_no"] is None


@pytest.mark.parametrize(
    "name", ["budget_entries", "centre_audits", "letter_enquiries", "manual_results", "deliverables"]
)
def test_the_usual_values_of_a_new_record_can_be_saved(office: Office, name: str) -> None:
    blank = office.records.blank(name)
    dated = office.session.register(name).date_field
    assert blank[dated] is not None
    findings = office.records.check_values(name, {n: v for n, v in blank.items() if v is not None})
    assert {f.code for f in findings if f.is_error} <= {"required"}


@pytest.mark.parametrize("register", [r for r in ALL if not r.plan_born], ids=lambda r: r.name)
def test_a_new_record_starts_on_the_day_looked_at_not_on_the_clocks(
    office: Office, register: Register
) -> None:
    blank = office.records.blank(register.name, date(2019, 11, 15))
    needed = [f for f in register.fields if f.required and f.type.is_dated and f.name != "day"]
    assert {n: str(blank[n])[:7] for n in blank if blank[n] and register.field(n).type.is_dated} == {
        f.name: "2019-11" for f in needed
    }
    assert {blank[f.name] for f in needed if f.type is DAY} <= {date(2019, 11, 15)}


def test_records_of_a_years_plan_start_in_this_year(office: Office) -> None:
    assert office.records.blank("project_steps")["fiscal_year"] == 2563


# Centres


def test_a_centre_says_whether_it_can_still_pass(office: Office) -> None:
    scores = {"50010000": "8888", "50020000": "888", "50030000": "7777", "50040000": "88"}
    for centre, marks in scores.items():
        for month, mark in enumerate(marks, start=1):
            audit = {
                "centre": centre,
                "month": f"2563-{month:02d}",
                "audited_on": f"01/{month:02d}/2563",
                "score": f"{mark}0",
            }
            office.records.save("centre_audits", audit)
    chips = {row.item: row.chip for row in office.figures.grid("centre_audits", 2563, JUNE_30).rows}
    told = [(chips[code].tone, chips[code].text) for code in (*scores, "50050000")]
    assert told == [
        ("good", "ผ่านแล้ว 4/6"),
        ("warn", "3/6 ต้องอีก 1"),
        ("bad", "0/6 ไม่ผ่าน"),
        ("bad", "2/6 ไม่ผ่าน"),
        ("bad", "0/6 ไม่ผ่าน"),
    ]
    then = office.figures.grid("centre_audits", 2563, date(2020, 1, 31))
    early = {row.item: row.chip.text for row in then.rows}
    assert (early["50010000"], early["50050000"]) == ("1/6 ต้องอีก 3", "ยังไม่ตรวจ")


def test_the_grid_knows_its_months_centres_and_audits(sample_year: Office) -> None:
    grid = sample_year.figures.grid("centre_audits", 2563, JUNE_30)
    rows = grid.rows
    assert len(rows) == 72
    assert [row.item for row in rows] == sorted(row.item for row in rows)
    assert grid.months == tuple(Month(2020, m) for m in range(1, 7))
    for row in rows:
        assert [s is None or isinstance(s, Decimal) for s in row.values] == [True] * 6
        assert row.passed == sum(s is not None and s >= 80 for s in row.values)
        for audit, score in zip(row.records, row.values, strict=True):
            assert audit or score is None
    passed = sum(row.passed >= 4 for row in rows)
    value = sample_year.figures.indicator("2", 2563, JUNE_30).result.value
    assert value is not None
    assert round(value * 72 / 100) == passed


# Feeds and the plan


def test_registers_feed_the_indicators_they_count_for(sample_year: Office) -> None:
    fed = {r.name: sample_year.figures.feeds(r.name) for r in sample_year.session.registers()}
    assert fed["finance_requests"] == ("3",)
    assert fed["office_holidays"] == ("3",)
    assert fed["centre_audits"] == fed["info_centres"] == ("2",)
    assert fed["project_steps"] == ("1", "6")
    assert fed["renovation_items"] == ("1",)
    assert fed["study_parts"] == ("4.1",)
    assert fed["deliverables"] == ("4.2",)
    assert fed["letter_enquiries"] == ("5.1", "5.2", "5.3")
    assert fed["satisfaction_ratings"] == ("5.4",)
    assert fed["manual_results"] == tuple(c for c in CODES if c.startswith("D"))


CODES = (
    "1",
    "2",
    "3",
    "4.1",
    "4.2",
    "5.1",
    "5.2",
    "5.3",
    "5.4",
    "6",
    "D2.1",
    "D2.2.1",
    "D2.2.2",
    "D3.1",
    "D3.2",
    "D3.3",
    "D4.1",
    "D4.2",
)


def test_the_file_knows_its_years_and_unit(office: Office) -> None:
    assert office.session.years == (2563,)
    assert office.session.unit == "admin"
    assert [
        office.session.default_year(day) for day in (date(2019, 10, 1), date(2020, 9, 30), date(2026, 1, 1))
    ] == [2563] * 3
    with pytest.raises(UsageRefusal, match="ไม่มีแผนปีงบประมาณ 2564"):
        office.session.plan(2564)


def test_the_contract_is_kept_with_its_project(office: Office) -> None:
    project = born(office, "plan_projects", number=1)
    contract = {
        "contract_contractor": "บจก.ช่างไทย",
        "contract_amount": "3,500,000",
        "contract_signed_on": "02/03/2563",
    }
    office.records.save("plan_projects", contract, project)
    held = office.session.plan().project(1).contract
    assert held is not None
    assert (held.contractor, held.amount, held.signed_on) == (
        "บจก.ช่างไทย",
        Decimal(3500000),
        date(2020, 3, 2),
    )


# Listeners, threads, speed


def test_listeners_hear_of_each_committed_change_and_no_more_after_they_left(office: Office) -> None:
    heard: list[Changes] = []
    leave = office.session.subscribe(heard.append)
    saved = request(office, "63/1", "24/06/2563")
    office.records.save("finance_requests", {"note": ""}, saved)  # nothing changes
    office.records.undo()
    office.records.redo()
    assert [c.records for c in heard] == [frozenset({("finance_requests", saved)})] * 3
    leave()
    leave()
    request(office, "63/2", "24/06/2563")
    assert len(heard) == 3


def test_reading_goes_on_while_records_are_saved(sample: Office) -> None:
    faults: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                sample.figures.indicators(2563, JUNE_30)
                sample.records.rows("finance_requests")
                sample.figures.trend("3", 2563, JUNE_30)
                sample.figures.upcoming(JUNE_30)
                stop.wait(0.05)
        except BaseException as fault:
            faults.append(fault)

    before = sample.records.count("finance_requests")
    paid_in_time, judged = june(sample)
    assert judged is not None
    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(50):
            request(sample, f"63/9{number:03d}", "18/06/2563", cheque_on="30/06/2563")
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert sample.records.count("finance_requests") == before + 50
    assert june(sample) == (paid_in_time, judged + 50)  # all fifty were paid a day late


def june(office: Office) -> tuple[Decimal | None, Decimal | None]:
    workings = office.figures.indicator("3", 2563, JUNE_30).result.workings
    return next((w.numerator, w.denominator) for w in workings if w.label == "มิถุนายน 2563")


def test_the_overview_opens_in_time(sample_year: Office) -> None:
    def seconds() -> float:
        begun = time.process_time()
        sample_year.figures.indicators(2563, JUNE_30)
        sample_year.figures.upcoming(JUNE_30)
        sample_year.figures.completeness(2563, JUNE_30)
        return time.process_time() - begun

    assert min(seconds() for _ in range(3)) < 0.3


def test_a_moment_is_filled_in_to_the_minute(office: Office) -> None:
    asked = office.records.blank("letter_enquiries")["asked_at"]
    assert isinstance(asked, datetime)
    assert (asked.date(), asked.second, asked.microsecond) == (JUNE_30, 0, 0)
