"""What an entry may write follows from its own past: the same in every file, in whatever order entries come."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_desk import (
    AUDITS,
    PIECES,
    REQUESTS,
    clock_of,
    deliver,
    log_of,
    look,
    measured,
    opened,
    problems,
    put,
    stored,
    values_of,
    write,
)

from core.keys.signer import KeySigner, signer_from
from core.plan.office_records import EVIDENCE, MONTH_STATES, PEOPLE, REVOCATIONS
from core.plan.proposals import PLAN_PROPOSALS, unpacked
from core.store.file.office_file import OfficeFile
from core.store.log.changes import Change, Changes, Delete, Put
from core.store.log.entry import NewRows, Write, signed
from core.store.log.history import events
from core.store.log.judging import refused_id
from core.store.tables.register_tables import SHIPPED
from core.thai.fiscal import Month

PROPOSALS = PLAN_PROPOSALS.name
SHOWN = (REQUESTS, AUDITS, PIECES, PROPOSALS, PEOPLE.name, REVOCATIONS.name)


@dataclass(frozen=True)
class Who:
    """Somebody with an account."""

    id: str
    name: str
    unit: str
    roles: str
    number: int

    @property
    def signer(self) -> KeySigner:
        return signer_from(bytes([self.number]) * 32)

    def account(self, **changed: Any) -> Put:
        given = {"name": self.name, "unit": self.unit, "roles": self.roles, "active": 1}
        return Put(PEOPLE.name, self.id, {**given, "key": self.signer.public.hex(), **changed})


KEEPER = Who("p1", "วิไล", "admin", "keeper", 1)
FINANCE = Who("p2", "สมศรี", "finance", "clerk", 2)
COMPLAINTS = Who("p3", "มานะ", "complaints", "clerk supervisor", 3)
VIEWER = Who("p4", "ปิติ", "finance", "viewer", 4)
PEOPLE_OF_ALL = (KEEPER, FINANCE, COMPLAINTS, VIEWER)


@contextmanager
def acting(file: OfficeFile, who: Who | None) -> Iterator[None]:
    file.signer = who.signer if who else None
    try:
        yield
    finally:
        file.signer = None


def act(file: OfficeFile, who: Who | None, *changes: Change) -> Changes:
    """Commit changes as somebody, None as nobody, past whatever the office would have refused."""
    with acting(file, who):
        return write(file, *changes, author=who.name if who else "ใครก็ได้")


def begun(file: OfficeFile) -> None:
    """Begin with accounts: the PC certifies the keeper, then the keeper the others."""
    act(file, None, KEEPER.account())
    act(file, KEEPER, *(who.account() for who in PEOPLE_OF_ALL[1:]))


def shows(file: OfficeFile) -> Any:
    return {name: look(file, name) for name in SHOWN}


@pytest.fixture
def pair(blank_file, quick_folder):
    ours, theirs = opened(blank_file, quick_folder()), opened(blank_file, quick_folder())
    ours.now_ms, theirs.now_ms = clock_of(ours, 0), clock_of(theirs, 500)
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def ours(pair):
    begun(pair[0])
    deliver(pair[0], pair[1])
    return pair[0]


def proposals(file: OfficeFile) -> dict[str, Any]:
    return {i: seen.values for i, seen in look(file, PROPOSALS).items()}


def test_without_accounts_everybody_writes_everything(pair):
    act(pair[0], None, put("r1", amount=1))
    act(pair[0], FINANCE, put("d1", PIECES, title="ก"))
    assert (len(look(pair[0])), len(look(pair[0], PIECES)), proposals(pair[0])) == (1, 1, {})


def test_a_record_is_written_by_its_units_people(ours):
    act(ours, FINANCE, put("r1", amount=1))
    act(ours, FINANCE, put("r1", amount=2), Delete(REQUESTS, "r1"))
    assert look(ours)["r1"].deleted
    assert proposals(ours) == {}


@pytest.mark.parametrize(
    "who", [VIEWER, COMPLAINTS, KEEPER, None], ids=["viewer", "other unit", "keeper", "nobody"]
)
def test_what_was_not_allowed_is_one_proposal_that_follows_from_the_entry(ours, who):
    act(ours, FINANCE, put("r1", amount=1))
    done = act(ours, who, put("r1", amount=2, note="ก"), put("r2", amount=3))
    (entry,) = [e for e in log_of(ours) if e.label == "แก้ไข"][-1:]
    (found,) = proposals(ours).items()
    assert found[0] == refused_id(entry.id, "finance")
    assert (found[1]["state"], found[1]["unit"]) == ("open", who.unit) if who else True
    assert (PROPOSALS, found[0]) in done.records
    assert {i: seen.values for i, seen in look(ours).items()} == {"r1": {"amount": 1}}
    told = {(p.record, p.action): dict(p.fields) for p in unpacked(found[1]["changes"])}
    assert {(r, str(a)): {n: (v.was, v.wanted) for n, v in f.items()} for (r, a), f in told.items()} == {
        ("r1", "change"): {"amount": (1, 2), "note": (None, "ก")},
        ("r2", "add"): {"amount": (None, 3)},
    }
    assert problems(ours) == ()


def test_of_an_entry_what_was_allowed_is_written(ours):
    act(ours, FINANCE, put("r1", amount=1), put("d1", PIECES, title="ก"))
    assert values_of(ours, "r1") == {"amount": 1}
    assert look(ours, PIECES) == {}
    ((part,),) = [unpacked(one["changes"]) for one in proposals(ours).values()]
    assert (part.register, part.record) == (PIECES, "d1")


def test_what_is_of_several_units_is_a_proposal_to_each(ours):
    act(ours, VIEWER, put("r1", amount=1), put("d1", PIECES, title="ก"), KEEPER.account(unit="finance"))
    (entry,) = log_of(ours)[-1:]
    assert set(proposals(ours)) == {refused_id(entry.id, unit) for unit in ("", "complaints", "finance")}


def test_an_entry_that_names_a_head_has_it_in_its_past(ours):
    """A stranger's entry that seems to know of nothing, and supersedes what it names all the same."""
    certificate = next(e for e in log_of(ours) if PEOPLE.name in e.new)
    stranger = signer_from(b"9" * 32)
    taken = Write(KEEPER.id, "key", stranger.public.hex(), (certificate.id,))
    forged = replace(certificate, replica="forged", seq=1, prev=None, seen=(), new={}, author=KEEPER.name)
    entry = signed(replace(forged, writes={PEOPLE.name: (taken,)}), stranger)
    ours.receive([entry.stored])
    assert look(ours, PEOPLE.name)[KEEPER.id].values["key"] == KEEPER.signer.public.hex()
    assert len(proposals(ours)) == 1


