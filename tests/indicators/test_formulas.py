"""The registry of formulas: what it promises, and what it does with a plan it can't use."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext

import pytest

from core.indicators import FORMULAS, BadParameter, evaluate, reads_of, settings
from core.indicators.facts import (
    CountFacts,
    EnteredFacts,
    PassFacts,
    ShareFacts,
    ShareMonth,
    Tally,
    TallyFacts,
)
from core.indicators.registry import counted_in
from core.indicators.result import Status
from core.plan.load import bundled_plan
from core.plan.model import Indicator
from core.store.tables.register_tables import SHIPPED
from core.thai.fiscal import Month

JUNE_30 = date(2020, 6, 30)
INDICATOR = Indicator(
    code="3",
    title="เบิกจ่าย",
    short_title="เบิกจ่าย",
    heading="",
    unit="percent",
    comparison="ge",
    target=Decimal(80),
    targets=(),
    formula="monthly_mean",
    parameters={},
    owner="finance",
    dimension=1,
    negotiated=True,
    node=None,
    ordinal=3,
)
PLAN = bundled_plan("2563")
FACTS = ShareFacts.of_months((ShareMonth(Month(2019, 10), 3, 2, 1, 0),))


def test_formulas_have_the_promised_names() -> None:
    """Plans name them; another may come after them."""
    assert list(FORMULAS)[:9] == [
        *("ladder", "share_sum", "monthly_mean", "pass_rate", "share_within", "top_box", "count"),
        *("entered", "budget_share"),
    ]


def is_thai(words: str) -> bool:
    return any("ก" <= letter <= "ฮ" for letter in words)


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_says_what_it_is_and_reads(name: str) -> None:
    formula = FORMULAS[name]
    assert formula.name == name
    assert is_thai(formula.title)
    assert all(is_thai(p.label) and all(map(is_thai, p.choices.values())) for p in formula.parameters)
    assert set(formula.defaults) == {p.name for p in formula.parameters}
    assert formula.settings({}) == formula.defaults


def test_plan_may_write_parameters_as_text_or_lists() -> None:
    formula = FORMULAS["pass_rate"]
    told = formula.settings({"score": "79.5", "times": "3", "months": [10, 11]})
    assert (told["score"], told["times"], told["months"]) == (Decimal("79.5"), 3, (10, 11))


@pytest.mark.parametrize(
    "parameters",
    [
        {"working_days": 0},
        {"working_days": "เจ็ด"},
        {"working_days": 7.0},
        {"working_days": None},
        {"working_days": "NaN"},
        {"working_days": True},
        {"clock": "sundial"},
        {"clock": ["first_receipt"]},
        {"speed": 3},
    ],
)
def test_bad_parameter_gives_no_figures_and_a_warning(parameters: dict[str, object]) -> None:
    result = evaluate(replace(INDICATOR, parameters=parameters), FACTS, JUNE_30, 2563)
    assert result.status is Status.NO_DATA
    assert result.value is None
    assert len(result.warnings) == 1
    assert "แผน" in result.warnings[0]


def test_unknown_formula_gives_no_figures_and_a_warning() -> None:
    strange = replace(INDICATOR, formula="astrology")
    result = evaluate(strange, FACTS, JUNE_30, 2563)
    assert (result.status, result.value, result.target) == (Status.NO_DATA, None, Decimal(80))
    assert "astrology" in result.warnings[0]
    assert reads_of(PLAN, strange, SHIPPED) == ()
    with pytest.raises(BadParameter):
        settings(strange)


def test_wrong_facts_are_our_own_fault() -> None:
    with pytest.raises(TypeError, match="ShareFacts"):
        evaluate(INDICATOR, CountFacts(3), JUNE_30, 2563)


def test_reads_are_those_of_the_indicator_itself() -> None:
    study = replace(INDICATOR, formula="share_sum", parameters={"source": "study_parts"})
    users = replace(INDICATOR, formula="count", parameters={"of": "users"})

    def read(indicator: Indicator) -> tuple[str, ...]:
        return reads_of(PLAN, indicator, SHIPPED)

    assert read(study) == ("study_parts",)
    assert read(users) == ("letter_enquiries",)
    assert read(replace(INDICATOR, formula="share_within", parameters={})) == ("letter_enquiries",)
    office = replace(INDICATOR, formula="share_within", parameters={"hours": "office"})
    assert "office_holidays" in read(office)
    assert "finance_requests" in read(INDICATOR)


def test_what_is_counted_of_a_chosen_register_goes_by_no_other_ones_name() -> None:
    passing = replace(INDICATOR, formula="pass_rate")
    assert counted_in(passing) == "ศูนย์"
    assert counted_in(replace(passing, parameters={"items": "parks", "audits": "visits"})) == "รายการ"


def test_formula_in_words_shows_every_parameter() -> None:
    told = replace(INDICATOR, parameters={"working_days": 5, "clock": "resubmission"})
    words = evaluate(told, FACTS, JUNE_30, 2563).formula
    assert "5 วันทำการ" in words
    assert "รับคืน" in words
    centre = replace(
        INDICATOR, formula="pass_rate", parameters={"months": [9, 10, 11], "score": 75, "denominator": 50}
    )
    spoken = evaluate(centre, PassFacts(()), JUNE_30, 2563).formula
    assert "75 คะแนน" in spoken
    assert "÷ 50" in spoken
    assert "ต.ค., พ.ย., ก.ย." in spoken


def test_figures_do_not_depend_on_the_threads_context() -> None:
    with localcontext() as context:
        context.prec = 4
        rough = evaluate(INDICATOR, FACTS, JUNE_30, 2563)
    assert rough == evaluate(INDICATOR, FACTS, JUNE_30, 2563)
    assert rough.value == Decimal(200) / 3


def test_no_target_is_reported_without_achievement() -> None:
    result = evaluate(replace(INDICATOR, target=None), FACTS, JUNE_30, 2563)
    assert (result.status, result.achievement) == (Status.REPORTED, None)


def test_target_of_all_tells_no_impossible_duty() -> None:
    ratings = replace(INDICATOR, formula="top_box", target=Decimal(100))
    assert evaluate(ratings, TallyFacts((Tally(3, 1), Tally(4, 3), Tally(5, 3))), JUNE_30, 2563).to_do == ""
    assert evaluate(replace(INDICATOR, target=Decimal(100)), FACTS, JUNE_30, 2563).to_do == ""


def test_entered_workings_name_day_and_source() -> None:
    entered = replace(INDICATOR, formula="entered", target=None)
    facts = EnteredFacts(Decimal("4.25"), date(2020, 5, 31), "รายงาน กงต.")
    line = evaluate(entered, facts, JUNE_30, 2563).workings[0]
    assert line.note == "ณ วันที่ 31 พ.ค. 63 · แหล่งที่มา: รายงาน กงต."
