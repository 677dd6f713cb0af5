"""Merging is taking the union of two logs: whatever was edited apart, and however it is delivered, all files that
have the same entries show the same."""

import shutil
from contextlib import ExitStack
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signing_keys import stored_by
from store_apart import (
    AUDIT,
    COMMON,
    DECLARING,
    EDIT,
    OFFSETS,
    PARCEL,
    UNDO,
    WHOLE,
    WHOLLY,
    assert_agreed,
    assert_follows,
    carry_out,
    shows,
)
from store_desk import (
    AUDITS,
    DAY_MS,
    FIXED_ENTRIES,
    GENESIS,
    REQUESTS,
    START_MS,
    clock_of,
    declaring,
    decoded,
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
    stored,
    values_of,
    write,
    written,
)
from store_oracle import Oracle

from core.keys.pc_key import pc_key
from core.store.file.genesis import genesis_entry
from core.store.file.office_file import OfficeFile
from core.store.log.chain import set_meta
from core.store.log.changes import Put
from core.store.log.clock import milliseconds


@measured(12)
@given(steps=st.lists(st.one_of(EDIT, EDIT, EDIT, UNDO, PARCEL, WHOLE), min_size=6, max_size=18))
def test_files_that_hold_the_same_entries_show_the_same(blank_file, quick_folder, steps):
    with ExitStack() as stack:
        files = [stack.enter_context(opened(blank_file, quick_folder())) for _ in range(3)]
        for file, offset in zip(files, OFFSETS, strict=True):
            file.now_ms = clock_of(file, offset)
        write(files[0], *COMMON)
        deliver(files[0], *files)
        for step in steps:
            carry_out(files, step)
        assert_agreed(files)


@measured(12)
@given(steps=st.lists(st.one_of(DECLARING, DECLARING, UNDO, PARCEL, WHOLE), min_size=6, max_size=18))
def test_rows_follow_from_the_entries_whatever_is_declared_when(blank_file, quick_folder, steps):
    """A register declared, changed and undeclared apart, while records of it come and go."""
    with ExitStack() as stack:
        files = [stack.enter_context(opened(blank_file, quick_folder())) for _ in range(3)]
        for file, offset in zip(files, OFFSETS, strict=True):
            file.now_ms = clock_of(file, offset)
        write(files[0], *declaring(WHOLLY))
        deliver(files[0], files[1])
        for step in steps:
            carry_out(files, step)
        assert_follows(files)


@pytest.fixture
def pair(blank_file, quick_folder):
    """Two files of two people, their clocks a little apart."""
    ours, theirs = opened(blank_file, quick_folder()), opened(blank_file, quick_folder())
    ours.now_ms, theirs.now_ms = clock_of(ours, 0), clock_of(theirs, 500)
    with ours, theirs:
        yield ours, theirs


def exchange(*files: OfficeFile) -> None:
    for source in files:
        deliver(source, *files)


def test_two_values_written_apart_are_a_conflict_and_the_later_shows(pair):
    ours, theirs = pair
    write(ours, put("r1", amount=1, note="ก"))
    exchange(*pair)
    write(ours, put("r1", amount=2))
    write(theirs, put("r1", amount=3))
    exchange(*pair)
    for file in pair:
        seen = look(file)["r1"]
        assert (seen.values, seen.disputed) == ({"amount": 3, "note": "ก"}, 1)
        assert {value for _, value in rivals(file)[REQUESTS, "r1", "amount"]} == {"2", "3"}


def test_an_emptied_field_counts_as_a_value(pair):
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    exchange(*pair)
    write(ours, put("r1", amount=None))
    write(theirs, put("r1", amount=3))
    exchange(*pair)
    assert [look(file)["r1"].disputed for file in pair] == [1, 1]


def test_the_same_value_written_apart_is_no_conflict(pair):
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    exchange(*pair)
    write(ours, put("r1", amount=2))
    write(theirs, put("r1", amount=2))
    exchange(*pair)
    assert [look(file)["r1"].disputed for file in pair] == [0, 0]


def test_different_fields_written_apart_are_no_conflict(pair):
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    exchange(*pair)
    write(ours, put("r1", amount=2))
    write(theirs, put("r1", note="ข"))
    exchange(*pair)
    for file in pair:
        assert (look(file)["r1"].values, look(file)["r1"].disputed) == ({"amount": 2, "note": "ข"}, 0)


def settling(record: str, **values: Any) -> Put:
    """A person's decision between rivals."""
    return Put(REQUESTS, record, values, settles=True)


def test_saving_what_shows_takes_no_side(pair):
    """A whole form or sheet saved again, unchanged: the conflict waits for somebody who decides."""
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    exchange(*pair)
    write(ours, put("r1", amount=2))
    write(theirs, put("r1", amount=3))
    exchange(*pair)
    assert not write(ours, put("r1", amount=3))
    assert write(ours, put("r1", amount=3, note="ก"))
    exchange(*pair)
    assert [look(file)["r1"].disputed for file in pair] == [1, 1]


