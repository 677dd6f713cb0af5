"""Commands about official documents: reports, report."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened, taken_out_of
from core.cli.options import AMonth, AsOf, File, Json, Quarter, WithPersonal, Year, month_asked_for
from core.cli.passphrase import FromFile, FromInput, passphrase_of
from core.faults import UsageRefusal

if TYPE_CHECKING:
    from core.office.reports.types import ReportInfo, Verified

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
    sign: Annotated[
        Path | None,
        typer.Option(
            "--sign", metavar="P12", help="ลงลายมือชื่อด้วยใบรับรองของสำนักงาน (.p12)", show_default=False
        ),
    ] = None,
    passphrase_stdin: FromInput = False,
    passphrase_file: FromFile = None,
    personal: WithPersonal = False,
) -> None:
    """พิมพ์เอกสารราชการหนึ่งฉบับ"""
    from core.office.reports.types import Certificate

    secret = passphrase_of(None, passphrase_stdin, passphrase_file) if sign else None
    certificate = Certificate(sign, secret or "") if sign else None
    with taken_out_of(file) as office:
        about = month_asked_for(month, quarter, year or office.session.default_year(as_of or date.today()))
        written = office.reports.print_report(
            name,
            target,
            year=year,
            month=about,
            as_of=as_of,
            thai_digits=thai_digits,
            on_lacking=lambda sentence: print(sentence, file=sys.stderr),
            certificate=certificate,
            personal=personal,
        )
    print(written)


def verify(
    what: Annotated[str, typer.Argument(metavar="CODE|PDF", help="รหัสที่ท้ายหน้ากระดาษ หรือแฟ้ม .pdf ของรายงาน")],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="แฟ้มสำนักงานที่จะเทียบ ไม่ระบุหมายถึงตรวจเฉพาะตัวแฟ้ม .pdf")
    ] = None,
    as_json: Json = False,
) -> int:
    """ตรวจว่าหน้ากระดาษหรือแฟ้ม .pdf ตรงกับที่รับรองไว้"""
    found = _verified(what, file)
    if as_json:
        output.answer(_verified_json(found))
    else:
        print("\n".join((found.answer, *found.details)))
        if found.changes:
            rows = [(change.code, *change.words) for change in found.changes]
            output.table(("ตัวชี้วัด", "รายการ", "ที่รับรอง", "วันนี้"), rows)
    return 0 if found.good else 1


def _verified(what: str, file: Path | None) -> "Verified":
    from core.office.reports.verifying import verify_pdf

    pdf = Path(what) if what.lower().endswith(".pdf") else None
    if file is None:
        if pdf is None:
            raise UsageRefusal("ตรวจรหัสต้องเทียบกับแฟ้มสำนักงาน โปรดระบุแฟ้มต่อท้ายรหัส หรือระบุแฟ้ม .pdf ของรายงานแทนรหัส")
        return verify_pdf(None, pdf)
    with opened(file, read_only=True) as office:
        return office.reports.verify_pdf(pdf) if pdf else office.reports.verify_code(what)


def _verified_json(found: "Verified") -> dict[str, Any]:
    edition, signature = found.edition, found.signature
    return {
        "code": found.code,
        "file": found.file or None,
        "found": found.found,
        "good": found.good,
        "edition": {
            "unit": edition.proved.unit,
            "month": f"{edition.month.first_day:%Y-%m}",
            "number": edition.proved.number,
            "as_of": edition.proved.day.isoformat(),
            "approved_on": edition.approved_on.isoformat(),
            "approved_by": edition.by,
            "reason": edition.reason,
            "stands": found.stands,
        }
        if edition
        else None,
        "figures_match": found.figures_match if edition else None,
        "changes": [{"code": c.code, "name": c.name, "was": c.was, "now": c.now} for c in found.changes],
        "pages": found.pages.value if found.pages else None,
        "signature": {"by": signature.by, "at": signature.at, "sound": signature.sound}
        if signature
        else None,
    }
