"""Targets in the plan's printed tables: a cell keeps its own words while they say the target, else it is composed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.plan.columns import column_heads
from core.plan.model import Indicator, Plan, PrintedRow, PrintedTable, Target
from core.plan.targets import NONE, agrees, composed, opening, says
from core.thai.digits import to_arabic

_YEAR = re.compile(r"25[0-9]{2}$")


@dataclass(frozen=True, slots=True)
class TargetCell:
    """A cell of a printed table that tells targets of a year: ``column`` of its row, its text, of which indicators."""

    column: int
    text: str
    of: tuple[tuple[Indicator, Target | None], ...]

    @property
    def faults(self) -> tuple[tuple[str, Indicator, Target], ...]:
        """The words that don't say a target, with whose it is."""
        parts = self._parts()
        if parts is None:
            whole = ((self.text, i, t) for i, t in self.of if t is not None)
            return tuple(fault for fault in whole if not _among(*fault))
        pairs = ((part, i, t) for part, (i, t) in zip(parts, self.of, strict=True) if t is not None)
        return tuple(pair for pair in pairs if not _agrees(*pair))

    @property
    def printed(self) -> str:
        """The cell as it is printed."""
        if not self.faults:
            return self.text
        parts = self._parts()
        if parts is None:
            parts = [f"{n}) " for n in range(1, len(self.of) + 1)]
        return "\n".join(
            part if t is None or _agrees(part, i, t) else f"{opening(part)}{_composed(i, t)}"
            for part, (i, t) in zip(parts, self.of, strict=True)
        )

    def _parts(self) -> list[str] | None:
        """The cell target by target, line by line or number by number; None where they can't be told apart."""
        if len(self.of) == 1:
            return [self.text]
        lines = self.text.split("\n")
        if len(lines) == len(self.of):
            return lines
        numbered: list[str] = []
        for line in lines:
            if numbered and not opening(line):
                numbered[-1] += f"\n{line}"
            else:
                numbered.append(line)
        return numbered if len(numbered) == len(self.of) else None


def _agrees(text: str, indicator: Indicator, target: Target) -> bool:
    return agrees(text, target.value, indicator.unit, indicator.comparison, target.value_to)


def _among(text: str, indicator: Indicator, target: Target) -> bool:
    return target.value is None or says(
        text, target.value, indicator.unit, indicator.comparison, target.value_to
    )


def _composed(indicator: Indicator, target: Target) -> str:
    if target.value is None:
        return NONE
    return composed(target.value, indicator.unit, indicator.comparison, target.value_to)


def target_cells(plan: Plan, table: PrintedTable, row: PrintedRow) -> Iterator[TargetCell]:
    """The cells of a row that tell targets of its indicators; none that are empty."""
    by_code = {i.code: i for i in plan.indicators}
    mine = [by_code[code] for kind, code in row.refs if kind == "indicator" and code in by_code]
    heads = column_heads(table, row) if row.kind == "row" and mine else ()
    for column, (head, text) in enumerate(zip(heads, row.cells, strict=False)):
        year = year_of(head, plan.fiscal_year)
        of = of_year(mine, year, plan.fiscal_year) if year is not None else ()
        if text and any(target for _, target in of):
            yield TargetCell(column, text, of)


def year_of(head: str, this_year: int) -> int | None:
    """The year whose targets stand under a heading; None for another column."""
    found = _YEAR.search(to_arabic(head))
    if found is None:
        return this_year if head.startswith("ค่าเป้าหมาย") else None
    return int(found[0]) if head.startswith("ค่าเป้าหมาย") or found.start() == 0 else None


def of_year(
    indicators: Iterable[Indicator], year: int, this_year: int
) -> tuple[tuple[Indicator, Target | None], ...]:
    """Indicators with their targets of a year. Of the plan's own year one that isn't there is none; of years before, of which
    tables may know more, None."""
    none = Target(year, "", None) if year == this_year else None
    return tuple((i, next((t for t in i.targets if t.year == year), none)) for i in indicators)
