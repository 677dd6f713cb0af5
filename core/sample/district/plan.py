"""What the district's six projects and its budget came to, and the results entered of what no register holds."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from core.registers.declare import Value
from core.sample.district.words import AUTHORS, PLANNER
from core.sample.edit import SampleEdit, keyed
from core.sample.money import OFF_COMMITTED
from core.sample.remarks import signed, told
from core.sample.timeline import Stage
from core.thai.numbers import round_half_up

Day = tuple[int, int]  # calendar month and day of the fiscal year

# Per project and step: started, finished. Step 2 of project 1 and step 4 of project 2 are finished late.
STEPS: Mapping[int, tuple[tuple[Day, Day], ...]] = {
    1: (
        ((10, 7), (11, 22)),
        ((11, 20), (3, 14)),
        ((1, 20), (3, 21)),
        ((3, 24), (8, 29)),
        ((9, 1), (9, 24)),
    ),
    2: (
        ((10, 15), (11, 28)),
        ((12, 3), (1, 24)),
        ((2, 3), (4, 4)),
        ((5, 6), (9, 5)),
        ((9, 8), (9, 26)),
    ),
    3: (((10, 21), (12, 20)), ((1, 6), (2, 14)), ((2, 17), (8, 21)), ((9, 1), (9, 26))),
    4: (((10, 1), (10, 25)), ((11, 1), (9, 30)), ((8, 4), (9, 19))),
    5: (((11, 4), (12, 20)), ((1, 6), (8, 29)), ((9, 1), (9, 19))),
    6: (((11, 11), (1, 24)), ((2, 3), (7, 25)), ((8, 4), (9, 12))),
}
NOTES = {
    (1, 2): "รถเก็บขนเศษอาหารส่งมอบช้ากว่าสัญญา 14 วัน",
    (2, 4): "ฝนตกต่อเนื่องเดือนกรกฎาคมและสิงหาคม จึงขยายเวลาก่อสร้าง",
}

# Project, day, kind, baht, reference.
ENTRIES: tuple[tuple[int, Day, str, int, str], ...] = (
    (1, (10, 15), "allocated", 1_250_000, "ใบจัดสรรงบประมาณ 1/68"),
    (2, (10, 15), "allocated", 4_800_000, "ใบจัดสรรงบประมาณ 1/68"),
    (3, (10, 15), "allocated", 620_000, "ใบจัดสรรงบประมาณ 1/68"),
    (6, (10, 15), "allocated", 185_000, "ใบจัดสรรงบประมาณ 1/68"),
    (1, (11, 20), "committed", 700_000, "สัญญา ขบพ. 3/2568"),
    (1, (12, 18), "disbursed", 420_000, "ฎ.112/68"),
    (1, (12, 18), "committed", -420_000, "ฎ.112/68"),
    (3, (2, 28), "disbursed", 118_500, "ฎ.204/68"),
    (1, (3, 20), "disbursed", 280_000, "ฎ.241/68"),
    (1, (3, 20), "committed", -280_000, "ฎ.241/68"),
    (2, (4, 4), "committed", 4_560_000, "สัญญา ขบพ. 9/2568"),
    (2, (4, 25), "disbursed", 684_000, "ฎ.288/68"),
    (2, (4, 25), "committed", -684_000, "ฎ.288/68"),
    (3, (5, 30), "disbursed", 231_000, "ฎ.330/68"),
    (6, (6, 6), "disbursed", 96_250, "ฎ.341/68"),
    (1, (6, 20), "disbursed", 253_500, "ฎ.352/68"),
    (2, (6, 27), "disbursed", 1_368_000, "ฎ.361/68"),
    (2, (6, 27), "committed", -1_368_000, "ฎ.361/68"),
    (2, (8, 8), "disbursed", 1_368_000, "ฎ.402/68"),
    (2, (8, 8), "committed", -1_368_000, "ฎ.402/68"),
    (3, (8, 29), "disbursed", 246_900, "ฎ.417/68"),
    (6, (8, 29), "disbursed", 85_000, "ฎ.418/68"),
    (1, (9, 12), "disbursed", 245_000, "ฎ.425/68"),
    (2, (9, 26), "disbursed", 1_140_000, "ฎ.437/68"),
    (2, (9, 26), "committed", -1_140_000, "ฎ.437/68"),
)

# Entered as they are reported, by indicator: day, value, source.
REPORTED: Mapping[str, tuple[tuple[Day, str, str], ...]] = {
    "1.4": (
        ((3, 31), "2.5", "ทะเบียนพื้นที่สีเขียว ไตรมาส 2"),
        ((6, 30), "6", "ทะเบียนพื้นที่สีเขียว ไตรมาส 3"),
        ((9, 30), "13", "ทะเบียนพื้นที่สีเขียว ไตรมาส 4"),
    ),
    "2.3": (
        ((3, 31), "5", "รายงานการฝึกซ้อม ไตรมาส 2"),
        ((6, 30), "13", "รายงานการฝึกซ้อม ไตรมาส 3"),
        ((9, 30), "18", "รายงานการฝึกซ้อม ไตรมาส 4"),
    ),
}
SIGNERS = (
    ("reporter", "นางสาวนงนุช พิกุลแก้ว", "นักวิชาการปกครองชำนาญการ"),
    ("checker", "นายกิตติ มั่นคง", "หัวหน้าฝ่ายปกครอง"),
    ("approver", "นางอรทัย รุ่งเรือง", "ผู้อำนวยการเขตบางพิกุล"),
)
# Indicator, month, remark, cause, remedy.
REMARKS = (
    (
        "3.3",
        12,
        "",
        "สัญญาก่อสร้างสวนยังไม่ลงนาม เงินส่วนใหญ่จึงยังไม่เบิกจ่าย",
        "เร่งรัดการจัดหาผู้รับจ้างให้ลงนามภายในเดือนเมษายน",
    ),
    ("1.3", 8, "", "ฝนตกต่อเนื่อง ผู้รับจ้างเข้าพื้นที่ไม่ได้", "ปรับแผนงานให้ตรวจรับภายในเดือนกันยายน"),
    ("3.1", 6, "เรื่องที่ปิดช้าส่วนใหญ่เป็นเรื่องที่ต้องประสานหน่วยงานภายนอก", "", ""),
)


def steps(stage: Stage) -> Iterator[SampleEdit]:
    """When each step began and ended."""
    time, register = stage.time, stage.registers["project_steps"]
    for project in stage.plan.projects:
        for step, (started, finished) in enumerate(STEPS[project.number], 1):
            key: dict[str, Value] = {
                "fiscal_year": time.fiscal_year,
                "project": project.number,
                "step": step,
            }
            done: dict[str, Value | None] = {
                "started_on": time.on(*started),
                "finished_on": time.on(*finished),
                "note": NOTES.get((project.number, step)),
            }
            yield keyed(register, key, done, AUTHORS[project.owner], time.on(*finished))


def budget(stage: Stage) -> Iterator[SampleEdit]:
    """What was allocated, committed and disbursed, by the unit that owns the project."""
    time = stage.time
    for number, (project, on, kind, baht, reference) in enumerate(ENTRIES):
        day = time.on(*on)
        values: dict[str, Value | None] = {
            "project": project,
            "entry_on": day,
            "kind": kind,
            "amount": Decimal(baht),
            "reference": reference,
            "note": OFF_COMMITTED if baht < 0 else None,
        }
        record = time.record_id("budget_entries", str(number))
        yield SampleEdit("budget_entries", record, values, AUTHORS[stage.plan.project(project).owner], day)


def results(stage: Stage) -> Iterator[SampleEdit]:
    """What is entered of the indicators that no register holds."""
    for code, reported in REPORTED.items():
        for on, value, source in reported:
            yield _result(stage, code, stage.time.on(*on), Decimal(value), source)


def _result(stage: Stage, code: str, day: date, value: Decimal, source: str) -> SampleEdit:
    owner = stage.plan.indicator(code).owner
    values: dict[str, Value | None] = {
        "indicator": code,
        "as_of": day,
        "value": round_half_up(value),
        "source": source,
    }
    record = stage.time.record_id("manual_results", f"{code}|{day}")
    return SampleEdit("manual_results", record, values, AUTHORS[owner], day)


def holidays(stage: Stage) -> Iterator[SampleEdit]:
    """A special holiday put down by the office itself, with its source; the calendar knows it already."""
    time = stage.time
    special = next(h for h in time.calendar.holidays_of(time.fiscal_year) if "พิเศษ" in h.name)
    values: dict[str, Value | None] = {
        "day": special.day,
        "kind": "add",
        "name": special.name,
        "source": "หนังสือเวียนสำนักงานเขต (ตัวอย่าง)",
    }
    record = time.record_id("office_holidays", str(special.day))
    yield SampleEdit("office_holidays", record, values, PLANNER, time.on(10, 16))


def signers(stage: Stage) -> Iterator[SampleEdit]:
    """The office's signers."""
    return signed(stage, SIGNERS, PLANNER)


def remarks(stage: Stage) -> Iterator[SampleEdit]:
    """What was said of indicators that are behind."""
    return told(stage, REMARKS, PLANNER)
