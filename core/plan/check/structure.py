"""The plan's own build: what hangs on nothing, what nothing hangs on, what is missing."""

from collections.abc import Iterable, Iterator

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_indicator, of_node, of_project
from core.plan.model import Indicator, Node, Plan, Project


def nodes_carry_something(plan: Plan) -> Iterable[PlanAdvice]:
    """Every objective has an indicator, every dimension an objective."""
    measured = {i.node for i in plan.indicators}
    for node in plan.nodes:
        if node.kind == "objective" and node.code not in measured:
            yield _advice(
                "objective.no-indicator",
                of_node(node),
                f"{node.label} {node.number} ไม่มีตัวชี้วัด",
                "น่าจะต้องกำหนดตัวชี้วัด หรือไม่ดำเนินการในปีนี้ก็ควรตัดออกจากแผน",
            )
        if node.kind == "dimension" and not _has_objective(plan, node):
            yield _advice(
                "dimension.no-objective",
                of_node(node),
                f"{node.label} {node.number} ไม่มีเป้าประสงค์",
                "น่าจะต้องกำหนดเป้าประสงค์ให้ตัวชี้วัดในมิตินี้",
            )


def _has_objective(plan: Plan, node: Node) -> bool:
    below = [n for n in plan.nodes if n.parent == node.code and n.code != node.code]
    return any(n.kind == "objective" or (n.kind == "goal" and _has_objective(plan, n)) for n in below)


def projects_are_whole(plan: Plan) -> Iterable[PlanAdvice]:
    """Every project has an owner the plan knows, and says what it costs or that it costs nothing, and who pays."""
    units = {u.code for u in plan.units}
    for project in plan.projects:
        if project.owner not in units:
            yield _lacks(project, "owner", "ส่วนราชการที่รับผิดชอบซึ่งมีในแผน")
        if not project.area.strip():
            yield _lacks(project, "area", "ด้าน/แผนงาน บัญชีรายการจึงแยกไว้เป็นลำดับของตัวเอง")
        if project.budget is None and not project.budget_text.strip():
            yield _lacks(project, "budget", "งบประมาณ และไม่ได้ระบุว่าไม่ใช้งบประมาณ")
        if project.budget is not None and not project.source.strip("- "):
            yield _lacks(project, "source", "แหล่งงบประมาณ ทั้งที่มีวงเงิน")


def _lacks(project: Project, what: str, words: str) -> PlanAdvice:
    message = f"โครงการที่ {project.number} ไม่มี{words}"
    return _advice(f"project.no-{what}", of_project(project), message, "น่าจะยังไม่ได้กรอก โปรดเติมให้ครบ")


def indicators_are_whole(plan: Plan) -> Iterable[PlanAdvice]:
    """Every indicator has a formula, a unit, and a target or an agency that sets it; a negotiated one a node."""
    nodes = {n.code for n in plan.nodes}
    for indicator in plan.indicators:
        yield from (
            _advice(
                f"indicator.{code}",
                of_indicator(indicator),
                f"ตัวชี้วัดที่ {indicator.code} {words}",
                "น่าจะยังไม่ได้กำหนด โปรดเติมให้ครบ",
            )
            for code, words in _wants(indicator, nodes)
        )


def _wants(indicator: Indicator, nodes: set[str]) -> Iterator[tuple[str, str]]:
    if not indicator.formula:
        yield "no-formula", "ไม่มีสูตรคำนวณ"
    if indicator.target is None and not indicator.agency:
        yield "no-target", "ไม่มีค่าเป้าหมายของปีนี้"
    if not indicator.unit:
        yield "unit", "ไม่มีหน่วยนับ"
    if indicator.negotiated and indicator.node not in nodes:
        yield "no-node", "ไม่ได้อยู่ใต้เป้าประสงค์หรือเป้าหมายใดของแผน"


def _advice(code: str, at: Passage, message: str, intention: str) -> PlanAdvice:
    return PlanAdvice(code, message, at.where, intention, at.ref)
