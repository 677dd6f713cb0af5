"""The Linux packages, proved in a clean Debian 12: installed or unpacked, self-tested without a network, removed."""

import hashlib
import shutil
import tarfile
from pathlib import Path

from environment import SetupRefusal
from supply import shipped

from release import deb, wheels
from release.clean_system import CLERK, CleanSystem
from release.debian import run
from release.job import Job

WORK_FOLDER = "งาน ของฉัน"  # of the ordinary user: Thai, and a space
REPORT = f"/home/{CLERK}/รายงาน ตรวจ.txt"
OFFICE = f"/home/{CLERK}/{WORK_FOLDER}/สำนักงาน.phaen"
REACHES_FOR_A_SCREEN = "could not connect to display"  # Qt's words, of the plug-in that it has loaded by then
# The pages that the four clerks of the first office work on, driven by keys.
CLERKS = ("test_finance_page.py", "test_grid_page.py", "test_letters_page.py", "test_gantt_editor.py")
TESTED_WITH = (
    *(
        "pytest",
        "pluggy",
        "iniconfig",
        "packaging",
        "pygments",
        "pytest-qt",
        "hypothesis",
        "sortedcontainers",
    ),
    "attrs",
)
# Run by the build's own interpreter, in the checkout's copy: the program is the build's, only what tests it is added.
RUN_TESTS = """
import sys
sys.path.insert(0, "beside")  # pytest wants more of pygments than ships
import PySide6.QtWidgets, core, desktop, pytest  # QtTest finds what it needs of Qt loaded
PySide6.__path__.append("beside/PySide6")
assert all(sys.argv[1] in module.__file__ for module in (core, desktop, PySide6))
sys.exit(pytest.main(sys.argv[2:]))
"""


def prove_deb(job: Job, package: Path) -> None:
    """Installs the package by apt, self-tests it, makes an office file, refuses an older one over it and to go while it
    runs, and removes it. Refuses with SetupRefusal at what doesn't hold."""
    with CleanSystem(job) as system:
        system.run(("apt-get", "update"))
        _install(system, package)
        told = start_before_a_screen(system, "phaen")
        _hold(REACHES_FOR_A_SCREEN in told, f"เปิดหน้าต่างไม่ได้: {told}")
        self_test(system, "phaen")
        before = _make_office(system, "phaenctl")
        _refuse_older(job, system)
        _refuse_while_open(system)
        system.run(("apt-get", "purge", "-y", deb.NAME))
        left = [path for path in system.root.glob("usr/*/*") if path.name.startswith(deb.NAME)]
        _hold(not left, f"ถอนแล้วยังเหลือ {left}")
        _hold(_hash(system) == before, "การถอนแตะแฟ้มสำนักงาน")


def prove_portable(job: Job, package: Path) -> None:
    """Unpacks the archive as an ordinary user, is told what the system lacks, self-tests it, and runs the clerks' pages by
    keys with it. Refuses with SetupRefusal at what doesn't hold."""
    with CleanSystem(job) as system:
        folder = _unpack(system, package)
        inside = "/" + folder.relative_to(system.root).as_posix()
        system.run(("apt-get", "update"))
        asked = provide_what_is_named(system, f"{inside}/phaen")
        _hold("libxcb-cursor0" in asked, f"ไม่ได้บอกว่าขาดไลบรารีใด ({asked})")
        self_test(system, f"{inside}/phaen")
        _make_office(system, f"{inside}/phaenctl")
        system.run_as_clerk((f"{inside}/add-to-menu",))
        _hold((system.home / ".local/share/applications/phaen.desktop").is_file(), "ไม่ได้เพิ่มในเมนู")
        run_clerks(job, system, inside)


def provide_what_is_named(system: CleanSystem, program: str) -> list[str]:
    """Starts the desk and installs what it says is missing, until Qt's plug-in for windows loads; all packages it named."""
    asked: list[str] = []
    while True:
        told = start_before_a_screen(system, program)
        if REACHES_FOR_A_SCREEN in told:
            return asked
        _hold("sudo apt install " in told, f"เริ่มไม่ได้และไม่ได้บอกว่าขาดอะไร: {told}")
        named = told.rpartition("sudo apt install ")[2].split()
        _hold(not {*named} & {*asked}, f"ติดตั้ง {' '.join(named)} แล้วยังบอกว่าขาด")
        system.install(*named)
        asked += named


def start_before_a_screen(system: CleanSystem, program: str) -> str:
    """What the desk says where a screen is named: without a screen that answers, Qt gets as far as asking for it."""
    return system.run_as_clerk((program,), variables=("DISPLAY=:1",), may_fail=True).stderr


