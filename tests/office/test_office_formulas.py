"""A formula is whole: what another one lacks to be counted, computed, explained and offered is said here, all at once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.indicators import FORMULAS, Formula
from core.indicators.registry import reads_of
from core.office import Office
from core.office.figures import results, touching, workings
from core.office.figures.results import feeds
from core.plan.records import FORMULA_CHOICES
from core.registers.declare import Register
from core.store.facts.counters import COUNTERS as COUNTED
from core.store.tables.register_tables import SHIPPED

JUNE = date(2020, 6, 30)


# What formulas over any register can't do without.
REQUESTS = {"register": "finance_requests"}
NEEDS: dict[str, dict[str, Any]] = {
    "sum": {**REQUESTS, "field": "amount"},
    "mean": {**REQUESTS, "field": "amount"},
    "last": {**REQUESTS, "field": "amount"},
    "share": {**REQUESTS, "meets": [["cheque_on", "filled"]]},
    "share_in_time": {**REQUESTS, "clock": "pay", "filter": [["procurement", "=", "w119"]]},
    "ratio": {"over": {**REQUESTS, "field": "amount"}, "under": {"indicator": "5.1"}},
    "weighted_mean": {"of": ["5.2", "5.3"], "weights": [60, 40]},
}


def is_thai(words: str) -> bool:
    return bool(re.search("[ก-ฮ]", words)) and not re.search("[A-Z]{2}|_", words)


def choices(formula: Formula) -> list[dict[str, Any]]:
    """Its parameters with each of the codes it offers, the rest as the plan is silent."""
    needs = {"project": 6} if "project" in formula.defaults else NEEDS.get(formula.name, {})
    return [{**needs, p.name: code} for p in formula.parameters for code in p.choices] or [needs]


def lacking(office: Office, formula: Formula) -> Iterator[str]:
    if FORMULA_CHOICES.get(formula.name) != formula.title or not is_thai(formula.title):
        yield "a Thai name under which the plan offers it"
    if not all(is_thai(words) for p in formula.parameters for words in (p.label, *p.choices.values())):
        yield "Thai words for its parameters and their codes"
    if formula.explain and formula.name in workings.LISTERS:
        yield "one way in which its records are explained"
    for given in choices(formula):
        yield from _of_a_file(office, formula, given)


def _of_a_file(office: Office, formula: Formula, given: dict[str, Any]) -> Iterator[str]:
    result = office.figures.try_formula(2563, "3", formula.name, given, JUNE).result
    if result.fault or not is_thai(result.formula):
        yield f"figures and a sentence that explains them, with {given}: {result.fault}"
        return
    plan = office.session.plan(2563)
    indicator = replace(plan.indicator("3"), formula=formula.name, parameters=given, changes=())
    others = (i for i in plan.indicators if i.code != indicator.code)
    asked = replace(plan, indicators=(indicator, *others))
    read = reads_of(asked, indicator, SHIPPED)
    if not any(feeds(asked, SHIPPED, register) for register in read):
        yield f"a register that says it feeds it, with {given}"
    with office.session.reading() as connection:
        found = workings.records_behind(connection, asked, indicator, office.session.calendar, JUNE)
        if not all(is_thai(record.detail) for record in found):
            yield f"an explanation of its records in Thai, with {given}"
        if (
            type(results.asking(connection, asked, indicator, office.session.calendar, JUNE).measure)
            not in COUNTED
        ):
            yield f"who counts what it measures, in core/store/facts, with {given}"
    counted = (SHIPPED[name] for name in read)
    for register in (r for r in counted if not r.internal):
        if not touching._touches(
            touching.Looking(asked, JUNE, SHIPPED), indicator, a_rival(register, given), "x"
        ):
            yield f"when a conflict of {register.name} touches it, with {given}"


def a_rival(register: Register, given: dict[str, Any]) -> touching.Rival:
    """A record in dispute that is of the year, the month and the project asked about."""
    dated = {f.name: (f.type.on_day(date(2020, 6, 1)),) for f in register.fields if f.type.is_dated}
    chosen = {"fiscal_year": (2563,), "project": (given.get("project"),), "procurement": ("w119", "other")}
    return touching.Rival(register, {**dated, **chosen, "indicator": ("3",)})


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_lacks_nothing(sample_year: Office, name: str) -> None:
    assert list(lacking(sample_year, FORMULAS[name])) == []


def test_a_formula_that_lacks_something_is_told_so(sample_year: Office) -> None:
    bare = replace(FORMULAS["monthly_mean"], title="mean", explain=FORMULAS["top_box"].explain)
    assert [what.partition(",")[0] for what in lacking(sample_year, bare)] == [
        "a Thai name under which the plan offers it",
        "one way in which its records are explained",
    ]
