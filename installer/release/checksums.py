"""What lies beside the packages: ``SHA256SUMS``, as ``sha256sum`` reads it, and the bill of materials."""

import hashlib
import json
from pathlib import Path

import supply

from release import linux_python, wheels, windows_python
from release.debian import DebianPackage
from release.job import Job

SUMS = "SHA256SUMS"


def write_sums(out: Path) -> Path:
    """Writes ``SHA256SUMS`` of every file in the folder ``out``, by name, whole or not at all; its path."""
    target = out / SUMS
    named = sorted(path for path in out.iterdir() if path.is_file() and not path.name.startswith((SUMS, ".")))
    lines = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in named)
    unfinished = out / f".{SUMS}.unfinished"
    unfinished.write_text(lines, encoding="utf-8", newline="\n")
    return unfinished.replace(target)


def write_bill(job: Job) -> Path:
    """Writes the bill of materials (CycloneDX) of the packages; its path in ``job.out``. Refuses with SetupRefusal."""
    supply.sbom()
    bill = json.loads(supply.SBOM.read_text(encoding="utf-8"))
    bill["components"] += [
        debian_component(package) for package in linux_python.PACKAGES
    ] + windows_components()
    made = job.work / f"phaen-{job.release.number}.cdx.json"
    made.write_text(json.dumps(bill, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return job.finish(made)


def debian_component(package: DebianPackage) -> dict[str, object]:
    """A package of Debian that is taken apart for the Linux builds, as CycloneDX has it."""
    name = f"pkg:deb/debian/{package.name}@{package.version}?arch=amd64&distro=bookworm"
    return {
        "type": "library",
        "bom-ref": name,
        "name": package.name,
        "version": package.version,
        "purl": name,
        "hashes": [{"alg": "SHA-256", "content": package.sha256}],
    }


def windows_components() -> list[dict[str, object]]:
    """What the Windows setup holds and the Linux packages don't, as CycloneDX has it: its CPython, and what it alone needs."""
    alone = {*supply.shipped(wheels.WINDOWS.markers)} - {*supply.shipped(wheels.LINUX.markers)}
    lock = (supply.ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = [line.split()[0] for line in wheels.locked(lock, alone).splitlines() if "==" in line]
    python, _, sha256 = windows_python.WANTED.partition(" --hash=sha256:")
    components: list[dict[str, object]] = []
    for told in (python, *pinned):
        name, _, version = told.partition("==")
        purl = f"pkg:pypi/{name}@{version}"
        part: dict[str, object] = {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
        }
        if told == python:
            part["hashes"] = [{"alg": "SHA-256", "content": sha256}]
        components.append(part)
    return components
