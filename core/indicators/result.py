"""What a formula answers: a frozen ``Result`` with its workings. Exact decimals; rounding is the edge's."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """The state of an indicator (DOMAIN.md section 3)."""

    NO_DATA = "no_data"
    REPORTED = "reported"
    SECURED = "secured"
    OUT_OF_REACH = "out_of_reach"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    OPEN = "open"


STATUS_LABELS: dict[Status, str] = {
    Status.NO_DATA: "ยังไม่มีข้อมูล",
    Status.REPORTED: "รายงานผลแล้ว",
    Status.SECURED: "บรรลุแล้ว",
    Status.OUT_OF_REACH: "ไม่ทันเป้า",
    Status.ON_TRACK: "ตามเป้า",
    Status.BEHIND: "ต่ำกว่าเป้า",
    Status.OPEN: "ยังไม่ครบกำหนด",
}


@dataclass(frozen=True, slots=True)
class Working:
    """One line of the workings: a Thai label, and what stood behind it.

    ``numerator`` / ``denominator`` are counts (or baht, for budgets) where the line is a division, ``value`` the
    line's exact value, ``note`` a Thai remark ("ยังไม่ครบกำหนด 3").
    """

    label: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator's figures as of the end of a day, unrounded.

    ``value``, ``worst``, ``best``: in the indicator's unit, None where there is none. ``open`` counts items not
    yet due. ``achievement`` is value x 100 / target, uncapped, None without target or value. ``planned`` is
    the planned progress as of the day in the indicator's unit, None where nothing is planned. ``formula`` is
    the formula in words with its parameters filled in, Thai. ``to_do`` is what must be done, in Thai, "" for nothing.
    """

    code: str
    as_of: date
    value: Decimal | None
    worst: Decimal | None
    best: Decimal | None
    open: int
    target: Decimal | None
    achievement: Decimal | None
    status: Status
    planned: Decimal | None = None
    formula: str = ""
    workings: tuple[Working, ...] = ()
    warnings: tuple[str, ...] = ()
    to_do: str = ""
