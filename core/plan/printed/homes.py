"""Where in the plan indicators and projects belong: under an objective and its measure, in the order of the hierarchy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.plan.model import Indicator, Measure, Node, Plan, Project

Group = tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A measure of an objective with what belongs to it; ``measure`` None for what hangs on the objective itself, ``path``
    empty for what hangs on nothing. ``path``: the nodes from the top down. ``groups``: its indicators, those that share a
    heading together, in the plan's order; ``loose`` are the groups among them without a measure."""

    path: tuple[Node, ...]
    measure: Measure | None
    groups: tuple[Group, ...]
    loose: tuple[Group, ...]
    projects: tuple[Project, ...]

    @property
    def measured(self) -> tuple[Group, ...]:
        """The groups of the measure."""
        return tuple(group for group in self.groups if group not in self.loose)


def grouped(indicators: Iterable[Indicator]) -> tuple[Group, ...]:
    """Indicators, those under one heading together, where the first of them stands."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(indicator.heading or f"\n{indicator.code}", []).append(indicator)
    return tuple(map(tuple, groups.values()))


def homes_of(plan: Plan) -> tuple[Home, ...]:
    """Every measure under its objective, then what has no place in the hierarchy. An indicator without any place is among
    them where it is negotiated or the plan has no hierarchy, a project without a measure where the plan has none."""
    return tuple(_homes(plan))


def _homes(plan: Plan) -> Iterator[Home]:
    mine = [i for i in plan.indicators if i.dimension == 1]
    paths = list(_paths(plan))
    of_measure = {code for m in plan.measures for code in m.indicators}
    nodes = {path[-1].code for path in paths}
    for path in paths:
        measures = [m for m in plan.measures if m.node == path[-1].code]
        loose = [i for i in mine if i.node == path[-1].code and i.code not in of_measure]
        if measures or loose:
            yield from _at(plan, path, measures, loose)
    strange = [m for m in plan.measures if m.node not in nodes]
    unplaced = [i for i in mine if i.code not in of_measure and i.node not in nodes]
    unplaced = [i for i in unplaced if i.negotiated or not plan.nodes]
    if strange or unplaced or (plan.projects and not plan.measures):
        yield from _at(plan, (), strange, unplaced)


def _at(
    plan: Plan, path: tuple[Node, ...], measures: Sequence[Measure], loose: Sequence[Indicator]
) -> Iterator[Home]:
    """The homes at one node."""
    for n, measure in enumerate(measures or [None]):
        own = set(measure.indicators) if measure else set()
        codes = own | {i.code for i in loose if _goes_with(plan, measures, i) == n}
        groups = grouped(i for i in plan.indicators if i.code in codes and i.dimension == 1)
        alone = tuple(g for g in groups if not any(i.code in own for i in g))
        yield Home(path, measure, groups, alone, tuple(_projects(plan, path, measure)))


def _goes_with(plan: Plan, measures: Sequence[Measure], loose: Indicator) -> int:
    """With which of a node's measures an indicator without one stands: with those of its heading, else with the first."""
    headed = [{i.heading for i in plan.indicators if i.code in m.indicators} for m in measures]
    return next((n for n, headings in enumerate(headed) if loose.heading and loose.heading in headings), 0)


def _projects(plan: Plan, path: tuple[Node, ...], measure: Measure | None) -> Iterator[Project]:
    if measure is not None:
        yield from (p for p in plan.projects if p.measure == measure.code)
    elif not path and not plan.measures:
        yield from plan.projects


def _paths(plan: Plan) -> Iterator[tuple[Node, ...]]:
    """Every node with those above it, from the top of the tree down; one that hangs on nothing known stands at the top."""
    known = {n.code for n in plan.nodes}
    seen: set[str] = set()

    def below(path: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
        if path[-1].code in seen:
            return
        seen.add(path[-1].code)
        yield path
        for node in plan.nodes:
            if node.parent == path[-1].code:
                yield from below((*path, node))

    for node in plan.nodes:
        if node.parent not in known:
            yield from below((node,))
    for node in plan.nodes:  # those in a circle
        if node.code not in seen:
            yield from below((node,))
