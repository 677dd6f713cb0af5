"""Satisfaction of users (ความพึงพอใจ): indicator 5.4; each rating counts. Source: docs/domain.md section 4."""

from datetime import date
from decimal import Decimal

from core.registers import rules
from core.registers.declare import Choice, Record, Register, day, long_text, text, whole

LEVELS = (
    Choice("1", "น้อยที่สุด"),
    Choice("2", "น้อย"),
    Choice("3", "ปานกลาง"),
    Choice("4", "มาก"),
    Choice("5", "มากที่สุด"),
)


class SatisfactionRating(Record):
    """One rating, a whole number 1 (น้อยที่สุด) to 5 (มากที่สุด)."""

    user: str | None = text("ผู้ประเมิน", help="ชื่อหรือรหัสผู้ใช้ เว้นว่างได้เมื่อไม่ระบุชื่อ")
    rated_on: date | None = day("วันที่ประเมิน", required=True, help="วันที่ได้รับแบบประเมิน")
    level: int | None = whole(
        "ระดับ",
        required=True,
        choices=LEVELS,
        minimum=Decimal(1),
        maximum=Decimal(5),
        help="1 น้อยที่สุด ถึง 5 มากที่สุด ระดับ 4 และ 5 นับว่าพึงพอใจ",
    )
    comment: str | None = long_text("ความเห็น", help="ข้อความที่ผู้ประเมินเขียน")


REGISTER = Register(
    name="satisfaction_ratings",
    place=10,
    title="ทะเบียนความพึงพอใจของผู้ใช้บริการ",
    short_title="ความพึงพอใจ",
    unit="secretariat",
    record=SatisfactionRating,
    date_field="rated_on",
    order_by=("rated_on", "user"),
    new_label="บันทึกการประเมิน",
    rules=(
        rules.not_in_future(SatisfactionRating, "rated_on"),
        rules.no_near_duplicate("satisfaction_ratings", SatisfactionRating, "user", "rated_on"),
    ),
)
