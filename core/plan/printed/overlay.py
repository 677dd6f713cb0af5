"""The plan's own wording laid over the tables as composed.

A printed row of the plan is the wording of the row composed for the same objects (``ref``) in a table of the same kind. A table
with heads of its own has its titles, leads, heads, notes and totals of its own, too, and its rows without objects; one without
heads only words single rows. The order is the plan's. What isn't worded is composed under the table's own heads. Numbers, targets,
budgets, units, totals and counts are the plan's, whatever the wording says (``columns``). A table none of whose rows names an
object is the office's own and printed as it stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from core.plan.columns import column_heads
from core.plan.model import PrintedRow, PrintedTable, Project
from core.plan.printed.columns import Cell, amount_of, cells_of, count_cell, implied, total_cells
from core.plan.printed.sheet import Band, ComposedTable, Line, Refs, Setting, Sheet, Subject, Sums

_FRAME = ("title", "lead", "head")
Own = tuple[PrintedTable, PrintedRow]
Words = Mapping[tuple[Refs, int], Own]  # by what a row is about and how many cells it has


@dataclass(slots=True)
class _Stretch:
    """A stretch of a table of the plan's own wording: ``body`` holds its rows under the key of the row they follow."""

    frame: list[Own] = field(default_factory=list)
    body: list[Own] = field(default_factory=list)
    tail: list[Own] = field(default_factory=list)


def laid_over(draft: ComposedTable, worded: Sequence[PrintedTable], year: int) -> Sheet:
    """A composed table in the words of the plan's own tables of it; the first of them gives the frame."""
    words = _rows_by_objects(worded)
    stretches = _stretches(worded[0]) if worded and is_whole(worded[0]) else []
    if stretches:
        lines = list(_by_own(draft, stretches, words, year))
    else:
        lines = list(_by_draft(draft, worded, words, year))
    titled = next((t.title for t in worded if t.title), "") or _titled(draft)
    return _sheet(draft.name, titled, _summed(lines))


def is_whole(table: PrintedTable) -> bool:
    """True for a table with heads of its own, which isn't only the wording of single rows."""
    return any(row.kind == "head" for row in table.rows)


def is_the_offices_own(table: PrintedTable) -> bool:
    """True for a table none of whose rows is about an object of the plan."""
    return is_whole(table) and not any(implied(row) for row in table.rows if row.kind != "title")


def as_it_stands(table: PrintedTable) -> Sheet:
    """A table of the office's own."""
    return Sheet(table, tuple(Line(row, row, table) for row in table.rows))


def _rows_by_objects(worded: Iterable[PrintedTable]) -> Words:
    """The rows and leads of the plan's own wording by what they are about and how many cells they have."""
    found: dict[tuple[Refs, int], Own] = {}
    for table in worded:
        for row in table.rows:
            if row.kind in ("row", "lead") and implied(row):
                found.setdefault((implied(row), len(row.cells)), (table, row))
    return found


def _stretches(table: PrintedTable) -> list[_Stretch]:
    """The stretches of a table; leads of objects that stand below rows by themselves only word those composed above."""
    found = [_Stretch()]
    for is_frame, run in groupby(table.rows, lambda row: row.kind in _FRAME):
        rows = list(run)
        if is_frame and (found[-1].body or found[-1].tail):
            if all(row.kind == "lead" and row.ref for row in rows):
                continue
            found.append(_Stretch())
        now = found[-1]
        for row in rows:
            part = now.frame if is_frame else now.body if row.kind == "row" else now.tail
            part.append((table, row))
    return found


# -- a table with a frame of its own


def _by_own(
    draft: ComposedTable, stretches: Sequence[_Stretch], words: Words, year: int
) -> Iterator[tuple[Line, Subject | None, tuple[str, ...]]]:
    """Every stretch that still has something to say; what is new stands in the stretch of its neighbours."""
    placed = _placed(draft, stretches)
    left_tail: list[Own] = []
    heads: tuple[str, ...] = ()
    shown = [n for n, s in enumerate(stretches) if placed[n] or not any(implied(row) for _, row in s.body)]
    for n, stretch in enumerate(stretches):
        if n in shown or (n == 0 and not shown):
            band = draft.bands[min(n, len(draft.bands) - 1)]
            frame = list(_frame(band, stretch.frame, words))
            heads = _heads(line.row for line in frame) or heads
            yield from ((line, None, ()) for line in frame)
            yield from _body(stretch.body, placed[n], words, Setting(year, heads))
            yield from ((Line(row, row, table), None, heads) for table, row in (*left_tail, *stretch.tail))
            left_tail = []
        else:
            left_tail += stretch.tail
    yield from ((Line(row, row, table), None, heads) for table, row in left_tail)


