"""The registers (ทะเบียน) that ship, each declared once as data: a TOML file of ``resources/registers``."""

from core import resources
from core.registers.declaration import read_registers, written_in
from core.registers.declare import Register

__all__ = ["ALL", "by_name"]

ALL: tuple[Register, ...] = read_registers(map(written_in, resources.path("registers").glob("*.toml")))

_BY_NAME = {register.name: register for register in ALL}


def by_name(name: str) -> Register:
    """The register of that name; KeyError where there is none."""
    return _BY_NAME[name]
