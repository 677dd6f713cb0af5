"""How answers are written: JSON for scripts, aligned Thai tables for people."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.thai.numbers import format_decimal

if TYPE_CHECKING:
    from core.indicators.goals import Goal

# Units counted in whole things; every other figure has two decimals.
UNIT_LABELS = {"percent": "ร้อยละ", "piece": "ชิ้น", "person": "คน", "level": "ระดับ"}
GAP = "  "
NOTHING = "-"


def figure(value: Decimal | None, unit: str = "percent") -> str | None:
    """A figure as the command line promises it: two decimals, half up; counts whole; None where there is none."""
    from core.indicators.amounts import places_of

    return None if value is None else format_decimal(value, places_of(unit))


def quantity(value: Decimal | None) -> str | None:
    """A numerator or denominator: whole where it is whole, else two decimals."""
    if value is None:
        return None
    return format_decimal(value, 0 if value == value.to_integral_value() else 2)


def shown(value: Decimal | None, unit: str = "percent") -> str:
    """A figure in a table for people, as its unit is written; ``-`` where there is none."""
    from core.indicators.amounts import places_of

    return NOTHING if value is None else format_decimal(value, places_of(unit, value))


def goal(promised: "Goal | None", unit: str) -> str:
    """A target in a table for people: ``80.00``, ``≤ 5``, ``60.00-80.00``."""
    if promised is None:
        return NOTHING
    ends = "-".join(shown(end, unit) for end in promised.ends)
    return f"≤ {ends}" if promised.less_is_better else ends


def answer(data: Mapping[str, Any]) -> None:
    """Writes a JSON answer."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def width(text: str) -> int:
    """How many columns a terminal needs: Thai marks above and below stand on their consonant and need none."""
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with spaces to a terminal width; ``right`` sets it to the right, as numbers are."""
    space = " " * max(columns - width(text), 0)
    return space + text if right else text + space


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> None:
    """Writes rows under their headings; ``numbers`` are the columns set to the right. Empty: says so."""
    lines = [[_one_line(cell) for cell in row] for row in rows]
    if not lines:
        print("(ไม่มีรายการ)")
        return
    widths = [max(width(line[n]) for line in (headings, *lines)) for n in range(len(headings))]
    for line in (headings, ["─" * w for w in widths], *lines):
        cells = (padded(c, w, right=n in numbers) for n, (c, w) in enumerate(zip(line, widths, strict=True)))
        print(GAP.join(cells).rstrip())


def _one_line(text: str) -> str:
    return " ".join(text.split())
