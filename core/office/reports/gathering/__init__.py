"""What each report is made of, gathered from plan and registers: a module beside each kind of data, named as its document
in ``core.reports``. A module here with a ``gather`` gathers what that function returns."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, get_type_hints

from core.office.reports.orders import Order

Gather = Callable[[Order], Any]


def _found() -> Mapping[type[Any], Gather]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    gathers: list[Gather] = [module.gather for module in modules if hasattr(module, "gather")]
    return {get_type_hints(gather)["return"]: gather for gather in gathers}


# By the class of a report's data.
GATHERERS = _found()

__all__ = ["GATHERERS"]
