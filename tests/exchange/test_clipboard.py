"""A block copied from a spreadsheet: no quote is lost, and no cell swallows the next ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange.csv_in import TextSource
from core.exchange.spreadsheets.cells import BadCell
from core.exchange.spreadsheets.clipboard import block_of

QUOTE, LINE = '"', "\n"
letters = st.text("กที่a \"\n,;'", max_size=6)
# A cell that begins with a quote may look quoted together with what follows; those are tried one by one below.
cells = letters.filter(lambda text: LINE in text or not text.startswith(QUOTE))
blocks = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=5)
)


def copied(block: list[list[str]]) -> str:
    """As a spreadsheet copies it: a cell that holds a line end is quoted, and only then are its quotes doubled."""
    rows = ("\t".join(f'"{c.replace(QUOTE, QUOTE * 2)}"' if LINE in c else c for c in row) for row in block)
    return "".join(f"{row}\r\n" for row in rows)


@given(blocks)
def test_what_was_copied_comes_back(block: list[list[str]]) -> None:
    assert list(block_of(copied(block))) == block


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a", [["a"]]),
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t", [["a", ""]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ('"a"\t"b\nc"', [["a", "b\nc"]]),
        ('"a"b\t"c', [['"a"b', '"c']]),
        ('จอ 24"\t"ก', [['จอ 24"', '"ก']]),
        ('"\t"\n""\t""""', [['"', '"'], ["", '"']]),
        ('"ก\tข"\nค\tง"', [['"ก', 'ข"'], ["ค", 'ง"']]),
    ],
)
def test_blocks_as_they_come(text: str, rows: list[list[str]]) -> None:
    assert list(block_of(text)) == rows


def test_a_long_block_of_open_quotes_is_read_in_time() -> None:
    assert len(list(block_of('"จอ\t1\n' * 50_000))) == 50_000
    assert len(list(block_of('"จอ\n' * 50_000))) == 50_000


def test_a_character_that_got_lost_is_named() -> None:
    (row,) = TextSource("63/1\tจ\ufffd่าย", "ข้อมูลที่วาง").rows()
    assert row[1][0] == "63/1"
    assert isinstance(row[1][1], BadCell)
