"""Working days of Bangkok government offices.

Monday to Friday without public holidays, their in-lieu days and the days the Cabinet declared. วันพืชมงคล counts
as a holiday, วันแรงงาน and วันเด็ก don't. The days are those of the library ``holidays`` (categories public and
government), written down in ``resources/holidays/official.txt`` because importing it takes longer than counting a due day
does, and set right by ``corrections.toml`` beside it; an office's own additions and removals come on top. Where the
library knows nothing, only weekends are free.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from core import resources
from core.thai.fiscal import first_day_of, last_day_of

SATURDAY = 5
OPENS, CLOSES = time(8, 30), time(16, 30)  # of offices, on working days
_IN_LIEU = "ชดเชย"


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """A day on which offices are closed by decision, whatever weekday it falls on; ``source`` says whose."""

    day: date
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class _Year:
    """One Common Era year: its holidays and its working days in order."""

    holidays: dict[date, Holiday]
    working: tuple[date, ...]


@dataclass(frozen=True)
class WorkingCalendar:
    """The calendar working days are counted by; two are equal when they hold the same additions and removals.

    ``removals`` make official holidays ordinary; ``additions`` close the office and win over removals. Years are
    worked out when first asked for.
    """

    additions: tuple[Holiday, ...] = ()
    removals: tuple[date, ...] = ()
    _open: dict[date, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_working_day(self, day: date) -> bool:
        """True on a day offices are open."""
        known = self._open.get(day)
        if known is None:
            known = self._open[day] = day.weekday() < SATURDAY and day not in self._year(day.year).holidays
        return known

    def holiday(self, day: date) -> Holiday | None:
        """The holiday a day is; None on any other day, plain weekends too."""
        return self._year(day.year).holidays.get(day)

    def nth_working_day_after(self, day: date, n: int) -> date:
        """The n-th working day counted from the day after ``day`` (received 24 Oct 2019, n = 7: 6 Nov 2019).

        ``n`` is 1 or more, else ValueError.
        """
        if n < 1:
            raise ValueError(f"n must be 1 or more, not {n}")
        year, working = day.year, self._year(day.year).working
        place = bisect_right(working, day) + n - 1
        while place >= len(working):
            place -= len(working)
            year += 1
            working = self._year(year).working
        return working[place]

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start``, up to and including ``end``; negative when end < start."""
        if end < start:
            return -self.working_days_between(end, start)
        whole_years = sum(len(self._year(year).working) for year in range(start.year, end.year))
        return whole_years + self._passed(end) - self._passed(start)

    def office_time_after(self, moment: datetime, length: timedelta) -> datetime:
        """The moment at which offices have been open that long since ``moment``: 8:30 to 16:30 on working days."""
        left = length
        while True:
            closes = datetime.combine(moment.date(), CLOSES)
            begins = max(moment, datetime.combine(moment.date(), OPENS))
            if self.is_working_day(moment.date()) and begins < closes:
                if begins + left <= closes:
                    return begins + left
                left -= closes - begins
            moment = datetime.combine(moment.date() + timedelta(days=1), OPENS)

    def holidays_between(self, start: date, end: date) -> tuple[Holiday, ...]:
        """The holidays from ``start`` to ``end``, both inclusive, in order; those on weekends too."""
        years = (self._year(year).holidays.values() for year in range(start.year, end.year + 1))
        return tuple(h for holidays in years for h in holidays if start <= h.day <= end)

    def holidays_of(self, fiscal_year: int) -> tuple[Holiday, ...]:
        """The holidays of a fiscal year (Buddhist, October to September), in order; those on weekends too."""
        return self.holidays_between(first_day_of(fiscal_year), last_day_of(fiscal_year))

    def _passed(self, day: date) -> int:
        """Working days of the day's year, the day itself included."""
        return bisect_right(self._year(day.year).working, day)

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            self._years[year] = self._worked_out(year)
        return self._years[year]

    def _worked_out(self, year: int) -> _Year:
        own = {h.day: h for h in self.additions if h.day.year == year}
        kept = {day: h for day, h in official_holidays(year).items() if day not in self.removals}
        holidays = dict(sorted((kept | own).items()))
        return _Year(holidays, tuple(d for d in _weekdays(year) if d not in holidays))


def end_of(day: date) -> datetime:
    """The midnight at the end of a day."""
    return datetime.combine(day + timedelta(days=1), time())


def government_calendar(
    corrections: Iterable[Holiday] = (), removals: Iterable[date] = ()
) -> WorkingCalendar:
    """The calendar of Bangkok government offices with an office's own additions and removals on top."""
    return WorkingCalendar(tuple(corrections), tuple(removals))


@lru_cache(maxsize=64)
def official_holidays(year: int) -> dict[date, Holiday]:
    """The official holidays of a Common Era year; a shared result, not to be changed."""
    corrections = _corrections()
    found = {h.day: h for h in _published_in(year, frozenset(c["name"] for c in corrections.get("drop", ())))}
    for removal in corrections.get("remove", ()):
        found.pop(removal["day"], None)
    added = [Holiday(c["day"], c["name"], c["source"]) for c in corrections.get("add", ())]
    return found | {h.day: h for h in added if h.day.year == year}


def _published_in(year: int, dropped: frozenset[str]) -> list[Holiday]:
    source, days = _published()
    read = (line.partition(" ") for line in days.get(str(year), ()))
    named = ((day, _office_name(name, dropped)) for day, _, name in read)
    return [Holiday(date.fromisoformat(day), name, source) for day, name in named if name]


@lru_cache(maxsize=1)
def _published() -> tuple[str, dict[str, list[str]]]:
    """The source, and the file's lines by Common Era year."""
    source, *lines = resources.path("holidays", "official.txt").read_text("utf-8").splitlines()
    return source, {year: list(days) for year, days in groupby(lines, key=lambda line: line[:4])}


def _office_name(name: str, dropped: frozenset[str]) -> str:
    """The name without the holidays offices don't keep; empty when nothing is left."""
    parts = (part.strip() for part in name.split(";"))
    return "; ".join(part for part in parts if part.removeprefix(_IN_LIEU) not in dropped)


@lru_cache(maxsize=1)
def _corrections() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(resources.path("holidays", "corrections.toml").read_text("utf-8"))


def _weekdays(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return (day for day in days if day.weekday() < SATURDAY)
