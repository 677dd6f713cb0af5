"""What the reports of a period say of scores, where the plan gives weights: a column, and the totals beneath."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from core.indicators.result import Result
from core.indicators.scores import Scores, Total, scores_of
from core.plan.model import Indicator
from core.registers.field_types.numbers import plain
from core.reports.document import TableCell, TableColumn, TableRow, figure, total

HEAD = "คะแนน\nถ่วง\nน้ำหนัก"


class LineLike(Protocol):
    """An indicator with its figures."""

    @property
    def indicator(self) -> Indicator: ...
    @property
    def result(self) -> Result: ...


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """The column of points in a report's table; nothing at all where the plan gives no weight."""

    scores: Scores

    @classmethod
    def of(cls, lines: Iterable[LineLike]) -> "ScoreColumn":
        """The scores of a report's indicators."""
        return cls(scores_of((line.indicator, line.result) for line in lines))

    @property
    def is_there(self) -> bool:
        """True where the plan gives any weight."""
        return self.scores.are_kept

    def columns(self, weight: float) -> tuple[TableColumn, ...]:
        """The column, of that share of the width."""
        return (TableColumn(weight, "right"),) if self.is_there else ()

    def heads(self, rows: int = 1) -> tuple[TableCell, ...]:
        """Its heading, over so many rows."""
        return (TableCell(HEAD, rows=rows),) if self.is_there else ()

    def cells(self, code: str) -> tuple[TableCell, ...]:
        """An indicator's points."""
        return (figure(self.scores.of[code].weighted),) if self.is_there else ()

    def totals(self, before: int, after: int) -> tuple[TableRow, ...]:
        """The totals of each dimension, where there are several, and over all; ``before`` and ``after`` are how many columns
        stand on either side."""
        rows = totals_of(self.scores) if self.is_there else ()
        return tuple(
            total(
                (
                    TableCell(
                        f"{label} (น้ำหนัก {plain(one.weight)})", columns=before, bold=True, align="right"
                    ),
                    figure(one.weighted, bold=True),
                    *(TableCell(""),) * after,
                )
            )
            for label, one in rows
        )


def totals_of(scores: Scores) -> Iterator[tuple[str, Total]]:
    """The totals of the dimensions that have weights, where there are several, and the whole, each with what it is called."""
    weighed = {number: one for number, one in scores.dimensions.items() if one.weight}
    if len(weighed) > 1:
        yield from ((f"รวมมิติที่ {number}", one) for number, one in sorted(weighed.items()))
    yield "คะแนนรวม", scores.total


def bounds(low: Decimal | None, high: Decimal | None) -> str:
    """From what to what points can still come to, as it is shown: ``8.50–12.00``; "" where nothing is bounded, or they are one."""
    texts = [str(figure(value).text) for value in (low, high) if value is not None]
    return "–".join(texts) if len(set(texts)) > 1 else ""
