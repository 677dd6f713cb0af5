"""ตาราง ข: the negotiated indicators with definition, calculation, measure, project and the unit responsible."""

from core.plan.model import Plan
from core.reports.document import Document, Section, TableColumn
from core.reports.printed import PlanData, Style, blocks_of, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "ตาราง ข แสดงตัวชี้วัดและภารกิจจากการเจรจาตกลงการประเมินผลการปฏิบัติราชการ"

_STYLE = Style(
    {
        6: (
            TableColumn(5.0, valign="top"),
            TableColumn(2.6, "centre", "top"),
            TableColumn(8.4, valign="top"),
            TableColumn(3.4, valign="top"),
            TableColumn(4.0, valign="top"),
            TableColumn(3.0, "centre", "top"),
        )
    }
)


def sections(plan: Plan) -> tuple[Section, ...]:
    """A section for every objective, on pages of its own."""
    tables = tables_of(plan, "table-b.", TITLE)
    return tuple(
        Section(f"ตาราง ข ({n})", tuple(blocks_of(t, _STYLE)), new_page=True, continued=f"{t.title} (ต่อ)")
        for n, t in enumerate(tables, 1)
    )


def document(data: PlanData) -> Document:
    """Table ข as a document of its own."""
    return compose(data, TITLE, sections(data.plan), "landscape")


REPORT = ReportSpec("table-b", 14, TITLE, "plan", PlanData, document, tables=("table-b.",))
