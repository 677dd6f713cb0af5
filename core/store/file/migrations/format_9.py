"""Format 9: people and keys, closed months, evidence and what was exported; entries with their signer and who may what."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the new tables and columns, and anew the table of fields of registers; folding the log again fills them."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
