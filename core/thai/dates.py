"""Days, months and minutes as Thai offices write them.

Day/month/year is always Buddhist (two digits mean 25xx). In ISO notation a year of 2400 or more is Buddhist too,
a smaller one is Common Era. Years from B.E. 2400 to 2699 (C.E. 1857-2156), both inclusive, are read; anything
else is more likely a slip. Every ValueError of this module carries one Thai sentence for the person who typed.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time

from core.thai.fiscal import BUDDHIST_OFFSET, Month
from core.thai.folding import fold
from core.thai.quote import quoted

FIRST_YEAR = 2400  # Buddhist, inclusive
LAST_YEAR = 2699  # Buddhist, inclusive
_PLAIN_IN_TWO_DIGITS = range(2550, 2600)

_NAMES = (
    ("ม.ค.", "มกราคม"),
    ("ก.พ.", "กุมภาพันธ์"),
    ("มี.ค.", "มีนาคม"),
    ("เม.ย.", "เมษายน"),
    ("พ.ค.", "พฤษภาคม"),
    ("มิ.ย.", "มิถุนายน"),
    ("ก.ค.", "กรกฎาคม"),
    ("ส.ค.", "สิงหาคม"),
    ("ก.ย.", "กันยายน"),
    ("ต.ค.", "ตุลาคม"),
    ("พ.ย.", "พฤศจิกายน"),
    ("ธ.ค.", "ธันวาคม"),
)
_NUMBER_OF = {name.replace(".", ""): n for n, pair in enumerate(_NAMES, 1) for name in pair}

_YEAR = r"(?:พ\.?\s?ศ\.?\s?)?(\d{4}|\d{2})"
_NAME = r"([ก-๙.]+?)"
_SEP = r"\s?([-/.])\s?"
_BETWEEN = r"(?:\s?[-/]\s?|\s)?"
_ISO_DAY = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})\s?\2\s?(\d{{1,2}})", re.ASCII)
_NUMERIC_DAY = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}})", re.ASCII)
_RUN_OF_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})", re.ASCII)
_NAMED_DAY = re.compile(rf"(\d{{1,2}}){_BETWEEN}{_NAME}{_BETWEEN}{_YEAR}", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})\s?-\s?(\d{1,2})", re.ASCII)
_NUMERIC_MONTH = re.compile(r"(\d{1,2})\s?/\s?(\d{4}|\d{2})", re.ASCII)
_NAMED_MONTH = re.compile(rf"{_NAME}{_BETWEEN}{_YEAR}", re.ASCII)
_CLOCK = r"(\d{1,2})([:.])(\d{2})(?:\3(\d{2})(?:[.,]0+)?)?\s?(?:น\.?)?"
_MOMENT = re.compile(rf"(.+?)(?:(?<=\d)T|\s){_CLOCK}", re.ASCII)
# Without a mark between hour and minute: 300663 0920.
_IN_FOUR = r"([01]\d|2[0-3])([0-5]\d)\s?(?:น\.?)?"
_MOMENT_IN_FOUR = re.compile(rf"(.+?)(?:(?<=\d)T|\s){_IN_FOUR}", re.ASCII)
_TIME, _TIME_IN_FOUR = re.compile(_CLOCK, re.ASCII), re.compile(_IN_FOUR, re.ASCII)
# How a spreadsheet, or a database, writes a day.
_AT_MIDNIGHT = re.compile(
    r"(.+?)(?:(?<=\d)T|\s)00?(?P<mark>[:.])00(?:(?P=mark)00(?:[.,]0+)?)?\s?(?:น\.?)?", re.ASCII
)

_DAY_HELP = "ให้พิมพ์แบบ 31/01/2563 หรือ 31 ม.ค. 63"
_MONTH_HELP = "ให้พิมพ์แบบ 01/2563 หรือ ม.ค. 63"
_MOMENT_HELP = "ให้พิมพ์แบบ 31/01/2563 09:15"


def parse_day(text: str) -> date:
    """The day a person wrote.

    Reads ``2020-01-31``, ``2563-01-31``, ``31/01/2563``, ``31 / 1 / 2563``, ``31.1.63``, ``310163``, ``31012563``,
    ``31 ม.ค. 63``, ``31-ม.ค.-63``, ``31 มกราคม พ.ศ. 2563``, in Thai digits as well, and each at midnight
    (``31/1/2563 0:00``). Raises ValueError (a Thai sentence) for anything else, for a day that doesn't exist, and for a
    Common Era year where a Buddhist one belongs.
    """
    clean = fold(text)
    midnight = _AT_MIDNIGHT.fullmatch(clean)
    return _parsed_day(text, midnight[1] if midnight else clean)


def _parsed_day(text: str, clean: str) -> date:
    if match := _ISO_DAY.fullmatch(clean):
        return _day(text, _iso_year(text, match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC_DAY.fullmatch(clean):
        return _day(text, _buddhist_year(text, match[4]), int(match[3]), int(match[1]))
    if match := _RUN_OF_DIGITS.fullmatch(clean):
        return _day(text, _buddhist_year(text, match[3]), int(match[2]), int(match[1]))
    if match := _NAMED_DAY.fullmatch(clean):
        return _day(text, _buddhist_year(text, match[3]), _named(text, match[2], _DAY_HELP), int(match[1]))
    raise ValueError(_unread("วันที่", text, _DAY_HELP))


def parse_month(text: str) -> Month:
    """The month a person wrote.

    Reads ``2563-06``, ``2020-06``, ``06/2563``, ``6/63``, ``มิ.ย. 63``, ``มิ.ย.-63``, ``มิถุนายน 2563``, in Thai digits
    as well.
    Raises ValueError (a Thai sentence) for anything else.
    """
    clean = fold(text)
    if match := _ISO_MONTH.fullmatch(clean):
        return _month(text, _iso_year(text, match[1]), int(match[2]))
    if match := _NUMERIC_MONTH.fullmatch(clean):
        return _month(text, _buddhist_year(text, match[2]), int(match[1]))
    if match := _NAMED_MONTH.fullmatch(clean):
        return _month(text, _buddhist_year(text, match[2]), _named(text, match[1], _MONTH_HELP))
    raise ValueError(_unread("เดือน", text, _MONTH_HELP))


def parse_moment(text: str, day: date | None = None) -> datetime:
    """The day and minute a person wrote, Bangkok time without zone.

    Any day that ``parse_day`` reads, then ``T`` or a space, then ``09:15``, ``9.15``, ``9.15 น.`` or ``0915``; seconds
    only when they are 00, for cutting others off would change what was written. A time alone is of ``day``, where one is
    given. Raises ValueError (a Thai sentence).
    """
    clean = fold(text)
    if day is not None and (match := _TIME.fullmatch(clean)):
        return _at(text, day, match[1], match[3], match[4])
    if day is not None and (match := _TIME_IN_FOUR.fullmatch(clean)):
        return _at(text, day, match[1], match[2])
    if match := _MOMENT.fullmatch(clean):
        return _at(text, _parsed_day(text, match[1]), match[2], match[4], match[5])
    if match := _MOMENT_IN_FOUR.fullmatch(clean):
        return _at(text, _parsed_day(text, match[1]), match[2], match[3])
    raise ValueError(_unread("วันและเวลา", text, _MOMENT_HELP))


def _at(text: str, day: date, hours: str, minutes: str, seconds: str | None = None) -> datetime:
    hour, minute = int(hours), int(minutes)
    if hour > 23 or minute > 59:
        raise ValueError(f'ไม่มีเวลา "{hours}:{minutes}" ให้พิมพ์เวลา 00:00 ถึง 23:59')
    if seconds not in (None, "00"):
        raise ValueError(f"เวลาใน {quoted(text)} มีวินาที ให้พิมพ์ถึงนาที เช่น {hour:02d}:{minute:02d}")
    return datetime.combine(day, time(hour, minute))


def month_name(month: int) -> str:
    """``6`` -> ``มิถุนายน``; months are 1 to 12."""
    return _NAMES[_checked(month) - 1][1]


def month_name_short(month: int) -> str:
    """``6`` -> ``มิ.ย.``; months are 1 to 12."""
    return _NAMES[_checked(month) - 1][0]


def day_short(day: date) -> str:
    """``30 มิ.ย. 63``; the year in full where its century could be mistaken (``31 ม.ค. 2520``)."""
    return f"{day.day} {month_name_short(day.month)} {_short_year(day.year)}"


def day_long(day: date) -> str:
    """``30 มิถุนายน 2563``."""
    return f"{day.day} {month_name(day.month)} {day.year + BUDDHIST_OFFSET}"


def day_numeric(day: date) -> str:
    """``30/06/2563``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year + BUDDHIST_OFFSET}"


