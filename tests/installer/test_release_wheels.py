"""What is shipped beside the program: the lock file's packages for another system, without what never runs."""

import zipfile

import pytest
from environment import SetupRefusal
from release import wheels
from supply import shipped

LOCK = """alpha==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
beta-two==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:bb
gamma==3.0 \\
    --hash=sha256:cc
"""


def test_a_part_of_the_lock_file_keeps_its_hashes_and_loses_the_system_it_is_for() -> None:
    part = wheels.locked(LOCK, ["Beta_Two", "gamma"])
    assert part.splitlines() == [
        "beta-two==2.0 \\",
        "    --hash=sha256:bb",
        "gamma==3.0 \\",
        "    --hash=sha256:cc",
    ]


def test_a_package_that_the_lock_file_lacks_is_named() -> None:
    with pytest.raises(SetupRefusal, match=r"requirements\.lock ไม่มี delta"):
        wheels.locked(LOCK, ["alpha", "delta"])


def test_windows_has_what_it_alone_needs_and_the_lock_file_has_all_of_it() -> None:
    """Without tzdata there is no time zone on Windows, and no signature."""
    windows, linux = (set(shipped(platform.markers)) for platform in (wheels.WINDOWS, wheels.LINUX))
    assert windows - linux == {"colorama", "tzdata"}
    lock = (wheels.ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert wheels.locked(lock, windows).count("==") == len(windows)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt6Widgets.dll",
        "PySide6/QtCore.pyd",
        "PySide6/pyside6.abi3.dll",
        "PySide6/msvcp140_2.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/Qt/lib/libQt6XcbQpa.so.6",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "reportlab/pdfgen/canvas.py",
        "pyhanko-0.38.0.dist-info/licenses/LICENSE",
        "tzdata/zoneinfo/Asia/Bangkok",
    ],
)
def test_what_runs_in_an_office_is_kept(path: str) -> None:
    assert wheels.is_kept(path)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt6Quick.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/translations/qtbase_de.qm",
        "PySide6/designer.exe",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "pyxform/validators/odk_validate/bin/ODK_Validate.jar",
        "sqlalchemy/testing/suite.py",
        "lxml/etree.pyx",
    ],
)
def test_what_never_runs_is_left_out(path: str) -> None:
    assert not wheels.is_kept(path)


def test_wheels_are_laid_into_one_folder_and_not_fetched_twice(tmp_path, monkeypatch) -> None:
    asked = []

    def download(command, **_):
        asked.append(command)
        folder = command[command.index("--dest") + 1]
        with zipfile.ZipFile(f"{folder}/alpha-1.0-py3-none-any.whl", "w") as wheel:
            for name in (
                "alpha/one.py",
                "alpha/one.pyi",
                "alpha-1.0.data/purelib/two.py",
                "alpha-1.0.data/x.1",
            ):
                wheel.writestr(name, name)
        return wheels.subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(wheels.subprocess, "run", download)
    for lib in (tmp_path / "first", tmp_path / "second"):
        wheels.lay(lib, wheels.WINDOWS, tmp_path / "cache")
        assert sorted(str(p.relative_to(lib)) for p in lib.rglob("*.*")) == ["alpha/one.py", "two.py"]
    assert len(asked) == 1
    assert {"win_amd64", "--require-hashes", wheels.PYTHON} <= set(asked[0])


def test_a_download_that_fails_is_told_and_leaves_nothing_to_be_taken_for_whole(
    tmp_path, monkeypatch
) -> None:
    failed = wheels.subprocess.CompletedProcess([], 1, "", "NewConnectionError: no route")
    monkeypatch.setattr(wheels.subprocess, "run", lambda *_, **__: failed)
    for _ in range(2):
        with pytest.raises(SetupRefusal, match="ต่ออินเทอร์เน็ตไม่ได้"):
            wheels.lay(tmp_path / "lib", wheels.WINDOWS, tmp_path / "cache")
