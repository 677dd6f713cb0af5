"""The other side of the plan book's benchmark: an equivalent document for typst.

The same texts, tables, spans, fills, sizes, line heights, margins, orientations and feet. ``compile_in`` has it compiled
by an interpreter that has the package ``typst`` (which the project doesn't need), in a process of its own for every
round, since typst remembers what it compiled; fonts are loaded by a small document before its clock starts.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from core.reports import document as doc
from core.reports.margins import MARGINS
from core.reports.pdf import _HEADING_SIZES, FILLS
from core.reports.typesetting.fonts import SARABUN_SCALE, bundled
from core.reports.typesetting.grid import columns_of
from core.reports.typesetting.table import PAD_X, PAD_Y

ALIGN = {"left": "left", "centre": "center", "right": "right"}
_CHILD = """
import json, os, resource, sys, time, typst
fonts, small, whole = sys.argv[1:]
compiler = typst.Compiler(root=os.path.dirname(whole), font_paths=[fonts], ignore_system_fonts=True)
compiler.compile(input=small)
begin, busy = time.perf_counter(), time.process_time()
pdf = compiler.compile(input=whole)
took, used = time.perf_counter() - begin, time.process_time() - busy
open(whole + ".pdf", "wb").write(pdf)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([took, used, peak]))
"""


def is_there(python: str) -> bool:
    """True where that interpreter has typst."""
    return subprocess.run([python, "-c", "import typst"], capture_output=True, check=False).returncode == 0


def compile_in(python: str, source: str) -> tuple[float, float, bytes]:
    """Seconds by the clock, seconds of processor time over all threads, and the finished file."""
    folder = str(Path(str(files("fontpkg_sarabun"))) / "files")
    with tempfile.TemporaryDirectory() as place:
        small, whole = Path(place) / "small.typ", Path(place) / "whole.typ"
        small.write_text(f"{_SET}ก *ข*", encoding="utf-8")
        whole.write_text(source, encoding="utf-8")
        command = [python, "-c", _CHILD, folder, str(small), str(whole)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        took, used, _ = json.loads(done.stdout)
        return took, used, whole.with_suffix(".typ.pdf").read_bytes()


_ASCENT, _DESCENT = (part / SARABUN_SCALE for part in bundled().ink)
_SET = f"""#set text(font: "Sarabun", lang: "th", size: {16 * SARABUN_SCALE}pt,
  top-edge: {_ASCENT}em, bottom-edge: -{_DESCENT}em)
#set par(leading: 0pt, spacing: 3pt)
#set block(spacing: 3pt)
#set table(stroke: 0.5pt, inset: (x: {PAD_X}pt, y: {PAD_Y}pt))
"""


def source_of(document: doc.Document) -> str:
    """The document in typst's own language."""
    return _SET + "\n".join(_lines(document))


def _lines(document: doc.Document) -> Iterable[str]:
    before = None
    for section in document.sections:
        orientation = section.orientation or document.orientation
        if orientation != before:
            yield _page(document.footer, orientation)
        elif section.new_page:
            yield "#pagebreak(weak: true)"
        before = orientation
        yield from _blocks(section.blocks)


def _page(footer: str, orientation: str) -> str:
    left, right, top, bottom = MARGINS[orientation]
    size = 12 * SARABUN_SCALE
    return (
        f'#set page(paper: "a4", flipped: {"true" if orientation == "landscape" else "false"}, '
        f"margin: (left: {left}pt, right: {right}pt, top: {top}pt, bottom: {bottom}pt), "
        f"footer: context text(size: {size}pt)[#{_string(footer)} #h(1fr) หน้า #counter(page).display() "
        "/ #counter(page).final().first()])"
    )


def _blocks(blocks: Iterable[doc.Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case doc.KeepTogether():
                yield from _blocks(block.blocks)
            case doc.Heading():
                align = "left" if block.level else "centre"
                yield _paragraph(block.text, _HEADING_SIZES[block.level], align, bold=True)
            case doc.Paragraph():
                yield _paragraph(doc.plain(block.text), block.size, block.align)
            case doc.ContentsLine():
                yield _paragraph(doc.plain(block.text), 16, "left", block.bold)
            case doc.DocumentTable():
                yield _table(block)
                yield f"#v({block.after}pt)"
            case doc.PageBreak():
                yield "#pagebreak(weak: true)"
            case doc.Space():
                yield f"#v({block.points}pt)"
            case _:
                yield "#v(20pt)"


def _paragraph(text: str, size: float, align: str, bold: bool = False) -> str:
    return f"#block(width: 100%, align({ALIGN[align]}, {_text(text, size, bold)}))"


def _table(table: doc.DocumentTable) -> str:
    starts = columns_of((*table.header, *table.rows))
    rows = list(zip((*table.header, *table.rows), starts, strict=True))
    head = rows[: len(table.header)]
    columns = ", ".join(f"{c.weight}fr" for c in table.columns)
    cells = [f"table.header({', '.join(_cells(table, head, heading=True))})"] if head else []
    cells += _cells(table, rows[len(head) :], heading=False)
    size = table.size * SARABUN_SCALE
    return f"#text(size: {size}pt, table(columns: ({columns},), {', '.join(cells)}))"


def _cells(
    table: doc.DocumentTable, rows: Iterable[tuple[doc.TableRow, list[int]]], *, heading: bool
) -> list[str]:
    found = []
    for row, starts in rows:
        for cell, column in zip(row.cells, starts, strict=True):
            align = cell.align or ("centre" if heading else table.columns[column].align)
            fill = f", fill: rgb({', '.join(f'{p * 100}%' for p in FILLS[cell.fill])})" if cell.fill else ""
            text = _string(doc.plain(cell.text))
            body = f'text(weight: "bold", {text})' if heading or cell.bold else f"[#{text}]"
            found.append(
                f"table.cell(colspan: {cell.columns}, rowspan: {cell.rows}, "
                f"align: {ALIGN[align]} + horizon{fill}, {body})"
            )
    return found


def _text(text: str, size: float, bold: bool) -> str:
    weight = ', weight: "bold"' if bold else ""
    return f"text(size: {size * SARABUN_SCALE}pt{weight}, {_string(text)})"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
