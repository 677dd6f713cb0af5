"""What the tests of the office share: the case files, values as an officer writes them, the file as it stands."""

import csv
import sqlite3
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from core.office import Office, Query
from core.store.tables.register_tables import SHIPPED

CASES = Path(__file__).parent.parent / "cases" / "office"


def cases(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))


def sheet(path: Path, head: Sequence[str], *rows: Sequence[object]) -> Path:
    """A spreadsheet of rows under a heading, by the ending of its name."""
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in (head, *rows):
            book.active.append(list(row))
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    return path


def written(value: object) -> str:
    """A value as the case files write it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def shown(values: Mapping[str, object], like: Mapping[str, object]) -> dict[str, str]:
    return {name: written(values[name]) for name in like}


def entries(office: Office) -> int:
    """How many entries the log holds."""
    with closing(sqlite3.connect(f"{office.session.path.as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])


def everything(office: Office) -> dict[str, list[Any]]:
    """Every record as it is stored, deleted ones too, and the length of the log."""
    with closing(sqlite3.connect(f"{office.session.path.as_uri()}?mode=ro", uri=True)) as connection:
        rows = {n: connection.execute(f"SELECT * FROM {n} ORDER BY id").fetchall() for n in SHIPPED}
    return {"entries": [entries(office)], **rows}


def born(office: Office, register: str, **key: Any) -> str:
    """The id of a record that came with the plan."""
    (found,) = office.records.rows(register, Query(equals=key))
    return found.id
