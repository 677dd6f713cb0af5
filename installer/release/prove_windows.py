"""The Windows setup, proved under Wine in a clean Debian: installed silently by a user with a Thai name, self-tested, its
window looked at, refused where it must be, upgraded, uninstalled.

Wine 8 lacks two libraries that Windows 10 has; stand-ins for them (``wine/``) lie in its own system folder, for the proof
alone. What Wine can't prove stands in ``docs/windows-checklist.md``.
"""

import hashlib
import shutil
from pathlib import Path
from time import monotonic

from environment import SetupRefusal, say

from release.clean_system import CLERK, CleanSystem
from release.debian import run
from release.job import Job
from release.windows_setup import COMPILER

USER = "สมชาย ใจดี"
NEEDED = (*("wine", "wine64", "wine32:i386", "xvfb", "xauth", "imagemagick", "locales", "fonts-dejavu-core"),)
STAND_INS = {"bcryptprimitives": ("-ladvapi32",), "icuuc": ()}
DRIVE = f"/home/{CLERK}/.wine/drive_c"
PROGRAM = f"users/{USER}/AppData/Local/Programs/Phaen"
OFFICE = f"/home/{CLERK}/งาน ของฉัน/สำนักงาน.phaen"
REPORT = f"/home/{CLERK}/รายงาน ตรวจ.txt"
SETUP, CUT = f"/home/{CLERK}/ตัวติดตั้ง.exe", f"/home/{CLERK}/ตัวติดตั้งที่ขาด.exe"
INSTALLED = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Phaen"
REFUSED = 3
LONGEST_INSTALL = 20.0  # seconds
LONGEST = 600  # seconds for any command
# A window is looked at once it has held more colours than the first, empty one has for a while.
SHOW = """
wine "$1" "$2" 2>/dev/null | cat &
for second in $(seq 90); do
    sleep 1
    [ -e "$2.lock" ] && shown=$((${shown:-0} + 1))
    [ "${shown:-0}" -ge 25 ] && break
done
import -window root "$3"
identify -format %k "$3"
wine "$4" /S </dev/null >/dev/null 2>&1
echo " $?"
wineserver -k
"""
COLOURS = 200


