"""Column types of register tables: stored in wire form, read as values.

Binding takes either form, so that folding the change log passes wire values through untouched.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.thai.fiscal import Month


class Hundredths(TypeDecorator[Decimal]):
    """``Decimal`` with two places (baht, points), stored as a whole number of hundredths (satang)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return int((value * 100).to_integral_exact()) if isinstance(value, Decimal) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


class _IsoDate(Date):
    """A column declared DATE that takes and gives ISO text as it is stored.

    Declared TEXT, SQLite leaves the index unused when the column is joined with a table of days.
    """

    def bind_processor(self, dialect: Dialect) -> None:
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        return None


class IsoDay(TypeDecorator[date]):
    """A day, stored as ISO text in a DATE column."""

    impl = _IsoDate
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _IsoDate()

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class IsoMonth(TypeDecorator[Month]):
    """A month, stored as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return str(value) if isinstance(value, Month) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Month | None:
        return None if value is None else Month.from_iso(value)


class IsoMinute(TypeDecorator[datetime]):
    """A day and minute of Bangkok time, stored as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, stored as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return int(value) if isinstance(value, bool) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


BY_KIND: dict[str, type[TypeEngine[Any]]] = {
    "text": Text,
    "long_text": Text,
    "money": Hundredths,
    "number": Hundredths,
    "whole": Integer,
    "day": IsoDay,
    "month": IsoMonth,
    "moment": IsoMinute,
    "choice": Text,
    "flag": Flag,
}
