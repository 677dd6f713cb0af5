"""Where this PC keeps between runs what belongs into no office file."""

import os
from pathlib import Path

from platformdirs import user_config_path, user_log_path, user_state_path

STATE_DIR = "PHAEN_STATE_DIR"


def state_dir() -> Path:
    """This PC's own folder for what is remembered between runs (``PHAEN_STATE_DIR`` overrides it)."""
    return _given() or user_state_path("phaen", appauthor=False)


def config_dir() -> Path:
    """The user's folder for what nobody else may read (``PHAEN_STATE_DIR`` overrides it)."""
    return _given() or user_config_path("phaen", appauthor=False)


def log_dir() -> Path:
    """The user's folder for logs and reports that are sent to support (``PHAEN_STATE_DIR`` overrides it)."""
    return _given() or user_log_path("phaen", appauthor=False)


def _given() -> Path | None:
    return Path(os.environ[STATE_DIR]) if os.environ.get(STATE_DIR) else None
