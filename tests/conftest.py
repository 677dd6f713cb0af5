"""Every test runs off screen and leaves the user's own state alone, however pytest was started."""

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PHAEN_STATE_DIR", tempfile.mkdtemp(prefix="phaen-state-"))
