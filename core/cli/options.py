"""The arguments and options commands share, and how their text is read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from core.faults import UsageRefusal
from core.thai.dates import parse_day, parse_month
from core.thai.digits import to_arabic
from core.thai.fiscal import Month, months_of

T = TypeVar("T")


def reader(read: Callable[[str], T]) -> Callable[[str | T], T]:
    """A parser whose Thai sentence reaches the person who typed."""

    def parse(text: str | T) -> T:
        if not isinstance(text, str):
            return text
        try:
            return read(text)
        except ValueError as fault:
            raise typer.BadParameter(str(fault)) from fault

    return parse


def read_year(text: str) -> int:
    """A fiscal year as typed, Buddhist, Thai digits too; ValueError (a Thai sentence) for anything else."""
    digits = to_arabic(text).strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
        raise ValueError(f'"{text}" ไม่ใช่ปีงบประมาณ ให้พิมพ์ปี พ.ศ. สี่หลัก เช่น 2563')
    return int(digits)


def read_quarter(text: str) -> int:
    """A quarter of the fiscal year, 1 (Oct-Dec) to 4; ValueError (a Thai sentence) for anything else."""
    digits = to_arabic(text).strip()
    if digits not in ("1", "2", "3", "4"):
        raise ValueError(f'"{text}" ไม่ใช่ไตรมาส ให้พิมพ์ 1 ถึง 4')
    return int(digits)


File = Annotated[Path, typer.Argument(metavar="FILE", help="แฟ้มสำนักงาน (*.phaen)")]
Year = Annotated[
    int | None,
    typer.Option(
        "--year", metavar="Y", parser=reader(read_year), help="ปีงบประมาณ เช่น 2563", show_default=False
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        parser=reader(parse_day),
        help="ณ สิ้นวันที่ เช่น 2020-06-30 หรือ 30/06/2563 (ปกติ: วันนี้)",
        show_default=False,
    ),
]
AMonth = Annotated[
    Month | None,
    typer.Option(
        "--month", metavar="M", parser=reader(parse_month), help="เดือน เช่น 2563-06", show_default=False
    ),
]
TheMonth = Annotated[
    Month, typer.Option("--month", metavar="M", parser=reader(parse_month), help="เดือน เช่น 2563-06")
]
Quarter = Annotated[
    int | None,
    typer.Option(
        "--quarter",
        metavar="1..4",
        parser=reader(read_quarter),
        help="ไตรมาสของปีงบประมาณ",
        show_default=False,
    ),
]
WithPersonal = Annotated[
    bool,
    typer.Option("--with-personal-data", help="แสดงข้อมูลส่วนบุคคลตามจริง (ปกติ: ปิดไว้) และจดไว้ในแฟ้มว่าใครนำออก"),
]
Json = Annotated[bool, typer.Option("--json", help="ตอบเป็น JSON")]


def month_asked_for(month: Month | None, quarter: int | None, year: int) -> Month | None:
    """The month a report is about: the one named, or a quarter's last one of fiscal year ``year``.

    UsageRefusal where both are named.
    """
    if month is not None and quarter is not None:
        raise UsageRefusal("ระบุ --month หรือ --quarter อย่างใดอย่างหนึ่ง ไม่ใช่ทั้งสองอย่าง")
    return months_of(year)[quarter * 3 - 1] if quarter is not None else month
