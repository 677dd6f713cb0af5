"""The window: rail, search, keys, messages, and how files that can't be opened are told."""

import logging
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core import resources
from core.faults import FileRefusal
from core.office import Office, Query
from core.registers.declaration import read_register, written_in
from desktop.main import main, start, theme_name
from desktop.settings import Settings
from desktop.shell.context import day_within
from desktop.shell.help import AboutDialog, HelpDialog
from desktop.shell.pages import OFFICE, OWN_PAGES, by_unit, entries, page_of
from desktop.shell.rail import COUNT_ROLE
from desktop.shell.search_box import SearchTarget, find
from desktop.shell.skeleton import GROUNDS, Skeleton
from desktop.shell.trouble import catch_everything, sentence_of, start_log
from desktop.shell.window import MainWindow
from desktop.theme.token_sets import ALL

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def idle(desk, qtbot):
    """Waits until nothing works in the background."""
    qtbot.waitUntil(lambda: not desk.context.task_runner.busy())


def test_every_register_has_one_page(office):
    pages = entries(office.session.registers())
    assert len({page.name for page in pages}) == len(pages)
    for register in office.session.registers():
        assert page_of(pages, register.name) is not None


def test_an_office_has_the_pages_of_the_registers_it_keeps(office):
    kept = [r for r in office.session.registers() if r.name in ("complaints", "project_steps", "signers")]
    library = [read_register(written_in(resources.path("registers", "library", "meetings.toml")))]
    names = [page.name for page in entries([*kept, *library]) if page.registers and page.unit != OFFICE]
    assert names == ["signers", "meetings"]
    assert page_of(entries(kept), "finance_requests") is None


def test_ones_own_unit_comes_first(office):
    pages = entries(office.session.registers())
    order = [unit for unit, _ in by_unit(pages, ["admin", "central", "finance"], "finance", "admin")]
    assert order == ["", "finance", "admin", "central", OFFICE]


def test_registers_of_units_an_office_does_not_have_are_with_its_keeper(office):
    pages = entries(office.session.registers())
    groups = dict(by_unit(pages, ["gov", "clean"], "clean", "gov"))
    assert list(groups) == ["", "gov", OFFICE]
    assert {"finance_requests", "centre_audits", "signers"} <= {page.name for page in groups["gov"]}


def test_lines_are_on_the_page_of_their_records_and_what_others_choose_from_comes_last(office):
    pages = entries(office.session.registers())
    assert page_of(pages, "audit_points").name == "centre_audits"
    shown = [page.name for page in pages if page.unit == "central"]
    assert shown == ["centre_audits", "renovation_items", "info_centres", "audit_criteria"]


def test_no_register_is_out_of_reach_because_another_has_its_records_as_lines():
    def with_lines(name, *others):
        own = {"name": "code", "type": "text", "label": "รหัส"}
        views = [
            {"kind": "lines", "register": other, "by": ["code"], "of": "code", "points": "code"}
            for other in others
        ]
        return read_register({"name": name, "title": name, "fields": [own], "views": views})

    mutual = [with_lines("a", "b"), with_lines("b", "a")]
    assert {page.name for page in entries(mutual)} >= {"a", "b"}
    shared = entries([with_lines("a", "c"), with_lines("b", "c"), with_lines("c")])
    assert [page.registers for page in shared if page.name in "abc"] == [("a", "c"), ("b", "c")]


def test_a_project_followed_by_its_steps_alone_has_a_page_of_its_unit(open_desk, settle):
    assert [(page.name, page.title, page.unit) for page in by_steps_pages(open_desk)] == [
        ("steps-6", "สารบรรณอิเล็กทรอนิกส์ (3)", "central")
    ]
    open_desk.window.show_page("steps-6")
    settle()
    page = open_desk.window.made["steps-6"]
    assert page.head.title() == "สารบรรณอิเล็กทรอนิกส์ (3)"
    assert page.choice.isHidden()
    assert page.steps.rows


def by_steps_pages(desk):
    return [page for page in desk.window.pages if page.name.startswith("steps-")]


