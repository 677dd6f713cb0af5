"""The program's icons at every size a system asks for, drawn from the SVG files that ship."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # pixels: Windows' own, at 100 to 250 %
_DIRECTORY = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")
_BITS = 32  # of a pixel


def png(svg: Path, size: int) -> bytes:
    """The icon as PNG, ``size`` pixels square. Deterministic for one Qt."""
    return _told(_drawn(svg, size), "PNG")


def side(svg: Path) -> bytes:
    """The picture that stands beside the setup's first and last page, as BMP, twice as large as NSIS shows it at 100 %."""
    picture = QImage(328, 628, QImage.Format.Format_RGB32)
    picture.fill(QColor("#0b6e4f"))  # the icon's own ground
    painter = QPainter(picture)
    painter.drawImage(QPoint(56, 60), _drawn(svg, 216))
    painter.end()
    return _told(picture, "BMP")


def ico(svg: Path) -> bytes:
    """The icon as a Windows icon file with all ``SIZES``, each as PNG."""
    pictures = [png(svg, size) for size in SIZES]
    place = _DIRECTORY.size + len(pictures) * _ENTRY.size
    entries = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        entries += _ENTRY.pack(size % 256, size % 256, 0, 0, 1, _BITS, len(picture), place)
        place += len(picture)
    return _DIRECTORY.pack(0, 1, len(pictures)) + entries + b"".join(pictures)


def _drawn(svg: Path, size: int) -> QImage:
    reader = QImageReader(str(svg))
    reader.setScaledSize(QSize(size, size))
    image = reader.read()
    if image.isNull():
        raise ValueError(f"{svg}: {reader.errorString()}")
    return image


def _told(image: QImage, kind: str) -> bytes:
    told = QByteArray()
    buffer = QBuffer(told)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(told.data())
