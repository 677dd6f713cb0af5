"""What the tables say of the plan's objects, in the layout of the plan of 2563."""

import re
from collections.abc import Iterable, Sequence

from core.indicators.amounts import said
from core.plan.model import Indicator, Measure, Node, Plan, Project
from core.plan.money import baht
from core.plan.targets import NONE, printed_target
from core.thai.folding import fold

NOTHING_THERE = "-ไม่มี-"
_COST = re.compile(r"^(?:ไม่ใช้)?งบประมาณ")
_LETTERS = re.compile(r"^[^0-9๐-๙]+")


def node_words(node: Node) -> str:
    """A heading of the hierarchy: ``เป้าประสงค์ที่ 3.1.1.1 ...``."""
    return " ".join(part for part in (node.label, node.number, node.title) if part)


def measure_words(measure: Measure | None) -> str:
    """A measure by its number: ``มาตรการที่ 1 ...``."""
    return f"มาตรการที่ {measure.number} {measure.title}".strip() if measure else NONE


def named(group: Sequence[Indicator]) -> str:
    """An indicator's title; of a group its heading, and the titles numbered below."""
    heading = group[0].heading
    if not heading:
        return group[0].title
    return "\n".join((heading, *(f"{n}) {i.title}" for n, i in enumerate(group, 1))))


def coded(group: Sequence[Indicator]) -> str:
    """The same with the codes, without the letters before them: ``2.2 ...``, and below it ``2.2.1 ...``."""
    titles = [f"{_number(i.code)} {i.title}" for i in group]
    if not group[0].heading:
        return titles[0]
    above = _number(group[0].code).rpartition(".")[0]
    return "\n".join((f"{above} {group[0].heading}".strip(), *titles))


def _number(code: str) -> str:
    return _LETTERS.sub("", code) or code


def defined(group: Sequence[Indicator]) -> str:
    """Definition and calculation of a group, each of them once."""
    parts = (("นิยาม", [i.definition for i in group]), ("วิธีการคำนวณ", [i.calculation for i in group]))
    return "\n".join(f"{label}\n{said}" for label, texts in parts if (said := once(texts)))


def explained(group: Sequence[Indicator]) -> str:
    """What a dimension's table says of a definition: whatever there is, else who sets it."""
    agencies = [f"ตามที่ {i.agency} กำหนด" for i in group if i.agency]
    return once(i.definition for i in group) or once(agencies) or defined(group)


def once(texts: Iterable[str]) -> str:
    """Texts below one another, the empty left out and each once."""
    return "\n".join(dict.fromkeys(t for t in texts if t))


def detailed(project: Project) -> str:
    """A project's title and details."""
    return once((project.title, project.detail))


def costed(project: Project) -> str:
    """A project's title and what it costs."""
    return f"{project.title}\n{cost_of(project)}"


def cost_of(project: Project) -> str:
    """``งบประมาณ 3,686,000 บาท`` or ``ไม่ใช้งบประมาณ``."""
    return f"งบประมาณ {baht(project.budget)} บาท" if project.budget else "ไม่ใช้งบประมาณ"


def cost_line(text: str) -> str | None:
    """The line of a cell that says what a project costs; None where none does."""
    return next((line for line in text.split("\n")[1:] if _COST.match(line)), None)


def owners_of(plan: Plan, codes: Iterable[str]) -> str:
    """The names of units, each once."""
    names = {u.code: u.name for u in plan.units}
    return once(names.get(code, "") for code in codes)


def source_of(project: Project) -> str:
    """Where a project's money comes from."""
    return project.source or NONE


def target_words(group: Sequence[Indicator], year: int) -> str:
    """The targets of a year below one another."""
    return "\n".join(printed_target(i, year, brief=True) or NONE for i in group)


def result_before(indicator: Indicator) -> str:
    """What an indicator stood at before, and whence that is known."""
    if indicator.baseline is None:
        return NONE
    note = f" ({indicator.baseline_note})" if indicator.baseline_note else ""
    return f"{said(indicator.unit, indicator.baseline)}{note}"


def same(one: str, other: str) -> bool:
    """True for wordings that differ in spaces, dashes and the kind of digits at most."""
    return _plain(one) == _plain(other)


def named_alike(one: str, other: str) -> bool:
    """True for a name and its shorter form."""
    shorter, longer = sorted((_plain(one), _plain(other)), key=len)
    return shorter == longer or (bool(shorter) and shorter in longer)


def _plain(text: str) -> str:
    return "".join(fold(text).split()).strip("-.)")
