"""The cells of a block copied from a spreadsheet, tabs between them.

A spreadsheet puts quotes round a cell that holds a line end, and doubles the quotes within; any other quote is part of
the text. No cell holds a tab.
"""

import re
from collections.abc import Iterator

# A cell that is quoted from its first letter to its last, else whatever stands up to the next tab or line end.
_CELL = re.compile(r'(?:"([^"\t]*(?:""[^"\t]*)*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*))(\t|\r\n|\r|\n|\Z)')


def block_of(text: str) -> Iterator[list[str]]:
    """A copied block as rows of cells."""
    row: list[str] = []
    at = 0
    while at < len(text) or row:
        found = _CELL.match(text, at)
        assert found is not None  # whatever stands there is a cell
        quoted, plain, end = found.groups()
        row.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if end != "\t":
            yield row
            row = []
