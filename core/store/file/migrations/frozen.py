"""The frozen statements of a format, kept as SQL beside its module."""

from pathlib import Path


def statements(path: Path) -> tuple[str, ...]:
    """The statements of an SQL file, one a table or index; lines that begin with ``--`` are left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return tuple(part.strip() for part in text.split(";\n") if part.strip(" \n;"))
