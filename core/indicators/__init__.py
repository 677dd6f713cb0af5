"""Indicator formulas: facts in, a frozen Result out; no SQL, no Qt, no paper."""

from core.indicators.exact import achievement, weighted_points
from core.indicators.formula import Formula, Nature
from core.indicators.parameters import BadParameter
from core.indicators.registry import FORMULAS, evaluate, reads_of, settings

__all__ = [
    "FORMULAS",
    "BadParameter",
    "Formula",
    "Nature",
    "achievement",
    "evaluate",
    "reads_of",
    "settings",
    "weighted_points",
]
