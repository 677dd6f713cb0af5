"""A filter as it is written, in rows: a condition each, joined to those before by "and", or to the one before by "or".

What a row can't show is kept in it as it is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

UNARY = ("filled", "empty")


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition: field, operator, and what it is compared with, as written. ``either``: it, or the row before, is enough.
    ``odd`` is what no row can show, None for what one can."""

    field: str = ""
    operator: str = "="
    against: tuple[Any, ...] = ()
    either: bool = False
    odd: Any = None

    @property
    def is_whole(self) -> bool:
        """True where nothing lacks."""
        if self.odd is not None:
            return True
        needs = 0 if self.operator in UNARY else 1
        return bool(self.field and self.operator) and len(self.against) >= needs and "" not in self.against


def rows_of(conditions: Any) -> tuple[ConditionRow, ...]:
    """The rows of a filter; what is no list of conditions is one odd row."""
    if not isinstance(conditions, list | tuple):
        return (ConditionRow(odd=conditions),)
    return tuple(row for one in conditions for row in _part(one))


def _part(one: Any) -> tuple[ConditionRow, ...]:
    if not isinstance(one, Mapping):
        return (_row(one, either=False),)
    inside = one.get("any")
    if list(one) != ["any"] or not isinstance(inside, list | tuple) or not inside:
        return (ConditionRow(odd=one),)
    rows = tuple(_row(part, either=n > 0) for n, part in enumerate(inside))
    return (ConditionRow(odd=one),) if any(row.odd is not None for row in rows) else rows


def _row(one: Any, *, either: bool) -> ConditionRow:
    texts = isinstance(one, list | tuple) and len(one) in (2, 3) and all(isinstance(p, str) for p in one[:2])
    if not texts:
        return ConditionRow(odd=one, either=either)
    field, operator, *rest = one
    if operator == "in" and rest:
        if not isinstance(rest[0], list | tuple):
            return ConditionRow(odd=one, either=either)
        rest = list(rest[0])
    return ConditionRow(field, operator, tuple(rest), either)


def filter_of(rows: Iterable[ConditionRow]) -> list[Any]:
    """The filter that rows say."""
    groups: list[list[ConditionRow]] = []
    for row in rows:
        if row.either and groups and row.odd is None and groups[-1][0].odd is None:
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_written(g[0]) if len(g) == 1 else {"any": [_written(row) for row in g]} for g in groups]


def _written(row: ConditionRow) -> Any:
    if row.odd is not None:
        return row.odd
    if row.operator in UNARY:
        return [row.field, row.operator]
    against = [list(row.against)] if row.operator == "in" else list(row.against[:1])
    return [row.field, row.operator, *against]
