"""The head of a page where room is short: nothing is cut, and everything can be done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.shell.page_head import PageHead
from desktop.widgets.buttons import primary, quiet

WORDS = ("แบบกรอก", "นำเข้า", "ส่งออก", "นำเข้าจาก LINE", "พิมพ์รายงาน")


@pytest.fixture
def done():
    return []


@pytest.fixture
def head(theme_app, qtbot, done):
    made = PageHead("ติดตามหนังสือ LINE@")
    for words in WORDS:
        button = quiet(words)
        button.clicked.connect(lambda _=False, words=words: done.append(words))
        made.add_action(button)
    made.add_action(primary("รับเรื่องติดตาม", "Ctrl N"))
    made.add_action(quiet("มาทีหลัง"))
    qtbot.addWidget(made)
    made.show()
    return made


def sized(head, width):
    head.resize(width, 40)
    QApplication.processEvents()  # Qt lays out a turn later


def shown(head):
    return [button.text() for button in head._actions if button.isVisible()]


def test_all_actions_are_in_sight_where_there_is_room(head):
    sized(head, 1400)
    assert shown(head) == [*WORDS, "มาทีหลัง", "รับเรื่องติดตาม"]
    assert head.more.isHidden()


@pytest.mark.parametrize("width", [900, 700, 560, 480])
def test_what_finds_no_room_is_in_the_menu_and_the_title_stands_whole(head, width, done):
    sized(head, width)
    assert head._title.width() >= head._title.sizeHint().width()
    assert shown(head)[-1] == "รับเรื่องติดตาม"
    assert head.minimumSizeHint().width() <= width
    head.menu.aboutToShow.emit()
    listed = [action.text() for action in head.menu.actions()]
    assert listed
    assert [*shown(head)[:-1], *listed] == [*WORDS, "มาทีหลัง"]
    head.menu.actions()[-2].trigger()
    assert done == ["พิมพ์รายงาน"]
    sized(head, 1400)
    assert head.more.isHidden()


def test_a_title_without_room_is_elided_and_told_whole(head):
    head.set_title("ทะเบียนเรื่องร้องเรียนและร้องทุกข์ของประชาชนในพื้นที่")
    sized(head, 480)
    assert head._title.toolTip() == head.title()
    assert head.more.isVisible()


def test_an_action_not_offered_is_nowhere(head):
    head.offer(head._actions[0], False)
    sized(head, 1400)
    assert WORDS[0] not in shown(head)
    sized(head, 480)
    head.menu.aboutToShow.emit()
    assert WORDS[0] not in [action.text() for action in head.menu.actions()]
    assert head.more.focusPolicy() & Qt.FocusPolicy.TabFocus
