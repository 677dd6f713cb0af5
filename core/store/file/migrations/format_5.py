"""Format 5: what looks the same is the same, in natural keys and in search; plans adopted anew; disputed records found
at once."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the tables of what was adopted anew and of what search looks in; folding the log again fills them, and writes
    natural keys as they are compared."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
