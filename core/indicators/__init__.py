"""Indicator formulas: facts in, a frozen Result out; no SQL, no Qt, no paper."""

from core.indicators.exact import weighted_points
from core.indicators.formula import Formula, Nature
from core.indicators.parameters import BadParameter, Uncomputable
from core.indicators.registry import FORMULAS, evaluate, reads_of, settings, settings_for

__all__ = [
    "FORMULAS",
    "BadParameter",
    "Formula",
    "Nature",
    "Uncomputable",
    "evaluate",
    "reads_of",
    "settings",
    "settings_for",
    "weighted_points",
]
