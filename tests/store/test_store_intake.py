"""Taking in what others did, however it is cut into blocks and however much of it has to wait."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from signing_keys import stored_by
from store_desk import (
    FIXED_ENTRIES,
    REQUESTS,
    clock_of,
    deliver,
    log_of,
    look,
    opened,
    problems,
    put,
    rivals,
    stored,
    values_of,
    write,
    written,
)

from core.keys.pc_key import pc_key
from core.store.file.office_file import OfficeFile
from core.store.log import intake
from core.store.log.entry import LARGEST_ENTRY
from core.store.log.intake import Ingested, Intake, blocks


@pytest.fixture
def trio(blank_file, quick_folder):
    """Three files whose edits meet: two that write, one that receives."""
    files = [opened(blank_file, quick_folder()) for _ in range(3)]
    for offset, file in enumerate(files):
        file.now_ms = clock_of(file, offset * 300)
    with files[0], files[1], files[2]:
        yield files


def long_past(ours: OfficeFile, theirs: OfficeFile) -> list[bytes]:
    """Forty entries of two files that met on the way."""
    for turn in range(20):
        write(ours, put(f"r{turn % 7}", amount=turn))
        write(theirs, put(f"r{turn % 5}", amount=100 + turn))
        if turn % 6 == 5:
            deliver(ours, theirs)
            deliver(theirs, ours)
    deliver(theirs, ours)
    return stored(ours)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_the_size_of_a_block_makes_no_difference(trio, monkeypatch, size):
    ours, theirs, fresh = trio
    bodies = long_past(ours, theirs)
    monkeypatch.setattr(intake, "MOST_IN_BLOCK", size)
    monkeypatch.setattr(intake, "CHUNK", 4)
    monkeypatch.setattr(intake, "MOST_CHAINS", 1)
    random.Random(size).shuffle(bodies)
    fresh.receive(bodies)
    assert (look(fresh), rivals(fresh)) == (look(ours), rivals(ours))
    assert problems(fresh) == ()


def test_a_whole_chain_that_waited_is_folded_when_its_first_entry_arrives(trio):
    ours, _, fresh = trio
    for turn in range(30):
        write(ours, put("r1", amount=turn))
    first, *later = written(ours)
    fresh.receive(reversed(later))
    assert look(fresh) == {}
    fresh.receive([first])
    assert values_of(fresh, "r1") == {"amount": 29}
    assert waiting_in(fresh) == 0


def waiting_in(file: OfficeFile) -> int:
    with closing(sqlite3.connect(file.path)) as connection:
        return connection.execute("SELECT count(*) FROM waiting").fetchone()[0]


def taken(file: OfficeFile, bodies: list[bytes]) -> Ingested:
    with file.merging() as connection:
        taking = Intake(connection, file.now_ms)
        found = sum(map(taking.ingest, blocks(bodies)), Ingested())
        taking.close()
        return found


def test_what_arrives_is_counted_once_by_what_became_of_it(trio):
    ours, _, fresh = trio
    write(ours, put("r1", amount=1))
    write(ours, put("r1", amount=2))
    first, second = written(ours)
    assert taken(fresh, [second, second]) == Ingested(known=1, fresh=1, waiting=1)
    assert taken(fresh, [second]) == Ingested(known=1)
    assert taken(fresh, [first, second]) == Ingested(known=1, fresh=1)


def test_an_entry_that_names_the_wrong_one_before_fits_no_chain(trio):
    ours, _, fresh = trio
    write(ours, put("r1", amount=1))
    last = log_of(ours)[-1]
    forged = stored_by(replace(last, seq=7, clock=last.clock + 1, prev=last.id), pc_key()).stored
    assert taken(fresh, [*written(ours), forged]) == Ingested(fresh=2, misfit=1)


def test_what_waited_before_the_upgrade_is_looked_at_again(trio):
    ours, _, fresh = trio
    write(ours, put("r1", amount=1))
    write(ours, put("r1", amount=2))
    first, second = written(ours)
    fresh.receive([second])
    with fresh.transaction() as connection:
        connection.exec_driver_sql("UPDATE waiting SET lacks = NULL")
    fresh.receive([first])
    assert values_of(fresh, "r1") == {"amount": 2}


def test_of_much_that_was_touched_only_the_registers_are_named(trio, monkeypatch):
    ours, _, fresh = trio
    write(ours, *(put(f"r{n}", amount=n) for n in range(5)))
    monkeypatch.setattr(intake, "MOST_TOUCHED", 3)
    changes = fresh.receive(stored(ours))
    assert changes
    assert (changes.records, changes.registers) == (frozenset(), {REQUESTS})


def test_no_entry_of_ours_outgrows_what_others_take_in(trio):
    ours, _, fresh = trio
    write(ours, *(put(f"r{n}", note="ก" * 4000) for n in range(1000)))
    assert max(map(len, stored(ours))) < LARGEST_ENTRY
    deliver(ours, fresh)
    assert look(fresh) == look(ours)


def test_an_entry_says_whose_file_it_was_written_in(trio):
    ours, _, _ = trio
    write(ours, put("r1", amount=1))
    ours.set_unit("finance")
    write(ours, put("r1", amount=2))
    assert [entry.unit for entry in log_of(ours)[FIXED_ENTRIES:]] == ["", "finance"]


def test_what_waited_before_can_be_the_past_of_what_arrives_now(trio):
    ours, _, fresh = trio
    for amount in range(1, 4):
        write(ours, put("r1", amount=amount))
    first, second, third = written(ours)
    assert taken(fresh, [second]).waiting == 1
    assert taken(fresh, [first, second, third]) == Ingested(known=1, fresh=2)
