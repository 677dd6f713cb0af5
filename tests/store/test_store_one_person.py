"""One person at one file: whatever is typed, undone, redone, closed and opened, the file says what the person did.

The model is a dictionary and two stacks of dictionaries; the log is folded again at the end and must give the same
rows, byte for byte.
"""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from store_desk import (
    AUDITS,
    PIECES,
    REQUESTS,
    delete,
    look,
    measured,
    opened,
    problems,
    put,
    restore,
    stacks,
    step_back,
    step_forward,
    write,
)

from core.store.file.office_file import OfficeFile
from core.store.log import blocks
from core.store.log.changes import Change, Delete, Put

FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    REQUESTS: {
        "request_no": st.sampled_from(["63/1", "63/2", "๖๓/๑"]),
        "received_on": st.sampled_from(["2019-09-30", "2019-10-01", "2020-06-30"]),
        "amount": st.integers(-5, 5) | st.none(),
        "note": st.text(max_size=4) | st.none(),
    },
    AUDITS: {"centre": st.just("c1"), "score": st.integers(0, 10_000) | st.none()},
    PIECES: {"title": st.text(max_size=3), "delivered_on": st.none() | st.just("2020-01-31")},
}
REGISTERS = st.sampled_from([REQUESTS, REQUESTS, AUDITS, PIECES])
RECORDS = st.sampled_from(["a", "b", "c"])

State = dict[tuple[str, str], tuple[dict[str, Any], bool]]  # values, deleted


@st.composite
def changes(draw: st.DrawFn) -> Change:
    register, record = draw(REGISTERS), draw(RECORDS)
    kind = draw(st.sampled_from(["put", "put", "put", "delete", "restore"]))
    if kind == "delete":
        return delete(record, register)
    if kind == "restore":
        return restore(record, register)
    values = draw(st.fixed_dictionaries({}, optional=FIELDS[register]))
    return put(record, register, **values)


STEPS = st.lists(
    st.one_of(
        st.lists(changes(), min_size=1, max_size=1),
        st.lists(changes(), min_size=2, max_size=9),
        st.sampled_from(["undo", "undo", "redo", "reopen"]),
    ),
    max_size=25,
)


def applied(state: State, change: Change) -> None:
    """What a change means, said as simply as possible."""
    place = (change.register, change.record)
    values, deleted = state.get(place, ({}, None))
    if isinstance(change, Put):
        state[place] = ({**values, **change.values}, False)
    elif deleted is not None:
        state[place] = (values, isinstance(change, Delete))


def visible(state: State) -> dict[tuple[str, str], dict[str, Any]]:
    """What a person sees: undeleted records without their empty fields."""
    return {
        place: {n: v for n, v in values.items() if v is not None}
        for place, (values, deleted) in state.items()
        if not deleted
    }


def on_screen(file: OfficeFile) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (register, record): seen.values
        for register in FIELDS
        for record, seen in look(file, register).items()
        if not seen.deleted
    }


class Model:
    """A person's file as a dictionary, with what can be undone and redone."""

    def __init__(self) -> None:
        self.state: State = {}
        self.done: list[tuple[State, State]] = []
        self.undone: list[tuple[State, State]] = []

    def write(self, wanted: list[Change]) -> None:
        before = copy.deepcopy(self.state)
        for change in wanted:
            applied(self.state, change)
        self.done.append((before, copy.deepcopy(self.state)))
        self.undone.clear()

    def undo(self, file: OfficeFile) -> None:
        before, after = self.done.pop()
        self.undone.append((before, after))
        self.state = copy.deepcopy(before)
        self.remember_made(file)

    def redo(self, file: OfficeFile) -> None:
        before, after = self.undone.pop()
        self.done.append((before, after))
        self.state = copy.deepcopy(after)
        self.remember_made(file)

    def remember_made(self, file: OfficeFile) -> None:
        """What was made and undone is not gone but deleted, and can be restored."""
        for register in FIELDS:
            for record, seen in look(file, register).items():
                if seen.deleted:
                    self.state.setdefault((register, record), (dict(seen.values), True))


def carried_out(file: OfficeFile, model: Model, step: Any) -> OfficeFile:
    if step == "reopen":
        file.close()
        return OfficeFile.open(file.path, holder="ผู้ทดสอบ")
    if step == "undo":
        assert step_back(file) is bool(model.done)
        model.undo(file) if model.done else None
    elif step == "redo":
        assert step_forward(file) is bool(model.undone)
        model.redo(file) if model.undone else None
    elif write(file, *step, label=f"ขั้นที่ {len(model.done)}"):
        model.write(step)
    return file


@measured(10)
@given(steps=STEPS, block=st.sampled_from([2, 1000]))
def test_the_file_says_what_the_person_did(blank_file, quick_folder, steps, block, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", block)
    model = Model()
    file = opened(blank_file, quick_folder())
    try:
        for step in steps:
            file = carried_out(file, model, step)
            assert on_screen(file) == visible(model.state)
            labels = stacks(file)
            assert labels[0] == (f"ขั้นที่ {len(model.done) - 1}" if model.done else None)
            assert (labels[1] is None) is (not model.undone)
        assert problems(file) == ()
        while step_back(file):
            model.undo(file)
        assert on_screen(file) == {} == visible(model.state)
        assert not model.done
        while step_forward(file):
            model.redo(file)
        assert not model.undone
        assert on_screen(file) == visible(model.state)
        assert problems(file) == ()
    finally:
        file.close()
