"""Where the desk keeps what is its own: settings, log, drafts, fonts. ``PHAEN_STATE_DIR`` overrides all but the
last."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_state_path

from core.state_folder import log_dir

STATE_DIR = "PHAEN_STATE_DIR"


def settings_path() -> Path:
    """The settings' file."""
    return (_state() or user_config_path("phaen", appauthor=False)) / "desk.ini"


def log_path() -> Path:
    """The log file."""
    return log_dir() / "desk.log"


def drafts_folder() -> Path:
    """Where what was typed and not saved is kept, a folder for each office file."""
    return (_state() or user_state_path("phaen", appauthor=False)) / "drafts"


def font_folder(release: int) -> Path:
    """Where the font copies of a release are kept: per user, safe to delete."""
    return user_cache_path("phaen", appauthor=False) / f"fonts-{release}"


def _state() -> Path | None:
    folder = os.environ.get(STATE_DIR)
    return Path(folder) if folder else None
