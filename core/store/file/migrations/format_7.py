"""Format 7: a plan says which unit keeps it."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the table of the plan's years anew; folding the log again fills it."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
