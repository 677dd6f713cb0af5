"""The reports page by keys: choose, look, zoom, print, save, a month's whole set."""

from datetime import date
from io import BytesIO
from threading import Event

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from core.thai.fiscal import Month
from desktop.pages.reports import ReportsPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context, show, qtbot):
    made = show(ReportsPage(context))
    made.setFocus()
    qtbot.waitUntil(made.preview.whole)
    return made


@pytest.fixture
def choose(page, type_text, qtbot):
    """``choose(words)``: types words, and waits for the pages of what they choose."""

    def find(words):
        page.search.clear()
        type_text(page.search, words)
        qtbot.waitUntil(lambda: settled(page))
        return page

    return find


def settled(page):
    """True once the pages on screen are those of what is chosen."""
    return page.preview.whole() and page._shown == page.asked() and page._whole is not None


def ink(picture):
    """True where a picture isn't a blank page."""
    colours = {
        picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    }
    return len(colours) > 1


def test_the_month_s_report_is_there_at_once(page):
    assert page.chosen().name == "monthly"
    assert page.month.value() == Month(2020, 6)
    assert page.preview.place.text() == f"หน้า 1 / {page.preview.pages.count()}"
    assert page.preview.pages.count() > 5


def test_every_page_of_the_preview_bears_ink(choose, qtbot):
    preview = choose("ขั้นตอน").preview
    preview.set_zoom("page")
    for number in range(preview.pages.count()):
        preview.pages.go_to(number)
        qtbot.waitUntil(lambda n=number: preview.pages.picture(n) is not None)
        assert ink(preview.pages.picture(number))


def test_small_pages_choose_the_page_to_read(choose, press):
    preview = choose("ขั้นตอน").preview
    press(preview.small, Qt.Key.Key_Down)
    press(preview.small, Qt.Key.Key_Down)
    assert preview.pages.current() == preview.small.current() == 2
    assert preview.place.text() == "หน้า 3 / 6"
    press(preview.pages, Qt.Key.Key_End)
    assert preview.small.current() == 5


def test_the_first_page_comes_before_the_rest(page, monkeypatch, qtbot):
    go_on = Event()
    draw = page.context.office.reports.preview_report

    def slowly(asked, on_opening, progress, *rest):
        def wait(done, pages):
            go_on.wait(60)
            progress(done, pages)

        return draw(asked, on_opening, wait, *rest)

    monkeypatch.setattr(page.context.office.reports, "preview_report", slowly)
    page.open_with(name="plan-book")
    qtbot.waitUntil(lambda: page.preview.pages.picture(0) is not None and not page.preview.whole())
    assert page.preview.pages.count() == 1
    assert "หน้า 1" in page.preview.place.text()
    go_on.set()
    qtbot.waitUntil(lambda: settled(page))
    assert page.preview.pages.count() > 40


def test_another_choice_stops_the_drawing_under_way(page, monkeypatch, qtbot):
    started, go_on, stopped = Event(), Event(), []
    draw = page.context.office.reports.preview_report

    def slowly(asked, on_opening, progress, *rest):
        if asked.name != "plan-book":
            return draw(asked, on_opening, progress, *rest)
        started.set()
        go_on.wait(60)
        try:
            return draw(asked, on_opening, progress, *rest)
        except BaseException as stop:
            stopped.append(type(stop).__name__)
            raise

    monkeypatch.setattr(page.context.office.reports, "preview_report", slowly)
    page.open_with(name="plan-book")
    qtbot.waitUntil(started.is_set)
    page.open_with(name="swot")
    go_on.set()
    qtbot.waitUntil(lambda: settled(page))
    assert page.asked().name == "swot"
    assert stopped == ["Stopped"]


def test_zoom_by_keys_and_back(page, press):
    pages, preview = page.preview.pages, page.preview
    pages.setFocus()
    fitted = pages.percent()
    press(pages, Qt.Key.Key_Plus, CTRL)
    assert pages.percent() > fitted
    assert preview.percent.text() == f"{pages.percent()} %"
    press(pages, Qt.Key.Key_Minus, CTRL)
    press(pages, Qt.Key.Key_Minus, CTRL)
    assert pages.percent() < fitted
    press(pages, Qt.Key.Key_0, CTRL)
    assert pages.percent() == fitted
    preview.full.click()
    assert pages.percent() < fitted
    assert pages.verticalScrollBar().pageStep() >= pages._rects[0].height()


