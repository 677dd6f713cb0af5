"""What is taken out of a register and still used, here or maybe in another file, is retired instead: it stays, and is filled in
no more.
"""

from collections.abc import Callable, Mapping
from typing import Any

from core.office.registers.field_meanings import choices_of
from core.plan.register_mappings import Declaration

Stays = Callable[[str, str | None], bool]  # whether a field, or one of its choices, can't be taken out


def with_retired(base: Declaration, written: Declaration, stays: Stays) -> dict[str, Any]:
    """The declaration as it is to be saved in the place of ``base``: behind the others the fields and choices that it has no
    more and that stay, retired."""
    was = {field["name"]: field for field in base.get("fields", ())}
    fields = [_with_choices(was.get(field["name"], {}), field, stays) for field in written["fields"]]
    kept = {field["name"] for field in fields}
    gone = [
        {**field, "retired": True} for name, field in was.items() if name not in kept and stays(name, None)
    ]
    return {**written, "fields": [*fields, *gone]}


def _with_choices(was: Declaration, now: Declaration, stays: Stays) -> Declaration:
    has = choices_of(now)
    gone = {
        code: _retired(said)
        for code, said in choices_of(was).items()
        if was.get("type") == now["type"] and code not in has and stays(now["name"], code)
    }
    return {**now, "choices": {**has, **gone}} if gone else now


def _retired(said: Any) -> Mapping[str, Any]:
    return {**(said if isinstance(said, Mapping) else {"label": said}), "retired": True}
