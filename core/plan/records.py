"""The plan's own records, declared like any register: this is how a plan lies in the office file and its log.

They come with a plan release (``core.plan.load.genesis``) or are made from last year's (``core.plan.rollover``), are
edited by the unit that keeps the plan alone and are put together into a ``Plan`` by ``core.plan.compose``. Unlike the records of registers
born of the plan they may be added and taken out: the plan officer writes the plan. Every record carries its fiscal year;
natural keys are made of the fiscal year and stable codes, never of titles, so that files made apart agree from the first
merge. Money is baht, shares are percent. The 2563 plan's section of each table stands in docs/domain.md section 2.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from core import registers
from core.indicators.formulas import FORMULAS
from core.plan.record_rules import (
    EMBLEM_SIZE,
    contract_in_order,
    effective_in_year,
    emblem_is_a_picture,
    levels_in_order,
    named_in_plan,
    parameters_readable,
    plan_key,
    planned_months_in_order,
    target_in_order,
    target_key,
    target_period_in_year,
    weight_of_the_whole,
    wording_says_target,
)
from core.registers import declare as d
from core.registers.declare import Record, Register, fields_of

NODE_KINDS = {
    "part": "ส่วน",
    "area": "ด้าน",
    "dimension": "มิติ",
    "goal": "เป้าหมาย",
    "objective": "เป้าประสงค์",
}
INDICATOR_UNITS = {"percent": "ร้อยละ", "piece": "ชิ้นงาน", "person": "คน", "level": "ระดับ"}
COMPARISONS = {"eq": "เท่ากับ", "ge": "ไม่น้อยกว่า", "le": "ไม่เกิน", "between": "อยู่ระหว่าง"}
SCORES = {"achievement": "ผลสำเร็จเทียบค่าเป้าหมาย", "result": "ผลการดำเนินงานที่วัดได้"}
FORMULA_CHOICES = {formula.name: formula.title for formula in FORMULAS.values()}
ROW_KINDS = {
    "title": "ชื่อตาราง",
    "lead": "ข้อความนำ",
    "head": "หัวตาราง",
    "row": "รายการ",
    "note": "หมายเหตุ",
    "total": "รวม",
}

TITLE_LENGTH = 1000
PROSE_LENGTH = 8000
CELLS_LENGTH = 20000
EMBLEM_LENGTH = -(-EMBLEM_SIZE // 3) * 4  # base64


def _year() -> Any:
    return d.whole("ปีงบประมาณ", required=True, minimum=Decimal(2400), maximum=Decimal(2999))


def _code(label: str, *, required: bool = True) -> Any:
    return d.text(label, required=required, max_length=60)


def _ordinal() -> Any:
    return d.whole("ลำดับ", required=True)


class PlanYear(Record):
    """The plan itself: whose it is and how it is titled; ``keeper`` is the unit that keeps it (none: the first),
    ``addressee`` whom the office's reports are handed to; ``emblem`` is the office's own picture for its memoranda, a PNG
    or JPEG in base64 (none: its place stays empty)."""

    fiscal_year: int | None = _year()
    title: str | None = d.text("ชื่อแผน", required=True)
    office: str | None = d.text("ส่วนราชการ", required=True)
    department: str | None = d.text("หน่วยงาน")
    draft: bool | None = d.flag("ร่าง (ยังไม่ใช้เป็นแผนของปี)")
    keeper: str | None = _code("ส่วนราชการที่ดูแลแผน", required=False)
    addressee: str | None = d.text("เรียน (ผู้รับรายงาน)", max_length=200)
    telephone: str | None = d.text("โทรศัพท์", max_length=100)
    email: str | None = d.text("อีเมล", max_length=200)
    emblem: str | None = d.picture("ภาพครุฑของสำนักงาน", max_length=EMBLEM_LENGTH)


class PlanText(Record):
    """A piece of the plan's prose; a section named ``x.heading`` holds the printed heading of section ``x``."""

    fiscal_year: int | None = _year()
    section: str | None = _code("ส่วนของแผน")
    ordinal: int | None = _ordinal()
    number: str | None = d.text("เลขที่ตามแผน", max_length=20)
    text: str | None = d.long_text("ข้อความ", max_length=PROSE_LENGTH)


