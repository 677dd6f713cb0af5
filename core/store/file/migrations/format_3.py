"""Format 3: what a file knows of its exchanges with others; waiting entries say what they wait for."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the tables of exchanges, and that of the waiting entries anew: what waited is looked at at the next merge."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