class Proof:
    """A clean system with Wine in it, and the setup that is proved."""

    def __init__(self, job: Job, system: CleanSystem) -> None:
        self.job, self._system = job, system
        self.home = system.home
        self.drive = system.root / DRIVE[1:]
        self.program = self.drive / PROGRAM

    def prepare(self, package: Path) -> None:
        """Installs Wine, starts it as the user, and lays the setup before them, whole and cut short."""
        system = self._system
        system.run(("dpkg", "--add-architecture", "i386"))
        system.run(("apt-get", "update"))
        system.install(*NEEDED)
        system.run(("localedef", "-i", "th_TH", "-f", "UTF-8", "th_TH.UTF-8"))
        told = package.read_bytes()
        (system.root / SETUP[1:]).write_bytes(told)
        (system.root / CUT[1:]).write_bytes(told[: len(told) // 2])
        (system.root / OFFICE[1:]).parent.mkdir()
        (self.home / "Desktop").mkdir()
        system.give_to_clerk(self.home)
        self.wine("wineboot", "--init")
        for name, libraries in STAND_INS.items():
            source = Path(__file__).parent / "wine" / f"{name}.c"
            made = self.job.work / f"{name}.dll"
            run((COMPILER, "-shared", "-Os", "-s", str(source), "-o", str(made), *libraries))
            shutil.copyfile(made, self.drive / "windows" / "system32" / made.name)
        self.wine("winecfg", "-v", "win10")

    def screen(self, *command: str, may_fail: bool = False) -> tuple[int, str]:
        """Runs a command of Linux before a screen, as the user; its exit status and what it said."""
        done = self._system.run_as_clerk(
            # xvfb-run waits for a signal that Xvfb doesn't send to the first process. A program that Wine has stuck ends.
            (
                "sh",
                "-c",
                f'timeout {LONGEST} xvfb-run -a -s "-screen 0 1366x768x24" "$@"; exit $?',
                "-",
                *command,
            ),
            may_fail=may_fail,
            variables=(
                f"USER={USER}",
                "LC_ALL=th_TH.UTF-8",
                "WINEDEBUG=-all",
                "WINEDLLOVERRIDES=mscoree,mshtml=",
            ),
        )
        return done.returncode, done.stdout

    def wine(self, *command: str, may_fail: bool = False) -> tuple[int, str]:
        """Runs a Windows program and waits for all it started; its exit status and what it said."""
        waiting = 'wine "$@" </dev/null | cat; status=${PIPESTATUS[0]}; wineserver -w; exit $status'
        return self.screen("bash", "-c", waiting, "-", *command, may_fail=may_fail)

    def setup(self, program: str = SETUP) -> str:
        """Installs silently; what the setup refuses with, "" where it has installed."""
        log = next(iter(self.drive.glob(f"users/{USER}/**/phaen-setup.log")), None)
        if log:
            log.unlink()
        status, _ = self.wine(program, "/S", may_fail=True)
        if status == 0:
            return ""
        told = [
            path.read_text(encoding="utf-16") for path in self.drive.glob(f"users/{USER}/**/phaen-setup.log")
        ]
        return told[0].strip() if told else f"สถานะ {status}"

    def has_registered(self, key: str) -> bool:
        """Whether the registry has a key."""
        return self.wine("reg", "query", key, may_fail=True)[0] == 0

    def pretend(self, version: str) -> None:
        """Has Windows believe that a release is installed."""
        self.wine("reg", "add", INSTALLED, "/v", "DisplayVersion", "/d", version, "/f")

    def office(self) -> str:
        """The hash of the user's office file."""
        return hashlib.sha256((self._system.root / OFFICE[1:]).read_bytes()).hexdigest()


def prove(job: Job, package: Path) -> None:
    """Proves the setup ``package``. Refuses with SetupRefusal at what doesn't hold."""
    with CleanSystem(job) as system:
        proof = Proof(job, system)
        proof.prepare(package)
        installs(proof)
        works(proof)
        shows(proof)
        refuses(proof)
        upgrades(proof)
        uninstalls(proof)


def installs(proof: Proof) -> None:
    """Nothing of a setup that was cut short; all of a whole one, and in how many seconds."""
    _hold(proof.wine(CUT, "/S", may_fail=True)[0] != 0, "ตัวติดตั้งที่ขาดครึ่งไม่ถูกปฏิเสธ")
    _hold(not proof.program.exists(), "ตัวติดตั้งที่ขาดครึ่งทิ้งแฟ้มไว้")
    begun = monotonic()
    told = proof.setup()
    seconds = monotonic() - begun
    _hold(not told, f"ติดตั้งไม่สำเร็จ: {told}")
    say(f"ติดตั้งใน {seconds:.1f} วินาที (ไม่ควรเกิน {LONGEST_INSTALL:.0f})")
    for name in ("phaen.exe", "phaenctl.exe", "uninstall.exe", "app/RELEASE", "python/python.exe"):
        _hold((proof.program / name).is_file(), f"ติดตั้งแล้วไม่มี {name}")
    _hold(not any(proof.program.parent.glob("Phaen.*")), "ติดตั้งแล้วเหลือโฟลเดอร์ชั่วคราว")
    _hold(len(_shortcuts(proof)) == 2, f"ทางลัดไม่ครบ: {_shortcuts(proof)}")
    _hold(
        proof.has_registered(r"HKCU\Software\Classes\Phaen.Office\shell\open\command"), "ดับเบิลคลิกแฟ้มแล้วไม่เปิด"
    )


def works(proof: Proof) -> None:
    """The version, an office file by the command line, and the self-test with windows."""
    version = proof.wine(f"{DRIVE}/{PROGRAM}/phaenctl.exe", "--version")[1].strip()
    _hold(version == proof.job.release.number, f"รุ่นที่ติดตั้งคือ {version}")
    proof.wine(f"{DRIVE}/{PROGRAM}/phaenctl.exe", "init", f"Z:{OFFICE}", "--sample")
    status, told = proof.wine(f"{DRIVE}/{PROGRAM}/phaen.exe", "--self-test", f"Z:{REPORT}", may_fail=True)
    report = proof.home / Path(REPORT).name
    text = report.read_text(encoding="utf-8") if report.is_file() else told
    _hold(status == 0, f"การตรวจตัวเองไม่ผ่าน:\n{text}")


def shows(proof: Proof) -> None:
    """The desk with an office file open, as a picture for a person to look at; while it is open, nothing is installed."""
    picture = proof.home / "desk.png"
    _, told = proof.screen(
        *(
            "bash",
            "-c",
            SHOW,
            "-",
            f"{DRIVE}/{PROGRAM}/phaen.exe",
            OFFICE,
            f"/home/{CLERK}/{picture.name}",
            SETUP,
        )
    )
    kept = proof.job.work / "windows-desk.png"
    shutil.copyfile(picture, kept)
    colours, status = told.split()
    _hold(int(colours) > COLOURS, f"หน้าต่างว่างเปล่า ดูที่ {kept}")
    _hold(int(status) == REFUSED, f"ติดตั้งทับขณะโปรแกรมเปิดอยู่ได้ (สถานะ {status})")
    say(f"ภาพหน้าต่างอยู่ที่ {kept}")


def refuses(proof: Proof) -> None:
    """An older release over a newer one, and a Windows that is too old."""
    before = _mark(proof)
    proof.pretend("99.0.0")
    _hold("รุ่น 99.0.0" in proof.setup(), "ติดตั้งรุ่นเก่าทับรุ่นใหม่ได้")
    proof.wine("winecfg", "-v", "win7")
    _hold("Windows 10" in proof.setup(), "ติดตั้งบน Windows 7 ได้")
    proof.wine("winecfg", "-v", "win10")
    _hold(before.is_file(), "ปฏิเสธแล้วแต่เปลี่ยนโปรแกรมเดิม")


def upgrades(proof: Proof) -> None:
    """A newer release over an older one: the program is another, what is the user's is the same."""
    old, office = _mark(proof), proof.office()
    own = proof.program / "แฟ้มของฉัน.phaen"
    own.write_bytes(b"\0")
    (shortcut,) = (path for path in _shortcuts(proof) if "Desktop" in path.parts)
    shortcut.unlink()
    proof.pretend("0.0.1")
    told = proof.setup()
    _hold(not told, f"ติดตั้งทับรุ่นเดิมไม่สำเร็จ: {told}")
    _hold(not old.exists(), "แฟ้มของโปรแกรมรุ่นเดิมยังอยู่")
    _hold(own.is_file(), "แฟ้มของผู้ใช้ในโฟลเดอร์โปรแกรมหายไป")
    _hold(not any(proof.program.parent.glob("Phaen.*")), "ติดตั้งทับแล้วเหลือโฟลเดอร์ชั่วคราว")
    _hold(not shortcut.exists(), "ทางลัดที่ผู้ใช้ลบแล้วกลับมา")
    _hold(proof.office() == office, "การติดตั้งทับแตะแฟ้มสำนักงาน")
    proof.wine(f"{DRIVE}/{PROGRAM}/phaenctl.exe", "check", f"Z:{OFFICE}")


def uninstalls(proof: Proof) -> None:
    """The program goes, what is the user's stays."""
    office = proof.office()
    proof.wine(f"{DRIVE}/{PROGRAM}/uninstall.exe", "/S")
    left = [path.name for path in proof.program.iterdir()]
    _hold(left == ["แฟ้มของฉัน.phaen"], f"ถอนแล้วเหลือ {left}")
    _hold(not _shortcuts(proof), f"ถอนแล้วเหลือทางลัด {_shortcuts(proof)}")
    for key in (INSTALLED, r"HKCU\Software\Classes\Phaen.Office", r"HKCU\Software\Classes\.phaen"):
        _hold(not proof.has_registered(key), f"ถอนแล้วเหลือ {key}")
    _hold(proof.office() == office, "การถอนแตะแฟ้มสำนักงาน")


def _mark(proof: Proof) -> Path:
    """A file of the installed release that the next one doesn't have."""
    mark = proof.program / "lib" / "old.txt"
    mark.touch()
    return mark


def _shortcuts(proof: Proof) -> list[Path]:
    return sorted({path.resolve() for path in (*proof.drive.rglob("แผน.lnk"), *proof.home.glob("*/แผน.lnk"))})


def _hold(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SetupRefusal(otherwise)
