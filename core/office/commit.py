"""The one way changes get into the file: written, proposed or refused (docs/domain.md, "Rights").

Written is what is the acting person's to write; proposed, where the person may propose, what is the plan's or another unit's. In
a file without accounts everything is written but the plan's where the file's unit doesn't keep it.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from core.faults import RightRefusal
from core.office.ownership import Ownership
from core.office.proposing import proposed
from core.office.session import Read, Session
from core.plan.proposals import PLAN_NAMES
from core.plan.rights import UseCase, use_case_of
from core.store.log.changes import Change, Changes


def commit(
    session: Session,
    changes: Iterable[Change],
    label: str,
    imported: str = "",
    read: Read | None = None,
) -> Changes:
    """Commit changes already checked, as one step of undo; ``label`` names it in Thai, ``imported`` is the mark of rows
    taken in from a sheet, ``read`` looks at what was written, in its transaction. A stream is of one register. RightRefusal
    where the person who is signed in may neither write nor propose them."""
    first, changes = _peeked(changes)
    if first is None or _all_written(session, first, changes):
        return session.write(changes, label, imported, read)
    ownership, changes = Ownership(session), list(changes)
    with session.reading() as connection:
        foreign = [change for change in changes if ownership.own(connection, change) != change]
        if not foreign and session.has_accounts:
            written, own = changes, True
        else:
            _refuse_unproposable(session, foreign)
            # What goes along with an edit of the plan waits for it.
            of_plan = not session.has_accounts or any(change.register in PLAN_NAMES for change in foreign)
            if of_plan:
                written, own = proposed(session, connection, changes, label, ownership.fact)
            else:
                written, own = proposed(session, connection, changes, label, ownership.own, ownership.unit)
    return session.write(written, label if own else f"เสนอ{label}", imported if own else "", read)


def _all_written(session: Session, first: Change, changes: Iterable[Change]) -> bool:
    """True where it is known without looking at each change."""
    if not session.has_accounts:
        return first.register not in PLAN_NAMES or session.keeps_plan
    return not isinstance(changes, Sequence) and Ownership(session).all_own(first.register)


def _refuse_unproposable(session: Session, foreign: Sequence[Change]) -> None:
    """RightRefusal where something isn't the person's to write, and nothing that can be proposed."""
    session.rights.require(
        UseCase.TYPE_OWN
    )  # whoever may not write at all is told so, not that he may not propose
    session.rights.require(UseCase.PROPOSE)
    for change in foreign:
        asked = use_case_of(change.register)
        if asked is not None:
            raise RightRefusal(session.rights.why(asked) or session.rights.of_another(asked))


def _peeked(changes: Iterable[Change]) -> tuple[Change | None, Iterable[Change]]:
    """The first change, and all of them; a stream stays one."""
    if isinstance(changes, Sequence):
        return (changes[0] if changes else None), changes
    stream = iter(changes)
    first = next(stream, None)
    return first, (stream if first is None else chain((first,), stream))