def _placed(draft: ComposedTable, stretches: Sequence[_Stretch]) -> list[list[Subject]]:
    """The subjects of each stretch, in the plan's order: where they are worded among others of their band, else with the one
    before them."""
    worded = [_keys_in(stretch, width) for stretch, width in zip(stretches, _widths(stretches), strict=True)]
    bands = [_band_of(draft, keys, n) for n, keys in enumerate(worded)]
    placed: list[list[Subject]] = [[] for _ in stretches]
    for n, band in enumerate(draft.bands):
        places = [at for at, of in enumerate(bands) if of == n] or [min(n, len(stretches) - 1)]
        at = places[0]
        for subject in band.subjects:
            at = next((place for place in places if subject.key in worded[place]), at)
            placed[at].append(subject)
    return placed


def _widths(stretches: Sequence[_Stretch]) -> Iterator[int]:
    """How many columns each stretch has: as its heads, else as those before."""
    width = 0
    for stretch in stretches:
        width = max((len(row.cells) for _, row in stretch.frame if row.kind == "head"), default=width)
        yield width


def _keys_in(stretch: _Stretch, width: int) -> list[Refs]:
    return [implied(row) for _, row in stretch.body if implied(row) and len(row.cells) == width]


def _band_of(draft: ComposedTable, keys: Sequence[Refs], place: int) -> int:
    """Which band a stretch words: that of the first of its rows, for rows begun later stand behind all others."""
    usual = min(place, len(draft.bands) - 1)
    order = [usual, *(n for n in range(len(draft.bands)) if n != usual)]
    of = [(key, n) for key in keys for n in order if key in {s.key for s in draft.bands[n].subjects}]
    return of[0][1] if of else usual


def _frame(band: Band, own: Sequence[Own], words: Words) -> Iterator[Line]:
    """The titles, leads and heads of its own; leads of what isn't there any more give way to those composed."""
    wanted = {row.key: row for row in band.frame if row.kind == "lead" and row.ref}
    allowed = {*wanted, *band.allowed}
    order = {key: n for n, key in enumerate((*band.allowed, *(k for k in wanted if k not in band.allowed)))}
    missing = [
        row for key, row in wanted.items() if key not in {row.key for _, row in own if row.kind == "lead"}
    ]
    for table, row in own:
        if row.kind != "lead" or not row.ref:
            yield Line(row, row, table)
            continue
        before = [m for m in missing if row.key in order and order[m.key] < order[row.key]]
        instead = [m for m in missing if row.key not in allowed and _kinds(m) == _kinds(row)][:1]
        for lead in before or instead:
            missing.remove(lead)
            yield _lead(lead, words)
        if row.key in allowed:
            yield Line(row, row, table)
    # A frame without any lead of its own is one the plan wants so.
    if any(row.kind == "lead" and row.ref for _, row in own):
        yield from (_lead(lead, words) for lead in missing)


def _lead(composed: PrintedRow, words: Words) -> Line:
    table, own = words.get((composed.key, 1), (None, None)) if composed.ref else (None, None)
    return Line(own or composed, own, table)


def _kinds(row: PrintedRow) -> set[str]:
    return {kind for kind, _ in row.refs}


def _body(
    own: Sequence[Own], subjects: Sequence[Subject], words: Words, at: Setting
) -> Iterator[tuple[Line, Subject | None, tuple[str, ...]]]:
    """The rows of the subjects, each followed by the rows about nothing that stand below it in the table."""
    followed: dict[Refs, list[Own]] = {}
    last: Refs = frozenset()
    kept = {s.key for s in subjects}
    for table, row in own:
        if not implied(row):
            followed.setdefault(last, []).append((table, row))
        elif implied(row) in kept:
            last = implied(row)
    loose = followed.get(frozenset(), [])
    yield from ((Line(row, row, table), None, at.heads) for table, row in loose)
    for subject in subjects:
        yield _line(subject, words, at), subject, at.heads
        yield from ((Line(row, row, table), None, at.heads) for table, row in followed.get(subject.key, ()))


