"""Pictures, kept in the file as base64.

Not among the types an office declares its own registers with: every picture it ever held would stay in the log.
"""

from dataclasses import dataclass
from typing import Any

from core.registers.field_types.texts import Text
from core.registers.fields import Complaint, Field


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture(Text):
    """A small picture; a person reads how large it is."""

    def complaint(self, field: Field, value: Any) -> Complaint | None:
        if len(str(value)) <= field.max_length:
            return None
        most = _kilobytes(field.max_length)
        return "limit.length", f"{field.label}ใหญ่เกินไป โปรดเลือกแฟ้มภาพขนาดไม่เกิน {most:,} กิโลไบต์"

    def show(self, value: Any) -> str:
        return f"ภาพ {_kilobytes(len(str(value))):,} กิโลไบต์"


def _kilobytes(length: int) -> int:
    """How large a picture is by the length of its base64, at least 1."""
    return max(1, round(length * 3 / 4 / 1000))


PICTURE = Picture(
    name="picture", title="ภาพ", python=str, is_text=True, many_lines=True, defaults={"in_list": False}
)
