"""What a rule of the plan check says: one place where the plan disagrees with itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.plan.model import Plan


@dataclass(frozen=True, slots=True)
class PlanAdvice:
    """Advice, never an error. ``where`` is the place as a person names it ("ตาราง ก ตัวชี้วัดที่ 3"), ``message`` what
    was found there, ``intention`` what was probably meant; both Thai. ``ref`` names the first place for a jump:
    "row:table-a.3/5" (table and row), "text:goal/4" (section and ordinal), "duty:complaints/5", "project:6",
    "step:5.1", "indicator:4.1", "node:o7.5.1.2", "measure:m5.4.1.1-1"."""

    code: str
    message: str
    where: str
    intention: str
    ref: str

    @property
    def sentence(self) -> str:
        """What and the probable intention, in one line."""
        return f"{self.message} {self.intention}"


Rule = Callable[[Plan], Iterable[PlanAdvice]]
