"""The three things ``start.py`` does: run, set up, test."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from environment import Environment, SetupRefusal, say
from qt_libraries import has_display

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_MONTH = (
    "2563-06"  # the sample's year is in full swing: late, pending and returned requests, steps behind plan
)
USAGE = "วิธีใช้: python3 installer/start.py [setup | test | แฟ้มสำนักงาน.phaen]"
BUDDHIST_OFFSET = 543
INTERRUPTED = 130
ENCRYPTED = b"PHE1"  # core.path_kinds.ENCRYPTED: this file runs before anything of core can be imported
FILE_VARIABLE = "PHAEN_FILE_PASSPHRASE"
NO_REPORT = f"ไม่ได้พิมพ์รายงานประจำเดือน เพราะแฟ้มนี้เข้ารหัสไว้ หากต้องการรายงาน โปรดพิมพ์จากโต๊ะทำงาน หรือส่งรหัสผ่านแฟ้มทาง {FILE_VARIABLE}"

# Settings of the user's screen that would change the pictures the tests compare.
SCREEN_SETTINGS = (
    "QT_SCALE_FACTOR",
    "QT_FONT_DPI",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_STYLE_OVERRIDE",
    "QT_QPA_PLATFORMTHEME",
)


def main(arguments: Sequence[str]) -> int:
    """Does what the arguments say; returns the exit status (0 done, 1 not done, 2 wrong usage)."""
    if len(arguments) > 1 or any(a.startswith("-") for a in arguments):
        say(USAGE)
        return 0 if list(arguments) in (["-h"], ["--help"]) else 2
    command = arguments[0] if arguments else ""
    try:
        return _do(command, Environment(ROOT))
    except SetupRefusal as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        say("หยุดตามที่สั่งแล้ว เรียกคำสั่งเดิมอีกครั้งเพื่อทำต่อได้")
        return INTERRUPTED


def _do(command: str, environment: Environment) -> int:
    if command == "setup":
        environment.prepare()
        environment.require_qt()
        say("พร้อมใช้แล้ว: " + str(environment.script("phaen")) + " และ " + str(environment.script("phaenctl")))
        return 0
    if command == "test":
        environment.prepare()
        environment.require_qt()
        return run_checks(environment)
    return run_desk(environment, Path(command).resolve() if command else None)


def run_desk(environment: Environment, named: Path | None) -> int:
    """Sets up, writes the monthly report, opens the desk where there is a display; prints the report's path last. Of an
    encrypted file whose passphrase isn't given there is no report, and the desk asks for the passphrase."""
    if named is not None and not named.is_file():
        raise SetupRefusal(f"ไม่พบแฟ้มสำนักงาน {named} โปรดตรวจชื่อแฟ้ม หรือเรียกโดยไม่ระบุแฟ้มเพื่อใช้แฟ้มตัวอย่าง")
    environment.prepare()
    office = named or sample_file(environment)
    report = None
    if is_locked(office):
        say(NO_REPORT)
    else:
        month = SAMPLE_MONTH if named is None else _month_of(environment, office)
        report = monthly_report(environment, office, month)
    status = 0
    if has_display(os.environ, sys.platform) and environment.qt_is_ready():
        say("เปิดโต๊ะทำงาน ปิดหน้าต่างเมื่อเสร็จงาน")
        status = int(subprocess.call([str(environment.script("phaen")), str(office)]) != 0)
    if report is not None:
        say("รายงานประจำเดือน:")
        say(str(report))
    return status


def is_locked(office: Path) -> bool:
    """True for an encrypted office file whose passphrase isn't given by ``FILE_VARIABLE``."""
    if os.environ.get(FILE_VARIABLE):
        return False
    with office.open("rb") as content:
        return content.read(len(ENCRYPTED)) == ENCRYPTED


