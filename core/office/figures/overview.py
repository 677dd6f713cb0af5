"""What falls due soon, and how complete each unit's months are."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from core.indicators.registry import reads_of
from core.office.figures.clock_words import NEAR, filter_words
from core.office.figures.clocks import ClockTerms, RecordStanding
from core.office.figures.grids import due_each_month, grid_terms, lacking_line
from core.office.figures.types import Badge, UnitMonths, Upcoming
from core.office.hiding import Hiding
from core.office.states import BAD, GOOD, INFO, NEUTRAL, WARN, Chip
from core.plan.model import Plan, Step
from core.registers.as_of import day_of
from core.registers.clocks import FILLED, Clock
from core.registers.declare import Register
from core.registers.views import GRID
from core.store.connection import Connection
from core.store.tables.records import Query, Row, count_by_month, rows
from core.store.tables.register_tables import Registers, registers_of
from core.thai.calendar import WorkingCalendar
from core.thai.dates import day_short, month_long, month_short
from core.thai.fiscal import Month, fiscal_year_of, last_day_of, months_of
from core.thai.words import words

STEPS = "project_steps"
LONGEST_TITLE = 40  # characters of a step's title that fit a line beside its day


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the overview looks at: an open file, a plan as it holds on the day, a day; by what the records of a register and
    a fiscal year are judged, and what isn't told of them."""

    connection: Connection
    plan: Plan
    calendar: WorkingCalendar
    as_of: date
    terms: Callable[[str, int], ClockTerms]
    hiding: Hiding

    @property
    def registers(self) -> Registers:
        """The file's registers by name."""
        return registers_of(self.connection)

    def kept_by(self, unit: str) -> list[Register]:
        """The registers a unit keeps; those of no unit are the plan keeper's, those that go by project or indicator those of
        every unit that answers for one."""
        known = (register for register in self.registers.values() if not register.internal)
        return [register for register in known if self._has_of(register, unit)]

    def _has_of(self, register: Register, unit: str) -> bool:
        if register.owner_by:
            return bool(self.plan.answered_for(register.owner_by, unit))
        return (register.unit or self.plan.keeper) == unit

    def waiting(self, register: Register) -> Iterator[tuple[Row, RecordStanding]]:
        """Records of any year that wait by the day for what the register's clocks ask for, and how they stand."""
        ends = {clock.since: clock.until for clock in register.clocks}
        stops = _stops(register)
        terms: dict[int, ClockTerms] = {}
        seen: set[str] = set()
        for since, until in ends.items():
            query = Query(as_of=self.as_of, done=(since,), undone=(until, *stops), counted=True)
            for record in rows(self.connection, register, query):
                begun = day_of(record.values[since])
                year = fiscal_year_of(begun) if begun else 0
                if year not in terms:
                    terms[year] = self.terms(register.name, year)
                state = terms[year].state(record.values)
                if state.waits and record.id not in seen:
                    seen.add(record.id)
                    yield self.hiding.row(register, record), state

    def by_month(
        self, register: str, since: str, until: tuple[str, ...] = (), unit: str = ""
    ) -> Mapping[Month, int]:
        """How many of the year's records had begun by the day and were still unsettled, by month; of a register whose records
        belong to several units those of ``unit``."""
        year, kept = self.plan.fiscal_year, self.registers[register]
        query = Query(year=year, as_of=self.as_of, done=(since,), undone=until, counted=True)
        if not (unit and kept.owner_by and kept.owner_field):
            return count_by_month(self.connection, kept, query)
        found: Counter[Month] = Counter()
        for named in self.plan.answered_for(kept.owner_by, unit):
            of_one = replace(query, equals={kept.owner_field.name: named})
            found.update(count_by_month(self.connection, kept, of_one))
        return found


def upcoming(
    outlook: Outlook, working_days: int, registers: Collection[str] | None = None
) -> tuple[Upcoming, ...]:
    """What is overdue or falls due within so many working days, the most pressing first; of these registers (None: of all,
    and what belongs to none)."""
    until = outlook.calendar.nth_working_day_after(outlook.as_of, working_days)
    sources: list[tuple[str, Callable[[Outlook], Iterator[Upcoming]]]] = [("", _month_report)]
    for register in outlook.registers.values():
        if register.clocks:
            sources.append((register.name, partial(_clocked, register=register)))
        if register.view(GRID):
            sources.append((register.name, partial(_lacking, register=register)))
    if STEPS in outlook.registers:
        sources.append((STEPS, _steps))
    asked = [source for name, source in sources if registers is None or name in registers]
    found = [item for source in asked for item in source(outlook)]
    return tuple(sorted((u for u in found if u.day <= until), key=lambda u: (u.day, u.text)))


