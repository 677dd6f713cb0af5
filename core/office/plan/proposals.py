"""Showing and deciding proposals to change the plan, or another unit's records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from core.faults import InputRefusal
from core.office.editing import drafts
from core.office.editing.batch import BatchLookup
from core.office.editing.deleting import deletions
from core.office.editing.drafts import Checking, Draft
from core.office.editing.renaming import renamed_in_the_book
from core.office.ownership import Ownership
from core.office.plan.proposal_types import PlanProposal, ProposedField, ProposedRecord
from core.office.session import Session
from core.plan.proposals import (
    ANSWER_LENGTH,
    PLAN_NAMES,
    PLAN_PROPOSALS,
    ProposedAction,
    ProposedChange,
    ProposedValue,
    unpacked,
)
from core.plan.rights import UseCase, use_case_of
from core.registers.declare import Field, Register, Value, Wire
from core.store.connection import Connection
from core.store.log.changes import Change, Put
from core.store.log.history import Event, events
from core.store.tables import records
from core.store.tables.records import Query, Row, value_of
from core.store.tables.register_tables import registers_of

OPEN = Query(equals={"state": "open"})
LONGEST_TITLE = 80  # letters


# Showing them


Decides = Callable[
    [Sequence[ProposedChange]], bool
]  # whether the acting person may decide what holds these parts


def proposals(connection: Connection, year: int | None, decides: Decides) -> tuple[PlanProposal, ...]:
    """See ``PlanService.proposals``."""
    equals = {} if year is None else {"fiscal_year": year}
    rows = records.rows(connection, PLAN_PROPOSALS, Query(equals=equals))
    shown = [_proposal(connection, row, decides) for row in rows]
    return tuple(sorted(shown, key=lambda p: (not p.open, -p.at.timestamp(), p.id)))


def count_open(connection: Connection, decides: Decides) -> int:
    """How many proposals wait for the acting person to decide them."""
    return sum(decides(parts_of(connection, row)) for row in records.rows(connection, PLAN_PROPOSALS, OPEN))


def decides(session: Session, connection: Connection) -> Decides:
    """Whether who acts may decide a proposal: who may write every record in it, and decides for its unit."""
    if not session.has_accounts:
        return lambda _: session.keeps_plan
    ownership, may = Ownership(session), session.rights.may(UseCase.DECIDE_PROPOSAL)
    return lambda parts: may and all(ownership.may_take(connection, part) for part in parts)


def _proposal(connection: Connection, row: Row, decides: Decides) -> PlanProposal:
    past = events(connection, PLAN_PROPOSALS.name, row.id)
    made = next(event for event in past if event.action == "create")
    decided = max((e for e in past if e.field == "state"), key=lambda e: e.at, default=None)
    values, parts = row.values, parts_of(connection, row)
    found = PlanProposal(
        id=row.id,
        year=int(str(values["fiscal_year"] or 0)),
        title=str(values["title"] or ""),
        unit=str(values["unit"] or ""),
        author=made.author,
        at=made.at,
        state=str(values["state"] or "open"),
        records=tuple(_wished(connection, part) for part in _told(parts)),
        answer=str(values["answer"] or ""),
        decidable=values["state"] == "open" and decides(parts),
    )
    return found if found.open or decided is None else _decided(found, decided)


def _decided(found: PlanProposal, event: Event) -> PlanProposal:
    return replace(found, decided_by=event.author, decided_at=event.at)


def _told(parts: Sequence[ProposedChange]) -> Sequence[ProposedChange]:
    """What a proposal is about: of one to change the plan the plan's records, for others only go along with these."""
    return [part for part in parts if part.register in PLAN_NAMES] or parts


def parts_of(connection: Connection, row: Row) -> tuple[ProposedChange, ...]:
    """A stored proposal's parts in registers and fields this version knows."""
    stored = row.values["changes"]
    known = [part for part in unpacked(str(stored or "")) if part.register in registers_of(connection)]
    return tuple(replace(part, fields=_known(connection, part)) for part in known)


def _known(connection: Connection, part: ProposedChange) -> dict[str, ProposedValue]:
    names = {f.name for f in registers_of(connection)[part.register].stored_fields}
    return {name: wish for name, wish in part.fields.items() if name in names}


def _wished(connection: Connection, part: ProposedChange) -> ProposedRecord:
    register = registers_of(connection)[part.register]
    row = records.row(connection, register, part.record)
    there = row is not None and not row.deleted
    values: Mapping[str, Value | None] = row.values if row else _values(register, part)
    fields = (_field(register.field(name), wish, values, there) for name, wish in part.fields.items())
    named = _named(register, values)
    # A new record's key says what it is already, and what nobody filled in isn't wished for.
    told = tuple(f for f in fields if part.action is not ProposedAction.ADD or _worth_telling(f))
    return ProposedRecord(register.name, part.record, named, part.action, told, there)


def _named(register: Register, values: Mapping[str, Value | None]) -> str:
    """A record by its key, and by its title where it has one: who reads it doesn't know the plan's codes by heart."""
    title = " ".join(str(values.get("title") or values.get("name") or "").split())
    short = f"{title[:LONGEST_TITLE]}…" if len(title) > LONGEST_TITLE else title
    return f"{drafts.named(register, values)} {short}".strip()


