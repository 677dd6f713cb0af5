"""Giving Qt the desk's font: from the cache, made there on the first start, or from memory where nothing can be written."""

import logging
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from desktop.fontfile import (
    FAMILY,
    THAI_DIGITS_FAMILY,
    WEIGHTS,
    build,
    cache_folder,
    honest_copy,
    ready_files,
)

log = logging.getLogger("phaen.desk")


def load(family: str = FAMILY, folder: Path | None = None) -> str:
    """Makes the family known to Qt and returns its name; the platform's own sans where Sarabun isn't installed."""
    if family in QFontDatabase.families():
        return family
    try:
        _add_files(family, folder or cache_folder())
    except FileNotFoundError:
        log.warning("Sarabun is not installed; using the platform's font")
        return QFont().defaultFamily()
    return family


def _add_files(family: str, folder: Path) -> None:
    paths = ready_files(folder, family) or _built(family, folder)
    for path in paths:
        QFontDatabase.addApplicationFont(str(path))
    if not paths:
        for weight in WEIGHTS:
            QFontDatabase.addApplicationFontFromData(honest_copy(family, weight))


def _built(family: str, folder: Path) -> tuple[Path, ...]:
    try:
        build(folder, (family,))
    except FileNotFoundError:
        raise
    except OSError:
        # A read-only or full disk is no reason to do without Thai.
        log.warning("the font cache can't be written: %s", folder)
    return ready_files(folder, family)


def family_for(thai_digits: bool) -> str:
    """The family that shows digits the wanted way."""
    return THAI_DIGITS_FAMILY if thai_digits else FAMILY
