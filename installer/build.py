"""The packages an office installs: ``python3 installer/build.py windows | deb | portable | all [--out DIR]``; the key that
releases are signed by, ``release-key new FILE``; and signing what was built for sticks, ``sign FOLDER FILE``.

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
    ways = told.add_subparsers(dest="what", required=True, metavar="คำสั่ง")
    for name in (*PACKAGES, "all"):
        making = ways.add_parser(name, help="สร้างและตรวจแพ็กเกจ")
        making.add_argument(
            "--out", type=Path, default=ROOT / "out" / "release", help="โฟลเดอร์ของแพ็กเกจที่ตรวจผ่านแล้ว"
        )
        making.add_argument("--public-key", type=Path, help="แฟ้มกุญแจออกรุ่น ซึ่งแพ็กเกจจะพกส่วนสาธารณะไป")
        making.add_argument("--signer", default="", help="คำสั่งของสำนักงานที่ลงลายมือชื่อโปรแกรม Windows")
    key = ways.add_parser("release-key", help="สร้างกุญแจออกรุ่น")
    key.add_argument("act", choices=("new",))
    key.add_argument("file", type=Path, help="แฟ้มกุญแจที่จะสร้าง เช่น phaen.release-key.json")
    signing = ways.add_parser("sign", help="ลงลายมือชื่อรุ่นที่สร้างแล้ว สำหรับแฟลชไดรฟ์")
    signing.add_argument("folder", type=Path, help="โฟลเดอร์ของแพ็กเกจที่ตรวจผ่านแล้ว")
    signing.add_argument("key", type=Path, help="แฟ้มกุญแจออกรุ่น")
    return told


def main(arguments: Sequence[str]) -> int:
    """Does what the arguments say; 0 done, 1 not done, 2 wrong usage."""
    asked = parser().parse_args(arguments)
    try:
        if not os.environ.get(INSIDE):
            return within_environment(arguments)
        _do(asked)
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


def _do(asked: argparse.Namespace) -> None:
    """What was asked for, within the project's own environment."""
    from release import release_key, version  # noqa: PLC0415  # need the project's environment
    from release.making import KINDS, job_of, make  # noqa: PLC0415

    if asked.what == "release-key":
        say(f"กุญแจสาธารณะของรุ่น: {release_key.new(asked.file, release_key.passphrase(twice=True))}")
    elif asked.what == "sign":
        release = version.of(ROOT)
        say(f"ลงลายมือชื่อแล้วที่ {release_key.sign(asked.folder, release, asked.key, release_key.passphrase())}")
    else:
        make(job_of(ROOT, asked), tuple(KINDS) if asked.what == "all" else (asked.what,))


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