class PlanUnit(Record):
    """One of the office's units; ``heading`` is the line its duties stand under in the plan."""

    fiscal_year: int | None = _year()
    code: str | None = _code("รหัส")
    name: str | None = d.text("ชื่อส่วนราชการ", required=True)
    heading: str | None = d.text("หัวข้ออำนาจหน้าที่")
    ordinal: int | None = _ordinal()


class PlanNode(Record):
    """A node of the hierarchy ส่วน > ด้าน > มิติ > เป้าหมาย > เป้าประสงค์."""

    fiscal_year: int | None = _year()
    code: str | None = _code("รหัส")
    kind: str | None = d.choice("ระดับ", NODE_KINDS, required=True)
    label: str | None = d.text("คำนำหน้า")
    number: str | None = d.text("เลขที่", max_length=20)
    title: str | None = d.long_text("ชื่อ", required=True, max_length=TITLE_LENGTH)
    parent: str | None = _code("อยู่ภายใต้", required=False)
    ordinal: int | None = _ordinal()


class PlanMeasure(Record):
    """A measure (มาตรการ) that supports an objective."""

    fiscal_year: int | None = _year()
    code: str | None = _code("รหัส")
    number: str | None = d.text("มาตรการที่", max_length=20)
    title: str | None = d.long_text("ชื่อมาตรการ", required=True, max_length=TITLE_LENGTH)
    node: str | None = _code("เป้าประสงค์")
    ordinal: int | None = _ordinal()


class PlanProject(Record):
    """A project or activity with its budget in baht and, once there is one, its contract."""

    fiscal_year: int | None = _year()
    number: int | None = d.whole("เลขที่โครงการ", required=True)
    title: str | None = d.long_text("ชื่อโครงการ/กิจกรรม", required=True, max_length=TITLE_LENGTH)
    detail: str | None = d.long_text("รายละเอียด")
    owner: str | None = _code("ส่วนราชการที่รับผิดชอบ")
    budget: Any = d.money("งบประมาณ", minimum=Decimal(0))
    budget_text: str | None = d.long_text("งบประมาณตามแผน", max_length=TITLE_LENGTH)
    source: str | None = d.text("แหล่งงบประมาณ")
    priority: int | None = d.whole("ลำดับความสำคัญ")
    area: str | None = d.text("ด้าน/แผนงาน")
    note: str | None = d.long_text("หมายเหตุ")
    negotiated: bool | None = d.flag("ตัวชี้วัดเจรจาตกลง")
    measure: str | None = _code("มาตรการ", required=False)
    contract_contractor: str | None = d.text("ผู้รับจ้าง")
    contract_number: str | None = d.text("เลขที่สัญญา", max_length=60)
    contract_amount: Any = d.money("วงเงินตามสัญญา", minimum=Decimal(0), above_zero=True)
    contract_signed_on: Any = d.day("วันที่ลงนามในสัญญา")
    contract_due_on: Any = d.day("วันที่สัญญาสิ้นสุด", beforehand=True)


class PlanBudgetLine(Record):
    """One line of a project's budget, baht."""

    fiscal_year: int | None = _year()
    project: int | None = d.whole("เลขที่โครงการ", required=True)
    ordinal: int | None = _ordinal()
    title: str | None = d.text("รายการ", required=True)
    amount: Any = d.money("จำนวนเงิน", required=True, minimum=Decimal(0))


