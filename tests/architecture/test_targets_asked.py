"""Nothing compares a value with a target but ``core.indicators.goals``: whoever asks whether one is met asks a ``Goal``, or less
would be taken for worse where less is better."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALLOWED = ROOT / "core/indicators/goals.py"
TARGETS = {"target", "target_to", "value_to", "year_target"}
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def compared(source: str) -> Iterator[int]:
    """The lines that ask which of a target's number and another is greater."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and any(isinstance(op, ORDERED) for op in node.ops):
            sides = ast.walk(ast.Tuple([node.left, *node.comparators], ast.Load()))
            if any(isinstance(part, ast.Attribute) and part.attr in TARGETS for part in sides):
                yield node.lineno


def test_whether_a_target_is_met_is_asked_of_its_goal_alone() -> None:
    rooms = [path for room in ("core", "desktop") for path in sorted((ROOT / room).rglob("*.py"))]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in rooms
        if path != ALLOWED
        for line in compared(path.read_text("utf-8"))
    ]
    assert found == []


def test_a_comparison_with_a_target_would_be_seen() -> None:
    assert list(compared("met = result.value >= result.goal.target\nnone = result.target is None")) == [1]
