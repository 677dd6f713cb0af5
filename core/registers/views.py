"""How a register's records are shown beside the list with its form: a grid of items by months, the lines of a record whose
points add up, items that come with the plan. Source: docs/formats.md, ``[[views]]``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.faults import InputRefusal
from core.registers.fields import Field
from core.thai.fiscal import Month
from core.thai.quote import quoted

KINDS = ("list", "grid", "lines", "items")

# What each kind says beside ``kind``: what it must, then what it may.
_SAYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "list": ((), ()),
    "grid": (("item", "month", "value"), ("months", "passes", "fill")),
    "lines": (("register", "by", "of", "points"), ()),
    "items": ((), ("group",)),
}
FILLED_WITH = ("as_of",)


@dataclass(frozen=True, kw_only=True)
class View:
    """A view. Of a ``grid``: the fields that hold its ``item``, ``month`` and ``value``, the calendar ``months`` it shows
    (() for all), the value from which on one ``passes``, and what a typed cell fills in beside the value (``fill``: field
    to "as_of", the day looked at). Of ``lines``: the ``register`` that holds them, the fields ``by`` which a line belongs
    to its record, the field ``of`` which there is one line each, and that of its ``points``. Of ``items``: the field by
    which they are put into a ``group``."""

    kind: str
    item: str = ""
    month: str = ""
    value: str = ""
    months: tuple[int, ...] = ()
    passes: Decimal | None = None
    fill: Mapping[str, str] = field(default_factory=dict)
    register: str = ""
    by: tuple[str, ...] = ()
    of: str = ""
    points: str = ""
    group: str = ""


_VIEW = TypeAdapter(View)


def read_view(written: Mapping[str, Any], fields: Mapping[str, Field]) -> View:
    """The view that one table of a declaration says, over the register's ``fields`` by name.

    Raises ``InputRefusal``: a kind or key that isn't known, one that is missing, a field that isn't there or holds what the
    view can't show, months that are none.
    """
    kind = str(written.get("kind") or "")
    said = f"มุมมอง {quoted(kind)}"
    if kind not in _SAYS:
        raise InputRefusal(f"{said}: ไม่รู้จักมุมมองนี้ โปรดใช้ {' '.join(KINDS)} อย่างใดอย่างหนึ่ง")
    must, may = _SAYS[kind]
    for key in written.keys() - {"kind", *must, *may}:
        raise InputRefusal(f"{said}: ไม่รู้จัก {quoted(str(key))} โปรดตรวจตัวสะกด หรือเอาออก")
    for key in must:
        if not written.get(key):
            raise InputRefusal(f"{said}: ยังไม่มี {key} โปรดระบุ")
    try:
        view = _VIEW.validate_python(dict(written))
    except ValidationError as reason:
        wrong = reason.errors()[0]["loc"][0]
        raise InputRefusal(f"{said}: {wrong} มีค่าที่ใช้ไม่ได้ โปรดแก้ไข") from reason
    for complaint in _complaints(view, fields):
        raise InputRefusal(f"{said}: {complaint}")
    return view


def _complaints(view: View, fields: Mapping[str, Field]) -> Iterator[str]:
    own = (view.item, view.month, view.value, view.group, *view.fill, *view.by)
    for name in filter(None, own):
        if name not in fields:
            yield f"ไม่มีช่อง {quoted(name)} ในทะเบียน โปรดตรวจชื่อช่อง"
    if view.month and fields[view.month].type.python is not Month:
        yield f"ช่อง {quoted(view.month)} ไม่ใช่เดือน โปรดเลือกช่องเดือน"
    if view.value and not fields[view.value].type.is_number:
        yield f"ช่อง {quoted(view.value)} ไม่ใช่ตัวเลข โปรดเลือกช่องตัวเลข"
    if len({*view.months}) < len(view.months) or not {*view.months} <= {*range(1, 13)}:
        yield "months ต้องเป็นเดือน 1 ถึง 12 ที่ไม่ซ้ำกัน โปรดแก้ไข"
    for name, start in view.fill.items():
        if start not in FILLED_WITH or not fields[name].type.is_dated:
            yield f"fill ของช่อง {quoted(name)} ต้องเป็น as_of และช่องต้องเป็นวันที่ โปรดแก้ไข"
