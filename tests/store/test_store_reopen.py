"""Undoing a settlement lets the conflict stand again, in every file the undoing reaches; doing it again settles it."""

from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from store_apart import OFFSETS, PARCEL, WHOLE, assert_agreed, carry_out
from store_desk import (
    REQUESTS,
    clock_of,
    delete,
    deliver,
    log_of,
    look,
    measured,
    opened,
    problems,
    put,
    restore,
    rivals,
    step_back,
    step_forward,
    stored,
    values_of,
    write,
)

from core.store.file.office_file import OfficeFile
from core.store.log.append import refold
from core.store.log.changes import Put
from core.store.log.entry import decode, encode
from core.store.log.history import events
from core.store.log.open_conflicts import all_conflicts
from core.store.tables.register_tables import SHIPPED, table_of

PLACE = (REQUESTS, "r1", "amount")


def settle(value):
    return Put(REQUESTS, "r1", {"amount": value}, settles=True)


def exchange(*files: OfficeFile) -> None:
    for source in (*files, *files):
        deliver(source, *files)


def open_now(file: OfficeFile) -> list[tuple]:
    """What is disputed: its name, and the values by the entry that wrote each."""
    with file.reading() as connection:
        return [(d.id, {side.entry.id: side.value for side in d.sides}) for d in all_conflicts(connection)]


@pytest.fixture
def three(blank_file, quick_folder):
    """Three files whose people gave a request different amounts apart, and met."""
    with ExitStack() as stack:
        files = [stack.enter_context(opened(blank_file, quick_folder())) for _ in range(3)]
        for file, offset in zip(files, OFFSETS, strict=True):
            file.now_ms = clock_of(file, offset)
        write(files[0], put("r1", amount=0))
        exchange(*files)
        for n, file in enumerate(files, start=1):
            write(file, put("r1", amount=n))
        exchange(*files)
        yield files


def test_undone_the_very_conflict_stands_again_everywhere(three):
    first, *others = three
    before = open_now(first)
    shown = values_of(first, "r1")
    write(first, settle(7))
    exchange(*three)
    assert [open_now(file) for file in three] == [[], [], []]
    assert step_back(first)
    assert (open_now(first), values_of(first, "r1")) == (before, shown)
    exchange(*three)
    for file in others:
        assert {i: set(sides.items()) for i, sides in open_now(file)} == {
            i: set(sides.items()) for i, sides in before
        }
        assert (values_of(file, "r1"), problems(file)) == (shown, ())


def test_done_again_it_is_settled_and_undone_again_it_is_open(three):
    first = three[0]
    before = open_now(first)
    write(first, settle(7))
    for _ in range(3):
        assert step_back(first)
        assert open_now(first) == before
        assert step_forward(first)
        assert (open_now(first), values_of(first, "r1")) == ([], {"amount": 7})
    exchange(*three)
    assert [(open_now(file), values_of(file, "r1")) for file in three] == [([], {"amount": 7})] * 3


def test_what_stands_again_is_settled_elsewhere_by_whoever_meets_it(three):
    first, second, _ = three
    write(first, settle(7))
    step_back(first)
    exchange(*three)
    write(second, settle(8))
    exchange(*three)
    assert [(open_now(file), values_of(file, "r1")) for file in three] == [([], {"amount": 8})] * 3
    assert not step_forward(first)


def test_a_value_written_over_the_settlement_meanwhile_stands_beside_the_former_ones(three):
    first, second, _ = three
    write(first, settle(7))
    exchange(*three)
    write(second, put("r1", amount=9))
    step_back(first)
    exchange(*three)
    for file in three:
        ((_, sides),) = open_now(file)
        assert set(sides.values()) == {1, 2, 3, 9}
        assert problems(file) == ()


def test_two_settlements_made_apart_of_which_one_is_undone(three):
    first, second, _ = three
    write(first, settle(7))
    write(second, settle(8))
    step_back(first)
    exchange(*three)
    for file in three:
        ((_, sides),) = open_now(file)
        assert set(sides.values()) == {1, 2, 3, 8}
    # Undone too, both let the same values stand.
    assert not step_back(second)


def test_a_conflict_written_over_by_a_plain_edit_stands_again_too(three):
    first = three[0]
    before = open_now(first)
    write(first, put("r1", amount=5))
    assert open_now(first) == []
    step_back(first)
    assert open_now(first) == before


