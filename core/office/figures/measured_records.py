"""The records behind any figure, by what it measures: which are counted, for it or against it, and what is said of each.

The same selection as is counted in SQL, so that the records add up to the figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from core.indicators.evidence import AGAINST, FOR, OPEN, OUTSIDE, WorkingRecord, label_of
from core.indicators.measures import (
    Counted,
    InTime,
    Latest,
    Measured,
    Passed,
    Selection,
    Shares,
    Tallied,
    Terms,
)
from core.office.figures.clocks import ClockTerms
from core.registers.as_of import day_of
from core.registers.declare import Value, compared
from core.store.facts.asking import Asking
from core.store.facts.passed import audit_months, open_until
from core.store.tables.records import Query, Row, rows
from core.thai.fiscal import Month

Values = Mapping[str, Value | None]
Told = tuple[str, str]  # a record's verdict, and what is said of it


def records_of(asked: Asking) -> Iterator[WorkingRecord]:
    """The records of the year of what is measured, in the register's order; those the filter leaves out are outside."""
    measure = asked.measure
    if isinstance(measure, Terms):
        for term in measure.of:
            if isinstance(term, Tallied):
                yield from _selected(asked, term, term.selection)
    elif isinstance(measure, Passed):
        yield from _items(asked, measure)
    else:
        yield from _selected(asked, measure, measure.selection)


def _selected(asked: Asking, measure: Measured, selection: Selection) -> Iterator[WorkingRecord]:
    span, register = asked.span, selection.register
    year = asked.plan.fiscal_year if selection.day == register.date_field else None
    found = rows(asked.connection, register, Query(year=year, counted=True))
    known = [
        (row, selection.seen(row.values, asked.as_of)) for row in found if selection.is_of(row.values, span)
    ]
    chosen = {row.id: values for row, values in known if selection.filter.holds(values)}
    told = _told(asked, measure, chosen)
    for row, values in known:
        verdict, words = told.get(row.id, (OUTSIDE, "ไม่ตรงเงื่อนไขที่นับ"))
        shown = " · ".join(filter(None, (_on(selection, values), words)))
        yield WorkingRecord(register.name, row.id, label_of(register, values), verdict, shown)


def _told(asked: Asking, measure: Measured, chosen: Mapping[str, Values]) -> Mapping[str, Told]:
    if isinstance(measure, Latest):
        return _latest(measure, chosen)
    if isinstance(measure, Counted) and measure.distinct:
        return _first_of_each(measure, chosen)
    return {record: _alone(asked, measure, values) for record, values in chosen.items()}


def _alone(asked: Asking, measure: Measured, values: Values) -> Told:
    """What a record is for the figure, whatever the others are."""
    if isinstance(measure, InTime):
        standing = ClockTerms(
            measure.selection.register, (measure.clock,), asked.as_of, asked.calendar
        ).state(values)
        return standing.verdict, standing.chip.text
    if isinstance(measure, Shares):
        share = measure.selection.register.field(measure.share).show(values.get(measure.share))
        if values.get(measure.done) is not None:
            return FOR, f"เสร็จแล้ว · เนื้องาน {share}"
        return AGAINST if asked.span.is_over else OPEN, f"ยังไม่เสร็จ · เนื้องาน {share}"
    if isinstance(measure, Tallied) and measure.value:
        field = measure.selection.register.field(measure.value)
        shown = field.show(values.get(field.name))
        return (FOR, f"{field.label} {shown}") if shown else (OUTSIDE, f"ยังไม่มี{field.label}")
    if isinstance(measure, Tallied) and measure.meets.parts:
        meets = measure.meets.holds(values)
        return (FOR, "ตรงเงื่อนไข") if meets else (AGAINST, "ไม่ตรงเงื่อนไข")
    return FOR, "นับ"


def _latest(measure: Latest, chosen: Mapping[str, Values]) -> Mapping[str, Told]:
    """The latest record that has the value alone counts."""
    selection = measure.selection
    field = selection.register.field(measure.field)
    filled = [record for record, values in chosen.items() if values.get(field.name) is not None]
    days = {record: str(_day(selection, chosen[record]) or "") for record in filled}
    used = max(filled, key=lambda record: (days[record], record), default=None)
    return {
        record: (
            FOR if record == used else OUTSIDE,
            f"{field.label} {field.show(values.get(field.name))}".strip(),
        )
        for record, values in chosen.items()
    }


def _first_of_each(measure: Counted, chosen: Mapping[str, Values]) -> Mapping[str, Told]:
    """Of several records with one value the first counts."""
    told, seen = dict[str, Told](), set[object]()
    name, selection = measure.distinct, measure.selection
    in_order = sorted(chosen, key=lambda record: (str(_day(selection, chosen[record]) or ""), record))
    label = selection.register.field(name).label
    for record in in_order:
        value = compared(chosen[record].get(name))
        if value is None or value == "":
            told[record] = OUTSIDE, f"ไม่มี{label}"
        else:
            told[record] = (OUTSIDE, f"{label}นี้นับแล้ว") if value in seen else (FOR, "นับ")
            seen.add(value)
    return told


def _items(asked: Asking, measure: Passed) -> Iterator[WorkingRecord]:
    """The items, each by how many audits it passed and how many it still may."""
    months, times = audit_months(asked.plan.fiscal_year, measure.months), asked.settings["times"]
    audited = _audited(asked, measure, months)
    key = measure.items.key_fields[0]
    year = asked.plan.fiscal_year if "fiscal_year" in measure.items.by_name else None
    for item in rows(asked.connection, measure.items, Query(year=year, counted=True)):
        scores = audited.get(str(item.values[key]), {})
        passed = sum(score is not None and score >= measure.at_least for score in scores.values())
        still = sum(m not in scores and asked.as_of < open_until(m, measure.grace) for m in months)
        verdict = FOR if passed >= times else OPEN if passed + still >= times else AGAINST
        shown = f"ผ่าน {passed} เดือน" + (f" ยังไม่ตรวจ {still} เดือน" if still else "")
        yield WorkingRecord(measure.items.name, item.id, label_of(measure.items, item.values), verdict, shown)


def _audited(
    asked: Asking, measure: Passed, months: Iterable[Month]
) -> Mapping[str, Mapping[Month, Decimal | None]]:
    """The scores of each item by month, of the audits that are there."""
    found: dict[str, dict[Month, Decimal | None]] = defaultdict(dict)
    wanted = frozenset(months)
    for audit in _audits(asked, measure):
        month, score = audit.values[measure.month], audit.values[measure.score]
        if isinstance(month, Month) and month in wanted:
            known = Decimal(score) if isinstance(score, Decimal | int) else None
            found[str(audit.values[measure.item])][month] = known
    return found


def _audits(asked: Asking, measure: Passed) -> Iterator[Row]:
    selection = measure.audits
    begins = selection.register.begins
    for row in rows(asked.connection, selection.register, Query(counted=True)):
        day = day_of(row.values[begins]) if begins else date.min
        if day is not None and day <= asked.as_of:
            yield row


def _day(selection: Selection, values: Values) -> Value | None:
    return values.get(selection.day) if selection.day else None


def _on(selection: Selection, values: Values) -> str:
    field = selection.register.field(selection.day) if selection.day else None
    return f"{field.label} {field.show(values.get(field.name))}" if field else ""
