"""The plan is the 2563 plan's, to the letter, and whole: nothing invented, nothing left out."""

from collections import Counter
from collections.abc import Iterator

import pytest
from plan_seed import CATCHWORDS, PAGE_NUMBERS, REPEATED, WORD_OBJECTS, Seed, line, printed_lines, squeeze

from core.plan.load import bundled_plan
from core.plan.model import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return bundled_plan("2563")


@pytest.fixture(scope="module")
def seed() -> Seed:
    return Seed()


def printed(plan: Plan) -> Iterator[tuple[str, str]]:
    """What the plan prints, once each: prose, units with their duties, tables. SWOT is printed as a table."""
    for text in plan.texts:
        if text.section not in ("swot", "swot.heading", "past_result.heading"):
            yield f"{text.section} {text.ordinal}", f"{text.number}\t{text.text}".strip()
    for unit in plan.units:
        yield unit.code, unit.heading
        yield from ((unit.code, f"{d.number}\t{d.text}") for d in unit.duties)
    for table in plan.tables:
        yield from ((f"{table.name} {row.ordinal}", cell) for row in table.rows for cell in row.cells)


def told(plan: Plan) -> Iterator[tuple[str, str]]:
    """What the plan holds beside its print: hierarchy, indicators, measures, projects, steps, parts."""
    yield "title", plan.title
    yield "office", plan.office
    yield "department", plan.department
    for table in plan.tables:
        yield table.name, table.title
    for unit in plan.units:
        yield unit.code, unit.name
    for node in plan.nodes:
        yield node.code, f"{node.label} {node.number}"
        yield node.code, node.title
    for measure in plan.measures:
        yield measure.code, f"มาตรการที่ {measure.number} {measure.title}"
    for part in plan.study_parts:
        yield f"part {part.part}", f"{part.label}\t{part.title}"
    yield from told_of_indicators(plan)
    yield from told_of_projects(plan)
    for text in plan.section("swot"):
        yield text.number, text.text


def told_of_indicators(plan: Plan) -> Iterator[tuple[str, str]]:
    for indicator in plan.indicators:
        for name in ("title", "heading", "definition", "calculation", "project_text"):
            yield f"{indicator.code} {name}", getattr(indicator, name)
        yield from ((f"{indicator.code} {t.year}", t.text) for t in indicator.targets)


def told_of_projects(plan: Plan) -> Iterator[tuple[str, str]]:
    for project in plan.projects:
        for name in ("title", "detail", "budget_text", "source", "area", "note"):
            yield f"project {project.number} {name}", getattr(project, name)
        yield from ((f"project {project.number} budget", b.title) for b in project.budget_lines)
        yield from ((f"step {s.project}.{s.step}", f"{s.label}\t{s.title}") for s in project.steps)


def test_what_was_left_out_is_what_the_page_put_there() -> None:
    for number, text in {**CATCHWORDS, **PAGE_NUMBERS, **WORD_OBJECTS}.items():
        assert line(number) == text
    for (first, last), before in REPEATED.items():
        for number in range(first, last + 1):
            assert line(number) == line(before + number - first)


def test_every_line_of_the_plan_stands_in_the_seed(plan: Plan, seed: Seed) -> None:
    lines = [(place, row) for place, text in printed(plan) for row in text.split("\n") if row]
    assert len(lines) > 900
    assert [found for found in lines if not seed.has(found[1])] == []


def test_every_text_beside_the_print_stands_in_the_seed(plan: Plan, seed: Seed) -> None:
    lines = [(place, row) for place, text in told(plan) for row in _lines(place, text)]
    assert [found for found in lines if not seed.has(found[1])] == []


def _lines(place: str, text: str) -> list[str]:
    """A step's label and title are one printed line; any other text is looked up line by line."""
    return [text.strip()] if place.startswith("step") else [row for row in text.split("\n") if row]


def test_every_line_of_the_seed_stands_in_the_plan(plan: Plan) -> None:
    texts = [squeeze(text) for _, text in printed(plan)]
    missing = {n: t for n, t in printed_lines().items() if not any(squeeze(t) in text for text in texts)}
    assert missing == {}


def test_the_print_is_the_seed_letter_for_letter(plan: Plan) -> None:
    ours = Counter(squeeze("".join(text for _, text in printed(plan))))
    seeds = Counter(squeeze("".join(printed_lines().values())))
    assert ours == seeds


def test_swot_reads_as_its_table_prints_it(plan: Plan) -> None:
    cells = [row.cells[1] for row in plan.table("swot").rows if row.kind == "row"]
    prose = "".join(f"{t.number}{t.text}" for t in plan.section("swot"))
    assert squeeze("".join(cells)) == squeeze(prose)


def test_a_wrong_letter_or_space_would_be_seen(seed: Seed) -> None:
    assert seed.has("เป้าหมายร้อยละ 70 (28 คน)")
    assert not seed.has("เป้าหมายร้อยละ 71 (28 คน)")
    assert not seed.has("เป้าหมายร้อยละ  70 (28 คน)")
    assert not seed.has("เป้าหมายร้อยละ70 (28 คน)")
