"""Which figures differ between two states of a file: before and after a merge or a restore."""

from datetime import date

from core.office.figures.service import FigureService
from core.office.figures.types import MovedFigure
from core.office.session import Session


def moved_figures(
    before: Session, after: Session, year: int | None, as_of: date | None
) -> tuple[MovedFigure, ...]:
    """The indicators whose value as of the end of a day (None: today) isn't the same in both; none where one of them doesn't
    hold the fiscal year."""
    both = set(before.years) & set(after.years)
    if not both or (year is not None and year not in both):
        return ()
    was = {row.indicator.code: row.result.value for row in FigureService(before).indicators(year, as_of)}
    return tuple(
        MovedFigure(
            row.indicator.code,
            row.indicator.title,
            row.indicator.unit,
            was.get(row.indicator.code),
            row.result.value,
        )
        for row in FigureService(after).indicators(year, as_of)
        if row.result.value != was.get(row.indicator.code)
    )
