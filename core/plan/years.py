"""Years named in the plan's wording: which of them turn into the next year by rule, and which only a person can judge.

By rule turn: the plan's own year behind the words ปี or งบประมาณ (แผนปฏิบัติราชการประจำปี พ.ศ. 2563, ปีงบประมาณ ๒๕๖๓); a
month of the fiscal year without a day before it (มกราคม – มิถุนายน 2563); in a table's head every year of the target columns,
and the short years under the months (ต.ค. 62). Everything else stays: the day of a letter, a resolution, the span of a plan
of twenty years. Each digit keeps its kind, Thai or Arabic.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from core.plan.model import PrintedRow
from core.thai.dates import month_name, month_name_short
from core.thai.digits import THAI, to_arabic, to_thai
from core.thai.fiscal import FIRST_MONTH

# The plan prints targets of this year and of two before it.
YEARS_SHOWN = 3

_ERA = r"\s*(?:พ\.\s?ศ\.)?\s*"
_NUMBER_OF = {name(n): n for n in range(1, 13) for name in (month_name, month_name_short)}
_MONTHS = "|".join(re.escape(name) for name in sorted(_NUMBER_OF, key=len, reverse=True))
_NAMED = re.compile(rf"(?<!เหลื่อม)(?:ปี|(?<!เหลื่อมปี)งบประมาณ){_ERA}(?P<year>[0-9]{{4}})(?![0-9])")
# Money carried over is named by the year it was granted for, and stays so.
_CARRIED = re.compile(rf"เหลื่อมปี(?:งบประมาณ)?{_ERA}(?P<year>[0-9]{{4}})")
_OF_MONTH = re.compile(
    rf"(?P<day>[0-9]{{1,2}}\s*)?(?P<month>{_MONTHS}){_ERA}(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9])"
)
_ANY = re.compile(r"(?<![0-9,.])(?P<year>2[4-6][0-9]{2})(?![0-9,])")

Found = re.Match[str]


def moved_on(text: str, year: int) -> str:
    """The text with what names fiscal year ``year`` by rule naming the next one."""
    plain = to_arabic(text)
    return _written(text, (*_own(plain, year), *_months(plain, year)))


def head_moved_on(text: str, year: int) -> str:
    """The text of a table's head with every year of the columns up to ``year`` moved on by one."""
    plain = to_arabic(text)
    years = [m for m in _ANY.finditer(plain) if year - YEARS_SHOWN < int(m["year"]) <= year]
    return _written(text, (*years, *_months(plain, year)))


def cells_moved_on(row: PrintedRow, heads: tuple[str, ...], year: int) -> tuple[str, ...]:
    """The cells of a printed row of the plan of ``year`` as next year's plan prints them.

    ``heads`` is what stands above each cell. Where several columns are years, each takes what stood under the year
    after it, and the last keeps its own: next year's target starts as this one's.
    """
    turn = head_moved_on if row.kind == "head" else moved_on
    cells = [turn(cell, year) for cell in row.cells]
    columns = _year_columns(heads) if row.kind == "row" else []
    for at, following in pairwise(columns):
        cells[at] = row.cells[following]
    return tuple(cells)


def _year_columns(heads: tuple[str, ...]) -> list[int]:
    found = [(int(m["year"]), n) for n, head in enumerate(heads) if (m := _last_year(to_arabic(head)))]
    return [n for _, n in sorted(found)]


def _last_year(head: str) -> Found | None:
    *_, last = (None, *_ANY.finditer(head))
    return last if last is not None and last.end() == len(head) else None


def years_to_judge(text: str, year: int) -> tuple[int, ...]:
    """The years a text of the draft of ``year`` names that no rule can vouch for, ascending; those long past, as of the
    laws cited, are left alone."""
    plain = to_arabic(text)
    known = (*_own(plain, year), *_months(plain, year), *_CARRIED.finditer(plain))
    vouched = {m.start("year") for m in known}
    named = {int(m["year"]) for m in _ANY.finditer(plain) if m.start("year") not in vouched}
    return tuple(sorted(y for y in named if y >= year - YEARS_SHOWN))


def _own(plain: str, year: int) -> Iterator[Found]:
    return (m for m in _NAMED.finditer(plain) if int(m["year"]) == year)


def _months(plain: str, year: int) -> Iterator[Found]:
    """Months of the fiscal year, unless a day before the month makes it a date."""
    for match in _OF_MONTH.finditer(plain):
        named, month = int(match["year"]), _NUMBER_OF[match["month"]]
        calendar_year = named if named > 99 else year // 100 * 100 + named
        if match["day"] is None and calendar_year + (month >= FIRST_MONTH) == year:
            yield match


def _written(text: str, found: Iterable[Found]) -> str:
    """The text with each year found one higher, each digit of the kind it was."""
    for match in found:
        start, end = match.span("year")
        number = str(int(match["year"]) + 1)[-(end - start) :].rjust(end - start, "0")
        digits = (_KINDS[old in THAI](new) for old, new in zip(text[start:end], number, strict=True))
        text = text[:start] + "".join(digits) + text[end:]
    return text


_KINDS: dict[bool, Callable[[str], str]] = {True: to_thai, False: to_arabic}
