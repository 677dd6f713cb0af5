"""Money of a project or a month: what was allocated, committed and disbursed (docs/domain.md section 4, "Budget")."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

ZERO = Decimal(0)
Of = TypeVar("Of")


@dataclass(frozen=True, slots=True)
class Spending:
    """What was allocated, committed and disbursed, baht."""

    allocated: Decimal = ZERO
    committed: Decimal = ZERO
    disbursed: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """What is neither committed nor disbursed."""
        return self.allocated - self.committed - self.disbursed

    @property
    def percent(self) -> Decimal | None:
        """Disbursed x 100 / allocated; None while nothing is allocated."""
        return self.disbursed * 100 / self.allocated if self.allocated > 0 else None

    @classmethod
    def of(cls, sums: Mapping[tuple[Of, str], int], of: Of) -> "Spending":
        """The money of one project (or month) out of satang by project (or month) and kind of entry."""
        amounts = (sums.get((of, kind), 0) for kind in ("allocated", "committed", "disbursed"))
        return cls(*(Decimal(satang) / 100 for satang in amounts))

    def __add__(self, other: "Spending") -> "Spending":
        return Spending(
            self.allocated + other.allocated,
            self.committed + other.committed,
            self.disbursed + other.disbursed,
        )


NOTHING_SPENT = Spending()
