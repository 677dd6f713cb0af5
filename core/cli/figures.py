"""Commands about figures and the plan: indicators, workings, plan."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.options import AsOf, File, Json, Year

if TYPE_CHECKING:
    from core.indicators.result import Result, Working
    from core.office import IndicatorRow, Office, WorkingsView
    from core.plan.model import Indicator, Plan, Project, Step

VERDICTS = {"for": "นับเป็นผล", "against": "นับเป็นไม่ผ่าน", "open": "ยังไม่ครบกำหนด", "outside": "ไม่นับ"}


def indicators(file: File, year: Year = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """ตัวชี้วัดทุกตัว ณ สิ้นวันที่กำหนด"""
    day = as_of or date.today()
    with _opened(file) as office:
        fiscal_year = year or office.default_year(day)
        rows = office.indicators(fiscal_year, day)
    if as_json:
        output.answer(
            {
                "fiscal_year": fiscal_year,
                "as_of": day.isoformat(),
                "indicators": [_indicator_json(r) for r in rows],
            }
        )
        return
    _print_indicators(fiscal_year, day, rows)


def _indicator_json(row: "IndicatorRow") -> dict[str, Any]:
    return {
        "code": row.indicator.code,
        "title": row.indicator.title,
        "unit": row.indicator.unit,
        **_result_json(row.result, row.indicator.unit),
    }


def _result_json(result: "Result", unit: str) -> dict[str, Any]:
    return {
        "target": output.figure(result.target, unit),
        "value": output.figure(result.value, unit),
        "worst": output.figure(result.worst, unit),
        "best": output.figure(result.best, unit),
        "open": result.open,
        "achievement": output.figure(result.achievement),
        "status": result.status.value,
    }


def _print_indicators(fiscal_year: int, day: date, rows: "tuple[IndicatorRow, ...]") -> None:
    from core.indicators.result import STATUS_LABELS
    from core.thai.dates import day_short

    print(f"ตัวชี้วัดปีงบประมาณ {fiscal_year} ณ สิ้นวันที่ {day_short(day)}\n")
    output.table(
        ("รหัส", "ตัวชี้วัด", "หน่วย", "เป้าหมาย", "ผล", "ต่ำสุด", "สูงสุด", "รอ", "เทียบเป้า", "สถานะ"),
        [
            (
                row.indicator.code,
                row.indicator.short_title or row.indicator.title,
                output.UNIT_LABELS.get(row.indicator.unit, row.indicator.unit),
                output.shown(row.result.target, row.indicator.unit),
                output.shown(row.result.value, row.indicator.unit),
                output.shown(row.result.worst, row.indicator.unit),
                output.shown(row.result.best, row.indicator.unit),
                str(row.result.open),
                output.shown(row.result.achievement),
                STATUS_LABELS[row.result.status],
            )
            for row in rows
        ],
        numbers=(3, 4, 5, 6, 7, 8),
    )


def workings(
    file: File,
    code: Annotated[str, typer.Argument(metavar="CODE", help="รหัสตัวชี้วัด เช่น 3 หรือ 5.2")],
    year: Year = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """ที่มาของตัวเลข: สูตร รายเดือน และรายการที่นับ"""
    day = as_of or date.today()
    with _opened(file) as office:
        fiscal_year = year or office.default_year(day)
        view = office.workings(code, fiscal_year, day)
    if as_json:
        output.answer(_workings_json(fiscal_year, day, view))
    else:
        _print_workings(view)


def _workings_json(fiscal_year: int, day: date, view: "WorkingsView") -> dict[str, Any]:
    unit = view.indicator.unit
    return {
        "fiscal_year": fiscal_year,
        "as_of": day.isoformat(),
        "code": view.indicator.code,
        "title": view.indicator.title,
        "unit": unit,
        "formula": view.result.formula,
        **_result_json(view.result, unit),
        "planned": output.figure(view.result.planned, unit),
        "workings": [_working_json(line, unit) for line in view.result.workings],
        "warnings": list(view.result.warnings),
        "to_do": view.result.to_do,
        "records": {
            verdict: [
                {"register": r.register, "id": r.record_id, "label": r.label, "detail": r.detail}
                for r in view.records
                if r.verdict == verdict
            ]
            for verdict in VERDICTS
        },
    }


def _working_json(line: "Working", unit: str) -> dict[str, Any]:
    return {
        "label": line.label,
        "value": output.figure(line.value, unit),
        "numerator": output.quantity(line.numerator),
        "denominator": output.quantity(line.denominator),
        "note": line.note,
    }


def _print_workings(view: "WorkingsView") -> None:
    from core.indicators.result import STATUS_LABELS
    from core.thai.dates import day_short

    result, unit = view.result, view.indicator.unit
    print(f"{view.indicator.code} {view.indicator.title}")
    print(
        f"ณ สิ้นวันที่ {day_short(result.as_of)}: {output.shown(result.value, unit)} ({STATUS_LABELS[result.status]})"
    )
    print(f"สูตร: {result.formula}\n")
    output.table(
        ("รายการ", "ตัวตั้ง", "ตัวหาร", "ผล", "หมายเหตุ"),
        [
            (
                line.label,
                output.quantity(line.numerator) or "",
                output.quantity(line.denominator) or "",
                output.shown(line.value, unit),
                line.note,
            )
            for line in result.workings
        ],
        numbers=(1, 2, 3),
    )
    for warning in result.warnings:
        print(f"ข้อสังเกต: {warning}")
    if result.to_do:
        print(f"สิ่งที่ต้องทำ: {result.to_do}")
    _print_records(view)


def _print_records(view: "WorkingsView") -> None:
    for verdict, label in VERDICTS.items():
        found = [r for r in view.records if r.verdict == verdict]
        if found:
            print(f"\n{label} {len(found)} รายการ")
            output.table(("รายการ", "รายละเอียด"), [(r.label, r.detail) for r in found])


def plan(file: File, year: Year = None, as_json: Json = False) -> None:
    """แผนปฏิบัติราชการตามที่อยู่ในแฟ้ม"""
    with _opened(file) as office:
        held = office.plan(year)
    if as_json:
        output.answer(_plan_json(held))
    else:
        _print_plan(held)


def _plan_json(held: "Plan") -> dict[str, Any]:
    return {
        "fiscal_year": held.fiscal_year,
        "title": held.title,
        "office": held.office,
        "department": held.department,
        "units": [{"code": u.code, "name": u.name} for u in held.units],
        "hierarchy": [
            {"code": n.code, "kind": n.kind, "number": n.number, "title": n.title, "parent": n.parent}
            for n in held.nodes
        ],
        "measures": [
            {"code": m.code, "title": m.title, "node": m.node, "indicators": list(m.indicators)}
            for m in held.measures
        ],
        "projects": [_project_json(p) for p in held.projects],
        "indicators": [_promise_json(i) for i in held.indicators],
        "totals": totals(held.projects),
    }


def _project_json(project: "Project") -> dict[str, Any]:
    return {
        "number": project.number,
        "title": project.title,
        "budget": output.figure(project.budget),
        "owner": project.owner,
        "priority": project.priority,
        "indicators": list(project.indicators),
        "steps": [_step_json(s) for s in project.steps],
    }


def _step_json(step: "Step") -> dict[str, Any]:
    return {
        "step": step.step,
        "label": step.label,
        "title": step.title,
        "share": output.figure(step.share),
        "planned_from": None if step.planned_from is None else str(step.planned_from),
        "planned_to": None if step.planned_to is None else str(step.planned_to),
    }


def _promise_json(indicator: "Indicator") -> dict[str, Any]:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "target": output.figure(indicator.target, indicator.unit),
        "unit": indicator.unit,
        "comparison": indicator.comparison,
        "formula": indicator.formula,
        "parameters": plain(indicator.parameters),
        "owner": indicator.owner,
    }


def plain(value: Any) -> Any:
    """A parameter's value in JSON's own types: exact decimals and days as text."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def totals(projects: "tuple[Project, ...]") -> dict[str, Any]:
    """The summary's totals: budget in baht, and how many projects have one."""
    budgets = [p.budget for p in projects if p.budget]
    return {
        "budget": output.figure(sum(budgets, Decimal(0))),
        "projects": len(projects),
        "with_budget": len(budgets),
        "without_budget": len(projects) - len(budgets),
    }


