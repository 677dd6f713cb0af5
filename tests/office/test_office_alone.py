"""An indicator that can't be computed shows so alone: the others, their reports and their lists go on."""

import json
import logging
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_helpers import born
from sqlalchemy.exc import DatabaseError, OperationalError

from core.faults import FileRefusal, InputRefusal
from core.indicators import FORMULAS
from core.indicators.facts import CountFacts
from core.indicators.measures import Tallied
from core.indicators.result import Status
from core.office import Office
from core.office.figures import results, workings
from core.office.reports.documents import document_of
from core.office.reports.types import Asked
from core.store.driver import sqlite3
from core.store.facts import counters
from core.store.log.changes import Put
from core.thai.fiscal import Month

JUNE = date(2020, 6, 30)
DEEP = "[" * 9_000
PERIODS = ("monthly", "quarterly", "annual", "memo")
INDICATORS = "plan_indicators"

# What a plan that was merged or edited may hold of an indicator: values as stored, and what its sentence speaks of.
NONSENSE: Mapping[str, tuple[str, Mapping[str, Any], str]] = {
    "a formula of another program": ("3", {"formula": "astrology"}, "astrology"),
    "no formula": ("5.1", {"formula": None}, "วิธีคำนวณ"),
    "a formula with another's parameters": ("3", {"formula": "top_box"}, "พารามิเตอร์"),
    "parameters that are no JSON": ("3", {"parameters": "{7 วัน"}, "อ่านไม่ได้"),
    "parameters that are a list": ("5.2", {"parameters": "[15]"}, "อ่านไม่ได้"),
    "parameters without an end": ("2", {"parameters": DEEP}, "อ่านไม่ได้"),
    "parameters of another kind": ("3", {"parameters": 7}, "อ่านไม่ได้"),
    "an unknown parameter": ("5.4", {"parameters": '{"speed": 3}'}, "speed"),
    "a value out of its limits": ("5.2", {"parameters": '{"minutes": 0}'}, "จำนวนนาที"),
    "months that are none": ("2", {"parameters": '{"months": [13]}'}, "เดือนที่ตรวจ"),
    "something unknown to count": ("4.2", {"parameters": '{"of": "stars"}'}, "สิ่งที่นับ"),
    "a project that is gone": ("1", {"parameters": '{"project": 77}'}, "โครงการที่ 77"),
    "no project": ("6", {"parameters": "{}"}, "โครงการ"),
    "a project without shares": ("6", {"parameters": '{"project": 4}'}, "เนื้องาน"),
}


def stored(office: Office, code: str, values: Mapping[str, Any]) -> None:
    """Write what no form would take, as a merge may bring it."""
    office.session.write([Put(INDICATORS, born(office, INDICATORS, code=code), dict(values))], "รวมแฟ้ม")


def others(office: Office, code: str) -> dict[str, Any]:
    return {
        r.indicator.code: r.result for r in office.figures.indicators(2563, JUNE) if r.indicator.code != code
    }


def check_alone(office: Office, code: str, says: str, before: Mapping[str, Any]) -> None:
    """That one has no figure and says why, wherever it is asked for; every other one has the figure it had."""
    assert others(office, code) == before
    result = office.figures.indicator(code, 2563, JUNE).result
    assert (result.status, result.value, result.worst, result.best) == (Status.NO_DATA, None, None, None)
    assert result.fault.startswith(f"คำนวณตัวชี้วัดที่ {code} ไม่ได้")
    assert "โปรด" in result.fault
    assert says in result.fault
    assert office.figures.workings(code, 2563, JUNE).result.warnings == (result.fault,)
    assert office.figures.trend(code, 2563, JUNE) == (None,) * 12


def texts(document: object) -> str:
    return repr(document)


@pytest.mark.parametrize("kind", NONSENSE)
def test_what_makes_no_sense_in_a_plan_takes_no_other_figure_down(sample: Office, kind: str) -> None:
    code, values, says = NONSENSE[kind]
    before = others(sample, code)
    grid = sample.figures.grid("centre_audits", 2563, JUNE)
    stored(sample, code, values)
    check_alone(sample, code, says, before)
    assert sample.figures.workings(code, 2563, JUNE).records == ()
    assert sample.figures.upcoming(JUNE)
    assert len(sample.figures.completeness(2563, JUNE)) == 5
    received = date(2019, 10, 24)
    terms = sample.figures.clock_terms("finance_requests", 2563, received)
    assert terms.state({"received_on": received}).due == date(2019, 11, 6)
    assert sample.figures.compare_years(2563, JUNE).rows
    assert [f.ref for f in sample.plan.plan_state(2563).open] == [f"indicator:{code}"]
    again = sample.figures.grid("centre_audits", 2563, JUNE)
    assert (again.months, len(again.rows)) == (grid.months, len(grid.rows))


@pytest.mark.parametrize("name", PERIODS)
def test_the_reports_of_a_period_say_which_figure_cannot_be_computed(sample: Office, name: str) -> None:
    for kind in ("a formula of another program", "a project that is gone", "months that are none"):
        stored(sample, *NONSENSE[kind][:2])
    document = texts(document_of(sample.session, Asked(name, 2563, Month(2020, 6))))
    if name != "memo":  # it tells figures and nothing of how they come about
        assert all(f"คำนวณตัวชี้วัดที่ {code} ไม่ได้" in document for code in ("1", "2", "3"))


