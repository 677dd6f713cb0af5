"""The names of a declaration's parts, and what those go by that need none: rules and views."""

import re
from collections.abc import Mapping
from typing import Any

LONGEST_NAME = 60
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
UNNAMED = ":"  # in the name of a part that has none of its own, and in no given one


def is_name(name: object) -> bool:
    """True for what a part can be called."""
    return isinstance(name, str) and len(name) <= LONGEST_NAME and bool(_NAME.fullmatch(name))


def part_name(part: Mapping[str, Any]) -> str:
    """The name a rule or view goes by in its register, and its record's id follows from: its own, else its kind and the
    fields it names first."""
    if name := part.get("name"):
        return str(name)
    listed = part.get("fields")
    fields = [part.get("field"), part.get("left"), *(listed if isinstance(listed, list | tuple) else ())]
    return f"{part.get('kind') or ''}{UNNAMED}{','.join(str(name) for name in fields if name)}"
