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

LIST, GRID, LINES, ITEMS = KINDS = ("list", "grid", "lines", "items")

# What each kind says beside ``kind``: what it must, then what it may.
_SAYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    LIST: ((), ("columns", "headings", "form", "labels", "sum_by")),
    GRID: (("item", "month", "value"), ("months", "passes", "fill", "line")),
    LINES: (("register", "by", "of", "points"), ("total", "full")),
    ITEMS: ((), ("group", "project", "beside")),
}
FILLED_WITH = ("as_of",)
# Columns of a list that no field has: how a record stands, its last day in time.
STATE, DUE = "state", "due_on"


@dataclass(frozen=True, kw_only=True)
class View:
    """A view. Of a ``list``: its ``columns``, fields or ``state`` and ``due_on``, with ``headings`` of their own; the rows of
    its ``form`` with ``labels`` of their own; the choice that money is summed by (``sum_by``). Of a ``grid``: the fields that
    hold its ``item``, ``month`` and ``value``, the calendar ``months`` it shows (() for all), the value from which on one
    ``passes``, what a typed cell fills in beside the value (``fill``: field to "as_of", the day looked at), and the ``line``
    of the due list for a month that lacks items ("" for the usual one), with {month} and {count}. Of ``lines``: the ``register`` that holds them, the fields ``by`` which a line belongs to its record, the field ``of`` which there is
    one line each, that of its ``points``, the field of what ``of`` names that holds the most there are (``full``), and the
    record's own field they add up to (``total``). Of ``items``: the field by which they are put into a ``group``, the number
    of the ``project`` they belong to, the register whose records stand ``beside`` them."""

    kind: str
    columns: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    form: tuple[tuple[str, ...], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    sum_by: str = ""
    item: str = ""
    month: str = ""
    value: str = ""
    months: tuple[int, ...] = ()
    passes: Decimal | None = None
    fill: Mapping[str, str] = field(default_factory=dict)
    line: str = ""
    register: str = ""
    by: tuple[str, ...] = ()
    of: str = ""
    points: str = ""
    total: str = ""
    full: str = ""
    group: str = ""
    project: int = 0
    beside: str = ""


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
    in_form = [name for row in view.form for name in row]
    own = (view.item, view.month, view.value, view.total, view.group, view.sum_by)
    for name in filter(None, (*own, *view.fill, *view.by, *in_form, *view.labels)):
        if name not in fields:
            yield f"ไม่มีช่อง {quoted(name)} ในทะเบียน โปรดตรวจชื่อช่อง"
    for name in (*view.columns, *view.headings):
        if name not in (*fields, STATE, DUE):
            yield f"ไม่มีช่อง {quoted(name)} ในทะเบียน โปรดตรวจชื่อช่อง หรือใช้ {STATE} {DUE}"
    if len({*in_form}) < len(in_form) or len({*view.columns}) < len(view.columns):
        yield "มีช่องที่อยู่ซ้ำสองที่ โปรดเอาออกให้เหลือที่เดียว"
    if view.sum_by and not fields[view.sum_by].choices:
        yield f"ช่อง {quoted(view.sum_by)} ไม่มีตัวเลือกให้แยกยอดรวม โปรดเลือกช่องที่มีตัวเลือก"
    if view.total and not fields[view.total].type.is_number:
        yield f"ช่อง {quoted(view.total)} ไม่ใช่ตัวเลข โปรดเลือกช่องตัวเลข"
    if view.month and fields[view.month].type.python is not Month:
        yield f"ช่อง {quoted(view.month)} ไม่ใช่เดือน โปรดเลือกช่องเดือน"
    if view.value and not fields[view.value].type.is_number:
        yield f"ช่อง {quoted(view.value)} ไม่ใช่ตัวเลข โปรดเลือกช่องตัวเลข"
    if len({*view.months}) < len(view.months) or not {*view.months} <= {*range(1, 13)}:
        yield "months ต้องเป็นเดือน 1 ถึง 12 ที่ไม่ซ้ำกัน โปรดแก้ไข"
    for name, start in view.fill.items():
        if start not in FILLED_WITH or not fields[name].type.is_dated:
            yield f"fill ของช่อง {quoted(name)} ต้องเป็น as_of และช่องต้องเป็นวันที่ โปรดแก้ไข"


def check_among(view: View, register: str, registers: Mapping[str, Any]) -> None:
    """InputRefusal where a view of a ``register`` asks the others for what isn't there: a register, or fields of it, or is
    over the register itself. ``registers`` by name."""
    said = f"มุมมอง {quoted(view.kind)}"
    if register in (view.register, view.beside):
        raise InputRefusal(f"{said}: ใช้ทะเบียน {quoted(register)} เองไม่ได้ โปรดเลือกทะเบียนอื่น")
    for name in filter(None, (view.register, view.beside)):
        if name not in registers:
            raise InputRefusal(f"{said}: ไม่มีทะเบียน {quoted(name)} โปรดเพิ่มทะเบียนนั้นก่อน หรือเอามุมมองนี้ออก")
    for name in (*view.by, view.of, view.points) if view.register else ():
        if name not in registers[view.register].by_name:
            raise InputRefusal(f"{said}: ทะเบียน {quoted(view.register)} ไม่มีช่อง {quoted(name)} โปรดตรวจชื่อช่อง")
