"""Commands about official documents: reports, report."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli import output
from core.cli.opening import opened
from core.cli.options import AMonth, AsOf, File, Json, Quarter, Year, month_asked_for

if TYPE_CHECKING:
    from core.office.reports.types import ReportInfo

NEEDS = {"month": "เดือน", "quarter": "ไตรมาส", "year": "ปีงบประมาณ"}


def reports(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="แฟ้มสำนักงานที่จะพิมพ์ ไม่ระบุหมายถึงทุกเอกสารที่โปรแกรมทำได้")
    ] = None,
    year: Year = None,
    as_json: Json = False,
) -> None:
    """ตารางและเอกสารราชการที่พิมพ์ได้"""
    known = _known(file, year)
    if as_json:
        output.answer(
            {
                "reports": [
                    {"name": r.name, "title": r.title, "needs": list(r.needs), "formats": list(r.formats)}
                    for r in known
                ]
            }
        )
        return
    output.table(
        ("ชื่อ", "เอกสาร", "ต้องระบุ"),
        [(r.name, r.title, " ".join(NEEDS.get(n, n) for n in r.needs)) for r in known],
    )


def _known(file: Path | None, year: int | None) -> Sequence["ReportInfo"]:
    from core.office.reports.documents import reports

    if file is None:
        return reports()
    with opened(file, read_only=True) as office:
        return office.reports.available(year)


def report(
    file: File,
    name: Annotated[str, typer.Argument(metavar="NAME", help="ชื่อเอกสาร (ดู phaenctl reports)")],
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="แฟ้ม .pdf หรือ .xlsx ที่จะเขียน")],
    month: AMonth = None,
    quarter: Quarter = None,
    year: Year = None,
    as_of: AsOf = None,
    thai_digits: Annotated[bool, typer.Option("--thai-digits", help="พิมพ์เลขไทย")] = False,
) -> None:
    """พิมพ์เอกสารราชการหนึ่งฉบับ"""
    with opened(file, read_only=True) as office:
        about = month_asked_for(month, quarter, year or office.session.default_year(as_of or date.today()))
        written = office.reports.print_report(
            name,
            target,
            year=year,
            month=about,
            as_of=as_of,
            thai_digits=thai_digits,
            on_lacking=lambda sentence: print(sentence, file=sys.stderr),
        )
    print(written)