class PlanStep(Record):
    """A step of a project: work share and cumulative progress in percent as printed, planned months inclusive."""

    fiscal_year: int | None = _year()
    project: int | None = d.whole("เลขที่โครงการ", required=True)
    step: int | None = d.whole("ขั้นที่", required=True)
    label: str | None = d.text("ป้ายตามแผน", max_length=60)
    title: str | None = d.long_text("ขั้นตอน", required=True, max_length=TITLE_LENGTH)
    share: Any = d.number("เนื้องาน (ร้อยละ)", minimum=Decimal(0), maximum=Decimal(100))
    cumulative: Any = d.number("ความก้าวหน้าสะสม (ร้อยละ)", minimum=Decimal(0), maximum=Decimal(100))
    planned_from: Any = d.month("แผนเริ่ม")
    planned_to: Any = d.month("แผนเสร็จ")


class PlanStudyPart(Record):
    """One weighted part of the study behind indicator 4.1; the share in percent."""

    fiscal_year: int | None = _year()
    part: int | None = d.whole("ส่วนที่", required=True)
    label: str | None = d.text("ป้ายตามแผน", max_length=20)
    title: str | None = d.text("งาน", required=True)
    share: Any = d.number("เนื้องาน (ร้อยละ)", required=True, minimum=Decimal(0), maximum=Decimal(100))


class PlanIndicator(Record):
    """An indicator: what it is called, which formula computes it (``parameters`` is JSON text), who answers, and what it
    counts for: ``weight`` in percent of the whole, ``levels`` the five values that score 1 to 5 (JSON text), ``cumulative``
    empty for yes."""

    fiscal_year: int | None = _year()
    code: str | None = _code("รหัส")
    title: str | None = d.long_text("ตัวชี้วัด", required=True, max_length=TITLE_LENGTH)
    short_title: str | None = d.text("ชื่อย่อ")
    heading: str | None = d.long_text("กลุ่มตัวชี้วัด", max_length=TITLE_LENGTH)
    unit: str | None = d.choice("หน่วยนับ", INDICATOR_UNITS, required=True, takes_own=True, max_length=60)
    comparison: str | None = d.choice("เทียบเป้าหมาย", COMPARISONS, required=True)
    formula: str | None = d.choice("วิธีคำนวณของระบบ", FORMULA_CHOICES, required=True)
    parameters: str | None = d.long_text("ค่าที่ใช้คำนวณ")
    owner: str | None = _code("ส่วนราชการที่รับผิดชอบ")
    dimension: int | None = d.whole("มิติการประเมิน", minimum=Decimal(1), maximum=Decimal(4))
    negotiated: bool | None = d.flag("ตัวชี้วัดเจรจาตกลง")
    node: str | None = _code("เป้าประสงค์", required=False)
    measure: str | None = _code("มาตรการ", required=False)
    project: int | None = d.whole("เลขที่โครงการ")
    ordinal: int | None = _ordinal()
    definition: str | None = d.long_text("นิยาม", max_length=PROSE_LENGTH)
    calculation: str | None = d.long_text("วิธีการคำนวณ", max_length=PROSE_LENGTH)
    agency: str | None = d.text("หน่วยงานที่กำหนด")
    project_text: str | None = d.text("โครงการ/กิจกรรมสนับสนุน")
    weight: Any = d.number("น้ำหนัก (ร้อยละ)", minimum=Decimal(0))
    levels: str | None = d.text("เกณฑ์ระดับ 1-5", max_length=200)
    score: str | None = d.choice("คิดคะแนนจาก", SCORES)
    cumulative: bool | None = d.flag("นับสะสมตั้งแต่ต้นปี")
    baseline: Any = d.number("ค่าฐาน")
    baseline_note: str | None = d.text("ที่มาของค่าฐาน", max_length=200)


