"""Commands about what the office promised: plan, rollover."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened
from core.cli.options import File, Json, Year, read_year, reader
from core.thai.numbers import format_baht

if TYPE_CHECKING:
    from core.office import CarriedOver, PlanFinding, RolledOver
    from core.plan.model import Adoption, Indicator, Plan, Project, Step


def plan(
    file: File,
    year: Year = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FOLDER", help="เขียนเป็นโฟลเดอร์แผน (plan.toml และแฟ้มอื่นของแผน)"),
    ] = None,
    as_json: Json = False,
) -> None:
    """แผนปฏิบัติราชการตามที่อยู่ในแฟ้ม"""
    with opened(file, read_only=True) as office:
        if export is not None:
            office.plan.export(export, year)
            print(f"เขียนโฟลเดอร์แผน {export} แล้ว")
            return
        held = office.session.plan(year)
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
        "budget_lines": [{"title": b.title, "amount": output.figure(b.amount)} for b in project.budget_lines],
        "owner": project.owner,
        "priority": project.priority,
        "indicators": list(project.indicators),
        "steps": [_step_json(s) for s in project.steps],
    }


def _step_json(step: "Step") -> dict[str, Any]:
    """A step with the months planned now and those lateness is measured against."""
    due = step.due(date.max)
    return {
        "step": step.step,
        "label": step.label,
        "title": step.title,
        "share": output.figure(step.share),
        "planned_from": None if step.planned_from is None else str(step.planned_from),
        "planned_to": None if step.planned_to is None else str(step.planned_to),
        "adopted_from": str(due.first) if due else None,
        "adopted_to": str(due.last) if due else None,
        "adoptions": [_adoption_json(a) for a in step.schedule.adoptions],
        "moved": _moved_json(step),
    }


def _adoption_json(adoption: "Adoption") -> dict[str, Any]:
    """Months once adopted: ``on`` is the day they hold from, null for those adopted first."""
    return {
        "planned_from": str(adoption.months.first) if adoption.months else None,
        "planned_to": str(adoption.months.last) if adoption.months else None,
        "on": adoption.on.isoformat() if adoption.on else None,
        "by": adoption.by,
        "at": adoption.at.isoformat(timespec="minutes") if adoption.at else None,
        "reason": adoption.reason,
    }


def _moved_json(step: "Step") -> dict[str, Any] | None:
    """Who moved the planned months away from those adopted last, and when; null where they stand so."""
    moved = step.schedule.moved
    if moved is None or not step.is_moved(date.max):
        return None
    return {"by": moved.by, "at": moved.at.isoformat(timespec="minutes")}


def _promise_json(indicator: "Indicator") -> dict[str, Any]:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "target": output.figure(indicator.target, indicator.unit),
        "target_to": output.figure(indicator.target_to, indicator.unit),
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
    from core.indicators.goals import year_goal

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
                i.called,
                output.goal(year_goal(i, held.fiscal_year), i.unit),
                output.UNIT_LABELS.get(i.unit, i.unit),
                i.formula,
            )
            for i in held.indicators
        ],
        numbers=(2,),
    )


def rollover(
    file: File,
    year: Annotated[
        int, typer.Argument(metavar="YEAR", parser=reader(read_year), help="ปีงบประมาณใหม่ เช่น 2564")
    ],
    leave: Annotated[
        list[int] | None,
        typer.Option("--leave", metavar="N", help="เลขโครงการที่ไม่ยกเงินเหลือไปปีใหม่ (ระบุได้หลายครั้ง)"),
    ] = None,
    without_project: Annotated[
        list[int] | None,
        typer.Option("--without-project", metavar="N", help="เลขโครงการที่ไม่ทำต่อในปีใหม่ (ระบุได้หลายครั้ง)"),
    ] = None,
    without_indicator: Annotated[
        list[str] | None,
        typer.Option("--without-indicator", metavar="CODE", help="รหัสตัวชี้วัดที่ไม่ทำต่อ (ระบุได้หลายครั้ง)"),
    ] = None,
    without_register: Annotated[
        list[str] | None,
        typer.Option("--without-register", metavar="NAME", help="ทะเบียนที่ใช้ถึงสิ้นปีก่อนเท่านั้น (ระบุได้หลายครั้ง)"),
    ] = None,
    without_finished: Annotated[
        bool,
        typer.Option("--without-finished", help="ไม่ทำต่อโครงการที่เสร็จแล้ว และตัวชี้วัดที่วัดจากโครงการเหล่านั้น"),
    ] = False,
    as_json: Json = False,
) -> None:
    """ทำร่างแผนของปีใหม่จากแผนปีก่อน พร้อมเงินเหลื่อมปีและผลการดำเนินงานปีที่แล้ว"""
    from core.office import Left

    left = Left.of(without_project or (), without_indicator or (), without_register or ())
    with opened(file) as office:
        if without_finished:
            left = left | office.plan.finished(office.plan.preview_rollover(year))
        made = office.plan.roll_over(year, leave or (), left)
        findings = [f for f in office.plan.check_plan(year) if f.of_draft]
    if as_json:
        output.answer(_rollover_json(made, findings))
    else:
        _print_rollover(made, findings)


def _rollover_json(made: "RolledOver", findings: "list[PlanFinding]") -> dict[str, Any]:
    return {
        "fiscal_year": made.year,
        "draft": True,
        "records": made.records,
        "carried": [_carried_json(c) for c in made.carried],
        "left": {
            "projects": sorted(made.left.projects),
            "indicators": sorted(made.left.indicators),
            "registers": sorted(made.left.registers),
        },
        "follows": list(made.follows),
        "look_through": [
            {"code": f.code, "message": f.message, "where": f.where, "ref": f.ref} for f in findings
        ],
    }


def _carried_json(carried: "CarriedOver") -> dict[str, Any]:
    return {
        "project": carried.project,
        "free": output.figure(carried.free),
        "committed": output.figure(carried.committed),
    }


def _print_rollover(made: "RolledOver", findings: "list[PlanFinding]") -> None:
    print(f"ทำร่างแผนปีงบประมาณ {made.year} แล้ว {made.records} รายการ")
    if made.carried:
        print("เงินเหลื่อมปีที่ยกมา")
        output.table(
            ("โครงการ", "ยังไม่ก่อหนี้ (บาท)", "ก่อหนี้แล้ว (บาท)"),
            [(str(c.project), format_baht(c.free), format_baht(c.committed)) for c in made.carried],
            numbers=(0, 1, 2),
        )
    for sentence in made.follows:
        print(sentence)
    print(f"โปรดตรวจ {len(findings)} ข้อต่อไปนี้ก่อนใช้เป็นแผนของปี")
    for finding in findings:
        print(f"- {finding.where}: {finding.message}")
