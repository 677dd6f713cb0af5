"""Names and labels that no other part of a declaration has."""

from collections.abc import Collection
from itertools import count

from core.registers.declaration import RESERVED


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it is taken."""
    numbered = (f"{name}_{number}" for number in count(2))
    return name if name not in taken else next(other for other in numbered if other not in taken)


def free_field(name: str, taken: Collection[str]) -> str:
    """The same for a field, which goes by none of the reserved names either."""
    return free_name(name, {*taken, *RESERVED})


def free_label(label: str, taken: Collection[str]) -> str:
    """The label, with a number behind it where it is taken."""
    numbered = (f"{label} ({number})" for number in count(2))
    return label if label not in taken else next(other for other in numbered if other not in taken)
