"""Commands by which the unit that keeps the plan adopts it: adopt, adopt-anew."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened
from core.cli.options import File, Json, Year, read_year, reader
from core.thai.dates import day_short, parse_day

if TYPE_CHECKING:
    from core.plan.model import Step


def adopt(
    file: File,
    year: Annotated[
        int, typer.Argument(metavar="YEAR", parser=reader(read_year), help="ปีงบประมาณของร่าง เช่น 2564")
    ],
) -> None:
    """ใช้ร่างแผนเป็นแผนของปี"""
    with opened(file) as office:
        office.plan.adopt_plan(year)
    print(f"ใช้เป็นแผนปีงบประมาณ {year} แล้ว")


def adopt_anew(
    file: File,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="เหตุผลหรือหนังสืออ้างอิง")],
    day: Annotated[
        date | None,
        typer.Option(
            "--from",
            metavar="DAY",
            parser=reader(parse_day),
            help="ตั้งแต่วันที่เท่าใด เช่น 2020-06-30 (ปกติ: วันนี้)",
            show_default=False,
        ),
    ] = None,
    project: Annotated[
        int | None,
        typer.Option("--project", metavar="N", help="เฉพาะโครงการเลขที่นี้ (ปกติ: ทุกโครงการ)", show_default=False),
    ] = None,
    year: Year = None,
    as_json: Json = False,
) -> None:
    """ปรับฐานแผน: ใช้เดือนตามแผนปรับของขั้นตอนที่ย้ายเป็นแผนที่ใช้วัดความล่าช้า พร้อมเหตุผล"""
    with opened(file) as office:
        since = day or office.session.today()
        held = office.session.plan(year or office.session.default_year(since))
        office.plan.adopt_anew(held.fiscal_year, reason, since, project)
    steps = [s for p in held.projects if project in (None, p.number) for s in p.steps if s.is_moved(since)]
    if as_json:
        output.answer(_anew_json(held.fiscal_year, since, steps))
    else:
        _print_anew(since, steps)


def _anew_json(year: int, since: date, steps: "list[Step]") -> dict[str, Any]:
    return {
        "fiscal_year": year,
        "from": since.isoformat(),
        "steps": [
            {
                "project": s.project,
                "step": s.step,
                "adopted_from": None if s.planned_from is None else str(s.planned_from),
                "adopted_to": None if s.planned_to is None else str(s.planned_to),
            }
            for s in steps
        ],
    }


def _print_anew(since: date, steps: "list[Step]") -> None:
    print(f"ปรับฐานแผน {len(steps)} ขั้นตอน ตั้งแต่ {day_short(since)}")
    output.table(
        ("โครงการ", "ขั้นตอน", "เดือนตามแผน"),
        [
            (str(s.project), f"{s.step} {s.title}", s.planned.words if s.planned else output.NOTHING)
            for s in steps
        ],
        numbers=(0,),
    )
