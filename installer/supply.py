"""What the program is made of: ``python3 installer/supply.py audit|licences|sbom``, on demand.

``audit`` asks the advisories of the package index about what the lock file pins (needs the network), ``licences`` writes
``resources/help/licences.md`` anew, which the desk shows, ``sbom`` writes a CycloneDX bill of materials to
``out/sbom.cdx.json``. The tools have an environment of their own, ``.supply``, filled by hash from
``installer/supply.lock``; setting up doesn't make it. What ships is what the project depends on, not what tests need.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from environment import Environment, SetupRefusal, install_commands, say

ROOT = Path(__file__).resolve().parent.parent
USAGE = "วิธีใช้: python3 installer/supply.py audit | licences | sbom"
LICENCES = ROOT / "resources" / "help" / "licences.md"
SBOM = ROOT / "out" / "sbom.cdx.json"
LOCK = ROOT / "installer" / "supply.lock"
UNKNOWN = "UNKNOWN"

# What ships beside packages, or within them, under a licence of its own.
WITHIN = (
    ("CPython", "", "PSF-2.0", "www.python.org"),
    ("Qt (ใน PySide6)", "", "LGPL-3.0-only", "www.qt.io"),
    ("SQLite (ใน CPython)", "", "Public Domain", "sqlite.org"),
    ("SQLCipher (ใน sqlcipher3)", "", "BSD-3-Clause", "www.zetetic.net/sqlcipher"),
    ("OpenSSL (ใน sqlcipher3 และ cryptography)", "", "Apache-2.0", "www.openssl.org"),
    ("รายการคำไทยของ PyThaiNLP", "", "CC0-1.0", "pythainlp.org"),
    ("colorama (บน Windows)", "", "BSD-3-Clause", "github.com/tartley/colorama"),
    ("tzdata (บน Windows)", "", "Apache-2.0", "github.com/python/tzdata"),
    ("Microsoft Visual C++ Runtime (บน Windows)", "", "ของ Microsoft", "visualstudio.microsoft.com"),
    ("NSIS (ตัวติดตั้งบน Windows)", "", "Zlib", "nsis.sourceforge.io"),
)
# Licences that a package's own data doesn't name: read in its LICENSE by a person.
READ = {"pyxform": "BSD-2-Clause", "sqlcipher3": "Zlib"}
HEAD = """### ส่วนประกอบและสัญญาอนุญาต

โปรแกรมแผนใช้สัญญาอนุญาต MIT และใช้ส่วนประกอบต่อไปนี้ ข้อความเต็มของสัญญาอนุญาตแต่ละฉบับอยู่กับส่วนประกอบนั้น

Qt, PySide6 และ Shiboken6 ใช้สัญญาอนุญาต LGPL รุ่น 3 ผู้ใช้เปลี่ยนไลบรารีเหล่านี้ในโฟลเดอร์ lib เป็นฉบับของตนได้ ข้อความของสัญญาอนุญาต ที่มา และส่วนประกอบภายใน Qt อยู่ในโฟลเดอร์ resources/licences ของโปรแกรม

| ส่วนประกอบ | รุ่น | สัญญาอนุญาต | ที่มา |
|:--|:--|:--|:--|
"""


def main(arguments: Sequence[str]) -> int:
    """Does what the argument says; 0 done, 1 not done or something was found, 2 wrong usage."""
    commands = {"audit": audit, "licences": licences, "sbom": sbom, "shipped": shipped_here}
    if len(arguments) != 1 or arguments[0] not in commands:
        say(USAGE)
        return 2
    try:
        return commands[arguments[0]]()
    except SetupRefusal as refusal:
        say(str(refusal))
        return 1


def shipped_here() -> int:
    """Prints, as JSON, what ships in the environment this runs in."""
    say(json.dumps(shipped()))
    return 0


def shipped(markers: Mapping[str, str] | None = None) -> list[str]:
    """The packages that the program depends on, and those these depend on, by the names they go by in the environment this
    runs in; for another system, whose ``markers`` are given, with those that it alone needs."""
    from packaging.requirements import Requirement  # noqa: PLC0415  # in the project's environment alone

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, str] = {}
    waiting = [Requirement(text) for text in project["dependencies"]]
    while waiting:
        wanted = waiting.pop()
        if key(wanted.name) in found:
            continue
        try:
            package = distribution(wanted.name)
        except (
            PackageNotFoundError
        ):  # what another system alone needs; so far nothing that needs anything itself
            found[key(wanted.name)] = wanted.name
            continue
        found[key(wanted.name)] = package.metadata["Name"]
        for needed in map(Requirement, package.requires or ()):
            if needed.marker is None or any(
                needed.marker.evaluate({**(markers or {}), "extra": e}) for e in wanted.extras or {""}
            ):
                waiting.append(needed)
    return sorted(found.values(), key=key)


def audit() -> int:
    """Known vulnerabilities of what the lock file pins; 1 where there are any, or something couldn't be asked."""
    lock = str(ROOT / "requirements.lock")
    told = _run(
        [_tool("pip-audit"), "--requirement", lock, "--require-hashes", "--disable-pip", "--format", "json"],
        may_fail=True,
    )
    try:
        report = json.loads(told)
    except ValueError:
        raise SetupRefusal("ตรวจช่องโหว่ไม่ได้ เพราะต่ออินเทอร์เน็ตไม่ได้ โปรดตรวจการเชื่อมต่อแล้วเรียกใหม่") from None
    lines, status = audited(report)
    for line in lines:
        say(line)
    return status


