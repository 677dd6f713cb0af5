"""What people do apart in three files of one office, step by step, and what must come of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from store_desk import (
    AUDITS,
    DAY_MS,
    REQUESTS,
    declaring,
    decoded,
    delete,
    deliver,
    log_of,
    look,
    problems,
    put,
    restore,
    rivals,
    step_back,
    step_forward,
    stored,
    write,
)
from store_oracle import Oracle

from core.plan.register_records import REGISTER_RECORDS
from core.store.file.office_file import OfficeFile
from core.store.log.changes import Change, Delete, Put

AUDIT = "centre-1|2020-01"  # the same record made in every file: its id follows from its key

VALUES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    REQUESTS: {
        "request_no": st.sampled_from(["63/1", "๖๓/๑", "63/1\u200b", "น้ำ", "น\u0e4d\u0e49า"]),
        "received_on": st.sampled_from(["2019-10-01", "2020-06-30"]),
        "amount": st.integers(0, 3) | st.none(),
    },
    AUDITS: {"score": st.integers(0, 3) | st.none()},
}


PARCELS = "parcels"
NUMBER = {"name": "number", "type": "text", "label": "เลขที่"}
SIZE = {"name": "size", "type": "whole", "label": "ขนาด"}
WORDS = {"name": "size", "type": "text", "label": "ขนาด", "required": True}
RECEIVED = {"name": "received_on", "type": "day", "label": "วันที่รับ"}
PARTLY = {"name": PARCELS, "title": "พัสดุ", "fields": [NUMBER]}
WHOLLY = {**PARTLY, "key": ["number"], "day": "received_on", "fields": [NUMBER, SIZE, RECEIVED]}
# What people declare apart: the same register with more or less in it, retired, of another type or key, forged to lie in
# the plan, and what makes no sense.
DECLARATIONS = (
    PARTLY,
    WHOLLY,
    {**WHOLLY, "fields": [WORDS, NUMBER, RECEIVED]},
    {**WHOLLY, "key": ["size", "number"], "title": "พัสดุไปรษณีย์"},
    {**PARTLY, "key": ["gone"], "rules": [{"kind": "in_order", "fields": ["size", "number"]}]},
    {**WHOLLY, "fields": [NUMBER, {**SIZE, "retired": True}, RECEIVED], "retired": True, "used_to": 2563},
    {**WHOLLY, "key": ["received_on"], "fields": [NUMBER, {**SIZE, "type": "number"}, RECEIVED]},
    {**PARTLY, "fields": [NUMBER, {**WORDS, "through": "plan_years.title"}], "owner_by": "project"},
)
PART_RECORDS = sorted({(put.register, put.record) for one in DECLARATIONS for put in declaring(one)})
PARCEL_VALUES = {
    "number": st.sampled_from(["1", "๑", "2", "น้ำ"]),
    "size": st.sampled_from([1, 2, None]) | st.sampled_from(["1", "กว้าง"]),
    "received_on": st.sampled_from(["2019-10-01", "2020-06-30", None]),
}
DECLARE = st.sampled_from(DECLARATIONS).map(declaring)
UNDECLARE = st.sampled_from(PART_RECORDS).map(lambda part: [Delete(*part)])


@st.composite
def parcels(draw: st.DrawFn) -> list[Change]:
    """Records of the register that may or may not be declared where they are written."""
    record, names = draw(st.sampled_from(["p1", "p2"])), sorted(PARCEL_VALUES)
    fields = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    return [Put(PARCELS, record, {name: draw(PARCEL_VALUES[name]) for name in fields})]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    register = draw(st.sampled_from(sorted(VALUES)))
    record = AUDIT if register == AUDITS else draw(st.sampled_from(["r1", "r2"]))
    kind = draw(st.sampled_from(["put"] * 6 + ["delete", "restore"]))
    if kind != "put":
        return {"delete": delete, "restore": restore}[kind](record, register)
    fields = draw(st.lists(st.sampled_from(sorted(VALUES[register])), min_size=1, unique=True))
    values = {name: draw(VALUES[register][name]) for name in fields}
    return Put(register, record, values, settles=draw(st.booleans()))


FILES = st.integers(0, 2)
DECLARING = st.tuples(st.just("edit"), FILES, DECLARE | UNDECLARE | parcels() | parcels())
COMMON = (put("r1", amount=0), put("r2", request_no="63/1"), put(AUDIT, AUDITS, score=0))
EDIT = st.tuples(st.just("edit"), FILES, st.lists(changes(), min_size=1, max_size=3))
UNDO = st.tuples(st.sampled_from(["undo", "undo", "redo"]), FILES, st.none())
# From one file to another: some of the entries, in some order, some twice.
PARCEL = st.tuples(st.just("parcel"), st.tuples(FILES, FILES), st.lists(st.integers(0, 30), max_size=12))
WHOLE = st.tuples(st.just("whole"), st.tuples(FILES, FILES), st.none())
# The second clock is behind by less than an hour, the third ahead by ten days.
OFFSETS = (0, -3_000_000, 10 * DAY_MS)


def carry_out(files: list[OfficeFile], step: tuple[str, Any, Any]) -> None:
    kind, at, what = step
    if kind == "edit":
        write(files[at], *filter(None, (known(files[at], change) for change in what)))
    elif kind == "undo":
        step_back(files[at])
    elif kind == "redo":
        step_forward(files[at])
    else:
        source, target = at
        parcel = stored(files[source])
        files[target].receive([parcel[i % len(parcel)] for i in what] if kind == "parcel" else parcel)


def known(file: OfficeFile, change: Change) -> Change | None:
    """What can be written of a change in a file: nothing of a register or field that it doesn't have."""
    if change.register not in file.registers:
        return None
    if not isinstance(change, Put):
        return change
    fields = {f.name for f in file.registers[change.register].stored_fields}
    return replace(change, values={name: wire for name, wire in change.values.items() if name in fields})


def shows(file: OfficeFile) -> Any:
    return {register: look(file, register) for register in VALUES}, rivals(file)


def assert_follows(files: Sequence[OfficeFile]) -> None:
    """Rows are what the whole log folds to, whatever was declared when; once all have met, all have the same registers,
    tables and rows, whichever came first."""
    for file in files:
        assert problems(file) == ()
    for source in files:
        deliver(source, *files)
    for file in files:
        assert problems(file) == ()
        assert dict(file.registers) == dict(files[0].registers)
        assert look(file, PARCELS) == look(files[0], PARCELS)
        assert rivals(file) == rivals(files[0])
        assert [look(file, r.name) for r in REGISTER_RECORDS] == [
            look(files[0], r.name) for r in REGISTER_RECORDS
        ]


def assert_agreed(files: Sequence[OfficeFile]) -> None:
    """Each shows what the oracle makes of what it holds; once all have met, all show the same and are sound."""
    for file in files:
        # What is folded at any moment is what the oracle makes of the entries that are not waiting.
        oracle = Oracle(log_of(file))
        assert {r: look(file, r) for r in VALUES} == {r: oracle.seen(r) for r in VALUES}
        assert rivals(file) == oracle.rivals()
    for source in files:
        deliver(source, *files)
    union = Oracle(decoded({body for file in files for body in stored(file)}))
    expected = ({r: union.seen(r) for r in VALUES}, union.rivals())
    for file in files:
        assert len(log_of(file)) == len(union.entries)
        assert shows(file) == expected
        assert problems(file) == ()
