"""Lists of a register as of a day: what SQL filters, orders and counts is what each line says of itself."""

import random
import shutil
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import registers
from core.office import Chip, ListQuery, Office
from core.office.figures.clock_settings import mean_terms
from core.registers.as_of import exists
from core.store.log.changes import Put
from core.thai.collation import sort_key
from core.thai.fiscal import Month
from core.thai.folding import fold_case

REQUESTS = "finance_requests"
FIRST = date(2019, 10, 1)
JUNE_30 = date(2020, 6, 30)
days = st.integers(-20, 420).map(lambda n: FIRST + timedelta(days=n))
terms = st.fixed_dictionaries(
    {
        "working_days": st.integers(1, 12),
        "clock": st.sampled_from(["first_receipt", "resubmission"]),
        "procurement": st.sampled_from(["w119", "other"]),
    }
)


@pytest.fixture(scope="module")
def heap(plan_file, tmp_path_factory):
    """Requests as no form would let them be: days missing, running backwards, years apart."""
    path = shutil.copy(plan_file, tmp_path_factory.mktemp("heap") / "office.phaen")
    with Office.open(path, author="สมศรี") as office:
        chance = random.Random(63)
        office.session.write(
            [Put(REQUESTS, office.session.new_id(), _random(chance, n)) for n in range(250)], "สุ่ม"
        )
        yield office


def _random(chance, number):
    received = FIRST + timedelta(days=chance.randrange(-30, 400))

    def day(odds):
        return (
            (received + timedelta(days=chance.randrange(-5, 40))).isoformat()
            if chance.random() < odds
            else None
        )

    return {
        "request_no": chance.choice([None, "", f"63/{chance.randrange(200):04}", f"๖๓/{number}"]),
        "payee": chance.choice([None, "เสาชิงช้า", "ก้านแก้ว", "กานต์", "ABC", "abc", "ร้าน เอ"]),
        "procurement": chance.choice(["w119"] * 5 + ["other", None]),
        "amount": chance.choice([None, chance.randrange(1, 10**10)]),
        "received_on": received.isoformat() if chance.random() < 0.97 else None,
        "returned_on": day(0.3),
        "resubmitted_on": day(0.2),
        "cheque_on": day(0.6),
        "cancelled_on": day(0.1),
    }


@pytest.fixture(scope="module")
def judged(heap):
    """``judged(terms, as_of)``: the requests of the heap, judged so; gives how each stands, by id."""

    def under(chosen, as_of):
        made = mean_terms(heap.session.register(REQUESTS), chosen, as_of, heap.session.calendar)
        heap.lists._figures.clock_terms = lambda register, year, day: made
        return {row.id: made.state(row.values) for row in heap.records.rows(REQUESTS)}

    return under


@settings(max_examples=25)
@given(terms, days)
def test_quick_filters_keep_what_stands_so(heap, judged, chosen, as_of):
    standings = judged(chosen, as_of)
    query = ListQuery(REQUESTS, as_of)
    whole = heap.lists.open_list(query)
    assert set(whole.ids) == set(standings)
    expected = {
        key: {record for record, standing in standings.items() if getattr(standing, attribute)}
        for key, attribute in (("waits", "waits"), ("overdue", "overdue"), ("away", "away"))
    }
    register = heap.session.register(REQUESTS)
    expected["no_evidence"] = {r.id for r in heap.records.rows(REQUESTS) if exists(register, r.values, as_of)}
    assert whole.filters == {key: len(records) for key, records in expected.items()}
    for key, records in expected.items():
        assert set(heap.lists.open_list(ListQuery(REQUESTS, as_of, filters=frozenset([key]))).ids) == records
    both = frozenset(["overdue", "away"])
    assert (
        set(heap.lists.open_list(ListQuery(REQUESTS, as_of, filters=both)).ids)
        == expected["overdue"] | expected["away"]
    )


