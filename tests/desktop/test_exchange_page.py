"""Packages at the desk by keys: look, compare words, try, take or leave, take back, send; and settling conflicts."""

import shutil
from pathlib import Path

import pytest
from colleagues import colleague
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from core.faults import FileRefusal
from core.office import Query
from desktop.main import open_first
from desktop.pages.conflicts import CURRENT_VALUE, OTHERS, ConflictsPage
from desktop.pages.exchange import ExchangePage
from desktop.pages.merge_dialog import MergeDialog
from desktop.pages.send_dialog import SendDialog
from desktop.pages.trusted_dialog import TrustedDialog
from desktop.shell import removable_drives

CTRL = Qt.KeyboardModifier.ControlModifier
REQUESTS = "finance_requests"
CHOSEN = 0  # the column


@pytest.fixture
def rated(sample_file, tmp_path, qtbot):
    """The id of a rating both files hold, and ``pack(context, level)``: a colleague's package that changes it, made while
    nothing of the desk is at work, for both PCs are one process here."""
    path = Path(shutil.copy(sample_file, tmp_path / "วิชัย.phaen"))
    state = tmp_path / "pc"
    state.mkdir()
    with colleague(path, state) as office:
        rating = office.records.rows("satisfaction_ratings", Query(year=2563))[0].id

    def pack(context, level, name="วิชัย.phaenx", **more):
        qtbot.waitUntil(lambda: not context.task_runner.busy())
        with colleague(path, state) as office:
            office.records.save("satisfaction_ratings", {"level": level}, rating)
            office.records.save(
                "letter_enquiries",
                {
                    "user": "ผู้ใช้ใหม่",
                    "unit": "สำนักอนามัย",
                    "letter_no": "กท 1/1",
                    "subject": "ขอทราบผล",
                    "asked_at": "30/06/2563 09:00",
                },
            )
            return office.exchange.pack(tmp_path / name, **more).path

    return rating, pack


@pytest.fixture
def page(context, show, qtbot):
    made = show(ExchangePage(context))
    qtbot.waitUntil(lambda: made._state is not None)
    return made


def rows_of(cells):
    return [[cells.index(r, c).data() for c in range(cells.columnCount())] for r in range(cells.rowCount())]


def opened(page, packages, qtbot):
    page.take(packages)
    dialog = page.dialog
    assert isinstance(dialog, MergeDialog)
    qtbot.waitUntil(lambda: bool(dialog._looked))
    return dialog


def tried(dialog, qtbot):
    """The dialog once it knows what the packages come to; a new PC is trusted on the way."""
    if dialog._stranger() is not None:
        dialog.trust.click()
    qtbot.waitUntil(lambda: dialog.trial is not None)
    return dialog


def test_each_unit_s_freshness_and_this_pc_s_words_are_shown(page):
    rows = rows_of(page.fresh_model)
    assert [r[0] for r in rows] == [u.name for u in page.context.office.session.units()]
    own = next(r for r in rows if r[0] == "ฝ่ายการคลัง")
    assert own[2:] == ["เครื่องนี้", ""]
    assert "การเปลี่ยนแปลง" in rows[0][3]
    assert page.nothing_yet.isVisible()
    assert " · ".join(page.context.office.exchange.this_pc().words) in page.words.text()


def test_a_new_pc_s_words_are_compared_before_anything_is_tried(page, rated, qtbot, press):
    _, pack = rated
    dialog = opened(page, [pack(page.context, 5)], qtbot)
    assert dialog.package_model.index(0, 5).data() == "เครื่องใหม่"
    assert "โปรดเทียบคำกับผู้ส่ง" in dialog.stranger.sentence.text()
    assert dialog.trial is None
    assert not dialog.take.isEnabled()
    assert dialog.trust.hasFocus()
    press(dialog.trust, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.trial is not None)
    assert not dialog.stranger.isVisible()


