"""Days, months and moments. A year of 2400 or more is Buddhist, whoever wrote it (docs/domain.md section 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from core.registers.fields import Complaint, Field, FieldType, Storage, Value
from core.registers.reading import FIRST_BUDDHIST_YEAR, parsed, refused
from core.thai.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    day_long,
    day_short,
    moment_short,
    month_long,
    month_short,
    parse_day,
    parse_moment,
    parse_month,
)
from core.thai.fiscal import BUDDHIST_OFFSET, Month

# Thai month names and Buddhist years (calendar 7) in Arabic digits, whatever the PC's language.
_THAI = "[$-107041E]"
_DAY_HELP = "โปรดพิมพ์ เช่น 31/01/2563"
_MONTH_HELP = "โปรดพิมพ์ เช่น 01/2563"
_MOMENT_HELP = "โปรดพิมพ์ เช่น 31/01/2563 09:15"

D = TypeVar("D")


@dataclass(frozen=True, kw_only=True, eq=False)
class Day(FieldType):
    """A ``date``; wire: ISO day."""

    def to_wire(self, value: Any) -> str:
        return str(value.isoformat())

    def from_wire(self, wire: Any) -> date:
        return date.fromisoformat(str(wire))

    def from_toml(self, raw: object) -> date | None:
        return _written(parse_day, raw)

    def read(self, field: Field, raw: object) -> Value:
        if isinstance(raw, str):
            return parsed(field, "value.day", parse_day, raw)
        if isinstance(raw, datetime):
            if raw.time() != time() or raw.tzinfo is not None:
                raise refused(field, raw, "มีเวลาอยู่ด้วย", _DAY_HELP, "value.day")
            raw = raw.date()
        if isinstance(raw, date):
            return _common_era(field, raw, _DAY_HELP)
        raise refused(field, raw, "ไม่ใช่วันที่", _DAY_HELP, "value.day")

    def complaint(self, field: Field, value: Any) -> Complaint | None:
        return _year(field, value)

    def show(self, value: Any) -> str:
        return day_short(value)

    def show_in_full(self, value: Any) -> str:
        return day_long(value)

    def on_day(self, day: date) -> Value:
        return day


@dataclass(frozen=True, kw_only=True, eq=False)
class OfMonth(FieldType):
    """A ``Month``; wire: ISO month."""

    def to_wire(self, value: Any) -> str:
        return str(value)

    def from_wire(self, wire: Any) -> Month:
        return Month.from_iso(str(wire))

    def from_toml(self, raw: object) -> Month | None:
        return _written(parse_month, raw)

    def read(self, field: Field, raw: object) -> Value:
        if isinstance(raw, str):
            return parsed(field, "value.month", parse_month, raw)
        if isinstance(raw, Month):
            return raw
        if isinstance(raw, date) and raw.day == 1:  # a spreadsheet makes the first day of "2020-01"
            return Month.of(DAY.read(field, raw))  # type: ignore[arg-type]  # which is a day
        raise refused(field, raw, "ไม่ใช่เดือน", _MONTH_HELP, "value.month")

    def complaint(self, field: Field, value: Any) -> Complaint | None:
        return _year(field, value)

    def show(self, value: Any) -> str:
        return month_short(value)

    def show_in_full(self, value: Any) -> str:
        return month_long(value)

    def native(self, value: Any) -> date:
        first: date = value.first_day
        return first

    def on_day(self, day: date) -> Value:
        return Month.of(day)

    def wire_at(self, day: date) -> str:
        return str(Month.of(day))

    def wire_after(self, day: date) -> str:
        return str(Month.of(day).next())


@dataclass(frozen=True, kw_only=True, eq=False)
class Moment(FieldType):
    """A ``datetime`` to the minute, Bangkok time without zone; wire: ISO minute, which begins with the day."""

    def to_wire(self, value: Any) -> str:
        return str(value.strftime("%Y-%m-%dT%H:%M"))

    def from_wire(self, wire: Any) -> datetime:
        return datetime.fromisoformat(str(wire))

    def from_toml(self, raw: object) -> datetime | None:
        return _written(parse_moment, raw)

    def read(self, field: Field, raw: object) -> Value:
        if isinstance(raw, str):
            return parsed(field, "value.moment", parse_moment, raw)
        if isinstance(raw, datetime):
            if raw.second or raw.microsecond or raw.tzinfo is not None:
                raise refused(field, raw, "มีวินาทีหรือเขตเวลาอยู่ด้วย", _MOMENT_HELP, "value.moment")
            return datetime.combine(_common_era(field, raw.date(), _MOMENT_HELP), raw.time())
        if isinstance(raw, date):  # how a spreadsheet hands over midnight; rules remark on it where it is odd
            return datetime.combine(_common_era(field, raw, _MOMENT_HELP), time())
        raise refused(field, raw, "ไม่ใช่วันและเวลา", _MOMENT_HELP, "value.moment")

    def complaint(self, field: Field, value: Any) -> Complaint | None:
        return _year(field, value)

    def show(self, value: Any) -> str:
        return moment_short(value)

    def show_in_full(self, value: Any) -> str:
        return f"{day_long(value)} {value:%H:%M}"

    def on_day(self, day: date) -> Value:
        """The clock's minute on that day."""
        return datetime.combine(day, datetime.now().time().replace(second=0, microsecond=0))


def _written(parse: Callable[[str], D], raw: object) -> D | None:
    """What a file's text or date means, in either century; None where it means none."""
    try:
        return parse(str(raw)) if isinstance(raw, str | date) else None
    except ValueError:
        return None


def _common_era(field: Field, day: date, advice: str) -> date:
    if day.year < FIRST_BUDDHIST_YEAR:
        return day
    try:
        return day.replace(year=day.year - BUDDHIST_OFFSET)
    except ValueError:  # 29 February of a year that is a leap year only as a Common Era number
        shown = f"{day.day:02d}/{day.month:02d}/{day.year}"
        raise refused(field, shown, "ไม่มีในปฏิทิน", advice, "value.day") from None


def _year(field: Field, value: date | Month) -> Complaint | None:
    year = value.year + BUDDHIST_OFFSET
    if FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return (
        "limit.year",
        f"{field.label} อยู่ในปี พ.ศ. {year} ซึ่งอยู่นอกช่วง พ.ศ. {FIRST_YEAR} ถึง {LAST_YEAR} โปรดตรวจปี",
    )


# Days are best typed as text in the Buddhist calendar, which a spreadsheet's own dates don't know.
DAY = Day(
    name="day",
    title="วันที่",
    python=date,
    storage=Storage.DAY,
    is_dated=True,
    noun="วันที่",
    width=14,
    number_format=f"{_THAI}d mmm yyyy;@",
    form_format="@",
    typing_help="พิมพ์ เช่น 31/1/2563",
)
MONTH = OfMonth(
    name="month",
    title="เดือน",
    python=Month,
    is_dated=True,
    noun="เดือน",
    number_format=f"{_THAI}mmm yyyy;@",
    form_format="@",
    typing_help="พิมพ์ เช่น ม.ค. 2563",
)
MOMENT = Moment(
    name="moment",
    title="วันที่และเวลา",
    python=datetime,
    is_dated=True,
    noun="เวลา",
    width=20,
    number_format=f"{_THAI}d mmm yyyy hh:mm;@",
    form_format="@",
    typing_help="พิมพ์ เช่น 31/1/2563 09.30",
)
TYPES = (DAY, MONTH, MOMENT)
