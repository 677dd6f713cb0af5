"""Fiscal years and their months.

A Thai fiscal year (ปีงบประมาณ) is named by the Buddhist year it ends in: FY2563 runs from 1 October 2562
(2019) to 30 September 2563 (2020), both days inclusive.
"""

from dataclasses import dataclass
from datetime import date, timedelta

BUDDHIST_OFFSET = 543
FIRST_MONTH = 10


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; ``year`` is the Common Era year. ``str`` gives ISO ``2020-01``."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.year <= 9998):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def from_iso(cls, text: str) -> "Month":
        """``2020-01`` -> January 2020. Raises ValueError for anything else."""
        year, _, month = text.partition("-")
        if len(year) != 4 or len(month) != 2:
            raise ValueError(f"not an ISO month: {text}")
        return cls(int(year), int(month))

    @property
    def buddhist_year(self) -> int:
        """The Buddhist year, 2563 for 2020."""
        return self.year + BUDDHIST_OFFSET

    @property
    def first_day(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return self.next().first_day - timedelta(days=1)

    @property
    def fiscal_year(self) -> int:
        """The fiscal year the month belongs to (Buddhist)."""
        return fiscal_year_of(self)

    def next(self, count: int = 1) -> "Month":
        """The month ``count`` months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + count
        return Month(index // 12, index % 12 + 1)


def fiscal_year_of(day: date | Month) -> int:
    """The fiscal year (Buddhist) a day or month belongs to: 1 Oct 2019 -> 2563."""
    return day.year + BUDDHIST_OFFSET + (1 if day.month >= FIRST_MONTH else 0)


def quarter_of(month: Month) -> int:
    """The quarter of its fiscal year a month lies in: October 1, September 4."""
    return (month.month - FIRST_MONTH) % 12 // 3 + 1


def stretch_of(month: Month, months: int) -> tuple[Month, Month]:
    """The first and last month of the stretch of so many months (1, 3, 12) that a month's fiscal year has it in."""
    first = month.next(-((month.month - FIRST_MONTH) % months))
    return first, first.next(months - 1)


def first_day_of(fiscal_year: int) -> date:
    """1 October the fiscal year begins on."""
    return date(fiscal_year - BUDDHIST_OFFSET - 1, FIRST_MONTH, 1)


def last_day_of(fiscal_year: int) -> date:
    """30 September the fiscal year ends on (inclusive)."""
    return date(fiscal_year - BUDDHIST_OFFSET, FIRST_MONTH - 1, 30)


def months_of(fiscal_year: int) -> tuple[Month, ...]:
    """The twelve months October to September."""
    first = Month.of(first_day_of(fiscal_year))
    return tuple(first.next(n) for n in range(12))