@settings(max_examples=12)
@given(terms, days)
def test_what_comes_later_is_listed_last_and_counts_for_nothing(heap, judged, chosen, as_of):
    standings = judged(chosen, as_of)
    found = heap.lists.open_list(ListQuery(REQUESTS, as_of))
    later = [standings[record].verdict == "later" for record in found.ids]
    assert later == sorted(later)
    assert (found.there, found.later) == (later.count(False), later.count(True))
    amounts = {row.id: row.values["amount"] or Decimal(0) for row in heap.records.rows(REQUESTS)}
    total = sum(amounts[r] for r in found.ids if standings[r].verdict != "later")
    assert sum(found.sums.values()) == total
    lines = heap.lists.list_lines(found.query, found.ids)
    assert [line.later for line in lines] == later
    assert [line.cells[-1] for line in lines] == [standings[r].chip for r in found.ids]


@settings(max_examples=12)
@given(terms, days)
def test_what_waits_comes_first_by_its_last_day(heap, judged, chosen, as_of):
    standings = judged(chosen, as_of)
    found = [standings[r] for r in heap.lists.open_list(ListQuery(REQUESTS, as_of)).ids]
    there = [s for s in found if s.verdict != "later"]
    assert [s.waits for s in there] == sorted((s.waits for s in there), reverse=True)
    dues = [s.due or date.max for s in there if s.waits]
    assert dues == sorted(dues)


@settings(max_examples=12)
@given(
    terms,
    days,
    st.sampled_from(["request_no", "payee", "amount", "received_on", "due_on", "cheque_on"]),
    st.booleans(),
)
def test_a_column_is_sorted_by_what_it_shows(heap, judged, chosen, as_of, by, descending):
    judged(chosen, as_of)
    found = heap.lists.open_list(ListQuery(REQUESTS, as_of, by=by, descending=descending))
    place = [column.name for column in heap.lists.list_columns(REQUESTS)].index(by)
    lines = heap.lists.list_lines(found.query, found.ids)
    shown = [line for line in lines if line.cells[place] != "–"]
    assert lines[: len(shown)] == tuple(shown)  # what is empty comes last either way
    keys = [_key(line, by, heap, as_of) for line in shown]
    assert keys == sorted(keys, reverse=descending)


def _key(line, by, office, as_of):
    if by == "due_on":
        return office.lists._figures.clock_terms(REQUESTS, 2563, as_of).state(line.row.values).speaking.due
    value = line.row.values[by]
    return sort_key(value) if isinstance(value, str) else value


@settings(max_examples=15)
@given(
    days,
    st.sampled_from(
        [
            "เสาชิงช้า",
            "abc",
            "63/00",
            "๖๓/๐๐",
            "12",
            "w",
            "ค้าง",
            "เหลือ 1",
            "ก.พ. 63",
            "ร้าน เอ",
            "5,",
            "ทัน",
            "ว",
            "1234",
            "567",
            "890",
            "1,2",
        ]
    ),
)
def test_words_are_found_where_they_are_seen(heap, judged, as_of, words):
    judged({"working_days": 7, "clock": "first_receipt", "procurement": "w119"}, as_of)
    query = ListQuery(REQUESTS, as_of)
    lines = heap.lists.list_lines(query, heap.lists.open_list(query).ids)
    expected = [line.row.id for line in lines if all(_seen(word, line) for word in words.split())]
    assert list(heap.lists.open_list(ListQuery(REQUESTS, as_of, words=words)).ids) == expected


def _seen(word, line):
    cells = [fold_case(cell.text if isinstance(cell, Chip) else cell) for cell in line.cells]
    return any(fold_case(word) in text for cell in cells for text in (cell, cell.replace(",", "")))


@pytest.mark.parametrize("name", [r.name for r in registers.ALL if not r.internal])
@pytest.mark.parametrize("as_of", [date(2019, 12, 31), JUNE_30])
def test_every_register_is_listed_alike(sample_year, name, as_of):
    register = sample_year.session.register(name)
    query = ListQuery(name, as_of, year=2563 if register.date_field and not register.plan_born else None)
    found = sample_year.lists.open_list(query)
    rows = {row.id: row for row in sample_year.records.rows(name, query.scope)}
    assert set(found.ids) == set(rows)
    assert [found.places[record] for record in found.ids] == list(range(len(found.ids)))
    assert found.later == sum(not exists(register, row.values, as_of) for row in rows.values())
    lines = sample_year.lists.list_lines(query, found.ids)
    assert [line.row.id for line in lines] == list(found.ids)
    columns = sample_year.lists.list_columns(name)
    assert all(len(line.cells) == len(columns) for line in lines)
    for place, column in enumerate(columns):
        ordered = sample_year.lists.open_list(
            ListQuery(name, as_of, year=query.year, by=column.name, descending=True)
        )
        cells = [line.cells[place] for line in sample_year.lists.list_lines(ordered.query, ordered.ids)]
        empty = [cell == "–" for cell in cells]
        assert empty == sorted(empty), column.name
    if lines:
        words = " ".join(c.text if isinstance(c, Chip) else c for c in lines[0].cells)
        assert (
            found.ids[0]
            in sample_year.lists.open_list(ListQuery(name, as_of, year=query.year, words=words)).ids
        )