def test_what_would_come_in_is_shown_and_left_alone_with_escape(page, rated, qtbot, press):
    rating, pack = rated
    office = page.context.office
    before = office.records.record("satisfaction_ratings", rating).values["level"]
    dialog = tried(opened(page, [pack(page.context, 1 if before != 1 else 2)], qtbot), qtbot)
    arrivals = rows_of(dialog.arrival_model)
    assert any(r[0] == "ส่วนเลขานุการ" and "LINE@" in r[1] and r[2:] == ["มิ.ย. 63", "1"] for r in arrivals)
    assert any(r[0].startswith("5.1 ") for r in rows_of(dialog.moved_model))
    press(dialog, Qt.Key.Key_Escape)
    assert office.records.record("satisfaction_ratings", rating).values["level"] == before
    assert office.exchange.exchanges() == ()


def test_packages_are_taken_in_with_control_enter_and_taken_back(page, rated, qtbot, press):
    rating, pack = rated
    office = page.context.office
    before = office.records.record("satisfaction_ratings", rating).values["level"]
    dialog = tried(opened(page, [pack(page.context, 1 if before != 1 else 2)], qtbot), qtbot)
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, Qt.Key.Key_Return, CTRL)
    assert office.records.record("satisfaction_ratings", rating).values["level"] != before
    qtbot.waitUntil(lambda: page.last_merge.isVisible() and page.log.isVisible())
    assert page.log_model.index(0, 1).data() == "รับ"
    page.undo_merge.click()
    qtbot.waitUntil(lambda: office.records.record("satisfaction_ratings", rating).values["level"] == before)
    qtbot.waitUntil(lambda: not page.last_merge.isVisible())


def test_the_same_package_again_brings_nothing_new(page, rated, qtbot):
    _, pack = rated
    package = pack(page.context, 3)
    page.context.office.exchange.merge([package], trust=True)
    dialog = tried(opened(page, [package], qtbot), qtbot)
    assert "ไม่มีอะไรใหม่" in dialog.summary.text()


def test_a_sealed_package_asks_for_its_passphrase(page, rated, qtbot, type_text, press):
    _, pack = rated
    dialog = opened(page, [pack(page.context, 3, passphrase="กุญแจลับ")], qtbot)
    assert dialog.package_model.index(0, 5).data() == "มีรหัสผ่าน"
    assert dialog.passphrase.isVisible()
    type_text(dialog.passphrase, "กุญแจลับ")
    press(dialog.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog._looked[0].info is not None)
    assert tried(dialog, qtbot).take.isEnabled()


def test_a_package_that_cannot_be_used_is_said_and_the_others_come_in(page, rated, qtbot, tmp_path):
    _, pack = rated
    spoilt = tmp_path / "เสีย.phaenx"
    spoilt.write_bytes(b"PK not a package")
    page.context.office.exchange.trust(page.context.office.exchange.examine(pack(page.context, 3)).sender)
    dialog = tried(opened(page, [spoilt, pack(page.context, 4)], qtbot), qtbot)
    assert [dialog.package_model.index(n, 5).data() for n in (0, 1)] == ["ใช้ไม่ได้", "พร้อมรับ"]
    assert "เสีย.phaenx" in dialog.fault.sentence.text()
    assert dialog.take.isEnabled()


def test_packages_dropped_on_the_page_are_looked_at(page, rated):
    _, pack = rated
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pack(page.context, 3))), QUrl.fromLocalFile("/etc/hostname")])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert isinstance(page.dialog, MergeDialog)
    assert len(page.dialog._packages) == 1


def test_packages_on_a_removable_drive_are_found(tmp_path):
    (tmp_path / "ส่วนเลขานุการ").mkdir()
    deep = tmp_path / "ส่วนเลขานุการ" / "ก.phaenx"
    top = tmp_path / "ข.PHAENX"
    for path in (deep, top, tmp_path / "อื่น.txt"):
        path.write_bytes(b"")
    assert set(removable_drives.packages_on([tmp_path, tmp_path / "ไม่มี"])) == {deep, top}


