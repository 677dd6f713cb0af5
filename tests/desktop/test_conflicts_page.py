"""The conflicts page by keys: what each conflict moves, which value stands, and the conflicts that were settled."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from colleagues import RATINGS, REQUESTS
from PySide6.QtCore import Qt

from core.office import Query, Settlement
from desktop.forms.history import HistoryView
from desktop.pages.conflict_sides import moves
from desktop.pages.conflicts import CURRENT_VALUE, MATTERS, OPEN, OTHERS, SETTLED, ConflictsPage
from desktop.pages.settled_conflicts import COLUMNS

ENTER, LEFT, RIGHT = Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Right


def lines(cells):
    return [[cells.index(r, c).data() for c in range(cells.columnCount())] for r in range(cells.rowCount())]


@pytest.fixture
def rating(context):
    return context.office.records.rows(RATINGS, Query(year=2563))[0].id


def test_each_conflict_says_which_indicators_it_moves_and_how_far(context, apart, rating, show, settle):
    apart.cheques()
    apart.write(
        [(RATINGS, rating, {"level": 2, "comment": "ของเรา"})],
        [(RATINGS, rating, {"level": 5, "comment": "ของเขา"})],
    )
    office, year, day = context.office, context.year, context.as_of
    page = show(ConflictsPage(context))
    page.open_with(code="5.4")
    settle()
    found = {(c.register, c.field): c for c in office.conflicts.open()}
    told = {c.id: row[MATTERS] for c, row in zip(office.conflicts.open(), lines(page.model), strict=True)}

    def bounds(conflict, code):
        sides = office.conflicts.outcomes(conflict, year, day)
        values = [next(r.result.value for r in rows if r.indicator.code == code) for rows in sides]
        return "–".join(format(round(value, 2), ".2f") for value in sorted(values))

    cheque, level = found[REQUESTS, "cheque_on"], found[RATINGS, "level"]
    assert told[cheque.id] == f"3: {bounds(cheque, '3')}"
    assert told[level.id] == f"5.4: {bounds(level, '5.4')}"
    assert told[found[RATINGS, "comment"].id] == "5.4: ผลไม่เปลี่ยน"
    # Whoever comes from a figure stands at the first conflict that touches it.
    current = office.conflicts.open()[page.table.currentIndex().row()]
    assert "5.4" in current.matters
    page.table.selectRow(
        lines(page.model).index(next(r for r in lines(page.model) if r[MATTERS] == told[level.id]))
    )
    assert page.matters.text() == f"มีผลต่อตัวชี้วัดที่ 5.4: {bounds(level, '5.4')}"
    assert [c.outcome.text().split(" จะเป็น ")[0] for c in page.sides.cards] == ["ตัวชี้วัด 5.4"] * 2


@pytest.mark.parametrize("later", ["ours", "theirs"])
def test_the_value_that_stands_is_marked_whoever_wrote_it(context, apart, rating, show, later):
    if later == "ours":
        apart.write([(RATINGS, rating, {"level": 2})], [(RATINGS, rating, {"level": 5})])
    else:
        context.office.records.save(RATINGS, {"level": 2}, rating)
        apart.write([], [(RATINGS, rating, {"level": 5})])
    page = show(ConflictsPage(context))
    marked = [card.value.text() for card in page.sides.cards if card.current.text() == "ค่าในแฟ้มนี้"]
    (line,) = lines(page.model)
    standing = context.office.records.record(RATINGS, rating).values["level"]
    assert standing == (2 if later == "ours" else 5)
    assert marked == [{2: "น้อย", 5: "มากที่สุด"}[standing]]
    assert line[CURRENT_VALUE].endswith(marked[0])
    assert not line[OTHERS].endswith(marked[0])


@pytest.fixture
def settled_apart(context, apart, rating):
    """A rating whose conflict both settled, each for a value of their own, and the desk's decision on that."""
    office = context.office
    apart.write([(RATINGS, rating, {"level": 2})], [(RATINGS, rating, {"level": 5})])
    apart.give()
    with apart.other() as other:
        (found,) = other.conflicts.open()
        other.conflicts.settle([Settlement(found.id, None, "5")], "ตามแบบสอบถาม")
    (found,) = office.conflicts.open()
    office.conflicts.settle([Settlement(found.id, None, "2")], "โทรถามแล้ว")
    apart.take()
    return rating