def test_days_after_the_day_looked_at_are_not_written_in_a_line(sample_year):
    query = ListQuery("letter_enquiries", date(2020, 3, 13), year=2563)
    register = sample_year.session.register("letter_enquiries")
    events = [
        n
        for n, c in enumerate(sample_year.lists.list_columns(register.name))
        if c.field in register.event_fields
    ]
    for line in sample_year.lists.list_lines(query, sample_year.lists.open_list(query).ids):
        for place in events[1:]:
            value = line.row.values[sample_year.lists.list_columns(register.name)[place].name]
            assert (line.cells[place] == "–") == (value is None or value.date() > query.as_of)


def test_the_year_as_of_30_june_counts_what_is_there_by_then(sample_year):
    found = sample_year.lists.open_list(ListQuery(REQUESTS, JUNE_30, year=2563))
    assert found.filters == {
        "waits": 17,
        "overdue": 2,
        "away": 1,
        "no_evidence": len(found.ids) - found.later,
    }
    received = [row.values for row in sample_year.records.rows(REQUESTS, found.query.scope)]
    assert found.there == sum(values["received_on"] <= JUNE_30 for values in received) < len(received)
    assert found.sums[""] == sum(v["amount"] for v in received if v["received_on"] <= JUNE_30)


def test_deleted_records_are_counted_as_they_are(office):
    first = office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "01/09/2563"}).record_id
    office.records.save("deliverables", {"title": "ระบบ", "delivered_on": "01/06/2563"})
    office.records.delete("deliverables", first)
    found = office.lists.open_list(ListQuery("deliverables", JUNE_30, year=2563))
    assert (len(found.ids), found.there, found.deleted) == (1, 1, 1)
    trash = office.lists.open_list(ListQuery("deliverables", JUNE_30, year=2563, deleted=True))
    assert (trash.ids, trash.there, trash.later) == ((first,), 1, 0)
    assert not office.lists.list_lines(trash.query, trash.ids)[0].later


def test_a_month_and_the_lines_asked_for(sample_year):
    query = ListQuery(REQUESTS, JUNE_30, year=2563, month=Month(2020, 5))
    found = sample_year.lists.open_list(query)
    assert 0 < len(found.ids) < 100
    some = (found.ids[3], "gone", found.ids[0])
    assert [line.row.id for line in sample_year.lists.list_lines(query, some)] == [found.ids[3], found.ids[0]]


def test_money_columns_say_nothing_of_words(sample_year):
    assert any(c.field and c.field.type.is_money for c in sample_year.lists.list_columns("budget_entries"))
    found = sample_year.lists.open_list(ListQuery("budget_entries", JUNE_30, year=2563, words="1 โครงการ"))
    assert found.ids


@pytest.mark.parametrize("name", [REQUESTS, "letter_enquiries"])
def test_what_waits_from_another_year_is_told_of(sample_year, name):
    day = date(2020, 10, 1)
    own, next_year = (sample_year.lists.open_list(ListQuery(name, day, year=year)) for year in (2563, 2564))
    assert next_year.ids == ()
    assert next_year.elsewhere == own.filters["waits"] > 0
    assert own.elsewhere == 0


def test_money_of_different_kinds_is_summed_apart(sample_year):
    """A commitment and its payment aren't one sum."""
    found = sample_year.lists.open_list(ListQuery("budget_entries", JUNE_30, year=2563, month=Month(2020, 6)))
    assert found.sums == {"ก่อหนี้ผูกพัน": Decimal(-1_062_000), "เบิกจ่าย": Decimal(1_062_000)}
    assert sample_year.lists.open_list(ListQuery("deliverables", JUNE_30, year=2563)).sums == {}
