"""The grid of centres typed into like a spreadsheet: by keys, by a pasted block, and undone."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from core.faults import ChangedRefusal, FileRefusal
from core.thai.fiscal import Month
from desktop.pages.grid_page import GridPage

pytestmark = pytest.mark.plan_only("finance")

JANUARY, MARCH, JUNE = Month(2020, 1), Month(2020, 3), Month(2020, 6)
ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context, show, settle):
    made = show(GridPage(context, "centre_audits"))
    made.grid.setFocus()
    settle()
    return made


@pytest.fixture
def keys(hands):
    """Types a cell's text and presses keys, wherever the focus is."""

    def send(*strokes):
        for stroke in strokes:
            (hands.type if isinstance(stroke, str) else hands.press)(stroke)

    return send


def test_the_grid_holds_the_centres_of_the_plan_and_its_six_months(page):
    assert page.model.rowCount() == 72
    assert [m.month for m in page.model.months] == [1, 2, 3, 4, 5, 6]
    assert page.grid.currentIndex().column() == page.model.column_of(JUNE)


def test_scores_typed_with_enter_go_down_the_column(page, keys):
    keys("82.8", ENTER, "๖๙.๕", ENTER, "100", ENTER)
    assert _scores(page, JUNE, 4) == [Decimal("82.8"), Decimal("69.5"), Decimal(100), None]
    assert page.grid.currentIndex().row() == 3


@pytest.mark.parametrize("pasted", [False, True])
def test_a_score_typed_while_the_file_was_changed_stays_and_leads_on(
    page, keys, press, context, monkeypatch, qtbot, pasted
):
    def changed(*_):
        raise ChangedRefusal("แฟ้มถูกแก้ไขจากภายนอก")

    for act in ("save", "save_many"):
        monkeypatch.setattr(context.office.records, act, changed)
    QApplication.clipboard().setText("80\n90")
    with qtbot.waitSignal(context.changed_underneath):
        if pasted:
            press(page.grid, Qt.Key.Key_V, CTRL)
        else:
            keys("8", ENTER)
    assert _scores(page, JUNE, 2) == [None, None]


@pytest.mark.parametrize("complaint", ["", "คะแนนไม่เกิน 100"])
def test_a_cell_whose_table_is_read_anew_while_it_is_saved_says_what_came_of_it(
    page, type_text, monkeypatch, complaint
):
    type_text(page.grid, "8", wait=False)
    editor, said = page.grid.editor(), []
    page.grid.stored.connect(lambda _: said.append("stored"))
    page.grid.refused.connect(said.append)

    def read_anew(*_):
        monkeypatch.setattr(page.model, "put", lambda *_: "")
        page.model.reset()
        QApplication.sendPostedEvents(editor, QEvent.Type.DeferredDelete)
        assert not isValid(editor)
        return complaint

    monkeypatch.setattr(page.model, "put", read_anew)
    assert page.grid.itemDelegate().settle(editor) is not bool(complaint)
    assert said == [complaint or "stored"]


def test_tab_goes_right_and_arrows_move(page, keys):
    _at(page, 0, JANUARY)
    keys("80", Qt.Key.Key_Tab, "81", Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Left)
    assert (page.grid.currentIndex().row(), page.model.month_at(page.grid.currentIndex().column())) == (
        1,
        Month(2020, 2),
    )
    assert _scores(page, JANUARY, 1) + _scores(page, Month(2020, 2), 1) == [Decimal(80), Decimal(81)]


def test_tab_goes_on_in_the_next_row(page, keys):
    _at(page, 0, JUNE)
    keys(Qt.Key.Key_Tab)
    assert (page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (
        1,
        page.model.column_of(JANUARY),
    )


def test_a_new_audit_is_dated_within_its_month_s_time(page, keys, context):
    _at(page, 0, JANUARY)
    keys("90", ENTER)
    _at(page, 0, JUNE)
    keys("90", ENTER)
    made = {r.values["month"]: r.values["audited_on"] for r in context.office.records.rows("centre_audits")}
    assert made == {JANUARY: date(2020, 2, 29), JUNE: date(2020, 6, 30)}


def test_four_passed_months_move_indicator_2(page, keys):
    before = page.strips.strip("2").value_text()
    for month in page.model.months[:4]:
        _at(page, 0, month)
        keys("80", ENTER)
    assert before == "0.00"
    assert page.strips.strip("2").value_text() == "1.39"
    assert page.model.row_at(0).chip.text == "ผ่านแล้ว 4/6"
    assert page.chips[1].text() == "ผ่านแล้ว 1"


@pytest.mark.parametrize(
    ("typed", "said"), [("105", "100"), ("abc", "abc"), ("-1", "0"), ("80.125", "ทศนิยม")]
)
def test_a_bad_score_stays_in_the_cell_with_its_sentence(page, keys, context, typed, said):
    keys(typed, ENTER)
    editor = page.grid.editor()
    assert editor is not None
    assert editor.text() == typed
    assert said in page.grid.complaint()
    assert context.office.records.count("centre_audits") == 0
    keys(Qt.Key.Key_Escape)
    assert page.grid.editor() is None
    assert page.grid.complaint() == ""
    assert _scores(page, JUNE, 1) == [None]


def test_a_bad_score_keeps_its_cell_when_another_is_clicked(page, keys, qtbot):
    keys("abc")
    other = page.grid.visualRect(page.model.index(5, page.model.column_of(JUNE))).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=other)
    assert page.grid.editor().text() == "abc"
    assert page.grid.complaint()