MAY = MONTH_STATES.id_for({"unit": "complaints", "month": Month(2563, 5)}) or ""


def month_state(**values: Any) -> Put:
    return Put(MONTH_STATES.name, MAY, values)


CLERK = Who("p5", "ชูใจ", "complaints", "clerk", 5)


@pytest.mark.parametrize(
    "change",
    [
        month_state(state="submitted"),
        month_state(edition="another"),
        month_state(unit=None),
        month_state(month="2563-06"),
        Delete(MONTH_STATES.name, MAY),
    ],
    ids=["submitted again", "edition", "unit", "month", "deleted"],
)
def test_a_clerk_takes_no_approval_away(ours, change):
    made = {"unit": "complaints", "month": MONTH_STATES.field("month").to_wire(Month(2563, 5))}
    act(ours, KEEPER, CLERK.account())
    act(ours, CLERK, month_state(**made, state="submitted"))
    act(ours, COMPLAINTS, month_state(state="approved", edition="e1"))
    before = look(ours, MONTH_STATES.name)
    assert before[MAY].values["state"] == "approved"
    act(ours, CLERK, change)
    assert look(ours, MONTH_STATES.name) == before
    assert len(proposals(ours)) == 1


def forged(ours: OfficeFile, **says: Any) -> None:
    """An entry of the clerk's that knows all there is and names none of it, clocked later."""
    last = log_of(ours)[-1]
    begun = replace(last, replica="forged", seq=1, prev=None, seen=(last.id,), new={}, writes={}, sig=None)
    entry = replace(begun, author=CLERK.name, clock=last.clock + (5 << 16), **says)
    ours.receive([signed(entry, CLERK.signer).stored])


