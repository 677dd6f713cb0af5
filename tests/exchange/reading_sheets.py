"""Reading a whole sheet at once, for tests."""

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from core.exchange.spreadsheets.cells import Row
from core.exchange.spreadsheets.sheets_in import open_source
from core.exchange.spreadsheets.table import table_of


class Read(NamedTuple):
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path, sheet: int = 0) -> Read:
    with closing(open_source(path)) as source:
        table = table_of(source, sheet)
        return Read(table.headings, tuple(table.body()))
