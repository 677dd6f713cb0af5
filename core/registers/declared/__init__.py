"""The registers an office keeps, a module each; a module here with a ``REGISTER`` is one of them."""

from importlib import import_module
from pkgutil import iter_modules

from core.registers.declare import Register


def _found() -> tuple[Register, ...]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return tuple(module.REGISTER for module in modules)


REGISTERS = tuple(sorted(_found(), key=lambda register: register.place))

__all__ = ["REGISTERS"]