class PlanTarget(Record):
    """An indicator's target of one year, or of one quarter or month of it: a number in the indicator's unit (from
    ``value`` to ``value_to`` where it is to lie between), and the plan's own wording of it, which is printed while it says
    that number (``core.plan.targets``)."""

    fiscal_year: int | None = _year()
    indicator: str | None = _code("ตัวชี้วัด")
    year: int | None = d.whole("ปี", required=True)
    text: str | None = d.text("ข้อความของค่าเป้าหมาย")
    value: Any = d.number("ค่าเป้าหมาย", minimum=Decimal(0))
    value_to: Any = d.number("ถึง", minimum=Decimal(0))
    quarter: int | None = d.whole("ไตรมาส", minimum=Decimal(1), maximum=Decimal(4))
    month: Any = d.month("เดือน")


class PlanPrintedTable(Record):
    """A table of the plan book in wording of its own, which lies over the composed one (``core.plan.printed``)."""

    fiscal_year: int | None = _year()
    name: str | None = _code("รหัสตาราง")
    ordinal: int | None = _ordinal()
    title: str | None = d.long_text("ชื่อตาราง", max_length=TITLE_LENGTH)


class PlanPrintedRow(Record):
    """A row of a printed table; ``cells`` is a JSON list of texts."""

    fiscal_year: int | None = _year()
    table_name: str | None = _code("รหัสตาราง")
    ordinal: int | None = _ordinal()
    kind: str | None = d.choice("ชนิดแถว", ROW_KINDS, required=True)
    cells: str | None = d.long_text("ข้อความในแถว", max_length=CELLS_LENGTH)
    ref: str | None = d.text("อ้างถึง")


class PlanDefinition(Record):
    """How an indicator is defined and computed from a day of the year on; before it the older definition holds.

    What is left empty stays as it was. ``effective_from`` is inclusive.
    """

    fiscal_year: int | None = _year()
    indicator: str | None = _code("ตัวชี้วัด")
    effective_from: Any = d.day(
        "มีผลตั้งแต่", required=True, beforehand=True, help="วันแรกที่ใช้นิยามใหม่ ก่อนวันนั้นใช้นิยามเดิม"
    )
    formula: str | None = d.choice("สูตรคำนวณ", FORMULA_CHOICES)
    parameters: str | None = d.long_text("ค่าที่ใช้คำนวณ")
    definition: str | None = d.long_text("นิยาม", max_length=PROSE_LENGTH)
    calculation: str | None = d.long_text("วิธีการคำนวณ", max_length=PROSE_LENGTH)
    reason: str | None = d.text("เหตุผลหรือหนังสืออ้างอิง", required=True, max_length=500)


class PlanAdoption(Record):
    """The months of a step adopted anew: lateness is measured against them from the day on (inclusive).

    What was adopted first needs no record: it follows from the log (``core.plan.adoption``).
    """

    fiscal_year: int | None = _year()
    project: int | None = d.whole("เลขที่โครงการ", required=True)
    step: int | None = d.whole("ขั้นที่", required=True)
    adopted_on: Any = d.day("ใช้ฐานแผนใหม่ตั้งแต่", required=True)
    planned_from: Any = d.month("แผนเริ่ม")
    planned_to: Any = d.month("แผนเสร็จ")
    reason: str | None = d.text("เหตุผลหรือหนังสืออ้างอิง", required=True, max_length=500)


class PlanWaiver(Record):
    """A demand the plan fails and that is let stand, with the reason. ``code`` and ``ref`` are the finding's."""

    fiscal_year: int | None = _year()
    code: str | None = _code("ข้อที่ยกเว้น")
    ref: str | None = d.text("ตำแหน่งในแผน", required=True)
    reason: str | None = d.text("เหตุผล", required=True, max_length=500)


def _register(
    name: str,
    title: str,
    record: type[Record],
    keys: tuple[str, ...],
    order_by: tuple[str, ...],
    *rules: d.Rule,
    key: Callable[..., str | None] = plan_key,
    may_lack: tuple[str, ...] = (),
) -> Register:
    return Register(
        name=name,
        title=title,
        short_title=title,
        unit="",
        fields=fields_of(record),
        key_fields=("fiscal_year", *keys),
        key=key,
        may_lack=may_lack,
        rules=rules,
        fixed_id=True,
        internal=True,
        order_by=("fiscal_year", *order_by),
    )


