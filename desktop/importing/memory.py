"""How the sheets of one sender were matched last time, remembered in the desk's settings by their headings."""

import hashlib
import json
from dataclasses import dataclass

from core.office import SheetView
from core.registers.declare import Register
from desktop.settings import Settings


@dataclass(frozen=True)
class Matching:
    """The field of each column (None: left out), what unknown values mean, and whether known records are updated."""

    columns: tuple[str | None, ...]
    values: dict[tuple[str, str], str]
    update: bool


def remember(settings: Settings, register: Register, view: SheetView, matching: Matching) -> None:
    """Notes a matching for sheets of the same headings."""
    body = {
        "columns": list(zip(view.headings, matching.columns, strict=True)),
        "values": [[*place, meant] for place, meant in matching.values.items()],
        "update": matching.update,
    }
    settings.remember_matching(_place(register, view), json.dumps(body, ensure_ascii=False))


def recalled(settings: Settings, register: Register, view: SheetView) -> Matching | None:
    """The matching noted for sheets of these headings, in any order; None where there is none that still fits."""
    try:
        body = json.loads(settings.matching(_place(register, view)))
        fields = {f.name for f in register.fields}
        by_heading = {str(heading): name for heading, name in body["columns"] if name in fields}
        values = {(str(of), str(shown)): str(meant) for of, shown, meant in body["values"] if of in fields}
        columns = tuple(by_heading.get(h) if h else None for h in view.headings)
        return Matching(columns, values, bool(body["update"])) if any(columns) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _place(register: Register, view: SheetView) -> str:
    return f"{register.name}-{hashlib.sha256(view.sender.encode()).hexdigest()[:16]}"
