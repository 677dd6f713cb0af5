"""What a register says of taking LINE exports: which of its fields hold what a chat tells. Source: docs/formats.md, ``[line]``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.faults import InputRefusal
from core.registers.field_types.days import MOMENT
from core.registers.fields import Field
from core.thai.quote import quoted

_MUST, _MAY = ("user", "asked", "acknowledged", "answered"), ("subject",)


@dataclass(frozen=True, kw_only=True, slots=True)
class LineFields:
    """The fields of an enquiry: who asked (``user``, a text), when it was ``asked``, ``acknowledged`` and ``answered``
    (moments), and the ``subject`` that the asker's words are kept in where that is wished; "" for none."""

    user: str
    asked: str
    acknowledged: str
    answered: str
    subject: str = ""


_LINE = TypeAdapter(LineFields)


def read_line_fields(written: Mapping[str, Any], fields: Mapping[str, Field]) -> LineFields:
    """What the ``[line]`` table of a declaration says, over the register's ``fields`` by name. InputRefusal for a key that isn't
    known or is missing, or a field that isn't there or holds something else."""
    for key in written.keys() - {*_MUST, *_MAY}:
        raise InputRefusal(f"line: ไม่รู้จัก {quoted(str(key))} โปรดใช้ {' '.join((*_MUST, *_MAY))}")
    for key in _MUST:
        if not written.get(key):
            raise InputRefusal(f"line: ยังไม่มี {key} โปรดระบุ")
    try:
        said = _LINE.validate_python(dict(written))
    except ValidationError as reason:
        raise InputRefusal(f"line: {reason.errors()[0]['loc'][0]} ต้องเป็นชื่อช่อง โปรดแก้ไข") from reason
    moments = (said.asked, said.acknowledged, said.answered)
    for name in filter(None, (said.user, said.subject, *moments)):
        if name not in fields:
            raise InputRefusal(f"line: ไม่มีช่อง {quoted(name)} ในทะเบียน โปรดตรวจชื่อช่อง")
    for name in filter(None, (said.user, said.subject)):
        if not fields[name].type.is_text:
            raise InputRefusal(f"line: ช่อง {quoted(name)} ไม่ใช่ข้อความ โปรดเลือกช่องข้อความ")
    if len({*moments}) < len(moments):
        raise InputRefusal("line: asked acknowledged และ answered ต้องเป็นช่องคนละช่อง โปรดแก้ไข")
    for name in moments:
        if fields[name].type is not MOMENT:
            raise InputRefusal(f"line: ช่อง {quoted(name)} ไม่ใช่วันและเวลา (moment) โปรดเลือกช่องอื่น")
    return said
