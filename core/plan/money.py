"""Money as the plan words it: amounts in a text, a project's budget, counts of projects."""

import re
from collections.abc import Callable
from decimal import Decimal

from core.plan.model import Project
from core.plan.targets import NONE
from core.thai.digits import to_arabic
from core.thai.numbers import format_decimal

# How the plan names a budget line of money carried over; such a line is not copied into the year after.
CARRIED = "เหลื่อมปี"

PROJECTS = re.compile(r"([0-9]+)\s*โครงการ")
# A year isn't an amount.
_AMOUNT = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|(?<!ปี)(?<!ปี )(?<!พ\.ศ\.)(?<!พ\.ศ\. )(?<![0-9])[0-9]+(?:\.[0-9]+)?"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


def baht(amount: Decimal) -> str:
    """An amount as the plan prints it: thousands parted, satang only where there are any."""
    return format_decimal(amount, places=0 if amount == amount.to_integral_value() else 2, grouping=True)


def amount_in(text: str) -> Decimal | None:
    """The first amount a text names, baht; None where it names none."""
    found = _AMOUNT.search(to_arabic(text))
    return Decimal(found[0].replace(",", "")) if found else None


def with_amount(text: str, amount: Decimal) -> str:
    """The text with another amount in place of the first it names."""
    found = _AMOUNT.search(to_arabic(text))
    return put(text, found.span(), baht(amount)) if found else text


def put(text: str, span: tuple[int, int], new: str) -> str:
    """The text with something else at a place."""
    return text[: span[0]] + new + text[span[1] :]


def budget_in_words(project: Project) -> str:
    """A project's budget as it is printed: in the plan's own words while they say it, else the amount."""
    text = project.budget_text
    if text.strip() and says_budget(text, project):
        return text
    return f"{baht(project.budget)} บาท" if project.budget else NONE


def says_budget(text: str, project: Project) -> bool:
    """True for words that name a project's budget, or none where it has none; a budget of 0 baht is none."""
    return (amount_in(text) or None) == (project.budget or None)


def budget_kept(words: str, project: Project) -> str:
    """Words of a table that tell a project's budget: as they are while they say it, else with its amount."""
    if says_budget(words, project):
        return words
    if project.budget and len(_GROUPED.findall(to_arabic(words))) == 1:
        return with_amount(words, project.budget)
    return budget_in_words(project)


def counted_by(words: str) -> Callable[[Project], bool]:
    """Which projects a printed count speaks of."""
    if "ไม่ใช้งบประมาณ" in words:
        return lambda p: not p.budget
    if "ใช้งบประมาณ" in words:
        return lambda p: bool(p.budget)
    return lambda _: True
