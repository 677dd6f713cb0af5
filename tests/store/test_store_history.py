"""A record's history, and undo that is offered only while nobody has written over it."""

import pytest
from store_desk import (
    FIXED_ENTRIES,
    REQUESTS,
    SOMCHAI,
    START_MS,
    delete,
    deliver,
    log_of,
    look,
    opened,
    problems,
    put,
    restore,
    stacks,
    step_back,
    step_forward,
    values_of,
    write,
)

from core.store.file.office_file import Batch
from core.store.log import blocks, history
from core.store.log.changes import ActionInfo, Put
from core.store.log.history import Event, events

SOMYING = "สมหญิง"


def told(file, record="r1") -> list[tuple]:
    with file.reading() as connection:
        return [(e.author, e.action, e.field, e.old, e.new) for e in events(connection, REQUESTS, record)]


def test_a_history_tells_who_did_what_newest_first(desk):
    write(desk, put("r1", amount=1, note="ก"))
    write(desk, put("r1", amount=2), author=SOMYING)
    write(desk, delete("r1"))
    write(desk, restore("r1"), author=SOMYING)
    write(desk, put("r1", note=None))
    write(desk, put("r2", amount=9))
    assert told(desk) == [
        (SOMCHAI, "change", "note", "ก", None),
        (SOMYING, "restore", None, None, None),
        (SOMCHAI, "delete", None, None, None),
        (SOMYING, "change", "amount", 1, 2),
        (SOMCHAI, "create", None, None, None),
    ]


def test_a_history_tells_when_and_in_which_copy(desk):
    write(desk, put("r1", amount=1), label="เพิ่มใบขอเบิกเงิน 63/1")
    with desk.reading() as connection:
        (only,) = events(connection, REQUESTS, "r1")
    assert isinstance(only, Event)
    assert (only.at.isoformat(), only.label) == ("2020-01-01T07:00:00", "เพิ่มใบขอเบิกเงิน 63/1")
    assert only.replica == desk.meta()["replica"]


def test_a_record_that_does_not_exist_has_no_history(desk):
    assert told(desk, "ไม่มี") == []


def test_a_merged_history_holds_both_sides(desk, blank_file, tmp_path):
    write(desk, put("r1", amount=1))
    with opened(blank_file, tmp_path, "other.phaen") as other:
        deliver(desk, other)
        other.now_ms = lambda: START_MS + 9000
        write(other, put("r1", amount=3), author=SOMYING)
        write(desk, put("r1", amount=2))
        deliver(other, desk)
    assert (SOMYING, "change", "amount", 1, 3) in told(desk)
    assert (SOMCHAI, "change", "amount", 1, 2) in told(desk)
    write(desk, put("r1", amount=4))
    assert told(desk)[0] == (SOMCHAI, "change", "amount", 3, 4)  # of two rivals the one that showed


# Undo


def test_only_ones_own_steps_are_undone(desk):
    write(desk, put("r1", amount=1), label="ของสมชาย")
    write(desk, put("r2", amount=1), label="ของสมหญิง", author=SOMYING)
    assert (stacks(desk)[0], stacks(desk, SOMYING)[0]) == ("ของสมชาย", "ของสมหญิง")
    assert step_back(desk)
    assert look(desk)["r1"].deleted
    assert not look(desk)["r2"].deleted


def test_what_somebody_wrote_over_is_not_undone(desk):
    write(desk, put("r1", amount=1))
    write(desk, put("r1", amount=2))
    write(desk, put("r1", amount=3), author=SOMYING)
    assert not step_back(desk)
    assert values_of(desk, "r1") == {"amount": 3}


def test_what_somebody_wrote_over_and_took_back_can_be_undone_again(desk):
    write(desk, put("r1", amount=1))
    write(desk, put("r1", amount=2))
    write(desk, put("r1", amount=3), author=SOMYING)
    assert step_back(desk, SOMYING)
    assert step_back(desk)
    assert values_of(desk, "r1") == {"amount": 1}


@pytest.mark.parametrize("over", [put("r1", note="ข"), delete("r1")], ids=["edited", "deleted"])
def test_a_record_somebody_else_touched_is_not_unmade(desk, over):
    write(desk, put("r1", amount=1))
    write(desk, over, author=SOMYING)
    assert not step_back(desk)


