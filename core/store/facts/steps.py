"""Weighted steps and parts, and when each was finished."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.indicators.evidence import label_of
from core.indicators.facts import StepFact, StepFacts
from core.indicators.measures import Shares, Steps
from core.plan.model import Step
from core.store.facts.asking import Asking
from core.store.facts.selecting import selected
from core.store.tables.records import Query, ordering, read, value_of
from core.store.tables.register_tables import table_of


def steps(asking: Asking, measure: Steps) -> StepFacts:
    """A project's steps, or the parts of the study, in the plan's order."""
    finished = _finished(asking, measure)
    if measure.project is None:
        parts = asking.plan.study_parts
        return StepFacts(tuple(StepFact(p.part, p.title, p.share, finished.get(p.part)) for p in parts))
    project = next((p for p in asking.plan.projects if p.number == measure.project), None)
    if project is None:
        return StepFacts(())
    own = (step.share or Decimal(0) for step in project.steps)
    weights = project.levels if measure.levels else own
    return StepFacts(
        tuple(
            _step(asking, step, weight, finished.get(step.step))
            for step, weight in zip(project.steps, weights, strict=True)
        )
    )


def _step(asking: Asking, step: Step, weight: Decimal, finished_on: date | None) -> StepFact:
    """A step with the months lateness is measured against, and the revised last one where it was moved."""
    due, now = step.due(asking.as_of), step.planned
    revised = now.last if now and step.is_moved(asking.as_of) else None
    first, last = (due.first, due.last) if due else (None, None)
    return StepFact(step.step, step.title, weight, finished_on, first, last, revised)


def _finished(asking: Asking, measure: Steps) -> dict[int, date]:
    """By number, the days of those finished; a day that makes no sense is a finding on its record."""
    selection = measure.selection
    table, day = table_of(selection.register), selection.register.field(selection.day)
    query = select(table.c[measure.ordinal], table.c[day.name]).where(*selected(selection, asking.span))
    found: list[tuple[int, Any]] = [(n, value_of(day, wire)) for n, wire in asking.connection.execute(query)]
    return {number: finished for number, finished in found if finished}


def shares(asking: Asking, measure: Shares) -> StepFacts:
    """Each record with its share, in the register's order; without one it weighs nothing."""
    selection = measure.selection
    register, table = selection.register, table_of(selection.register)
    query = select(table).where(*selected(selection, asking.span)).order_by(*ordering(register, Query()))
    facts = []
    for number, row in enumerate(read(asking.connection, register, query), 1):
        seen = selection.seen(row.values, asking.as_of)
        share, done = seen[measure.share], seen[measure.done]
        weight = Decimal(share) if isinstance(share, Decimal | int) else Decimal(0)
        facts.append(
            StepFact(number, label_of(register, seen), weight, done if isinstance(done, date) else None)
        )
    return StepFacts(tuple(facts))
