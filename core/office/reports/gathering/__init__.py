"""What each report is made of, gathered from plan and registers: a module for each kind of data, named as its document in
``core.reports``. A module here with a ``gather`` gathers what that function returns."""

from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from core.discovery import declared_in
from core.office.reports.orders import ReportOrder

Gather = Callable[[ReportOrder], Any]

_FOUND: tuple[Gather, ...] = declared_in(__name__, __path__, "gather")
# By the class of a report's data.
GATHERERS: Mapping[type[Any], Gather] = {get_type_hints(gather)["return"]: gather for gather in _FOUND}

__all__ = ["GATHERERS"]
