"""A day holds everywhere: whatever a screen or report says of it is what its records say at the end of that day.

The records are made at random, wild ones too (paid before they were received, back before they left, doubled, without
a day), and counted here anew, record by record, by the words of docs/domain.md.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from office_helpers import born

from core.indicators.facts import ShareFacts
from core.office import Badge, ListQuery, Office, Query, Row
from core.registers.declare import Wire
from core.store.log.changes import Put
from core.thai.fiscal import Month, fiscal_year_of, months_of

YEAR = 2563
JUNE_30 = date(2020, 6, 30)
FIRST, LAST = date(2019, 9, 1), date(2020, 12, 31)
DAYS = st.dates(FIRST, LAST)
EXAMPLES = 300 if os.environ.get("PHAEN_LONG") else 15
measured = settings(
    max_examples=EXAMPLES,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def by(day: Any, as_of: date) -> bool:
    return isinstance(day, date) and day <= as_of


def put(office: Office, register: str, *rows: Mapping[str, Wire]) -> None:
    """Records as merging may leave them: unchecked."""
    changes = [Put(register, office.session.new_id(), dict(row)) for row in rows]
    office.session.write(changes, "รวมแฟ้ม")


# Requests


def wild_requests(chance: Random, count: int) -> Iterator[dict[str, Wire]]:
    for number in range(count):
        received = FIRST + timedelta(days=chance.randrange(0, 440))
        row: dict[str, Wire] = {
            "request_no": f"63/{number if chance.random() < 0.95 else 1:04d}",
            "procurement": chance.choice(["w119"] * 5 + ["other", None]),
            "amount": 10000,
            "received_on": received.isoformat() if chance.random() < 0.98 else None,
        }
        for name, share in (
            ("returned_on", 0.25),
            ("resubmitted_on", 0.2),
            ("cheque_on", 0.75),
            ("cancelled_on", 0.06),
        ):
            if chance.random() < share:
                row[name] = (received + timedelta(days=chance.randrange(-3, 24))).isoformat()
        yield row


class Judged(NamedTuple):
    verdict: str
    due_on: date | None
    waits: bool
    away: bool
    overdue: bool


def judged(office: Office, values: Mapping[str, Any], as_of: date, clock: str) -> Judged:
    """A request by the words of docs/domain.md section 3."""
    received, cheque, back = (values[name] for name in ("received_on", "cheque_on", "resubmitted_on"))
    if received is None:
        return Judged("outside", None, False, False, False)
    if received > as_of:
        return Judged("later", None, False, False, False)
    waits = not by(cheque, as_of) and not by(values["cancelled_on"], as_of)
    away = by(values["returned_on"], as_of) and not by(back, as_of)
    begun, running = received, True
    if clock == "resubmission":
        begun = max(received, back) if by(back, as_of) else received
        running = by(cheque, as_of) or not away
    due = nth_working_day(office, begun) if running else None
    if by(values["cancelled_on"], as_of) or values["procurement"] != "w119":
        return Judged("outside", due, waits, waits and away, False)
    if by(cheque, as_of):
        assert due is not None
        return Judged("for" if cheque <= due else "against", due, False, False, False)
    passed = due is not None and due <= as_of
    return Judged("against" if passed else "open", due, True, away, due is not None and due < as_of)


def nth_working_day(office: Office, day: date, left: int = 7) -> date:
    while left:
        day += timedelta(days=1)
        left -= office.session.calendar.is_working_day(day)
    return day


def open_office(plan_file: Path, folder: Path) -> Office:
    path = folder / "office.phaen"
    path.write_bytes(plan_file.read_bytes())
    office = Office.open(path, author="สมศรี")
    office.session.today = lambda: LAST
    return office


@pytest.fixture(scope="module", params=["first_receipt", "resubmission"])
def requests(
    request: pytest.FixtureRequest, plan_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, str, list[Row]]]:
    """An office with a wild year of requests, the clock its plan chose, and the requests that count."""
    with open_office(plan_file, tmp_path_factory.mktemp("requests")) as office:
        clock = str(request.param)
        indicator = born(office, "plan_indicators", code="3")
        office.records.save("plan_indicators", {"parameters": json.dumps({"clock": clock})}, indicator)
        put(office, "finance_requests", *wild_requests(Random(2563), 400))
        yield office, clock, [r for r in office.records.rows("finance_requests") if not r.duplicate]


@measured
@given(DAYS)
def test_a_request_stands_as_its_record_says_of_the_day(
    requests: tuple[Office, str, list[Row]], day: date
) -> None:
    office, clock, rows = requests
    for row in rows:
        received = row.values["received_on"]
        terms = office.figures.clock_terms(
            "finance_requests", fiscal_year_of(received) if isinstance(received, date) else YEAR, day
        )
        stands = terms.state(row.values)
        told = Judged(stands.verdict, stands.due, stands.waits, stands.away, stands.overdue)
        assert told == judged(office, row.values, day, clock), row.values
        assert (stands.verdict == "later") == (stands.chip.text == "รับหลังวันที่ดู")


@measured
@given(DAYS)
def test_what_is_counted_of_requests_is_what_stands_in_them(
    requests: tuple[Office, str, list[Row]], day: date
) -> None:
    office, clock, rows = requests
    verdicts: Counter[tuple[Month, str]] = Counter()
    waiting: Counter[Month] = Counter()
    there: Counter[Month] = Counter()
    due: dict[str, date] = {}
    for row in rows:
        found = judged(office, row.values, day, clock)
        received = row.values["received_on"]
        if not isinstance(received, date) or found.verdict == "later":
            continue
        if fiscal_year_of(received) == YEAR:
            verdicts[Month.of(received), found.verdict] += 1
            there[Month.of(received)] += 1
            waiting[Month.of(received)] += found.waits
        if found.waits and found.verdict != "outside" and found.due_on:
            due[row.id] = found.due_on
    _figures_agree(office, day, verdicts)
    _due_list_agrees(office, day, due)
    cells = next(u.cells for u in office.figures.completeness(YEAR, day) if u.unit.code == "finance")
    for month, cell in zip(months_of(YEAR), cells, strict=True):
        begun = month.first_day <= day
        nothing = "–" if begun else ""
        done = "✓" if month.last_day <= day else "ร่าง"
        assert cell.text == (f"ค้าง {n}" if (n := waiting[month]) else done if there[month] else nothing)


def _figures_agree(office: Office, day: date, verdicts: Counter[tuple[Month, str]]) -> None:
    facts = office.figures.facts(office.session.plan(YEAR).indicator("3"), YEAR, day)
    assert isinstance(facts, ShareFacts)
    counted = {
        (t.month, name): n
        for t in facts.months
        for name, n in (("for", t.met), ("against", t.missed), ("open", t.open))
        if n
    }
    assert counted == {key: n for key, n in verdicts.items() if key[1] != "outside"}
    behind = Counter(r.verdict for r in office.figures.workings("3", YEAR, day).records)
    totals: Counter[str] = Counter()
    for (_, verdict), n in verdicts.items():
        totals[verdict] += n
    assert behind == totals


def _due_list_agrees(office: Office, day: date, due: Mapping[str, date]) -> None:
    until = nth_working_day(office, day, 10)
    listed = {
        u.record_id: u.day for u in office.figures.upcoming(day, 10) if u.register == "finance_requests"
    }
    assert listed == {record: last for record, last in due.items() if last <= until}
    soon = nth_working_day(office, day, 2)
    overdue, near = sum(d < day for d in due.values()), sum(day <= d <= soon for d in due.values())
    badges = office.figures.badges(day)
    assert badges.get("finance_requests", Badge(0, 0)) == Badge(overdue, near)
    # Of one register alone they are as among those of all.
    assert office.figures.badges(day, {"finance_requests"}) == {
        n: b for n, b in badges.items() if n == "finance_requests"
    }


# Enquiries


def wild_enquiries(chance: Random, count: int) -> Iterator[dict[str, Wire]]:
    for _ in range(count):
        asked = datetime.combine(FIRST, time()) + timedelta(minutes=chance.randrange(0, 440 * 24 * 60))
        if chance.random() < 0.3:  # near midnight, where a day's end decides
            asked = asked.replace(hour=23, minute=chance.randrange(30, 60))
        row: dict[str, Wire] = {
            "user": chance.choice(["ก้อย", "นุช", "ปู", "ริน", None]),
            "letter_no": "กท 1/63",
            "asked_at": f"{asked:%Y-%m-%dT%H:%M}" if chance.random() < 0.98 else None,
        }
        for name, longest in (("acknowledged_at", 30), ("answered_at", 60)):
            if chance.random() < 0.75:
                waited = chance.randrange(-3, longest) + chance.choice([0, 0, 0, 60, 3000])
                row[name] = f"{asked + timedelta(minutes=waited):%Y-%m-%dT%H:%M}"
        yield row


def last_minute(office: Office, asked: datetime, minutes: int, hours: str) -> datetime:
    """Minute by minute, those of the office alone where only they count (08:30-16:30, the last one included)."""
    if hours == "clock":
        return asked + timedelta(minutes=minutes)
    moment, left = asked, minutes
    while left:
        moment += timedelta(minutes=1)
        of_day = moment.hour * 60 + moment.minute
        left -= office.session.calendar.is_working_day(moment.date()) and 8 * 60 + 30 < of_day <= 16 * 60 + 30
        if not office.session.calendar.is_working_day(moment.date()) or of_day > 16 * 60 + 30:
            moment = datetime.combine(moment.date() + timedelta(days=1), time(8, 30))
    return moment


EVENTS = {"5.2": ("acknowledged_at", 15), "5.3": ("answered_at", 30)}


def of_enquiry(office: Office, values: Mapping[str, Any], day: date, code: str, hours: str) -> str:
    """The verdict on an enquiry by the words of docs/domain.md section 3."""
    end = datetime.combine(day + timedelta(days=1), time())
    asked, (event, minutes) = values["asked_at"], EVENTS[code]
    if asked is None:
        return "outside"
    if asked >= end:
        return "later"
    done, last = values[event], last_minute(office, asked, minutes, hours)
    if done is not None and done < end:
        return "for" if done <= last else "against"
    return "open" if last >= end else "against"


@pytest.fixture(scope="module", params=["clock", "office"])
def enquiries(
    request: pytest.FixtureRequest, plan_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, str, tuple[Row, ...]]]:
    """An office with a wild year of enquiries, and the hours its plan counts."""
    with open_office(plan_file, tmp_path_factory.mktemp("enquiries")) as office:
        for code in EVENTS:
            chosen = {**office.session.plan(YEAR).indicator(code).parameters, "hours": request.param}
            office.records.save(
                "plan_indicators",
                {"parameters": json.dumps(chosen)},
                born(office, "plan_indicators", code=code),
            )
        put(office, "letter_enquiries", *wild_enquiries(Random(2563), 300))
        yield office, str(request.param), office.records.rows("letter_enquiries")


@measured
@given(DAYS)
def test_an_enquiry_stands_as_its_record_and_the_figures_say(
    enquiries: tuple[Office, str, tuple[Row, ...]], day: date
) -> None:
    office, hours, rows = enquiries
    told: dict[str, dict[str, str]] = {code: {} for code in EVENTS}
    waiting, waits_of_month = set(), Counter[Month]()
    for row in rows:
        asked = row.values["asked_at"]
        year = fiscal_year_of(asked.date()) if isinstance(asked, datetime) else YEAR
        stands = office.figures.clock_terms("letter_enquiries", year, day).state(row.values)
        found = {code: of_enquiry(office, row.values, day, code, hours) for code in EVENTS}
        assert stands.verdicts == (found["5.2"], found["5.3"]), row.values
        assert (stands.chip.text == "ถามหลังวันที่ดู") == (stands.verdict == "later")
        if "later" in found.values() or not isinstance(asked, datetime):
            assert not stands.waits
            continue
        tones = {"for": "good", "open": "info", "against": "bad"}
        if not stands.waits and found["5.2"] != "open":
            assert stands.chip.tone == tones[max(found.values(), key=["for", "against"].index)]
        if stands.waits:
            waiting.add(row.id)
            waits_of_month[Month.of(asked.date())] += 1
        if year == YEAR:
            for code in EVENTS:
                told[code][row.id] = found[code]
    for code in EVENTS:
        behind = office.figures.workings(code, YEAR, day).records
        assert {record.record_id: record.verdict for record in behind} == told[code]
    listed = [u for u in office.figures.upcoming(day) if u.register == "letter_enquiries"]
    assert sum(u.count for u in listed) == len(waiting)
    badge = office.figures.badges(day).get("letter_enquiries", Badge(0, 0))
    assert badge.overdue + badge.near == len(waiting)
    query = ListQuery("letter_enquiries", day)
    found = office.lists.open_list(query)
    assert found.filters == {"waits": len(waiting), "no_evidence": len(found.ids) - found.later}
    kept = office.lists.open_list(ListQuery("letter_enquiries", day, filters=frozenset(["waits"])))
    assert set(kept.ids) == waiting == set(found.ids[: len(waiting)])
    place = [column.name for column in office.lists.list_columns("letter_enquiries")].index("state")
    states = {line.row.id: line.cells[place] for line in office.lists.list_lines(query, found.ids)}
    terms = office.figures.clock_terms("letter_enquiries", fiscal_year_of(day), day)
    assert states == {row.id: terms.state(row.values).chip for row in rows}
    cells = next(u.cells for u in office.figures.completeness(YEAR, day) if u.unit.code == "secretariat")
    for month, cell in zip(months_of(YEAR), cells, strict=True):
        assert cell.text.removeprefix("ค้าง ") == str(waits_of_month[month]) or not waits_of_month[month]


AT_NINE = {"asked_at": datetime(2020, 6, 30, 9, 0), "acknowledged_at": None, "answered_at": None}
ACKNOWLEDGED = {**AT_NINE, "acknowledged_at": datetime(2020, 6, 30, 9, 10)}
WORDS: Mapping[str, tuple[Mapping[str, Any], tuple[int, int] | None, tuple[str, str]]] = {
    "just asked": (AT_NINE, (9, 0), ("info", "รอตอบรับ · เหลือ 15 นาที")),
    "soon late": (AT_NINE, (9, 11), ("warn", "รอตอบรับ · เหลือ 4 นาที")),
    "the last minute": (AT_NINE, (9, 15), ("warn", "รอตอบรับ · นาทีสุดท้าย")),
    "a minute late": (AT_NINE, (9, 16), ("bad", "รอตอบรับ · เกิน 1 นาที")),
    "acknowledged": (ACKNOWLEDGED, (9, 16), ("info", "รอแจ้งผล · เหลือ 14 นาที")),
    "hours late": (ACKNOWLEDGED, (11, 45), ("bad", "รอแจ้งผล · เกิน 2 ชม.")),
    "at the day's end": (AT_NINE, None, ("bad", "รอตอบรับ · เกิน 14 ชม.")),
    "days late": (
        {**AT_NINE, "asked_at": datetime(2020, 6, 12, 10, 40)},
        None,
        ("bad", "รอตอบรับ · เกิน 18 วัน"),
    ),
    "in time": ({**ACKNOWLEDGED, "answered_at": datetime(2020, 6, 30, 9, 30)}, (9, 31), ("good", "ทันเวลา")),
    "told late": (
        {**ACKNOWLEDGED, "answered_at": datetime(2020, 6, 30, 9, 42)},
        None,
        ("bad", "แจ้งผลช้า 12 นาที"),
    ),
    "both late": (
        {
            **AT_NINE,
            "acknowledged_at": datetime(2020, 6, 30, 9, 20),
            "answered_at": datetime(2020, 6, 30, 9, 42),
        },
        None,
        ("bad", "ตอบรับช้า 5 นาที · แจ้งผลช้า 12 นาที"),
    ),
    "never acknowledged": (
        {**AT_NINE, "answered_at": datetime(2020, 6, 30, 9, 20)},
        None,
        ("bad", "ไม่ได้ตอบรับ"),
    ),
    "asked later": ({**AT_NINE, "asked_at": datetime(2020, 7, 1)}, None, ("neutral", "ถามหลังวันที่ดู")),
    "answered later": (
        {**ACKNOWLEDGED, "answered_at": datetime(2020, 7, 1)},
        None,
        ("bad", "รอแจ้งผล · เกิน 14 ชม."),
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_an_enquiry_says_how_it_stands(sample_year: Office, name: str) -> None:
    values, clock, chip = WORDS[name]
    now = datetime(2020, 6, 30, *clock, 50) if clock else datetime(2020, 7, 2, 9, 0)
    found = sample_year.figures.clock_terms("letter_enquiries", YEAR, JUNE_30).state(values, now).chip
    assert (found.tone, found.text) == chip


def test_on_30_june_of_the_sample_17_requests_wait_of_the_496_of_the_year(sample_year: Office) -> None:
    terms = sample_year.figures.clock_terms("finance_requests", YEAR, JUNE_30)
    stands = [terms.state(r.values) for r in sample_year.records.rows("finance_requests", Query(year=YEAR))]
    counted = Counter(s.verdict for s in stands)
    assert (len(stands), counted["later"], sum(s.waits for s in stands)) == (496, 123, 17)
    assert (sum(s.overdue for s in stands), sum(s.away for s in stands)) == (2, 1)
