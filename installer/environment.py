"""The project's own Python environment, ``.venv`` beside it: made, filled from the lock file, kept.

A stamp written last says what the environment was made from; as long as it fits, a run has nothing to do.
A marker written first says that filling it has begun; one found at the start tells of an interrupted run.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import qt_libraries
from system import apt_install, shown

RECIPE = "2"  # raise it when the way of setting up changes, so that older environments are looked at again
NEVER_RUN = r"[/\\](mypy|mypyc|pip|setuptools|pygments|PySide6[/\\]scripts|tests?|testing)[/\\]"
NO_NETWORK = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Name or service not known",
    "getaddrinfo failed",
    "Network is unreachable",
    "ConnectTimeoutError",
    "Failed to establish a new connection",
)


class SetupRefusal(Exception):
    """Setting up can't go on; ``str`` is one Thai sentence that says why and what to do."""


class EnvironmentState(Enum):
    """What is found where the environment belongs."""

    READY = "ready"
    STALE = "stale"  # whole, but the lock file or the project has changed since, or nobody stamped it
    BROKEN = "broken"  # half made, moved, or made by another Python: made anew
    MISSING = "missing"


def say(text: str) -> None:
    """One line for the person who waits, at once."""
    print(text, flush=True)


@dataclass(frozen=True)
class Environment:
    """``.venv`` of the checkout at ``root``."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where the environment lies."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """A program of the environment, under the name this system gives it."""
        if sys.platform == "win32":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    def prepare(self) -> None:
        """Makes the environment fit the lock file; does nothing where it does already. Refuses with SetupRefusal."""
        state = self.state()
        if state is EnvironmentState.READY:
            return
        try:
            if state is not EnvironmentState.STALE:
                self._make(again=state is EnvironmentState.BROKEN)
            self._fill()
        except OSError as fault:
            raise SetupRefusal(
                f"เขียนลงใน {self.folder} ไม่ได้ ({fault.strerror}) โปรดปิดโปรแกรมที่เปิดค้าง ตรวจสิทธิ์และเนื้อที่ แล้วเรียกใหม่"
            ) from fault
        self._write_stamp(qt="")

    def state(self) -> EnvironmentState:
        """What is there now."""
        if not self.folder.exists():
            return EnvironmentState.MISSING
        if self._marker.exists() or not self._made_here():
            return EnvironmentState.BROKEN
        if self._stamp().get("key") == self._key() and self.script("phaenctl").is_file():
            return EnvironmentState.READY
        return EnvironmentState.STALE if self._pip_works() else EnvironmentState.BROKEN

    def qt_is_ready(self) -> bool:
        """True when Qt finds its system libraries; sees to them where it can, says what is missing where not."""
        want = "window" if qt_libraries.needs_xcb(os.environ, sys.platform) else "offscreen"
        if self._stamp().get("qt") in (want, "window"):
            return True
        missing = qt_libraries.provide(self.python, window=want == "window", say=say)
        if missing:
            say(missing)
            return False
        self._write_stamp(qt=want)
        return True

    def require_qt(self) -> None:
        """Refuses when Qt can't be made to work; the reason has been said by then."""
        if not self.qt_is_ready():
            raise SetupRefusal("ติดตั้งไลบรารีข้างต้นแล้วเรียกคำสั่งเดิมอีกครั้ง")

    @property
    def _marker(self) -> Path:
        return self.folder / "phaen-unfinished"

    @property
    def _stamp_file(self) -> Path:
        return self.folder / "phaen-stamp.json"

    def _stamp(self) -> dict[str, str]:
        try:
            stamp = json.loads(self._stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self, qt: str) -> None:
        unfinished = self._stamp_file.with_suffix(".new")
        unfinished.write_text(json.dumps({"key": self._key(), "qt": qt}), encoding="utf-8")
        unfinished.replace(self._stamp_file)

    def _key(self) -> str:
        return environment_key(self.root, sys.version_info[:3])

    def _made_here(self) -> bool:
        return self.python.exists() and made_here(self.folder, Path(sys.base_prefix), sys.version_info[:2])

    def _pip_works(self) -> bool:
        return subprocess.call([str(self.python), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0

    def _make(self, *, again: bool) -> None:
        if again:
            say("พบสภาพแวดล้อมเดิมที่ใช้ต่อไม่ได้ จึงสร้างใหม่")
            # The stamp goes first: a removal cut short must not leave a stamped half behind.
            self._stamp_file.unlink(missing_ok=True)
            shutil.rmtree(self.folder)
        else:
            say("สร้างสภาพแวดล้อม Python ที่ " + str(self.folder))
        ensure_venv_module()
        base = getattr(sys, "_base_executable", "") or sys.executable
        self.folder.mkdir()
        self._marker.touch()
        done = _quiet([base, "-m", "venv", str(self.folder)])
        if done.returncode:
            raise SetupRefusal(self._failure("สร้างสภาพแวดล้อม Python ไม่สำเร็จ", done))

    def _fill(self) -> None:
        self._marker.touch()
        packages = lock_names((self.root / "requirements.lock").read_text(encoding="utf-8"))
        say(f"ติดตั้งส่วนประกอบ {len(packages)} รายการตาม requirements.lock (ครั้งแรกใช้เวลาหนึ่งถึงสามนาที)")
        for command in install_commands(self.python, self.root):
            done = _quiet(command, cwd=self.root)
            if done.returncode:
                raise SetupRefusal(self._failure("ติดตั้งส่วนประกอบไม่สำเร็จ", done))
        _quiet(compile_command(self.python, self.root))  # a module that can't be compiled isn't used either
        # The desk's fonts, made now, or else the first start makes them.
        _quiet((str(self.python), str(self.root / "installer" / "build_font.py")))
        self._marker.unlink()

    def _failure(self, what: str, done: "subprocess.CompletedProcess[str]") -> str:
        if any(sign in done.stdout for sign in NO_NETWORK):
            return f"{what} เพราะต่ออินเทอร์เน็ตไม่ได้ โปรดตรวจการเชื่อมต่อแล้วเรียกใหม่"
        log = self.root / "out" / "setup.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(f"{shown(done.args)}\n{done.stdout}", encoding="utf-8")
        return f"{what} รายละเอียดอยู่ใน {log} โปรดแก้ตามนั้นหรือส่งแฟ้มนี้ให้ผู้ดูแล แล้วเรียกใหม่"


def environment_key(root: Path, version: Sequence[int]) -> str:
    """A hash of all an environment is made from: lock file, project file, Python, place and recipe."""
    digest = hashlib.sha256()
    for part in (
        (root / "requirements.lock").read_bytes(),
        (root / "pyproject.toml").read_bytes(),
        ".".join(map(str, version)).encode(),
        str(root).encode(),
        RECIPE.encode(),
    ):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def made_here(folder: Path, base_prefix: Path, version: Sequence[int]) -> bool:
    """True when the environment was made in this very place by this very Python.

    Its programs hold their own path, so a moved one is of no use; ``pyvenv.cfg`` tells both.
    """
    try:
        lines = (folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    entries = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    same_version = entries.get("version", "").split(".")[:2] == [str(n) for n in version[:2]]
    same_place = entries.get("command", "").endswith(f" {folder}")
    home = Path(entries.get("home", ""))
    return same_version and same_place and base_prefix.resolve() in (home.resolve(), *home.resolve().parents)


def install_commands(python: Path, root: Path) -> tuple[tuple[str, ...], ...]:
    """The two commands of pip: what the lock file pins, by hash; then the project itself, in place."""
    pip = (
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--no-input",
        "--disable-pip-version-check",
        "--retries",
        "2",
    )
    return (
        (*pip, "--require-hashes", "--requirement", str(root / "requirements.lock")),
        (*pip, "--no-deps", "--no-build-isolation", "--editable", str(root)),
    )


def compile_command(python: Path, root: Path) -> tuple[str, ...]:
    """Compiles what may run, on all cores: a quarter of the time pip would take to compile everything.

    Left to itself, Python would compile at first use, or never where its user forbids writing bytecode.
    """
    library = root / ".venv" / ("Lib" if sys.platform == "win32" else "lib")
    what = (str(library), str(root / "core"), str(root / "desktop"))
    return (str(python), "-m", "compileall", "-q", "-j", "0", "-x", NEVER_RUN, *what)


def lock_names(lock: str) -> tuple[str, ...]:
    """The packages a lock file pins, in order."""
    pinned = (line for line in lock.splitlines() if line[:1].isalnum() and "==" in line)
    return tuple(line.partition("==")[0] for line in pinned)


def ensure_venv_module() -> None:
    """Sees to Debian's separate ``python3.x-venv`` package; refuses with the exact command where it can't."""
    if _quiet([sys.executable, "-c", "import ensurepip, venv"]).returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    command = apt_install((package,), say=say)
    if command:
        raise SetupRefusal(f"Python ของเครื่องนี้ยังไม่มีส่วนสร้างสภาพแวดล้อม โปรดเรียก: {command} แล้วเรียกคำสั่งเดิมอีกครั้ง")


def _quiet(command: Sequence[str], cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        list(command),
        cwd=cwd,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
