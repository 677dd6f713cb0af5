"""Days and times as LINE writes them, which depends on language and settings of whoever exported a chat."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone

from core.thai.dates import parse_day
from core.thai.digits import to_arabic
from core.thai.fiscal import BUDDHIST_OFFSET

BANGKOK = timezone(timedelta(hours=7))

_FIRST_BUDDHIST_YEAR = 2400
_DAY = re.compile(
    r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?(?:\s?\([^()]{1,12}\))?", re.ASCII
)
_BEFORE_NOON = ("am", "a.m.", "ก่อนเที่ยง", "午前", "上午", "오전")
_AFTER_NOON = ("pm", "p.m.", "หลังเที่ยง", "午後", "下午", "오후")
_HALF = "|".join(map(re.escape, (*_BEFORE_NOON, *_AFTER_NOON)))
_TIME = re.compile(
    rf"(?:({_HALF})\s?)?(\d{{1,2}})[:.時](\d{{2}})(?:[:.分](\d{{2}})?秒?)?\s?({_HALF}|น\.?)?", re.ASCII
)
_HOURS = 24
_NOON = 12


def day_of(text: str) -> date | None:
    """The day: year first with any of LINE's separators, the weekday behind it or not, else as Thai offices write days
    (``31/01/2563``); None for what can't be read, a day first with a Common Era year among it."""
    plain = _plain(text)
    found = _DAY.fullmatch(plain)
    try:
        if found is None:
            return parse_day(plain)
        year, month, day = map(int, found.groups())
        return date(year - BUDDHIST_OFFSET if year >= _FIRST_BUDDHIST_YEAR else year, month, day)
    except ValueError:
        return None


def time_of(text: str) -> timedelta | None:
    """The time since its day's midnight, to the minute; of ``24:02`` more than a day. Reads ``09:00``, ``9:00:30 AM``,
    ``午後1:06``, ``1:06 หลังเที่ยง``, with any kind of space; None for anything else."""
    found = _TIME.fullmatch(_plain(text))
    if found is None:
        return None
    before, hours, minutes, seconds, behind = found.groups()
    halves = [word for word in (before, behind) if word and not word.startswith("น")]
    hour, minute = int(hours), int(minutes)
    if minute > 59 or int(seconds or 0) > 59 or len(halves) > 1:
        return None
    if halves:
        late = halves[0] in _AFTER_NOON
        if hour >= _HOURS or (hour > _NOON and not late):
            return None
        hour = hour % _NOON + (_NOON if late else 0)
    return timedelta(hours=hour, minutes=minute) if hour <= _HOURS else None


def in_bangkok(day: date, since_midnight: timedelta, zone: timezone) -> datetime | None:
    """The moment of a zone in Bangkok time, without zone; None beyond the calendar."""
    try:
        moment = datetime.combine(day, time(), zone) + since_midnight
        return moment.astimezone(BANGKOK).replace(tzinfo=None)
    except OverflowError:
        return None


def _plain(text: str) -> str:
    """With ASCII digits, colons and spaces, in small letters."""
    return " ".join(to_arabic(unicodedata.normalize("NFKC", text)).casefold().split())
