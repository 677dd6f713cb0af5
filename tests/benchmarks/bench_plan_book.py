"""The plan book's speed, as ratios in one run: to stock ReportLab, to typst, over growing length, and its first page.

Run on demand: ``python tests/benchmarks/bench_plan_book.py``. typst isn't among the project's packages: name an
interpreter that has it with ``--typst PYTHON`` (a throw-away environment will do), or that part is left out. All sides
set the sample's plan book, some forty pages, with the same font, by turns; the best of several rounds counts. "cold"
empties our caches of shapes and line breaks before every round, "warm" keeps them; fonts and dictionaries are loaded
before any clock starts. For growth the book's sections are repeated with a number behind every text, so that no line is
found in a cache; every length has a process of its own, whose peak of memory is read.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "reports"))

import book_platypus
import book_typst
import reports_sample as sample

from core.reports import by_name, render_opening, render_pdf
from core.reports import document as doc
from core.reports.typesetting import fonts, linebreak, pen, shaping

STOCK_AIM = 1.3
TYPST_AIM = 1.0
ROUNDS = 5
TYPST_ROUNDS = 3
LENGTHS = (40, 400, 4000)
CACHES = (
    shaping.shape,
    linebreak.break_lines,
    linebreak._pieces,
    linebreak._widest_number,
    linebreak._paragraphs,
    linebreak._piece,
    pen._n,
)


def book() -> doc.Document:
    """The sample's plan book."""
    return by_name("plan-book").document(sample.steps())


def ours(document: doc.Document) -> int:
    """The document as Phaen sets it; returns its pages."""
    return render_pdf(document, BytesIO(), created=sample.CREATED, fonts=fonts.bundled())


def opening(document: doc.Document) -> int:
    """Its first page as a preview shows it."""
    render_opening(document, created=sample.CREATED, fonts=fonts.bundled())
    return 1


def stock(document: doc.Document) -> int:
    """The document through platypus, unshaped."""
    return book_platypus.render(document)[1]


def empty_caches() -> None:
    """Forget shapes and line breaks, as at a program's start."""
    for cached in CACHES:
        cached.cache_clear()


def timed(render: Callable[[doc.Document], int], document: doc.Document) -> tuple[float, int]:
    """Seconds of one run, and its pages."""
    begin = time.perf_counter()
    pages = render(document)
    return time.perf_counter() - begin, pages


def against_stock(document: doc.Document) -> float:
    """Measure and print; returns our cold time."""
    book_platypus.register()
    ours(document), stock(document)
    best: dict[str, tuple[float, int]] = {}
    for _ in range(ROUNDS):
        for name, render in (("stock", stock), ("warm", ours), ("cold", ours), ("first", opening)):
            if name in ("cold", "first"):
                empty_caches()
            best[name] = min(best.get(name, (9e9, 0)), timed(render, document))
    floor, pages = best["stock"]
    print(f"stock ReportLab, unshaped        {floor:7.3f} s  {pages} pages")
    for name in ("cold", "warm"):
        took, pages = best[name]
        ratio = f"ratio to stock {took / floor:.2f} (aim <= {STOCK_AIM})"
        print(f"Phaen, caches {name}               {took:7.3f} s  {pages} pages  {ratio}")
    first, whole = best["first"][0], best["cold"][0]
    print(f"first page alone, caches cold    {first:7.3f} s  {first / whole:.1%} of the whole")
    return whole


def against_typst(document: doc.Document, cold: float, python: str) -> None:
    """Measure and print, where there is a typst."""
    if not book_typst.is_there(python):
        print("typst                            not measured: name a Python that has it with --typst PYTHON")
        return
    source = book_typst.source_of(document)
    took, used, pdf = min(book_typst.compile_in(python, source) for _ in range(TYPST_ROUNDS))
    pages = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type/Page/")
    ratio = f"ratio of Phaen, cold, to typst {cold / took:.2f} (aim <= {TYPST_AIM})"
    print(
        f"typst                            {took:7.3f} s  {pages or '?'} pages  {ratio}; processor {used:.2f} s"
    )


def growth() -> None:
    """Measure lengths, each in its own process, and print."""
    least = None
    for length in LENGTHS:
        command = [sys.executable, __file__, "--grow", str(length)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        took, first, pages, before, peak = json.loads(told)
        least = least or took / pages
        print(
            f"{pages:5d} pages {took:7.2f} s  {took / pages * 1000:5.2f} ms a page "
            f"({took / pages / least:.2f} of the shortest)  peak {peak:4.0f} MB, "
            f"{(peak - before) * 1024 / pages:5.0f} KB a page over the {before:.0f} MB before  "
            f"first page {first * 1000:.0f} ms"
        )


def grow(length: int) -> None:
    """In a process of its own: set a book of about that many pages and tell the figures."""
    short = book()
    copies = max(1, round(length / ours(short)))
    long = replace(short, sections=tuple(_numbered(s, n) for n in range(copies) for s in short.sections))
    empty_caches()
    before = _peak()
    first, _ = timed(opening, long)
    empty_caches()
    took, pages = timed(ours, long)
    print(json.dumps([took, first, pages, before, _peak()]))


def _peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _numbered(part: Any, copy: int) -> Any:
    """Part of a document with a number behind every text."""
    if isinstance(part, tuple):
        return tuple(_numbered(inner, copy) for inner in part)
    if isinstance(part, doc.Heading | doc.Paragraph | doc.TableCell):
        text = doc.plain(part.text)
        return replace(part, text=f"{text} {copy}") if text else part
    if isinstance(part, doc.Section | doc.DocumentTable | doc.TableRow | doc.KeepTogether):
        inner = {f.name: getattr(part, f.name) for f in fields(part)}
        return replace(
            part, **{name: _numbered(v, copy) for name, v in inner.items() if isinstance(v, tuple)}
        )
    return part


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--typst", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.grow:
        grow(asked.grow)
        return
    document = book()
    cold = against_stock(document)
    against_typst(document, cold, asked.typst)
    growth()


if __name__ == "__main__":
    main()
