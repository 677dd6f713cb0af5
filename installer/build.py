"""The packages an office installs: ``python3 installer/build.py windows | deb | portable | all [--out DIR]``.

Each package is made of the files that git knows and of what is pinned by hash, and then proved: installed or unpacked in a
clean system, self-tested, removed. One that fails its proof isn't put into ``DIR`` (``out/release`` where none is named).
``docs/releasing.md`` tells how a release is made.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from environment import Environment, SetupRefusal, say
from start import refusal_of_python, use_utf8

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("windows", "deb", "portable")
INTERRUPTED = 130
INSIDE = "PHAEN_BUILD_INSIDE"  # set for the run within the project's own environment


def parser() -> argparse.ArgumentParser:
    """What may be said on the command line."""
    told = argparse.ArgumentParser(prog="build.py", description="สร้างและตรวจแพ็กเกจของแผน")
    told.add_argument("what", choices=(*PACKAGES, "all"), help="สร้างแพ็กเกจใด")
    told.add_argument(
        "--out", type=Path, default=ROOT / "out" / "release", help="โฟลเดอร์ของแพ็กเกจที่ตรวจผ่านแล้ว"
    )
    told.add_argument("--public-key", type=Path, help="แฟ้มกุญแจสาธารณะของรุ่น ซึ่งแพ็กเกจจะพกไป")
    told.add_argument("--signer", default="", help="คำสั่งของสำนักงานที่ลงลายมือชื่อโปรแกรม Windows")
    return told


def main(arguments: Sequence[str]) -> int:
    """Does what the arguments say; 0 done, 1 not done, 2 wrong usage."""
    asked = parser().parse_args(arguments)
    try:
        if not os.environ.get(INSIDE):
            return within_environment(arguments)
        from release.making import KINDS, job_of, make  # noqa: PLC0415  # needs the project's environment

        make(job_of(ROOT, asked), tuple(KINDS) if asked.what == "all" else (asked.what,))
    except SetupRefusal as refusal:
        say(str(refusal))
        return 1
    except OSError as fault:
        say(
            f"สร้างไม่สำเร็จ ที่ {fault.filename or ROOT} ({fault.strerror or fault}) โปรดตรวจเนื้อที่และสิทธิ์ แล้วเรียกใหม่"
        )
        return 1
    except KeyboardInterrupt:
        say("หยุดตามที่สั่งแล้ว เรียกคำสั่งเดิมอีกครั้งเพื่อทำใหม่ได้")
        return INTERRUPTED
    return 0


def within_environment(arguments: Sequence[str]) -> int:
    """Runs the same command by the project's own environment, set up where it isn't."""
    environment = Environment(ROOT)
    environment.prepare()
    variables = {**os.environ, INSIDE: "1", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.call([str(environment.python), __file__, *arguments], env=variables)


if __name__ == "__main__":
    use_utf8()
    refusal_here = refusal_of_python(sys.version_info[:3])
    sys.exit(refusal_here or main(sys.argv[1:]))