def test_another_field_written_since_does_not_stand_in_the_way(desk):
    write(desk, put("r1", amount=1))
    write(desk, put("r1", amount=2))
    write(desk, put("r1", note="ข"), author=SOMYING)
    assert step_back(desk)
    assert values_of(desk, "r1") == {"amount": 1, "note": "ข"}


def test_a_fresh_step_leaves_nothing_to_redo(desk):
    write(desk, put("r1", amount=1), label="หนึ่ง")
    write(desk, put("r1", amount=2), label="สอง")
    assert step_back(desk)
    assert stacks(desk) == ("หนึ่ง", "สอง")
    write(desk, put("r1", amount=3), label="สาม")
    assert stacks(desk) == ("สาม", None)
    assert not step_forward(desk)


def test_undo_and_redo_over_and_over(desk):
    write(desk, put("r1", amount=1))
    write(desk, put("r1", amount=2))
    for _ in range(8):
        assert step_back(desk)
        assert step_back(desk)
        assert look(desk)["r1"].deleted
        assert step_forward(desk)
        assert step_forward(desk)
        assert values_of(desk, "r1") == {"amount": 2}
    assert problems(desk) == ()


def test_a_step_of_many_entries_is_one_step(desk, monkeypatch):
    """Larger than a block, and than what is looked back at."""
    monkeypatch.setattr(blocks, "BLOCK", 2)
    monkeypatch.setattr(history, "UNDO_DEPTH", 3)
    write(desk, *(put(f"r{n}", amount=0) for n in range(9)), label="นำเข้า")
    write(desk, *(put(f"r{n}", amount=n + 1) for n in range(9)), label="แก้ไขทั้งหมด")
    assert len(log_of(desk)) == FIXED_ENTRIES + 10
    assert step_back(desk)
    assert {seen.values["amount"] for seen in look(desk).values()} == {0}
    assert stacks(desk) == ("นำเข้า", "แก้ไขทั้งหมด")
    assert step_back(desk)
    assert all(seen.deleted for seen in look(desk).values())
    assert step_forward(desk)
    assert step_forward(desk)
    assert [look(desk)[f"r{n}"].values["amount"] for n in range(9)] == list(range(1, 10))
    assert problems(desk) == ()


def test_undo_survives_closing(desk):
    write(desk, put("r1", amount=1))
    write(desk, put("r1", amount=2))
    step_back(desk)
    desk.close()
    with type(desk).open(desk.path, holder="ก") as again:
        assert step_forward(again)
        assert values_of(again, "r1") == {"amount": 2}


def test_a_conflict_settled_and_undone_shows_what_it_showed(desk, blank_file, tmp_path):
    write(desk, put("r1", amount=1))
    with opened(blank_file, tmp_path, "other.phaen") as other:
        deliver(desk, other)
        other.now_ms = lambda: START_MS + 9000
        write(other, put("r1", amount=3), author=SOMYING)
        write(desk, put("r1", amount=2))
        deliver(other, desk)
    write(desk, Put(REQUESTS, "r1", {"amount": 3}, settles=True), label="ตัดสิน")
    assert stacks(desk)[0] == "ตัดสิน"
    assert step_back(desk)
    assert values_of(desk, "r1") == {"amount": 3}
    assert stacks(desk) == ("แก้ไข", "ตัดสิน")
    assert log_of(desk)[-1].writes  # taken back in so many words: the heads are the undoing's now
    assert step_forward(desk)
    assert (values_of(desk, "r1"), look(desk)["r1"].disputed) == ({"amount": 3}, 0)


def test_deeds_of_the_past_are_dated_at_their_moment(desk):
    day = 86_400_000
    desk.commit_batches(
        [
            Batch([put("r1", amount=1)], ActionInfo(SOMCHAI, "รับ"), START_MS - 9 * day),
            Batch([put("r1", amount=2)], ActionInfo(SOMYING, "แก้"), START_MS - 3 * day),
        ]
    )
    with desk.reading() as connection:
        found = events(connection, REQUESTS, "r1")
    assert [(e.author, e.at.day, e.at.month) for e in found] == [(SOMYING, 29, 12), (SOMCHAI, 23, 12)]
    assert problems(desk) == ()
