"""Reading records: by year and month, by text, by value, in order, in parts."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_desk import AUDITS, REQUESTS, delete, measured, problems, put, write

from core.store.tables import records
from core.store.tables.records import FileLookup, Query, by_key, count, row, rows
from core.store.tables.register_tables import SHIPPED
from core.thai.fiscal import Month
from core.thai.folding import fold_case

REGISTER = SHIPPED[REQUESTS]
LETTERS = "letter_enquiries"


@pytest.fixture
def filled(desk):
    write(
        desk,
        put(
            "a",
            request_no="63/2",
            received_on="2019-10-01",
            amount=200,
            payee="ร้าน 100% ไทย",
            procurement="w119",
        ),
        put("b", request_no="63/1", received_on="2020-06-30", amount=100, payee="ก_ข", note="เบิกจ่ายค่าจ้าง"),
        put(
            "c",
            request_no="62/9",
            received_on="2019-09-30",
            amount=None,
            payee="Line@ Shop",
            procurement="other",
        ),
        put("d", request_no="63/3", amount=300),
        put("e", request_no="63/4", received_on="2020-06-01"),
        delete("e"),
    )
    return desk


def ids(file, register=REGISTER, **query) -> list[str]:
    with file.reading() as connection:
        found = [r.id for r in rows(connection, register, Query(**query))]
        if "limit" not in query and "offset" not in query:
            assert count(connection, register, Query(**query)) == len(found)
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "dcab"),
        ({"year": 2563}, "ab"),
        ({"year": 2562}, "c"),
        ({"month": Month(2020, 6)}, "b"),
        ({"month": Month(2019, 9), "year": 2563}, "c"),
        ({"deleted": True}, "e"),
        ({"text": "100%"}, "a"),
        ({"text": "%"}, "a"),
        ({"text": "_"}, "b"),
        ({"text": "/"}, "dcab"),
        ({"text": "'; DROP TABLE entries; --"}, ""),
        ({"text": "เบิกจ่าย"}, "b"),
        ({"text": "จ่ายค่า"}, "b"),
        ({"text": "ไทย ร้าน"}, "a"),
        ({"text": "ไทย เบิก"}, ""),
        ({"text": "line@"}, "c"),
        ({"text": "SHOP"}, "c"),
        ({"text": "ว.119"}, "a"),
        ({"text": "  "}, "dcab"),
        ({"text": "ก" * 60_000}, ""),
        ({"text": " ".join(f"คำ{n}" for n in range(2000))}, ""),
        ({"equals": {"amount": Decimal("2.00")}}, "a"),
        ({"equals": {"amount": None}}, "c"),
        ({"equals": {"received_on": date(2020, 6, 30), "request_no": "63/1"}}, "b"),
        ({"order_by": ("amount",)}, "cbad"),
        ({"order_by": ("-amount",)}, "dabc"),
        ({"order_by": ("-received_on", "request_no")}, "bacd"),
        ({"limit": 2}, "dc"),
        ({"limit": 2, "offset": 1}, "ca"),
        ({"offset": 2}, "ab"),
        ({"limit": 0}, ""),
        ({"as_of": date(2019, 10, 1), "done": ("received_on",)}, "ca"),
        ({"as_of": date(2019, 10, 1), "undone": ("received_on",)}, "db"),
    ],
)
def test_a_query_gives_what_it_asks_for(filled, query, expected):
    assert ids(filled, **query) == list(expected)


def test_moments_belong_to_their_day_and_months_to_themselves(desk):
    write(
        desk,
        put("a", LETTERS, asked_at="2020-06-30T23:59"),
        put("b", LETTERS, asked_at="2020-07-01T00:00"),
        put("c", AUDITS, month="2020-06"),
        put("d", AUDITS, month="2019-09"),
    )
    assert ids(desk, SHIPPED[LETTERS], month=Month(2020, 6)) == ["a"]
    assert ids(desk, SHIPPED[LETTERS], year=2563) == ["a", "b"]
    assert ids(desk, SHIPPED[AUDITS], year=2563) == ["c"]
    assert ids(desk, SHIPPED[AUDITS], month=Month(2020, 6)) == ["c"]


def test_a_register_of_a_plan_goes_by_its_own_year(desk):
    steps = SHIPPED["project_steps"]
    write(
        desk,
        put("a", steps.name, fiscal_year=2563, finished_on="2020-10-02"),
        put("b", steps.name, fiscal_year=2564, finished_on="2020-01-02"),
    )
    assert ids(desk, steps, year=2563) == ["a"]


def test_columns_that_live_elsewhere_do_not_order(desk):
    steps = SHIPPED["project_steps"]
    write(desk, put("a", steps.name, step=2), put("b", steps.name, step=1))
    assert ids(desk, steps, order_by=("planned_from", "step")) == ["b", "a"]


def test_values_come_out_as_values(filled):
    with filled.reading() as connection:
        found = row(connection, REGISTER, "a")
        assert row(connection, REGISTER, "ไม่มี") is None
        gone = row(connection, REGISTER, "e")
    assert found is not None
    assert gone is not None
    assert (found.values["amount"], found.values["received_on"]) == (Decimal("2.00"), date(2019, 10, 1))
    assert (found.deleted, found.duplicate, found.conflict, found.findings) == (False, False, False, 0)
    assert gone.deleted


def test_of_twins_the_key_finds_the_one_that_counts(desk):
    write(desk, *(put(i, request_no="63/1", received_on="2020-01-02") for i in "cab"))
    with desk.reading() as connection:
        found = by_key(connection, REGISTER, "2563|63/1")
        lookup = FileLookup(connection)
        assert found is not None
        assert found.id == "a"
        assert [r["id"] for r in lookup.where(REQUESTS, request_no="63/1")] == ["a"]
        assert (lookup.by_key(REQUESTS, "2563|63/1") or {})["id"] == "a"
        assert lookup.by_key(REQUESTS, "2563|63/2") is None
        assert [r["id"] for r in records.all_values(connection, REGISTER)] == ["a"]
        assert [r.findings for r in rows(connection, REGISTER, Query(order_by=("request_no",)))] == [0, 1, 1]


def test_a_lookup_never_sees_what_is_deleted(filled):
    with filled.reading() as connection:
        assert FileLookup(connection).where(REQUESTS, request_no="63/4") == []
        assert FileLookup(connection).by_key(REQUESTS, "2563|63/4") is None


def test_every_register_can_be_read_searched_and_ordered_by_each_of_its_columns(desk):
    with desk.reading() as connection:
        for register in SHIPPED.values():
            assert len(rows(connection, register, Query(text="ไม่มีคำนี้"))) == 0
            for field in (f for f in register.fields if f.in_list):
                rows(connection, register, Query(year=2563, order_by=(f"-{field.name}",)))
            if register.date_field:
                assert register.field(register.date_field).type.is_dated


TYPED = st.text("กเแาำนํ้่ี ๑1-–Aa๖*?[]^\u200b\u00a0", max_size=8)


@measured(30)
@given(texts=st.lists(TYPED, min_size=1, max_size=4), words=TYPED, later=TYPED)
def test_search_finds_what_looks_the_same(desk, texts, words, later):
    """In records made one by one and many at once, changed since, as older programs stored them: just as they were typed."""
    this = uuid4()
    ids = [f"{this}-{n:02d}" for n in range(60)]
    held = {i: texts[n % len(texts)] for n, i in enumerate(ids)}
    write(desk, *(put(i, note=held[i]) for i in ids[:2]))
    write(desk, *(put(i, note=held[i]) for i in ids[2:]))
    write(desk, put(ids[0], note=later), put(ids[-1], note=later))
    held |= {ids[0]: later, ids[-1]: later}
    with desk.reading() as connection:
        found = {r.id for r in rows(connection, REGISTER, Query(text=words)) if r.id in held}
    asked = fold_case(words).split()
    assert found == {i for i, text in held.items() if all(word in fold_case(text) for word in asked)}


def test_what_search_keeps_of_old_text_goes_with_it(desk):
    write(desk, *(put(f"r{n:02d}", note="น\u0e4d\u0e49า") for n in range(60)))
    write(desk, *(put(f"r{n:02d}", note="น้ำ" if n else "ดิน") for n in range(30)))
    with desk.reading() as connection:
        assert count(connection, REGISTER, Query(text="น้ำ")) == 59
        assert connection.exec_driver_sql("SELECT count(*) FROM search_texts").scalar_one() == 30
    assert problems(desk) == ()


def test_an_unknown_column_is_never_part_of_the_question(filled):
    assert ids(filled, order_by=("payee; DROP TABLE entries", "-amount")) == list("dabc")
    assert ids(filled) == list("dcab")
