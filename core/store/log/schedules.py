"""What the log says of the plan's months: when the draft became the plan, who wrote a step's months and when."""

from collections.abc import Iterator, MutableMapping
from itertools import pairwise

from sqlalchemy import Connection, select

from core.plan.adoption import FIRST, LAST, Place, Schedules, Stamp, Written, schedule
from core.plan.model import Adoption, Months
from core.registers.declare import Wire
from core.store.log.clock import wall_time
from core.store.log.entry import Entry
from core.store.log.history import Past
from core.store.tables.records import all_values
from core.store.tables.register_tables import table_of
from core.thai.fiscal import Month

STEPS, YEARS, ANEW = "plan_steps", "plan_years", "plan_adoptions"

# By record: its heads, and what was written of its months. A field's whole past hangs from its heads: while these are the
# same, so is what was written.
Known = MutableMapping[str, tuple[str, tuple[Written, ...]]]


def schedules(connection: Connection, year: int, known: Known) -> Schedules:
    """What was adopted of every step of a fiscal year whose months somebody has written, by project and step; ``known``
    is kept for the next time."""
    past = Past(connection)
    table = table_of(past.registers[STEPS])
    months_written = table.c[FIRST].is_not(None) | table.c.heads.contains(f'"{FIRST}"')
    query = select(table.c.project, table.c.step, table.c.id, table.c.heads).where(
        table.c.fiscal_year == year, table.c.deleted == 0, months_written
    )
    rows = connection.execute(query).all()
    if not rows:
        return {}
    since, anew = _since(past, year), _anew(past, connection, year)
    news = [row for row in rows if row.id not in known or known[row.id][0] != (row.heads or "")]
    past.fold.load(STEPS, [row.id for row in news])  # at once: one by one they take a third of a plan's time
    for row in news:
        known[row.id] = row.heads or "", tuple(_written(past, row.id))
    places = ((row.id, (row.project, row.step)) for row in rows)
    return {place: schedule(known[record][1], since, anew.get(place, ())) for record, place in places}


def _since(past: Past, year: int) -> Stamp | None:
    """When the draft became the year's plan, the last time; None where it never was one."""
    place = (YEARS, past.registers[YEARS].id_for({"fiscal_year": year}) or "", "draft")
    values = sorted((_stamp(past.entry(n)), bool(past.value(n, place))) for n in past.writers(place))
    made = [stamp for (_, before), (stamp, draft) in pairwise(values) if before and not draft]
    return made[-1] if made else None


def _stamp(entry: Entry) -> Stamp:
    return entry.clock, entry.id


def _written(past: Past, record: str) -> Iterator[Written]:
    """Every writing of a step's months."""
    writers = {name: past.writers((STEPS, record, name)) for name in (FIRST, LAST)}
    entries = {n: past.entry(n) for n in set().union(*writers.values())}
    taken_back = {action for e in entries.values() for action in (e.undoes, e.redoes) if action}
    for n, entry in entries.items():
        wires = {name: past.value(n, (STEPS, record, name)) for name, mine in writers.items() if n in mine}
        values = {name: _month(wire) for name, wire in wires.items()}
        current = not entry.undoes and entry.action not in taken_back
        yield Written(_stamp(entry), wall_time(entry.clock), entry.author, values, current)


def _anew(past: Past, connection: Connection, year: int) -> dict[Place, list[Adoption]]:
    """What was adopted anew, by step, oldest first."""
    rows = [
        r
        for r in all_values(connection, past.registers[ANEW])
        if r["fiscal_year"] == year and r["adopted_on"]
    ]
    states = past.fold.load(ANEW, [row["id"] for row in rows])
    found: dict[Place, list[Adoption]] = {}
    for row in sorted(rows, key=lambda row: (row["adopted_on"], row["id"])):
        entry = past.entry(states[row["id"]].base)
        first, last = row[FIRST], row[LAST]
        months = Months(first, last) if first and last else None
        at, reason = wall_time(entry.clock), row["reason"] or ""
        adoption = Adoption(months, row["adopted_on"], entry.author, at, reason)
        found.setdefault((row["project"], row["step"]), []).append(adoption)
    return found


def _month(wire: Wire) -> Month | None:
    try:
        return None if wire is None else Month.from_iso(str(wire))
    except ValueError:
        return None  # folding never refuses: a month that makes no sense is none
