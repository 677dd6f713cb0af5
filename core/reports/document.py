"""A document as plain data: what stands on the paper, without fonts, glyphs or coordinates.

The renderers (``core.reports.pdf``, ``core.reports.workbook``) set it on paper or into a spreadsheet. Sizes are points
of TH Sarabun; figures keep their exact value beside the text that is printed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.reports.typesetting.linebreak import Span
from core.reports.typesetting.paragraph import Align
from core.thai.digits import to_thai
from core.thai.numbers import format_decimal

Orientation = Literal["portrait", "landscape"]
Digits = Literal["arabic", "thai"]
Fill = Literal["plan", "revised", "actual", "soft"]
RowKind = Literal["body", "band", "total"]
Text = str | tuple[Span, ...]

NOTHING = "–"
_NO_ADDRESS = re.compile(r"[!-~]+@[!-~]+|[0-9]+")
_STUCK = re.compile("ร้อยละ(?=[0-9๐-๙])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 0 is a document's title (centred), 1 a section, 2 a subsection. It stands in the reader's
    outline at depth ``outline`` (as its level says where None, nowhere below 0), under ``mark`` where the printed text
    is too long for it."""

    text: str
    level: int = 1
    mark: str = ""
    outline: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``first`` and ``rest`` are indents, ``before`` and ``after`` the spaces around it, in points;
    ``keep_with_next`` forbids a page break below."""

    text: Text
    align: Align = "left"
    first: float = 0
    rest: float = 0
    size: float = 16
    after: float = 3
    keep_with_next: bool = False
    before: float = 0


@dataclass(frozen=True, slots=True)
class TableCell:
    """A table cell. ``columns`` and ``rows`` say how far it spans; ``align`` overrides the column's. ``number`` is
    the exact figure behind the text, for spreadsheets, with the decimals and grouping to show and the words
    ``before`` and ``behind`` it."""

    text: Text = ""
    columns: int = 1
    rows: int = 1
    align: Align | None = None
    bold: bool = False
    fill: Fill | None = None
    number: Decimal | int | None = None
    places: int = 0
    grouping: bool = False
    before: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table row; places that a span from above takes hold no cell. ``height`` is the least height in points.
    A band is a heading within the body, a total is kept with the row above it. ``under`` is the band that comes again
    over this row where a page begins with it."""

    cells: tuple[TableCell, ...]
    kind: RowKind = "body"
    height: float = 0
    under: "TableRow | None" = None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its share of the width, and how its cells stand."""

    weight: float
    align: Align = "left"
    valign: Literal["top", "middle"] = "middle"


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table; its heading rows come again on every page. With ``fractions`` an empty line between two lines of a
    cell is the bar of a fraction; in a ``flowing`` one a row that doesn't fit its page goes on overleaf."""

    columns: tuple[TableColumn, ...]
    header: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    size: float = 14
    after: float = 8
    fractions: bool = False
    flowing: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """What the fills of a table mean."""

    items: tuple[tuple[Fill, str], ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """One who signs: the role (ผู้รายงาน), and name and position where they are known."""

    role: str
    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signature lines side by side; ``brief`` ones are a single line each: (ลงชื่อ) ........ ผู้รายงาน. A ``letter`` is
    signed by one: room to sign, then name and position, centred under the right half of the text."""

    signers: tuple[Signer, ...]
    brief: bool = False
    letter: bool = False


@dataclass(frozen=True, slots=True)
class MemoHead:
    """The head of a memorandum: its title (``mark`` in the reader's outline), and at the left the office's picture, a PNG
    or JPEG; empty for none, then its place stays empty."""

    title: str
    mark: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """Labels that share a line, each with what is written after it on a dotted line."""

    fields: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Empty space in points."""

    points: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of a table of contents with the page of the first outline entry that begins with ``aim``; without an
    aim, or where no entry begins so, it has no page. ``indent`` in points."""

    text: str
    aim: str = ""
    indent: float = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class KeepTogether:
    """Blocks that stay on one page if one page can hold them; if ``keep_with_previous`` with the last lines or rows of
    what is before them."""

    blocks: "tuple[Block, ...]"
    keep_with_previous: bool = False


Block = (
    Heading
    | Paragraph
    | DocumentTable
    | Legend
    | Signatures
    | MemoHead
    | WrittenLine
    | Space
    | PageBreak
    | ContentsLine
    | KeepTogether
)


@dataclass(frozen=True, slots=True)
class Section:
    """Part of a document: ``name`` is its sheet's name in a spreadsheet. It begins on a new page if asked, but for
    one that asks ``always`` not where the page before is nearly empty; and always where its ``orientation`` differs
    from what was before (None is the document's own). Where it goes on overleaf, its pages begin with the line
    ``continued``. A ``plain`` one, a cover, has no line at its foot."""

    name: str
    blocks: tuple[Block, ...]
    new_page: Literal["always"] | bool = False
    orientation: Orientation | None = None
    plain: bool = False
    continued: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """What shows at the foot of each page that a document was approved: its ``code`` as people read it, the same as
    ``machine`` reads it from a QR, and ``words`` that say which edition it is."""

    code: str
    machine: str
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``footer`` stands left at the foot of each page, "หน้า x / y" right; a ``letter`` has the margins
    of official letters (left 3 cm, right 2 cm, top 1.5 cm) and no foot. ``remark`` is what whoever prints it must know,
    and doesn't stand on it. A ``draft`` says so across its pages; one that was approved bears its ``seal``."""

    title: str
    sections: tuple[Section, ...]
    orientation: Orientation = "portrait"
    footer: str = ""
    author: str = ""
    digits: Digits = "arabic"
    letter: bool = False
    remark: str = ""
    draft: bool = False
    seal: Seal | None = None


def spans(text: Text, bold: bool = False) -> tuple[Span, ...]:
    """Text as spans; a plain string becomes one."""
    return (Span(text, bold),) if isinstance(text, str) else text


def spaced(text: str) -> str:
    """Text with the space that belongs between ร้อยละ and its number, for wording that was typed without."""
    return _STUCK.sub("ร้อยละ ", text)


def in_thai_digits(text: str) -> str:
    """Text in Thai digits; an e-mail address has none."""
    return _NO_ADDRESS.sub(lambda found: found[0] if "@" in found[0] else to_thai(found[0]), text)


def plain(text: Text) -> str:
    """Text without its weights."""
    return text if isinstance(text, str) else "".join(s.text for s in text)


def figure(
    value: Decimal | int | None,
    places: int = 2,
    *,
    grouping: bool = False,
    bold: bool = False,
    missing: str = NOTHING,
) -> TableCell:
    """A figure, right-aligned, rounded half up to ``places``; ``missing`` where there is none."""
    if value is None:
        return TableCell(missing, align="right", bold=bold)
    text = format_decimal(value, places, grouping)
    return TableCell(text, align="right", bold=bold, number=value, places=places, grouping=grouping)


def head(*cells: str | TableCell) -> TableRow:
    """A heading row: bold, centred."""
    return TableRow(tuple(c if isinstance(c, TableCell) else TableCell(c) for c in cells))


def band(text: str, columns: int) -> TableRow:
    """A heading within a table's body, over all its columns."""
    return TableRow((TableCell(text, columns=columns, bold=True, align="left", fill="soft"),), "band")


def body(*cells: str | TableCell) -> TableRow:
    """A plain row."""
    return TableRow(tuple(c if isinstance(c, TableCell) else TableCell(c) for c in cells))


def total(cells: Sequence[str | TableCell]) -> TableRow:
    """A total row."""
    return TableRow(tuple(c if isinstance(c, TableCell) else TableCell(c, bold=True) for c in cells), "total")
