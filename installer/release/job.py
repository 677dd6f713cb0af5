"""One run of ``build.py``: what every package is made from, and where it goes."""

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