def test_the_rail_speaks_of_the_own_unit_and_counts_what_waits(open_desk, qtbot):
    model = open_desk.window.rail.model
    texts = [model.data(model.index(n, 0)) for n in range(model.rowCount())]
    assert texts[:3] == ["ภาพรวม", "หน่วยงานของฉัน · ฝ่ายการคลัง", "ใบขอเบิกเงิน"]
    idle(open_desk, qtbot)
    row = model.index(model.line_of("finance_requests"), 0)
    told = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(row, told) == "ใบขอเบิกเงิน 2 เกินกำหนด 5 ใกล้ครบ"
    assert [c.tone for c in model.data(row, COUNT_ROLE)] == ["bad", "warn"]
    assert model.data(model.index(model.line_of("letter_enquiries"), 0), told).endswith("7 รอตอบ")


def test_the_rail_counts_what_waits_on_the_day_looked_at(open_desk, qtbot):
    model = open_desk.window.rail.model
    open_desk.context.set_as_of(date(2019, 10, 1))
    idle(open_desk, qtbot)
    qtbot.waitUntil(lambda: not model.data(model.index(model.line_of("letter_enquiries"), 0), COUNT_ROLE))
    assert model.data(model.index(model.line_of("finance_requests"), 0), COUNT_ROLE) == ()


def test_the_rail_is_worked_by_keys(open_desk, press):
    rail = open_desk.window.rail.list
    rail.setFocus()
    for _ in range(2):  # over the heading, to the second page of the own unit
        press(rail, Qt.Key.Key_Down)
    press(rail, Qt.Key.Key_Return)
    assert open_desk.window.page_name == "budget_entries"


def test_control_digits_open_pages(open_desk, press):
    press(open_desk.window, Qt.Key.Key_2, CTRL)
    assert open_desk.window.page_name == "finance_requests"
    press(open_desk.window, Qt.Key.Key_1, CTRL)
    assert open_desk.window.page_name == "overview"
    press(open_desk.window, Qt.Key.Key_Left, ALT)
    assert open_desk.window.page_name == "finance_requests"


def test_pages_are_made_on_their_first_visit_only(open_desk):
    assert set(open_desk.window.made) == {"overview"}
    open_desk.window.show_page("study_parts")
    first = open_desk.window.made["study_parts"]
    open_desk.window.show_page("overview")
    open_desk.window.show_page("study_parts")
    assert open_desk.window.made["study_parts"] is first


@pytest.mark.parametrize("name", [page.name for page in OWN_PAGES])
def test_every_page_of_its_own_opens(open_desk, qtbot, name):
    open_desk.window.show_page(name)
    assert open_desk.window.page_name == name
    idle(open_desk, qtbot)


def test_search_finds_pages_indicators_reports_and_commands(open_desk, press, type_text, qtbot):
    idle(open_desk, qtbot)
    search = open_desk.window.top_bar.search
    press(open_desk.window, Qt.Key.Key_K, CTRL)
    assert QApplication.focusWidget() is search
    kinds = {target.kind for target in open_desk.targets()}
    assert kinds == {"หน้า", "ตัวชี้วัด", "รายงาน", "คำสั่ง"}
    type_text(search, "ห้องน้ำ")
    assert search.found()[0].title == "ปรับปรุงห้องน้ำ"
    press(search, Qt.Key.Key_Return)
    assert open_desk.window.page_name == "renovation_items"


def test_search_reads_thai_digits_and_opens_workings(open_desk, press, type_text):
    search = open_desk.window.top_bar.search
    press(open_desk.window, Qt.Key.Key_K, CTRL)
    type_text(search, "๕.๒")
    press(search, Qt.Key.Key_Down)
    press(search, Qt.Key.Key_Up)
    press(search, Qt.Key.Key_Return)
    assert open_desk.window.page_name == "workings"
    assert open_desk.window.made["workings"].strip.code() == "5.2"