def test_a_package_is_sent_by_keys(page, qtbot, press, tmp_path, settings):
    page.fresh.selectRow(next(n for n, r in enumerate(rows_of(page.fresh_model)) if r[0] == "ส่วนบริหารกลาง"))
    press(page.fresh, Qt.Key.Key_Return)
    dialog = page.dialog
    assert isinstance(dialog, SendDialog)
    assert dialog.unit.value() == "central"
    qtbot.waitUntil(dialog.isActiveWindow)
    asked = []
    dialog.choose_target = lambda suggested: asked.append(suggested.name) or tmp_path / "ส่ง.phaenx"
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, Qt.Key.Key_Return, CTRL)
    assert asked[0].startswith("ฝ่ายการคลัง ถึงส่วนบริหารกลาง")
    assert page.context.office.exchange.examine(tmp_path / "ส่ง.phaenx").sender.unit == "finance"
    assert settings.exchange_folder == tmp_path
    qtbot.waitUntil(lambda: page.log_model.rowCount() == 1)
    assert rows_of(page.log_model)[0][1:3] == ["ส่ง", "ส่วนบริหารกลาง"]


def test_passphrases_that_differ_write_nothing(page, type_text):
    page.send_to("")
    dialog = page.dialog
    dialog.choose_target = lambda _: pytest.fail("asked for a place")
    type_text(dialog.passphrase, "ก")
    dialog.write.click()
    assert "ไม่ตรงกัน" in dialog.fault.sentence.text()
    assert page.context.office.exchange.exchanges() == ()


def test_a_pc_is_trusted_no_longer(page, rated):
    _, pack = rated
    office = page.context.office
    package = pack(page.context, 3)
    office.exchange.trust(office.exchange.examine(package).sender)
    page.trusted.click()
    dialog = page.dialog
    assert isinstance(dialog, TrustedDialog)
    assert rows_of(dialog.model)[0][0] == "ส่วนเลขานุการ"
    dialog.forget.click()
    assert dialog.none.isVisible()
    with pytest.raises(FileRefusal):
        office.exchange.merge([package])


def test_a_pc_that_nobody_trusted_is_told_once_on_opening_and_trusted_by_its_words(
    open_desk, rated, qtbot, press
):
    desk, (_, pack) = open_desk, rated
    office = desk.context.office
    package = pack(desk.context, 4)
    office.exchange.merge([package], trust=True)
    office.exchange.distrust(office.exchange.trusted_pcs()[0])
    said = []
    tell = desk.tell
    desk.tell = lambda sentence, tone="good": (said.append(sentence), tell(sentence, tone))
    desk.open_again()
    qtbot.waitUntil(lambda: any("พิสูจน์ผู้เขียนไม่ได้ 1 เรื่อง" in one for one in said))
    desk.window.show_page("exchange")
    page = desk.window.made["exchange"]
    qtbot.waitUntil(lambda: "ยังไม่รู้จัก" in page.unproved.sentence.text())
    page.who.click()
    dialog = page.dialog
    assert isinstance(dialog, TrustedDialog)
    assert rows_of(dialog.model)[0][1:] == ["วิชัย", " · ".join(dialog.model.rows[0].words), "ยังไม่เชื่อถือ"]
    assert (dialog.trust.isEnabled(), dialog.forget.isEnabled()) == (True, False)
    dialog.trust.click()
    assert dialog.model.rows[0].trusted
    dialog.close_button.click()
    qtbot.waitUntil(lambda: not page.unproved.sentence.text())
    assert len([one for one in said if "พิสูจน์" in one]) == 1


# --- conflicts


@pytest.fixture
def torn(page, rated):
    """A page of conflicts: a rating that both changed, and two more."""
    rating, pack = rated
    office = page.context.office
    office.records.save("satisfaction_ratings", {"level": 2, "comment": "ของเรา"}, rating)
    office.exchange.merge([pack(page.context, 4)], trust=True)
    return office, rating


