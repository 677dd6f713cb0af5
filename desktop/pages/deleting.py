"""Deleting what is selected: one step of undo, and a sentence that names what went."""

from collections.abc import Callable, Sequence

from desktop.shell.context import AppContext


def delete_records(context: AppContext, keys: Sequence[tuple[str, str]], then: Callable[[], object]) -> None:
    """Deletes records, each given by its register and id, all or none; ``then`` runs once they are gone. What can't be
    deleted, or was only proposed, is told."""
    done = context.attempt(lambda: context.office.records.delete_records(keys)) if keys else None
    if done is not None and not context.tell_if_proposed(done):
        context.tell_undoable(done)
        then()
