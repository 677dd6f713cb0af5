"""The second fixed entry of the 2563 plan's office: what declares the registers that were code of the program until format 7.

Its bytes are frozen beside the migration and never made from the library of registers, so that every file, new or upgraded,
holds the same. ``tests/fixtures/make_declarations_entry.py`` made them.
"""

from functools import cache
from pathlib import Path
from uuid import uuid5

from core.registers.declare import NAMESPACE
from core.store.log.entry import Entry, decode

DECLARATIONS_BY = str(uuid5(NAMESPACE, "declarations|2563.1"))  # the replica it is of
STORED = Path(__file__).parent / "migrations" / "format_7.json"


@cache
def declarations_entry() -> Entry:
    """The entry, the same in every file."""
    return decode(STORED.read_bytes())
