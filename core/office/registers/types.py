"""What the desk and the command line are told of the file's registers."""

from dataclasses import dataclass

from core.registers.declare import Register
from core.store.log.changes import Changes


@dataclass(frozen=True, slots=True)
class DeclaredRegister:
    """A register of the file: ``unit`` is the code of the unit that keeps it, ``records`` how many it holds."""

    register: Register
    unit: str
    records: int
    retired: bool


@dataclass(frozen=True, slots=True)
class NewRegister:
    """A register just declared, or proposed, and the changes it took."""

    register: Register
    changes: Changes