def test_the_page_isn_t_left_while_a_cell_is_open(page, keys):
    assert page.may_leave()
    keys("10")
    assert not page.may_leave()
    keys(Qt.Key.Key_Escape)
    assert page.may_leave()


def test_delete_takes_the_audit_away_and_undo_brings_it_back(page, keys, context):
    keys("82.8", ENTER, Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert context.office.records.count("centre_audits") == 0
    assert _scores(page, JUNE, 1) == [None]
    context.office.records.undo()
    assert _scores(page, JUNE, 1) == [Decimal("82.8")]


def test_a_score_can_be_typed_again_after_deleting(page, keys):
    keys("82.8", ENTER, Qt.Key.Key_Up, Qt.Key.Key_Delete, "70", ENTER)
    assert _scores(page, JUNE, 1) == [Decimal(70)]


def test_a_pasted_block_is_one_step_and_undone_as_one(page, press, context):
    _at(page, 1, JANUARY)
    QApplication.clipboard().setText("80\t81\t\r\n90.5\t\t92\r\n")
    press(page.grid, Qt.Key.Key_V, CTRL)
    months = page.model.months[:3]
    assert [_scores(page, m, 3)[1:] for m in months] == [
        [Decimal(80), Decimal("90.5")],
        [Decimal(81), None],
        [None, Decimal(92)],
    ]
    context.office.records.undo()
    assert context.office.records.count("centre_audits") == 0
    assert _scores(page, JANUARY, 3) == [None, None, None]


def test_a_block_with_one_bad_cell_saves_nothing_and_names_the_cell(page, press, context, qtbot):
    _at(page, 0, JANUARY)
    QApplication.clipboard().setText("80\n105\n90")
    with qtbot.waitSignal(context.notified) as told:
        press(page.grid, Qt.Key.Key_V, CTRL)
    assert "สำนักงานเขตดุสิต ม.ค. 63" in told.args[0]
    assert context.office.records.count("centre_audits") == 0


def test_a_block_too_large_is_refused_whole(page, press, context, qtbot):
    _at(page, 71, MARCH)
    QApplication.clipboard().setText("80\n90")
    with qtbot.waitSignal(context.notified) as told:
        press(page.grid, Qt.Key.Key_V, CTRL)
    assert "เกินขอบตาราง" in told.args[0]
    assert context.office.records.count("centre_audits") == 0


def test_a_copied_block_can_be_pasted_elsewhere(page, keys, press):
    keys("80", ENTER, "69.5", ENTER)
    column = page.model.column_of(JUNE)
    page.grid.setCurrentIndex(page.model.index(0, column))
    chosen = page.grid.selectionModel()
    chosen.select(page.model.index(1, column), chosen.SelectionFlag.Select)
    press(page.grid, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "80.0\n69.5"
    _at(page, 0, MARCH)
    press(page.grid, Qt.Key.Key_V, CTRL)
    assert _scores(page, MARCH, 2) == [Decimal(80), Decimal("69.5")]


def test_a_month_not_yet_begun_takes_no_score(page, keys, context, qtbot):
    context.set_as_of(date(2020, 5, 31))
    _at(page, 0, JUNE)
    with qtbot.waitSignal(context.notified) as told:
        keys("8")
    assert "ยังไม่ถึงเดือน มิ.ย. 63" in told.args[0]
    assert page.grid.editor() is None


# What was typed stays, or is saved


def _later_audit(page, context, line=0, month=JANUARY, day="30/06/2563", score="88"):
    """An audit of a cell made on 30 June, looked at from 15 February."""
    audit = {"centre": page.model.row_at(line).item, "month": month, "audited_on": day, "score": score}
    saved = context.office.records.save("centre_audits", audit).record_id
    context.set_as_of(date(2020, 2, 15))
    _at(page, line, month)
    return saved


def test_an_audit_dated_later_is_not_overwritten_unseen(page, keys, context):
    _later_audit(page, context)
    keys("50", ENTER)
    (audit,) = context.office.records.rows("centre_audits")
    assert audit.values["score"] == Decimal(88)
    assert page.grid.editor().text() == "50"
    assert page.grid.complaint() == ("มีรายการที่ลงวันที่ 30 มิ.ย. 63 อยู่แล้ว ให้เลื่อนวันที่ที่ดูไปถึงวันนั้นก่อนแก้ไข")
    assert page.grid.currentIndex().row() == 0
    keys(Qt.Key.Key_Escape)
    assert page.grid.editor() is None


def test_an_audit_dated_later_is_marked_and_counts_for_nothing(page, context):
    _later_audit(page, context)
    index = page.grid.currentIndex()
    assert index.data() == "ภายหลัง"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "ตรวจ 30 มิ.ย. 63 คะแนน 88.0 · หลังวันที่ดู ยังไม่นับ"
    assert page.model.row_at(0).chip.text == "ยังไม่ตรวจ"
    assert "ตรวจ 30 มิ.ย. 63 หลังวันที่ดู" in page.panel.when.text()
    context.set_as_of(date(2020, 6, 30))
    assert index.data() == "88.0"
    assert "โดย" not in page.panel.when.text()


def test_the_points_of_an_audit_dated_later_are_neither_shown_nor_written_over(page, keys, context):
    code = context.office.records.rows("audit_criteria")[0].values["code"]
    centre = page.model.row_at(0).item
    given = {"centre": centre, "month": JANUARY, "criterion": code, "points": "3"}
    context.office.records.save("audit_points", given)
    _later_audit(page, context)
    assert page.panel.lines.model.given() == 0
    keys(Qt.Key.Key_F2, "2", ENTER)
    assert page.panel.lines.table.editor().text() == "2"
    assert "30 มิ.ย. 63" in page.panel.lines.table.complaint()
    (points,) = context.office.records.rows("audit_points")
    assert points.values["points"] == Decimal(3)


def test_deleting_what_is_dated_later_is_refused_aloud(page, keys, context, qtbot):
    _later_audit(page, context)
    with qtbot.waitSignal(context.notified) as told:
        keys(Qt.Key.Key_Delete)
    assert "30 มิ.ย. 63" in told.args[0]
    assert context.office.records.count("centre_audits") == 1


def test_what_the_office_refuses_to_save_stays_in_the_cell(page, keys, context, monkeypatch):
    monkeypatch.setattr(context.office.records, "save", _refusing)
    keys("85", ENTER)
    assert page.grid.editor().text() == "85"
    assert page.grid.complaint() == "เขียนแฟ้มไม่ได้"
    monkeypatch.undo()
    keys(ENTER)
    assert _scores(page, JUNE, 1) == [Decimal(85)]
    assert page.grid.currentIndex().row() == 1


def _refusing(*_):
    raise FileRefusal("เขียนแฟ้มไม่ได้")


def test_a_filter_waits_for_the_open_cell(page, keys):
    keys("abc")
    page.chips[4].set_on(True)
    assert page.grid.editor().text() == "abc"
    assert page.grid.complaint()
    assert [chip.is_on() for chip in page.chips] == [True, False, False, False, False]
    assert page.model.rowCount() == 72
    keys(Qt.Key.Key_Escape, "80")
    page.chips[4].set_on(True)
    assert page.chips[4].text() == "ยังไม่ตรวจ มิ.ย. 71"
    assert page.model.rowCount() == 71


def test_an_open_cell_outlives_new_centres(page, keys, context):
    keys(Qt.Key.Key_Down, "85")
    code = page.model.row_at(1).item
    context.office.records.save(
        "info_centres", {"name": "ศูนย์ใหม่"}, context.office.records.rows("info_centres")[0].id
    )
    page.model.reset()  # as when centres were added or taken away
    assert page.grid.editor().text() == "85"
    keys(ENTER)
    (audit,) = context.office.records.rows("centre_audits")
    assert (audit.values["centre"], audit.values["score"]) == (code, Decimal(85))


def test_what_stands_in_a_cell_that_goes_is_named_and_waits(page, keys, told):
    keys("85")
    page.model.set_filter(lambda row: False)  # as when the centres are taken away
    assert told[-1].startswith("“85” ที่พิมพ์ไว้ยังไม่ได้บันทึก")
    assert page.grid.editor() is None
    page.model.set_filter(None)
    assert "“85”" in page.draft_line.text()
    page.draft_line.take.click()
    assert page.grid.editor().text() == "85"


def test_a_filter_follows_the_day(page, keys, context):
    keys("80", ENTER)
    page.chips[4].set_on(True)
    context.set_as_of(date(2020, 5, 31))
    assert page.chips[4].text() == "ยังไม่ตรวจ พ.ค. 72"
    assert page.model.rowCount() == 72


def test_the_audit_beside_is_that_of_the_marked_cell_whatever_happens(page, keys, context):
    def shown():
        centre = page.model.row_at(page.grid.currentIndex().row())
        return page.panel.name.text() == (centre.name if centre else "เลือกศูนย์ในตาราง")

    keys("80", ENTER, "90", ENTER)
    for act in (
        lambda: page.chips[4].set_on(True),
        lambda: page.chips[0].set_on(True),
        context.office.records.undo,
        context.office.records.redo,
        page.refresh,
        page.model.reset,
        lambda: context.set_as_of(date(2020, 3, 31)),
        lambda: page.chips[1].set_on(True),
        lambda: page.chips[0].set_on(True),
    ):
        act()
        assert shown()


def test_a_field_that_couldn_t_be_saved_holds_its_audit(page, keys, qtbot):
    keys("80", ENTER)
    _at(page, 0, JUNE)
    day = page.panel.inputs["audited_on"]
    day.setFocus(Qt.FocusReason.TabFocusReason)
    keys("32/13/2563")
    other = page.grid.visualRect(page.model.index(5, page.model.column_of(JUNE))).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=other)
    qtbot.waitUntil(lambda: page.grid.currentIndex().row() == 0)
    assert day.hasFocus()
    assert day.text() == "32/13/2563"
    assert page.panel.said.text()
    keys(Qt.Key.Key_Escape)
    _at(page, 5, JUNE)
    assert page.panel.shows(page.model.row_at(5), JUNE)


def test_filters_keep_some_centres(page, keys):
    keys("80", ENTER)
    page.chips[4].set_on(True)
    assert page.chips[4].text() == "ยังไม่ตรวจ มิ.ย. 71"
    assert page.model.rowCount() == 71
    page.chips[0].set_on(True)
    assert page.model.rowCount() == 72
    assert not page.chips[4].is_on()


def test_points_add_up_to_the_score_once_all_are_given(page, keys, context):
    _at(page, 0, JUNE)
    keys(Qt.Key.Key_F2)
    assert QApplication.focusWidget() is page.panel.lines.table
    criteria = context.office.records.rows("audit_criteria")
    for criterion in criteria[:-1]:
        keys(str(criterion.values["points"]), ENTER)
    assert _scores(page, JUNE, 1) == [None]
    keys("0", ENTER)
    expected = sum((c.values["points"] for c in criteria[:-1]), Decimal(0))
    assert _scores(page, JUNE, 1) == [expected]
    assert page.panel.lines.model.total() == expected


def test_more_points_than_a_criterion_gives_stay_in_the_cell(page, keys, context):
    _at(page, 0, JUNE)
    keys(Qt.Key.Key_F2, "99", ENTER)
    assert "มากกว่าคะแนนเต็ม" in page.panel.lines.table.complaint()
    assert context.office.records.count("audit_points") == 0


def test_the_audit_beside_the_grid_is_changed_field_by_field(page, keys, context):
    keys("80", ENTER)
    _at(page, 0, JUNE)
    field = page.panel.inputs["auditor"]
    field.setFocus(Qt.FocusReason.TabFocusReason)
    keys("วิภา", ENTER)
    day = page.panel.inputs["audited_on"]
    day.setFocus(Qt.FocusReason.TabFocusReason)
    keys("31/05/2563", ENTER)
    (audit,) = context.office.records.rows("centre_audits")
    assert audit.values["auditor"] == "วิภา"
    assert audit.values["audited_on"] == date(2020, 6, 30)
    assert "มาก่อนเดือน มิ.ย. 63" in page.panel.said.text()
    assert day.text() == "31/05/2563"


def _at(page, row, month):
    page.grid.setCurrentIndex(page.model.index(row, page.model.column_of(month)))
    page.grid.setFocus()


def _scores(page, month, count):
    place = page.model.months.index(month)
    return [page.model.row_at(n).values[place] for n in range(count)]