def _print_plan(held: "Plan") -> None:
    from core.thai.numbers import format_baht

    print(f"{held.title}\n{held.office} {held.department}\n".rstrip() + "\n")
    output.table(
        ("ที่", "โครงการ/กิจกรรม", "ผู้รับผิดชอบ", "งบประมาณ (บาท)", "ขั้นตอน"),
        [
            (
                str(p.number),
                p.title,
                p.owner,
                format_baht(p.budget) if p.budget else output.NOTHING,
                str(len(p.steps)),
            )
            for p in held.projects
        ],
        numbers=(3, 4),
    )
    sums = totals(held.projects)
    print(
        f"\nรวม {sums['projects']} โครงการ ใช้งบประมาณ {sums['with_budget']} ไม่ใช้ {sums['without_budget']}"
        f" รวมเงิน {format_baht(Decimal(sums['budget']))} บาท\n"
    )
    output.table(
        ("รหัส", "ตัวชี้วัด", "เป้าหมาย", "หน่วย", "สูตร"),
        [
            (
                i.code,
                i.short_title or i.title,
                output.shown(i.target, i.unit),
                output.UNIT_LABELS.get(i.unit, i.unit),
                i.formula,
            )
            for i in held.indicators
        ],
        numbers=(2,),
    )


def _opened(file: Path) -> "Office":
    from core.office import Office

    return Office.open(file, read_only=True)
