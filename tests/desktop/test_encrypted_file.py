"""An encrypted office file at the desk, by keys: asked for, set, changed, taken away; and what lies beside it."""

import json
import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.faults import Stopped
from core.keys.file_key import FileKey
from core.keys.sealed_key import Cost
from core.office import Office, Role, Why
from core.office.encryption import Encryption, encryption
from desktop.drafts import DraftFolder
from desktop.pages.encryption_dialog import EncryptionDialog
from desktop.pages.files import ENCRYPTED, PLAIN
from desktop.shell.backups import BackupsDialog
from desktop.shell.encrypted_file import DONE, STOPPED
from desktop.shell.passphrase import PassphraseDialog
from desktop.shell.sign_in import ENCRYPTED as OTHER_THAN_FILE
from desktop.shell.sign_in import SignInDialog
from desktop.widgets.thai_label import ThaiLabel

PASSPHRASE, OTHER = "three words here", "other three words"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr("core.keys.sealed_key.STANDARD", Cost(memory=64, passes=1, lanes=1))


@pytest.fixture(scope="module")
def sample_file(office_file_of):
    return office_file_of("finance")


@pytest.fixture
def plain(sample_file, tmp_path):
    return Path(shutil.copy(sample_file, tmp_path / "office.phaen"))


@pytest.fixture
def encrypted(plain):
    with Office.open(plain) as office:
        office.backups.make(Why.HAND)
        order = encryption(office.session, PASSPHRASE)
    order.carry_out()
    return plain


@pytest.fixture
def damaged(encrypted):
    """Damaged, with a backup that its passphrase opens and one from before it was encrypted."""
    with Office.open(encrypted, passphrase=PASSPHRASE) as office:
        office.file.backup()
    content = bytearray(encrypted.read_bytes())
    content[100] ^= 0xFF
    encrypted.write_bytes(content)
    return encrypted


def dialog_of(desk, qtbot, kind):
    def shown():
        found = [one for one in desk.window.findChildren(kind) if one.isVisible()]
        assert found
        return found[0]

    qtbot.waitUntil(lambda: bool([one for one in desk.window.findChildren(kind) if one.isVisible()]))
    return shown()


def type_passphrase(desk, qtbot):
    dialog = dialog_of(desk, qtbot, PassphraseDialog)
    qtbot.keyClicks(dialog.passphrase, PASSPHRASE)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)


def is_open(desk, path):
    return desk.context is not None and desk.context.office.session.path == path


def test_the_passphrase_is_asked_for_until_it_is_right(desk, encrypted, qtbot):
    assert not desk.try_open(encrypted)
    dialog = dialog_of(desk, qtbot, PassphraseDialog)
    qtbot.keyClicks(dialog.passphrase, "wrong")
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "ไม่ถูกต้อง" in dialog.fault.sentence.text())
    assert desk.context is None
    qtbot.waitUntil(dialog.passphrase.isEnabled)
    qtbot.keyClicks(dialog.passphrase, PASSPHRASE)  # the wrong one is chosen, and so replaced
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(desk, encrypted))
    assert not dialog.isVisible()
    assert desk.settings.recent_files[0] == encrypted.resolve()


def test_what_comes_after_opening_waits_for_the_passphrase(desk, encrypted, qtbot):
    done = []
    desk.open_later(encrypted, lambda: done.append(desk.context is not None))
    dialog = dialog_of(desk, qtbot, PassphraseDialog)
    assert done == []
    qtbot.keyClicks(dialog.passphrase, PASSPHRASE)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: done == [True])


def test_given_up_the_open_file_stays(desk, encrypted, sample_file, tmp_path, qtbot):
    other = Path(shutil.copy(sample_file, tmp_path / "other.phaen"))
    desk.open_file(other)
    assert not desk.try_open(encrypted)
    qtbot.keyClick(dialog_of(desk, qtbot, PassphraseDialog), Qt.Key.Key_Escape)
    assert is_open(desk, other)


def test_it_is_opened_again_without_asking(desk, encrypted, qtbot):
    desk.open_file(encrypted, FileKey.of(encrypted.read_bytes()[:16], PASSPHRASE))
    assert desk.open_again()
    assert is_open(desk, encrypted)


