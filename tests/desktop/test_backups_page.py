"""Backups at the desk by keys: made, looked through, returned in place; by themselves every half hour and on closing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.office import Office, Why
from desktop.pages.backups import BackupsPage

CTRL = Qt.KeyboardModifier.ControlModifier
REQUEST = {
    "request_no": "X-1",
    "procurement": "w119",
    "amount": "1",
    "received_on": "2020-01-10",
    "payee": "ร้าน ก",
}


def numbers(office):
    return {row.values["request_no"] for row in office.records.rows("finance_requests")}


@pytest.fixture
def page(context, show):
    return show(BackupsPage(context))


@pytest.fixture
def rest(page, context, qtbot, settle):
    """``rest()``: until the page has nothing more to work out."""

    def rested():
        qtbot.waitUntil(
            lambda: not (context.task_runner.busy() or page._runner.busy() or page._calm.isActive())
        )
        settle()
        qtbot.waitUntil(
            lambda: not (context.task_runner.busy() or page._runner.busy() or page._calm.isActive())
        )

    return rested


def test_made_looked_through_and_returned_by_keys(page, context, press, rest, told, qtbot):
    assert page.none.isVisible()
    press(page, Qt.Key.Key_S, CTRL)
    rest()
    assert "ใช้คืนได้" in told[-1]
    context.office.records.save("finance_requests", REQUEST)
    rest()
    assert [page.model.index(0, column).data() for column in (1, 4)] == ["สั่งเอง", "ใช้คืนได้"]
    assert "1 ครั้ง" in page.summary.text()
    assert [page.register_model.index(0, column).data() for column in (0, 1)] == ["ทะเบียนใบขอเบิกเงิน", "1"]
    assert page.undone_model.index(0, 1).data() == "สมศรี"
    assert "X-1" in numbers(context.office)
    page.table.setFocus()
    press(page.table, Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: "X-1" not in numbers(context.office))
    rest()
    assert "หากเปลี่ยนใจ" in told[-1]
    assert page.model.index(0, 1).data() == "ก่อนคืนแฟ้มสำรอง"


def test_nothing_is_returned_before_its_changes_were_shown(page, context, press, rest):
    context.office.backups.make(Why.HAND)
    context.office.records.save("finance_requests", REQUEST)
    rest()
    page._tell(None, "")
    assert not page.here.isEnabled()
    page.restore_here()
    assert "X-1" in numbers(context.office)


def test_a_copy_is_returned_under_another_name(page, context, rest, tmp_path, told):
    context.office.backups.make(Why.HAND)
    context.office.records.save("finance_requests", REQUEST)
    rest()
    page.restore_as(tmp_path / "copy.phaen")
    rest()
    with Office.open(tmp_path / "copy.phaen") as copy:
        assert "X-1" not in numbers(copy)
    assert "ยังเป็นเช่นเดิม" in told[-1]


def test_a_second_folder_is_chosen_filled_and_given_up(page, context, rest, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    page.use_second(stick)
    rest()
    assert str(stick) in page.where.text()
    assert sorted(page.model.index(row, 3).data() for row in (0, 1)) == ["แห่งที่สอง", "แห่งแรก"]
    page.use_second(None)
    rest()
    assert len(page.model.rows) == 1


def test_a_spoilt_one_is_named_and_not_offered(page, context, rest):
    (made,) = context.office.backups.make(Why.HAND)
    next(made.path.parent.glob("blocks/*/*")).write_bytes(b"rot")
    page.reload()
    rest()
    assert page.model.index(0, 4).data() == "ใช้ไม่ได้"
    assert not page.here.isEnabled()
    assert not page.as_copy.isEnabled()
    assert "โปรดเลือกแฟ้มสำรองอื่น" in page.summary.text()


# By itself


@pytest.fixture
def kept_desk(desk, office_path, qtbot):
    desk.keeps_backups = True
    desk.open_file(Path(office_path))
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    return desk


def whys(path):
    found = sorted(
        Path(path).with_name("office สำรอง").glob("*.phaenb"), key=lambda one: one.stat().st_mtime_ns
    )
    return [one.stem.split("-")[2] for one in found]


def test_every_half_hour_and_on_closing_where_anything_changed(kept_desk, office_path, qtbot, settle):
    keeping, context = kept_desk.safekeeping, kept_desk.context
    keeping.timer.timeout.emit()
    qtbot.waitUntil(lambda: not keeping._runner.busy())
    keeping.timer.timeout.emit()
    qtbot.waitUntil(lambda: not keeping._runner.busy())
    assert whys(office_path) == ["regular"]
    context.office.records.save("finance_requests", REQUEST)
    settle()
    kept_desk.close()
    assert whys(office_path) == ["regular", "closing"]


def test_closing_what_was_only_looked_at_makes_none(kept_desk, office_path):
    kept_desk.close()
    assert whys(office_path) == []


def test_one_that_cannot_be_made_is_said_once_and_closing_goes_on(kept_desk, office_path, qtbot, settle):
    said = []
    kept_desk.safekeeping._tell = lambda sentence, _: said.append(sentence)
    Path(office_path).with_name("office สำรอง").write_text("a file in the way")
    kept_desk.context.office.records.save("finance_requests", REQUEST)
    settle()
    for _ in range(2):
        kept_desk.safekeeping.timer.timeout.emit()
        qtbot.waitUntil(lambda: not kept_desk.safekeeping._runner.busy())
    assert len(said) == 1
    assert "โปรด" in said[0]
    kept_desk.close()
    assert kept_desk.context is None
