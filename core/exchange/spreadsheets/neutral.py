"""Text that a spreadsheet would take for a formula, made harmless on the way out and given back on the way in.

A cell that begins with ``= + - @`` (or their full-width forms, which spreadsheets in East Asian settings take for
them), a tab or a line end gets an apostrophe before it; so does one that begins with
apostrophes and then such a character, so that taking one apostrophe off always gives the text back.
"""

import re

# What mostly begins a text: of these nothing is blank or neutralised.
FIRST_PLAIN, AFTER_PLAIN = "(", "\x7f"
FIRST_THAI, AFTER_THAI = "\u0e01", "\u0e5c"
_RISKY = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_NEUTRAL = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def neutralised(text: str) -> str:
    """The text as it may stand in a spreadsheet's cell."""
    return f"'{text}" if _RISKY.match(text) else text


def restored(text: str) -> str:
    """The text that ``neutralised`` was given; other text is left alone."""
    return text[1:] if _NEUTRAL.match(text) else text


def clean_text(cell: str) -> str | None:
    """A text as it stands in a cell: None where it is blank, without what neutralised it."""
    if FIRST_PLAIN <= cell < AFTER_PLAIN or FIRST_THAI <= cell < AFTER_THAI:
        return cell
    if not cell or cell.isspace():
        return None
    return restored(cell) if cell[0] == "'" else cell