# -- a table with the frame composed


def _by_draft(
    draft: ComposedTable, worded: Sequence[PrintedTable], words: Words, year: int
) -> Iterator[tuple[Line, Subject | None, tuple[str, ...]]]:
    """The table as composed; titles, leads, totals and notes in words of its own where there are any."""
    own = {
        kind: [(t, r) for t in worded for r in t.rows if r.kind == kind]
        for kind in ("title", "total", "note")
    }
    heads: tuple[str, ...] = ()
    told = [b for b in draft.bands if b.subjects] or draft.bands[:1]
    for n, band in enumerate(told):
        for row in band.frame:
            if row.kind == "lead":
                yield _lead(row, words), None, ()
            elif row.kind != "title" or not own["title"] or n:
                yield Line(row), None, ()
            else:
                yield from ((Line(r, r, t), None, ()) for t, r in own["title"])
                own["title"] = []
        heads = _heads(band.frame) or heads
        at = Setting(year, heads)
        yield from ((Line(PrintedRow(0, "row", cells)), None, heads) for cells in band.first)
        yield from ((_line(subject, words, at), subject, heads) for subject in band.subjects)
    for kind in ("total", "note"):
        composed = [(Line(row), None, heads) for row in draft.tail if row.kind == kind]
        yield from [(Line(r, r, t), None, heads) for t, r in own[kind]] or composed


# -- rows


def _line(subject: Subject, words: Words, at: Setting) -> Line:
    cells = cells_of(at, subject)
    table, own = words.get((subject.key, len(cells)), (None, None))
    if own is None:
        return Line(PrintedRow(0, "row", tuple(c.text for c in cells), subject.ref))
    kept = tuple(cell.kept(text) for cell, text in zip(cells, own.cells, strict=True))
    return Line(replace(own, cells=kept), own, table, tuple(cell.says for cell in cells))


def _heads(frame: Iterable[PrintedRow]) -> tuple[str, ...]:
    """What stands above each column, a cell's lines joined."""
    rows = [row for row in frame if row.kind == "head"]
    if not rows:
        return ()
    width = max(len(row.cells) for row in rows)
    last = PrintedRow(len(rows), "row", ("",) * width)
    return column_heads(
        PrintedTable("", 0, "", tuple(replace(r, ordinal=n) for n, r in enumerate(rows))), last
    )


def _summed(lines: Sequence[tuple[Line, Subject | None, tuple[str, ...]]]) -> Iterator[Line]:
    """The lines with every total and count as the rows above add up."""
    for n, (line, _, heads) in enumerate(lines):
        if line.row.kind not in ("total", "note"):
            yield line
            continue
        sums = _sums(lines[:n])
        if line.row.kind == "total":
            cells = total_cells(line.row.cells, heads, sums)
        else:
            cells = tuple(count_cell(text, sums) for text in line.row.cells)
        yield replace(line, row=replace(line.row, cells=_texts(cells)), says=tuple(c.says for c in cells))


def _texts(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(c.text for c in cells)


def _sums(above: Sequence[tuple[Line, Subject | None, tuple[str, ...]]]) -> Sums:
    rows = [(line.row, subject, heads) for line, subject, heads in above if line.row.kind == "row"]
    money = [amount_of(subject, row, heads) for row, subject, heads in rows]
    projects: dict[int, Project] = {p.number: p for _, s, _ in rows if s for p in s.projects}
    steps = [s.step for _, s, _ in rows if s and s.step]
    shares = [step.share for step in steps if step.share is not None]
    return Sums(
        sum((m for m in money if m is not None), Sums().money),
        sum(shares, Sums().money) if shares else None,
        tuple(projects.values()),
        len(steps),
    )


def _titled(draft: ComposedTable) -> str:
    """What the table is called: the last of its titles."""
    return next((row.cells[0] for row in reversed(draft.bands[0].frame) if row.kind == "title"), "")


def _sheet(name: str, titled: str, lines: Iterable[Line]) -> Sheet:
    numbered = tuple(replace(line, row=replace(line.row, ordinal=n)) for n, line in enumerate(lines, 1))
    return Sheet(PrintedTable(name, 0, titled, tuple(line.row for line in numbered)), numbered)
