"""Registers nobody knows, declared in a plan folder, are shown by the views they declare, typed by keys, and stand in the file."""

import shutil
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.office import Office
from core.thai.fiscal import Month
from desktop.pages.grid_page import GridPage
from desktop.pages.items_page import ItemsPage
from desktop.pages.register_page import RegisterPage
from desktop.pages.views_page import ViewsPage
from desktop.widgets.inputs.protocol import widget_of

DAY = date(2025, 3, 31)
ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
PLAN = """
fiscal_year = 2568
title = "แผนปฏิบัติราชการประจำปี พ.ศ. 2568"
office = "สำนักงานเขต"

[[units]]
code = "gov"
name = "ฝ่ายปกครอง"

[[projects]]
number = 7
title = "โครงการซ่อมทางเท้า"
owner = "gov"
budget = 90000
steps = [{ title = "สำรวจ", share = 100, planned_from = "2567-10", planned_to = "2567-12" }]
"""
FIELD = '[[fields]]\nname = "{}"\ntype = "{}"\nlabel = "{}"\n'


def declared(name, title, fields, *more, head=""):
    """A register's TOML; ``fields`` by name: their type, label and further keys."""
    made = [
        FIELD.format(field, kind, label) + "\n".join(keys) for field, (kind, label, *keys) in fields.items()
    ]
    return "\n\n".join((f'name = "{name}"\ntitle = "{title}"\n{head}', *made, *more))


METERS = declared(
    "meters",
    "มาตรน้ำ",
    {"code": ("text", "รหัส"), "title": ("text", "ชื่อ"), "spot": ("text", "จุด")},
    head='key = ["code"]',
)
READINGS = declared(
    "readings",
    "ทะเบียนอ่านมาตรน้ำ",
    {
        "meter": ("text", "มาตร", 'refers_to = "meters"'),
        "month": ("month", "เดือน"),
        "units": ("number", "หน่วยน้ำ (ลบ.ม.)", "decimals = 3"),
        "read_on": ("day", "วันที่อ่าน"),
        "reader": ("text", "ผู้อ่าน", 'default = "last"'),
        "box": ("text", "ตู้", "retired = true"),
    },
    '[[views]]\nkind = "grid"\nitem = "meter"\nmonth = "month"\nvalue = "units"\nfill = { read_on = "as_of" }',
    '[[views]]\nkind = "list"',
    head='key = ["meter", "month"]\nfixed_id = true\nday = "month"\nexists_from = "read_on"',
)
SHOPS = declared(
    "shops",
    "ทะเบียนตรวจร้านอาหาร",
    {
        "shop": ("text", "ร้าน"),
        "seen_on": ("day", "วันที่ตรวจ"),
        "marks": ("whole", "คะแนนรวม"),
    },
    '[[views]]\nkind = "lines"\nregister = "shop_marks"\nby = ["shop"]\nof = "topic"\npoints = "got"\ntotal = "marks"',
    head='key = ["shop"]\nday = "seen_on"',
)
SHOP_MARKS = declared(
    "shop_marks",
    "คะแนนรายหัวข้อ",
    {
        "shop": ("text", "ร้าน"),
        "topic": ("choice", "หัวข้อ", 'choices = { floor = "พื้น", water = "น้ำ" }'),
        "got": ("whole", "คะแนน", "minimum = 0"),
    },
    head='key = ["shop", "topic"]\nfixed_id = true',
)
PAVEMENTS = declared(
    "pavements",
    "ทางเท้าที่ซ่อม",
    {
        "zone": ("choice", "เขตย่อย", 'choices = { north = "เหนือ", south = "ใต้" }'),
        "part": ("whole", "ช่วงที่"),
        "street": ("text", "ถนน"),
        "metres": ("number", "เมตร"),
        "laid_on": ("day", "วันที่ปู"),
        "checked_on": ("day", "วันที่ตรวจรับ"),
        "note": ("long_text", "หมายเหตุ"),
    },
    '[[items]]\nzone = "south"\npart = 2\nstreet = "ริมคลอง"\nmetres = 60',
    '[[items]]\nzone = "north"\npart = 1\nstreet = "ตลาดเก่า"\nmetres = 40',
    '[[views]]\nkind = "items"\ngroup = "zone"\nproject = 7\nbeside = "shops"',
    head='key = ["part"]',
)