def badges(found: Iterable[Upcoming], registers: Registers) -> Mapping[str, Badge]:
    """What of a due list is pressing, by register: how many records are overdue, and how many near."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for item in found:
        if item.register and item.chip.tone in (BAD, WARN):
            counted[item.register][item.chip.tone] += item.count
    return {
        name: Badge(tones[BAD], tones[WARN], _waiting(registers[name])) for name, tones in counted.items()
    }


def _waiting(register: Register) -> str:
    last = register.clocks[-1:]
    return filter_words(last[0]) if last and last[0].at_once else ""


def _when(outlook: Outlook, day: date) -> Chip:
    if day < outlook.as_of:
        late = max(outlook.calendar.working_days_between(day, outlook.as_of), 1)
        return Chip(BAD, f"เกิน {late} วันทำการ")
    if day == outlook.as_of:
        return Chip(WARN, "วันนี้")
    if day == outlook.as_of + timedelta(days=1):
        return Chip(WARN, "พรุ่งนี้")
    left = outlook.calendar.working_days_between(outlook.as_of, day)
    if left <= NEAR and outlook.calendar.is_working_day(day):
        return Chip(WARN, f"{left} วันทำการ")
    return Chip(WARN if left <= NEAR else INFO, day_short(day).rsplit(" ", 1)[0])


def _since(outlook: Outlook, day: date) -> Chip:
    """How long something waits that is owed within minutes: in days of the calendar, as its own page counts them."""
    waited = (outlook.as_of - day).days
    return Chip(BAD, f"เกิน {waited} วัน") if waited else Chip(WARN, "วันนี้")


def _clocked(outlook: Outlook, register: Register) -> Iterator[Upcoming]:
    """What of a register with clocks falls due, a line each; of what is owed within minutes several are one line, so that old
    ones don't bury what can still be in time."""
    last, waiting = register.clocks[-1], list(outlook.waiting(register))
    if last.at_once:
        yield from _pressing(outlook, register, last, [record for record, _ in waiting])
        return
    for record, state in waiting:
        due = day_of(state.due)
        if state.counted and due is not None:
            text = _line(register, last, record)
            yield Upcoming(due, _when(outlook, due), text, register.name, record.id)


def _pressing(
    outlook: Outlook, register: Register, clock: Clock, waiting: Sequence[Row]
) -> Iterator[Upcoming]:
    begun = [day for record in waiting if (day := day_of(record.values[clock.since]))]
    if not begun:
        return
    oldest = min(begun)
    if len(waiting) == 1:
        text, record, count = _line(register, clock, waiting[0]), waiting[0].id, 1
    else:
        several = f"{len(waiting)} {register.counted_in} เก่าสุด {day_short(oldest)}"
        text, record, count = f"{_template(register, clock).partition('{')[0]}{several}", None, len(waiting)
    yield Upcoming(oldest, _since(outlook, oldest), text, register.name, record, count=count)


def _line(register: Register, clock: Clock, record: Row) -> str:
    """A record in the due list: its clock's words with the record's values, of several the first that is filled."""
    fields = register.by_name

    def filled(found: re.Match[str]) -> str:
        parts = found[1].split("|")
        shown = (fields[part].show(record.values[part]) if part in fields else part for part in parts)
        return next(filter(None, shown), "")

    return " ".join(FILLED.sub(filled, _template(register, clock)).split())


def _template(register: Register, clock: Clock) -> str:
    if clock.line:
        return clock.line
    texts = [f.name for f in register.fields if f.in_list and f.type.is_text and not f.type.many_lines]
    named = [name for name in register.key_fields if name in texts]
    names = dict.fromkeys((*named, *texts))
    said = filter_words(clock) if clock.at_once else register.short_title
    return " ".join((said, *(f"{{{name}}}" for name in list(names)[:2])))


def _by_items(outlook: Outlook, register: Register) -> Iterator[tuple[Month, int, int]]:
    """Of each month that a grid shows how many records it has by the day, and how many items lack one; nothing where a
    record's month isn't the one it counts for."""
    view, plan = register.view(GRID), outlook.plan
    if view is None or view.month != register.date_field or not register.used_in(plan.fiscal_year):
        return
    made = outlook.by_month(register.name, register.begins or register.date_field)
    due = due_each_month(outlook.connection, register, view, plan)
    for month in grid_terms(register, view, plan).months:
        yield month, made.get(month, 0), max(due - made.get(month, 0), 0)


def _lacking(outlook: Outlook, register: Register) -> Iterator[Upcoming]:
    """The items of a grid without a record of a month, which is due until the end of the next."""
    for month, _, missing in _by_items(outlook, register):
        last = month.next().last_day
        if month.first_day <= outlook.as_of < last and missing:
            line = lacking_line(register, month_long(month), missing)
            yield Upcoming(last, _when(outlook, last), line, register.name, None, count=missing)


