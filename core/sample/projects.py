"""What happened to the six projects: planned months, steps, the study, the renovation and its contract.

Project 1 is behind its plan at the end of June (step 4 was due in May) and is accepted in September.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from core.plan.records import PLAN_REGISTERS
from core.registers import by_name
from core.registers.declare import Value
from core.sample.edit import SampleEdit, keyed
from core.sample.timeline import Stage, Timeline

Day = tuple[int, int]  # calendar month and day of the fiscal year
PLANNER = "กมลวรรณ"
AUTHORS = {
    "admin": PLANNER,
    "central": "วิภา",
    "secretariat": "พิมพ์ชนก",
    "finance": "สมศรี",
    "complaints": "ณัฐพล",
}

# Per project and step: planned from and to (calendar months), started, finished.
STEPS: Mapping[int, tuple[tuple[int, int, Day, Day], ...]] = {
    1: (
        (10, 11, (10, 7), (11, 22)),
        (12, 1, (12, 2), (1, 24)),
        (2, 3, (2, 3), (5, 8)),
        (4, 5, (5, 18), (8, 21)),
        (6, 7, (8, 24), (9, 11)),
    ),
    2: (
        (10, 11, (10, 15), (11, 29)),
        (12, 12, (12, 3), (12, 20)),
        (1, 6, (1, 13), (7, 15)),
        (2, 7, (2, 17), (7, 31)),
        (7, 8, (7, 20), (8, 28)),
    ),
    3: tuple((10, 9, (10, 1), (9, 30)) for _ in range(5)),
    4: (
        (10, 11, (10, 21), (11, 15)),
        (12, 1, (12, 9), (1, 24)),
        (2, 4, (2, 3), (5, 29)),
        (5, 7, (6, 1), (7, 17)),
        (8, 9, (7, 20), (8, 28)),
    ),
    5: (
        (10, 10, (10, 1), (10, 11)),
        (10, 10, (10, 7), (10, 18)),
        (10, 11, (10, 15), (11, 29)),
        (10, 9, (10, 21), (9, 30)),
        (8, 9, (8, 17), (9, 11)),
        (9, 9, (9, 14), (9, 25)),
    ),
    6: (
        (10, 12, (10, 15), (12, 20)),
        (1, 1, (1, 6), (1, 31)),
        (2, 3, (2, 3), (3, 27)),
        (4, 5, (4, 7), (5, 29)),
        (6, 8, (6, 1), (8, 28)),
        (9, 9, (9, 1), (9, 18)),
    ),
}
NOTES = {
    (1, 3): "ประกาศประกวดราคาครั้งแรกไม่มีผู้ยื่นข้อเสนอ จึงประกาศใหม่",
    (1, 4): "เริ่มงานช้ากว่าแผนเพราะลงนามสัญญาเดือนพฤษภาคม",
    (4, 3): "เลื่อนการสัมภาษณ์เจ้าหน้าที่เป็นการสอบถามออนไลน์",
}
STUDY: tuple[Day, ...] = ((11, 15), (1, 24), (5, 29), (7, 17))
# Per room and fixture: installed, accepted.
RENOVATION: Mapping[tuple[str, str], tuple[Day, Day]] = {
    ("men", "toilet"): ((6, 12), (6, 26)),
    ("men", "basin"): ((6, 17), (6, 26)),
    ("men", "handrail"): ((6, 22), (6, 26)),
    ("women", "toilet"): ((6, 29), (9, 9)),
    ("women", "basin"): ((7, 15), (9, 9)),
    ("women", "handrail"): ((8, 20), (9, 9)),
}
DELIVERABLES: tuple[tuple[Day, str, str], ...] = (
    (
        (8, 14),
        "แบบบันทึกรับเรื่องร้องเรียนมาตรฐานเดียวทุกช่องทาง",
        "แบบบันทึกที่ใช้ร่วมกันทั้งโทรศัพท์ เว็บไซต์ และ LINE ลดการกรอกข้อมูลซ้ำ",
    ),
    (
        (8, 28),
        "แดชบอร์ดติดตามสถานะเรื่องร้องเรียนรายวัน",
        "หน้าสรุปเรื่องค้างและเรื่องเกินกำหนดสำหรับหัวหน้าเวรศูนย์ กทม. 1555",
    ),
)


def everything(stage: Stage) -> Iterator[SampleEdit]:
    """Planned months, steps, contract, study, fixtures and deliverables."""
    yield from _planned_months(stage)
    yield from _steps(stage)
    yield from _contract(stage)
    yield from _study(stage)
    yield from _renovation(stage)
    yield from _deliverables(stage)


def _planned_months(stage: Stage) -> Iterator[SampleEdit]:
    """The plan officer fills in the planned months when the year begins."""
    time = stage.time
    for project in stage.plan.projects:
        for step, (since, until, _, _) in enumerate(STEPS.get(project.number, ()), 1):
            values = {"planned_from": time.month(since), "planned_to": time.month(until)}
            yield keyed(
                by_name("project_steps"),
                _step_key(time, project.number, step),
                values,
                PLANNER,
                time.on(10, 1),
            )


def _steps(stage: Stage) -> Iterator[SampleEdit]:
    time = stage.time
    for project in stage.plan.projects:
        for step, (_, _, started, finished) in enumerate(STEPS.get(project.number, ()), 1):
            values: dict[str, Value | None] = {
                "started_on": time.on(*started),
                "finished_on": time.on(*finished),
                "note": NOTES.get((project.number, step)),
            }
            key = _step_key(time, project.number, step)
            yield keyed(
                by_name("project_steps"), key, values, AUTHORS.get(project.owner, PLANNER), time.on(*finished)
            )


def _step_key(time: Timeline, project: int, step: int) -> dict[str, Value]:
    return {"fiscal_year": time.fiscal_year, "project": project, "step": step}


def _contract(stage: Stage) -> Iterator[SampleEdit]:
    time = stage.time
    register = next(r for r in PLAN_REGISTERS if r.name == "plan_projects")
    signed = time.on(5, 8)
    values: dict[str, Value | None] = {
        "contract_contractor": "หจก. ตัวอย่างการช่าง",
        "contract_number": f"สลป. 12/{time.fiscal_year}",
        "contract_amount": Decimal(3_540_000),
        "contract_signed_on": signed,
        "contract_due_on": time.on(8, 5),
    }
    yield keyed(register, {"fiscal_year": time.fiscal_year, "number": 1}, values, AUTHORS["central"], signed)


def _study(stage: Stage) -> Iterator[SampleEdit]:
    time = stage.time
    for part, finished in enumerate(STUDY[: len(stage.plan.study_parts)], 1):
        key: dict[str, Value] = {"fiscal_year": time.fiscal_year, "part": part}
        day = time.on(*finished)
        yield keyed(by_name("study_parts"), key, {"finished_on": day}, AUTHORS["complaints"], day)


def _renovation(stage: Stage) -> Iterator[SampleEdit]:
    time = stage.time
    for (room, fixture), (installed, accepted) in RENOVATION.items():
        key: dict[str, Value] = {"fiscal_year": time.fiscal_year, "room": room, "fixture": fixture}
        days: dict[str, Value | None] = {
            "installed_on": time.on(*installed),
            "accepted_on": time.on(*accepted),
        }
        yield keyed(by_name("renovation_items"), key, days, AUTHORS["central"], time.on(*accepted))


def _deliverables(stage: Stage) -> Iterator[SampleEdit]:
    time = stage.time
    for delivered, title, description in DELIVERABLES:
        day = time.on(*delivered)
        values: dict[str, Value | None] = {
            "title": title,
            "description": description,
            "delivered_on": day,
            "fiscal_year": time.fiscal_year,
        }
        yield SampleEdit(
            "deliverables", time.record_id("deliverables", title), values, AUTHORS["complaints"], day
        )