def made_again(register: str, record: str, **values: Any) -> dict[str, Any]:
    return {"new": {register: NewRows.of(tuple(values), [(record, tuple(values.values()))])}}


def test_naming_no_head_takes_no_approval_away(ours):
    made = {"unit": "complaints", "month": MONTH_STATES.field("month").to_wire(Month(2563, 5))}
    act(ours, KEEPER, CLERK.account())
    act(ours, CLERK, month_state(**made, state="submitted"))
    act(ours, COMPLAINTS, month_state(state="approved", edition="e1"))
    before = look(ours, MONTH_STATES.name)
    forged(ours, writes={MONTH_STATES.name: (Write(MAY, "state", "submitted", ()),)})
    assert look(ours, MONTH_STATES.name) == before


def test_a_month_submitted_apart_is_the_same_whatever_comes_first(ours, pair):
    """A clerk submits in one file, the supervisor submits and approves in another."""
    made = {"unit": "complaints", "month": MONTH_STATES.field("month").to_wire(Month(2563, 5))}
    act(ours, KEEPER, CLERK.account())
    deliver(ours, pair[1])
    act(ours, CLERK, month_state(**made, state="submitted"))
    act(pair[1], COMPLAINTS, month_state(**made, state="submitted"))
    act(pair[1], COMPLAINTS, month_state(state="approved", edition="e1"))
    for source in pair:
        deliver(source, *pair)
    assert shows(ours) == shows(pair[1])
    assert look(ours, MONTH_STATES.name) == look(pair[1], MONTH_STATES.name)
    assert proposals(ours) == {}


def test_making_a_proposal_again_changes_nothing_of_it(ours):
    act(ours, FINANCE, put("d1", PIECES, title="ก"))
    act(ours, KEEPER, CLERK.account())
    (found,) = proposals(ours)
    before = look(ours, PROPOSALS)[found]
    given = {"unit": "complaints", "state": "open", "title": "อื่น", "changes": "[]", "fiscal_year": 2563}
    forged(ours, **made_again(PROPOSALS, found, **given))
    assert look(ours, PROPOSALS)[found] == before


def project(number: int, owner: str) -> Put:
    given = {"fiscal_year": 2563, "number": number, "title": "โครงการ", "owner": owner}
    return Put("plan_projects", f"pr{number}", given)


STEP = {"fiscal_year": 2563, "step": 1}
FIRST_MAKINGS = {
    EVIDENCE.name: ({"unit": "finance", "file": "00"}, {"unit": "complaints", "file": "11"}, {"file": "22"}),
    "project_steps": (
        STEP | {"project": 1, "note": "ก"},
        STEP | {"project": 4, "note": "ข"},
        {"note": "ค"},
    ),
}


@pytest.mark.parametrize("register", FIRST_MAKINGS)
def test_the_earlier_making_says_whose_a_record_is_in_every_order(
    blank_file, quick_folder, ours, pair, register
):
    steps = SHIPPED["plan_registers"].id_for({"name": "project_steps"}) or ""
    act(ours, KEEPER, project(1, "finance"), project(4, "complaints"))
    act(ours, KEEPER, Put("plan_registers", steps, {"owner_by": "project"}))
    deliver(ours, pair[1])
    first, other, more = FIRST_MAKINGS[register]
    pair[1].now_ms = clock_of(pair[1], 10_000_000)  # the other making is the later one
    act(ours, FINANCE, Put(register, "s1", first))
    act(pair[1], COMPLAINTS, Put(register, "s1", other))
    act(pair[1], COMPLAINTS, Put(register, "s1", more))
    known, mine, theirs = stored(ours)[:-1], stored(ours)[-1:], stored(pair[1])[-2:]
    shown = []
    for order in (mine + theirs, theirs + mine, theirs[:1] + mine + theirs[1:]):
        with opened(blank_file, quick_folder()) as file:
            for body in [*known, *order]:
                file.receive([body])
            assert problems(file) == ()
            shown.append((look(file, register), proposals(file)))
    assert shown[0] == shown[1] == shown[2]
    assert shown[0][0]["s1"].values == first


