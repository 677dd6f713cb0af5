"""The tables by objective and measure: targets, measures' targets, projects, ตาราง ก and ตาราง ข."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from core.plan.model import Node, Plan, PrintedRow, Project
from core.plan.printed import words
from core.plan.printed.homes import Group, Home
from core.plan.printed.sheet import Band, ComposedTable, Subject, head, lead, title
from core.plan.years import YEARS_SHOWN

TARGETS, MEASURES, PROJECTS = "targets", "measure-targets", "projects"
TABLE_A, TABLE_B = "table-a", "table-b"
FAMILIES = (TARGETS, MEASURES, PROJECTS, TABLE_A, TABLE_B)
A_TITLE = "ตาราง ก.แสดงภารกิจงานยุทธศาสตร์"
B_TITLE = "ตาราง ข. แสดงตัวชี้วัดและภารกิจจากการเจรจาตกลงการประเมินผลการปฏิบัติราชการประจำปี พ.ศ.{year}"
GUIDE = "แนวทางการประเมินผลการปฏิบัติราชการตามคำรับรองการปฏิบัติราชการประจำปี พ.ศ.{year}"
DIMENSION_1 = "มิติที่ 1 ประสิทธิผลตามพันธกิจ"
_NONE = (("", words.NOTHING_THERE, "", "", ""),)


def drafts(plan: Plan, homes: Sequence[Home]) -> Iterator[ComposedTable]:
    """The targets, measures' targets and projects, one after the other for each home."""
    for n, (before, home) in enumerate(pairwise((None, *homes)), 1):
        if home is None:
            continue
        yield ComposedTable(f"{TARGETS}.{n}", (_targets(plan, home, before),))
        if home.measure is not None:
            yield ComposedTable(f"{MEASURES}.{n}", (_measures(plan, home),))
        if home.measure is not None or home.projects:
            yield ComposedTable(f"{PROJECTS}.{n}", (_projects(plan, home.projects),))


def _targets(plan: Plan, home: Home, before: Home | None) -> Band:
    """The place in the hierarchy, of its upper levels only what the table before doesn't stand under, too."""
    told = {n.code for n in before.path if n.kind in ("part", "area")} if before else set()
    path = [n for n in home.path if n.code not in told]
    frame = (*_leads(path), title("ตัวชี้วัดเป้าประสงค์"), *_year_heads(plan))
    subjects = _numbered(home.groups)
    return Band(frame, subjects, _allowed(home), () if subjects else _NONE)


def _measures(plan: Plan, home: Home) -> Band:
    about = f"measure:{home.measure.code}" if home.measure else ""
    leads = (lead(words.measure_words(home.measure), about), lead("ตัวชี้วัดมาตรการ"))
    frame = (title("มาตรการสนับสนุนเป้าประสงค์"), *leads, *_year_heads(plan))
    subjects = _numbered(home.measured)
    return Band(frame, subjects, _allowed(home), () if subjects else _NONE)


def _projects(plan: Plan, projects: Iterable[Project]) -> Band:
    heads = head("โครงการ/กิจกรรมยุทธศาสตร์", "งบประมาณ", "ส่วนราชการ")
    subjects = tuple(
        Subject(
            f"project:{p.number}",
            titles=words.detailed(p),
            owners=words.owners_of(plan, [p.owner]),
            projects=(p,),
        )
        for p in projects
    )
    nothing = () if subjects else ((words.NOTHING_THERE, "", ""),)
    return Band((title("โครงการ/กิจกรรมรองรับมาตรการ"), heads), subjects, first=nothing)


def _year_heads(plan: Plan) -> tuple[PrintedRow, PrintedRow]:
    years = range(plan.fiscal_year - YEARS_SHOWN + 1, plan.fiscal_year + 1)
    return head("ลำดับที่", "ตัวชี้วัด", "ค่าเป้าหมาย", "", ""), head("", "", *map(str, years))


def _leads(path: Iterable[Node]) -> tuple[PrintedRow, ...]:
    return tuple(lead(words.node_words(n), f"node:{n.code}") for n in path)


def _allowed(home: Home) -> tuple[frozenset[tuple[str, str]], ...]:
    own = [("measure", home.measure.code)] if home.measure else []
    return tuple(frozenset({ref}) for ref in (*(("node", n.code) for n in home.path), *own))


