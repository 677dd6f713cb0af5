"""What is said of a declaration by its keys and names, said by labels and titles."""

import re
from collections.abc import Mapping
from typing import Any

from desktop.models.register_design import FIELDS, parts
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
    "prints": "รายการพิมพ์",
    "columns": "คอลัมน์",
    "totals": "รวมยอด",
    "period": "พิมพ์รายการของ",
    "message": "ข้อความของหน่วยงาน",
    "used_from": "ใช้ตั้งแต่ปี",
    "used_to": "ใช้ถึงปี",
}
_EXPLAINED = re.compile(r" ?\([a-z_]+\)")  # a key behind the word that says it
_KEY = re.compile(r"(?<=: )[a-z_]+(?= )")
_FIELD = re.compile(r'(?<=ช่อง )("?)([a-z][a-z0-9_]*)\1')
_KIND = re.compile(r'(?<=กฎ )"([a-z_]+)[^"]*"')


def in_words(sentence: str, written: Mapping[str, Any]) -> str:
    """A sentence about a declaration without the names that stand in files: where a key, a field, a rule's kind or the register
    itself is called by its name, it is by its label."""
    labels = {field["name"]: field["label"] for field in parts(written, FIELDS)}
    kinds = {kind: words.title for kind, words in KINDS.items()}
    said = _EXPLAINED.sub("", sentence)
    said = _KEY.sub(lambda found: KEYS.get(found[0], found[0]), said)
    said = _FIELD.sub(lambda found: f"{found[1]}{labels.get(found[2], found[2])}{found[1]}", said)
    said = _KIND.sub(lambda found: f'"{kinds.get(found[1], found[1])}"', said)
    name = re.escape(str(written.get("name")))
    return re.sub(rf'(?<=ทะเบียน )("?){name}\1(?![a-z0-9_])', f"“{written.get('title', '')}”", said)