def test_a_saved_record_moves_the_pages_in_sight(page, qtbot):
    before = page._whole.pdf
    page.preview.pages.go_to(2)
    page.context.office.records.save(
        "finance_requests",
        {
            "request_no": "ทดสอบ/1",
            "procurement": "w119",
            "amount": "100",
            "received_on": date(2020, 5, 4),
            "cheque_on": date(2020, 5, 20),
        },
    )
    qtbot.waitUntil(lambda: page._whole is not None and page._whole.pdf != before)
    assert page.preview.pages.current() == 2


@pytest.mark.parametrize(
    ("words", "shown"), [("รายไตรมาส", "quarter"), ("ประจำเดือน", "month"), ("SWOT", ""), ("ประจำปี", "")]
)
def test_a_document_asks_only_for_what_it_needs(choose, words, shown):
    page = choose(words)
    assert [n for n in ("month", "quarter") if getattr(page, n).isVisible()] == ([shown] if shown else [])


def test_a_quarter_is_chosen_and_drawn(choose, press, qtbot):
    page = choose("รายไตรมาส")
    assert page.quarter.text().startswith("ไตรมาส 3")
    page.quarter.setFocus()
    press(page.quarter, Qt.Key.Key_Down)
    press(page.quarter._popup.list, Qt.Key.Key_Up)
    press(page.quarter._popup.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: settled(page))
    assert page.asked().month == Month(2020, 3)
    assert "ไตรมาสที่ 2" in text_of(page._whole.pdf)


def test_thai_digits_are_drawn_and_remembered(page, settings, qtbot):
    page.digits._pick(1)
    qtbot.waitUntil(lambda: settled(page))
    assert "๒๕๖๓" in text_of(page._whole.pdf)
    assert settings.paper_digits_thai


def test_what_the_plan_has_nothing_for_is_said(page, monkeypatch, qtbot):
    from core.faults import UsageRefusal

    def refuse(*_):
        raise UsageRefusal("แผนปีงบประมาณ 2563 ไม่มีตัวชี้วัดที่ใช้ตารางนี้")

    monkeypatch.setattr(page.context.office.reports, "preview_report", refuse)
    page.open_with(name="study")
    qtbot.waitUntil(lambda: "ไม่มีตัวชี้วัด" in page.preview._message._sentence.text())
    assert page.preview.pages.count() == 0


def test_no_report_is_said_kindly(page, type_text):
    type_text(page.search, "ไม่มีแน่")
    assert page.chosen() is None
    assert not page.pdf.isEnabled()
    assert not page.printing.isEnabled()


def test_enter_goes_from_the_list_to_the_pages(page, type_text, press):
    type_text(page.search, "ขั้นตอน")
    assert page.chosen().name == "steps"
    press(page.search, Qt.Key.Key_Return)
    assert page.preview.pages.hasFocus()


def test_arrows_choose_while_typing(page, press):
    first = page.chosen()
    press(page.search, Qt.Key.Key_Down)
    assert page.chosen() != first


def test_a_report_found_by_the_search_box_is_shown(open_desk, qtbot):
    qtbot.waitUntil(lambda: any(t.kind == "รายงาน" for t in open_desk.targets()))
    target = next(t for t in open_desk.targets() if t.kind == "รายงาน" and t.words == "swot")
    target.act()
    page = open_desk.window.made["reports"]
    qtbot.waitUntil(lambda: settled(page) and page.asked().name == "swot")


def test_what_is_stopped_while_it_waits_is_not_begun(page, qtbot):
    go_on, begun = Event(), []
    first = page.context.run_in_background(lambda: go_on.wait(60), print, title="")
    second = page.context.run_in_background(lambda: begun.append(1), print, title="")
    second.cancel()
    with qtbot.waitSignals([first.ended, second.ended]):
        go_on.set()
    assert begun == []


