"""The plan check: does a plan agree with itself. Every rule is run and every finding shown; nothing is rewritten.

A rule is a function from the plan to advice. It looks for a kind of disagreement, never for particular words.
"""

from core.plan.check.advice import PlanAdvice, Rule
from core.plan.check.demands import is_demand
from core.plan.check.digits import numbers_use_one_kind, series_use_one_kind
from core.plan.check.drafts import (
    budgets_are_granted,
    months_are_planned,
    results_are_known,
    targets_are_set,
    years_are_looked_at,
)
from core.plan.check.headings import headings_agree
from core.plan.check.likeness import names_are_told_apart
from core.plan.check.links import links_exist, nodes_hang_on_the_top
from core.plan.check.money import budget_lines_add_up, budgets_are_worded
from core.plan.check.names import (
    indicator_names_agree,
    measure_links_exist,
    measure_names_agree,
    project_names_agree,
)
from core.plan.check.printed import listed_indicators_exist, wording_agrees
from core.plan.check.results import head_counts_fit, results_make_their_total
from core.plan.check.scores import scores_can_be_made, targets_have_both_ends, weights_make_a_whole
from core.plan.check.shares import (
    cumulative_is_running_sum,
    months_fit_the_year,
    parts_match_steps,
    shares_are_whole,
    steps_are_numbered,
)
from core.plan.check.spelling import letters_left_out
from core.plan.check.structure import indicators_are_whole, nodes_carry_something, projects_are_whole
from core.plan.check.targets import targets_agree
from core.plan.check.terms import defined_terms_are_kept, latin_names_are_spelt_alike, sources_are_named_alike
from core.plan.model import Plan

RULES: tuple[Rule, ...] = (
    headings_agree,
    nodes_carry_something,
    indicators_are_whole,
    projects_are_whole,
    links_exist,
    nodes_hang_on_the_top,
    names_are_told_apart,
    project_names_agree,
    indicator_names_agree,
    measure_names_agree,
    measure_links_exist,
    defined_terms_are_kept,
    latin_names_are_spelt_alike,
    sources_are_named_alike,
    targets_agree,
    targets_have_both_ends,
    scores_can_be_made,
    weights_make_a_whole,
    shares_are_whole,
    cumulative_is_running_sum,
    parts_match_steps,
    steps_are_numbered,
    months_fit_the_year,
    budget_lines_add_up,
    budgets_are_worded,
    wording_agrees,
    listed_indicators_exist,
    results_make_their_total,
    head_counts_fit,
    numbers_use_one_kind,
    series_use_one_kind,
    letters_left_out,
    years_are_looked_at,
    targets_are_set,
    months_are_planned,
    budgets_are_granted,
    results_are_known,
)

__all__ = ["RULES", "PlanAdvice", "Rule", "check_plan", "is_demand"]


def check_plan(plan: Plan) -> tuple[PlanAdvice, ...]:
    """All advice on a plan, rule by rule in the order of ``RULES``."""
    return tuple(advice for rule in RULES for advice in rule(plan))
