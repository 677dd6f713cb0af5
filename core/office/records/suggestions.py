"""What was typed before, offered again: the earlier values of a register's short texts."""

from collections.abc import Iterable

from core.registers.declare import Register
from core.store.connection import Connection
from core.store.tables.suggestions import used_values
from core.thai.folding import fold_case

MOST = 1_000  # values of one field; what is used less than all of these is sooner typed than found


def suggestions(
    connection: Connection, register: Register, personal_from: int = 0
) -> dict[str, tuple[str, ...]]:
    """The values each recurring field was given, the ones used most and last first. Of spellings that look the same only
    the one used most is offered; of personal data none of fiscal years before ``personal_from``."""
    names = [f.name for f in register.recurring_fields]
    found = used_values(connection, register, names, MOST, personal_from)
    return {name: _one_of_each(used) for name, used in found.items()}


def _one_of_each(used: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    spellings: dict[str, str] = {}
    weights: dict[str, int] = {}
    for value, weight in used:
        alike = fold_case(value)
        spellings.setdefault(alike, value.strip())
        weights[alike] = weights.get(alike, 0) + weight
    # Stable: of equals the one used last is first.
    order = sorted(spellings, key=lambda alike: -weights[alike])
    return tuple(spellings[alike] for alike in order)
