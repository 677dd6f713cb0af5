"""Schema versions of entries: an old entry's bytes stay, its reading is upgraded when it is folded.

Each step is a tiny function tagged with the version it reads; it gives the entry as the next version says it.
"""

from collections.abc import Callable, Mapping

from core.store.log.entry import Entry

SCHEMA_VERSION = 1

Upgrade = Callable[[Entry], Entry]

UPGRADES: Mapping[int, Upgrade] = {}


def upgraded(entry: Entry, steps: Mapping[int, Upgrade] = UPGRADES, to: int = SCHEMA_VERSION) -> Entry:
    """The entry as the current schema reads it; one of a newer schema is read as it is (fields unknown to us are
    passed over by the fold and kept in the log)."""
    version = entry.schema
    while version < to:
        entry = steps[version](entry) if version in steps else entry
        version += 1
    return entry
