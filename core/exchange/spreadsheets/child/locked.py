"""Telling a workbook with a password from a broken one, which the readers don't always do.

Sources: [MS-OFFCRYPTO] 2.3 (an encrypted package is a stream of an OLE container), [MS-XLS] 2.4.117 (the record
FilePass), OpenDocument 1.2 part 3, 4.8 (encryption-data in the manifest).
"""

import struct
import zipfile
from pathlib import Path

from core.exchange.zipped import read_part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage"
_STREAMS = ("Workbook", "Book")
_FILEPASS, _EOF = 0x002F, 0x000A
_LOOKED_AT = 1 << 16  # bytes of a stream: the password is told of among its first records
_MANIFEST = "META-INF/manifest.xml"


def is_locked(path: Path) -> bool:
    """True for a workbook that needs a password; False for any other file, broken ones among them."""
    try:
        with path.open("rb") as file:
            ole = file.read(len(_OLE)) == _OLE
        return _ole_locked(path) if ole else _zip_locked(path)
    except Exception:  # whatever the readers of broken packages raise
        return False


def _ole_locked(path: Path) -> bool:
    import olefile

    with olefile.OleFileIO(str(path)) as package:
        if package.exists(_PACKAGE):
            return True
        name = next((name for name in _STREAMS if package.exists(name)), None)
        return name is not None and _has_filepass(package.openstream(name).read(_LOOKED_AT))


def _has_filepass(records: bytes) -> bool:
    at = 0
    while at + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, at)
        if kind in (_FILEPASS, _EOF):
            return bool(kind == _FILEPASS)
        at += 4 + length
    return False


def _zip_locked(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        return _MANIFEST in names and b"encryption-data" in read_part(package, package.getinfo(_MANIFEST))
