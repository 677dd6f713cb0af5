"""Official documents on their way out: looked at, written to a file, or a month's whole set into a folder."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from core.faults import FileRefusal, InputRefusal, UsageRefusal
from core.office.reports.approval import as_draft
from core.office.reports.documents import document_of, spec_of
from core.office.reports.kept import kept_pages, kept_workbook
from core.office.reports.register_lists import list_specs
from core.office.reports.types import Asked, Bundle, Certificate
from core.office.session import Session
from core.registers.declare import Register
from core.reports import FORMATS, REPORTS, ReportSpec, render_opening, render_pdf, render_xlsx
from core.reports.output import write_whole
from core.reports.signing import signed
from core.thai.dates import month_short
from core.thai.fiscal import Month, months_of
from core.thai.names import file_name
from core.whole_files import passing_folder, put_in_place

Progress = Callable[[int, int], None]
BundleProgress = Callable[[int, int, str], None]
_NAMED = 12  # characters named one by one
_QUOTED = 40  # characters of the line that is quoted


def print_report(
    session: Session,
    asked: Asked,
    target: Path,
    progress: Progress | None = None,
    on_lacking: Callable[[str], None] | None = None,
    certificate: Certificate | None = None,
) -> Path:
    """Write one document to .pdf or .xlsx, all or nothing; UsageRefusal for an unknown name, or an ending the document
    isn't written in. ``on_lacking`` is told in a sentence which characters are printed as a box, where there are any (a
    workbook has none)."""
    said = _said(*_print(session, asked, target, progress, certificate))
    if said and on_lacking:
        on_lacking(said)
    return target


def _said(remark: str, lacking: Mapping[str, str]) -> str:
    """What whoever prints a document must know of it, "" for nothing."""
    return " ".join(part for part in (remark, lacking_sentence(lacking)) if part)


def lacking_sentence(lacking: Mapping[str, str]) -> str:
    """Which characters no font of the document has, and where the first of them stands; "" for none."""
    if not lacking:
        return ""
    named = " ".join(tuple(lacking)[:_NAMED])
    more = f" และอีก {len(lacking) - _NAMED} ตัว" if len(lacking) > _NAMED else ""
    line = next(iter(lacking.values())).strip()
    place = line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"
    return (
        f"อักขระ {named}{more} ไม่มีในแบบอักษรของเอกสาร จึงพิมพ์เป็นกรอบสี่เหลี่ยม โปรดแก้ข้อความ (เช่น “{place}”) แล้วพิมพ์ใหม่"
    )


def _print(
    session: Session,
    asked: Asked,
    target: Path,
    progress: Progress | None,
    certificate: Certificate | None = None,
) -> tuple[str, Mapping[str, str]]:
    """Write one document; its remark, and the characters no font has, each with a line it stands in."""
    lacking: dict[str, str] = {}
    spec = spec_of(session, asked.name)
    ending = target.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise UsageRefusal(f"พิมพ์รายงานลงแฟ้ม “{target.name}” ไม่ได้ โปรดใช้ชื่อที่ลงท้ายด้วย .pdf หรือ .xlsx")
    if ending not in spec.formats:
        raise UsageRefusal(f"{spec.title}ไม่มีแบบ .{ending} โปรดใช้ชื่อแฟ้มที่ลงท้ายด้วย .pdf")
    kept = (kept_pages if ending == "pdf" else kept_workbook)(session, spec, asked)
    if certificate and ending != "pdf":
        raise InputRefusal("ลงลายมือชื่อได้เฉพาะรายงานแบบ .pdf โปรดใช้ชื่อแฟ้มที่ลงท้ายด้วย .pdf")
    if kept is not None:
        write_whole(target, signed(kept, certificate.path, certificate.passphrase) if certificate else kept)
        return "", lacking
    if certificate:
        raise InputRefusal(f"{spec.title}ฉบับนี้ยังไม่ได้รับรอง จึงยังไม่ได้ลงลายมือชื่อ โปรดรับรองเดือนก่อน แล้วพิมพ์เป็น .pdf")
    document = as_draft(session, spec, asked, document_of(session, replace(asked, name=spec.name)))
    if ending == "pdf":
        render_pdf(document, target, created=datetime.now(), progress=progress, on_lacking=lacking.update)
    else:
        render_xlsx(document, target, created=datetime.now(), progress=progress)
    return document.remark, lacking


def preview_report(
    session: Session,
    asked: Asked,
    on_opening: Callable[[bytes], None],
    progress: Progress | None = None,
    on_lacking: Callable[[str], None] | None = None,
) -> bytes:
    """One document as the bytes of a PDF. ``on_opening`` is given its first page alone, as a PDF too, before the rest
    is drawn; ``on_lacking`` is told as by ``print_report``."""
    spec, lacking = spec_of(session, asked.name), dict[str, str]()
    kept = kept_pages(session, spec, asked)
    if kept is not None:
        on_opening(kept)
        return kept
    document, now = as_draft(session, spec, asked, document_of(session, asked)), datetime.now()
    on_opening(render_opening(document, created=now))
    whole = BytesIO()
    render_pdf(document, whole, created=now, progress=progress, on_lacking=lacking.update)
    said = _said(document.remark, lacking)
    if said and on_lacking:
        on_lacking(said)
    return whole.getvalue()


def of_month(month: Month, registers: Iterable[Register] = ()) -> tuple[ReportSpec, ...]:
    """The reports drawn up at a month's end: the monthly ones, in a quarter's last month the quarter's, in the year's
    last month the year's; so with the printed lists that ``registers`` declare."""
    declared = list_specs(register for register in registers if register.prints)
    place = months_of(month.fiscal_year).index(month) + 1
    due = {"month": True, "quarter": place % 3 == 0, "year": place == 12, "plan": False}
    return tuple(r for r in (*REPORTS, *declared) if due[r.rhythm])


