"""Modules compiled before they ship, so that a start compiles nothing and nobody's right to write is needed.

Each ``x.py`` becomes ``x.pyc`` in its place: half the files, and no time stamps to disagree. The bytes depend on nothing but
the sources and the interpreter: names are relative, sets are ordered by a fixed seed, one process compiles all in order.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from environment import SetupRefusal

# Run by the interpreter that ships. A package may carry files of another Python, as examples: what can't be compiled stays.
_COMPILE = """
import pathlib, py_compile, sys
unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
for path in sorted(pathlib.Path().rglob("*.py")):
    try:
        py_compile.compile(str(path), str(path) + "c", path.as_posix(), doraise=True, invalidation_mode=unchecked)
    except py_compile.PyCompileError:
        print(path.as_posix())
    else:
        path.unlink()
"""


def precompile(tree: Path, interpreter: Sequence[str]) -> tuple[str, ...]:
    """Compiles every module below ``tree`` by the command ``interpreter``; the names of those it couldn't compile, which
    stay as they are. Refuses with SetupRefusal where the interpreter doesn't run."""
    done = subprocess.run(
        (*interpreter, "-c", _COMPILE),
        cwd=tree,
        env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SetupRefusal(f"แปลโปรแกรมล่วงหน้าไม่สำเร็จที่ {tree}: {done.stderr.strip()[-300:]}")
    return tuple(done.stdout.splitlines())
