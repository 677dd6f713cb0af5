"""The tables of the whole plan: summary, routine work, basic list, dimensions, steps, last year's results and SWOT."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.plan.model import Indicator, Plan, PrintedRow, Project
from core.plan.printed import words
from core.plan.printed.columns import SWOT, letter_of
from core.plan.printed.homes import grouped
from core.plan.printed.sheet import Band, ComposedTable, Subject, head, lead, title
from core.plan.targets import NONE
from core.thai.dates import month_name_short
from core.thai.fiscal import months_of

SUMMARY, ROUTINE, BASIC, DIMENSION, STEPS = "summary", "routine", "basic-list", "dimension", "steps"
RESULTS = "past-results"
FAMILIES = (SUMMARY, ROUTINE, BASIC, DIMENSION, STEPS, SWOT, RESULTS)
SUMMARY_TITLE = "สรุปโครงการ/กิจกรรมและงบประมาณ"
STEPS_TITLE = "ขั้นตอนการปฏิบัติงานของโครงการ/กิจกรรม"
DIMENSIONS = {
    2: "มิติที่ 2 ประสิทธิภาพของการปฏิบัติราชการ",
    3: "มิติที่ 3 คุณภาพในการปฏิบัติราชการ",
    4: "มิติที่ 4 การพัฒนาองค์การ",
}
FACTORS = (
    (
        "การวิเคราะห์สภาพแวดล้อมภายใน (Internal Factors Analysis)",
        {"S": "จุดแข็ง\n(Strengths)", "W": "จุดอ่อน\n(Weakness)"},
    ),
    (
        "การวิเคราะห์สภาพแวดล้อมภายนอก (External Factors Analysis)",
        {"O": "โอกาส\n(Opportunity)", "T": "อุปสรรค ข้อจำกัด\nหรือปัจจัยคุกคาม\n(Threats)"},
    ),
)
NO_INDICATOR = "–"
_MONTHS = 12


def by_priority(plan: Plan) -> list[Project]:
    """The projects as the summary lists them; those without a place in the order come last."""
    return sorted(
        plan.projects, key=lambda p: (not p.negotiated, p.priority or len(plan.projects) + p.number, p.number)
    )


def summary(plan: Plan) -> Iterator[ComposedTable]:
    """Every project by priority, the negotiated ones first, with the sum and the counts."""
    if not plan.projects:
        return
    ordered = by_priority(plan)
    subjects = [_listed(plan, n, p) for n, p in enumerate(ordered, 1)]
    agreed = [s for s in subjects if s.projects[0].negotiated]
    others = [s for s in subjects if not s.projects[0].negotiated]
    above = (lead("โครงการ/กิจกรรมยุทธศาสตร์"), _summary_head())
    more = Band(
        (title(f"{SUMMARY_TITLE} (ต่อ)" if agreed else SUMMARY_TITLE), *above),
        tuple(others),
        first=(("", "โครงการที่ไม่ได้เป็นตัวชี้วัดเจรจาตกลง", "", "", ""),),
    )
    bands = (Band((title(SUMMARY_TITLE), *above), tuple(agreed)), more)
    total = PrintedRow(0, "total", ("", "รวมงบประมาณทั้งสิ้น", "0 บาท", "", plan.office))
    counts = ("รวมโครงการ/กิจกรรม 0 โครงการ/กิจกรรม", "โครงการ/กิจกรรมที่ใช้งบประมาณ 0 โครงการ/กิจกรรม")
    notes = (*counts, "โครงการ/กิจกรรมที่ไม่ใช้งบประมาณ 0 โครงการ/กิจกรรม")
    yield ComposedTable(SUMMARY, bands, (total, *(PrintedRow(0, "note", (text,)) for text in notes)))


def _summary_head() -> PrintedRow:
    names = "ชื่อโครงการ/กิจกรรม\n(เรียงลำดับความสำคัญของโครงการ)"
    return head("ลำดับที่", names, "งบประมาณ", "แหล่งงบประมาณ กทม./รัฐบาล/อื่นๆ", "ส่วนราชการ\nที่รับผิดชอบ")


def _listed(plan: Plan, number: int, project: Project) -> Subject:
    return Subject(
        f"project:{project.number}",
        str(number),
        titles=words.detailed(project),
        owners=words.owners_of(plan, [project.owner]),
        source=words.source_of(project),
        projects=(project,),
    )


def routine(plan: Plan) -> Iterator[ComposedTable]:
    """The office's routine work: what a plan says of it is the table's own."""
    if plan.projects:
        nothing = (("", words.NOTHING_THERE, "", "", ""),)
        yield ComposedTable(ROUTINE, (Band((title("โครงการ/กิจกรรมประจำ"), _summary_head()), first=nothing),))


def basic_list(plan: Plan) -> Iterator[ComposedTable]:
    """Every project under its area, with the sum."""
    ordered = by_priority(plan)
    if not ordered:
        return
    areas = list(dict.fromkeys(p.area for p in ordered))
    subjects = [
        s
        for n, area in enumerate(areas, 1)
        for s in _of_area(n, area, [p for p in ordered if p.area == area])
    ]
    frame = (title("บัญชีรายการ/โครงการประจำพื้นฐาน"), head("ลำดับที่", "ด้าน/แผนงาน", "รายการ/โครงการ", "งบประมาณ"))
    total = PrintedRow(0, "total", ("", "", "รวม", "0 บาท"))
    yield ComposedTable(BASIC, (Band(frame, tuple(subjects)),), (total,))


def _of_area(number: int, area: str, projects: Sequence[Project]) -> Iterator[Subject]:
    for n, project in enumerate(projects, 1):
        place = (str(number), area or NONE) if n == 1 else ("", "")
        yield Subject(
            f"project:{project.number}", *place, titles=project.title, item=f"{n}.", projects=(project,)
        )


def dimensions(plan: Plan) -> Iterator[ComposedTable]:
    """The indicators of each dimension but the first: who defines them, which projects are behind them."""
    for dimension in sorted({i.dimension for i in plan.indicators if i.dimension > 1}):
        subjects = tuple(
            Subject(
                " ".join(f"indicator:{i.code}" for i in group),
                names=words.coded(group),
                definition=words.explained(group),
                titles=words.once(
                    (*(i.project_text for i in group), words.owners_of(plan, [i.owner for i in group]))
                ),
                indicators=group,
            )
            for group in grouped(i for i in plan.indicators if i.dimension == dimension)
        )
        heads = head("ตัวชี้วัด", "นิยาม/คำอธิบายตัวชี้วัด", "โครงการ/กิจกรรมและส่วนราชการที่รับผิดชอบ")
        name = title(DIMENSIONS.get(dimension, f"มิติที่ {dimension}"))
        yield ComposedTable(f"{DIMENSION}-{dimension}", (Band((name, heads), subjects),))


def steps(plan: Plan) -> Iterator[ComposedTable]:
    """The steps of each project with their shares, over the months of the year."""
    for project in plan.projects:
        mine = [i for i in plan.indicators if i.code in project.indicators]
        subjects = tuple(Subject(f"step:{s.project}.{s.step}", step=s) for s in project.steps)
        groups = grouped(mine)
        numbers = (
            " ".join(dict.fromkeys(_group_number(g[0].code, g[0].heading) for g in groups)) or NO_INDICATOR
        )
        about = " ".join(f"indicator:{i.code}" for i in mine)
        leads = (
            lead(f"ชื่อตัวชี้วัดที่ {numbers}"),
            lead(
                "\n".join(map(words.named if len(groups) == 1 else words.coded, groups)) or NO_INDICATOR,
                about,
            ),
            lead(f"ชื่อโครงการ/กิจกรรมที่ {project.number}"),
            lead(project.title, f"project:{project.number}"),
        )
        frame = (title(STEPS_TITLE), *leads, *_month_heads(plan.fiscal_year))
        notes = (PrintedRow(0, "note", (project.note,)),) if project.note else ()
        yield ComposedTable(
            f"{STEPS}.{project.number}", (Band(frame, subjects),), (*_steps_total(project), *notes)
        )


def _steps_total(project: Project) -> Iterator[PrintedRow]:
    if any(s.share is not None for s in project.steps):
        yield PrintedRow(0, "total", ("", "รวม 0 ขั้นตอน คิดเป็นร้อยละ", "0", "0", *("",) * _MONTHS))


def _group_number(code: str, heading: str) -> str:
    """The number of a group of indicators: 4.1 and 4.2 under one heading are 4."""
    return code.rpartition(".")[0] or code if heading else code


def _month_heads(year: int) -> tuple[PrintedRow, ...]:
    """The columns before the months, and the months under the two calendar years they lie in."""
    blank = ("",) * (_MONTHS - 1)
    columns = ("ขั้นตอนที่", STEPS_TITLE, "เนื้องานรายขั้นตอน (ร้อยละ)", "คิดความก้าวหน้าโครงการ (ร้อยละ)")
    calendar = (f"พ.ศ. {year - 1}", "", "", f"พ.ศ. {year}", *("",) * 8)
    months = (month_name_short(m.month) for m in months_of(year))
    return head(*columns, "ระยะเวลาดำเนินการ", *blank), head(*("",) * 4, *calendar), head(*("",) * 4, *months)


def past_results(plan: Plan) -> Iterator[ComposedTable]:
    """What was to be reached in the year before and what was, of each indicator of which the plan tells either."""
    year = plan.fiscal_year - 1
    mine = [i for i in plan.indicators if i.baseline is not None or _had_target(i, year)]
    if not mine and not plan.section("past_result"):
        return
    subjects = tuple(
        Subject(
            " ".join(f"indicator:{i.code}" for i in g),
            str(n),
            names=words.named(g),
            results="\n".join(map(words.result_before, g)),
            indicators=g,
        )
        for n, g in enumerate(grouped(mine), 1)
    )
    heads = head("ลำดับที่", "ตัวชี้วัด", f"ค่าเป้าหมาย {year}", "ผลการดำเนินงาน")
    nothing = () if subjects else (("", words.NOTHING_THERE, "", ""),)
    yield ComposedTable(RESULTS, (Band((title("ผลการดำเนินงานที่ผ่านมา"), heads), subjects, first=nothing),))


def _had_target(indicator: Indicator, year: int) -> bool:
    return any(t.year == year and t.value is not None for t in indicator.targets)


def swot(plan: Plan) -> Iterator[ComposedTable]:
    """The office within and without, as the plan's texts list it; no table where there are none."""
    texts = plan.section("swot")
    if not texts:
        return
    bands = tuple(
        Band((head(above, ""),), tuple(_factor(plan, letter, label) for letter, label in factors.items()))
        for above, factors in FACTORS
    )
    opening = title("การวิเคราะห์ประเมินสถานการณ์ โดยใช้เครื่องมือ SWOT Analysis")
    yield ComposedTable(SWOT, (replace(bands[0], frame=(opening, *bands[0].frame)), *bands[1:]))


def _factor(plan: Plan, letter: str, label: str) -> Subject:
    items = tuple(t for t in plan.section("swot") if letter_of(t.number) == letter)
    return Subject(f"{SWOT}:{letter}", label, items=items)
