"""Electronic information centres (ศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์): the 72 units whose centres are audited.

Source: docs/domain.md section 4; the 2563 plan's indicator 2. They come with the plan; a centre without a name is a centre.
"""

from core.registers.declare import Record, Register, choice, flag, text

KINDS = {"bureau": "สำนัก", "district": "สำนักงานเขต", "other": "อื่น ๆ"}


class InfoCentre(Record):
    """One centre."""

    code: str | None = text("รหัส", required=True, max_length=20, help="รหัสหน่วยงาน ไม่ซ้ำกัน")
    name: str | None = text("ชื่อศูนย์", help="ชื่อหน่วยงานเจ้าของศูนย์ เว้นว่างไว้ก่อนได้")
    kind: str | None = choice("ประเภท", KINDS, help="สำนัก สำนักงานเขต หรืออื่น ๆ")
    url: str | None = text("ที่อยู่เว็บไซต์", max_length=500, in_list=False, help="เช่น https://...")
    active: bool | None = flag("ใช้งาน", help="ศูนย์ที่เลิกใช้ให้เลือก ไม่ใช่ จำนวนตัวหารตามแผนไม่เปลี่ยน")


REGISTER = Register(
    name="info_centres",
    place=4,
    title="ศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์",
    short_title="ศูนย์ข้อมูลข่าวสาร",
    unit="central",
    record=InfoCentre,
    key_fields=("code",),
    plan_born=True,
    fixed_id=True,
    order_by=("code",),
    new_label="เพิ่มศูนย์",
)
