"""``python -m core.cli``, for where the program itself isn't on the path."""

from core.cli import main

main()
