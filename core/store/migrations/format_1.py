"""Format 1, the first: the change log's tables and one table a register, as ``format_1.sql`` froze them."""

from pathlib import Path

from alembic.operations import Operations

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade(operations: Operations) -> None:
    """Make the tables and indexes of format 1 in an empty file."""
    for statement in statements():
        operations.execute(statement)


def statements() -> tuple[str, ...]:
    """The frozen statements, one a table or index."""
    lines = SCHEMA.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return tuple(part.strip() for part in text.split(";\n") if part.strip(" \n;"))
