"""Entries as bytes, clock readings, ids: what goes in comes out, and nothing else comes in."""

import uuid
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_desk import DAY_MS, START_MS, measured

from core.store.log import clock
from core.store.log.entry import (
    DELETED,
    LARGEST,
    BadEntry,
    Entry,
    NewRows,
    Write,
    decode,
    encode,
    pack,
    unpack,
)
from core.store.log.ids import drawn_at, written

WIRES = st.none() | st.text(max_size=5) | st.integers(-LARGEST, LARGEST)
IDS = st.binary(min_size=32, max_size=32)
NAMES = st.text(max_size=8)
WHOLES = st.integers(0, LARGEST)


@st.composite
def new_rows(draw: st.DrawFn) -> NewRows:
    fields = draw(st.lists(NAMES, max_size=3))
    row = st.tuples(NAMES, st.tuples(*[WIRES] * len(fields)))
    return NewRows.of(tuple(fields), tuple(draw(st.lists(row, max_size=3))))


WRITES = st.builds(Write, NAMES, NAMES | st.just(DELETED), WIRES, st.lists(IDS, max_size=3).map(tuple))
ENTRIES = st.builds(
    Entry,
    replica=NAMES,
    seq=WHOLES,
    prev=st.none() | IDS,
    clock=WHOLES,
    author=NAMES,
    schema=WHOLES,
    seen=st.lists(IDS, max_size=3).map(tuple),
    new=st.dictionaries(NAMES, new_rows(), max_size=2),
    writes=st.dictionaries(NAMES, st.lists(WRITES, min_size=1, max_size=3).map(tuple), max_size=2),
    label=NAMES,
    group=NAMES,
    undoes=NAMES,
    redoes=NAMES,
)


@measured(150)
@given(ENTRIES)
def test_an_entry_survives_its_bytes(entry):
    stored = encode(entry)
    assert decode(stored) == replace(entry, stored=stored)
    assert encode(decode(stored)) == stored
    assert unpack(*pack(stored)) == stored


def test_long_entries_are_deflated_and_short_ones_are_not():
    assert pack(b"{}") == (0, b"{}")
    packed, body = pack(b"x" * 5000)
    assert (packed, len(body) < 100) == (1, True)


@measured(300)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_arbitrary_bytes_are_a_bad_entry(body):
    with pytest.raises(BadEntry):
        decode(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
WHOLE_ENTRY: dict[str, Any] = orjson.loads(
    encode(
        Entry(
            "r", 2, b"1" * 32, 5, "ก", 1, (b"2" * 32,),
            {"a": NewRows.of(("x",), (("i", (1,)),))}, {"a": (Write("i", "x", 2, (b"3" * 32,)),)},
            "l", "g", "u", "d",
        )
    )
)  # fmt: skip


@measured(200)
@given(st.sampled_from(sorted(WHOLE_ENTRY)), JSON)
def test_any_part_replaced_by_anything_is_read_or_a_bad_entry(key, anything):
    """Never another exception, and whatever is read can be stored."""
    body = orjson.dumps({**WHOLE_ENTRY, key: anything})
    try:
        entry = decode(body)
    except BadEntry:
        return
    wires = [w for block in entry.new.values() for column in block.columns for w in column]
    wires += [write.value for block in entry.writes.values() for write in block]
    assert all(w is None or isinstance(w, str) or -LARGEST <= w <= LARGEST for w in wires)
    assert all(0 <= number <= LARGEST for number in (entry.seq, entry.clock, entry.schema))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seq", -1), ("seq", True), ("seq", 2**63), ("clock", "5"), ("prev", "aa"), ("prev", ""), ("prev", "zz" * 32),
        ("seen", ["00"]), ("seen", "ab"), ("refs", [7]), ("refs", "00"), ("new", []), ("new", {"a": {"fields": ["x"]}}),
        ("new", {"a": {"fields": ["x"], "rows": [["i"]]}}), ("new", {"a": {"fields": [], "rows": ["i"]}}),
        ("new", {"a": {"fields": ["x"], "rows": [["i", 1.5]]}}), ("set", {"a": [["i", "x", True, []]]}),
        ("set", {"a": [["i", "x", 1, [9]]]}), ("set", {"a": ["ixyz"]}), ("author", None), ("label", 3),
    ],
)  # fmt: skip
def test_parts_that_make_no_sense_are_a_bad_entry(key, value):
    with pytest.raises(BadEntry):
        decode(orjson.dumps({**WHOLE_ENTRY, key: value}))


@pytest.mark.parametrize("key", ["replica", "seq", "prev", "clock", "author", "schema"])
def test_a_missing_part_is_a_bad_entry(key):
    with pytest.raises(BadEntry):
        decode(orjson.dumps({k: v for k, v in WHOLE_ENTRY.items() if k != key}))


def test_parts_a_later_version_added_are_left_alone():
    stored = orjson.dumps({**WHOLE_ENTRY, "signature": "abc"}, option=orjson.OPT_SORT_KEYS)
    assert decode(stored).stored == stored


def test_nonsense_does_not_inflate():
    with pytest.raises(BadEntry):
        unpack(1, b"not deflated")


# The clock

MOMENTS = st.integers(0, 2**46)
READINGS = st.integers(0, 2**62)


@measured(100)
@given(READINGS, MOMENTS)
def test_the_next_reading_is_later_than_the_last_and_not_before_now(last, now):
    following = clock.tick(last, now)
    assert following > last
    assert following >= clock.reading(now)
    assert following in (last + 1, clock.reading(now))


@measured(100)
@given(READINGS, READINGS, MOMENTS)
def test_meeting_a_reading_never_takes_ours_back_nor_a_day_ahead(last, seen, now):
    met = clock.advance(last, seen, now)
    assert met in (last, seen)
    assert met >= last
    assert met == last or clock.milliseconds(met) <= now + DAY_MS


def test_a_reading_tells_bangkok_time():
    assert clock.wall_time(clock.reading(START_MS)).isoformat() == "2020-01-01T07:00:00"


# Ids


@measured(100)
@given(st.lists(st.integers(0, 2**48 - 1), min_size=2, max_size=5))
def test_drawn_ids_sort_by_their_moment(moments):
    drawn = [written(drawn_at(moment), 1)[0] for moment in sorted(set(moments))]
    assert drawn == sorted(drawn)
    assert all(uuid.UUID(i).version == 7 and uuid.UUID(i).variant == uuid.RFC_4122 for i in drawn)
    assert all(str(uuid.UUID(i)) == i for i in drawn)


def test_ids_drawn_in_one_moment_differ():
    assert len({written(drawn_at(START_MS), 1)[0] for _ in range(1000)}) == 1000


@pytest.mark.parametrize("first", [0, 5, 2**64 - 2, 2**127 + 2**64 - 1])
def test_ids_drawn_in_a_row_follow_one_another(first):
    assert written(first, 4) == [str(uuid.UUID(int=first + n)) for n in range(4)]
