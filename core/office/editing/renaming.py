"""A thing of the plan is renamed where the book words it by that very name, too."""

import json
from collections.abc import Iterator

from core.office.editing.drafts import Draft
from core.store.connection import Connection
from core.store.log.changes import Put
from core.store.tables.records import Query, row, rows

ROWS, TEXTS = "plan_printed_rows", "plan_texts"
# How a row of the book refers to a record, and which fields of it are names.
_KINDS = {
    "plan_projects": ("project", ("number",)),
    "plan_indicators": ("indicator", ("code",)),
    "plan_measures": ("measure", ("code",)),
    "plan_nodes": ("node", ("code",)),
    "plan_steps": ("step", ("project", "step")),
}
_NAMES = ("title", "heading")
_LISTS = ("goal", "key_indicator")  # the sections of prose that list things of the plan by name
_SHORTEST = 8  # a shorter name may stand in a cell as part of another word


def renamed_in_the_book(connection: Connection, made: Draft) -> Iterator[Put]:
    """The changes of the book's own wording that go with a change of names: in rows about the record, and where the prose lists
    it, the name it had gives way to the new one. Wording that calls it otherwise stays, for the plan check to name."""
    if made.register.name not in _KINDS or not made.exists or not made.record_id:
        return
    before = row(connection, made.register, made.record_id)
    if before is None:
        return
    names = [
        (str(before.values.get(n) or ""), str(made.given.get(n) or "")) for n in _NAMES if n in made.given
    ]
    changed = [(old, new) for old, new in names if new and old != new and len(old) >= _SHORTEST]
    if not changed:
        return
    kind, key = _KINDS[made.register.name]
    ref = f"{kind}:{'.'.join(str(before.values[n]) for n in key)}"
    register = made.registers[ROWS]
    for printed in rows(connection, register, Query(equals={"fiscal_year": before.values["fiscal_year"]})):
        cells = str(printed.values["cells"] or "")
        if ref in str(printed.values["ref"] or "").split() and (new := _reworded(cells, changed)) != cells:
            yield Put(ROWS, printed.id, {"cells": new})
    for text in rows(
        connection, made.registers[TEXTS], Query(equals={"fiscal_year": before.values["fiscal_year"]})
    ):
        said = str(text.values["text"] or "")
        if text.values["section"] in _LISTS and (new := _replaced(said, changed)) != said:
            yield Put(TEXTS, text.id, {"text": new})


def _reworded(cells: str, changed: list[tuple[str, str]]) -> str:
    """A row's cells, as JSON, with names put in place of others."""
    try:
        read = json.loads(cells)
    except ValueError:
        return cells
    if not isinstance(read, list):
        return cells
    made = [_replaced(str(cell), changed) for cell in read]
    return cells if made == read else json.dumps(made, ensure_ascii=False)


def _replaced(text: str, changed: list[tuple[str, str]]) -> str:
    for old, new in changed:
        text = text.replace(old, new)
    return text
