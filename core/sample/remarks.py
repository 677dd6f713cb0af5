"""Who signs the office's reports, and what the office said of indicators that were behind."""

from collections.abc import Iterator

from core.registers import by_name
from core.registers.declare import Value
from core.sample.edit import SampleEdit
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
    """The office's signers, put down on the year's first working day."""
    register, time = by_name("signers"), stage.time
    for role, name, position in SIGNERS:
        values: dict[str, Value | None] = {"unit": "office", "role": role, "name": name, "position": position}
        record_id = register.id_for(values)
        assert record_id is not None
        yield SampleEdit("signers", record_id, values, AUTHORS["admin"], time.on(10, 1))


def remarks(stage: Stage) -> Iterator[SampleEdit]:
    """What was said of indicators, on the last working day of the month."""
    register, time = by_name("indicator_remarks"), stage.time
    for code, number, *texts in REMARKS:
        month = time.month(number)
        said = {name: text or None for name, text in zip(("remark", "cause", "remedy"), texts, strict=True)}
        values: dict[str, Value | None] = {"indicator": code, "month": month, **said}
        record_id = register.id_for(values)
        assert record_id is not None
        day = time.working_days(month.first_day, month.last_day)[-1]
        yield SampleEdit("indicator_remarks", record_id, values, AUTHORS["admin"], day)
