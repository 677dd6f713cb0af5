"""Makes the packages that were asked for, proves each, and puts what passed into one folder with its checksums."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from environment import say

from release import (
    checksums,
    deb,
    portable,
    prove_linux,
    prove_windows,
    release_key,
    version,
    windows_setup,
)
from release.job import Job

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class PackageKind:
    """A kind of package: ``build`` makes it in the job's ``work`` folder, ``prove`` refuses with SetupRefusal where it
    doesn't do what it is for."""

    build: Callable[[Job], Path]
    prove: Callable[[Job, Path], None]


KINDS = {
    "windows": PackageKind(windows_setup.build, prove_windows.prove),
    "deb": PackageKind(deb.build, prove_linux.prove_deb),
    "portable": PackageKind(portable.build, prove_linux.prove_portable),
}


def job_of(root: Path, asked: argparse.Namespace) -> Job:
    """The job that ``build.py``'s arguments ask for. Refuses with SetupRefusal where the release key can't be read."""
    public_key = release_key.public_key_of(asked.public_key) if asked.public_key else ""
    return Job(root, asked.out.resolve(), root / "out" / "build", version.of(root), public_key, asked.signer)


def make(job: Job, wanted: Sequence[str]) -> None:
    """Makes packages of the kinds ``wanted``. Refuses with SetupRefusal: what was proved by then is in the folder of
    packages, and nothing half-made."""
    job.work.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        begun = monotonic()
        say(f"สร้าง {name} รุ่น {job.release.number}")
        package = KINDS[name].build(job)
        made = monotonic()
        say(f"ตรวจ {package.name}")
        KINDS[name].prove(job, package)
        size = package.stat().st_size / MEGABYTE
        job.finish(package)
        say(f"{package.name}: {size:.1f} MB สร้าง {made - begun:.0f} วินาที ตรวจ {monotonic() - made:.0f} วินาที")
    checksums.write_bill(job)
    checksums.write_sums(job.out)
    say("เสร็จแล้วที่ " + str(job.out))
