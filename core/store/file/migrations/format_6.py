"""Format 6: a deliverable tells the fiscal year of the plan it counts for."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the table of deliverables anew; folding the log again fills it, also with years that entries of a newer file
    had told."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
