"""An office without indicators gets those that its registers, steps and budget tell, by keys alone on the page of the plan; each is
what a few lines of plain Python make of the same records, at many days."""

import random
import re
import shutil
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt

from core import resources
from core.office import Edit, Office, Query
from core.thai.fiscal import Month
from desktop.pages.plan import PlanPage

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
YEAR, FIRST, LAST = 2568, date(2024, 10, 1), date(2025, 9, 30)
TAB, SPACE = "Tab", "Space"
# Of each: where it hangs, title, unit, owner, formula, and the keys along its sentence: Tab, Space, or what is picked.
MADE = {
    "1.1": ("o1.1", "ปริมาณมูลฝอยที่คัดแยก", "ตัน", "clean", "sum", [TAB, "measured_quantities", TAB, "quantity"]),
    "1.2": (
        "o1.1",
        "ร้อยละความสำเร็จของโครงการแยกเศษอาหาร",
        "percent",
        "clean",
        "share_sum",
        [TAB, "0", TAB, "1"],
    ),
    "1.3": ("o1.1", "ระดับความสำเร็จของการก่อสร้างสวน", "percent", "clean", "ladder", [TAB, "2"]),
    "2.1": (
        "o2.1",
        "จำนวนผู้ผ่านการฝึกอบรมอาชีพ",
        "person",
        "social",
        "count",
        [
            *(TAB, "0", TAB, "training_attendance", TAB, TAB, SPACE),
            *("result", TAB, "=", TAB, "passed", TAB, TAB, TAB, "ended_on"),
        ],
    ),
    "2.2": (
        "o2.1",
        "คะแนนเฉลี่ยหลังการฝึกอบรม",
        "คะแนน",
        "social",
        "mean",
        [TAB, "training_attendance", TAB, "score_after", TAB, TAB, "ended_on"],
    ),
    "3.1": (
        "o3.1",
        "ร้อยละของเรื่องร้องเรียนที่ปิดเรื่องได้ภายใน 3 วันทำการ",
        "percent",
        "gov",
        "share_in_time",
        [TAB, "complaints", TAB, TAB, "close"],
    ),
    "3.2": (
        "o3.1",
        "ค่าเฉลี่ยความพึงพอใจ",
        "คะแนน",
        "gov",
        "mean",
        [TAB, "survey_answers", TAB, "overall_level"],
    ),
    "3.3": ("o3.1", "ร้อยละการเบิกจ่ายงบประมาณ", "percent", "gov", "budget_share", [TAB, "added"]),
}
KEYS = {TAB: Key.Key_Tab, SPACE: Key.Key_Space}


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The file of a district office whose plan has no indicators."""
    folder = tmp_path_factory.mktemp("bare")
    shutil.copytree(resources.path("plans", "example-district-2568"), folder / "plan")
    plan = folder / "plan" / "plan.toml"
    # A table of the plan reaches to the next one.
    tables = re.split(r"(?m)^(?=\[)", plan.read_text("utf-8"))
    plan.write_text("".join(t for t in tables if not t.startswith("[[indicators]]")), "utf-8")
    Office.create(folder / "bare.phaen", plan=folder / "plan", unit="gov", author="สมศรี").close()
    return folder / "bare.phaen"


@pytest.fixture
def office_path(bare, tmp_path):
    return shutil.copy(bare, tmp_path / "office.phaen")


@pytest.fixture
def today():
    return LAST


def test_the_indicators_of_an_office_are_made_by_keys(context, show, hands, settle):
    office, page = context.office, show(PlanPage(context))
    chance = random.Random(2568)
    kept = records(chance)
    for register, rows in kept.items():
        office.records.save_many(register, [Edit(None, row) for row in rows])
    finished = finish_steps(office, chance)
    for code, (node, title, unit, owner, formula, keys) in MADE.items():
        begin_indicator(page, office, hands, node)
        fill_in(page, hands, {"code": code, "title": title, "unit": unit, "owner": owner})
        page.editor.show_tab("วิธีคำนวณ")
        settle()
        choose(page, hands, formula, keys)
    plan = office.session.plan(YEAR)
    assert [indicator.code for indicator in plan.indicators] == list(MADE)
    days = {FIRST + timedelta(days=chance.randrange(365)) for _ in range(15)} | {
        FIRST,
        LAST,
        date(2025, 11, 3),
    }
    for day in sorted(days):
        results = {row.indicator.code: row.result for row in office.figures.indicators(YEAR, day)}
        for code, expected in computed(kept, finished, plan, office.session.calendar, day).items():
            found = results[code]
            assert found.fault == ""
            assert same(found.value, expected), (code, day, found.value, expected)
    assert not [
        f for f in office.plan.check_plan(YEAR) if f.code.startswith("indicator.") and "target" not in f.code
    ]


def begin_indicator(page, office, hands, node):
    """Ctrl+N at a place of the plan, and the line that says indicator."""
    page.select(office.plan.locate(YEAR, f"node:{node}"))
    page.tree.tree.setFocus()
    hands.press(Key.Key_N, CTRL)
    line = next(n for n, a in enumerate(page.offered()) if a.register == "plan_indicators")
    for _ in range(line):
        hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)


def fill_in(page, hands, texts):
    for name, text in texts.items():
        page.editor.form.fields.focus(name)
        hands.press(Key.Key_A, CTRL)
        hands.type(text)
    hands.press(Key.Key_S, CTRL)


def choose(page, hands, formula, keys):
    """The formula, then along its sentence."""
    panel = page.editor.formula("plan_indicators")
    panel.formula.setFocus()
    hands.pick(formula)
    for key in keys:
        hands.press(KEYS[key]) if key in KEYS else hands.pick(key)
    assert panel.parameters.lacking() == ""
    assert panel.value.text()
    hands.press(Key.Key_S, CTRL)
    assert not panel.is_dirty()


# -- records as they come


def a_day(chance, first=FIRST, last=LAST):
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def records(chance):
    months = [Month.of(FIRST).next(n) for n in range(-1, 12)]
    quantities = [
        {
            "item": item,
            "month": month,
            "measured_on": month.last_day + timedelta(days=chance.randrange(-10, 28)),
            "quantity": Decimal(chance.randrange(1, 90_000)) / 1000,
        }
        for item in ("food", "recycle", "branch")
        for month in months
        if chance.random() < 0.8
    ]
    return {
        "measured_quantities": quantities,
        "training_attendance": [trainee(chance, n) for n in range(120)],
        "complaints": [complaint(chance, n) for n in range(200)],
        "survey_answers": [
            {
                "answered_on": a_day(chance, FIRST - timedelta(days=30)),
                "service": "permits",
                "form_no": str(n),
                "speed_level": 3,
                "overall_level": chance.choice([None, 1, 2, 3, 4, 5, 5]),
            }
            for n in range(120)
        ],
        "budget_entries": [
            {
                "project": 1,
                "entry_on": FIRST - timedelta(days=200),
                "kind": "allocated",
                "amount": Decimal(90_000),
            },
            {
                "project": 1,
                "entry_on": FIRST - timedelta(days=100),
                "kind": "disbursed",
                "amount": Decimal(31_000),
            },
            *(
                {
                    "project": chance.randrange(1, 4),
                    "entry_on": a_day(chance),
                    "kind": chance.choice(["allocated", "committed", "disbursed"]),
                    "amount": Decimal(chance.randrange(1, 5_000_000)) / 100,
                }
                for _ in range(60)
            ),
        ],
    }


def trainee(chance, number):
    started = a_day(chance, FIRST - timedelta(days=40))
    before = chance.randrange(0, 60)
    score = chance.choice([None, before + chance.randrange(0, 40)])
    return {
        "course": "ช่างตัดผม",
        "started_on": started,
        "ended_on": started + timedelta(days=chance.randrange(0, 40)),
        "trainee": f"ผู้เข้าอบรม {number}",
        "score_before": None if score is None else before,
        "score_after": score,
        "result": chance.choice(["passed", "passed", "failed", None]),
    }


def complaint(chance, number):
    received = a_day(chance, FIRST - timedelta(days=20))
    returned = received + timedelta(days=chance.randrange(0, 3)) if chance.random() < 0.2 else None
    again = returned + timedelta(days=chance.randrange(0, 9)) if returned and chance.random() < 0.8 else None
    begun = again or received
    closed = (
        begun + timedelta(days=chance.randrange(0, 9))
        if (again or not returned) and chance.random() < 0.9
        else None
    )
    cancelled = (
        begun + timedelta(days=chance.randrange(1, 30)) if closed is None and chance.random() < 0.4 else None
    )
    return {
        "complaint_no": f"{number:04d}",
        "received_on": received,
        "topic": "road",
        "subject": f"เรื่องที่ {number}",
        "returned_on": returned,
        "resubmitted_on": again,
        "closed_on": closed,
        "outcome": "solved" if closed else None,
        "cancelled_on": cancelled,
    }


def finish_steps(office, chance):
    """Steps done here and there: (project, step) -> day."""
    finished = {}
    for row in office.records.rows("project_steps", Query(year=YEAR)):
        place = (row.values["project"], row.values["step"])
        if place[0] in (1, 2) and chance.random() < 0.8:
            finished[place] = a_day(chance)
            office.records.save("project_steps", {"finished_on": finished[place]}, row.id)
    return finished


# -- the same in plain Python


def computed(kept, finished, plan, calendar, day):
    """What each indicator is at the end of a day; None for nothing to go by."""
    last = min(day, LAST)
    passed = [
        r for r in kept["training_attendance"] if r["started_on"] <= day and FIRST <= r["ended_on"] <= last
    ]
    scores = [r["score_after"] for r in passed if r["score_after"] is not None]
    levels = [
        r["overall_level"]
        for r in kept["survey_answers"]
        if FIRST <= r["answered_on"] <= last and r["overall_level"]
    ]
    steps = {(p.number, s.step): s.share for p in plan.projects for s in p.steps}
    done = {place for place, on in finished.items() if on <= last}
    return {
        "1.1": sum(
            r["quantity"]
            for r in kept["measured_quantities"]
            if Month.of(FIRST) <= r["month"] <= Month.of(last) and r["measured_on"] <= day
        ),
        "1.2": sum(share for place, share in steps.items() if place[0] == 1 and place in done),
        "1.3": ladder([place for place in sorted(steps) if place[0] == 2], steps, done),
        "2.1": sum(r["result"] == "passed" for r in passed),
        "2.2": Fraction(sum(scores), len(scores)) if scores else None,
        "3.1": in_time(kept["complaints"], calendar, day),
        "3.2": Fraction(sum(levels), len(levels)) if levels else None,
        "3.3": spent(kept["budget_entries"], last),
    }


def ladder(places, shares, done):
    level = Decimal(0)
    for place in places:
        if place not in done:
            return level
        level += shares[place]
    return level


def in_time(complaints, calendar, day):
    met = missed = 0
    for r in complaints:
        come = {name: on for name, on in r.items() if isinstance(on, date) and on <= day}
        if not FIRST <= r["received_on"] <= min(day, LAST) or "cancelled_on" in come:
            continue
        if "returned_on" in come and "resubmitted_on" not in come:
            continue
        due = come.get("resubmitted_on", r["received_on"])
        for _ in range(3):
            due += timedelta(days=1)
            while not calendar.is_working_day(due):
                due += timedelta(days=1)
        closed = come.get("closed_on")
        met += closed is not None and closed <= due
        missed += closed > due if closed else due <= day  # its last day is over
    return Fraction(met * 100, met + missed) if met + missed else None


def spent(entries, last):
    def total(kind, since, until):
        return sum(r["amount"] for r in entries if r["kind"] == kind and since <= r["entry_on"] <= until)

    before = date(2023, 10, 1), FIRST - timedelta(days=1)
    whole = total("allocated", FIRST, last) + total("allocated", *before) - total("disbursed", *before)
    return Fraction(total("disbursed", FIRST, last)) * 100 / Fraction(whole)


def same(found, expected):
    """The same figure, which is kept with more decimals than anyone shows."""
    if found is None or expected is None:
        return found is expected
    return abs(Fraction(found) - Fraction(expected)) < Fraction(1, 10**20)
