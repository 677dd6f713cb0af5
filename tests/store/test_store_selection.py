"""Which records a measure is about, in SQL, against the plain rule over the same few records, at many days."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert, null, select
from store_desk import measured

from core.indicators.measures import DaySpan, Selection
from core.registers.declaration import read_register
from core.registers.declare import Register
from core.registers.filters import read_filter
from core.store.database import teach
from core.store.facts.selecting import month_of, selected
from core.store.tables.records import value_of
from core.store.tables.register_tables import making, table_of
from core.thai.fiscal import Month

YEAR = 2563


def declared(**more: Any) -> Register:
    """A register with a field of each type, and what more is declared of it."""
    fields = [
        {"name": "received_on", "type": "day", "label": "วันที่รับ"},
        {"name": "made_on", "type": "day", "label": "วันที่ทำ"},
        {"name": "kind", "type": "choice", "label": "ประเภท", "choices": {"a": "ก", "b": "ข"}},
        {"name": "who", "type": "text", "label": "ผู้ร้อง"},
        {"name": "at", "type": "moment", "label": "เวลา"},
        {"name": "month", "type": "month", "label": "เดือน"},
        {"name": "planned_on", "type": "day", "label": "วันที่กำหนด", "beforehand": True},
        {"name": "baht", "type": "money", "label": "จำนวนเงิน"},
        {"name": "places", "type": "whole", "label": "จำนวนจุด"},
        {"name": "urgent", "type": "flag", "label": "เร่งด่วน"},
        *more.pop("fields", []),
    ]
    return read_register({"name": "own", "title": "ทะเบียน", "fields": fields, **more})


CLOCK = {"name": "c", "label": "ปิด", "from": "received_on", "until": "made_on", "limit": 3, "unit": "days"}
STATED = {"fields": [{"name": "fiscal_year", "type": "whole", "label": "ปี"}]}
REGISTERS = {
    "plain": declared(day="received_on"),
    "stopped": declared(day="received_on", clocks=[{**CLOCK, "stopped_by": "planned_on"}]),
    "made later": declared(day="month", exists_from="made_on"),
    "of a moment": declared(day="at"),
    "set beforehand": declared(day="planned_on"),
    "without a day": declared(),
    "may state a year": declared(day="received_on", **STATED),
    "states a year": declared(day="received_on", key=["fiscal_year", "who"], **STATED),
}

DAYS = [date(2019, 9, 30), date(2019, 10, 1), date(2020, 2, 29), date(2020, 9, 30), date(2020, 10, 1)]
NEAR = [d + timedelta(days=n) for d in DAYS for n in (-1, 0, 1)]
WIRES: dict[str, list[Any]] = {
    "received_on": [*map(str, NEAR), "?junk"],
    "made_on": [*map(str, NEAR)],
    "planned_on": [*map(str, NEAR), "?junk"],
    "at": [f"{d}T{hour}:30" for d in NEAR for hour in ("09", "16")],
    "month": [str(Month.of(d)) for d in NEAR],
    "kind": ["a", "b", "c"],
    "who": ["น้ำ ๑", "น\u0e4d\u0e49า 1", "ก", ""],
    "baht": [-100, 0, 50, 255, 256, "?x"],
    "places": [0, 3, "?x"],
    "urgent": [0, 1],
    "fiscal_year": [2562, YEAR, YEAR],
}
WRITTEN: dict[str, list[Any]] = {
    **dict.fromkeys(["received_on", "made_on", "planned_on"], NEAR),
    "at": [datetime(d.year, d.month, d.day, 9, 30) for d in NEAR],
    "month": [str(Month.of(d)) for d in NEAR],
    "kind": ["a", "b"],
    "who": ["น้ำ 1", "ข"],
    "baht": [0, Decimal("2.55"), Decimal("2.555"), -1],
    "places": [0, 2, 3],
    "urgent": [True, False],
}
UNORDERED = ["=", "!=", "in", "filled", "empty"]


def condition(chance: Random) -> list[Any]:
    """A condition on one of the fields."""
    name = chance.choice(list(WRITTEN))
    operator = chance.choice([*UNORDERED, *([] if name == "urgent" else ["<", "<=", ">", ">="])])
    if operator in ("filled", "empty"):
        return [name, operator]
    several = [chance.choice(WRITTEN[name]) for _ in range(chance.randint(1, 2))]
    return [name, operator, several if operator == "in" else several[0]]


def written_filter(chance: Random) -> list[Any]:
    """None, one or two conditions, or two of which one is enough."""
    some = [condition(chance) for _ in range(chance.choice([0, 1, 1, 2]))]
    return [{"any": some}] if len(some) == 2 and chance.random() < 0.5 else some


def record(chance: Random, number: int) -> dict[str, Any]:
    """A record whose fields are empty now and then; a few are deleted or doubled."""
    held = {name: chance.choice([None, *known, *known]) for name, known in WIRES.items()}
    return {
        "id": f"r{number}",
        "base": 1,
        "disputed": 0,
        "twin": chance.random() < 0.1,
        "deleted": False,
        **held,
    }


@pytest.fixture(scope="module", params=REGISTERS)
def memory(request: pytest.FixtureRequest) -> Iterator[tuple[Connection, Register]]:
    """A database in memory with one of the registers; what a test puts in is taken back."""
    register = REGISTERS[request.param]
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        teach(connection.connection.driver_connection)
        for statement in making(table_of(register)):
            connection.exec_driver_sql(statement)
        connection.commit()
        yield connection, register
    engine.dispose()


@measured(12)
@given(st.randoms(use_true_random=True))
def test_sql_chooses_as_the_plain_rule_does(memory, chance):
    connection, register = memory
    table = table_of(register)
    found = [record(chance, number) for number in range(40)]
    try:
        connection.execute(insert(table), [{k: v for k, v in r.items() if k in table.c} for r in found])
        for _ in range(8):
            kept = read_filter(written_filter(chance), {f.name: f for f in register.stored_fields})
            span = DaySpan(YEAR, chance.choice(NEAR), chance.choice([12, 3, 1]))
            selection = Selection(register, register.date_field, kept)
            assert chosen(connection, selection, span) == expected(selection, span, found), kept.says
    finally:
        connection.rollback()


def chosen(connection: Connection, selection: Selection, span: DaySpan) -> dict[Any, Any]:
    """What SQL chooses: by id the month."""
    month = month_of(selection, span) if selection.day else null()
    asked = select(table_of(selection.register).c.id, month).where(*selected(selection, span))
    return dict(connection.execute(asked).all())


def expected(selection: Selection, span: DaySpan, found: list[dict[str, Any]]) -> dict[str, str | None]:
    """What the plain rule chooses of these rows."""
    kept = {}
    for row in found:
        values = {f.name: value_of(f, row[f.name]) for f in selection.register.stored_fields}
        if not row["twin"] and selection.chooses(values, span):
            month = selection.month(values, span)
            kept[row["id"]] = None if month is None else str(month)
    return kept
