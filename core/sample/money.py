"""Budget entries of the two projects that have one, results entered by hand, and a holiday the office added.

A disbursement under a contract takes as much off what is committed, so that what is left always adds up.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from core.registers.declare import Value
from core.sample.edit import SampleEdit
from core.sample.projects import AUTHORS, Day
from core.sample.timeline import Stage, Timeline
from core.thai.numbers import round_half_up

OFF_COMMITTED = "ตัดยอดก่อหนี้ผูกพันที่เบิกจ่ายแล้ว"
# Project, day, kind, baht, reference, note.
ENTRIES: tuple[tuple[int, Day, str, int, str, str | None], ...] = (
    (1, (10, 15), "allocated", 3_686_000, "ใบจัดสรรงบประมาณ 4/63", None),
    (6, (10, 15), "allocated", 9_800_000, "ใบจัดสรรงบประมาณ 4/63", None),
    (6, (10, 15), "allocated", 1_000_000, "เงินกันไว้เบิกเหลื่อมปี 2562", None),
    (6, (3, 27), "disbursed", 86_400, "ฎ.934/63", "ค่าจัดทำเอกสารประกวดราคา"),
    (1, (5, 8), "committed", 3_540_000, "สัญญา สลป. 12/2563", None),
    (6, (5, 29), "committed", 10_500_000, "สัญญา สลป. 14/2563", None),
    (1, (6, 29), "disbursed", 1_082_000, "ฎ.1192/63", "งวดที่ 1 ห้องน้ำชาย"),
    (1, (6, 29), "committed", -1_062_000, "ฎ.1192/63", OFF_COMMITTED),
    (1, (6, 30), "disbursed", -20_000, "ฎ.1192/63", "แก้ไขยอดเบิกจ่ายงวดที่ 1 ที่บันทึกเกินไป 20,000 บาท"),
    (6, (9, 25), "disbursed", 2_100_000, "ฎ.1243/63", "งวดที่ 1"),
    (6, (9, 25), "committed", -2_100_000, "ฎ.1243/63", OFF_COMMITTED),
    (1, (9, 24), "disbursed", 2_478_000, "ฎ.1240/63", "งวดสุดท้าย"),
    (1, (9, 24), "committed", -2_478_000, "ฎ.1240/63", OFF_COMMITTED),
)
SPENT = "เบิกจ่าย × 100 ÷ จัดสรร"
# Indicator, day, value, source. What was spent is what the entries above come to by the day. D2.2.2 is left out: nothing has been heard yet.
RESULTS: tuple[tuple[str, Day, str, str], ...] = (
    ("D2.1", (3, 31), SPENT, "รายงานการใช้จ่ายงบประมาณ ไตรมาส 2 (สงม.)"),
    ("D2.1", (6, 30), SPENT, "รายงานการใช้จ่ายงบประมาณ ไตรมาส 3 (สงม.)"),
    ("D2.1", (9, 30), SPENT, "รายงานการใช้จ่ายงบประมาณ ไตรมาส 4 (สงม.)"),
    ("D2.2.1", (12, 27), "100", "หนังสือแจ้งผลการจัดทำงบการเงินประจำปี (สนค.)"),
    ("D3.1", (6, 30), "60", "รายงานความก้าวหน้าโครงการ สลป.สัญจร"),
    ("D3.1", (9, 25), "100", "รายงานสรุปโครงการ สลป.สัญจร"),
    ("D3.2", (6, 30), "75.50", "รายงานการใช้พลังงานไฟฟ้า ศาลาว่าการกรุงเทพมหานคร"),
    ("D3.3", (8, 31), "4.25", "ผลการประเมินความพึงพอใจของผู้รับบริการ (กงต.)"),
    ("D4.1", (6, 30), "70", "แบบรายงานการพัฒนาฐานข้อมูล (สยป.)"),
    ("D4.1", (9, 18), "100", "แบบรายงานการพัฒนาฐานข้อมูล (สยป.)"),
    ("D4.2", (6, 15), "3", "ผลการตรวจประเมินความปลอดภัย รอบที่ 1 (สนอ.)"),
)


def budget(stage: Stage) -> Iterator[SampleEdit]:
    """Budget entries; each by the unit that owns the project."""
    time = stage.time
    owners = {project.number: project.owner for project in stage.plan.projects}
    for number, (project, day, kind, baht, reference, note) in enumerate(ENTRIES):
        values: dict[str, Value | None] = {
            "project": project,
            "entry_on": time.on(*day),
            "kind": kind,
            "amount": Decimal(baht),
            "reference": reference,
            "note": note,
        }
        author = AUTHORS[owners.get(project, "admin")]
        record_id = time.record_id("budget_entries", str(number))
        yield SampleEdit("budget_entries", record_id, values, author, time.on(*day))


def results(stage: Stage) -> Iterator[SampleEdit]:
    """Results of dimensions 2-4, for the plan's indicators that take entered values."""
    time = stage.time
    takers = {indicator.code for indicator in stage.plan.indicators if indicator.formula == "entered"}
    for code, day, value, source in RESULTS:
        if code in takers:
            values: dict[str, Value | None] = {
                "indicator": code,
                "as_of": time.on(*day),
                "value": _spent_by(time, time.on(*day)) if value is SPENT else Decimal(value),
                "source": source,
            }
            record_id = time.record_id("manual_results", f"{code}|{day}")
            yield SampleEdit("manual_results", record_id, values, AUTHORS["admin"], time.on(*day))


def _spent_by(time: Timeline, day: date) -> Decimal:
    """Percent disbursed of what was allocated by the end of a day, to two places half up."""
    sums = {"allocated": 0, "committed": 0, "disbursed": 0}
    for _, entry_day, kind, baht, *_ in ENTRIES:
        if time.on(*entry_day) <= day:
            sums[kind] += baht
    return round_half_up(Decimal(sums["disbursed"]) * 100 / sums["allocated"])


def holidays(stage: Stage) -> Iterator[SampleEdit]:
    """One holiday put down by the office itself, with its source; the calendar knows it already."""
    time = stage.time
    known = [h for h in time.calendar.holidays_of(time.fiscal_year) if "มติ" in h.source]
    for holiday in known[:1]:
        values: dict[str, Value | None] = {
            "day": holiday.day,
            "kind": "add",
            "name": holiday.name,
            "source": holiday.source,
        }
        record_id = time.record_id("office_holidays", str(holiday.day))
        yield SampleEdit("office_holidays", record_id, values, AUTHORS["admin"], time.on(10, 16))