@pytest.mark.parametrize("settled_by", [delete, restore])
def test_a_disputed_delete_stands_again(blank_file, quick_folder, settled_by):
    with opened(blank_file, quick_folder()) as ours, opened(blank_file, quick_folder()) as theirs:
        theirs.now_ms = clock_of(theirs, 500)
        write(ours, put("r1", amount=1))
        exchange(ours, theirs)
        write(ours, delete("r1"))
        write(theirs, put("r1", amount=2))
        exchange(ours, theirs)
        before = open_now(ours)
        write(ours, settled_by("r1"))
        for _ in range(2):
            assert step_back(ours)
            assert open_now(ours) == before
            assert step_forward(ours)
            assert (open_now(ours), look(ours)["r1"].deleted) == ([], settled_by is delete)
        step_back(ours)
        exchange(ours, theirs)
        assert open_now(theirs)[0][0] == before[0][0]
        assert look(ours) == look(theirs)
        assert (problems(ours), problems(theirs)) == ((), ())


def test_a_delete_against_a_restore_stands_again(blank_file, quick_folder):
    with opened(blank_file, quick_folder()) as ours, opened(blank_file, quick_folder()) as theirs:
        theirs.now_ms = clock_of(theirs, 500)
        write(ours, put("r1", amount=1), delete("r1"))
        exchange(ours, theirs)
        write(ours, restore("r1"))
        write(theirs, restore("r1"))
        write(theirs, delete("r1"))
        exchange(ours, theirs)
        before = open_now(ours)
        write(ours, delete("r1"))
        assert step_back(ours)
        assert open_now(ours) == before
        exchange(ours, theirs)
        write(theirs, delete("r1"))
        exchange(ours, theirs)
        assert [(open_now(f), look(f)["r1"].deleted, problems(f)) for f in (ours, theirs)] == [
            ([], True, ())
        ] * 2


def test_the_history_tells_the_undoing(three):
    first = three[0]
    write(first, settle(7), label="ตัดสิน")
    step_back(first)
    with first.reading() as connection:
        newest = events(connection, REQUESTS, "r1")[0]
    assert (newest.label, newest.old, newest.new) == ("ตัดสิน", 7, values_of(first, "r1")["amount"])


def test_a_refold_gives_the_same(three):
    first = three[0]
    write(first, settle(7))
    step_back(first)
    before = open_now(first), rivals(first)
    with first.transaction() as connection:
        connection.execute(update(table_of(SHIPPED[REQUESTS])).values(amount=99))
        refold(connection)
    assert (open_now(first), rivals(first), problems(first)) == (*before, ())


def test_the_entry_says_what_stands_and_keeps_its_bytes(three):
    first = three[0]
    (_, sides), *_ = open_now(first)
    write(first, settle(7))
    step_back(first)
    last = log_of(first)[-1]
    (written,) = last.writes[REQUESTS]
    assert set(written.reopens) == set(sides)
    assert written.value == values_of(first, "r1")["amount"]  # what a program that knows no reopening shows
    assert encode(decode(last.stored)) == last.stored


def test_it_waits_for_what_it_lets_stand(three, blank_file, quick_folder):
    first = three[0]
    write(first, settle(7))
    step_back(first)
    with opened(blank_file, quick_folder()) as late:
        for body in reversed(stored(first)):
            late.receive([body])
        assert open_now(late)[0][0] == open_now(first)[0][0]
        assert problems(late) == ()


SETTLE = st.tuples(
    st.just("edit"),
    st.integers(0, 2),
    st.lists(
        st.one_of(
            st.integers(4, 6).map(settle),
            st.integers(4, 6).map(settle),
            st.just(delete("r1")),
            st.just(restore("r1")),
            st.integers(1, 3).map(lambda n: put("r1", amount=n)),
        ),
        min_size=1,
        max_size=1,
    ),
)
BACK = st.tuples(st.sampled_from(["undo", "undo", "redo"]), st.integers(0, 2), st.none())


@measured(12)
@given(steps=st.lists(st.one_of(SETTLE, BACK, BACK, PARCEL, WHOLE), min_size=6, max_size=18))
def test_settled_and_undone_apart_all_files_come_to_the_same(blank_file, quick_folder, steps):
    with ExitStack() as stack:
        files = [stack.enter_context(opened(blank_file, quick_folder())) for _ in range(3)]
        for file, offset in zip(files, OFFSETS, strict=True):
            file.now_ms = clock_of(file, offset)
        write(files[0], put("r1", amount=0))
        deliver(files[0], *files)
        for n, file in enumerate(files, start=1):
            write(file, put("r1", amount=n))
        exchange(*files)
        for step in steps:
            carry_out(files, step)
        assert_agreed(files)
