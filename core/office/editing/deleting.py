"""Deleting records: what goes with them, and what keeps them there. All of those chosen, or none."""

from collections.abc import Iterator, Sequence

from core.faults import InputRefusal
from core.office.editing import drafts, safeguards
from core.office.editing.in_use import refuse_undeclaring
from core.plan.compose import parameters_of
from core.plan.ties import BORN, COMPUTED_FROM, TIES, Tie
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.log.changes import Change, Delete
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.store.tables.register_tables import registers_of

Chosen = tuple[Register, Row]
Key = tuple[str, str]  # a register's name and a record's id

_BLOCK = 1_000  # records asked for by id at once


def chosen_records(connection: Connection, keys: Sequence[Key]) -> list[Chosen]:
    """The records of keys, in their order, each once; InputRefusal where one of them is not there."""
    wanted = dict.fromkeys(keys)
    ids: dict[str, list[str]] = {}
    for name, record in wanted:
        ids.setdefault(name, []).append(record)
    rows = {
        (name, row.id): row
        for name, asked in ids.items()
        for start in range(0, len(asked), _BLOCK)
        for row in records.rows_by_id(
            connection, registers_of(connection)[name], asked[start : start + _BLOCK]
        )
    }
    for name, record in wanted:
        if (name, record) not in rows:
            raise drafts.not_there(registers_of(connection)[name])
    return [(registers_of(connection)[name], rows[name, record]) for name, record in wanted]


def deletions(connection: Connection, chosen: Sequence[Chosen]) -> list[Change]:
    """The changes that delete records; those of the plan go with their parts. Raises InputRefusal: where a record came
    with the plan, or something that stays still names it."""
    going: dict[Key, Chosen] = {}
    for register, row in chosen:
        going.update(_with_parts(connection, register, row))
    safeguards.refuse_deleting(connection, going)
    refuse_undeclaring(connection, [(register.name, row) for register, row in going.values()])
    changes: list[Change] = []
    for register, row in going.values():
        if register.internal:
            _require_unnamed(connection, register, row, going)
            changes += [Delete(register.name, row.id), *_with_born(connection, register, row)]
        else:
            changes.append(drafts.deletion(register, row))
    return changes


def _with_parts(connection: Connection, register: Register, row: Row) -> Iterator[tuple[Key, Chosen]]:
    yield (register.name, row.id), (register, row)
    for tie in _ties(connection, register):
        if tie.part:
            other = registers_of(connection)[tie.register]
            for part in _naming(connection, other, tie, row):
                yield from _with_parts(connection, other, part)


def _require_unnamed(connection: Connection, register: Register, row: Row, going: dict[Key, Chosen]) -> None:
    for tie in _ties(connection, register):
        named = _naming(connection, registers_of(connection)[tie.register], tie, row)
        staying = [other for other in named if (tie.register, other.id) not in going]
        if staying:
            raise _still_named(register, row, tie.words, len(staying))
    if register.name == "plan_projects":
        computed = [key for key in _computing(connection, row) if key not in going]
        if computed:
            raise _still_named(register, row, "ตัวชี้วัดที่คำนวณจากขั้นตอนของโครงการนี้", len(computed))


def _still_named(register: Register, row: Row, words: str, count: int) -> InputRefusal:
    return InputRefusal(
        f"ลบ{drafts.named(register, row.values)} ไม่ได้ เพราะยังมี{words} {count} รายการ โปรดย้ายหรือลบรายการเหล่านั้นก่อน"
    )


def _computing(connection: Connection, project: Row) -> Iterator[Key]:
    """The indicators and definitions of the year whose formula counts the project's steps."""
    query = Query(equals={"fiscal_year": project.values["fiscal_year"]})
    for name in COMPUTED_FROM:
        for row in records.rows(connection, registers_of(connection)[name], query):
            if (parameters_of(row.values) or {}).get("project") == project.values["number"]:
                yield name, row.id


def _ties(connection: Connection, register: Register) -> tuple[Tie, ...]:
    ties, known = TIES.get(register.name, ()) if register.internal else (), registers_of(connection)
    return tuple(tie for tie in ties if tie.register in known)


def _naming(connection: Connection, other: Register, tie: Tie, row: Row) -> tuple[Row, ...]:
    year = row.values["fiscal_year"]
    code = row.values[tie.code]
    assert isinstance(year, int)
    asked = (
        Query(equals={tie.field: code, "fiscal_year": year})
        if other.internal
        else Query(year=year, equals={tie.field: code})
    )
    return tuple(records.rows(connection, other, asked)) if code is not None else ()


def _with_born(connection: Connection, register: Register, row: Row) -> Iterator[Change]:
    born, known = BORN.get(register.name), registers_of(connection)
    if born is None or born.register not in known:
        return
    other = known[born.register]
    record = other.id_for({name: row.values[name] for name in born.key})
    found = records.row(connection, other, record or "")
    if found is None or found.deleted:
        return
    if any(found.values[f.name] is not None for f in other.stored_fields if f.name not in born.key):
        raise InputRefusal(
            f"ลบ{drafts.named(register, row.values)} ไม่ได้ เพราะบันทึกวันที่หรือหมายเหตุไว้ใน{other.title}แล้ว โปรดล้างค่าที่บันทึกก่อน"
        )
    yield Delete(other.name, found.id)