def test_what_a_proposal_wishes_stays_and_heads_decide_it(ours):
    act(ours, FINANCE, put("d1", PIECES, title="ก"))
    (found,) = proposals(ours)
    before = look(ours, PROPOSALS)[found]
    for change in (Put(PROPOSALS, found, {"changes": "[]"}), Put(PROPOSALS, found, {"state": "taken"})):
        act(ours, FINANCE, change)
        assert look(ours, PROPOSALS)[found] == before
    act(ours, COMPLAINTS, Put(PROPOSALS, found, {"state": "declined", "answer": "ไม่ใช่"}))
    assert look(ours, PROPOSALS)[found].values["state"] == "declined"


def test_who_proposed_and_when_is_its_history(ours):
    act(ours, VIEWER, put("r1", amount=1))
    (found,) = proposals(ours)
    with ours.reading() as connection:
        past = events(connection, PROPOSALS, found)
    assert {(e.action, e.author) for e in past if e.action == "create"} == {("create", VIEWER.name)}


@pytest.mark.parametrize("who", [FINANCE, VIEWER, None], ids=["clerk", "viewer", "nobody"])
def test_nobody_but_a_keeper_certifies_people(ours, who):
    act(ours, who, Put(PEOPLE.name, "p9", {"name": "ใคร", "roles": "keeper", "key": "09" * 32, "active": 1}))
    act(ours, who, Put(PEOPLE.name, "p2", {"roles": "keeper"}))
    assert look(ours, PEOPLE.name)["p2"].values["roles"] == "clerk"
    assert "p9" not in look(ours, PEOPLE.name)
    assert len(proposals(ours)) == 2


def test_people_write_their_own_secrets_and_nobody_elses(ours):
    act(ours, VIEWER, Put(PEOPLE.name, VIEWER.id, {"locked_key": "{}"}))
    act(ours, VIEWER, Put(PEOPLE.name, FINANCE.id, {"locked_key": "{}"}))
    held = {i: "locked_key" in seen.values for i, seen in look(ours, PEOPLE.name).items()}
    assert held == {"p1": False, "p2": False, "p3": False, "p4": True}


def test_who_had_not_heard_that_the_account_ended_is_allowed(ours, pair):
    act(pair[1], FINANCE, put("r1", amount=1))
    act(ours, KEEPER, Put(PEOPLE.name, FINANCE.id, {"active": 0}))
    deliver(pair[1], ours)
    assert values_of(ours, "r1") == {"amount": 1}
    deliver(ours, pair[1])
    act(pair[1], FINANCE, put("r1", amount=2))
    assert values_of(pair[1], "r1") == {"amount": 1}
    assert len(proposals(pair[1])) == 1


def test_a_revoked_key_writes_nothing_any_more(ours):
    revoked = {"key": FINANCE.signer.public.hex(), "person": FINANCE.id}
    act(ours, KEEPER, Put(REVOCATIONS.name, "v1", revoked))
    act(ours, FINANCE, put("r1", amount=1))
    assert look(ours) == {}
    act(ours, FINANCE, Delete(REVOCATIONS.name, "v1"))
    act(ours, FINANCE, put("r1", amount=1))
    assert look(ours) == {}


def test_two_keepers_made_apart_both_stand(pair):
    other = Who("p8", "อารี", "admin", "keeper", 8)
    act(pair[0], KEEPER, KEEPER.account())
    act(pair[1], other, other.account())
    for source in pair:
        deliver(source, *pair)
    act(pair[0], KEEPER, FINANCE.account())
    act(pair[1], other, COMPLAINTS.account())
    for source in pair:
        deliver(source, *pair)
    assert set(look(pair[0], PEOPLE.name)) == {"p1", "p8", "p2", "p3"}
    assert shows(pair[0]) == shows(pair[1])


