"""มิติที่ 2, 3 และ 4: the indicators other agencies set, who defines them, and the projects behind them."""

from core.plan.model import Plan
from core.reports.document import Document, Heading, KeepTogether, Section, Space, TableColumn
from core.reports.printed import PlanData, Style, blocks_of, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "ตัวชี้วัดมิติที่ 2 มิติที่ 3 และมิติที่ 4"

_STYLE = Style(
    {3: (TableColumn(10.0, valign="top"), TableColumn(6.0, valign="top"), TableColumn(9.0, valign="top"))},
    level=1,
)


def sections(plan: Plan) -> tuple[Section, ...]:
    """A section for every dimension."""
    tables = tables_of(plan, "dimension-", TITLE)
    return tuple(
        Section(f"มิติที่ {t.name.rpartition('-')[2]}", (KeepTogether(tuple(blocks_of(t, _STYLE))), Space(6)))
        for t in tables
    )


def document(data: PlanData) -> Document:
    """The three dimensions as a document of its own."""
    first, *rest = sections(data.plan)
    return compose(data, TITLE, (Section(first.name, (Heading(TITLE, 0), *first.blocks)), *rest), "landscape")


REPORT = ReportSpec("dimensions", 15, TITLE, "plan", PlanData, document, tables=("dimension-",))
