"""What was typed before is offered again, and a new record goes on from the days of the last one."""

from datetime import date, datetime

import pytest

from core.office import Edit, Office, Query
from core.registers import ALL
from core.registers.declare import Register
from core.registers.field_types.texts import TEXT
from core.thai.fiscal import Month

REQUEST = {"procurement": "w119", "amount": "100", "received_on": "18/06/2563"}


def requests(office: Office, *payees: str, first: int = 1) -> list[str]:
    """A request for each payee, in the order they are typed."""
    return [
        office.records.save(
            "finance_requests", {**REQUEST, "request_no": f"63/{n:04}", "payee": payee}
        ).record_id
        for n, payee in enumerate(payees, first)
    ]


def payees(office: Office) -> tuple[str, ...]:
    return office.records.suggestions("finance_requests")["payee"]


def test_what_is_used_most_comes_first_and_of_equals_what_was_used_last(office: Office) -> None:
    assert payees(office) == ()
    requests(office, "ก", "ข", "ข", "ค", "", "  ")
    assert payees(office) == ("ข", "ค", "ก")


def test_this_weeks_work_weighs_more_than_last_years(office: Office) -> None:
    names = ["เก่า"] * 4 + [f"อื่น {n}" for n in range(120)]
    edits = [{**REQUEST, "request_no": f"63/{n:04}", "payee": name} for n, name in enumerate(names, 100)]
    for edit in edits:  # each in an entry of its own, as typed
        office.records.save("finance_requests", edit)
    requests(office, "ใหม่", "ใหม่")
    assert payees(office)[:2] == ("ใหม่", "อื่น 119")
    assert "เก่า" in payees(office)


def test_spellings_that_look_the_same_are_one(office: Office) -> None:
    requests(office, "สํานัก A", "สำนัก A", "สำนัก A", "ข", "ข", "สำนัก  a")
    assert payees(office) == ("สำนัก A", "ข")


def test_deleted_and_doubled_records_do_not_count(office: Office) -> None:
    _kept, gone = requests(office, "อยู่", "ลบแล้ว")
    office.records.delete("finance_requests", gone)
    assert payees(office) == ("อยู่",)
    office.records.restore("finance_requests", gone)
    assert set(payees(office)) == {"อยู่", "ลบแล้ว"}


@pytest.mark.parametrize("register", ALL, ids=lambda r: r.name)
def test_every_short_text_is_offered_but_keys_codes_and_numbers_of_papers(
    office: Office, register: Register
) -> None:
    offered = set(office.records.suggestions(register.name))
    texts = {f.name: f for f in register.stored_fields if f.type is TEXT and not f.choices}
    assert offered == {f.name for f in register.recurring_fields} <= set(texts)
    left_out = {n: f for n, f in texts.items() if n not in offered}
    assert all(n in register.key_fields or n.endswith("_no") or f.code_of for n, f in left_out.items())


def test_payees_units_users_and_descriptions_are_among_them(office: Office) -> None:
    assert {"payee", "requesting_unit", "description"} == set(office.records.suggestions("finance_requests"))
    assert {"user", "unit", "subject"} == set(office.records.suggestions("letter_enquiries"))


def test_a_new_record_starts_on_the_days_of_the_last_one(office: Office) -> None:
    last = {"received_on": date(2020, 6, 18), "checked_on": date(2020, 6, 19), "payee": "ก"}
    blank = office.records.blank("finance_requests", date(2020, 6, 30), last)
    assert (blank["received_on"], blank["checked_on"], blank["payee"]) == (date(2020, 6, 18), None, None)
    assert office.records.blank("finance_requests", date(2020, 6, 30))["received_on"] == date(2020, 6, 30)
    audit = {"month": Month(2020, 5), "audited_on": date(2020, 6, 8)}
    blank = office.records.blank("centre_audits", date(2020, 6, 30), audit)
    assert (blank["month"], blank["audited_on"]) == (Month(2020, 5), date(2020, 6, 8))


def test_a_moment_keeps_the_day_and_takes_the_clocks_minute(office: Office) -> None:
    now = datetime.now()
    asked = office.records.blank(
        "letter_enquiries", date(2020, 6, 30), {"asked_at": datetime(2020, 6, 18, 9, 1)}
    )["asked_at"]
    assert isinstance(asked, datetime)
    assert asked.date() == date(2020, 6, 18)
    assert abs(asked.hour * 60 + asked.minute - now.hour * 60 - now.minute) <= 1


def test_the_next_number_is_that_of_the_kept_days_year(office: Office) -> None:
    office.records.save("finance_requests", {**REQUEST, "request_no": "62/0099", "received_on": "20/09/2562"})
    last = {"received_on": date(2019, 9, 20)}
    assert office.records.blank("finance_requests", date(2020, 6, 30), last)["request_no"] == "62/0100"
    assert office.records.rows("finance_requests", Query(year=2562))


def test_an_empty_last_day_starts_on_the_day_looked_at(office: Office) -> None:
    assert office.records.blank("finance_requests", date(2020, 6, 30), {"received_on": None})[
        "received_on"
    ] == date(2020, 6, 30)


def test_blocks_of_records_are_offered_too(office: Office) -> None:
    edits = [Edit(None, {**REQUEST, "request_no": f"63/{n:04}", "payee": f"ร้าน {n % 7}"}) for n in range(50)]
    office.records.save_many("finance_requests", edits)
    assert len(payees(office)) == 7
