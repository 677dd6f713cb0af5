"""Format 4: proposals to change the plan, from units that don't keep it."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the table of proposals; folding fills it, should entries of a newer file have come before the table."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