# --- out


def text_of(pdf):
    # Not by PDFium, which the desk is using on another thread.
    return "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)


def test_a_range_of_pages_is_printed_each_turned_as_it_lies(choose, qtbot, tmp_path):
    page = choose("ทั้งเล่ม")
    target = tmp_path / "พิมพ์.pdf"

    def accept(printer):
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setResolution(72)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(19, 21)
        return True

    page.choose_printer = accept
    with qtbot.waitSignal(page.context.notified) as told:
        page.print_now()
    assert told.args[0] == "ส่งพิมพ์แล้ว 3 หน้า"
    wide = [sheet.mediabox.width > sheet.mediabox.height for sheet in PdfReader(target).pages]
    assert wide == [s.width() > s.height() for s in page._whole.sizes[18:21]]


def test_nothing_is_printed_where_the_dialog_is_left(page):
    asked = []
    page.choose_printer = lambda printer: asked.append(printer.docName()) or False
    page.print_now()
    assert asked == ["รายงานผลประจำเดือน"]
    assert not page.context.task_runner.busy()


def test_control_p_on_the_page_prints_the_chosen_document(open_desk, press, qtbot):
    open_desk.window.show_page("reports")
    page = open_desk.window.made["reports"]
    qtbot.waitUntil(lambda: settled(page))
    asked = []
    page.choose_printer = lambda printer: asked.append(printer.docName()) or False
    press(open_desk.window, Qt.Key.Key_P, CTRL)
    assert asked == ["รายงานผลประจำเดือน"]


def test_a_report_is_saved_where_one_wants(page, settings, qtbot, tmp_path, monkeypatch):
    target = tmp_path / "รายงาน"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.open_with(name="monthly", month=Month(2020, 5))
    with qtbot.waitSignal(page.context.notified) as told:
        page.xlsx.click()
    assert str(target) in told.args[0]
    assert target.with_name("รายงาน.xlsx").read_bytes().startswith(b"PK")
    assert settings.paper_folder == tmp_path
    assert not list(tmp_path.glob(".*part*"))


def test_characters_that_cannot_be_printed_are_named_when_printing(
    office, page, qtbot, tmp_path, monkeypatch
):
    remark = {"indicator": "6", "month": Month(2020, 6), "remark": "เสร็จ 🙂"}
    office.records.save("indicator_remarks", remark, None)
    qtbot.waitUntil(lambda: settled(page) and bool(page._whole.lacking))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a"), ""))
    with qtbot.waitSignal(page.context.notified) as told:
        page.pdf.click()
    assert (f"{tmp_path / 'a.pdf'} · อักขระ 🙂" in told.args[0], told.args[1]) == (True, "warn")

    def accept(printer):
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "b.pdf"))
        printer.setResolution(72)
        return True

    page.choose_printer = accept
    with qtbot.waitSignal(page.context.notified) as told:
        page.print_now()
    assert ("หน้า · อักขระ 🙂" in told.args[0], told.args[1]) == (True, "warn")


def test_the_month_s_whole_set_goes_into_one_folder(page, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(page.context.notified) as told:
        page.bundle.click()
    files = sorted((tmp_path / "รายงาน มิ.ย. 63").iterdir())
    assert f"{len(files)} ฉบับ" in told.args[0]
    assert files[0].name == "01 รายงานผลประจำเดือน มิ.ย. 63.pdf"
    assert any("รายไตรมาส" in f.name for f in files)  # June ends a quarter
    assert all(f.read_bytes().startswith(b"%PDF") for f in files)


def test_a_set_that_is_stopped_leaves_nothing(page, qtbot, tmp_path, monkeypatch):
    shelf = tmp_path / "ที่เก็บ"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(shelf))
    tasks = []
    page.context.task_runner.started.connect(tasks.append)
    page.bundle.click()
    (task,) = tasks
    with qtbot.waitSignal(task.ended):
        qtbot.waitUntil(lambda: any(p.name.startswith("01") for p in shelf.rglob("*.pdf")))
        task.cancel()
    assert list(shelf.iterdir()) == []