def test_escape_leaves_the_search_where_one_was(open_desk, press):
    table = open_desk.window.made["overview"].table
    table.setFocus()
    press(open_desk.window, Qt.Key.Key_K, CTRL)
    press(open_desk.window.top_bar.search, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is table
    assert open_desk.window.top_bar.search.found() == ()


def test_what_begins_with_the_words_comes_first():
    targets = [SearchTarget("หน้า", title, print) for title in ("ผลการศึกษา", "การศึกษาระบบ", "อื่น")]
    assert [t.title for t in find(targets, "การศึกษา")] == ["การศึกษาระบบ", "ผลการศึกษา"]
    assert find(targets, "ไม่มี") == []


def test_undo_and_redo_by_keys(open_desk, press):
    office = open_desk.context.office
    before = office.records.count("deliverables", Query())
    office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "15/05/2563"})
    assert open_desk.window.top_bar.undo.isEnabled()
    open_desk.window.rail.list.setFocus()
    press(open_desk.window, Qt.Key.Key_Z, CTRL)
    assert office.records.count("deliverables", Query()) == before
    assert "เลิกทำแล้ว" in open_desk.window.messages.toast.text()
    assert open_desk.window.top_bar.redo.isVisible()
    press(open_desk.window, Qt.Key.Key_Y, CTRL)
    assert office.records.count("deliverables", Query()) == before + 1


def test_a_long_step_is_taken_back_off_the_screen_s_thread_and_said_when_done(
    open_desk, press, qtbot, monkeypatch
):
    monkeypatch.setattr("core.office.undo.LONG", 0)
    office, window = open_desk.context.office, open_desk.window
    before = office.records.count("deliverables", Query())
    office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "15/05/2563"})
    window.rail.list.setFocus()
    press(window, Qt.Key.Key_Z, CTRL, wait=False)
    press(window, Qt.Key.Key_Z, CTRL)  # of an impatient hand: the step under way is one
    qtbot.waitUntil(lambda: "เลิกทำแล้ว" in window.messages.toast.text())
    qtbot.waitUntil(lambda: not open_desk.context.task_runner.busy())
    assert office.records.count("deliverables", Query()) == before
    press(window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: "ทำซ้ำแล้ว" in window.messages.toast.text())
    assert office.records.count("deliverables", Query()) == before + 1


def test_an_export_is_stopped_by_a_key_and_the_file_that_was_there_stays(
    open_desk, press, qtbot, tmp_path, monkeypatch, settle
):
    monkeypatch.setattr("core.office.progress.EVERY", 0)
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"before")
    window = open_desk.window
    window.show_page("finance_requests")
    page = window.stack.currentWidget()
    settle()
    window.rail.list.setFocus()
    pressed, asked = threading.Event(), []

    def ask(task):
        tell = task.progress.report
        # The worker goes on when the key was pressed, however fast it is.
        task.progress.report = lambda *told: (tell(*told), pressed.wait())
        task.progressed.connect(lambda *_: (press(window, Qt.Key.Key_Period, CTRL), pressed.set()))
        asked.append(task)

    open_desk.context.task_runner.started.connect(ask)
    page.export_file(target)
    qtbot.waitUntil(lambda: not open_desk.context.task_runner.busy())
    assert asked[0].progress.cancelled
    assert target.read_bytes() == b"before"
    assert list(tmp_path.glob("*.tmp")) == []
    assert "ส่งออก" not in window.messages.toast.text()


def test_undo_with_nothing_to_undo_says_so(open_desk, press):
    open_desk.window.rail.list.setFocus()
    press(open_desk.window, Qt.Key.Key_Y, CTRL)
    assert "ไม่มีรายการ" in open_desk.window.messages.toast.text()


def test_the_day_is_typed_and_moves_every_page(open_desk, press, type_text, qtbot):
    picker = open_desk.window.top_bar.day
    picker.click()
    field = picker.popup.field
    type_text(field, "310363")
    with qtbot.waitSignal(open_desk.context.as_of_changed):
        press(field, Qt.Key.Key_Return)
    assert open_desk.context.as_of == date(2020, 3, 31)
    assert picker.text() == "ณ วันที่ 31 มี.ค. 2563"
    assert open_desk.window.made["overview"].model.rows[0].result.as_of == date(2020, 3, 31)


def test_a_month_end_is_picked_from_the_list(open_desk, press):
    picker = open_desk.window.top_bar.day
    picker.click()
    listed = picker.popup.list
    listed.setFocus()
    press(listed, Qt.Key.Key_Down)
    press(listed, Qt.Key.Key_Return)
    assert open_desk.context.as_of == date(2019, 10, 31)


