"""A register's printed lists: which columns stand on the paper, in which groups, what is summed, who signs.

Source: docs/formats.md, ``[[prints]]``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.faults import InputRefusal
from core.registers.fields import Field
from core.registers.part_names import is_name
from core.registers.views import DUE, STATE
from core.thai.quote import quoted

MONTH, YEAR = PERIODS = ("month", "year")
# The register that says who signs, and its field whose codes ``signers`` names.
SIGNERS, ROLE = "signers", "role"


@dataclass(frozen=True, kw_only=True)
class Print:
    """A printed list: its ``title`` ("": the register's), its ``columns``, fields or ``state`` and ``due_on`` (none:
    those of the register's list), the field its rows are put into a ``group`` by, the number fields whose ``totals``
    are printed (None: all money that is printed, but none over what ``sum_by`` of the register's list tells apart),
    the ``period`` it is drawn up for, ``month`` or ``year``, the roles of its ``signers``, and whether it lies
    ``landscape``."""

    name: str
    title: str = ""
    columns: tuple[str, ...] = ()
    group: str = ""
    totals: tuple[str, ...] | None = None
    period: str = YEAR
    signers: tuple[str, ...] = ()
    landscape: bool = False


_PRINT = TypeAdapter(Print)
_KEYS = frozenset(Print.__dataclass_fields__)


def read_prints(
    written: Iterable[Mapping[str, Any]], fields: Mapping[str, Field], day: str
) -> tuple[Print, ...]:
    """The printed lists of a declaration, each as ``read_print`` has it; no two have one name."""
    prints = tuple(read_print(one, fields, day) for one in written)
    for name, count in Counter(one.name for one in prints).items():
        if count > 1:
            raise InputRefusal(f"รายการพิมพ์ {quoted(name)}: มีรายการพิมพ์อื่นที่ใช้ชื่อเดียวกัน โปรดใช้ชื่อที่ไม่ซ้ำกัน")
    return prints


def read_print(written: Mapping[str, Any], fields: Mapping[str, Field], day: str) -> Print:
    """The printed list that one table of a declaration says, over the register's ``fields`` by name and its ``day`` ("" for
    none).

    Raises ``InputRefusal``: a key that isn't known, a field that isn't there, twice there or no number, a month of a register
    without a day.
    """
    said = f"รายการพิมพ์ {quoted(str(written.get('name') or ''))}"
    if not is_name(written.get("name")):
        raise InputRefusal(f"{said}: ยังไม่มีชื่อ (name) ที่ใช้ได้ โปรดใช้ a-z 0-9 และ _ เช่น monthly")
    for key in written.keys() - _KEYS:
        raise InputRefusal(f"{said}: ไม่รู้จัก {quoted(str(key))} โปรดตรวจตัวสะกด หรือเอาออก")
    try:
        made = _PRINT.validate_python(dict(written), strict=False)
    except ValidationError as reason:
        wrong = reason.errors()[0]["loc"][0]
        raise InputRefusal(f"{said}: {wrong} มีค่าที่ใช้ไม่ได้ โปรดแก้ไข") from reason
    for complaint in _complaints(made, fields, day):
        raise InputRefusal(f"{said}: {complaint}")
    return made


def _complaints(made: Print, fields: Mapping[str, Field], day: str) -> Iterator[str]:
    for name in (*made.columns, *filter(None, (made.group,)), *(made.totals or ())):
        if name not in fields and not (name in made.columns and name in (STATE, DUE)):
            yield f"ไม่มีช่อง {quoted(name)} ในทะเบียน โปรดตรวจชื่อช่อง"
    for names in (made.columns, made.totals or (), made.signers):
        if len({*names}) < len(names):
            yield "มีช่องหรือผู้ลงนามที่อยู่ซ้ำสองที่ โปรดเอาออกให้เหลือที่เดียว"
    for name in made.totals or ():
        if not fields[name].type.is_number or fields[name].choices:
            yield f"ช่อง {quoted(name)} ไม่ใช่ตัวเลขที่รวมได้ โปรดเลือกช่องตัวเลข"
        if made.columns and name not in made.columns:
            yield f"รวมช่อง {quoted(name)} ที่ไม่ได้พิมพ์ โปรดเพิ่มในคอลัมน์ (columns) หรือเอาออกจากยอดรวม"
    if made.period not in PERIODS:
        yield f"ไม่รู้จักช่วงเวลา (period) {quoted(made.period)} โปรดใช้ {' '.join(PERIODS)} อย่างใดอย่างหนึ่ง"
    if made.period == MONTH and not day:
        yield "พิมพ์รายเดือนไม่ได้ เพราะทะเบียนไม่มีวันของรายการ (day) โปรดระบุ หรือใช้ year"


def check_among(made: Print, registers: Mapping[str, Any]) -> None:
    """InputRefusal where a printed list is signed in a role that the office's signers don't have. ``registers`` by name."""
    if SIGNERS not in registers:
        return
    roles = {choice.code: choice.label for choice in registers[SIGNERS].field(ROLE).choices}
    for role in made.signers:
        if role not in roles:
            raise InputRefusal(
                f"รายการพิมพ์ {quoted(made.name)}: ไม่มีผู้ลงนามในฐานะ {quoted(role)} โปรดใช้ {' '.join(roles)}"
            )
