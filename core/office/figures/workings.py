"""The records behind a figure: counted for it, against it, still open, or left outside."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from core.indicators.evidence import AGAINST, FOR, NAMELESS, OPEN, WorkingRecord
from core.indicators.formula import Behind, FormulaQuestion
from core.indicators.formulas import FORMULAS
from core.indicators.formulas.share_within import EVENTS
from core.office.figures.clock_settings import mean_terms
from core.office.figures.grids import grid_of, grid_terms
from core.office.figures.results import alone, asking
from core.plan.model import Indicator, Plan
from core.registers.as_of import reached
from core.registers.declare import Register
from core.registers.views import GRID
from core.store.connection import Connection
from core.store.facts.enquiry_facts import Verdict, judged
from core.store.facts.indicator_facts import Asking
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
        return tuple(LISTERS.get(indicator.formula, _explained)(asked))


def _explained(asked: Asking) -> Iterable[WorkingRecord]:
    """What the formula itself says of the records it reads."""
    formula = FORMULAS[asked.indicator.formula]
    assert formula.explain
    question = FormulaQuestion(asked.indicator, asked.as_of, asked.plan.fiscal_year, asked.settings)
    for name in formula.reads_with(asked.settings):
        register = registers_of(asked.connection)[name]
        if not register.internal:  # what the plan says is no record behind a figure
            yield from formula.explain(Behind(question, asked.plan, name, _records(asked, register)))


def _records(asked: Asking, register: Register) -> list[Row]:
    """The year's records: those of the plan as they stand, of others those up to the as-of day and the year's end, twins left
    out."""
    year = asked.plan.fiscal_year
    found = rows(asked.connection, register, Query(year=year))
    if register.plan_born:
        return list(found)
    return [r for r in found if not r.duplicate and reached(r.values[register.date_field], year, asked.as_of)]


def _reads(asked: Asking) -> tuple[str, ...]:
    return FORMULAS[asked.indicator.formula].reads


def _requests(asked: Asking) -> list[WorkingRecord]:
    register = registers_of(asked.connection)[_reads(asked)[0]]
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


def _centres(asked: Asking) -> list[WorkingRecord]:
    audits, items = _reads(asked)
    register = registers_of(asked.connection)[audits]
    view = register.view(GRID)
    if view is None:
        return []
    found = []
    terms = grid_terms(register, view, asked.plan)
    for centre in grid_of(asked.connection, register, view, asked.plan, terms, asked.as_of).rows:
        passed = centre.passed >= asked.settings["times"]
        hopeful = centre.passed + centre.open >= asked.settings["times"]
        verdict = FOR if passed else OPEN if hopeful else AGAINST
        scores = " ".join("–" if s is None else format_decimal(s, 1) for s in centre.values)
        label, chip = f"{centre.item} {centre.name}".strip(), centre.chip
        assert chip is not None
        found.append(WorkingRecord(items, centre.record_id, label, verdict, f"{chip.text} · {scores}"))
    return found


def _enquiries(asked: Asking) -> list[WorkingRecord]:
    verdicts = {Verdict.MET: FOR, Verdict.MISSED: AGAINST, Verdict.OPEN: OPEN}
    done, register = EVENTS[asked.settings["event"]], _reads(asked)[0]
    found = []
    for item in judged(
        asked.connection, asked.first, asked.last, asked.as_of, asked.settings, asked.calendar
    ):
        shown = f"ถาม {moment_short(item.asked_at)} · "
        if item.done_at:
            minutes = int((item.done_at - item.asked_at).total_seconds()) // 60
            shown += f"{done} {moment_short(item.done_at)} ({minutes} นาที)"
        else:
            shown += f"ยังไม่{done} · ภายใน {moment_short(item.last_moment)}"
        found.append(
            WorkingRecord(register, item.record, item.user or NAMELESS, verdicts[item.verdict], shown)
        )
    return found


# The formulas whose records the office's lists judge, too: both say the same, in the same words.
LISTERS: Mapping[str, Callable[[Asking], Iterable[WorkingRecord]]] = {
    "monthly_mean": _requests,
    "pass_rate": _centres,
    "share_within": _enquiries,
}
