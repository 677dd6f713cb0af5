"""Format 1, the first: the change log's tables and one table a register, as ``format_1.sql`` froze them."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the tables and indexes of format 1 in an empty file."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
