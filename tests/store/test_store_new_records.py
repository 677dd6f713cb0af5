"""Many records created at once are written column by column: the file must say the same as if each were folded by itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_desk import (
    AUDITS,
    FIXED_ENTRIES,
    REQUESTS,
    deliver,
    log_of,
    look,
    measured,
    opened,
    problems,
    put,
    step_back,
    step_forward,
    write,
)

from core.store.log import append, blocks, fold
from core.store.log.changes import ActionInfo

FIELDS = ("request_no", "received_on", "amount", "note")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["63/1", "63/2", "๖๓/๑", None]),
        st.sampled_from(["2019-09-30", "2019-10-01", "เมื่อวาน", None]),
        st.integers(-5, 5) | st.none(),
        st.text(max_size=4) | st.none(),
    ),
    min_size=1,
    max_size=12,
)


def ids(count: int) -> list[str]:
    return [f"0190-{number:04d}" for number in range(count)]


def puts(rows: list[tuple[Any, ...]]) -> list[Any]:
    return [
        put(record, **dict(zip(FIELDS, row, strict=True)))
        for record, row in zip(ids(len(rows)), rows, strict=True)
    ]


def nkeys(file: Any) -> dict[str, str | None]:
    with file.reading() as connection:
        return dict(connection.exec_driver_sql(f"SELECT id, nkey FROM {REQUESTS}").all())


@measured(20)
@given(before=ROWS, rows=ROWS, block=st.integers(1, 6), letters=st.integers(1, 30))
def test_at_once_and_one_by_one_are_the_same(
    blank_file, quick_folder, before, rows, block, letters, monkeypatch
):
    monkeypatch.setattr(blocks, "BLOCK", block)
    monkeypatch.setattr(blocks, "MOST_LETTERS", letters)
    files = []
    for name, many, changes in (("a", 2, iter(puts(rows))), ("b", 100, puts(rows))):
        monkeypatch.setattr(fold, "MANY", many)
        file = opened(blank_file, quick_folder(), f"{name}.phaen")
        write(file, *[put(f"0189-{n}", **dict(zip(FIELDS, r, strict=True))) for n, r in enumerate(before)])
        file.commit(lambda _, made=changes: made, ActionInfo("สมชาย", "นำเข้า"))
        files.append(file)
    one, other = files
    assert look(one) == look(other)
    assert nkeys(one) == nkeys(other)
    assert problems(one) == problems(other) == ()
    bodies = [[entry.new for entry in log_of(file)][FIXED_ENTRIES:] for file in files]
    assert bodies[0] == bodies[1]
    assert step_back(one)
    assert {record for record, seen in look(one).items() if not seen.deleted} == {
        f"0189-{n}" for n in range(len(before))
    }
    assert step_forward(one)
    assert look(one) == look(other)
    for file in files:
        file.close()


def test_records_that_are_there_already_are_written_over(desk, monkeypatch):
    monkeypatch.setattr(fold, "MANY", 1)
    write(desk, put("0190-0001", request_no="63/1", note="เดิม"))
    desk.commit(
        lambda _: iter(puts([("63/7", None, 1, None), ("63/8", None, 2, "ใหม่")])),
        ActionInfo("สมชาย", "นำเข้า"),
    )
    assert look(desk)["0190-0001"].values == {"request_no": "63/8", "amount": 2, "note": "ใหม่"}
    assert look(desk)["0190-0000"].values == {"request_no": "63/7", "amount": 1}
    assert problems(desk) == ()


def test_of_very_many_records_only_the_register_is_named(desk, monkeypatch):
    monkeypatch.setattr(append, "MOST_NAMED", 1)
    rows = [("63/7", None, 1, None), ("63/8", None, 1, None)]
    done = desk.commit(lambda _: iter([*puts(rows), put("a1", AUDITS, score=5)]), ActionInfo("ส", "น"))
    assert done.wholly == {REQUESTS, AUDITS}
    assert not done.records
    monkeypatch.setattr(append, "MOST_NAMED", 2)
    assert desk.commit(lambda _: [put("0190-0000", note="ก")], ActionInfo("ส", "น")).records == {
        (REQUESTS, "0190-0000")
    }


@pytest.mark.parametrize("many", [1, 1000])
def test_what_was_created_at_once_elsewhere_and_edited_since_arrives_the_same(
    blank_file, tmp_path, many, monkeypatch
):
    """The receiver folds the creation and the edits of one package in one go."""
    monkeypatch.setattr(fold, "MANY", many)
    with opened(blank_file, tmp_path, "a.phaen") as giver, opened(blank_file, tmp_path, "b.phaen") as taker:
        giver.commit(
            lambda _: puts([(f"63/{n}", "2019-10-01", n, None) for n in range(60)]), ActionInfo("ส", "น")
        )
        write(giver, put("0190-0003", note="แก้"), put("0190-0004", request_no="63/5"))
        deliver(giver, taker)
        assert look(taker) == look(giver)
        assert look(taker)["0190-0005"].duplicate
        assert problems(taker) == ()
