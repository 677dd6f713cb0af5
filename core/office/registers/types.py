"""What the desk and the command line are told of the file's registers, and of registers being designed."""

from dataclasses import dataclass
from pathlib import Path

from core.plan.register_mappings import Declaration
from core.registers.declare import Register
from core.store.log.changes import Changes


@dataclass(frozen=True, slots=True)
class DeclaredRegister:
    """A register of the file: ``unit`` is the code of the unit that keeps it ("" where its records belong to the owners of
    what they name), ``records`` how many it holds."""

    register: Register
    unit: str
    records: int
    retired: bool


@dataclass(frozen=True, slots=True)
class LibraryRegister:
    """A register that the program brings; ``fields`` are the labels of its fields."""

    name: str
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """What a column of a sheet was taken for: the ``field`` proposed for it ("" for none), the type of that field, and
    ``why`` in Thai. ``filled`` of so many rows (``of``) hold something there, for instance ``samples``."""

    heading: str
    field: str
    type: str
    why: str
    samples: tuple[str, ...]
    filled: int
    of: int


@dataclass(frozen=True, slots=True)
class Design:
    """A register being designed: its declaration as ``written`` so far, in the form of docs/formats.md, and the one the
    file has (``base``), None for a new one.

    One proposed from a sheet tells what its ``columns`` were taken for, and has the ``source`` and the name of the
    ``sheet`` whose rows can be taken in afterwards. ``left_out``: a Thai sentence for each part of a form that has no
    counterpart here.
    """

    written: Declaration
    base: Declaration | None = None
    columns: tuple[ProposedColumn, ...] = ()
    left_out: tuple[str, ...] = ()
    source: Path | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one difference from the declaration that the file has means, in a Thai sentence: ``records`` are those of the
    register that it touches. One that is ``refused`` keeps the whole from being saved."""

    what: str
    records: int = 0
    refused: bool = False


@dataclass(frozen=True, slots=True)
class NewRegister:
    """A register just declared, changed or proposed, and the changes it took."""

    register: Register
    changes: Changes