def _steps(outlook: Outlook) -> Iterator[Upcoming]:
    query = Query(year=outlook.plan.fiscal_year, counted=True)
    found = rows(outlook.connection, outlook.registers[STEPS], query)
    done = {(r.values["project"], r.values["step"]): r for r in found}
    for project in outlook.plan.projects:
        for step in project.steps:
            record = done.get((project.number, step.step))
            finished = record.values["finished_on"] if record else None
            due = step.due(outlook.as_of)
            if due is None or (isinstance(finished, date) and finished <= outlook.as_of):
                continue
            day = due.last.last_day
            text = (
                f"โครงการ {project.number} ขั้น {step.step} {_shortened(step.title)}{_revised(outlook, step)}"
            )
            yield Upcoming(day, _when(outlook, day), text, STEPS, record.id if record else None)


def _revised(outlook: Outlook, step: Step) -> str:
    """Until when a step that was moved is planned now."""
    if not step.is_moved(outlook.as_of):
        return ""
    return f" (แผนปรับถึง {month_short(step.planned.last)})" if step.planned else " (แผนปรับไม่มีเดือน)"


def _shortened(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    kept = ""
    for word in words(title):
        if len(kept) + len(word) >= LONGEST_TITLE:
            break
        kept += word
    return f"{kept.rstrip()}…"


def _month_report(outlook: Outlook) -> Iterator[Upcoming]:
    month = Month.of(outlook.as_of)
    day = month.last_day
    if outlook.as_of <= last_day_of(outlook.plan.fiscal_year):
        yield Upcoming(day, _when(outlook, day), f"รายงานผลประจำเดือน{month_long(month)}", "", None)


def completeness(outlook: Outlook) -> tuple[UnitMonths, ...]:
    """Per unit and month: ✓ where the month is over and nothing of it waits, a number where something does."""
    months = months_of(outlook.plan.fiscal_year)
    found = []
    for unit in outlook.plan.units:
        tallies = _tallies(outlook, outlook.kept_by(unit.code), unit.code)
        found.append(UnitMonths(unit, tuple(_cell(outlook, month, tallies.get(month)) for month in months)))
    return tuple(found)


Tally = tuple[int, int]  # recorded, waiting


def _cell(outlook: Outlook, month: Month, tally: Tally | None) -> Chip:
    if month.first_day > outlook.as_of:
        return Chip(NEUTRAL, "")
    recorded, waiting = tally or (0, 0)
    if waiting:
        return Chip(INFO if month.last_day >= outlook.as_of else WARN, f"ค้าง {waiting}")
    if not recorded:
        return Chip(NEUTRAL, "–")
    return Chip(GOOD, "✓") if month.last_day <= outlook.as_of else Chip(INFO, "ร่าง")


def _tallies(outlook: Outlook, kept: Sequence[Register], unit: str) -> Mapping[Month, Tally]:
    """Of a unit's registers: what was begun by their clocks and what of it waits; where it keeps none with a clock, the months
    of its grids and what they lack; else what was recorded for the plan's indicators, and where none reads of them all that
    was."""
    clocked = [register for register in kept if register.clocks]
    if clocked:
        return _of_clocks(outlook, clocked, unit)
    if grids := [register for register in kept if register.view(GRID)]:
        return _of_grids(outlook, grids)
    plan, known = outlook.plan, outlook.registers
    read = {name for indicator in plan.indicators for name in reads_of(plan, indicator, known)}
    dated = [register for register in kept if _dated(register)]
    return _recorded(outlook, [r for r in dated if r.name in read] or dated, unit)


def _dated(register: Register) -> bool:
    """True where a record's day is one on which something happened."""
    return bool(register.date_field) and not register.field(register.date_field).beforehand


def _stops(register: Register) -> tuple[str, ...]:
    return tuple(clock.stopped_by for clock in register.clocks if clock.stopped_by)


def _of_clocks(outlook: Outlook, kept: Sequence[Register], unit: str) -> Mapping[Month, Tally]:
    begun: Counter[Month] = Counter()
    waiting: Counter[Month] = Counter()
    for register in kept:
        since, until = register.clocks[0].since, register.clocks[-1].until
        stops = _stops(register)
        begun.update(outlook.by_month(register.name, since, unit=unit))
        waiting.update(outlook.by_month(register.name, since, (until, *stops), unit))
    return {month: (number, waiting[month]) for month, number in begun.items()}


def _of_grids(outlook: Outlook, kept: Sequence[Register]) -> Mapping[Month, Tally]:
    made: Counter[Month] = Counter()
    lacking: Counter[Month] = Counter()
    for register in kept:
        for month, number, missing in _by_items(outlook, register):
            if month.first_day <= outlook.as_of:
                made[month] += number
                lacking[month] += missing
    return {month: (made[month], lacking[month]) for month in {*made, *lacking}}


def _recorded(outlook: Outlook, kept: Sequence[Register], unit: str) -> Mapping[Month, Tally]:
    """What of the year's plan was there already when the year began stands in its first month."""
    counted: Counter[Month] = Counter()
    begins = months_of(outlook.plan.fiscal_year)[0]
    for register in kept:
        since = register.begins or register.date_field
        for month, number in outlook.by_month(register.name, since, unit=unit).items():
            counted[max(month, begins)] += number
    return {month: (number, 0) for month, number in counted.items()}
