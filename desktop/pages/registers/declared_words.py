"""What is said of a declaration by its keys and names, said by labels and titles."""

import re
from collections.abc import Mapping
from typing import Any

from desktop.models.register_design import CLOCKS, FIELDS, parts
from desktop.pages.registers.field_words import TYPES
from desktop.pages.registers.rule_words import KINDS

KEYS: Mapping[str, str] = {
    "key": "เลขประจำรายการ",
    "day": "วันของรายการ",
    "exists_from": "วันที่เริ่มมีรายการ",
    "order": "การเรียงลำดับ",
    "per_year": "เลขเริ่มใหม่ทุกปี",
    "title": "ชื่อทะเบียน",
    "name": "ชื่อในแฟ้ม",
    "label": "ป้าย",
    "max_length": "ยาวไม่เกิน",
    "minimum": "ไม่น้อยกว่า",
    "maximum": "ไม่เกิน",
    "decimals": "ทศนิยม",
    "fields": "ช่อง",
    "rules": "กติกา",
    "clocks": "กำหนดเวลา",
    "views": "มุมมอง",
    "message": "ข้อความของหน่วยงาน",
    "used_from": "ใช้ตั้งแต่ปี",
    "used_to": "ใช้ถึงปี",
}
_EXPLAINED = re.compile(r" ?\([a-z_]+\)")  # a key behind the word that says it
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def in_words(sentence: str, written: Mapping[str, Any]) -> str:
    """A sentence about a declaration without the names that stand in files."""
    said = {kind: words.title for kind, words in KINDS.items()}
    said |= {**TYPES, **KEYS}
    said |= {clock["name"]: str(clock.get("label", "")) for clock in parts(written, CLOCKS)}
    said |= {field["name"]: field["label"] for field in parts(written, FIELDS)}
    said[str(written.get("name"))] = str(written.get("title", ""))
    return _NAME.sub(lambda found: said.get(found[0], found[0]), _EXPLAINED.sub("", sentence))
