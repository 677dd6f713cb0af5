"""The plan page shows where the book words a thing itself, begins such wording and drops it."""

import pytest
from PySide6.QtCore import Qt

from core.plan.printed import printed_plan
from desktop.pages.plan import PlanPage
from desktop.pages.plan_wording import COMPOSED, OUTDATED, OWN

pytestmark = pytest.mark.plan_only("admin")

YEAR = 2563
TAB = "ถ้อยคำในเล่ม"


@pytest.fixture
def page(context, show):
    return show(PlanPage(context))


@pytest.fixture
def look(page, context, settle):
    """``look(ref)``: the list of the book's rows about a thing, its texts row by row."""

    def at(ref):
        key = context.office.plan.locate(YEAR, ref)
        assert page.select(key)
        page.editor.show_tab(TAB)
        settle()
        return page.editor.wording(key[0])

    return at


def texts_of(wording):
    model = wording.model
    return [[model.index(n, c).data() for c in range(model.columnCount())] for n in range(model.rowCount())]


def choose(wording, table):
    places = [n for n, texts in enumerate(texts_of(wording)) if texts[0].startswith(table)]
    wording.table.setCurrentIndex(wording.model.index(places[0], 0))
    wording.table.setFocus()


def printed(context, table, ref):
    plan = printed_plan(context.office.session.plan(YEAR))
    (row,) = (r for r in plan.table(table).rows if r.ref == ref)
    return row.cells


def test_each_row_of_the_book_about_a_project_is_listed(look):
    found = texts_of(look("project:2"))
    assert [texts[2] for texts in found] == [OWN] * len(found)
    assert {texts[0] for texts in found} >= {"สรุปโครงการ/กิจกรรมและงบประมาณ", "ตาราง ก ตัวชี้วัดที่ 2"}
    assert len(found) == 6


def test_wording_is_dropped_by_a_key_and_taken_back(look, context, press, settle):
    wording = look("project:2")
    before = printed(context, "table-a.2", "measure:m5.4.1.1-1 indicator:2 project:2")
    choose(wording, "ตาราง ก")
    assert "มาตรการที่ 1 การผลักดันศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์" in wording.told.text()
    press(wording.table, Qt.Key.Key_Delete)
    after = printed(context, "table-a.2", "measure:m5.4.1.1-1 indicator:2 project:2")
    assert after[0] == "มาตรการที่ 1 การผลักดันศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์" != before[0]
    assert [t[2] for t in texts_of(wording) if t[0].startswith("ตาราง ก")] == [COMPOSED]
    context.office.records.undo()
    settle()
    assert printed(context, "table-a.2", "measure:m5.4.1.1-1 indicator:2 project:2") == before


def test_several_rows_are_dropped_as_one_step(look, context, press):
    wording = look("project:2")
    wording.table.setCurrentIndex(wording.model.index(0, 0))
    wording.table.selectAll()
    press(wording.table, Qt.Key.Key_Delete)
    assert {texts[2] for texts in texts_of(wording)} == {COMPOSED}
    context.office.records.undo()
    assert printed(context, "basic-list", "project:2")[2].startswith("4.กิจกรรม")


def test_a_new_name_is_printed_wherever_the_old_one_was(office):
    records = {str(r.values["number"]): r.id for r in office.records.rows("plan_projects")}
    old, new = "กิจกรรมผลักดันศูนย์ข้อมูลอิเล็กทรอนิกส์", "โครงการศูนย์ข้อมูลเปิดภาครัฐ"
    before = printed_plan(office.session.plan(YEAR))
    office.records.save("plan_projects", {"title": new}, records["2"])
    after = printed_plan(office.session.plan(YEAR))
    for table in ("projects.2", "summary", "basic-list", "table-a.2"):
        told = [[c for r in p.table(table).rows for c in r.cells] for p in (before, after)]
        assert [c.replace(old, new) for c in told[0]] == told[1] != told[0]
    office.records.undo()
    assert printed_plan(office.session.plan(YEAR)) == before


def test_a_renamed_indicator_is_renamed_where_the_prose_lists_it(office):
    records = {str(r.values["code"]): r.id for r in office.records.rows("plan_indicators")}
    office.records.save("plan_indicators", {"title": "จำนวนชุดข้อมูลเปิดของหน่วยงาน"}, records["2"])
    listed = [t.text for t in printed_plan(office.session.plan(YEAR)).section("key_indicator")]
    assert listed[1] == "จำนวนชุดข้อมูลเปิดของหน่วยงาน"
    assert len(listed) == 11


def test_wording_is_begun_where_there_is_none(look, page, context, press, settle):
    context.office.records.save(
        "plan_projects",
        {"fiscal_year": YEAR, "number": 7, "title": "โครงการปลูกต้นไม้", "owner": "central", "budget": "250000"},
    )
    settle()
    wording = look("project:7")
    assert {t[2] for t in texts_of(wording)} == {COMPOSED}
    choose(wording, "บัญชีรายการ")
    press(wording.table, Qt.Key.Key_Return)
    form = page.editor.form
    assert form.row.values["table_name"] == "basic-list"
    box = form.input("cells")
    assert box.hasFocus()
    assert "โครงการปลูกต้นไม้" in box.toPlainText()
    box.setPlainText(box.toPlainText().replace("ปลูกต้นไม้", "เพิ่มพื้นที่สีเขียว"))
    page.save()
    settle()
    assert printed(context, "basic-list", "project:7")[2] == "1. โครงการเพิ่มพื้นที่สีเขียว"
    assert [t[2] for t in texts_of(look("project:7"))].count(OWN) == 1


def test_what_no_longer_agrees_is_marked(look, context, settle):
    records = {str(r.values["number"]): r.id for r in context.office.records.rows("plan_projects")}
    context.office.records.save("plan_projects", {"budget": "4000000"}, records["1"])
    settle()
    states = {t[0]: t[2] for t in texts_of(look("project:1"))}
    assert states["สรุปโครงการ/กิจกรรมและงบประมาณ"] == OUTDATED
    assert states["ตารางขั้นตอน ตัวชี้วัดที่ 1"] == OWN


def test_the_first_wording_of_an_office_makes_its_table(office):
    plan = office.plan
    (lead,) = (w for w in plan.wordings(YEAR, "project", "3") if w.name == "steps.3")
    for row in office.records.rows("plan_printed_tables"):
        if row.values["name"] == "steps.3":
            office.records.delete("plan_printed_tables", row.id)
    composed = next(w for w in plan.wordings(YEAR, "project", "3") if w.name == "steps.3")
    assert not composed.record
    assert lead.record
    record, _ = plan.write_wording(YEAR, composed)
    office.records.save("plan_printed_rows", {"cells": '["งานเบิกจ่าย"]'}, record)
    table = printed_plan(office.session.plan(YEAR)).table("steps.3")
    assert [r.cells for r in table.rows if r.ref == "project:3"] == [("งานเบิกจ่าย",)]
    office.records.undo()
    office.records.undo()
    assert not any(t.name == "steps.3" for t in office.session.plan(YEAR).tables)