@pytest.fixture
def conflicts(context, torn, show, qtbot):
    made = show(ConflictsPage(context))
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    made.table.setFocus()
    return made


def test_both_values_stand_side_by_side_with_who_and_what_they_matter_for(conflicts):
    (row,) = rows_of(conflicts.model)
    assert row[CURRENT_VALUE : OTHERS + 1] == [
        "(2) มาก",
        "(1) น้อย",
    ]  # the colleague's was written later, so it stands
    assert row[CHOSEN] == "ยังไม่เลือก"
    ours, theirs = conflicts.sides.cards
    assert "สมศรี" in ours.whose.text()
    assert "วิชัย" in theirs.whose.text()
    assert "5.4" in conflicts.matters.text()


def test_a_conflict_is_settled_by_keys_with_a_reason_that_is_kept(conflicts, torn, press, type_text, qtbot):
    office, rating = torn
    press(conflicts.table, Qt.Key.Key_2)
    assert chosen(conflicts) == ["(2) มาก"]
    assert not conflicts.settle.isEnabled()  # no reason yet
    type_text(conflicts.reason, "ตรวจกับแบบสอบถามแล้ว")
    press(conflicts, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: office.conflicts.open() == ())
    assert office.records.record("satisfaction_ratings", rating).values["level"] == 4
    assert any(
        "ตรวจกับแบบสอบถามแล้ว" in str(item) for item in office.records.history("satisfaction_ratings", rating)
    )
    qtbot.waitUntil(conflicts.none.isVisible)


def test_a_choice_is_taken_back_and_nothing_is_forgotten(conflicts, torn, press):
    office, _ = torn
    press(conflicts.table, Qt.Key.Key_1)
    assert not conflicts.may_leave()
    press(conflicts.table, Qt.Key.Key_Delete)
    assert chosen(conflicts) == ["ยังไม่เลือก"]
    assert conflicts.may_leave()
    assert len(office.conflicts.open()) == 1


def test_a_third_value_is_typed_and_one_that_cannot_be_saved_is_said(
    conflicts, torn, press, type_text, qtbot
):
    office, rating = torn
    type_text(conflicts.reason, "ถามผู้ใช้บริการแล้ว")
    type_text(conflicts.third, "9")
    press(conflicts.third, Qt.Key.Key_Return)
    with qtbot.waitSignal(conflicts.context.notified):
        conflicts.settle.click()
    assert len(office.conflicts.open()) == 1
    conflicts.third.clear()
    type_text(conflicts.third, "5")
    press(conflicts.third, Qt.Key.Key_Return)
    conflicts.settle.click()
    qtbot.waitUntil(lambda: office.conflicts.open() == ())
    assert office.records.record("satisfaction_ratings", rating).values["level"] == 5


def chosen(page):
    return [row[CHOSEN] for row in rows_of(page.model)]


@pytest.fixture
def four(context, sample_file, tmp_path, show, qtbot):
    """Two ratings: one that four files gave different levels, one that two gave; the page of it, and their ids."""
    office = context.office
    ratings = [row.id for row in office.records.rows("satisfaction_ratings", Query(year=2563))[:2]]
    packages_made = []
    first, *levels = {1, 2, 3, 4, 5} - {
        office.records.record("satisfaction_ratings", ratings[0]).values["level"]
    }
    for level in levels:
        path = Path(shutil.copy(sample_file, tmp_path / f"{level}.phaen"))
        state = tmp_path / f"pc{level}"
        state.mkdir()
        with colleague(path, state) as other:
            other.records.save("satisfaction_ratings", {"level": level}, ratings[0])
            if level == levels[0]:
                other.records.save("satisfaction_ratings", {"comment": "ของเขา"}, ratings[1])
            packages_made.append(other.exchange.pack(tmp_path / f"{level}.phaenx").path)
    office.records.save("satisfaction_ratings", {"level": first}, ratings[0])
    office.records.save("satisfaction_ratings", {"comment": "ของเรา"}, ratings[1])
    office.exchange.merge(packages_made, trust=True)
    made = show(ConflictsPage(context))
    qtbot.waitUntil(lambda: made.model.rowCount() == 2)
    made.table.setFocus()
    return made, ratings


