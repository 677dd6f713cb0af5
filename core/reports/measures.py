"""มาตรการและโครงการ/กิจกรรม: what targets, measures and projects of an objective have in common on paper.

In the plan book three tables stand under every objective: its targets, its measures' targets, and the projects that
carry the measures. They share a number: "targets.2", "measure-targets.2", "projects.2".
"""

from collections.abc import Iterable

from core.plan.model import Plan, PrintedRow, PrintedTable
from core.reports.document import Block, Heading, TableColumn
from core.reports.printed import Style, blocks_of, lead

TARGETS, MEASURES, PROJECTS = "targets", "measure-targets", "projects"
STYLE = Style(
    {
        5: (
            TableColumn(1.6, "centre", "top"),
            TableColumn(8.4, valign="top"),
            *(TableColumn(2.4, "centre", "top"),) * 3,
        ),
        3: (
            TableColumn(9.2, valign="top"),
            TableColumn(3.0, "centre", "top"),
            TableColumn(3.6, "centre", "top"),
        ),
    },
    level=2,
)


def opening(plan: Plan, title: str) -> Heading:
    """The heading all of it stands under in the plan book, with the document's own title below."""
    above = plan.heading("measures")
    return Heading("\n".join(t for t in (above, title) if t), 0, title)


def numbers_of(plan: Plan) -> tuple[str, ...]:
    """The numbers the tables of an objective share, in printed order."""
    parts = (t.name.rpartition(".") for t in plan.tables)
    return tuple(number for name, _, number in parts if name == TARGETS)


def printed_of(plan: Plan, name: str, number: str) -> PrintedTable | None:
    """One of an objective's tables, None where the plan has none."""
    return next((t for t in plan.tables if t.name == f"{name}.{number}"), None)


def blocks_for(plan: Plan, name: str, number: str) -> Iterable[Block]:
    """One of an objective's tables as blocks, nothing where the plan has none."""
    printed = printed_of(plan, name, number)
    return blocks_of(printed, STYLE) if printed else ()


def leads_of(plan: Plan, name: str, number: str, kind: str) -> Iterable[Block]:
    """The leads of a table that are about nodes or measures: where in the plan it belongs."""
    printed = printed_of(plan, name, number)
    return map(lead, (row for row in printed.rows if _about(row, kind))) if printed else ()


def _about(row: PrintedRow, kind: str) -> bool:
    return row.kind == "lead" and any(found == kind for found, _ in row.refs)