def test_the_day_chosen_leaves_the_keys_with_the_page(open_desk, press, type_text):
    open_desk.window.show_page("overview")
    picker = open_desk.window.top_bar.day
    picker.setFocus()
    picker.click()
    type_text(picker.popup.field, "310363")
    press(picker.popup.field, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is open_desk.window.made["overview"].table


def test_control_n_begins_a_record_also_from_the_top_bar(open_desk, press):
    open_desk.window.show_page("finance_requests")
    form = open_desk.window.made["finance_requests"].form
    open_desk.window.top_bar.day.setFocus()
    press(open_desk.window.top_bar.day, Qt.Key.Key_N, CTRL)
    assert form.record_id is None
    assert form.isAncestorOf(QApplication.focusWidget())


def test_control_n_says_where_to_go_on_a_page_without_a_register(open_desk, press):
    open_desk.window.show_page("overview")
    press(QApplication.focusWidget(), Qt.Key.Key_N, CTRL)
    assert "แถบซ้าย" in open_desk.window.messages.toast.text()


def test_typing_goes_into_the_grid_as_soon_as_it_is_shown(open_desk):
    open_desk.window.show_page("centre_audits")
    assert QApplication.focusWidget() is open_desk.window.made["centre_audits"].grid


def test_today_outside_the_year_gives_way_to_its_nearer_end():
    assert day_within(2563, date(2020, 6, 30)) == date(2020, 6, 30)
    assert day_within(2563, date(2026, 11, 22)) == date(2020, 9, 30)
    assert day_within(2563, date(2018, 1, 1)) == date(2019, 10, 1)


def test_help_lists_the_keys(open_desk, press):
    press(open_desk.window, Qt.Key.Key_F1)
    dialog = open_desk.window.findChild(HelpDialog)
    shown = dialog.text.toPlainText()
    assert "Ctrl+K" in shown
    assert "Ctrl+P" in shown
    press(dialog.about, Qt.Key.Key_Space)
    about = dialog.findChild(AboutDialog)
    assert "PySide6_Essentials" in about.text.toPlainText()
    assert "LGPL-3.0" in about.text.toPlainText()
    press(about, Qt.Key.Key_Escape)
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_text_size_rebuilds_the_window_on_the_same_page(open_desk, qtbot):
    open_desk.window.show_page("settings")
    width = open_desk.window.rail.width()
    open_desk.set_text_size(150)
    assert open_desk.window.page_name == "settings"
    assert open_desk.window.rail.width() > width
    qtbot.waitUntil(open_desk.window.top_bar.search.isVisible)
    open_desk.set_text_size(100)


def test_a_file_in_use_is_opened_for_reading_and_says_who_has_it(desk, office_path):
    with Office.open(Path(office_path), author="วิภา"):
        desk.open_file(Path(office_path))
        assert desk.context.office.session.read_only
        assert "วิภา" in desk.window.reading.text()
        assert desk.window.reading.isVisible()


def test_a_foreign_file_is_refused_in_a_sentence(desk, tmp_path):
    foreign = tmp_path / "ภาพ.phaen"
    foreign.write_bytes(b"not an office file at all" * 100)
    assert not desk.try_open(foreign)
    said = desk.window.made["start"].sentence.text()
    assert "ภาพ.phaen" in said
    assert "Traceback" not in said


def test_a_refused_file_leaves_the_open_one_open(open_desk, tmp_path):
    assert not open_desk.try_open(tmp_path / "ไม่มี.phaen")
    assert open_desk.context is not None
    assert "ไม่มี.phaen" in open_desk.window.messages.toast.text()


def test_opening_the_open_file_again_says_so(open_desk, office_path):
    context = open_desk.context
    assert open_desk.try_open(Path(office_path))
    assert open_desk.context is context


def test_a_file_is_opened_after_the_first_paint(desk, office_path, qtbot):
    desk.open_later(Path(office_path))
    assert desk.context is None
    qtbot.waitUntil(lambda: desk.context is not None)
    assert desk.settings.last_file == Path(office_path).resolve()


def test_a_refusal_is_said_and_a_bug_is_logged(tmp_path):
    assert sentence_of(FileRefusal("ไม่พบแฟ้ม")) == ("ไม่พบแฟ้ม", "warn")
    target = start_log(tmp_path / "log" / "desk.log")
    try:
        said, tone = sentence_of(ZeroDivisionError("secret detail"))
    finally:
        whole = logging.getLogger("phaen")
        whole.handlers[-1].close()
        whole.removeHandler(whole.handlers[-1])
    assert tone == "bad"
    assert "ZeroDivisionError" not in said
    assert "ZeroDivisionError" in target.read_text(encoding="utf-8")


def test_an_uncaught_exception_is_told_and_the_desk_goes_on(monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    told = []
    catch_everything(lambda *said: told.append(said))
    sys.excepthook(ValueError, ValueError("x"), None)
    assert told[0][1] == "bad"


def test_background_work_comes_back_on_the_ui_thread(context, qtbot):
    seen = []
    task = context.run_in_background(
        threading.get_ident, lambda found: seen.extend([found, threading.get_ident()])
    )
    with qtbot.waitSignal(task.ended):
        pass
    assert seen[0] != seen[1] == threading.get_ident()


def test_background_failures_are_told(context, qtbot):
    def fail():
        raise FileRefusal("เขียนแฟ้มไม่ได้")

    with qtbot.waitSignal(context.notified) as told:
        context.run_in_background(fail, print)
    assert told.args == ["เขียนแฟ้มไม่ได้", "warn"]


def test_a_cancelled_task_drops_its_result(context, qtbot):
    begun, go_on = threading.Event(), threading.Event()
    seen = []

    def work(progress):
        begun.set()
        go_on.wait(60)
        return progress.cancelled

    task = context.run_with_progress(work, seen.append)
    assert begun.wait(60)
    task.cancel()
    with qtbot.waitSignal(task.ended):
        go_on.set()
    assert seen == []


def test_progress_is_shown_with_a_way_to_stop(open_desk, qtbot):
    go_on = threading.Event()
    card = open_desk.window.messages.progress
    task = open_desk.context.run_with_progress(
        lambda progress: (progress.report(0.5, "หน้า 2"), go_on.wait(60)), print, title="กำลังพิมพ์"
    )
    qtbot.waitUntil(card.isVisible)
    qtbot.waitUntil(lambda: card.text() == "กำลังพิมพ์ · หน้า 2")
    with qtbot.waitSignal(task.ended):
        card.stop.click()
        go_on.set()
    assert not card.isVisible()


def test_leaving_with_something_unsaved_asks_first(open_desk, monkeypatch):
    open_desk.window.show_page("study_parts")
    open_desk.window.made["study_parts"].beside.input("title").setText("ยังไม่ได้เพิ่ม")
    open_desk.window.show_page("overview")
    answers = iter([False, True])
    monkeypatch.setattr(open_desk.window, "ask_to_lose", lambda: next(answers))
    assert not open_desk.window.close()
    assert open_desk.window.page_name == "study_parts"
    assert open_desk.window.close()


def test_wrong_usage_is_said_in_a_line(capsys):
    assert main(["a", "b"]) == 2
    assert capsys.readouterr().err.startswith("วิธีใช้")
    assert main(["--help"]) == 0


def test_the_first_paint_is_a_skeleton_in_the_themes_own_colours(qtbot):
    for name, tokens in ALL.items():
        expected = (tokens.background.name(), tokens.panel.name(), tokens.line.name())
        assert expected == GROUNDS[name]
    window = MainWindow()
    qtbot.addWidget(window)
    skeleton = Skeleton("light", 1.0, window)
    window.setCentralWidget(skeleton)
    with qtbot.waitSignal(skeleton.painted):
        window.show()
    assert skeleton.grab().toImage().pixelColor(100, 300) == ALL["light"].panel


def test_the_desk_moves_into_the_window_that_has_painted(qapp, settings, office_path, qtbot):
    window = MainWindow()
    window.setCentralWidget(Skeleton("light", 1.0, window))
    window.show()
    hook = sys.excepthook
    desk = start(qapp, settings, window, Path(office_path))
    sys.excepthook = hook
    qtbot.waitUntil(lambda: window.page_name == "overview")
    assert theme_name(qapp, settings) == "light"
    window.close()
    desk.deleteLater()
    window.deleteLater()


def test_the_window_remembers_its_place(open_desk, tmp_path):
    open_desk.window.resize(1200, 700)
    open_desk.close()
    assert not Settings(tmp_path / "desk.ini").window.isEmpty()
