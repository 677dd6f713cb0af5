"""A register's declaration while it is designed: what is written by now, step by step, with a way back and forth.

What is written is a mapping, exactly the tables of docs/formats.md; nothing else is invented here. The functions below
make another mapping of one and leave the one they were given as it is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Signal

Written = dict[str, Any]
FIELDS, CLOCKS, RULES, VIEWS, PRINTS = "fields", "clocks", "rules", "views", "prints"
NOTHING: tuple[Any, ...] = (None, "", [], (), {}, False)
# Where else a field is named: of the register itself, of its clocks, rules, views and printed lists.
_NAMING = ("key", "order", "day", "exists_from")


class RegisterDesign(QObject):
    """What is written, and the steps that led to it. ``base`` is what the file has, None for a register it hasn't."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.written: Written = {}
        self.base: Mapping[str, Any] | None = None
        self._start: Written = {}
        self._back: list[Written] = []
        self._forth: list[Written] = []

    def begin(self, written: Mapping[str, Any], base: Mapping[str, Any] | None) -> None:
        """Designs another register."""
        self.written, self.base = plain(written), base
        self._start = plain(base) if base is not None else {}
        self._back, self._forth = [], []
        self.changed.emit()

    def is_dirty(self) -> bool:
        """True while something is written that the file hasn't."""
        return bool(self.written) and not alike(self.written, self._start)

    def is_touched(self) -> bool:
        """True while it isn't saved and somebody's work stands in it: a new one begins with what was proposed."""
        return self.is_dirty() and (self.base is not None or bool(self._back))

    def put(self, written: Written) -> None:
        """Writes something else, as one step."""
        if alike(written, self.written):
            return
        self._back.append(self.written)
        self._forth = []
        self.written = written
        self.changed.emit()

    def set(self, key: str, value: Any) -> None:
        """Writes one key of the register itself; nothing takes it away."""
        self.put(with_value(self.written, key, value))

    def can_step(self, *, back: bool) -> bool:
        """True while there is a step to take back, or (``back`` False) to do again."""
        return bool(self._back if back else self._forth)

    def step(self, *, back: bool) -> None:
        """Takes the last step back, or does the one taken back again."""
        source, target = (self._back, self._forth) if back else (self._forth, self._back)
        if source:
            target.append(self.written)
            self.written = source.pop()
            self.changed.emit()

    def lay_over(self, base: Mapping[str, Any]) -> bool:
        """Lays what was designed over what the file has by now (``base``), as one more step; False where that is what was
        begun with."""
        before, now = self._start, plain(base)
        if self.base is None or alike(before, now):
            return False
        self.base, self._start = base, now
        self.put(laid_over(now, before, self.written))
        return True

    def restore(self) -> None:
        """What the file has, as one more step that can be taken back."""
        if self._start:
            self.put(deepcopy(self._start))


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True for declarations that say the same; choices stand in an order."""
    return one == other and _orders(one) == _orders(other)


def _orders(written: Mapping[str, Any]) -> list[list[str]]:
    return [list(field.get("choices", ())) for field in written.get(FIELDS, ())]


def laid_over(now: Written, before: Written, written: Written) -> Written:
    """What was written of a declaration as it was before, laid over the one there is now: key by key, part by part."""
    made = {
        key: written.get(key) if written.get(key) != before.get(key) else now.get(key)
        for key in {**now, **written}
    }
    for key in (FIELDS, CLOCKS, RULES, VIEWS, PRINTS):
        if now.get(key) != before.get(key) and written.get(key) != before.get(key):
            made[key] = _parts_over(*(parts(one, key) for one in (now, before, written)))
    return {key: value for key, value in made.items() if value not in NOTHING}


def _parts_over(now: list[Written], before: list[Written], written: list[Written]) -> list[Written]:
    """In the order of what was written, what came meanwhile at the end; what was taken out on either side stays out unless
    the other side changed it."""
    was, mine = {_key(part): part for part in before}, {_key(part): part for part in written}
    theirs = {_key(part): part for part in now}
    kept = [
        part if part != was.get(key) else theirs[key]
        for key, part in mine.items()
        if key in theirs or part != was.get(key)
    ]
    return kept + [part for key, part in theirs.items() if key not in mine and part != was.get(key)]


def _key(part: Written) -> str:
    return str(part.get("name") or as_text(part))


def plain(written: Mapping[str, Any]) -> Written:
    """A declaration of one's own to be written in: tables as dicts, lists as lists."""
    return {key: _plain(value) for key, value in written.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def as_text(written: Mapping[str, Any]) -> str:
    """A declaration as a draft keeps it."""
    return json.dumps(written, ensure_ascii=False, default=_number)


def from_text(text: str) -> Written:
    """The declaration of a draft."""
    read: Written = json.loads(text, parse_float=Decimal)
    return read


def _number(value: object) -> object:
    assert isinstance(value, Decimal)
    return int(value) if value == value.to_integral_value() else float(value)


# -- the parts


def parts(written: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables of a kind: fields, clocks, rules, views or printed lists."""
    found: list[dict[str, Any]] = written.get(key, [])
    return found


def part_at(written: Mapping[str, Any], key: str, at: int) -> dict[str, Any] | None:
    """One of them by its place, None outside."""
    found = parts(written, key)
    return found[at] if 0 <= at < len(found) else None


def with_value(table: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """A table with another value; what says nothing isn't written."""
    made = {name: one for name, one in table.items() if name != key}
    return made if value in NOTHING else {**table, key: value}


def with_parts(written: Written, key: str, made: Sequence[Mapping[str, Any]]) -> Written:
    """The declaration with other tables of a kind."""
    return with_value(written, key, [dict(one) for one in made])


def with_part(written: Written, key: str, at: int, part: Mapping[str, Any]) -> Written:
    """The declaration with another table at a place; a field that is called otherwise is so wherever it is named."""
    before = parts(written, key)[at]
    made = [dict(part) if n == at else one for n, one in enumerate(parts(written, key))]
    changed = {**written, key: made}
    if key == FIELDS and before["name"] != part["name"]:
        return _renamed(changed, before["name"], part["name"])
    return changed


def added(written: Written, key: str, at: int, part: Mapping[str, Any]) -> Written:
    """The declaration with one more table, at a place."""
    made = list(parts(written, key))
    made.insert(at, dict(part))
    return {**written, key: made}


def without(written: Written, key: str, at: int) -> Written:
    """The declaration without one of its tables."""
    return with_parts(written, key, [one for n, one in enumerate(parts(written, key)) if n != at])


def without_fields(written: Written, gone: Collection[str]) -> Written:
    """The declaration without fields, nor what names them in key, order and day."""
    made = {**written, FIELDS: [field for field in parts(written, FIELDS) if field["name"] not in gone]}
    for key in ("key", "order"):
        if key in made:
            made = with_value(made, key, [n for n in made[key] if n.removeprefix("-") not in gone])
    for key in ("day", "exists_from"):
        if made.get(key) in gone:
            made.pop(key)
    return made if made.get("key") and made.get("day") else with_value(made, "per_year", None)


def moved(written: Written, key: str, at: int, to: int) -> Written:
    """The declaration with one of its tables at another place."""
    made = list(parts(written, key))
    made.insert(to, made.pop(at))
    return {**written, key: made}


def names_in(written: Mapping[str, Any], key: str) -> list[str]:
    """The names of the tables of a kind, "" for one without."""
    return [str(part.get("name", "")) for part in parts(written, key)]


def labels_of(written: Mapping[str, Any], types: Container[str] | None = None) -> dict[str, str]:
    """The labels of the fields of some types (None: of any), by name, in their order."""
    fields = parts(written, FIELDS)
    return {field["name"]: field["label"] for field in fields if types is None or field["type"] in types}


def mentions(written: Mapping[str, Any], name: str) -> list[str]:
    """Where a field is named beside its own table, in Thai: the key, the order, the label of a clock ..."""
    found = [_SAID[key] for key in _NAMING if name in _names_of(written.get(key, ()))]
    found += [f"กำหนดเวลา {c.get('label', '')}" for c in parts(written, CLOCKS) if name in _strings(c)]
    found += ["กติกา" for r in parts(written, RULES) if name in _strings(r)][:1]
    found += ["มุมมอง" for v in parts(written, VIEWS) if name in _strings(v)][:1]
    return found + ["รายการพิมพ์" for p in parts(written, PRINTS) if name in _strings(p)][:1]


_SAID = {
    "key": "เลขประจำรายการ",
    "order": "การเรียงลำดับ",
    "day": "วันของรายการ",
    "exists_from": "วันที่เริ่มมีรายการ",
}


def _names_of(value: Any) -> list[str]:
    listed = [value] if isinstance(value, str) else list(value)
    return [name.removeprefix("-") for name in listed]


def _strings(value: Any) -> set[str]:
    """Every text in a table, however deep, but what its own keys say in words."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        inner = [
            one
            for key, one in value.items()
            if key not in ("label", "message", "kind", "name", "title", "period", "signers")
        ]
        return {*map(str, value), *(text for one in inner for text in _strings(one))}
    return {text for one in value for text in _strings(one)} if isinstance(value, list | tuple) else set()


def _renamed(written: Written, old: str, new: str) -> Written:
    made = {**written, **{key: _exchanged(written[key], old, new) for key in _NAMING if key in written}}
    for key in (CLOCKS, RULES, VIEWS, PRINTS):
        if key in written:
            made[key] = [
                {
                    name: v
                    if name in ("name", "kind", "label", "title", "period", "signers")
                    else _exchanged(v, old, new)
                    for name, v in part.items()
                }
                for part in written[key]
            ]
    return made


def _exchanged(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return {old: new, f"-{old}": f"-{new}"}.get(value, value.replace(f"{{{old}}}", f"{{{new}}}"))
    if isinstance(value, Mapping):
        return {_exchanged(key, old, new): _exchanged(one, old, new) for key, one in value.items()}
    return [_exchanged(one, old, new) for one in value] if isinstance(value, list | tuple) else value
