"""The CPython that ships in the Linux builds: Debian 12's own, taken apart.

Why Debian's: it is built for glibc 2.35, which is what Qt asks of a system too (Ubuntu 22.04, Debian 12 and anything newer),
apt checks it by Debian's signature, and Debian mends its security for years. What the modules need beside glibc and the two
libraries that Qt's own needs bring (zlib, expat) lies beside them; nothing of the PC's own Python is looked at.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from release.debian import DebianPackage, fetch, need, run
from release.job import Job

SERIES = "3.11"
PACKAGES = (
    DebianPackage(
        "python3.11-minimal",
        "3.11.2-6+deb12u9",
        "b5f855ab922dfcd5d1a3223b2118c3dae13ffc7751b0cd5dc24740386323a33a",
    ),
    DebianPackage(
        "libpython3.11-minimal",
        "3.11.2-6+deb12u9",
        "69f41cfa3f4ba17284e538f843069d7529c53c207d2ae17a5b02785944870e33",
    ),
    DebianPackage(
        "libpython3.11-stdlib",
        "3.11.2-6+deb12u9",
        "10f13e000ee757f5f2d2d3569f9e30546214a0c850acd78695feae373bfa3e53",
    ),
    DebianPackage("libffi8", "3.4.4-1", "6d9f6c25c30efccce6d4bceaa48ea86c329a3432abb360a141f76ac223a4c34a"),
    DebianPackage(
        "libbz2-1.0", "1.0.8-5+b1", "54149da3f44b22d523b26b692033b84503d822cc5122fed606ea69cc83ca5aeb"
    ),
    DebianPackage(
        "liblzma5", "5.4.1-1+deb12u2", "3d8c29c8c21ec6007635e1b2591edf98b771c9572a085968f47452b33040f384"
    ),
)
# Each module with the library it takes with it.
BESIDE = {
    "_ctypes": "libffi.so.8",
    "_bz2": "libbz2.so.1.0",
    "_lzma": "liblzma.so.5",
}
# Of the standard library. The program has no console of its own, asks no network and installs nothing; hashes are CPython's own, and its SQLite is SQLCipher's.
LEFT_OUT = (
    "LICENSE.txt",  # a link; the text is in licences/
    "config-3.11-x86_64-linux-gnu",  # for building extensions
    "__phello__",
    "dist-packages",  # where Debian would look for modules of its own
    "distutils",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "pydoc_data",
    "sqlite3",
    "sitecustomize.py",  # Debian's, for reports to Debian
    "test",
    "tkinter",
    "turtledemo",
    "venv",
)
MODULES_LEFT_OUT = (
    *(
        "_crypt",
        "_curses",
        "_curses_panel",
        "_dbm",
        "_hashlib",
        "_lsprof",
        "_sqlite3",
        "_ssl",
        "_uuid",
        "nis",
        "ossaudiodev",
        "readline",
    ),
    *("_ctypes_test", "_testbuffer", "_testcapi", "_testclinic", "_testimportmultiple", "_testinternalcapi"),
    *("_testmultiphase", "_xxtestfuzz", "xxlimited", "xxlimited_35"),
)
PATHS = f"../lib/python{SERIES}\n../lib/python{SERIES}/lib-dynload\n../../lib\n../../app\n"


def unpacked(job: Job) -> Path:
    """The packages, unpacked into one folder as on a Debian; made anew in each run."""
    need({"dpkg-deb": "dpkg"})
    folder = job.work / "debian-python"
    shutil.rmtree(folder, ignore_errors=True)
    for package in PACKAGES:
        run(("dpkg-deb", "--extract", str(fetch(package, job.cache)), str(folder)))
    return folder


def compiler(debian: Path) -> Sequence[str]:
    """The command that compiles modules for this CPython, of the folder ``unpacked``."""
    return (str(debian / "usr" / "bin" / f"python{SERIES}"), "-s", "-S")


def lay(python: Path, debian: Path) -> None:
    """Lays the interpreter and its library into the new folder ``python``, out of the folder ``unpacked``. By the file
    ``._pth`` beside it the interpreter looks for modules in what ships alone, whatever the PC has and is set to."""
    need({"patchelf": "patchelf"})
    library = python / "lib" / f"python{SERIES}"
    shutil.copytree(debian / "usr" / "lib" / f"python{SERIES}", library, ignore=_left_out)
    _lay_beside(library / "lib-dynload", debian)
    (python / "bin").mkdir()
    shutil.copy(debian / "usr" / "bin" / f"python{SERIES}", python / "bin")
    (python / "bin" / f"python{SERIES}._pth").write_text(PATHS, encoding="utf-8")
    licences = python / "licences"
    licences.mkdir()
    for told in sorted((debian / "usr" / "share" / "doc").glob("*/copyright")):
        shutil.copyfile(told, licences / f"{told.parent.name}.txt")


def _lay_beside(dynamic: Path, debian: Path) -> None:
    for module, name in BESIDE.items():
        (found,) = {path.resolve() for path in debian.rglob(name)}
        shutil.copyfile(found, dynamic / name)
        (extension,) = dynamic.glob(f"{module}.*.so")
        run(("patchelf", "--set-rpath", "$ORIGIN", str(extension)))


def _left_out(folder: str, names: list[str]) -> set[str]:
    left = {name for name in names if name == "__pycache__" or name.partition(".")[0] in MODULES_LEFT_OUT}
    return left | ({*LEFT_OUT} & {*names} if Path(folder).name == f"python{SERIES}" else set())