def order_by_keys(desk, qtbot, *typed):
    """Fills the dialog of page แฟ้มงาน in, line by line."""
    desk.window.show_page("files")
    page = desk.window.stack.currentWidget()
    page.buttons["encrypt"].setFocus()
    qtbot.keyClick(page.buttons["encrypt"], Qt.Key.Key_Space)
    dialog = dialog_of(desk, qtbot, EncryptionDialog)
    lines = [dialog.old, dialog.new, dialog.again][-len(typed) :]
    for line, text in zip(lines, typed, strict=True):
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    return dialog


def test_it_is_encrypted_changed_and_decrypted_by_keys(desk, plain, qtbot):
    desk.open_file(plain)
    order_by_keys(desk, qtbot, PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: is_open(desk, plain) and desk.context.office.session.is_encrypted, timeout=20_000)
    assert desk.window.page_name == "files"
    assert plain.read_bytes()[:4] == b"PHE1"
    first = plain.read_bytes()[:16]

    order_by_keys(desk, qtbot, PASSPHRASE, OTHER, OTHER)
    qtbot.waitUntil(
        lambda: is_open(desk, plain) and desk.context.office.session.file.key.head != first, timeout=20_000
    )
    assert FileKey.of(plain.read_bytes()[:16], OTHER)

    dialog = order_by_keys(desk, qtbot, OTHER, "", "")
    dialog.off.setFocus()
    qtbot.keyClick(dialog.off, Qt.Key.Key_Space)
    qtbot.waitUntil(
        lambda: is_open(desk, plain) and not desk.context.office.session.is_encrypted, timeout=20_000
    )


def test_with_accounts_it_is_said_after_signing_in_and_on_the_page(desk, plain, qtbot, monkeypatch, tmp_path):
    def sign_in():
        dialog = dialog_of(desk, qtbot, SignInDialog)
        said = " ".join(label.text() for label in dialog.findChildren(ThaiLabel))
        qtbot.keyClicks(dialog.password, "its own password")
        qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
        qtbot.waitUntil(dialog.isHidden)
        return said

    def state():
        desk.window.show_page("files")
        return desk.window.stack.currentWidget().encrypted.text()

    monkeypatch.setattr("core.office.people.service.state_dir", lambda: tmp_path / "state")
    with Office.open(plain) as office:
        office.people.add("สมศรี", "its own password", unit="admin", roles=frozenset({Role.KEEPER}))
    desk.open_file(plain)
    assert OTHER_THAN_FILE not in sign_in()
    assert state() == PLAIN
    order = desk.context.wait_for(lambda: encryption(desk.context.office.session, PASSPHRASE))
    desk.encrypt(order, remove_old=False)
    qtbot.waitUntil(lambda: desk.gate.dialog is not None and desk.window.page_name == "files")
    assert DONE not in desk.window.messages.toast.text()
    assert OTHER_THAN_FILE in sign_in()
    assert DONE in desk.window.messages.toast.text()
    assert state() == ENCRYPTED


def test_what_opens_without_the_new_passphrase_is_told_of(desk, plain, qtbot):
    shutil.copy(plain, plain.with_name("named.phaen"))
    desk.open_file(plain)
    order_by_keys(desk, qtbot, PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: is_open(desk, plain) and desk.context.office.session.is_encrypted, timeout=20_000)
    assert "named.phaen" in desk.window.messages.toast.text()


