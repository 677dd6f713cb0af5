"""What lies beside the packages: ``SHA256SUMS``, as ``sha256sum`` reads it, and the bill of materials."""

import hashlib
import json
from pathlib import Path

import supply

from release import linux_python
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
    bill["components"] += [debian_component(package) for package in linux_python.PACKAGES]
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
