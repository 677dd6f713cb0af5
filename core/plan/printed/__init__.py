"""The official tables composed from the plan's objects, each with the wording the plan prints of its own."""

from core.plan.printed.book import printed_plan, sheets, unprinted
from core.plan.printed.sheet import Line, Sheet

__all__ = ["Line", "Sheet", "printed_plan", "sheets", "unprinted"]