def _worth_telling(told: ProposedField) -> bool:
    return bool(told.wanted) and told.name not in ("fiscal_year", "ordinal")


def _field(
    declared: Field, wish: ProposedValue, values: Mapping[str, Value | None], there: bool
) -> ProposedField:
    now = declared.show(values.get(declared.name)) if there else ""
    return ProposedField(
        declared.name, declared.label, _shown(declared, wish.was), _shown(declared, wish.wanted), now
    )


def _shown(declared: Field, wire: Wire) -> str:
    return declared.show(value_of(declared, wire))


def _values(register: Register, part: ProposedChange) -> dict[str, Value | None]:
    wanted = {name: wish.wanted for name, wish in part.fields.items()}
    return {f.name: value_of(f, wanted.get(f.name)) for f in register.stored_fields}


# Deciding


def still_open(connection: Connection, ids: Sequence[str]) -> tuple[Row, ...]:
    """The proposals of these ids; InputRefusal where one isn't there or isn't open any more."""
    rows = []
    for one in ids:
        row = records.row(connection, PLAN_PROPOSALS, one)
        if row is None or row.deleted:
            raise InputRefusal("ไม่พบข้อเสนอแก้ไขนี้แล้ว โปรดดูรายการข้อเสนออีกครั้ง")
        if row.values["state"] != "open":
            raise InputRefusal(f"ข้อเสนอ “{row.values['title']}” พิจารณาแล้ว โปรดดูรายการข้อเสนออีกครั้ง")
        rows.append(row)
    if not rows:
        raise InputRefusal("ยังไม่ได้เลือกข้อเสนอ โปรดเลือกข้อเสนอที่รอพิจารณา")
    return tuple(rows)


def titles(rows: Sequence[Row]) -> str:
    """What proposals are called in a label: the title of one, the number of several."""
    return str(rows[0].values["title"]) if len(rows) == 1 else f"{len(rows)} ข้อ"


def taking(checking: Checking, ids: Sequence[str], answer: str) -> tuple[list[Change], str]:
    """The changes that take proposals up, checked as if they were typed now, and what they are called."""
    rows = still_open(checking.connection, ids)
    of_rows = [parts_of(checking.connection, row) for row in rows]
    parts = [part for of_row in of_rows for part in of_row]
    told = [part for of_row in of_rows for part in _told(of_row)]
    if any(use_case_of(part.register) for part in told):
        raise InputRefusal(
            "ข้อเสนอนี้เกี่ยวกับผู้ใช้ เดือน หรือการตั้งค่า จึงรับไม่ได้ โปรดแก้ไขที่หน้านั้นเอง หรือไม่รับข้อเสนอพร้อมเหตุผล"
        )
    checked, batch = checking.with_batch(len(parts))
    changes = _deleted(checking.connection, told)
    changes += [change for part in parts for change in _written(checked, batch, part, part in told)]
    given: dict[str, Wire] = {"state": "taken", "answer": answer.strip()[:ANSWER_LENGTH] or None}
    return [*changes, *(Put(PLAN_PROPOSALS.name, row.id, given) for row in rows)], titles(rows)


def _deleted(connection: Connection, parts: Sequence[ProposedChange]) -> list[Change]:
    """What deletes the records that parts wish away, all seen together; the records of what happened go with them."""
    wished = [p for p in parts if p.action is ProposedAction.DELETE]
    rows = [
        (
            registers_of(connection)[p.register],
            records.row(connection, registers_of(connection)[p.register], p.record),
        )
        for p in wished
    ]
    return deletions(connection, [(register, row) for register, row in rows if row and not row.deleted])


def _written(checking: Checking, batch: BatchLookup, part: ProposedChange, told: bool) -> Iterator[Change]:
    """What writes one part that deletes nothing; InputRefusal where the file as it stands doesn't allow it any more. What only
    goes along (not ``told``) was checked where it was proposed."""
    if part.action is ProposedAction.DELETE:
        return
    register = registers_of(checking.connection)[part.register]
    row = records.row(checking.connection, register, part.record)
    if part.action is ProposedAction.RESTORE:
        if row is not None and row.deleted:
            yield drafts.restoration(checking, register, row)
        return
    if told:
        made = _checked(checking, register, part, row)
        batch.add(register, part.record, made.whole)
        yield from renamed_in_the_book(checking.connection, made)
    yield Put(register.name, part.record, {name: wish.wanted for name, wish in part.fields.items()})


def _checked(checking: Checking, register: Register, part: ProposedChange, row: Row | None) -> Draft:
    """The record as it would stand; InputRefusal where it can't stand so."""
    wished = {name: value_of(register.field(name), wish.wanted) for name, wish in part.fields.items()}
    known = None if part.action is ProposedAction.ADD else part.record
    if known is not None and row is None:
        raise InputRefusal("รายการที่ข้อเสนอนี้จะแก้ไขไม่มีแล้ว โปรดตรวจอีกครั้ง หรือไม่รับข้อเสนอพร้อมเหตุผล")
    made = drafts.draft_of(checking, register, wished, (), known)
    if made.errors:
        raise drafts.refusal(made.findings)
    return made
