"""Every test runs off screen and leaves the user's own state alone, however pytest was started."""

import atexit
import ctypes
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

MEMORY = Path("/dev/shm")
ROOM = 1 << 30  # bytes


def _is_roomy(folder: Path) -> bool:
    """True for a folder that holds what the tests make, a library that is loaded among it."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize > ROOM and not found.f_flag & os.ST_NOEXEC


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Office files are synced at every save: in memory nobody waits for a disk, a third of the time of most tests.
if "TMPDIR" not in os.environ and _is_roomy(MEMORY):
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None
if "PHAEN_STATE_DIR" not in os.environ:  # a worker of a parallel run has its starter's
    _state = os.environ["PHAEN_STATE_DIR"] = tempfile.mkdtemp(prefix="phaen-state-")
    atexit.register(shutil.rmtree, _state, ignore_errors=True)

DAC_OVERRIDE, DAC_READ_SEARCH = 1 << 1, 1 << 2  # capabilities(7)
VERSION_3 = 0x20080522


@pytest.fixture
def bound_by_rights():
    """Root is bound by the rights of files as everybody else is, in this thread and those it starts."""
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        get, put = libc.capget, libc.capset
    except (OSError, AttributeError):
        pytest.skip("nothing binds root here")
    header, sets = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
    assert get(header, sets) == 0
    effective = sets[0]
    sets[0] = effective & ~(DAC_OVERRIDE | DAC_READ_SEARCH)
    assert put(header, sets) == 0
    yield
    sets[0] = effective
    assert put(header, sets) == 0


def _not_to_be_written(path: Path) -> None:
    path.chmod(0o444)


def _in_a_closed_folder(path: Path) -> None:
    path.parent.chmod(0o555)


@pytest.fixture(params=[_not_to_be_written, _in_a_closed_folder], ids=["file", "folder"])
def unwritable(request, bound_by_rights, tmp_path):
    """``unwritable(file)``: a copy of an office file that can be read and not written, alone in its folder."""
    folder = tmp_path / "share"
    folder.mkdir()

    def made(file: Path) -> Path:
        copy = Path(shutil.copy(file, folder / "office.phaen"))
        request.param(copy)
        return copy

    yield made
    folder.chmod(0o755)


@pytest.fixture(scope="session")
def office_file_of(tmp_path_factory):
    """``office_file_of(unit, sample=False, plan="2563")``: a closed office file holding the plan, or the sample year too, to be
    copied. Made once for the whole run, whatever the number of workers."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    made: dict[Path, str] = {}

    def of(unit="admin", *, sample=False, plan="2563"):
        path = folder / f"{plan}-{unit}-{'sample' if sample else 'plan'}.phaen"
        with FileLock(f"{path}.made"):
            if not path.exists():
                from core.office import Office  # tests of small rooms do without

                Office.create(path, plan=plan, sample=sample, unit=unit, author="สมศรี").close()
            made.setdefault(path, digest_of(path))
        return path

    yield of
    for path, digest in made.items():
        assert digest_of(path) == digest, f"a test wrote into {path.name}, which others copy"


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# How long an example takes says more of the machine than of the program.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
