"""The registers an office keeps, a module each; a module here with a ``REGISTER`` is one of them."""

from core.discovery import declared_in
from core.registers.declare import Register

_FOUND: tuple[Register, ...] = declared_in(__name__, __path__, "REGISTER")
REGISTERS = tuple(sorted(_FOUND, key=lambda register: register.place))

__all__ = ["REGISTERS"]
