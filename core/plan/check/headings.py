"""The hierarchy as printed: a part, area, dimension, goal or objective that is called otherwise elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_row, of_table, prose
from core.plan.check.wording import parted, squashed
from core.plan.model import Node, Plan
from core.thai.digits import to_arabic


@dataclass(frozen=True, slots=True)
class PrintedHeading:
    """A printed line "มิติที่ 7.4 ...", with the node it names itself as being about (None where it doesn't)."""

    at: Passage
    label: str
    number: str
    title: str
    node: Node | None

    @property
    def key(self) -> tuple[str, str]:
        """What it goes by: label and number in Arabic digits."""
        return self.label, self.number


def headings_agree(plan: Plan) -> Iterable[PlanAdvice]:
    """A printed heading has the label, number and title of the node it is about; without one, of its likes."""
    lines = list(_headings(plan))
    for line in lines:
        if line.node is not None:
            yield from _against_node(plan, line, line.node)
    yield from _among_themselves([line for line in lines if line.node is None])


def _headings(plan: Plan) -> Iterator[PrintedHeading]:
    labels = "|".join(sorted({re.escape(n.label) for n in plan.nodes if n.label}))
    if not labels:
        return
    pattern = re.compile(rf"({labels})\s*([0-9๐-๙]+(?:\.[0-9๐-๙]+)*)\s+(.+)", re.DOTALL)
    by_code = {n.code: n for n in plan.nodes}
    for at, ref in _lines(plan):
        if match := pattern.fullmatch(at.text.strip()):
            label, number, title = match[1], to_arabic(match[2]), match[3]
            node = by_code.get(ref) or _node_called(plan, label, number)
            yield PrintedHeading(at, label, number, title, node)


def _lines(plan: Plan) -> Iterator[tuple[Passage, str]]:
    """Lines that may be headings, each with the code of the node it names."""
    for text in prose(plan):
        if text.ref.startswith("text:"):
            bare = re.sub(r"^(?:[0-9๐-๙]+\.|·)\s*", "", text.text)
            yield Passage(text.where, text.ref, bare), ""
    for table in plan.tables:
        where = of_table(table)
        for row in table.rows:
            if row.kind in ("lead", "title") and row.cells:
                code = next((c for kind, c in row.refs if kind == "node"), "")
                yield of_row(table, row, row.cells[0], where), code


def _node_called(plan: Plan, label: str, number: str) -> Node | None:
    return next((n for n in plan.nodes if n.label == label and to_arabic(n.number) == number), None)


def _against_node(plan: Plan, line: PrintedHeading, node: Node) -> Iterator[PlanAdvice]:
    other_number = line.number != to_arabic(node.number)
    other_title = _bare(line.title) != _bare(node.title)
    meant = f"{node.label} {node.number}"
    if other_number:
        title = f" {_also(line, node)}" if other_title else ""
        message = f"พิมพ์{line.label} {line.number} ในที่ที่แผนเป็น{meant}{title}"
        yield _advice("node.number", line, message, f"น่าจะหมายถึง{meant} โปรดเลือกเลขและข้อความให้ตรงกัน")
    elif other_title:
        printed, held = parted(line.title, node.title)
        message = f"พิมพ์{meant} ว่า {printed} แต่แผนใช้ {held}"
        yield _advice("node.title", line, message, _whose(plan, line, node) + f"น่าจะเป็น {held}")
    if line.label != node.label:
        message = (
            f"พิมพ์ {node.number} เป็น{line.label.removesuffix('ที่')} แต่แผนเป็น{node.label.removesuffix('ที่')}"
        )
        yield _advice("node.label", line, message, f"น่าจะเป็น{meant}")


def _also(line: PrintedHeading, node: Node) -> str:
    printed, held = parted(line.title, node.title)
    return f"และใช้ข้อความ {printed} แทน {held}"


def _whose(plan: Plan, line: PrintedHeading, node: Node) -> str:
    """Whose title it is, where another node of the kind has it."""
    owners = (n for n in plan.nodes if n.kind == node.kind and _bare(n.title) == _bare(line.title))
    owner = next(owners, None)
    return f"ข้อความนี้เป็นของ{owner.label} {owner.number} จึง" if owner else ""


def _among_themselves(lines: list[PrintedHeading]) -> Iterator[PlanAdvice]:
    for key in dict.fromkeys(line.key for line in lines):
        mine = [line for line in lines if line.key == key]
        usual = Counter(_bare(line.title) for line in mine).most_common(1)[0][0]
        model = next(line for line in mine if _bare(line.title) == usual)
        for line in mine:
            if _bare(line.title) != usual:
                printed, held = parted(line.title, model.title)
                message = f"พิมพ์{line.label} {line.number} ว่า {printed} แต่{model.at.where}ใช้ {held}"
                yield _advice("heading.title", line, message, "น่าจะเป็นชื่อเดียวกัน โปรดเลือกใช้คำเดียว")


def _bare(title: str) -> str:
    return squashed(title).removeprefix("ด้าน")


def _advice(code: str, line: PrintedHeading, message: str, intention: str) -> PlanAdvice:
    return PlanAdvice(code, message, line.at.where, intention, line.at.ref)
