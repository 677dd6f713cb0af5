"""What a part of the plan names must stand in the plan."""

from collections.abc import Iterable, Iterator

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_indicator, of_node, of_project
from core.plan.model import Plan


def links_exist(plan: Plan) -> Iterable[PlanAdvice]:
    """Parents, objectives, measures and owning units that are named are there."""
    nodes = {n.code for n in plan.nodes}
    measures = {m.code for m in plan.measures}
    units = {u.code for u in plan.units}
    for node in plan.nodes:
        yield from _missing("node", of_node(node), "อยู่ภายใต้", node.parent, nodes)
    for measure in plan.measures:
        at = Passage(f"มาตรการที่ {measure.number}", f"measure:{measure.code}", "")
        yield from _missing("node", at, "สนับสนุนเป้าประสงค์", measure.node, nodes)
    for project in plan.projects:
        yield from _missing("measure", of_project(project), "อยู่ในมาตรการ", project.measure, measures)
    for indicator in plan.indicators:
        at = of_indicator(indicator)
        yield from _missing("node", at, "อยู่ใต้เป้าประสงค์", indicator.node, nodes)
        yield from _missing("unit", at, "มีผู้รับผิดชอบ", indicator.owner, units)


def nodes_hang_on_the_top(plan: Plan) -> Iterable[PlanAdvice]:
    """No node stands under itself, be it through others."""
    parents = {n.code: n.parent for n in plan.nodes}
    for node in plan.nodes:
        over, seen = node.parent, set[str]()
        while over and over not in seen and over != node.code:
            seen.add(over)
            over = parents.get(over)
        if over == node.code:
            at = of_node(node)
            message = f"{at.where} อยู่ภายใต้ตัวเอง จึงไม่มีที่อยู่ในโครงสร้างแผน"
            yield PlanAdvice(
                "link.loop", message, at.where, "น่าจะเลือกหัวข้อที่อยู่เหนือคลาดเคลื่อน โปรดเลือกใหม่", at.ref
            )


def _missing(what: str, at: Passage, words: str, named: str | None, known: set[str]) -> Iterator[PlanAdvice]:
    if named and named not in known:
        message = f"{at.where} {words} “{named}” ซึ่งไม่มีในแผน"
        yield PlanAdvice(
            f"link.{what}", message, at.where, "น่าจะพิมพ์รหัสคลาดเคลื่อน โปรดเลือกจากรายการในแผน", at.ref
        )