def audited(report: Mapping[str, Any]) -> tuple[list[str], int]:
    """What pip-audit's report says, a line each, and the exit status."""
    packages = report.get("dependencies", [])
    lines = [
        f"{package['name']} {package['version']}: {fault['id']} แก้แล้วในรุ่น {' '.join(fault['fix_versions']) or '-'}"
        for package in packages
        for fault in package.get("vulns", ())
    ]
    asked = sum("vulns" in package for package in packages)
    lines.append(f"ตรวจแล้ว {asked} จาก {len(packages)} ส่วนประกอบ พบช่องโหว่ {len(lines)} รายการ")
    skipped = [package["name"] for package in packages if "vulns" not in package]
    if skipped:
        lines.append(f"ตรวจไม่ได้ {len(skipped)} รายการ: {' '.join(skipped)}")
    return lines, int(len(lines) > 1 or not asked)


def licences() -> int:
    """Writes the list of licences anew."""
    environment = _environment()
    names = _shipped_in(environment)
    told = _run(
        [
            *(_tool("pip-licenses"), "--python", str(environment.python), "--packages", *names),
            *("--from", "mixed", "--format", "json", "--with-urls"),
        ]
    )
    LICENCES.write_text(licence_table(json.loads(told)), encoding="utf-8")
    say(f"เขียนแล้วที่ {LICENCES}: {len(names)} ส่วนประกอบ")
    return 0


def licence_table(rows: Iterable[Mapping[str, str]]) -> str:
    """The list as Markdown: packages by name, then what ships within them."""
    packages = sorted(
        ((row["Name"], row["Version"], _licence(row), _home(row["URL"])) for row in rows),
        key=lambda row: key(row[0]),
    )
    lines = (
        f"| {name} | {version} | {licence} | {home} |"
        for name, version, licence, home in (*packages, *WITHIN)
    )
    return HEAD + "\n".join(lines) + "\n"


def _licence(row: Mapping[str, str]) -> str:
    """A licence in one line; a whole text is told by its first line."""
    told = row["License"].strip()
    if told in ("", UNKNOWN):
        return READ.get(key(row["Name"]), UNKNOWN)
    return " ".join(told.splitlines()[0].split()).replace("|", "/")


def _home(told: str) -> str:
    """Where a package is at home, as it says; the index it is had from is no home."""
    return "" if told == UNKNOWN or "/pypi/" in told else told.strip().split("://")[-1].rstrip("/")


def sbom() -> int:
    """Writes the bill of materials."""
    environment = _environment()
    names = _shipped_in(environment)
    project = str(ROOT / "pyproject.toml")
    told = _run(
        [
            *(_tool("cyclonedx-py"), "environment", str(environment.python), "--pyproject", project),
            *("--output-reproducible", "--output-format", "JSON", "--output-file", "-"),
        ]
    )
    SBOM.parent.mkdir(exist_ok=True)
    text = json.dumps(shipped_only(json.loads(told), names), ensure_ascii=False, indent=2)
    SBOM.write_text(text, encoding="utf-8")
    say(f"เขียนแล้วที่ {SBOM}: {len(names)} ส่วนประกอบ")
    return 0


def shipped_only(bill: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """A CycloneDX bill of an environment without what tests and checks need."""
    wanted = {key(name) for name in names}
    components = [part for part in bill["components"] if key(part["name"]) in wanted]
    root = bill["metadata"]["component"]["bom-ref"]
    kept = {root, *(part["bom-ref"] for part in components)}
    ties = [
        {**tie, "dependsOn": [ref for ref in tie["dependsOn"] if ref in kept]}
        if "dependsOn" in tie
        else dict(tie)
        for tie in bill["dependencies"]
        if tie["ref"] in kept
    ]
    return {**bill, "components": components, "dependencies": ties}


def key(name: str) -> str:
    """A package's name as all its spellings agree."""
    return name.lower().replace("_", "-").replace(".", "-")


def _environment() -> Environment:
    """The project's environment, set up."""
    environment = Environment(ROOT)
    environment.prepare()
    return environment


def _shipped_in(environment: Environment) -> list[str]:
    names: list[str] = json.loads(_run([str(environment.python), __file__, "shipped"]))
    return names


def _tool(name: str) -> str:
    """A tool's program, its environment made where it isn't there or the lock file has changed."""
    folder = ROOT / ".supply"
    windows = sys.platform == "win32"
    programs, suffix = folder / ("Scripts" if windows else "bin"), ".exe" if windows else ""
    stamp, wanted = folder / "stamp", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        say("ติดตั้งเครื่องมือตาม installer/supply.lock")
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        pip, _ = install_commands(programs / f"python{suffix}", ROOT)
        _run([*pip[:-1], str(LOCK)])
        stamp.write_text(wanted, encoding="utf-8")
    return str(programs / f"{name}{suffix}")


def _run(command: Sequence[str], *, may_fail: bool = False) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode and not may_fail:
        raise SetupRefusal(f"{Path(command[0]).name} ทำไม่สำเร็จ: {done.stderr.strip()[-500:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
