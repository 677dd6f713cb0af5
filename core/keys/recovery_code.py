"""The code on a person's recovery sheet: digits alone, for they are on every keyboard and read out without doubt.

Eight groups of five. Four digits of each are drawn (106 bits in all), the fifth is a check digit by Damm's method, begun
with the group's own place: a wrong digit, two that changed places, and a group in another's place are told, and which.
"""

import secrets

from core.thai.digits import to_arabic

GROUPS, DRAWN = 8, 4
SIZE = DRAWN + 1
BETWEEN = "-"
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def draw() -> str:
    """A new code, as it is printed."""
    drawn = ["".join(secrets.choice("0123456789") for _ in range(DRAWN)) for _ in range(GROUPS)]
    return BETWEEN.join(digits + _check(place, digits) for place, digits in enumerate(drawn, 1))


def read(text: str) -> str:
    """A code as typed, Thai digits too and parted in whatever way, as it is printed; ValueError (a Thai sentence) where it
    isn't one."""
    digits = "".join(letter for letter in to_arabic(text) if not (letter.isspace() or letter in "-–—."))
    if not (digits.isascii() and digits.isdigit()) or len(digits) != GROUPS * SIZE:
        raise ValueError(f"รหัสกู้บัญชีต้องเป็นตัวเลข {GROUPS} กลุ่ม กลุ่มละ {SIZE} ตัว โปรดพิมพ์ตามใบกู้บัญชีให้ครบ")
    groups = [digits[at : at + SIZE] for at in range(0, len(digits), SIZE)]
    for place, group in enumerate(groups, 1):
        if _check(place, group[:DRAWN]) != group[DRAWN]:
            raise ValueError(f"รหัสกู้บัญชีกลุ่มที่ {place} ({group}) ไม่ถูกต้อง โปรดเทียบกับใบกู้บัญชีอีกครั้ง")
    return BETWEEN.join(groups)


def _check(place: int, digits: str) -> str:
    left = str(place)
    for digit in digits:
        left = _DAMM[int(left)][int(digit)]
    return left
