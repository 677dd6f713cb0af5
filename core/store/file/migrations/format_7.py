"""Format 7: registers are the office's own, a file holds what declares them; a plan says which unit keeps it."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the tables of declarations, and that of the plan's years anew; folding the log again fills them, and makes the tables
    of the registers declared."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