def self_test(system: CleanSystem, program: str) -> None:
    """Runs the program's self-test as the ordinary user. Refuses with SetupRefusal and its report where it fails."""
    told = system.run_as_clerk((program, "--self-test", REPORT), may_fail=True)
    report = system.root / REPORT[1:]
    text = report.read_text(encoding="utf-8") if report.is_file() else told.stderr
    _hold(told.returncode == 0, f"การตรวจตัวเองไม่ผ่าน:\n{text}")


def run_clerks(job: Job, system: CleanSystem, folder: str) -> None:
    """Runs the GUI tests of the clerks' pages by the build's interpreter and program, off screen."""
    checkout = system.home / "checkout"
    listed = run(
        ("git", "-C", str(job.root), "ls-files", "-z", "pyproject.toml", "tests", "installer", "resources")
    )
    for name in filter(None, listed.stdout.split("\0")):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(job.root / name, checkout / name)
    beside = checkout / "beside"
    wheels.unpack(beside, TESTED_WITH, wheels.LINUX, job.cache, lambda _: True)
    wheels.unpack(beside, shipped(wheels.LINUX.markers), wheels.LINUX, job.cache, _is_qt_test)
    system.give_to_clerk(checkout)
    tests = [f"tests/desktop/{name}" for name in CLERKS]
    (checkout / "run_tests.py").write_text(RUN_TESTS, encoding="utf-8")
    inside = f"cd checkout && exec '{folder}/python/bin/python3.11' -X utf8 run_tests.py \"$@\""
    told = system.run_as_clerk(
        ("sh", "-c", f"cd && {inside}", "-", folder, *tests),
        may_fail=True,
        variables=("QT_QPA_PLATFORM=offscreen",),
    )
    _hold(told.returncode == 0, f"การทดสอบหน้าจอไม่ผ่าน:\n{told.stdout[-1500:]}{told.stderr[-500:]}")


def _is_qt_test(path: str) -> bool:
    return path in ("PySide6/QtTest.abi3.so", "PySide6/Qt/lib/libQt6Test.so.6")


def _install(system: CleanSystem, package: Path) -> None:
    shutil.copyfile(package, system.root / "var" / package.name)
    system.install(f"/var/{package.name}")


def _unpack(system: CleanSystem, package: Path) -> Path:
    place = system.home / WORK_FOLDER / "โปรแกรม"
    place.mkdir(parents=True)
    with tarfile.open(package) as archive:
        archive.extractall(place, filter="data")
    system.give_to_clerk(system.home / WORK_FOLDER)
    (folder,) = place.iterdir()
    return folder


def _make_office(system: CleanSystem, program: str) -> str:
    (system.home / WORK_FOLDER).mkdir(exist_ok=True)
    system.give_to_clerk(system.home / WORK_FOLDER)
    system.run_as_clerk((program, "init", OFFICE, "--sample"))
    system.run_as_clerk((program, "check", OFFICE))
    return _hash(system)


def _hash(system: CleanSystem) -> str:
    return hashlib.sha256((system.root / OFFICE[1:]).read_bytes()).hexdigest()


def _refuse_older(job: Job, system: CleanSystem) -> None:
    """An older package put over the installed one is refused by a sentence, and the installed one works on."""
    older = deb.build_older(job)
    shutil.copyfile(older, system.root / "var" / older.name)
    told = system.run(("dpkg", "--install", f"/var/{older.name}"), may_fail=True)
    _hold(told.returncode != 0 and "ซึ่งใหม่กว่า" in told.stderr, "ติดตั้งรุ่นเก่าทับได้")
    system.run_as_clerk(("phaenctl", "check", OFFICE))


def _refuse_while_open(system: CleanSystem) -> None:
    """While the program runs it is neither renewed nor removed."""
    running = "/usr/lib/phaen/python/bin/python3.11 -c 'import time; time.sleep(60)' &"
    told = system.run(("sh", "-c", f"{running} sleep 1; dpkg --remove {deb.NAME}"), may_fail=True)
    _hold(told.returncode != 0 and "ยังเปิดอยู่" in told.stderr, "ถอนได้ทั้งที่โปรแกรมยังเปิดอยู่")
    system.run_as_clerk(("phaenctl", "check", OFFICE))


def _hold(holds: bool, why: str) -> None:
    if not holds:
        raise SetupRefusal(f"ตรวจแพ็กเกจไม่ผ่าน: {why}")
