"""Format 5: natural keys as they are compared, what looks the same being the same; plans adopted anew; disputed records
found at once."""

from pathlib import Path

from alembic.operations import Operations

from core.store.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the table of what was adopted anew; natural keys are written anew when the log is folded again."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
