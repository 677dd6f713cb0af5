"""What a plan must meet before it can be made the year's plan: the advice that is more than advice."""

from core.plan.check.advice import PlanAdvice

# Shares that make no whole, months outside the year, units or codes that don't exist, indicators nobody can compute, or that
# count a register not used in the plan's year. A retired register is no such thing: it had its records in its years.
DEMANDS = frozenset(
    {
        "shares.sum",
        "shares.parts",
        "step.months-outside",
        "step.months-half",
        "step.months-order",
        "project.no-owner",
        "indicator.no-formula",
        "indicator.unit",
        "indicator.parameters",
        "indicator.project",
        "indicator.register-year",
        "link.node",
        "link.measure",
        "link.unit",
        "link.loop",
    }
)


def is_demand(advice: PlanAdvice) -> bool:
    """True where the plan can't become the year's plan until this is settled, or waived with a reason."""
    return advice.code in DEMANDS