@pytest.fixture(scope="module")
def own_file(tmp_path_factory):
    """The file of an office with registers of its own, two meters in it."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "plan" / "registers").mkdir(parents=True)
    (folder / "plan" / "plan.toml").write_text(PLAN, "utf-8")
    for name, text in (
        *(("meters", METERS), ("readings", READINGS)),
        *(("shops", SHOPS), ("shop_marks", SHOP_MARKS), ("pavements", PAVEMENTS)),
    ):
        (folder / "plan" / "registers" / f"{name}.toml").write_text(text, "utf-8")
    with Office.create(folder / "own.phaen", plan=folder / "plan", unit="gov", author="สมศรี") as office:
        for code, title, spot in (("ม1", "มาตรใหญ่", "ตลาด"), ("ม2", "มาตรใหญ่", "โรงเรียน")):
            office.records.save("meters", {"code": code, "title": title, "spot": spot})
    return folder / "own.phaen"


@pytest.fixture
def office_path(own_file, tmp_path):
    return shutil.copy(own_file, tmp_path)


@pytest.fixture
def today():
    return DAY


def test_each_register_has_the_page_of_its_views(open_desk, settle):
    window = open_desk.window
    kinds = {"readings": ViewsPage, "shops": RegisterPage, "pavements": ItemsPage, "meters": RegisterPage}
    for name, kind in kinds.items():
        window.show_page(name)
        settle()
        assert type(window.made[name]) is kind
    assert [page.name for page in window.rail_order if page.registers and page.unit != "office"][
        -1
    ] == "meters"
    assert "shop_marks" not in [page.name for page in window.pages]


def test_a_grid_is_typed_by_keys_and_summed(context, show, hands):
    page = show(GridPage(context, "readings"))
    assert [row.name for row in page.model.all_rows()] == ["มาตรใหญ่ (ตลาด)", "มาตรใหญ่ (โรงเรียน)"]
    assert len(page.model.months) == 12
    assert page.model.month_at(page.grid.currentIndex().column()) == Month(2025, 3)
    assert page.panel.inputs["box"].isHidden()  # filled in no more
    page.panel.inputs["reader"].setFocus(Qt.FocusReason.TabFocusReason)
    hands.fill("สมชาย")
    page.grid.setFocus()
    hands.fill("12.125", "๘")
    rows = {row.values["meter"]: row.values for row in context.office.records.rows("readings")}
    assert {meter: values["units"] for meter, values in rows.items()} == {"ม1": Decimal("12.125"), "ม2": 8}
    assert {values["read_on"] for values in rows.values()} == {DAY}
    assert {values["reader"] for values in rows.values()} == {"สมชาย"}
    foot, march = page.model.rowCount() - 1, page.model.column_of(Month(2025, 3))
    assert page.model.index(foot, march).data() == "20.125"
    assert page.model.index(0, page.model.columnCount() - 1).data() == "12.125"
    page.grid.setCurrentIndex(page.model.index(0, march - 1))
    QApplication.clipboard().setText("1.5\n2")
    hands.press(Qt.Key.Key_V, CTRL)
    assert page.model.index(foot, march - 1).data() == "3.5"
    assert context.office.records.count("readings") == 4
    hands.press(Qt.Key.Key_Delete)
    assert page.model.index(foot, march - 1).data() == "2.0"


def test_another_view_of_the_same_register_is_a_tab_and_remembered(open_desk, settle, hands):
    open_desk.window.show_page("readings")
    settle()
    page = open_desk.window.made["readings"]
    assert isinstance(page.current(), GridPage)
    hands.fill("5")
    hands.press(Qt.Key.Key_PageDown, CTRL)
    assert isinstance(page.current(), RegisterPage)
    assert page.current().list.model.rowCount() == 1
    assert page.current().isVisible()
    hands.press(Qt.Key.Key_N, CTRL)
    assert page.current().form.record_id is None
    open_desk.reopen()
    open_desk.window.show_page("readings")
    settle()
    again = open_desk.window.made["readings"]
    assert again.kind == "list"
    hands.press(Qt.Key.Key_PageUp, CTRL)
    assert isinstance(again.current(), GridPage)


def test_a_cell_that_can_t_be_saved_holds_the_view(open_desk, settle, hands):
    open_desk.window.show_page("readings")
    settle()
    page = open_desk.window.made["readings"]
    hands.fill("มาก")
    page.show_kind("list")
    assert isinstance(page.current(), GridPage)
    assert page.current().grid.editor().text() == "มาก"


def test_lines_below_the_list_add_up_to_the_record(context, show, hands, settle):
    context.office.records.save("shops", {"shop": "ร้านป้า", "seen_on": "12/03/2568"})
    page = show(RegisterPage(context, "shops"))
    assert page.lines.box.model.rowCount() == 3
    hands.press(Qt.Key.Key_F2)
    assert QApplication.focusWidget() is page.lines.box.table
    hands.fill("3", "๔")
    lines = {row.values["topic"]: row.values["got"] for row in context.office.records.rows("shop_marks")}
    assert lines == {"floor": 3, "water": 4}
    (shop,) = context.office.records.rows("shops")
    assert shop.values["marks"] == 7
    settle()
    assert page.form.raw()["marks"] == "7"


def test_items_stand_in_their_groups_with_their_project(context, show, hands):
    page = show(ItemsPage(context, "pavements"))
    first = next(iter(page.items.inputs.values()))
    assert list(first) == ["laid_on", "checked_on", "note"]
    assert (page.steps is not None, page.contract is not None) == (True, True)
    assert page.beside.register.name == "shops"
    rows = {row.values["part"]: row for row in context.office.records.rows("pavements")}
    assert list(page.items.inputs) == [rows[1].id, rows[2].id]
    assert page.items.of.name(rows[1].values) == "1. ตลาดเก่า"
    widget_of(first["laid_on"]).setFocus(Qt.FocusReason.TabFocusReason)
    hands.fill("10 มี.ค. 68", "12 มี.ค. 68", "เรียบร้อย")
    done = context.office.records.record("pavements", rows[1].id).values
    assert (done["laid_on"], done["checked_on"]) == (date(2025, 3, 10), date(2025, 3, 12))
    assert done["note"] == "เรียบร้อย"
    assert page.items._done.text() == "รวมที่ตรวจรับ 40 จาก 100"
    page.beside.input("shop").setFocus(Qt.FocusReason.TabFocusReason)
    hands.type("ร้านลุง")
    hands.press(ENTER)
    assert [row.values["shop"] for row in context.office.records.rows("shops")] == ["ร้านลุง"]
