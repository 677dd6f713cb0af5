"""One target: the number with the indicator's comparison and unit. The plan's own wording of it is printed while it
says just that, else the target is composed.

Source: docs/domain.md section 6 ("The target is the number").
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core.indicators.goals import Goal
from core.plan.model import Indicator
from core.thai.dates import month_name, month_name_short
from core.thai.digits import to_arabic
from core.thai.folding import fold

NONE = "---"  # how the plan's tables print that a year has no target

_COMPARED = {
    "ge": "ไม่น้อยกว่า ไม่ต่ำกว่า อย่างน้อย อย่างต่ำ ขั้นต่ำ ตั้งแต่ มากกว่าหรือเท่ากับ สูงกว่าหรือเท่ากับ >= ≥",
    "le": "ไม่มากกว่า ไม่สูงกว่า ไม่เกินกว่า ไม่เกิน อย่างมาก อย่างสูง น้อยกว่าหรือเท่ากับ ต่ำกว่าหรือเท่ากับ <= ≤",
    "gt": "มากกว่า สูงกว่า เกินกว่า เกิน >",
    "lt": "น้อยกว่า ต่ำกว่า <",
    "eq": "เท่ากับ =",
}
_BEHIND = {"ge": "ขึ้นไป เป็นอย่างน้อย เป็นอย่างต่ำ หรือมากกว่า", "le": "ลงมา เป็นอย่างมาก หรือน้อยกว่า"}
_UNIT_BEFORE = {"percent": "ร้อยละ", "level": "ระดับ"}
_UNIT_BEHIND = {
    "percent": "% เปอร์เซ็นต์ เปอร์เซนต์",
    "piece": "ชิ้นงาน ชิ้น",
    "person": "คน",
    "time": "วันทำการ วัน สัปดาห์ เดือน ไตรมาส ปี ชั่วโมง นาที",  # by when it is to be reached
}


def _of(words: dict[str, str]) -> dict[str, str]:
    return {word: code for code, listed in words.items() for word in listed.split()}


def _any(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_COMPARISONS, _ENDINGS, _BEFORE_IT, _BEHIND_IT = map(_of, (_COMPARED, _BEHIND, _UNIT_BEFORE, _UNIT_BEHIND))
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_ALONE = r"(?<![0-9.,])", r"(?![0-9]|[.,][0-9])"
_GAP = r"[\s():]*"
_PHRASE = re.compile(
    rf"(?P<goal>เป้าหมาย{_GAP})?(?:(?P<compared>{_any(_COMPARISONS)}){_GAP})?(?:จำนวน{_GAP})?(?:(?P<before>{_any(_BEFORE_IT)}){_GAP})?"
    rf"{_ALONE[0]}(?P<number>{_NUMBER}){_ALONE[1]}"
    rf"(?:\s*(?:-|–|—|ถึง)\s*(?:ร้อยละ\s*)?(?P<to>{_NUMBER}))?"
    rf"(?:\s*(?P<behind>{_any(_BEHIND_IT)}))?(?:\s*(?P<ending>{_any(_ENDINGS)}))?"
)
_ORDINAL = re.compile(r"\s*[0-9]+(?:\)\s*|\.\s+)")
_MONTHS = "|".join(re.escape(name(n)) for name in (month_name, month_name_short) for n in range(1, 13))
_DATE = re.compile(
    rf"(?:[0-9]{{1,2}}\s*)?(?:{_MONTHS})\s*(?:พ\.\s?ศ\.\s*)?2[0-9]{{3}}|(?:ปี|งบประมาณ|พ\.\s?ศ\.)\s*2[0-9]{{3}}(?![0-9])"
)
_NOTHING = re.compile(r"[\s\-–—]*")


@dataclass(frozen=True, slots=True)
class WordedTarget:
    """What a wording says: a number, and comparison and unit where it names them ("" where it doesn't). ``comparison``
    is also "gt", "lt", or "between" for a span of numbers, up to ``to``; ``unit`` also "time"; ``goal``: it calls it a
    target; ``words`` as it stands there."""

    number: Decimal
    comparison: str
    unit: str
    goal: bool
    words: str
    to: Decimal | None = None


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[WordedTarget, ...]:
    """The amounts a wording names, as they stand: numbers in either kind of digits, but no ordinal before them, no
    year and no day. Kept: checking a plan asks for a wording several times, and again after each edit."""
    plain = fold(text)
    undated = _DATE.sub(lambda found: " " * len(found[0]), plain)
    return tuple(map(_said, _PHRASE.finditer(undated, len(opening(plain)))))


def opening(text: str) -> str:
    """The number of its line before a wording, with the space behind it: ``1) ``; "" where there is none."""
    found = _ORDINAL.match(to_arabic(text))
    return text[: found.end()] if found else ""


def _said(found: re.Match[str]) -> WordedTarget:
    before, behind = found["before"], found["behind"]
    compared = _COMPARISONS.get(found["compared"] or "", "") or _ENDINGS.get(found["ending"] or "", "")
    return WordedTarget(
        _number(found["number"]),
        "between" if found["to"] else compared,
        _BEFORE_IT.get(before or "", "") or _BEHIND_IT.get(behind or "", ""),
        bool(found["goal"]),
        found[0],
        _number(found["to"]) if found["to"] else None,
    )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def amount_in(text: str, unit: str) -> WordedTarget | None:
    """The amount of that unit a wording names first: one with the unit, else one without any; None where it names none."""
    found = read(text)
    return next((s for s in found if s.unit == unit), None) or next((s for s in found if not s.unit), None)


def agrees(
    text: str, value: Decimal | None, unit: str, comparison: str, value_to: Decimal | None = None
) -> bool:
    """True where a wording says the target: its number, nothing but its comparison and its unit.

    Where there is no number, any wording that names none of that unit.
    """
    found = amount_in(text, unit)
    if value is None:
        return found is None or not (found.unit or _is_bare(text))
    return found is not None and is_target(found, value, comparison, value_to)


def says(text: str, value: Decimal, unit: str, comparison: str, value_to: Decimal | None = None) -> bool:
    """True where a target is among the amounts a wording names."""
    found = (said for said in read(text) if said.unit in ("", unit))
    return any(is_target(said, value, comparison, value_to) for said in found)


def is_target(found: WordedTarget, value: Decimal, comparison: str, value_to: Decimal | None = None) -> bool:
    """True where an amount is the target, whatever its unit."""
    if comparison == "between":
        return (found.number, found.to) == (value, value_to)
    # An amount alone reads as one to reach: where it must not be passed the words say so.
    alone = found.comparison == "" and comparison != "le"
    return found.number == value and (alone or found.comparison == comparison)


def _is_bare(text: str) -> bool:
    """True for a number by itself."""
    return re.fullmatch(_NUMBER, to_arabic(text).strip()) is not None


def composed(value: Decimal, unit: str, comparison: str, value_to: Decimal | None = None) -> str:
    """A target in words: ``ไม่น้อยกว่าร้อยละ 80.00``, ``ร้อยละ 60.00-80.00``, ``ไม่เกิน 3 ชิ้นงาน``, ``ระดับ 5.00``."""
    return Goal(comparison, value, value_to).words(unit)


def worded(
    text: str, value: Decimal | None, unit: str, comparison: str, value_to: Decimal | None = None
) -> str:
    """A target as it is printed: in the plan's wording while that says it, else composed; "" for none."""
    if not _NOTHING.fullmatch(text) and agrees(text, value, unit, comparison, value_to):
        return text
    return "" if value is None else composed(value, unit, comparison, value_to)


def printed_target(indicator: Indicator, year: int, *, brief: bool = False) -> str:
    """A year's target of an indicator as it is printed; "" where the plan sets none. Without a wording of its own, a ``brief``
    one has no more decimals than its number."""
    target = next((t for t in indicator.targets if t.year == year), None)
    if target is None:
        return ""
    if brief and not target.text and target.value is not None:
        return Goal(indicator.comparison, target.value, target.value_to).words(indicator.unit, brief=True)
    return worded(target.text, target.value, indicator.unit, indicator.comparison, target.value_to)


def target_in_words(indicator: Indicator, year: int) -> str:
    """The target of a fiscal year as it is printed, else who sets it; "" for neither."""
    agency = f"ตามที่ {indicator.agency} กำหนด" if indicator.agency else ""
    return printed_target(indicator, year) or agency
