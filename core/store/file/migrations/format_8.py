"""Format 8: targets of quarters and months, weights, levels and baselines, what memoranda begin with, printed lists."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the tables of the plan's years, indicators and targets anew, and that of printed lists; folding the log again
    fills them."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
