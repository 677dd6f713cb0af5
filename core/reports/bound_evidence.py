"""The evidence of an indicator bound for evaluators: an index, then a page for each page of the files, which says whose proof
it is and leaves the room below for the page itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.plan.model import Plan
from core.reports.document import Block, ContentsLine, Digits, Document, Heading, Paragraph, Section, Space
from core.thai.dates import day_long

TITLE = "หลักฐานประกอบตัวชี้วัด"
HEAD = 62.0  # points below the upper margin that the words on a page of a file take
_INDENT, _MOST_WORDS = 18.0, 150


@dataclass(frozen=True, slots=True)
class BoundFile:
    """A file: its number in the index, its name, the record it proves, a note, and of each of its pages whether it lies."""

    number: int
    name: str
    proves: str
    note: str
    pages: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class BoundGroup:
    """Files that belong together under a title: those of a register's records."""

    title: str
    files: tuple[BoundFile, ...]


@dataclass(frozen=True, slots=True)
class BoundEvidenceData:
    """What is bound: the indicator's code and title, its figure in words, the groups, and the files that can't be shown as
    pages, each with what it proves and why."""

    plan: Plan
    code: str
    title: str
    figure: str
    as_of: date
    groups: tuple[BoundGroup, ...]
    apart: tuple[tuple[str, str, str], ...] = ()
    digits: Digits = "arabic"


def document(data: BoundEvidenceData) -> Document:
    """Index and pages as a document; the files' own pages are laid over it."""
    name = f"{TITLE}ที่ {data.code}"
    pages = (page for group in data.groups for file in group.files for page in _pages(file))
    year = f"ปีงบประมาณ พ.ศ. {data.plan.fiscal_year}"
    footer = f"{name} · {year} · ณ วันที่ {day_long(data.as_of)}"
    return Document(
        f"{name} {year}",
        (Section("สารบัญหลักฐาน", tuple(_index(data, name, year))), *pages),
        footer=footer,
        author=data.plan.office,
        digits=data.digits,
    )


def _index(data: BoundEvidenceData, name: str, year: str) -> Iterator[Block]:
    yield Heading(f"{name}\n{data.title}", 0, name)
    yield Paragraph(f"{data.plan.office} {data.plan.department} {year}", align="centre", after=0)
    yield Paragraph(f"{data.figure} ณ วันที่ {day_long(data.as_of)}", align="centre", after=6)
    for group in data.groups:
        yield Space(4)
        yield ContentsLine(group.title, bold=True)
        for file in group.files:
            yield ContentsLine(f"{file.number}. {_about(file)}", f"{file.number}. ", _INDENT)
    if data.apart:
        yield Heading("ไฟล์ที่ไม่ได้เย็บรวม ขอดูได้จากสำนักงาน", 2, outline=-1)
        for name_, proves, why in data.apart:
            yield Paragraph(f"{name_} · {proves} · {why}", first=_INDENT, rest=_INDENT + 14, size=15, after=1)


def _about(file: BoundFile) -> str:
    return " · ".join(part for part in (file.proves, file.name, file.note) if part)


def _pages(file: BoundFile) -> Iterator[Section]:
    of = len(file.pages)
    for place, lies in enumerate(file.pages, 1):
        words = f"{file.number}. {file.name}"
        head = Heading(words, 2, words) if place == 1 else Heading(words, 2, outline=-1)
        place_words = f"หน้า {place} / {of} ของไฟล์" if of > 1 else ""
        proves = " · ".join(part for part in (f"หลักฐานของ {file.proves}", file.note) if part)
        line = f"{proves[:_MOST_WORDS]}{' · ' if place_words else ''}{place_words}"
        blocks = (head, Paragraph(line, size=13, after=0))
        yield Section(words[:30], blocks, orientation="landscape" if lies else "portrait", new_page="always")
