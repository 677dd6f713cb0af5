"""The records behind a figure: counted for it, against it, still open, or left outside."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from core.indicators.evidence import AGAINST, FOR, NAMELESS, OPEN, WorkingRecord
from core.indicators.formula import Behind, FormulaQuestion
from core.indicators.formulas import FORMULAS
from core.indicators.formulas.share_within import EVENTS
from core.indicators.measures import InTime, Passed, reads, selections
from core.office.figures.clock_settings import mean_terms
from core.office.figures.clocks import ClockTerms
from core.office.figures.grids import grid_of, grid_terms
from core.office.figures.measured_records import records_of
from core.office.figures.results import alone, asking
from core.plan.model import Indicator, Plan
from core.registers.as_of import reached
from core.registers.declare import Register
from core.registers.views import GRID
from core.store.connection import Connection
from core.store.facts.asking import Asking
from core.store.tables.records import Query, Row, rows
from core.store.tables.register_tables import registers_of
from core.thai.calendar import WorkingCalendar
from core.thai.dates import day_short, moment_short
from core.thai.numbers import format_baht, format_decimal


def records_behind(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> tuple[WorkingRecord, ...]:
    """Every record the indicator's figure rests on as of a day, in the register's order. Raises Uncomputable."""
    with alone(indicator, "แสดงรายการเบื้องหลังตัวเลข"):
        asked = asking(connection, plan, indicator, calendar, as_of)
        told = LISTERS.get(indicator.formula, _explained)(asked)
        return tuple(records_of(asked) if told is None else told)


def _explained(asked: Asking) -> Iterable[WorkingRecord] | None:
    """What the formula itself says of the records it reads; None where it says nothing of its own."""
    formula, found = FORMULAS[asked.indicator.formula], list[WorkingRecord]()
    question = FormulaQuestion(
        asked.indicator, asked.as_of, asked.plan.fiscal_year, asked.settings, asked.measure
    )
    for name in reads(asked.measure):
        register = registers_of(asked.connection)[name]
        if register.internal:  # what the plan says is no record behind a figure
            continue
        told = formula.explain and formula.explain(
            Behind(question, asked.plan, name, _records(asked, register))
        )
        if told is None:
            return None
        found += told
    return found


def _records(asked: Asking, register: Register) -> list[Row]:
    """The year's records: those of the plan as they stand, of others those up to the as-of day and the year's end, twins left
    out."""
    year = asked.plan.fiscal_year
    found = rows(asked.connection, register, Query(year=year))
    if register.plan_born:
        return list(found)
    known = ((r, reached(r.values[register.date_field], year, asked.as_of)) for r in found if not r.duplicate)
    return [r for r, day in known if day and (not asked.span.is_part or day >= asked.span.first)]


def _requests(asked: Asking) -> list[WorkingRecord]:
    (selection,) = selections(asked.measure)
    register = selection.register
    terms = mean_terms(register, asked.settings, asked.as_of, asked.calendar)
    found = []
    for record in _records(asked, register):
        state = terms.state(record.values)
        received, amount = record.values["received_on"], record.values["amount"]
        assert isinstance(received, date)
        shown = f"รับ {day_short(received)} · {state.chip.text}"
        if isinstance(amount, Decimal):
            shown += f" · {format_baht(amount)} บาท"
        label = " ".join(str(record.values[n]) for n in ("request_no", "payee") if record.values[n])
        found.append(WorkingRecord(register.name, record.id, label, state.verdict, shown))
    return found


def _centres(asked: Asking) -> list[WorkingRecord] | None:
    assert isinstance(asked.measure, Passed)
    register, items = asked.measure.audits.register, asked.measure.items
    view = register.view(GRID)
    if asked.settings["items"] or view is None:
        return None
    found = []
    terms = grid_terms(register, view, asked.plan)
    for centre in grid_of(asked.connection, register, view, asked.plan, terms, asked.as_of).rows:
        passed = centre.passed >= asked.settings["times"]
        hopeful = centre.passed + centre.open >= asked.settings["times"]
        verdict = FOR if passed else OPEN if hopeful else AGAINST
        scores = " ".join("–" if s is None else format_decimal(s, 1) for s in centre.values)
        label, chip = f"{centre.item} {centre.name}".strip(), centre.chip
        assert chip is not None
        found.append(WorkingRecord(items.name, centre.record_id, label, verdict, f"{chip.text} · {scores}"))
    return found


def _enquiries(asked: Asking) -> list[WorkingRecord]:
    assert isinstance(asked.measure, InTime)
    selection, clock = asked.measure.selection, asked.measure.clock
    terms = ClockTerms(selection.register, (clock,), asked.as_of, asked.calendar)
    done, found = EVENTS[asked.settings["event"]], []
    for record in _records(asked, selection.register):
        asked_at, standing = record.values[clock.since], terms.state(record.values)
        (state,) = standing.clocks
        if not isinstance(asked_at, datetime):
            continue  # a finding on the record
        shown = f"ถาม {moment_short(asked_at)} · "
        if isinstance(state.done, datetime):
            minutes = int((state.done - asked_at).total_seconds()) // 60
            shown += f"{done} {moment_short(state.done)} ({minutes} นาที)"
        elif isinstance(state.due, datetime):
            shown += f"ยังไม่{done} · ภายใน {moment_short(state.due)}"
        label = str(record.values["user"] or NAMELESS)
        found.append(WorkingRecord(selection.register.name, record.id, label, standing.verdict, shown))
    return found


# The formulas whose records the office's lists judge, too: both say the same, in the same words.
LISTERS: Mapping[str, Callable[[Asking], Iterable[WorkingRecord] | None]] = {
    "monthly_mean": _requests,
    "pass_rate": _centres,
    "share_within": _enquiries,
}
