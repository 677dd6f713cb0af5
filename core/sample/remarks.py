"""Who signs the office's reports, and what the office said of indicators that were behind."""

from collections.abc import Iterable, Iterator

from core.registers.declare import Value
from core.sample.edit import SampleEdit, keyed
from core.sample.projects import AUTHORS
from core.sample.timeline import Stage

SIGNERS = (
    ("reporter", "นางสาวกมลวรรณ ศรีสุข", "นักวิเคราะห์นโยบายและแผนชำนาญการ"),
    ("checker", "นางวิภา ทองดี", "หัวหน้าฝ่ายบริหารงานทั่วไป"),
    ("approver", "นายประเสริฐ วงศ์ไทย", "เลขานุการปลัดกรุงเทพมหานคร"),
)
# Indicator, month, remark, cause, remedy.
REMARKS = (
    ("1", 5, "", "ผู้รับจ้างขนย้ายวัสดุเข้าพื้นที่ไม่ได้ระหว่างการปิดอาคาร", "ปรับแผนงานกับผู้รับจ้างให้แล้วเสร็จในเดือนสิงหาคม"),
    ("1", 6, "", "งานติดตั้งสุขภัณฑ์ล่าช้ากว่าแผนเดือนพฤษภาคม", "ติดตามงานทุกสัปดาห์และเร่งส่งมอบงาน"),
    ("2", 6, "ศูนย์ที่ยังไม่ผ่านได้รับหนังสือแจ้งรายการที่ต้องปรับปรุงแล้ว", "", ""),
    ("3", 6, "ผลลดลงจากเดือนก่อนเพราะเอกสารประกอบการเบิกจ่ายส่งคืนแก้ไขมากขึ้น", "", ""),
)


def signers(stage: Stage) -> Iterator[SampleEdit]:
    """The office's signers."""
    return signed(stage, SIGNERS, AUTHORS["admin"])


def remarks(stage: Stage) -> Iterator[SampleEdit]:
    """What was said of indicators."""
    return told(stage, REMARKS, AUTHORS["admin"])


def signed(stage: Stage, named: Iterable[tuple[str, str, str]], author: str) -> Iterator[SampleEdit]:
    """Who signs for the whole office (role, name, position), put down on the year's first working day."""
    register, day = stage.registers["signers"], stage.time.on(10, 1)
    for role, name, position in named:
        values = {"unit": "office", "role": role, "name": name, "position": position}
        yield keyed(register, values, values, author, day)


def told(stage: Stage, said: Iterable[tuple[str, int, str, str, str]], author: str) -> Iterator[SampleEdit]:
    """What was said of indicators (code, calendar month, remark, cause, remedy), on the last working day of the month."""
    register, time = stage.registers["indicator_remarks"], stage.time
    for code, number, *texts in said:
        month = time.month(number)
        key: dict[str, Value] = {"indicator": code, "month": month}
        words = {name: text or None for name, text in zip(("remark", "cause", "remedy"), texts, strict=True)}
        day = time.working_days(month.first_day, month.last_day)[-1]
        yield keyed(register, key, {**key, **words}, author, day)
