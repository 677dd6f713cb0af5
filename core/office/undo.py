"""A person's own steps, taken back and done again while nobody has written over them."""

from core.store.file import OfficeFile
from core.store.history import Action, UndoStacks, compensation, undo_stacks
from core.store.log import Changes, Deed, Step


class UndoBook:
    """Undo and redo for one person in one open file; the stacks are read from the log when first asked for."""

    def __init__(self, file: OfficeFile, author: str) -> None:
        self._file = file
        self._author = author
        self._stacks: UndoStacks | None = None
        self._ready: dict[str, tuple[Action, list[Step]] | None] = {}

    def forget(self) -> None:
        """Something was written: read the stacks anew when next asked for."""
        self._stacks = None
        self._ready.clear()

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None where there is nothing that still stands."""
        return self._label("undo")

    @property
    def redo_label(self) -> str | None:
        """What redo would do again; None where there is nothing."""
        return self._label("redo")

    def undo(self) -> Changes | None:
        """Take the last step back."""
        return self._compensate("undo")

    def redo(self) -> Changes | None:
        """Do the step last taken back again."""
        return self._compensate("redo")

    def _label(self, which: str) -> str | None:
        found = self._next(which)
        return found[0].label if found else None

    def _next(self, which: str) -> tuple[Action, list[Step]] | None:
        if self._file.read_only:
            return None
        if which not in self._ready:
            self._ready[which] = self._read(which)
        return self._ready[which]

    def _read(self, which: str) -> tuple[Action, list[Step]] | None:
        with self._file.reading() as connection:
            if self._stacks is None:
                replica = self._file.meta()["replica"]
                self._stacks = undo_stacks(connection, replica, self._author)
            stack = self._stacks.done if which == "undo" else self._stacks.undone
            changes = compensation(connection, stack[-1]) if stack else None
        return (stack[-1], changes) if stack and changes else None

    def _compensate(self, which: str) -> Changes | None:
        found = self._next(which)
        if found is None:
            return None
        action, changes = found
        named = {"undoes": action.name} if which == "undo" else {"redoes": action.name}
        done = self._file.commit(changes, Deed(self._author, action.label, **named))
        self.forget()
        return done
