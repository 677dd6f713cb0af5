"""What is taken out of a register and still used by its records is retired instead: it stays, and is filled in no more."""

from collections.abc import Callable, Mapping
from typing import Any

from core.office.registers.field_meanings import choices_of
from core.plan.register_mappings import Declaration

Used = Callable[[str, str | None], bool]  # whether a record holds something in a field, or just this code


def with_retired(base: Declaration, written: Declaration, used: Used) -> dict[str, Any]:
    """The declaration as it is to be saved in the place of ``base``: behind the others the fields and choices that it has no
    more and records hold, retired."""
    was = {field["name"]: field for field in base.get("fields", ())}
    fields = [_with_choices(was.get(field["name"], {}), field, used) for field in written["fields"]]
    kept = {field["name"] for field in fields}
    gone = [
        {**field, "retired": True} for name, field in was.items() if name not in kept and used(name, None)
    ]
    return {**written, "fields": [*fields, *gone]}


def _with_choices(was: Declaration, now: Declaration, used: Used) -> Declaration:
    has = choices_of(now)
    gone = {
        code: _retired(said)
        for code, said in choices_of(was).items()
        if code not in has and used(now["name"], code)
    }
    return {**now, "choices": {**has, **gone}} if gone else now


def _retired(said: Any) -> Mapping[str, Any]:
    return {**(said if isinstance(said, Mapping) else {"label": said}), "retired": True}