TARGET_KEY = ("indicator", "year", "quarter", "month")

PLAN_REGISTERS: tuple[Register, ...] = (
    _register("plan_years", "แผนปฏิบัติราชการ", PlanYear, (), (), emblem_is_a_picture),
    _register("plan_texts", "ข้อความของแผน", PlanText, ("section", "ordinal"), ("section", "ordinal")),
    _register("plan_units", "ส่วนราชการ", PlanUnit, ("code",), ("ordinal",)),
    _register(
        "plan_nodes",
        "โครงสร้างแผน",
        PlanNode,
        ("code",),
        ("ordinal",),
        named_in_plan("parent", "plan_nodes", "รายการที่อยู่เหนือขึ้นไป"),
    ),
    _register(
        "plan_measures",
        "มาตรการ",
        PlanMeasure,
        ("code",),
        ("ordinal",),
        named_in_plan("node", "plan_nodes", "เป้าประสงค์"),
    ),
    _register(
        "plan_projects",
        "โครงการ/กิจกรรม",
        PlanProject,
        ("number",),
        ("number",),
        contract_in_order,
        named_in_plan("owner", "plan_units", "ส่วนราชการ"),
        named_in_plan("measure", "plan_measures", "มาตรการ"),
    ),
    _register(
        "plan_budget_lines", "รายการงบประมาณ", PlanBudgetLine, ("project", "ordinal"), ("project", "ordinal")
    ),
    _register(
        "plan_steps",
        "ขั้นตอนตามแผน",
        PlanStep,
        ("project", "step"),
        ("project", "step"),
        planned_months_in_order,
    ),
    _register(
        "plan_adoptions",
        "ฐานแผนที่ปรับใหม่",
        PlanAdoption,
        ("project", "step", "adopted_on"),
        ("project", "step", "adopted_on"),
        planned_months_in_order,
    ),
    _register("plan_study_parts", "ส่วนของการศึกษา", PlanStudyPart, ("part",), ("part",)),
    _register(
        "plan_indicators",
        "ตัวชี้วัด",
        PlanIndicator,
        ("code",),
        ("ordinal",),
        parameters_readable,
        levels_in_order,
        weight_of_the_whole,
        named_in_plan("owner", "plan_units", "ส่วนราชการ"),
        named_in_plan("node", "plan_nodes", "เป้าประสงค์"),
        named_in_plan("measure", "plan_measures", "มาตรการ"),
        named_in_plan("project", "plan_projects", "โครงการ"),
    ),
    _register(
        "plan_targets",
        "ค่าเป้าหมาย",
        PlanTarget,
        TARGET_KEY,
        TARGET_KEY,
        wording_says_target,
        target_period_in_year,
        target_in_order,
        key=target_key,
        may_lack=("quarter", "month"),
    ),
    _register(
        "plan_definitions",
        "นิยามที่เปลี่ยนระหว่างปี",
        PlanDefinition,
        ("indicator", "effective_from"),
        ("indicator", "effective_from"),
        effective_in_year,
        parameters_readable,
    ),
    _register("plan_waivers", "ข้อยกเว้นของแผน", PlanWaiver, ("code", "ref"), ("code", "ref")),
    _register("plan_printed_tables", "ตารางในแผน", PlanPrintedTable, ("name",), ("ordinal",)),
    _register(
        "plan_printed_rows",
        "แถวของตารางในแผน",
        PlanPrintedRow,
        ("table_name", "ordinal"),
        ("table_name", "ordinal"),
    ),
)

# The registers that a plan's files write, by name: its own, and those that ship, some of which are born of it.
WRITTEN: Mapping[str, Register] = {r.name: r for r in (*registers.ALL, *PLAN_REGISTERS)}
