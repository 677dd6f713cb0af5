"""What a report is: its name, when it is drawn up, of what data it is made and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.reports.document import Document

# How often a report is drawn up: every month, quarter or year, or whenever the plan changes.
Rhythm = Literal["month", "quarter", "year", "plan"]
Format = Literal["pdf", "xlsx"]
FORMATS: tuple[Format, ...] = ("pdf", "xlsx")


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report that can be made: ``name`` as the command line knows it, its ``place`` among the reports, its Thai
    ``title``, its ``rhythm``, the class of its data and the function that turns data into a document. A plan can be
    printed so that has printed ``tables`` of names beginning so and, of an ``about`` of a formula and its parameters,
    such an indicator; an office that keeps ``registers``; a ``weighed`` one where indicators have weights. ``gather``
    collects the data of a document that the office itself declares, one that may hold ``personal`` data."""

    name: str
    place: int
    title: str
    rhythm: Rhythm
    data: type[Any]
    document: Callable[[Any], Document]
    needs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    registers: tuple[str, ...] = ()
    weighed: bool = False
    formats: tuple[Format, ...] = FORMATS
    gather: Callable[[Any], Any] | None = None
    personal: bool = False