def test_every_order_of_arrival_judges_the_same(blank_file, quick_folder, ours, pair):
    act(ours, FINANCE, put("r1", amount=1))
    act(pair[1], COMPLAINTS, put("r1", amount=5), put("d1", PIECES, title="ก"))
    act(ours, KEEPER, Put(PEOPLE.name, FINANCE.id, {"unit": "complaints"}))
    act(ours, FINANCE, put("r1", amount=2))
    deliver(pair[1], ours)
    bodies = stored(ours)[2:]
    orders = [*permutations(bodies)]
    for order in orders[:: len(orders) // 7]:
        with opened(blank_file, quick_folder()) as file:
            for body in order:
                file.receive([body])
            assert shows(file) == shows(ours)
            assert problems(file) == ()


# Everybody does what they like, and packages come as they come

WRITERS = st.sampled_from([*PEOPLE_OF_ALL, None])
RECORDS = {REQUESTS: ("amount", ("r1", "r2")), PIECES: ("title", ("d1", "d2")), AUDITS: ("score", ("a1",))}


@st.composite
def records(draw: st.DrawFn) -> Change:
    name = draw(st.sampled_from(sorted(RECORDS)))
    field, ids = RECORDS[name]
    record = draw(st.sampled_from(ids))
    if draw(st.integers(0, 5)) == 0:
        return Delete(name, record)
    return Put(
        name, record, {field: draw(st.sampled_from(["ก", "ข"]) if field == "title" else st.integers(0, 3))}
    )


@st.composite
def of_people(draw: st.DrawFn) -> Change:
    who = draw(st.sampled_from(PEOPLE_OF_ALL))
    kind = draw(st.sampled_from(["unit", "roles", "active", "revoke", "unrevoke"]))
    if kind == "unit":
        return Put(PEOPLE.name, who.id, {"unit": draw(st.sampled_from(["finance", "complaints"]))})
    if kind == "roles":
        return Put(PEOPLE.name, who.id, {"roles": draw(st.sampled_from(["keeper", "clerk", "viewer"]))})
    if kind == "active":
        return Put(PEOPLE.name, who.id, {"active": draw(st.integers(0, 1))})
    if kind == "unrevoke":
        return Delete(REVOCATIONS.name, f"v{who.id}")
    return Put(REVOCATIONS.name, f"v{who.id}", {"key": who.signer.public.hex()})


@st.composite
def of_registers(draw: st.DrawFn) -> Change:
    """Who answers for a register is the keeper's to change."""
    record = SHIPPED["plan_registers"].id_for({"name": draw(st.sampled_from([REQUESTS, PIECES]))}) or ""
    return Put("plan_registers", record, {"unit": draw(st.sampled_from(["finance", "complaints"]))})


FILES = st.integers(0, 2)
CHANGES = st.lists(st.one_of(records(), records(), of_people(), of_registers()), min_size=1, max_size=3)
DO = st.tuples(st.just("do"), FILES, st.tuples(WRITERS, CHANGES))
SEND = st.tuples(st.just("send"), st.tuples(FILES, FILES), st.lists(st.integers(0, 40), max_size=14))
SEND_ALL = st.tuples(st.just("all"), st.tuples(FILES, FILES), st.none())


def carry_out(files: list[OfficeFile], step: tuple[str, Any, Any]) -> None:
    kind, at, what = step
    if kind == "do":
        people = look(files[at], PEOPLE.name)
        known = what[0] and what[0].id in people and "key" in people[what[0].id].values
        act(files[at], what[0] if known else None, *what[1])  # who isn't known there can't sign in
        return
    source, target = at
    bodies = stored(files[source])
    files[target].receive([bodies[i % len(bodies)] for i in what] if kind == "send" else bodies)


@measured(8)
@given(
    steps=st.lists(st.one_of(DO, DO, DO, SEND, SEND_ALL), min_size=6, max_size=18), begun_late=st.booleans()
)
def test_files_that_hold_the_same_entries_judge_the_same(blank_file, quick_folder, steps, begun_late):
    with ExitStack() as stack:
        files = [stack.enter_context(opened(blank_file, quick_folder())) for _ in range(3)]
        for file, offset in zip(files, (0, -3_000_000, 7_000), strict=True):
            file.now_ms = clock_of(file, offset)
        begun(files[0])
        deliver(files[0], *(() if begun_late else files))
        for step in steps:
            carry_out(files, step)
        for file in files:
            assert problems(file) == ()
        for source in files:
            deliver(source, *files)
        for file in files:
            assert problems(file) == ()
            assert shows(file) == shows(files[0])
