"""Who signs the office's reports (ผู้ลงนาม): name and position of a unit's reporter, checker and approver.

Source: the official reports' signature lines ผู้รายงาน, ผู้ตรวจสอบ, ผู้อนุมัติ.
"""

from core.registers.declare import Record, Register, choice, text

ROLES = {"reporter": "ผู้รายงาน", "checker": "ผู้ตรวจสอบ", "approver": "ผู้อนุมัติ"}
UNITS = {
    "office": "ทั้งสำนักงาน",
    "admin": "ฝ่ายบริหารงานทั่วไป",
    "central": "ส่วนบริหารกลาง",
    "secretariat": "ส่วนเลขานุการ",
    "finance": "ฝ่ายการคลัง",
    "complaints": "ศูนย์เรื่องราวร้องทุกข์",
}


class ReportSigner(Record):
    """One who signs; ``unit`` "office" is for the reports of the whole office."""

    unit: str | None = choice("ของหน่วยงาน", UNITS, required=True, help="รายงานของหน่วยงานใด")
    role: str | None = choice("ลงนามในฐานะ", ROLES, required=True, help="ผู้รายงาน ผู้ตรวจสอบ หรือผู้อนุมัติ")
    name: str | None = text("ชื่อ-สกุล", required=True, help="พร้อมคำนำหน้า เช่น นางสาวสมศรี ใจดี")
    position: str | None = text("ตำแหน่ง", help="ตำแหน่งที่พิมพ์ใต้ชื่อ")


REGISTER = Register(
    name="signers",
    place=15,
    title="ผู้ลงนามในรายงาน",
    short_title="ผู้ลงนาม",
    unit="admin",
    record=ReportSigner,
    key_fields=("unit", "role"),
    fixed_id=True,
    order_by=("unit", "role"),
    new_label="เพิ่มผู้ลงนาม",
)
