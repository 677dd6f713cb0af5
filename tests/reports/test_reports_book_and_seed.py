"""The printed plan book laid beside the seed: every cell and sentence of the seed stands in the book."""

import re
from functools import cache

from plan_seed import printed_lines, squeeze
from reports_pictures import pdf_of, texts_of
from reports_sample import steps

from core.reports import by_name

FOOT = re.compile(r"\n[^\n]*หน้า \d+ / \d+\s*$")


@cache
def book() -> str:
    """The letters of all pages, without the line at their feet; pdfium gives a hyphen and the end of its line as
    U+FFFE."""
    pages = texts_of(pdf_of(by_name("plan-book").document(steps())))
    plain = (page.replace("\r\n", "\n").replace("\ufffe", "-\n") for page in pages)
    return "".join(squeeze(FOOT.sub("", page)) for page in plain)


def missing(text: str) -> list[tuple[int, str]]:
    """The cells of the seed, with their line, that stand nowhere in a text."""
    cells = ((n, squeeze(cell)) for n, line in printed_lines().items() for cell in line.split("\t"))
    return [(n, cell) for n, cell in cells if cell not in text]


def test_every_cell_and_sentence_of_the_seed_stands_in_the_book() -> None:
    assert missing(book()) == []


def test_the_comparison_sees_a_lost_figure() -> None:
    assert missing(book().replace("14,486,000", "14,486,00O")) != []
