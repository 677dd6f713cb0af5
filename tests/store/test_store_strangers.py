"""Entries of other versions: what we don't know is kept and passed on, what makes no sense is a finding, and
nothing of it stops the fold."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_desk import (
    AUDITS,
    REQUESTS,
    START_MS,
    deliver,
    look,
    measured,
    opened,
    problems,
    put,
    rivals,
    stored,
    values_of,
    write,
)

from core.store.log import append, blocks, fold, history, intake, upgrades
from core.store.log.clock import reading
from core.store.log.entry import DELETED, Entry, NewRows, Write, encode
from core.store.log.history import events
from core.store.log.upgrades import SCHEMA_VERSION, upgraded
from core.store.tables.records import Query, count_by_month, row, rows
from core.store.tables.register_tables import SHIPPED


def made(
    seq: int = 1,
    before: Entry | None = None,
    new: dict[str, NewRows] | None = None,
    writes: dict[str, tuple[Write, ...]] | None = None,
    **more: Any,
) -> Entry:
    """An entry of some other program."""
    entry = Entry(
        replica="stranger",
        seq=seq,
        prev=before.id if before else None,
        clock=reading(START_MS + seq),
        author="ผู้อื่น",
        schema=SCHEMA_VERSION,
        new=new or {},
        writes=writes or {},
        **more,
    )
    return replace(entry, stored=encode(entry))


def test_unknown_registers_and_fields_are_kept_and_passed_on(desk, blank_file, tmp_path):
    rows_of_both = NewRows.of(("amount", "colour"), (("r1", (5, "แดง")),))
    strange = made(new={REQUESTS: rows_of_both, "parking": NewRows.of(("place",), (("p1", ("ก1",)),))})
    later = made(
        2, strange, writes={REQUESTS: (Write("r1", "colour", "ดำ"),), "parking": (Write("p1", "place", "ข"),)}
    )
    assert desk.receive([strange.stored, later.stored]).records == {(REQUESTS, "r1")}
    assert values_of(desk, "r1") == {"amount": 5}
    assert problems(desk) == ()
    with desk.reading() as connection:
        assert [event.field for event in events(connection, REQUESTS, "r1")] == [None]
    with opened(blank_file, tmp_path, "other.phaen") as other:
        deliver(desk, other)
        assert {strange.stored, later.stored} <= set(stored(other))


def test_what_was_unknown_is_folded_once_it_is_known(desk, monkeypatch):
    """A later version knows a field that entries of others already held: a refold brings it out."""
    older = replace(SHIPPED[REQUESTS])
    for names in ("stored_fields", "text_fields"):
        known = (f for f in getattr(older, names) if getattr(f, "name", f) != "note")
        vars(older)[names] = tuple(known)
    strange = made(new={REQUESTS: NewRows.of(("amount", "note"), (("r1", (5, "ก")),))})
    with monkeypatch.context() as before:
        before.setattr(
            desk, "_engine", desk._engine.execution_options(registers={**SHIPPED, REQUESTS: older})
        )
        desk.receive([strange.stored])
    assert values_of(desk, "r1") == {"amount": 5}
    with desk.transaction() as connection:
        append.refold(connection)
    assert values_of(desk, "r1") == {"amount": 5, "note": "ก"}
    assert problems(desk) == ()


def test_a_refold_in_place_gives_the_same_rows(desk):
    write(desk, put("r1", amount=1), put("r2", request_no="63/1", received_on="2020-01-02"))
    write(desk, put("r1", amount=2))
    before = look(desk)
    with desk.transaction() as connection:
        append.refold(connection)
    assert look(desk) == before
    assert problems(desk) == ()


def test_more_records_than_are_kept_in_mind_fold_the_same(desk, monkeypatch):
    monkeypatch.setattr(fold, "MOST_STATES", 5)
    monkeypatch.setattr(blocks, "BLOCK", 3)
    write(desk, *(put(f"r{n}", request_no=f"{n % 4}", received_on="2020-01-02") for n in range(20)))
    write(desk, *(put(f"r{n}", amount=n) for n in range(0, 20, 3)), put("r1", note="ก"))
    assert [look(desk)[f"r{n}"].values.get("amount") for n in (0, 1, 18)] == [0, None, 18]
    assert sum(not seen.duplicate for seen in look(desk).values()) == 4
    assert problems(desk) == ()


# Values that make no sense

WIRES = (
    st.none()
    | st.integers(-9, 99_999_999)
    | st.sampled_from(["", "5", "1e3", "ก", "2020", "2020-02-31", "0x1"])
)
FIELDS = st.sampled_from(["amount", "received_on", "request_no", "procurement", "note"])


@measured(12)
@given(st.lists(st.tuples(FIELDS, WIRES, st.booleans()), min_size=1, max_size=6))
def test_values_of_any_type_fold_the_same_at_once_and_one_by_one(blank_file, quick_folder, writes):
    chain = [made(new={REQUESTS: NewRows.of((), (("r1", ()),))})]
    for field, wire, seen in writes:
        heads = tuple({e.id for e in chain[1:] if e.writes[REQUESTS][0].field == field}) if seen else ()
        chain.append(made(len(chain) + 1, chain[-1], writes={REQUESTS: (Write("r1", field, wire, heads),)}))
    with opened(blank_file, quick_folder()) as at_once, opened(blank_file, quick_folder()) as one_by_one:
        at_once.receive([entry.stored for entry in chain])
        for entry in chain:
            one_by_one.receive([entry.stored])
        assert (look(at_once), rivals(at_once)) == (look(one_by_one), rivals(one_by_one))
        assert problems(at_once) == problems(one_by_one) == ()
        with at_once.reading() as connection:
            assert row(connection, SHIPPED[REQUESTS], "r1") is not None


def test_a_value_that_makes_no_sense_is_read_as_empty_and_is_a_finding(desk):
    fields = ("amount", "received_on", "request_no", "procurement")
    desk.receive([made(new={REQUESTS: NewRows.of(fields, (("r1", ("abc", "2020-02-31", 63, "x")),))}).stored])
    with desk.reading() as connection:
        found = row(connection, SHIPPED[REQUESTS], "r1")
    assert found is not None
    assert (found.values["amount"], found.values["received_on"]) == (None, None)
    assert (found.values["request_no"], found.values["procurement"]) == ("63", "x")
    assert found.unreadable == ("amount", "received_on")
    assert found.findings == 2


@pytest.mark.parametrize("wire", ["2020-13", "2020-0x-01", "?", 5])
def test_a_day_that_makes_no_sense_belongs_to_no_month(desk, wire):
    desk.receive([made(new={AUDITS: NewRows.of(("centre", "month"), (("a1", ("c1", wire)),))}).stored])
    with desk.reading() as connection:
        register = SHIPPED[AUDITS]
        assert count_by_month(connection, register, Query()) == {}
        assert len(rows(connection, register, Query())) == 1


def test_a_delete_of_a_record_nobody_made_is_folded(desk):
    entry = made(writes={REQUESTS: (Write("r1", DELETED, 1), Write("r2", "amount", 5))})
    desk.receive([entry.stored])
    assert (look(desk)["r1"].deleted, values_of(desk, "r2")) == (True, {"amount": 5})
    assert problems(desk) == ()


# Schema versions


def renamed(entry: Entry) -> Entry:
    """A planted step: version 1 called the amount ``sum``."""
    block = entry.new[REQUESTS]
    fields = tuple("amount" if name == "sum" else name for name in block.fields)
    return replace(entry, new={REQUESTS: NewRows(fields, block.records, block.columns)})


def in_hundreds(entry: Entry) -> Entry:
    """A planted step: version 2 counted hundreds."""
    block = entry.new[REQUESTS]
    rows_in_satang = tuple((record, tuple(int(w or 0) * 100 for w in wires)) for record, wires in block.rows)
    return replace(entry, new={REQUESTS: NewRows.of(block.fields, rows_in_satang)})


STEPS = {1: renamed, 2: in_hundreds}


@pytest.mark.parametrize(
    ("schema", "field", "expected"), [(1, "sum", 500), (2, "amount", 500), (3, "amount", 5)]
)
def test_an_old_entry_is_read_as_the_current_schema_says_it(schema, field, expected):
    entry = replace(made(new={REQUESTS: NewRows.of((field,), (("r1", (5,)),))}), schema=schema)
    read = upgraded(entry, STEPS, 3)
    assert read.new[REQUESTS] == NewRows.of(("amount",), (("r1", (expected,)),))
    assert read.stored == entry.stored


def test_an_entry_of_a_newer_schema_is_read_as_it_is():
    entry = replace(made(), schema=9)
    assert upgraded(entry, STEPS, 3) is entry


def test_every_schema_version_has_its_step():
    assert sorted(upgrades.UPGRADES) == list(range(1, SCHEMA_VERSION))


def test_an_old_entry_is_upgraded_when_it_is_folded_and_its_bytes_stay(desk, monkeypatch):
    old = made(new={REQUESTS: NewRows.of(("sum",), (("r1", (5,)),))})
    for room in (intake, fold):
        monkeypatch.setattr(
            room,
            "upgraded",
            lambda entry: upgraded(entry, {1: renamed}, 2) if REQUESTS in entry.new else entry,
        )
    desk.receive([old.stored])
    assert values_of(desk, "r1") == {"amount": 5}
    assert stored(desk)[-1] == old.stored
    assert problems(desk) == ()


def test_history_leaves_out_what_it_does_not_know(desk):
    first = made(new={REQUESTS: NewRows.of(("amount",), (("r1", (5,)),))})
    both = (Write("r1", "colour", "ดำ"), Write("r1", "amount", 6, (first.id,)))
    desk.receive([first.stored, made(2, first, writes={REQUESTS: both}).stored])
    with desk.reading() as connection:
        assert [(e.action, e.field) for e in events(connection, REQUESTS, "r1")] == [
            ("change", "amount"),
            ("create", None),
        ]


def test_history_reads_an_old_entry_as_the_current_schema_says_it(desk, monkeypatch):
    def step(entry: Entry) -> Entry:
        block = tuple(replace(w, field="amount") for w in entry.writes.get(REQUESTS, ()))
        return replace(entry, writes={REQUESTS: block}) if block else entry

    monkeypatch.setattr(intake, "upgraded", lambda entry: upgraded(entry, {1: step}, 2))
    monkeypatch.setattr(history, "upgraded", lambda entry: upgraded(entry, {1: step}, 2))
    first = made(new={REQUESTS: NewRows.of(("amount",), (("r1", (5,)),))})
    desk.receive(
        [first.stored, made(2, first, writes={REQUESTS: (Write("r1", "sum", 6, (first.id,)),)}).stored]
    )
    with desk.reading() as connection:
        newest = events(connection, REQUESTS, "r1")[0]
    assert (newest.field, newest.old, newest.new) == ("amount", 5, 6)