def _numbered(groups: Iterable[Group]) -> tuple[Subject, ...]:
    return tuple(
        Subject(_refs(group), str(n), names=words.named(group), indicators=group)
        for n, group in enumerate(groups, 1)
    )


def _refs(group: Group, before: str = "", projects: Iterable[Project] = ()) -> str:
    indicators = (f"indicator:{i.code}" for i in group)
    return " ".join(filter(None, (before, *indicators, *(f"project:{p.number}" for p in projects))))


def table_a(plan: Plan, homes: Sequence[Home]) -> Iterator[ComposedTable]:
    """ตาราง ก: under each objective its indicators with their targets, then measure, definition and project of each."""
    for number, home in enumerate((h for h in homes if h.groups or h.projects), 1):
        guide = (title(GUIDE.format(year=plan.fiscal_year)), title(DIMENSION_1), title(A_TITLE))
        frame = (*guide, *_leads(_upper(home)), head("ลำดับที่", "ตัวชี้วัด", "ค่าเป้าหมาย"))
        below = head(
            "มาตรการ\n(ตามแผนฯ ของหน่วยงาน)",
            "ตัวชี้วัดมาตรการ\n(ตามแผนฯของหน่วยงาน)",
            "นิยาม/คำอธิบายตัวชี้วัด",
            "โครงการ/กิจกรรม",
        )
        first = Band(frame, _numbered(home.groups), _allowed(home))
        yield ComposedTable(f"{TABLE_A}.{number}", (first, Band((below,), tuple(_supported(plan, home)))))


def _supported(plan: Plan, home: Home) -> Iterator[Subject]:
    """A row for each group of indicators with its projects, and one for the measure's projects that none of them uses."""
    told: set[int] = set()
    for group in home.groups:
        measure = None if group in home.loose else home.measure
        projects = _used_by(plan, group)
        told |= {p.number for p in projects}
        yield _row(
            plan, group, projects, measure=words.measure_words(measure), before=_measure_ref(home, group)
        )
    left = tuple(p for p in home.projects if p.number not in told)
    if left:
        named = words.measure_words(home.measure)
        yield _row(plan, (), left, measure=named, before=_measure_ref(home, ()))


def _measure_ref(home: Home, group: Group) -> str:
    return f"measure:{home.measure.code}" if home.measure and group not in home.loose else ""


def _used_by(plan: Plan, group: Group) -> tuple[Project, ...]:
    codes = {i.code for i in group}
    return tuple(p for p in plan.projects if codes & set(p.indicators))


def _row(
    plan: Plan,
    group: Group,
    projects: tuple[Project, ...],
    *,
    measure: str,
    before: str = "",
    costs: bool = True,
) -> Subject:
    titles = map(words.costed, projects) if costs else (p.title for p in projects)
    return Subject(
        _refs(group, before, projects),
        measure=measure,
        names=words.named(group) if group else "",
        definition=words.defined(group),
        titles=words.once(titles),
        owners=words.owners_of(plan, [i.owner for i in group]),
        indicators=group,
        projects=projects,
    )


def _upper(home: Home) -> Iterator[Node]:
    """From the area down to the first goal or objective."""
    for node in home.path:
        if node.kind != "part":
            yield node
        if node.kind in ("goal", "objective"):
            return


def table_b(plan: Plan, homes: Sequence[Home]) -> Iterator[ComposedTable]:
    """ตาราง ข: the negotiated indicators of each objective."""
    columns = ("ตัวชี้วัด", "ค่าเป้าหมาย", "นิยามและวิธีการคำนวณ", "เชื่อมโยงกับมาตรการ", "โครงการ/กิจกรรม")
    number = 0
    for home in homes:
        agreed = [(g, tuple(i for i in g if i.negotiated)) for g in home.groups]
        subjects = tuple(_agreed(plan, home, g, mine) for g, mine in agreed if mine)
        if subjects:
            number += 1
            heads = head(*columns, "ส่วนราชการ/ฝ่าย/กลุ่มงานที่รับผิดชอบ")
            frame = (title(B_TITLE.format(year=plan.fiscal_year)), *_leads(_upper(home)), heads)
            yield ComposedTable(f"{TABLE_B}.{number}", (Band(frame, subjects, _allowed(home)),))


def _agreed(plan: Plan, home: Home, group: Group, mine: Group) -> Subject:
    measure = None if group in home.loose else home.measure
    return _row(plan, mine, _used_by(plan, mine), measure=words.measure_words(measure), costs=False)
