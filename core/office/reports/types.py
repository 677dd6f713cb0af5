"""Documents asked for and made: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.thai.fiscal import Month


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """An official document the office can print; ``needs``: what the command line must be told (month, quarter);
    ``rhythm``: how often it is drawn up (month, quarter, year, plan); ``registers``: of whose records it is made;
    ``formats``: in which it is written (pdf, xlsx)."""

    name: str
    title: str
    needs: tuple[str, ...]
    rhythm: str
    registers: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A document asked for: of which fiscal year, for which month, as of the end of which day (each None for what
    follows from the others and from today), with which digits."""

    name: str
    year: int | None = None
    month: Month | None = None
    as_of: date | None = None
    thai_digits: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """The documents of a month in a folder: the files in order, a sentence for each that couldn't be made, and one that
    names the characters printed as boxes ("" where there are none)."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    lacking: str = ""