@pytest.mark.parametrize("settled", [2, 3, 4], ids=["ours", "theirs", "another"])
def test_settling_names_both_heads_and_holds_everywhere(pair, settled):
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    exchange(*pair)
    write(ours, put("r1", amount=2))
    write(theirs, put("r1", amount=3))
    exchange(*pair)
    write(ours, settling("r1", amount=settled))
    named = log_of(ours)[-1].writes[REQUESTS][0].replaces
    assert len(named) == 2
    exchange(*pair)
    for file in pair:
        assert (values_of(file, "r1"), look(file)["r1"].disputed, rivals(file)) == (
            {"amount": settled},
            0,
            {},
        )


def test_settled_apart_in_two_ways_is_a_conflict_again(pair):
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    exchange(*pair)
    write(ours, put("r1", amount=2))
    write(theirs, put("r1", amount=3))
    exchange(*pair)
    write(ours, settling("r1", amount=2))
    write(theirs, settling("r1", amount=3))
    exchange(*pair)
    assert [look(file)["r1"].disputed for file in pair] == [1, 1]
    assert [len(rivals(file)[REQUESTS, "r1", "amount"]) for file in pair] == [2, 2]


def test_a_record_of_one_key_made_apart_is_one_record(pair):
    ours, theirs = pair
    write(ours, put(AUDIT, AUDITS, centre="c1", score=8000))
    write(theirs, put(AUDIT, AUDITS, centre="c1", score=9000))
    exchange(*pair)
    for file in pair:
        seen = look(file, AUDITS)[AUDIT]
        assert (seen.values["score"], seen.disputed) == (9000, 1)


def test_records_of_one_key_with_drawn_ids_are_twins_of_which_the_lowest_counts(pair):
    ours, theirs = pair
    write(ours, put("b", request_no="63/1", received_on="2020-01-02"))
    write(theirs, put("a", request_no="๖๓/๑", received_on="2020-01-03"))
    exchange(*pair)
    for file in pair:
        assert {record: seen.duplicate for record, seen in look(file).items()} == {"a": False, "b": True}
    write(theirs, delete("a"))
    exchange(*pair)
    assert [look(file)["b"].duplicate for file in pair] == [False, False]


@pytest.mark.parametrize("first", [0, 1], ids=["delete arrives first", "edit arrives first"])
def test_a_delete_and_an_edit_made_apart_are_a_conflict_and_the_record_stays(pair, first):
    write(pair[0], put("r1", amount=1))
    exchange(*pair)
    write(pair[0], delete("r1"))
    write(pair[1], put("r1", amount=2))
    exchange(*(pair if first == 0 else pair[::-1]))
    for file in pair:
        seen = look(file)["r1"]
        assert (seen.deleted, seen.disputed, seen.values) == (False, 1, {"amount": 2})


def test_deleted_twice_is_deleted(pair):
    write(pair[0], put("r1", amount=1))
    exchange(*pair)
    write(pair[0], delete("r1"))
    write(pair[1], delete("r1"))
    exchange(*pair)
    assert [(look(f)["r1"].deleted, look(f)["r1"].disputed) for f in pair] == [(True, 0), (True, 0)]


def test_a_restore_against_a_fresh_delete_is_a_conflict_and_the_record_stays(pair):
    write(pair[0], put("r1", amount=1), delete("r1"))
    exchange(*pair)
    write(pair[0], restore("r1"))
    write(pair[1], restore("r1"))
    write(pair[1], delete("r1"))
    exchange(*pair)
    assert [(look(f)["r1"].deleted, look(f)["r1"].disputed) for f in pair] == [(False, 1), (False, 1)]


@pytest.mark.parametrize(("settle", "gone"), [(delete, True), (restore, False)])
def test_a_disputed_delete_is_settled_by_deleting_or_restoring(pair, settle, gone):
    write(pair[0], put("r1", amount=1))
    exchange(*pair)
    write(pair[0], delete("r1"))
    write(pair[1], put("r1", amount=2))
    exchange(*pair)
    write(pair[1], settle("r1"))
    exchange(*pair)
    for file in pair:
        assert (look(file)["r1"].deleted, look(file)["r1"].disputed) == (gone, 0)


def test_writing_a_deleted_record_brings_it_back(pair):
    ours, _ = pair
    write(ours, put("r1", amount=1), put("r2", amount=1))
    write(ours, delete("r1"))
    write(ours, put("r1", amount=2))
    assert look(ours)["r1"].deleted is False


def test_every_order_of_arrival_gives_the_same(blank_file, quick_folder, pair):
    ours, theirs = pair
    write(ours, put("r1", amount=1, request_no="63/1", received_on="2020-01-02"))
    exchange(*pair)
    write(ours, put("r1", amount=2))
    write(theirs, delete("r1"))
    write(theirs, put("r0", request_no="63/1", received_on="2020-01-02"))
    bodies = sorted({*stored(ours), *stored(theirs)} - {stored(ours)[0]})
    expected = Oracle(decoded([*bodies, stored(ours)[0]])).seen(REQUESTS)
    with opened(blank_file, quick_folder()) as start:
        for number, order in enumerate(permutations(bodies)):
            path = quick_folder() / f"{number}.phaen"
            shutil.copyfile(start.path, path)
            with OfficeFile.open(path, holder="ก") as file:
                for body in order:
                    file.receive([body])
                assert look(file) == expected


