"""A register's grid: its items by the months of a year (core/registers/views.py), as of the end of a day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.indicators.formulas.pass_rate import AUDITS, ITEMS
from core.indicators.registry import FORMULAS, settings_in
from core.office.figures.clock_words import event_words
from core.office.figures.types import Grid, GridRow, LaterRecord
from core.office.references import named, plan_options
from core.office.states import BAD, GOOD, INFO, NEUTRAL, WARN, Chip
from core.plan.model import Plan
from core.registers.as_of import day_of, exists
from core.registers.declare import Register
from core.registers.views import GRID, View
from core.store.connection import Connection
from core.store.tables.records import Query, Row, count, rows
from core.store.tables.register_tables import registers_of
from core.thai.fiscal import Month, months_of

USED = "active"  # the flag by which a thing that is no longer in use is kept
PASSES = "pass_rate"  # the formula of indicators that judge items by months passed


@dataclass(frozen=True, slots=True)
class GridTerms:
    """By what a grid is judged: its months, the value from which one passes (None: nothing is judged), and how many must
    have passed (None: nobody asks)."""

    months: tuple[Month, ...]
    passes: Decimal | None = None
    times: int | None = None


def grid_terms(register: Register, view: View, plan: Plan) -> GridTerms:
    """As the view says; where an indicator of the plan judges the register's items, by its usable parameters, else by the
    formula's own, so that the grid goes on while the figure can't be computed."""
    months, passes, times = view.months, view.passes, None
    if given := _judging(register, plan):
        least = given["at_least"] if given["audits"] else given["score"]
        months, passes, times = given["months"], Decimal(str(least)), int(given["times"])
    shown = tuple(m for m in months_of(plan.fiscal_year) if m.month in months or not months)
    return GridTerms(shown, passes, times)


def _judging(register: Register, plan: Plan) -> Mapping[str, Any] | None:
    """The parameters by which an indicator of the plan judges the register's items; None where none does."""
    if own := settings_in(plan, PASSES, audits=register.name):
        return own
    held = [i for i in plan.indicators if i.formula == PASSES]
    if register.name != AUDITS or not held:
        return None
    return settings_in(plan, PASSES, audits=None) or FORMULAS[PASSES].defaults


def due_each_month(connection: Connection, register: Register, view: View, plan: Plan) -> int:
    """How many records a month shall have: one of each item still in use; where an indicator judges the items, as many as it
    divides by. 0 where items are just typed."""
    given = _judging(register, plan)
    if given and given["denominator"] != ITEMS:
        return int(given["denominator"])
    field = register.field(view.item)
    if not field.refers_to:
        return sum(1 for _ in _items(connection, register, view, plan, ()))
    of = registers_of(connection)[field.refers_to]
    left = count(connection, of, Query(counted=True, equals={USED: False})) if USED in of.by_name else 0
    return count(connection, of, Query(counted=True)) - left


def lacking_line(register: Register, month: str, missing: int) -> str:
    """What is said of a month that so many items of a grid have no record of."""
    view = register.view(GRID)
    line = (
        view and view.line
    ) or f"{register.short_title} เดือน{{month}} ยังขาด {{count}} {register.counted_in}"
    return line.replace("{month}", month).replace("{count}", f"{missing:,}")


def grid_of(
    connection: Connection, register: Register, view: View, plan: Plan, terms: GridTerms, as_of: date
) -> Grid:
    """Every item with the records there are by a day, those that come later apart, in the items' order."""
    there: dict[str, dict[Month, Row]] = defaultdict(dict)
    later: dict[str, dict[Month, Row]] = defaultdict(dict)
    for record in rows(connection, register, Query(order_by=(view.month,), counted=True)):
        item, month = record.values[view.item], record.values[view.month]
        if item is not None and isinstance(month, Month):
            found = there if exists(register, record.values, as_of) else later
            found[str(item)][month] = record
    used = [i for i in sorted({*there, *later}) if {*there[i], *later[i]} & {*terms.months}]
    made = _Maker(register, view, terms, as_of)
    return Grid(
        months=terms.months,
        rows=tuple(
            made.row(*item, there[item[0]], later[item[0]])
            for item in _items(connection, register, view, plan, used)
        ),
        passes=terms.passes,
        not_yet=not_yet(register, view),
    )


def not_yet(register: Register, view: View) -> str:
    """What is said of a cell without a record: by the day it would fill in (ยังไม่ตรวจ)."""
    filled = next(iter(view.fill), "")
    return f"ยังไม่{event_words(register.field(filled))}" if filled else "ยังไม่กรอก"


def _items(
    connection: Connection, register: Register, view: View, plan: Plan, used: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Of each item what stands for it in a record, its name ("" for none), and the id of its own record, if it has one."""
    field = register.field(view.item)
    if field.refers_to:
        of = registers_of(connection)[field.refers_to]
        key = of.key_fields[-1]
        for row in rows(connection, of, Query(order_by=of.order_by or (key,), counted=True)):
            yield str(row.values[key]), named(of, row.values), row.id
        return
    known = dict((plan_options(plan, field.code_of) or ()) if field.code_of else _chosen(register, view))
    for code in (*known, *(one for one in used if one not in known)):
        yield code, known.get(code, "" if field.code_of else field.choice_label(code)), ""


def _chosen(register: Register, view: View) -> tuple[tuple[str, str], ...]:
    return tuple((choice.code, choice.label) for choice in register.field(view.item).offered)


@dataclass(frozen=True, slots=True)
class _Maker:
    register: Register
    view: View
    terms: GridTerms
    as_of: date

    def row(
        self, item: str, name: str, record_id: str, there: Mapping[Month, Row], later: Mapping[Month, Row]
    ) -> GridRow:
        months, passes = self.terms.months, self.terms.passes
        found = [there.get(month) for month in months]
        values = tuple(self._value(record) for record in found)
        passed = sum(passes is not None and value is not None and value >= passes for value in values)
        still = sum(
            record is None and self.as_of < month.next().last_day
            for record, month in zip(found, months, strict=True)
        )
        return GridRow(
            item=item,
            name=name,
            record_id=record_id,
            values=values,
            records=tuple(record.id if record else None for record in found),
            passed=passed,
            open=still,
            chip=self._chip(passed, still, begun=any(found)),
            later=tuple(self._later(later.get(month)) for month in months),
        )

    def _chip(self, passed: int, still: int, *, begun: bool) -> Chip | None:
        """How an item stands in words; None where nothing is judged."""
        times, of = self.terms.times, f"{passed}/{len(self.terms.months)}"
        if self.terms.passes is None:
            return None
        if times is None:
            return Chip(GOOD if passed == len(self.terms.months) else NEUTRAL, f"ผ่าน {of}")
        if passed >= times:
            return Chip(GOOD, f"ผ่านแล้ว {of}")
        if passed + still < times:
            return Chip(BAD, f"{of} ไม่ผ่าน")
        if not begun:
            return Chip(NEUTRAL, not_yet(self.register, self.view))
        return Chip(WARN if passed + still == times else INFO, f"{of} ต้องอีก {times - passed}")

    def _value(self, record: Row | None) -> Decimal | None:
        value = record.values[self.view.value] if record else None
        return Decimal(value) if isinstance(value, int | Decimal) else None

    def _later(self, record: Row | None) -> LaterRecord | None:
        if record is None:
            return None
        day = day_of(record.values[self.register.begins])
        assert day is not None
        return LaterRecord(record.id, day, self._value(record))
