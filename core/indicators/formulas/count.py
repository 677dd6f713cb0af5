"""A plain count (indicators 4.2: deliverables, 5.1: distinct users with at least one enquiry)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.indicators.choosing import Choosing
from core.indicators.duties import count_duty
from core.indicators.evidence import FOR, RecordLike, WorkingRecord
from core.indicators.facts import CountFacts
from core.indicators.formula import AMOUNT, Behind, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Counted
from core.indicators.parameters import (
    DAY_FIELD,
    FIELD,
    FILTER,
    REGISTER,
    ParameterKind,
    chosen,
    instead,
    renamed,
)
from core.indicators.result import Working
from core.indicators.sentences import ANY, Way
from core.indicators.words import plain
from core.thai.dates import day_short, moment_short, month_long
from core.thai.folding import fold


@dataclass(frozen=True, slots=True)
class Preset:
    """What may be counted: its register, the count in words, its classifier, and what must be done for more."""

    register: str
    words: str
    noun: str
    duty: str


COUNTED = {
    "deliverables": Preset("deliverables", "จำนวนชิ้นงานที่ส่งมอบแล้ว", "ชิ้นงาน", "ต้องส่งมอบอีก"),
    "users": Preset(
        "letter_enquiries", "จำนวนผู้ใช้บริการ (ไม่นับซ้ำ) ที่ติดตามหนังสืออย่างน้อย 1 ครั้ง", "คน", "ต้องมีผู้ใช้บริการเพิ่มอีก"
    ),
}


def compute(question: FormulaQuestion, facts: CountFacts) -> Figures:
    """The count; it can only grow, so worst is the value; nothing bounds it from above."""
    value, counted = Decimal(facts.count), _counted(question)
    return Figures(
        value=value,
        worst=value,
        best=None,
        formula=counted.words,
        workings=(
            Working(counted.words, value),
            *(
                Working(f"ถึงสิ้น {month_long(month)}", Decimal(count))
                for month, count in sorted(facts.by_month)
            ),
        ),
        to_do=_duty(question, value, counted),
    )


def _counted(question: FormulaQuestion) -> Preset:
    """What is counted, in words."""
    chosen = question.measure
    if not question.parameters["register"]:
        return COUNTED[question.parameters["of"]]
    assert isinstance(chosen, Counted)
    register, says = chosen.selection.register, chosen.selection.says
    field = f"{register.field(chosen.distinct).label} (ไม่นับซ้ำ) ใน" if chosen.distinct else ""
    return Preset(register.name, f"จำนวน{field}{says}", register.counted_in, "ต้องเพิ่มอีก")


def measure(choosing: Choosing) -> Counted:
    """The records of a register, or its different values of a field; else what the plan of 2563 counts by name."""
    settings = choosing.settings
    if settings["register"]:
        selection = choosing.selection()
        distinct = (
            choosing.field(selection.register, settings["distinct"]).name if settings["distinct"] else ""
        )
        return Counted(selection, distinct)
    users = settings["of"] == "users"
    return Counted(choosing.all_of(COUNTED[settings["of"]].register), "user" if users else "")


def _duty(question: FormulaQuestion, value: Decimal, counted: Preset) -> str:
    return count_duty(question, value, counted.duty, lambda number: f"{plain(number)} {counted.noun}")


def explain(behind: Behind) -> Iterable[WorkingRecord] | None:
    """Each thing handed over, or each user's first use."""
    if behind.question.parameters["register"]:
        return None
    return _users(behind) if behind.question.parameters["of"] == "users" else map(_delivered, behind.records)


def _delivered(record: RecordLike) -> WorkingRecord:
    day = record.values["delivered_on"]
    assert isinstance(day, date)
    label = str(record.values["title"])
    return WorkingRecord("deliverables", record.id, label, FOR, f"ส่งมอบ {day_short(day)}")


def _users(behind: Behind) -> Iterable[WorkingRecord]:
    seen: set[str] = set()
    for record in behind.records:
        asked_at, user = record.values["asked_at"], str(record.values["user"] or "")
        whose = fold(user)
        if whose and whose not in seen and isinstance(asked_at, datetime):
            seen.add(whose)
            shown = f"ใช้บริการครั้งแรก {moment_short(asked_at)}"
            yield WorkingRecord(behind.register, record.id, user, FOR, shown)


DISTINCT = renamed(
    FIELD, "distinct", "ช่องที่ไม่นับซ้ำ", kind=ParameterKind.FIELD, unless="รายการ", worded="{} ที่ไม่ซ้ำ"
)
FORMULA = Formula(
    name="count",
    title="จำนวนนับ",
    place=7,
    nature=Nature.COUNT,
    measure=measure,
    facts=CountFacts,
    compute=compute,
    gives=AMOUNT,
    explain=explain,
    parameters=(
        chosen("of", "สิ่งที่นับ", {code: counted.words for code, counted in COUNTED.items()}),
        *instead(REGISTER, FILTER, DISTINCT, DAY_FIELD),
    ),
    ways=(
        Way(
            "นับ [way] [register] ทีละ [distinct] [filter] โดยดูปีและเดือนจาก [day]",
            "รายการของทะเบียน",
            {"register": ANY},
        ),
        *(
            Way("นับ [way]", counted.words, {"of": code}, counted.register)
            for code, counted in COUNTED.items()
        ),
    ),
)