def test_entries_wait_for_their_past(pair):
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    write(ours, put("r1", amount=2))
    first, second = written(ours)
    assert not theirs.receive([second])
    assert look(theirs) == {}
    assert len(log_of(theirs)) == FIXED_ENTRIES
    assert problems(theirs) == ()
    assert theirs.receive([first]).records == {(REQUESTS, "r1")}
    assert values_of(theirs, "r1") == {"amount": 2}


def test_the_same_package_again_changes_nothing(pair):
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    deliver(ours, theirs)
    for _ in range(3):
        assert not theirs.receive(stored(ours))
    assert len(log_of(theirs)) == FIXED_ENTRIES + 1
    assert shows(theirs) == shows(ours)


def test_an_entry_that_does_not_fit_its_chain_never_joins(pair):
    """A made-up entry that claims a place in a chain after one it doesn't follow."""
    ours, theirs = pair
    write(ours, put("r1", amount=1))
    write(ours, put("r1", amount=2))
    deliver(ours, theirs)
    last = log_of(ours)[-1]
    forged = stored_by(replace(last, seq=7, clock=last.clock + 1), pc_key()).stored
    assert not theirs.receive([forged])
    write(ours, put("r1", amount=3))
    deliver(ours, theirs)
    assert values_of(theirs, "r1") == {"amount": 3}
    assert problems(theirs) == ()


def test_what_was_merged_is_in_the_next_entrys_past(pair):
    ours, theirs = pair
    write(theirs, put("r1", amount=1))
    write(theirs, put("r1", amount=2))
    deliver(theirs, ours)
    write(ours, put("r2", amount=1))
    write(ours, put("r2", amount=2))
    seen = [entry.seen for entry in log_of(ours)[-2:]]
    assert seen == [(log_of(theirs)[-1].id,), ()]


def test_a_clock_days_ahead_does_not_drag_ours(pair):
    ours, theirs = pair
    theirs.now_ms = lambda: START_MS + 2 * DAY_MS
    write(theirs, put("r1", amount=1))
    deliver(theirs, ours)
    write(ours, put("r2", amount=1))
    assert milliseconds(log_of(ours)[-1].clock) < START_MS + DAY_MS


def test_a_clock_a_little_ahead_moves_ours_on(pair):
    ours, theirs = pair
    theirs.now_ms = lambda: START_MS + DAY_MS // 2
    write(theirs, put("r1", amount=1))
    deliver(theirs, ours)
    write(ours, put("r2", amount=1))
    assert log_of(ours)[-1].clock > log_of(theirs)[-1].clock


def test_readings_rise_along_a_chain_though_the_wall_clock_goes_back(pair):
    ours, _ = pair
    ours.now_ms = lambda: START_MS
    write(ours, put("r1", amount=1))
    ours.now_ms = lambda: START_MS - DAY_MS
    write(ours, put("r1", amount=2))
    clocks = [entry.clock for entry in log_of(ours)[FIXED_ENTRIES:]]
    assert clocks == sorted(set(clocks))


def test_files_made_apart_start_from_the_same_entry(quick_folder):
    paths = [quick_folder() / "office.phaen" for _ in range(2)]
    one, other = (OfficeFile.create(path, GENESIS, holder="ก") for path in paths)
    with one, other:
        assert stored(one) == stored(other)
        assert one.meta()["replica"] != other.meta()["replica"]
        assert not other.receive(stored(one))


def test_the_genesis_does_not_depend_on_what_a_register_declares_today():
    """Its bytes are frozen with the release: these are the ones the first program made."""
    assert genesis_entry(GENESIS).id.hex() == GENESIS_ID


GENESIS_ID = "299fd828af5febed5e617c01dc4f433c54d33a1df969596ad733bc19c5adfe8e"


def test_a_file_that_meets_its_own_replica_goes_on_as_another(pair, blank_file):
    """Somebody wrote under our id (a copy that was never told apart): two writers need two ids."""
    ours, theirs = pair
    with theirs.transaction() as connection:
        set_meta(connection, replica=ours.meta()["replica"])
    write(ours, put("r1", amount=1))
    write(theirs, put("r2", amount=2))
    mine = ours.meta()["replica"]
    exchange(ours, theirs)
    assert len({mine, ours.meta()["replica"], theirs.meta()["replica"]}) == 3
    write(ours, put("r1", amount=3))
    write(theirs, put("r2", amount=4))
    exchange(ours, theirs)
    assert shows(ours) == shows(theirs)
    assert values_of(ours, "r1") == {"amount": 3}
    assert ["สองสาย" in p for p in problems(ours)] == [True]
