"""One run of ``build.py``: what every package is made from, and where it goes."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from release.version import Release


@dataclass(frozen=True)
class Job:
    """``root``: the checkout; ``out``: the folder of finished packages; ``work``: the folder of what is made on the way,
    emptied by nobody but its maker; ``public_key``: base64 of the release key's public half, "" for none; ``signer``: the
    office's own command that signs a Windows program, "" for none."""

    root: Path
    out: Path
    work: Path
    release: Release
    public_key: str = ""
    signer: str = ""

    @property
    def cache(self) -> Path:
        """What was downloaded, checked by hash each time it is used."""
        return self.work / "downloads"

    def date(self, tree: Path) -> None:
        """Gives everything below ``tree``, and it too, the release's time."""
        for path in (*tree.rglob("*"), tree):
            os.utime(path, (self.release.seconds, self.release.seconds), follow_symlinks=False)

    def finish(self, package: Path) -> Path:
        """Puts a finished file into ``out``, whole or not at all; its path there."""
        self.out.mkdir(parents=True, exist_ok=True)
        target, unfinished = self.out / package.name, self.out / f".{package.name}.unfinished"
        try:
            shutil.copyfile(package, unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        package.unlink()
        return target