def row_of(page, rating, field):
    found = page.context.office.conflicts.open()
    return next(n for n, c in enumerate(found) if (c.record_id, c.field) == (rating, field))


def test_four_rivals_stand_side_by_side_each_with_its_key_and_the_figure_it_gives(four, qtbot):
    page, ratings = four
    page.table.selectRow(row_of(page, ratings[0], "level"))
    cards = page.sides.cards
    assert len({card.value.text() for card in cards}) == 4
    assert [card.take.key() for card in cards] == ["1", "2", "3", "4"]
    assert len({card.y() for card in cards}) == 1
    qtbot.waitUntil(lambda: all(card.outcome.text() for card in cards))
    assert all("ตัวชี้วัด 5.4 จะเป็น" in card.outcome.text() for card in cards)
    assert len({card.outcome.text() for card in cards}) > 1


def test_any_of_four_is_taken_by_its_key_and_a_key_a_conflict_has_not_chooses_nothing(
    four, press, type_text, qtbot
):
    page, ratings = four
    office = page.context.office
    page.table.selectAll()
    press(page.table, Qt.Key.Key_4)
    many = row_of(page, ratings[0], "level")
    assert chosen(page)[1 - many] == "ยังไม่เลือก"
    taken = office.conflicts.open()[many].sides[3]
    assert chosen(page)[many] == f"(4) {taken.shown}"
    page.table.selectRow(1 - many)
    assert len(page.sides.cards) == 2
    page.sides.cards[1].take.click()
    assert chosen(page)[1 - many] == "(2) ของเขา"
    type_text(page.reason, "ตรวจกับแบบสอบถามแล้ว")
    press(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: office.conflicts.open() == ())
    assert office.records.record("satisfaction_ratings", ratings[0]).values["level"] == taken.value
    assert office.records.record("satisfaction_ratings", ratings[1]).values["comment"] == "ของเขา"


def test_the_rail_counts_what_waits_to_be_settled(open_desk, rated, qtbot):
    rating, pack = rated
    office = open_desk.context.office
    office.records.save("satisfaction_ratings", {"level": 2}, rating)
    office.exchange.merge([pack(open_desk.context, 4)], trust=True)
    model = open_desk.window.rail.model
    qtbot.waitUntil(lambda: "conflicts" in model._waiting)
    assert [(count.words, count.tone) for count in model._waiting["conflicts"]] == [("1 ขัดกัน", "bad")]


# Double-clicked


def test_a_package_double_clicked_is_looked_at_in_the_file_open_last(
    desk, settings, office_path, tmp_path, qtbot
):
    package = tmp_path / "วิชัย.PHAENX"
    package.write_bytes(b"PK\3\4")
    settings.remember_file(office_path)
    open_first(desk, settings, package)
    qtbot.waitUntil(lambda: isinstance(desk.window.made.get("exchange"), ExchangePage))
    assert desk.context.office.session.path == office_path
    dialog = desk.window.made["exchange"].dialog
    qtbot.waitUntil(lambda: dialog.isVisible())
    dialog.reject()


def test_a_package_double_clicked_before_there_is_a_file_says_what_to_do(desk, settings, tmp_path, qtbot):
    package = tmp_path / "วิชัย.phaenx"
    package.write_bytes(b"PK\3\4 manifest.json signature")
    open_first(desk, settings, package)
    qtbot.waitUntil(lambda: hasattr(desk.window.made.get("start"), "sentence"))
    assert "รับแพ็กเกจนี้ในหน้ารับ–ส่งข้อมูล" in desk.window.made["start"].sentence.text()