def test_a_changed_definition_that_cannot_be_read_counts_from_its_day_on(sample: Office) -> None:
    given_ = {"fiscal_year": 2563, "indicator": "3", "effective_from": "1/4/2563", "reason": "หนังสือ"}
    record = sample.records.save("plan_definitions", given_).record_id
    assert sample.figures.indicator("3", 2563, JUNE).result.value is not None
    sample.session.write([Put("plan_definitions", record, {"parameters": "{"})], "รวมแฟ้ม")
    assert sample.figures.indicator("3", 2563, date(2020, 3, 31)).result.fault == ""
    assert "อ่านไม่ได้" in sample.figures.indicator("3", 2563, JUNE).result.fault


@pytest.mark.parametrize(
    ("code", "printed"),
    [("5.1", True), ("5.2", True), ("5.3", True), ("5.4", True), ("4.2", True), ("3", False)],
)
def test_a_months_set_is_printed_without_what_cannot_be(
    sample: Office, tmp_path: Path, code: str, printed: bool
) -> None:
    """A document about several indicators prints the others; one about this alone is left out and said."""
    held = sample.session.plan(2563).indicator(code).parameters
    stored(sample, code, {"parameters": json.dumps({**(held or {}), "speed": 3})})
    about = "study" if code == "4.2" else "line-months" if printed else "finance-months"
    if printed:
        assert f"คำนวณตัวชี้วัดที่ {code} ไม่ได้" in texts(
            document_of(sample.session, Asked(about, 2563, Month(2020, 6)))
        )
        return
    with pytest.raises(InputRefusal, match=f"คำนวณตัวชี้วัดที่ {code} ไม่ได้"):
        document_of(sample.session, Asked(about, 2563, Month(2020, 6)))
    bundle = sample.reports.print_bundle(tmp_path / "มิ.ย.", Month(2020, 6))
    assert [f"คำนวณตัวชี้วัดที่ {code} ไม่ได้" in line for line in bundle.left_out] == [True]
    assert len(bundle.files) > 5


def broken(*_: object) -> Any:
    raise ZeroDivisionError("a fault of the program")


def counting(place: str) -> Any:
    """Counting as it is, but for requests."""
    made = counters.facts_for
    wrong = {
        "no counter": lambda _: {}["monthly_mean"],
        "counter": broken,
        "computation": lambda _: CountFacts(3),
    }
    return lambda asked: (wrong[place] if asked.indicator.formula == "monthly_mean" else made)(asked)


@pytest.mark.parametrize("place", ["no counter", "counter", "computation"])
def test_a_fault_of_the_program_concerns_its_indicator_alone_and_is_logged(
    sample: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    before = others(sample, "3")
    monkeypatch.setattr(results, "facts_for", counting(place))
    with caplog.at_level(logging.ERROR, "phaen"):
        check_alone(sample, "3", "ผู้ดูแลระบบ", before)
    logged = [r for r in caplog.records if r.exc_info]
    assert {r.getMessage() for r in logged} == {"indicator 3, formula monthly_mean"}
    kinds = {"no counter": KeyError, "counter": ZeroDivisionError, "computation": TypeError}
    assert {r.exc_info[0] for r in logged if r.exc_info} == {kinds[place]}


def test_a_figure_whose_records_cannot_be_listed_is_shown_all_the_same(
    sample: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workings, "LISTERS", {"monthly_mean": broken})
    view = sample.figures.workings("3", 2563, JUNE)
    assert view.result.value == sample.figures.indicator("3", 2563, JUNE).result.value
    assert view.result.value is not None
    assert "รายการเบื้องหลังตัวเลข" in view.result.warnings[-1]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(("code", "whole"), [(sqlite3.SQLITE_CORRUPT, True), (sqlite3.SQLITE_ERROR, False)])
def test_a_damaged_file_is_no_indicators_matter(
    sample: Office, monkeypatch: pytest.MonkeyPatch, code: int, whole: bool
) -> None:
    """What SQLite says of the file is refused as ever; a question it can't answer is the indicator's."""
    said = sqlite3.OperationalError("said")
    said.sqlite_errorcode = code
    kind = DatabaseError if whole else OperationalError

    def failing(*_: object) -> Any:
        raise kind("SELECT", {}, said)

    monkeypatch.setattr(counters, "COUNTERS", {**counters.COUNTERS, Tallied: failing})
    if whole:
        with pytest.raises(FileRefusal):
            sample.figures.indicators(2563, JUNE)
    else:
        check_alone(sample, "5.4", "ผู้ดูแลระบบ", others(sample, "5.4"))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text(max_size=5)
    | st.sampled_from(["NaN", "-0", "1e400", "Infinity", "w119", "users", "office", "study_parts"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
NAMES = sorted({p.name for formula in FORMULAS.values() for p in formula.parameters})
given_parameters = st.dictionaries(st.sampled_from([*NAMES, "x"]), values, max_size=3)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FORMULAS)), given_parameters)
def test_no_parameters_whatever_raise_or_are_logged(
    sample_year: Office, formula: str, parameters: dict[str, Any]
) -> None:
    """A figure, or a sentence that names the plan's fault: never a fault of the program."""
    result = sample_year.figures.try_formula(
        2563, "3", formula, json.loads(json.dumps(parameters)), JUNE
    ).result
    assert "โปรแกรมขัดข้อง" not in result.fault
    assert (result.fault == "") or result.status is Status.NO_DATA
