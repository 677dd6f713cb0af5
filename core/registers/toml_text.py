"""A mapping as TOML text, the form in which declarations and plans are written down (docs/formats.md).

What ``tomllib`` reads of the text is the mapping again. Tables of the first level stand as ``[name]`` and ``[[name]]``, what
lies deeper inside the line of its key.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

WIDTH = 110  # characters of a line from which a list has a line for each of what it holds

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(mapping: Mapping[str, Any]) -> str:
    """The text; what is None is left out. ``TypeError`` for what TOML has no form of."""
    parts = ["\n".join(_lines(mapping))]
    for name, value in mapping.items():
        if isinstance(value, Mapping):
            parts.append("\n".join([f"[{_key(name)}]", *_lines(value, whole=True)]))
        elif _is_tables(value):
            parts += ["\n".join([f"[[{_key(name)}]]", *_lines(table, whole=True)]) for table in value]
    return "\n\n".join(filter(None, parts)) + "\n"


def _lines(table: Mapping[str, Any], *, whole: bool = False) -> Iterator[str]:
    for name, value in table.items():
        if value is None or (not whole and (isinstance(value, Mapping) or _is_tables(value))):
            continue
        several = isinstance(value, str) and "\n" in value
        line = f"{_key(name)} = {_of_lines(str(value)) if several else _value(value)}"
        if len(line) > WIDTH and isinstance(value, Sequence) and not isinstance(value, str):
            line = "\n".join([f"{_key(name)} = [", *(f"    {_value(one)}," for one in value), "]"])
        yield line


def _is_tables(value: object) -> bool:
    """True for a list of tables, which there are some of."""
    listed = isinstance(value, Sequence) and not isinstance(value, str) and bool(value)
    return listed and all(isinstance(one, Mapping) for one in value)  # type: ignore[attr-defined]  # a sequence


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        held = (f"{_key(name)} = {_value(one)}" for name, one in value.items() if one is not None)
        return f"{{ {', '.join(held)} }}" if value else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    raise TypeError(value)


def _of_lines(text: str) -> str:
    """A text of several lines as it is read by a person."""
    lines = (_text(line)[1:-1] for line in text.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
