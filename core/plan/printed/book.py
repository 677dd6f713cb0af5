"""All official tables of a plan as they are printed, in the order of the plan of 2563."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.plan.model import Plan, PrintedRow, PrintedTable
from core.plan.printed import lists, objectives
from core.plan.printed.homes import homes_of
from core.plan.printed.overlay import as_it_stands, is_the_offices_own, is_whole, laid_over
from core.plan.printed.prose import composed_texts
from core.plan.printed.sheet import ComposedTable, Refs, Sheet, family_of

# Objects by which a table of its own is known to be the one composed; nodes are many tables'.
_TELLING = ("measure", "indicator", "project", "step")


def printed_plan(plan: Plan) -> Plan:
    """The plan with its official tables as they are printed, and the prose of the book."""
    tables = tuple(replace(sheet.table, ordinal=n) for n, sheet in enumerate(sheets(plan), 1))
    return replace(plan, tables=tables, texts=(*plan.texts, *composed_texts(plan, tables)))


def sheets(plan: Plan) -> tuple[Sheet, ...]:
    """The official tables of a plan, composed and in its own wording where it has one; then its tables of other kinds."""
    runs = [list(run) for run in _runs(plan)]
    made = [sheet for run in runs for sheet in _run(plan, run)]
    official = {*objectives.FAMILIES, *lists.FAMILIES}
    strange = (t for t in plan.tables if family_of(t.name) not in official)
    return (*made, *map(as_it_stands, strange))


def unprinted(plan: Plan, printed: Iterable[Sheet]) -> Iterator[tuple[PrintedTable, PrintedRow]]:
    """The rows of the plan's own wording that are about objects and printed nowhere, with their tables."""
    used = {
        (line.table.name, line.own.ordinal) for s in printed for line in s.lines if line.table and line.own
    }
    for table in plan.tables:
        for row in table.rows:
            if row.ref and row.kind in ("row", "lead") and (table.name, row.ordinal) not in used:
                yield table, row


def _runs(plan: Plan) -> Iterator[Iterable[ComposedTable]]:
    """The tables as composed, those that stand together in the book together."""
    homes = homes_of(plan)
    yield lists.past_results(plan)
    yield lists.swot(plan)
    yield objectives.drafts(plan, homes)
    yield lists.summary(plan)
    yield lists.routine(plan)
    yield lists.basic_list(plan)
    yield objectives.table_a(plan, homes)
    yield objectives.table_b(plan, homes)
    yield lists.dimensions(plan)
    yield lists.steps(plan)


def _run(plan: Plan, drafts: Sequence[ComposedTable]) -> Iterator[Sheet]:
    """Tables that stand together. A kind in which no table of the plan's own names an object is the office's own."""
    mine = {
        f: [t for t in plan.tables if family_of(t.name) == f] for f in dict.fromkeys(d.family for d in drafts)
    }
    own = {family for family, tables in mine.items() if tables and all(map(is_the_offices_own, tables))}
    worded = {
        f: _matched([d for d in drafts if d.family == f], tables)
        for f, tables in mine.items()
        if f not in own
    }
    for draft in drafts:
        if draft.family not in own:
            yield laid_over(draft, worded[draft.family].get(draft.name, ()), plan.fiscal_year)
    for family, tables in mine.items():
        yield from (as_it_stands(t) for t in tables if family in own or is_the_offices_own(t))


def _matched(
    drafts: Sequence[ComposedTable], tables: Iterable[PrintedTable]
) -> dict[str, list[PrintedTable]]:
    """The tables of the plan's own wording by the name of the composed one that is about the same objects."""
    found: dict[str, list[PrintedTable]] = {}
    about = {d.name: frozenset().union(*(_told(k) for k in _keys(d))) for d in drafts}
    for table in tables:
        if is_the_offices_own(table):
            continue
        objects = frozenset().union(*(_told(row.key) for row in table.rows))
        best = max(about, key=lambda name: len(about[name] & objects), default="")
        single = len(drafts) == 1 and best == family_of(best)
        if best and (single or about[best] & objects):
            found.setdefault(best, []).append(table)
    return {name: sorted(tables, key=is_whole, reverse=True) for name, tables in found.items()}


def _keys(draft: ComposedTable) -> Iterator[Refs]:
    for band in draft.bands:
        yield from (s.key for s in band.subjects)
        yield from (row.key for row in band.frame)


def _told(key: Refs) -> Refs:
    return frozenset(ref for ref in key if ref[0] in _TELLING)
