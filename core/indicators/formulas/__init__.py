"""The formulas an indicator may choose, a module each; a module here with a ``FORMULA`` is one of them."""

from collections.abc import Mapping
from types import MappingProxyType

from core.discovery import declared_in
from core.indicators.formula import Formula

_FOUND: tuple[Formula, ...] = declared_in(__name__, __path__, "FORMULA")
FORMULAS: Mapping[str, Formula] = MappingProxyType({f.name: f for f in sorted(_FOUND, key=lambda f: f.place)})

__all__ = ["FORMULAS"]