def print_bundle(
    session: Session, folder: Path, month: Month, asked: Asked, progress: BundleProgress | None = None
) -> Bundle:
    """Write every report of a month as PDF into a folder, numbered in order, over files of the same names; all of them
    or none. What the plan has nothing for is left out and said. ``progress`` is told reports done, reports there are
    and the title of the next; it may raise to stop. FileRefusal where the folder can't be written."""
    tell = progress or (lambda *_: None)
    specs = of_month(month, session.registers())
    names: list[str] = []
    left_out: list[str] = []
    remarks: list[str] = []
    lacking: dict[str, str] = {}
    with _folder_filled(folder) as part:
        for n, spec in enumerate(specs):
            tell(n, len(specs), spec.title)
            name = f"{len(names) + 1:02} {file_name(f'{spec.title} {month_short(month)}')}.pdf"
            wanted = replace(asked, name=spec.name, month=month)
            try:
                pages = _at_each_page(tell, n, len(specs), spec.title)
                remark, boxes = _print(session, wanted, part / name, pages)
                lacking = {**boxes, **lacking}
            except (UsageRefusal, InputRefusal) as refusal:
                left_out.append(f"{spec.title}: {refusal}")
            else:
                names.append(name)
                remarks += [remark] if remark else []
    said = _said(" ".join(remarks), lacking)
    return Bundle(tuple(folder / name for name in names), tuple(left_out), said)


def _at_each_page(tell: BundleProgress, done: int, count: int, title: str) -> Progress:
    """Says it again at each page, so that stopping needn't wait for the end of a report."""
    return lambda _done, _pages: tell(done, count, title)


@contextmanager
def _folder_filled(folder: Path) -> Iterator[Path]:
    """A folder beside the one meant; its files move there when all went well, and are gone where it didn't."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with passing_folder(folder.parent, folder.name) as part:
            yield part
            folder.mkdir(exist_ok=True)
            for file in sorted(part.glob("*.pdf")):
                put_in_place(file, folder / file.name)
    except OSError as error:
        raise FileRefusal(f"เก็บชุดรายงานไว้ที่ {folder} ไม่ได้ โปรดปิดแฟ้มที่เปิดอยู่ หรือเลือกที่เก็บอื่น") from error