def month_short(month: Month) -> str:
    """``มิ.ย. 63``; the year in full where its century could be mistaken."""
    return f"{month_name_short(month.month)} {_short_year(month.year)}"


def month_long(month: Month) -> str:
    """``มิถุนายน 2563``."""
    return f"{month_name(month.month)} {month.buddhist_year}"


def moment_short(moment: datetime) -> str:
    """``30 มิ.ย. 63 09:15``."""
    return f"{day_short(moment)} {moment:%H:%M}"


def moment_numeric(moment: datetime) -> str:
    """``30/06/2563 09:15``."""
    return f"{day_numeric(moment)} {moment:%H:%M}"


def _short_year(common_era: int) -> str:
    # Two digits are read back as 25xx, but 00 to 49 might as well be Common Era (20 is 2520, or 2020): these years, and
    # those of other centuries, are written in full.
    year = common_era + BUDDHIST_OFFSET
    return f"{year % 100:02d}" if year in _PLAIN_IN_TWO_DIGITS else str(year)


def _checked(month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError(f"ไม่มีเดือนที่ {month} ให้ใช้เดือน 1 ถึง 12")
    return month


def _unread(what: str, text: str, advice: str) -> str:
    if not text.strip():
        return f"ยังไม่ได้กรอก{what} {advice}"
    return f"อ่าน{what} {quoted(text)} ไม่ได้ {advice}"


def _named(text: str, name: str, advice: str) -> int:
    number = _NUMBER_OF.get(name.replace(".", ""))
    if number is None:
        raise ValueError(f'ไม่รู้จักเดือน "{name}" ใน {quoted(text)} {advice}')
    return number


def _iso_year(text: str, written: str) -> int:
    """The Common Era year of an ISO notation."""
    year = int(written)
    return _within(text, year if year >= FIRST_YEAR else year + BUDDHIST_OFFSET)


def _buddhist_year(text: str, written: str) -> int:
    """The Common Era year of a day/month/year notation."""
    year = int(written) + (2500 if len(written) == 2 else 0)
    meant = year + BUDDHIST_OFFSET
    if year < FIRST_YEAR and FIRST_YEAR <= meant <= LAST_YEAR:
        raise ValueError(f"ปีใน {quoted(text)} เป็น ค.ศ. ให้พิมพ์เป็นปี พ.ศ. คือ {meant}")
    return _within(text, year)


def _within(text: str, buddhist: int) -> int:
    if not FIRST_YEAR <= buddhist <= LAST_YEAR:
        raise ValueError(f"ปีใน {quoted(text)} อยู่นอกช่วง พ.ศ. {FIRST_YEAR} ถึง {LAST_YEAR} ให้ตรวจปีอีกครั้ง")
    return buddhist - BUDDHIST_OFFSET


def _month(text: str, year: int, month: int) -> Month:
    if not 1 <= month <= 12:
        raise ValueError(f"ไม่มีเดือนที่ {month} ใน {quoted(text)} ให้ใช้เดือน 1 ถึง 12")
    return Month(year, month)


def _day(text: str, year: int, month: int, day: int) -> date:
    name = month_long(_month(text, year, month))
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise ValueError(f"ไม่มีวันที่ {day} {name} เดือนนี้มี {length} วัน ให้ตรวจวันที่อีกครั้ง")
    return date(year, month, day)