def test_settled_conflicts_tell_who_why_and_who_decided_otherwise(
    context, settled_apart, show, press, settle, qtbot
):
    office = context.office
    page = show(ConflictsPage(context))
    assert {card.reason.text() for card in page.sides.cards} == {
        "เคยตัดสินว่าใช้ค่านี้ เพราะโทรถามแล้ว",
        "เคยตัดสินว่าใช้ค่านี้ เพราะตามแบบสอบถาม",
    }
    page.tabs.setFocus()
    press(page.tabs, RIGHT)
    assert page.tabs.currentIndex() == SETTLED
    (line,) = lines(page.settled.model)
    assert line[0] == "ยังไม่ตรงกัน"
    page.settled.table.setFocus()
    press(page.settled.table, ENTER)  # disputed again: that leads to where it is settled
    assert (page.tabs.currentIndex(), page.table.currentIndex().row()) == (OPEN, 0)

    (found,) = office.conflicts.open()
    office.conflicts.settle([Settlement(found.id, None, "2")], "ประชุมร่วมกัน")
    settle()
    page.tabs.setFocus()
    press(page.tabs, RIGHT)
    (line,) = lines(page.settled.model)
    told = dict(zip((c.heading for c in COLUMNS), line, strict=True))
    assert (told["สถานะ"], told["ผู้ตัดสิน"]) == ("ใช้อยู่", "สมศรี")
    assert (told["ค่าที่เลือก"], told["เหตุผล"]) == ("น้อย", "ประชุมร่วมกัน")
    assert told["ผู้ที่ตัดสินต่างไป"] == "วิชัย มากที่สุด เพราะตามแบบสอบถาม"
    steps = [(did, value, reason) for _, _, did, value, reason in lines(page.settled.step_model)]
    assert steps[0] == ("ตัดสิน", "น้อย", "ประชุมร่วมกัน")
    assert set(steps[1:3]) == {
        ("ตัดสิน", "น้อย", "โทรถามแล้ว"),
        ("ตัดสินต่างไป", "มากที่สุด", "ตามแบบสอบถาม"),
    }
    assert {did for did, _, _ in steps[3:]} == {"เขียน"}
    with qtbot.waitSignal(context.navigated) as navigated:
        press(page.settled.table, ENTER)
    assert navigated.args == [RATINGS, {"record_id": settled_apart}]


def test_whoever_decided_by_typing_is_told_without_a_reason(context, apart, rating, show, press):
    apart.write([(RATINGS, rating, {"level": 2})], [(RATINGS, rating, {"level": 5})])
    apart.give()
    with apart.other() as other:
        other.records.save(RATINGS, {"level": 5}, rating)
    for reason in ("โทรถามแล้ว", "ประชุมร่วมกัน"):
        (found,) = context.office.conflicts.open()
        context.office.conflicts.settle([Settlement(found.id, None, "2")], reason)
        if reason == "โทรถามแล้ว":
            apart.take()
    page = show(ConflictsPage(context))
    page.tabs.setFocus()
    press(page.tabs, RIGHT)
    (line,) = lines(page.settled.model)
    assert dict(zip((c.heading for c in COLUMNS), line, strict=True))["ผู้ที่ตัดสินต่างไป"] == "วิชัย มากที่สุด"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((None, None), "ผลไม่เปลี่ยน"),
        ((75, 75), "ผลไม่เปลี่ยน"),
        ((100, 75, 80), "75.00–100.00"),
        ((75, None), "75.00 หรือไม่มีผล"),
        ((75, 100, None), "75.00–100.00 หรือไม่มีผล"),
    ],
)
def test_it_is_told_how_far_rival_values_move_a_figure(context, values, told):
    row = context.office.figures.indicators(context.year, context.as_of)[0]
    outcomes = [
        [replace(row, result=replace(row.result, value=None if value is None else Decimal(value)))]
        for value in values
    ]
    conflict = SimpleNamespace(matters=(row.indicator.code,))
    assert moves(conflict, outcomes) == ((row.indicator.code, told),)


def test_nothing_settled_says_so(context, show, press):
    page = show(ConflictsPage(context))
    page.tabs.setFocus()
    press(page.tabs, RIGHT)
    assert page.settled.none.isVisible()
    assert not page.settled.panel.isVisible()
    press(page.tabs, LEFT)
    assert page.none.isVisible()


def test_a_record_s_history_tells_decisions_with_their_reasons(context, settled_apart, show):
    view = show(HistoryView(context.office.session.register(RATINGS)))
    view.show_items(context.office.records.history(RATINGS, settled_apart))
    for author, value, reason in (
        ("สมศรี", "น้อย", "โทรถามแล้ว"),
        ("วิชัย", "มากที่สุด", "ตามแบบสอบถาม"),
    ):
        told = view.text()[view.text().index(f"{author} · ตัดสินข้อขัดแย้ง") :].splitlines()
        assert told[1].startswith(f"ระดับ ใช้ {value} จากที่เขียนต่างกัน ")
        assert told[2] == f"เหตุผล: {reason}"
