"""The formulas an indicator may choose, a module each; a module here with a ``FORMULA`` is one of them."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from core.indicators.formula import Formula


def _found() -> tuple[Formula, ...]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return tuple(module.FORMULA for module in modules)


FORMULAS: Mapping[str, Formula] = MappingProxyType(
    {formula.name: formula for formula in sorted(_found(), key=lambda f: f.place)}
)

__all__ = ["FORMULAS"]