def test_stopped_the_file_is_opened_again_as_it_was(desk, plain, qtbot, monkeypatch):
    def carry_out(_, progress, **__):
        begun.set()
        for _ in range(500):
            if progress.cancelled:
                raise Stopped
            rest.wait(0.01)
        raise AssertionError("nobody stopped it")

    begun, rest = threading.Event(), threading.Event()
    monkeypatch.setattr(Encryption, "carry_out", carry_out)
    desk.open_file(plain)
    order_by_keys(desk, qtbot, PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(begun.is_set)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    qtbot.keyClick(desk.window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: is_open(desk, plain))
    assert desk.window.messages.toast.text() == STOPPED
    assert not desk.context.office.session.is_encrypted


@pytest.mark.parametrize(
    ("typed", "said"),
    [((PASSPHRASE, OTHER), "ไม่เหมือนกัน"), (("short", "short"), "อย่างน้อย"), (("", ""), "ยังไม่ได้พิมพ์")],
)
def test_what_can_be_no_passphrase_is_said_and_the_file_stays_open(desk, plain, qtbot, typed, said):
    desk.open_file(plain)
    dialog = order_by_keys(desk, qtbot, *typed)
    qtbot.waitUntil(lambda: said in dialog.fault.sentence.text())
    assert is_open(desk, plain)


def test_the_old_passphrase_is_needed_to_change_it(desk, encrypted, qtbot):
    desk.open_file(encrypted, FileKey.of(encrypted.read_bytes()[:16], PASSPHRASE))
    dialog = order_by_keys(desk, qtbot, "wrong", OTHER, OTHER)
    qtbot.waitUntil(lambda: "ไม่ถูกต้อง" in dialog.fault.sentence.text())
    assert is_open(desk, encrypted)


def test_an_older_backup_is_looked_into_without_its_file_s_passphrase(desk, encrypted, qtbot):
    """It was made before the file was encrypted."""
    desk.open_file(encrypted, FileKey.of(encrypted.read_bytes()[:16], PASSPHRASE))
    backup = desk.context.office.backups.all()[0]
    desk.look_into_backup(backup.path)
    qtbot.waitUntil(lambda: desk.context is not None and not desk.context.office.session.is_encrypted)


def test_of_a_damaged_file_the_backups_are_looked_into_with_its_passphrase(desk, damaged, qtbot):
    desk.try_open(damaged)
    for shown in (BackupsDialog, None):
        type_passphrase(desk, qtbot)
        if shown:
            damaged = dialog_of(desk, qtbot, shown)
            assert "เสียหาย" in damaged.windowTitle()
            damaged.table.selectRow(0)
            qtbot.keyClick(damaged.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.context is not None and desk.context.office.session.is_encrypted)
    assert desk.context.office.session.file_barred


def test_of_a_damaged_file_the_backups_are_proved_once_its_passphrase_was_typed(desk, damaged, qtbot):
    dialog = desk.show_backups(damaged)
    qtbot.waitUntil(lambda: sorted(map(str, dialog.proved.values())) == ["None", "True"])
    plain = next(row for row, one in enumerate(dialog.model.rows) if dialog.proved[one.path])
    dialog.table.selectRow(plain)
    qtbot.waitUntil(dialog.unlock.isVisible)
    qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    type_passphrase(desk, qtbot)
    qtbot.waitUntil(lambda: set(dialog.proved.values()) == {True})
    assert not dialog.unlock.isVisible()


def test_of_a_damaged_file_a_backup_is_returned_with_its_passphrase_asked_once(desk, damaged, qtbot):
    dialog = desk.show_backups(damaged)
    dialog.table.selectRow(0)
    target = damaged.with_name("returned.phaen")
    dialog.restore_as(target)
    type_passphrase(desk, qtbot)
    qtbot.waitUntil(lambda: is_open(desk, target))
    assert target.read_bytes()[:16] == damaged.read_bytes()[:16]


def test_drafts_are_sealed_and_outlive_a_change_of_passphrase(plain, tmp_path, monkeypatch):
    from datetime import datetime

    from desktop.drafts import KeptDraft

    draft = KeptDraft("a", "finance_requests", None, {}, {"payee": "ร้านความลับ"}, datetime(2020, 6, 1))
    DraftFolder(plain).write(draft)
    (file,) = DraftFolder(plain).path.iterdir()
    assert json.loads(file.read_text("utf-8"))["typed"] == {"payee": "ร้านความลับ"}
    passphrase = ""
    for new in (PASSPHRASE, OTHER):
        with Office.open(plain, passphrase=passphrase) as office:
            order = encryption(office.session, new)
        order.carry_out()
        passphrase = new
        with Office.open(plain, passphrase=passphrase) as office:
            seal = office.session.draft_seal()
        assert DraftFolder(plain, seal).read() == (draft,)
        assert "ความลับ".encode() not in file.read_bytes()
    assert DraftFolder(plain).read() == ()
