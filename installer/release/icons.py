"""The program's icons at every size a system asks for, drawn from the SVG files that ship."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImageReader

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # pixels: Windows' own, at 100 to 250 %
_DIRECTORY = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")
_BITS = 32  # of a pixel


def png(svg: Path, size: int) -> bytes:
    """The icon as PNG, ``size`` pixels square. Deterministic for one Qt."""
    reader = QImageReader(str(svg))
    reader.setScaledSize(QSize(size, size))
    image = reader.read()
    if image.isNull():
        raise ValueError(f"{svg}: {reader.errorString()}")
    told = QByteArray()
    buffer = QBuffer(told)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(told.data())


def ico(svg: Path) -> bytes:
    """The icon as a Windows icon file with all ``SIZES``, each as PNG."""
    pictures = [png(svg, size) for size in SIZES]
    place = _DIRECTORY.size + len(pictures) * _ENTRY.size
    entries = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        entries += _ENTRY.pack(size % 256, size % 256, 0, 0, 1, _BITS, len(picture), place)
        place += len(picture)
    return _DIRECTORY.pack(0, 1, len(pictures)) + entries + b"".join(pictures)
