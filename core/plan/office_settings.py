"""What can be set for the whole office, and what holds where nobody has set it. The names are promises."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeSetting:
    """A setting: its Thai label, what holds until it is set, the bounds of a whole number (None: it is text), and the words it
    may be set to where these are named."""

    label: str
    default: str
    least: int | None = None
    most: int | None = None
    words: tuple[str, ...] = ()

    def fault(self, value: str) -> str:
        """Why it can't be set to this, one Thai sentence; "" where it will do."""
        if not value and not self.default:
            return ""
        if self.words and value not in self.words:
            return f"{self.label} ตั้งได้เฉพาะ {' หรือ '.join(filter(None, self.words))} หรือเว้นว่าง"
        if self.least is None or self.most is None or self.number(value) is not None:
            return ""
        return f"{self.label}ต้องเป็นจำนวนเต็ม {self.least:,} ถึง {self.most:,} โปรดแก้ตัวเลข"

    def number(self, value: str) -> int | None:
        """The whole number it is set to, None where it is none, or outside of the bounds."""
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            return None
        assert self.least is not None
        assert self.most is not None
        return found if self.least <= (found := int(value)) <= self.most else None


YES = "yes"
RETENTION = "retention_years"
SETTINGS = {
    "idle_minutes": OfficeSetting("นาทีที่ไม่มีการใช้แล้วล็อกเอง (0 คือไม่ล็อกเอง)", "15", 0, 480),
    "evidence_file_mb": OfficeSetting("ขนาดหลักฐานต่อแฟ้ม (เมกะไบต์)", "20", 1, 500),
    "evidence_total_mb": OfficeSetting("ขนาดหลักฐานทั้งหมด (เมกะไบต์)", "2048", 1, 20_000),
    RETENTION: OfficeSetting("จำนวนปีงบประมาณที่เก็บข้อมูลส่วนบุคคลหลังปีของรายการ", "", 0, 99),
    "evidence_kinds": OfficeSetting("ชนิดของหลักฐาน", ""),
    "signed_only": OfficeSetting("รับเฉพาะรายการที่ผู้มีบัญชีลงลายมือชื่อ", "", words=("", YES)),
}
