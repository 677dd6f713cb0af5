"""Two things of the plan under almost one name: a slip of the pen, or one thing entered twice."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_indicator, of_node, of_project, passages_of_steps
from core.plan.check.terms import variants
from core.plan.check.wording import common, parted, plainly
from core.plan.model import Plan
from core.thai.folding import fold_case

# Shorter names differ from one another by a letter or two too easily.
SHORTEST_NAME = 8
MOST_APART = 2


def names_are_told_apart(plan: Plan) -> Iterable[PlanAdvice]:
    """No two units, nodes of a kind, measures of one node, projects, indicators, or steps of a project have names
    that differ by a letter or two, or in a term that is written in two ways. Numbers alone may tell them apart."""
    terms = variants(plan)
    for group in _groups(plan):
        named = [(at, _bare(at.text, terms)) for at in group]
        for (first, one), (second, other) in combinations(named, 2):
            if _near(one, other):
                shown, held = parted(second.text, first.text)
                message = f"ชื่อ {shown} เกือบเหมือนกับ{first.where} ({held})"
                intention = "น่าจะเป็นสิ่งเดียวกันหรือพิมพ์คลาดเคลื่อน โปรดแก้ให้เหมือนหรือต่างกันชัดเจน"
                yield PlanAdvice("name.near", message, second.where, intention, second.ref)


def _groups(plan: Plan) -> Iterator[list[Passage]]:
    yield [Passage(u.name, f"unit:{u.code}", u.name) for u in plan.units]
    for kind in dict.fromkeys(n.kind for n in plan.nodes):
        yield [of_node(n, n.title) for n in plan.nodes if n.kind == kind]
    for node in dict.fromkeys(m.node for m in plan.measures):
        mine = [m for m in plan.measures if m.node == node]
        yield [Passage(f"มาตรการที่ {m.number} ของ {m.node}", f"measure:{m.code}", m.title) for m in mine]
    yield [of_project(p, p.title) for p in plan.projects]
    yield [of_indicator(i, i.title) for i in plan.indicators]
    for project in plan.projects:
        yield passages_of_steps(project)


def _bare(name: str, terms: Mapping[str, str]) -> str:
    """A name without spaces, case and kind of digits, the terms in it written as the plan defines them."""
    bare = fold_case(plainly(name)).replace(" ", "")
    return next((bare.replace(variant, term) for variant, term in terms.items() if variant in bare), bare)


def _near(one: str, other: str) -> bool:
    """The same but for up to two letters in one place, none of them a digit."""
    if min(len(one), len(other)) < SHORTEST_NAME or abs(len(one) - len(other)) > MOST_APART:
        return False
    start = common(one, other)
    end = common(one[start:][::-1], other[start:][::-1])
    apart = [text[start : len(text) - end] for text in (one, other)]
    return max(map(len, apart)) <= MOST_APART and not any(c.isdigit() for text in apart for c in text)
