"""What an import comes to: frozen, without database or screen."""

from dataclasses import dataclass

from core.faults import Finding


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to; ``problems`` and ``remarks`` carry spreadsheet rows, the first some thousand of them;
    ``unlisted`` counts the others. Of the rows accepted ``changed`` change a record, and ``same`` say what stands in the
    register already. Left out, and to be told of, are ``other_sheets`` that hold data beside ``sheet``, and ``hidden`` rows
    (their numbers). ``proposed`` records are another unit's, and become proposals."""

    register: str
    read: int
    accepted: int
    rejected: int
    problems: tuple[Finding, ...]
    remarks: tuple[Finding, ...] = ()
    unlisted: int = 0
    changed: int = 0
    same: int = 0
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    proposed: int = 0
