"""A person's own steps, taken back and done again while nobody has written over them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from core.office.editing import closed_guard, in_use, safeguards
from core.office.editing.closed_months import ClosedMonths
from core.office.progress import Progress, Watch
from core.store.connection import Connection
from core.store.file.office_file import OfficeFile
from core.store.log.chain import meta
from core.store.log.changes import ActionInfo, Changes, RecordChange
from core.store.log.compensation import LONG, WrittenOver, can_be_reversed, reversal
from core.store.log.history import Action, UndoStacks, undo_stacks


@dataclass(slots=True)
class _Known:
    """What has been read of the stacks since something was written last."""

    stacks: UndoStacks | None = None
    ready: dict[str, Action | None] = field(default_factory=dict)


class UndoBook:
    """Undo and redo for whoever acts in one open file; the stacks are read from the log when first asked for."""

    def __init__(
        self,
        file: OfficeFile,
        author: Callable[[], str],
        reading: Callable[[], AbstractContextManager[Connection]],
        closed: Callable[[], ClosedMonths],
    ) -> None:
        self._file = file
        self._open = reading
        self._author = author
        self._closed = closed
        self._known = _Known()

    def forget(self) -> None:
        """Something was written: read the stacks anew when next asked for."""
        # Another thread may be reading them just now: what it finds is of before, and goes with the old ones.
        self._known = _Known()

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None where there is nothing that still stands."""
        return self._label("undo")

    @property
    def redo_label(self) -> str | None:
        """What redo would do again; None where there is nothing."""
        return self._label("redo")

    @property
    def is_long(self) -> bool:
        """True where undo or redo takes longer than a moment."""
        return any(action and len(action.numbers) > LONG for action in map(self._next, ("undo", "redo")))

    def undo(self, progress: Progress | None = None) -> Changes | None:
        """Take the last step back. Stopped where ``progress`` asks to stop, and nothing is changed."""
        return self._compensate("undo", progress)

    def redo(self, progress: Progress | None = None) -> Changes | None:
        """Do the step last taken back again. Stopped where ``progress`` asks to stop, and nothing is changed."""
        return self._compensate("redo", progress)

    def _label(self, which: str) -> str | None:
        found = self._next(which)
        return found.label if found else None

    def _next(self, which: str) -> Action | None:
        if self._file.barred:
            return None
        known = self._known
        if which not in known.ready:
            known.ready[which] = self._read(which, known)
        return known.ready[which]

    def _read(self, which: str, known: "_Known") -> Action | None:
        with self._open() as connection:
            if known.stacks is None:
                replica = meta(connection)["replica"]
                known.stacks = undo_stacks(connection, replica, self._author())
            stack = known.stacks.done if which == "undo" else known.stacks.undone
            return stack[-1] if stack and can_be_reversed(connection, stack[-1]) else None

    def _compensate(self, which: str, progress: Progress | None) -> Changes | None:
        action = self._next(which)
        if action is None:
            return None
        named = {"undoes": action.name} if which == "undo" else {"redoes": action.name}
        watch, closed = Watch(progress, ""), self._closed()

        def changes(connection: Connection) -> Iterator[RecordChange]:
            back = safeguards.guarded(connection, reversal(connection, action, watch.tick))
            back = in_use.guarded(connection, back, action.numbers)
            yield from closed_guard.guarded(closed, connection, back)
            watch.heed()

        over = False
        try:
            with watch:
                return self._file.commit(changes, ActionInfo(self._author(), action.label, **named))
        except WrittenOver:
            over = True
            return None
        finally:
            self.forget()
            if over:  # it isn't offered again, until something else is written
                self._known.ready[which] = None
