"""The process that reads one file of anybody's, seen from this one: started here, asked for parts, and ended. What is
hostile in a workbook, a picture or a PDF happens there, within limits of memory and time (``process_limits``).

It is a bare interpreter that is told where to import from: none of the site's start-up runs, the environment and the
folder it is started in mean nothing to it, and what passwords the environment holds stay here. A frozen program has no interpreter to start. There ``_command`` is to name the
program itself with an argument for which its entry point does what ``_START`` does, before anything else.
"""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from weakref import finalize

import core
from core.exchange.messages import HEAD

_START = (
    "import sys; sys.path[:] = sys.argv[3:]; "
    "from core.exchange.process_limits import limit_myself; limit_myself(); "
    "from importlib import import_module; import_module(sys.argv[2]).main(sys.argv[1])"
)
_LONGEST_MESSAGE = 80 << 20  # bytes
_NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW


def _command(path: Path, serve: str) -> list[str]:
    # Of a virtual environment on Windows ``sys.executable`` only starts another process, which no limit of its own reaches.
    interpreter = getattr(sys, "_base_executable", "") or sys.executable
    folders = [str(Path(core.__file__ or "").parents[1]), *filter(os.path.isabs, sys.path)]
    return [interpreter, "-I", "-S", "-X", "utf8", "-c", _START, str(path.absolute()), serve, *folders]


class ReaderProcess:
    """Reads one file by the module ``serve``, whose ``main`` is given its name. It doesn't outlive this object, nor the
    program."""

    def __init__(self, path: Path, serve: str) -> None:
        self._process = subprocess.Popen(
            _command(path, serve),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
            env={name: value for name, value in os.environ.items() if not name.startswith("PHAEN_")},
        )
        self._let_go = finalize(self, _end, self._process)  # also where whoever started it forgets it

    def ask(self, part: str) -> None:
        """Ask for a part, in one line. Where the process has ended, nothing is received."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{part}\n".encode())
            self._process.stdin.flush()
        except OSError:  # on Windows a broken pipe has several names
            return

    def receive(self) -> tuple[bytes, float] | None:
        """The next message, and how much has been read; None where the process has ended, or sends more than
        anybody would."""
        assert self._process.stdout is not None
        head = self._process.stdout.read(HEAD.size)
        if len(head) < HEAD.size:
            return None
        length, share = HEAD.unpack(head)
        message = self._process.stdout.read(length) if length <= _LONGEST_MESSAGE else b""
        return (message, share) if length and len(message) == length else None

    def kill(self) -> None:
        """End the process; once more does nothing. May be called while another thread receives."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of it; once more does nothing."""
        self._let_go()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was still to be written
                pipe.close()
    process.wait()
