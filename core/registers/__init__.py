"""The registers (ทะเบียน), one module each in ``declared``: fields, rules, key and owner, declared once."""

from core.registers.declare import Register
from core.registers.declared import REGISTERS as ALL

__all__ = ["ALL", "by_name"]

_BY_NAME = {register.name: register for register in ALL}


def by_name(name: str) -> Register:
    """The register of that name; KeyError where there is none."""
    return _BY_NAME[name]
