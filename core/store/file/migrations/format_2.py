"""Format 2: remarks and signers of reports, definitions changed in mid-year, waivers, plans that are drafts."""

from pathlib import Path

from alembic.operations import Operations

from core.store.file.migrations.frozen import statements

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the tables that format 1 lacks, and the plan's years anew; folding fills them."""
    for statement in statements(SCHEMA):
        operations.execute(statement)
