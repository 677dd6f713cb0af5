"""Commands about figures: indicators, workings."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened
from core.cli.options import AsOf, File, Json, Year
from core.thai.dates import day_short

if TYPE_CHECKING:
    from core.indicators.result import Result, Working
    from core.indicators.scores import Score, Scores, Total
    from core.office import IndicatorRow, WorkingsView

VERDICTS = {"for": "นับเป็นผล", "against": "นับเป็นไม่ผ่าน", "open": "ยังไม่ครบกำหนด", "outside": "ไม่นับ"}


def indicators(file: File, year: Year = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """ตัวชี้วัดทุกตัว ณ สิ้นวันที่กำหนด"""
    from core.indicators.scores import scores_of

    day = as_of or date.today()
    with opened(file, read_only=True) as office:
        fiscal_year = year or office.session.default_year(day)
        rows = office.figures.indicators(fiscal_year, day)
    scores = scores_of((row.indicator, row.result) for row in rows)
    if as_json:
        output.answer(
            {
                "fiscal_year": fiscal_year,
                "as_of": day.isoformat(),
                "indicators": [_indicator_json(r, scores.of[r.indicator.code]) for r in rows],
                "totals": _total_json(scores.total),
            }
        )
        return
    _print_indicators(fiscal_year, day, rows)
    if scores.are_kept:
        _print_scores(rows, scores)


def _indicator_json(row: "IndicatorRow", score: "Score") -> dict[str, Any]:
    return {
        "code": row.indicator.code,
        "title": row.indicator.title,
        "unit": row.indicator.unit,
        **_result_json(row.result, row.indicator.unit),
        "weight": output.figure(score.weight),
        "level": output.figure(score.level),
        "weighted": output.figure(score.weighted),
    }


def _total_json(total: "Total") -> dict[str, str | None]:
    return {"weight": output.figure(total.weight), "weighted": output.figure(total.weighted)}


def _print_scores(rows: "tuple[IndicatorRow, ...]", scores: "Scores") -> None:
    """What the indicators with a weight earn, and the sum."""
    found = [(r.indicator, scores.of[r.indicator.code]) for r in rows if r.indicator.weight is not None]
    print("\nคะแนน\n")
    lines = [(i.code, i.called, *map(output.shown, (s.weight, s.level, s.weighted))) for i, s in found]
    sums = ("", "คะแนนรวม", output.shown(scores.total.weight), "", output.shown(scores.total.weighted))
    output.table(("รหัส", "ตัวชี้วัด", "น้ำหนัก", "ระดับ", "คะแนนถ่วงน้ำหนัก"), [*lines, sums], numbers=(2, 3, 4))
    for indicator, score in found:
        if score.fault:
            print(f"\nตัวชี้วัดที่ {indicator.code} ยังไม่มีคะแนน {score.fault}")


def _result_json(result: "Result", unit: str) -> dict[str, Any]:
    return {
        "target": output.figure(result.target, unit),
        "value": output.figure(result.value, unit),
        "worst": output.figure(result.worst, unit),
        "best": output.figure(result.best, unit),
        "open": result.open,
        "achievement": output.figure(result.achievement),
        "status": result.status.value,
        "conflicts": result.contested.count if result.contested else 0,
        "could_be": _could_be(result, unit),
        "warnings": list(result.warnings),
        "comparison": result.goal.comparison if result.goal else None,
        "target_to": output.figure(result.goal.value_to, unit) if result.goal else None,
    }


def _could_be(result: "Result", unit: str) -> dict[str, Any] | None:
    """From what to what open conflicts could move the figure; None where none touches it or the bounds aren't known."""
    contested = result.contested
    if contested is None or contested.reckoned == "not":
        return None
    low, high = (output.figure(value, unit) for value in (contested.low, contested.high))
    return {"low": low, "high": high, "reckoned": contested.reckoned.value}


def _print_indicators(fiscal_year: int, day: date, rows: "tuple[IndicatorRow, ...]") -> None:
    print(f"ตัวชี้วัดปีงบประมาณ {fiscal_year} ณ สิ้นวันที่ {day_short(day)}\n")
    output.table(
        ("รหัส", "ตัวชี้วัด", "หน่วย", "เป้าหมาย", "ผล", "ต่ำสุด", "สูงสุด", "รอ", "เทียบเป้า", "สถานะ"),
        [
            (
                row.indicator.code,
                row.indicator.called,
                output.UNIT_LABELS.get(row.indicator.unit, row.indicator.unit),
                output.goal(row.result.goal, row.indicator.unit),
                output.shown(row.result.value, row.indicator.unit),
                *(output.shown(end, row.indicator.unit) for end in row.result.span),
                str(row.result.open),
                output.shown(row.result.achievement),
                row.result.status_label,
            )
            for row in rows
        ],
        numbers=(3, 4, 5, 6, 7, 8),
    )
    for row in rows:
        for remark in row.result.remarks:
            print(f"\n{remark}")


def workings(
    file: File,
    code: Annotated[str, typer.Argument(metavar="CODE", help="รหัสตัวชี้วัด เช่น 3 หรือ 5.2")],
    year: Year = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """ที่มาของตัวเลข: สูตร รายเดือน และรายการที่นับ"""
    day = as_of or date.today()
    with opened(file, read_only=True) as office:
        fiscal_year = year or office.session.default_year(day)
        view = office.figures.workings(code, fiscal_year, day)
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
    result, unit = view.result, view.indicator.unit
    print(f"{view.indicator.code} {view.indicator.title}")
    print(f"ณ สิ้นวันที่ {day_short(result.as_of)}: {output.shown(result.value, unit)} ({result.status_label})")
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
