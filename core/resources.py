"""Where the program's own files are: plans, holidays, word list, icons, help, sample data.

They live in the folder ``resources`` beside the package ``core``, both in a checkout and in an installed program.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "resources"


def path(*parts: str) -> Path:
    """The path of a resource, ``path("plans", "2563.toml")``; whether it exists is the reader's business."""
    return ROOT.joinpath(*parts)
