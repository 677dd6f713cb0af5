"""Every test runs off screen and leaves the user's own state alone, however pytest was started."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "PHAEN_STATE_DIR" not in os.environ:  # a worker of a parallel run has its starter's
    _state = os.environ["PHAEN_STATE_DIR"] = tempfile.mkdtemp(prefix="phaen-state-")
    atexit.register(shutil.rmtree, _state, ignore_errors=True)
