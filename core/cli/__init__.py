"""phaenctl: the office's work without a screen (docs/commands.md). One module per kind of command."""

import sys


def main() -> None:
    """The program ``phaenctl``."""
    from core.cli.presenter import run

    sys.exit(run(sys.argv[1:]))
