"""The one way changes get into the file: written, or proposed where they are the plan's and the file's unit doesn't keep
it."""

from collections.abc import Iterable, Sequence
from itertools import chain

from core.office.proposing import proposed
from core.office.session import Read, Session
from core.plan.proposals import PLAN_NAMES
from core.store.log.changes import Change, Changes


def commit(
    session: Session,
    changes: Iterable[Change],
    label: str,
    imported: str = "",
    read: Read | None = None,
) -> Changes:
    """Commit changes already checked, as one step of undo; ``label`` names it in Thai, ``imported`` is the mark of rows
    taken in from a sheet, ``read`` looks at what was written, in its transaction. The first change tells whether they are
    the plan's: those become a proposal, with what goes along with them, where this file's unit doesn't keep the plan."""
    first, changes = _peeked(changes)
    if first is None or first.register not in PLAN_NAMES or session.keeps_plan:
        return session.write(changes, label, imported, read)
    return _propose(session, changes, label, read)


def _propose(session: Session, changes: Iterable[Change], label: str, read: Read | None) -> Changes:
    with session.reading() as connection:
        written, own = proposed(session, connection, list(changes), label)
    return session.write(written, label if own else f"เสนอ{label}", read=read)


def _peeked(changes: Iterable[Change]) -> tuple[Change | None, Iterable[Change]]:
    """The first change, and all of them; a stream stays one."""
    if isinstance(changes, Sequence):
        return (changes[0] if changes else None), changes
    stream = iter(changes)
    first = next(stream, None)
    return first, (stream if first is None else chain((first,), stream))
