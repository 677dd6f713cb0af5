"""What the parts of a declaration that need no name of their own go by: rules and views."""

from collections.abc import Mapping
from typing import Any

UNNAMED = ":"  # in the name of a part that has none of its own, and in no given one


def part_name(part: Mapping[str, Any]) -> str:
    """The name a rule or view goes by in its register, and its record's id follows from: its own, else its kind and the
    fields it names first."""
    if name := part.get("name"):
        return str(name)
    listed = part.get("fields")
    fields = [part.get("field"), part.get("left"), *(listed if isinstance(listed, list | tuple) else ())]
    return f"{part.get('kind') or ''}{UNNAMED}{','.join(str(name) for name in fields if name)}"
