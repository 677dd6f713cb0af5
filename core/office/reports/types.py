"""Documents asked for and made: frozen, without database or screen."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from core.plan.proof import Difference, Proved, Signature, differences, read_figures
from core.thai.dates import day_long, month_long
from core.thai.fiscal import Month


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """An official document the office can print; ``needs``: what the command line must be told (month, quarter);
    ``rhythm``: how often it is drawn up (month, quarter, year, plan); ``registers``: of whose records it is made;
    ``formats``: in which it is written (pdf, xlsx); ``personal``: it holds personal data, masked unless it is asked for."""

    name: str
    title: str
    needs: tuple[str, ...]
    rhythm: str
    registers: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A document asked for: of which fiscal year, for which month, as of the end of which day (each None for what
    follows from the others and from today), with which digits; with ``personal`` data as it is, or masked."""

    name: str
    year: int | None = None
    month: Month | None = None
    as_of: date | None = None
    thai_digits: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """The office's certificate for signing (a .p12 file) and its passphrase, which is kept nowhere."""

    path: Path
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The documents of a month in a folder: the files in order, a sentence for each that couldn't be made, and one that
    names the characters printed as boxes ("" where there are none)."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class ApprovedEdition:
    """An edition of a month as a page speaks of it: what its code is made of, and who approved it on which day;
    ``before`` is the edition it corrects, ``unit_name`` whose it is ("" for the whole office's)."""

    proved: Proved
    code: str
    month: Month
    approved_on: date
    by: str
    reason: str = ""
    before: "ApprovedEdition | None" = None
    unit_name: str = ""

    @property
    def id(self) -> str:
        """The id of its record."""
        return self.proved.approval

    @property
    def words(self) -> str:
        """What stands at the foot: ฉบับแก้ไขครั้งที่ 1 รับรองเมื่อ 5 มิถุนายน 2563 โดย สมศรี ใจดี; of a unit's edition its name
        as well."""
        label = f"ฉบับแก้ไขครั้งที่ {self.proved.number - 1} " if self.proved.number > 1 else ""
        whose = f" ({self.unit_name})" if self.unit_name else ""
        return f"{label}รับรองเมื่อ {day_long(self.approved_on)} โดย {self.by}{whose}"

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What differs from the edition before."""
        if self.before is None:
            return ()
        return differences(read_figures(self.before.proved.figures), read_figures(self.proved.figures))


class Pages(StrEnum):
    """What became of a document's pages: as they were kept; so, and signed; other than those kept; of an edition the file
    doesn't know; not compared with any."""

    KEPT = "kept"
    SIGNED = "signed"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of a ``code``: in which ``file`` it was looked for ("" for none), whether it was ``found``, the edition,
    whether that stands approved still, whether its figures give its code, and what differs of them by now; of a PDF what
    became of its pages, and its signature."""

    code: str
    file: str = ""
    found: bool = False
    edition: ApprovedEdition | None = None
    stands: bool = False
    figures_match: bool = False
    changes: tuple[Difference, ...] = ()
    pages: Pages | None = None
    signature: Signature | None = None

    @property
    def good(self) -> bool:
        """True where nothing speaks against the page: its edition is known, unless none was asked, with the figures of its
        code, its pages are those kept, and a signature is sound."""
        known = not self.file or (self.found and self.figures_match)
        whole = self.pages in (None, Pages.KEPT, Pages.SIGNED, Pages.NOT_COMPARED)
        return known and whole and (self.signature is None or self.signature.sound)

    @property
    def answer(self) -> str:
        """The answer in one sentence, Thai."""
        if self.pages is Pages.NOT_COMPARED:
            return f"รหัส {self.code} ตรงกับตัวเลขที่แนบไว้ใน PDF นี้ แต่ยังไม่ได้เทียบกับแฟ้มสำนักงาน โปรดระบุแฟ้มสำนักงานเพื่อตรวจต่อ"
        if self.edition is None:
            return f"ไม่พบรหัส {self.code} ใน “{self.file}” โปรดตรวจรหัสอีกครั้ง หรือตรวจกับแฟ้มของสำนักงานที่รับรอง"
        if not self.good:
            return f"ไม่ตรงกับที่รับรองไว้ใน “{self.file}” โปรดใช้ฉบับที่พิมพ์จากแฟ้มสำนักงานใหม่"
        if not self.stands:
            return f"ตรงกับฉบับที่รับรองไว้ใน “{self.file}” แต่ฉบับนี้ไม่ใช้แล้ว เพราะเดือนถูกเปิดแก้ไขหรือรับรองใหม่"
        return f"ตรงกับที่รับรองไว้ใน “{self.file}”"

    @property
    def details(self) -> tuple[str, ...]:
        """Of which edition it is, and of a PDF what became of its pages and its signature; then whether the figures have
        changed since."""
        told = self.edition
        said = [self._about(told)] if told else []
        said += [_PAGES_SAID[self.pages]] if self.pages in _PAGES_SAID else []
        if self.signature is not None:
            sound = "ครบถ้วน" if self.signature.sound else "ใช้ไม่ได้ เพราะเนื้อหาถูกแก้ไขหลังลงลายมือชื่อ"
            said.append(f"ลายมือชื่ออิเล็กทรอนิกส์ของ {self.signature.by or 'ผู้ที่อ่านชื่อไม่ได้'} {sound}")
        if told and self.changes:
            said.append(f"ตัวเลขในแฟ้มเปลี่ยนไปหลังรับรอง {len(self.changes)} ค่า")
        elif told:
            said.append("ตัวเลขในแฟ้มวันนี้ยังเท่ากับที่รับรอง")
        return tuple(said)

    def _about(self, told: ApprovedEdition) -> str:
        whose = told.unit_name or "ทั้งสำนักงาน"
        return f"เดือน{month_long(told.month)} ของ{whose} · {told.words}"


_PAGES_SAID = {
    Pages.KEPT: "หน้ากระดาษตรงกับฉบับที่เก็บไว้ทุกไบต์",
    Pages.SIGNED: "หน้ากระดาษตรงกับฉบับที่เก็บไว้ และมีลายมือชื่ออิเล็กทรอนิกส์ต่อท้าย",
    Pages.CHANGED: "หน้ากระดาษไม่เหมือนฉบับที่เก็บไว้",
}