def sample_file(environment: Environment) -> Path:
    """The checkout's sample office file, made where there is none."""
    path = ROOT / "out" / "sample.phaen"
    unfinished = path.with_name("sample-unfinished")
    if path.is_file() and not unfinished.exists():
        return path
    say("สร้างแฟ้มสำนักงานตัวอย่าง")
    path.parent.mkdir(exist_ok=True)
    # An interrupted run leaves half a sample and this marker beside it.
    unfinished.touch()
    path.unlink(missing_ok=True)
    phaenctl(environment, "init", str(path), "--sample")
    unfinished.unlink()
    return path


def monthly_report(environment: Environment, office: Path, month: str) -> Path:
    """The office file's monthly report as PDF under ``out/``; ``month`` is Buddhist, like 2563-06."""
    target = ROOT / "out" / f"monthly-{month}.pdf"
    if is_current(target, office):
        return target
    say("พิมพ์รายงานประจำเดือน " + month)
    target.parent.mkdir(exist_ok=True)
    phaenctl(environment, "report", str(office), "monthly", str(target), "--month", month)
    return target


def is_current(report: Path, office: Path) -> bool:
    """True when the report was written today, after the last change to the office file and to the program."""
    try:
        written = report.stat().st_mtime
        changed = max(path.stat().st_mtime for path in (office, *_program_files()))
    except OSError:
        return False
    return changed < written and date.fromtimestamp(written) == date.today()


def _program_files() -> Iterator[Path]:
    files = (path for room in ("core", "resources") for path in (ROOT / room).rglob("*"))
    return (path for path in files if "__pycache__" not in path.parts)


def phaenctl(environment: Environment, *arguments: str) -> str:
    """Runs the command line; returns what it printed, or refuses with its own sentence."""
    done = subprocess.run(
        [str(environment.script("phaenctl")), *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SetupRefusal(done.stderr.strip() or f"phaenctl {arguments[0]} ไม่สำเร็จ โปรดเรียก setup แล้วลองใหม่")
    return done.stdout


def _month_of(environment: Environment, office: Path) -> str:
    year = json.loads(phaenctl(environment, "plan", str(office), "--json"))["fiscal_year"]
    return report_month(year, date.today())


def report_month(fiscal_year: int, today: date) -> str:
    """The month to report of a file that holds ``fiscal_year`` (Buddhist): this month, or the year's last one."""
    this_year = today.year + BUDDHIST_OFFSET
    if fiscal_year == this_year + (today.month >= 10):
        return f"{this_year}-{today.month:02d}"
    return f"{fiscal_year}-09"


def check_commands(python: Path, workers: int) -> tuple[tuple[str, ...], ...]:
    """Every check of the project in order, the tests last so that their summary is the last line."""
    run = (str(python), "-m")
    return (
        (*run, "ruff", "check"),
        (*run, "ruff", "format", "--check"),
        (*run, "mypy"),
        (*run, "pytest", "-n", str(workers), "--dist", "worksteal"),
    )


def variables_for_tests(current: Mapping[str, str], state: str) -> dict[str, str]:
    """The environment tests run in: off screen, unscaled, and away from the user's own state. Bytecode is kept: compiling
    the tests anew costs every worker ten seconds, and what is compiled is left alone by git."""
    unwanted = {*SCREEN_SETTINGS, "PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in current.items() if name not in unwanted}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PHAEN_STATE_DIR": state, "PYTHONUTF8": "1"}


def run_checks(environment: Environment) -> int:
    """Runs every check, also after one has failed; 0 only when all are good."""
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="phaen-tests-") as state:
        variables = variables_for_tests(os.environ, state)
        for command in check_commands(environment.python, min(os.cpu_count() or 1, 4)):
            name = " ".join(command[2:4]) if command[2] == "ruff" else command[2]
            if name == "pytest" and failed:
                say("ยังไม่ผ่าน: " + ", ".join(failed))
            say("ตรวจด้วย " + name)
            if subprocess.call(command, cwd=ROOT, env=variables):
                failed.append(name)
    return 1 if failed else 0
