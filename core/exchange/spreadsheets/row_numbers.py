"""Columns of a sheet that only number its rows (ลำดับที่): no field of a register, and nothing to take in."""

import re
from collections.abc import Sequence
from itertools import pairwise

from core.thai.folding import fold_case

MOSTLY = 0.9  # of what stands in the column are such numbers; the others are slips
_HEADING = re.compile(r"(ลำดับ(ที่)?|ที่|ข้อ(ที่)?|no\.?|#)")
_NUMBER = re.compile(r"\d{1,7}")


def may_number_rows(heading: str) -> bool:
    """True where a column is headed as those are that number the rows."""
    return bool(_HEADING.fullmatch(fold_case(heading).replace(" ", "")))


def numbers_rows(heading: str, cells: Sequence[object]) -> bool:
    """True for a column that only numbers the rows, which may begin anew."""
    filled = [str(cell) for cell in cells if cell is not None]
    numbers = [int(cell) for cell in filled if _NUMBER.fullmatch(cell)]
    running = all(later in (before + 1, 1) for before, later in pairwise(numbers))
    return may_number_rows(heading) and running and len(numbers) >= MOSTLY * len(filled)
