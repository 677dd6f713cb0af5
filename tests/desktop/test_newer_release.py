"""A newer release on a stick: offered where packages are looked for, fetched, checked, and begun once the window is closed."""

from base64 import b64encode
from datetime import date
from hashlib import sha256

import pytest
from PySide6.QtWidgets import QMessageBox

from core.keys.signer import signer_from
from core.releases.installed import Installed
from core.releases.manifest import FILE, SIGNATURE, ReleaseManifest, SetupFile, signed_bytes, text_of
from core.releases.on_stick import fetched_folder
from core.state_folder import STATE_DIR
from desktop.pages.exchange import ExchangePage
from desktop.shell import newer_release

KEY = signer_from(bytes(range(32)))
BODY = b"MZ a setup"
NAME = "phaen-1.1.0-setup.exe"


@pytest.fixture(autouse=True)
def state(monkeypatch, tmp_path):
    monkeypatch.setenv(STATE_DIR, str(tmp_path / "state"))


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """A stick with release 1.1.0, plugged into a PC whose program is 1.0.0."""
    drive = tmp_path / "stick"
    (folder := drive / "รุ่นใหม่").mkdir(parents=True)
    setup = SetupFile("windows", NAME, len(BODY), sha256(BODY).hexdigest())
    text = text_of(ReleaseManifest("1.1.0", date(2027, 1, 15), (setup,))).encode()
    (folder / FILE).write_bytes(text)
    (folder / SIGNATURE).write_bytes(b64encode(KEY.sign(signed_bytes(text))))
    (folder / NAME).write_bytes(BODY)
    monkeypatch.setattr(newer_release, "removable_drives", lambda: (drive,))
    monkeypatch.setattr(newer_release, "installed", lambda: Installed("1.0.0", public_key=KEY.public))
    monkeypatch.setattr(newer_release, "system_of", lambda: "windows")
    return folder


@pytest.fixture
def begun(monkeypatch):
    """The setups that were begun."""
    setups = []
    monkeypatch.setattr(newer_release, "begin", setups.append)
    return setups


@pytest.fixture
def page(context, show, qtbot):
    made = show(ExchangePage(context))
    qtbot.waitUntil(lambda: made._state is not None)
    return made


def install(page):
    page.install.click()
    box = page.findChild(QMessageBox)
    box.defaultButton().click()
    return box


def test_it_is_offered_and_begun_once_the_window_is_closed(stick, begun, page, qtbot):
    assert page.newer.sentence.text() == "มีรุ่นใหม่ในแฟลชไดรฟ์ รุ่น 1.1.0 (15 ม.ค. 70)"
    install(page)
    qtbot.waitUntil(lambda: bool(begun))
    assert not page.window().isVisible()
    assert begun == [fetched_folder() / "1.1.0" / NAME]
    assert begun[0].read_bytes() == BODY


@pytest.mark.parametrize(
    ("system", "words"), [("windows", "เริ่มติดตั้ง"), ("deb", "apt install"), ("portable", "แตกแฟ้ม")]
)
def test_what_happens_is_said_before(stick, page, monkeypatch, system, words):
    monkeypatch.setattr(newer_release, "system_of", lambda: system)
    page.install.click()
    assert words in page.findChild(QMessageBox).text()


def test_nothing_is_offered_where_there_is_none(page):
    assert not page.newer.isVisible()


def test_later_does_nothing(stick, begun, page, context):
    page.install.click()
    page.findChild(QMessageBox).escapeButton().click()
    assert not context.task_runner.busy()
    assert begun == []


def test_a_setup_that_is_another_is_told_and_not_begun(stick, begun, page, context, qtbot):
    (stick / NAME).write_bytes(b"MZ another")
    with qtbot.waitSignal(context.notified) as told:
        install(page)
    assert "ไม่ตรงกับที่ผู้ออกรุ่นลงลายมือชื่อไว้" in told.args[0]
    assert begun == []
    assert page.window().isVisible()


def test_who_stays_is_told_that_nothing_was_begun(stick, begun, page, context, qtbot, monkeypatch):
    monkeypatch.setattr(page.window(), "closeEvent", lambda event: event.ignore(), raising=False)
    with qtbot.waitSignal(context.notified) as told:
        install(page)
    assert told.args[0] == newer_release.STAYS
    assert begun == []


@pytest.mark.parametrize(
    ("platform", "starts", "shown"), [("win32", True, 0), ("win32", False, 1), ("linux", True, 1)]
)
def test_a_setup_is_started_or_its_folder_shown(monkeypatch, tmp_path, platform, starts, shown):
    opened, started = [], []

    def start(*command):
        started.append(command)
        return (starts, 1)

    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(newer_release.QProcess, "startDetached", start)
    monkeypatch.setattr(newer_release.QDesktopServices, "openUrl", opened.append)
    newer_release.begin(tmp_path / NAME)
    assert len(started) == (platform == "win32")
    assert [url.toLocalFile() for url in opened] == [str(tmp_path)] * shown
