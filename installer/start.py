"""Phaen from a fresh checkout: ``python3 installer/start.py [setup | test | FILE]``.

Without a command: sets up, makes a sample office file where none is named, writes its monthly report, opens
the desk where there is a display, and prints the report's path last. ``setup`` only sets up; ``test`` sets up
and runs every check and test off screen. Needs nothing but a Python of the standard library, 3.11 to 3.13.

This file stays readable to an old Python, so that an old Python gets a sentence instead of a syntax error.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def refusal_of_python(version: "tuple[int, ...]") -> str:
    """The Thai sentence for a Python that is too old or too new; "" for one that will do."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return ""
    found = ".".join(str(part) for part in version[:3])
    return (
        "โปรแกรมนี้ใช้ Python 3.11 ถึง 3.13 แต่ที่เรียกอยู่คือ "
        + found
        + " โปรดเรียกด้วยรุ่นที่ใช้ได้ เช่น python3.12 installer/start.py"
    )


def use_utf8() -> None:
    """Thai can be printed whatever the console's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    use_utf8()
    refusal = refusal_of_python(sys.version_info[:3])
    if refusal:
        sys.exit(refusal)

    from commands import main

    sys.exit(main(sys.argv[1:]))
