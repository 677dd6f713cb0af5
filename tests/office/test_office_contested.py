"""Figures while conflicts are open: said wherever a figure is, with what the choices could make of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from exchange_helpers import REQUESTS, Desk, desk_of, meet, request
from openpyxl import load_workbook
from signing_keys import ONE

from core.indicators.contested import Contested, Reckoned
from core.office import Office, Query, Settlement
from core.office.conflicts.disputed import _taken
from core.office.figures import contested, results
from core.office.reports.documents import document_of
from core.office.reports.types import Asked
from core.store.log import open_conflicts
from core.store.log.append import Log
from core.store.log.changes import ActionInfo, Delete, Put
from core.store.log.supposed_values import supposing
from core.store.tables.register_tables import SHIPPED, table_of
from core.thai.fiscal import Month

JUNE = date(2020, 6, 30)
Values = Mapping[str, Any]


@pytest.fixture
def pair(plan_file: Path, tmp_path: Path) -> tuple[Desk, Desk]:
    """The keeper's file on two PCs: both may write to the plan, too."""
    return desk_of(plan_file, tmp_path, "admin", "สมศรี"), desk_of(plan_file, tmp_path, "admin", "มานี")


RAW = "raw"  # written past the form, as a merge may bring it
GONE = {"deleted": True}


def write(office: Office, register: str, record: str, values: Values) -> None:
    if values == GONE:
        office.records.delete(register, record)
    elif RAW in values:
        office.session.write([Put(register, record, values[RAW])], "แก้ไข")
    elif values:
        office.records.save(register, values, record)


@contextmanager
def apart(
    pair: tuple[Desk, Desk], tmp_path: Path, *disputed: tuple[str, Values, Values, Values]
) -> Iterator[Office]:
    """The first desk, open, once the two have written each record differently and met: (register, what both have of it
    or the id of one that is there, what the one writes, what the other writes)."""
    with pair[0].open() as office:
        ids = [
            values if isinstance(values, str) else office.records.save(name, values).record_id
            for name, values, *_ in disputed
        ]
    meet(*pair, tmp_path)
    for desk, place in zip(pair, (2, 3), strict=True):
        with desk.open() as office:
            for told, record in zip(disputed, ids, strict=True):
                write(office, told[0], record, told[place])
    meet(*pair, tmp_path)
    with pair[0].open() as office:
        yield office


def born(desk: Desk, register: str, **key: Any) -> str:
    with desk.open() as office:
        (found,) = office.records.rows(register, Query(equals=key))
        return found.id


def of(office: Office, code: str, day: date = JUNE) -> Contested | None:
    return office.figures.indicator(code, 2563, day).result.contested


def touched_codes(office: Office, day: date = JUNE) -> dict[str, int]:
    rows = office.figures.indicators(2563, day)
    return {r.indicator.code: r.result.contested.count for r in rows if r.result.contested}


def paid(number: str, received: str, cheque: str = "", **more: Any) -> dict[str, Any]:
    return request(number, received_on=received, cheque_on=cheque, **more)


CHEQUE = (REQUESTS, paid("63/1", "1/6/2563"), {"cheque_on": "5/6/2563"}, {"cheque_on": "30/6/2563"})
ENQUIRY = {"user": "ก", "asked_at": "2020-03-02T09:00"}
HOLIDAY = {"day": "8/6/2563", "kind": "add", "name": "หยุด", "source": "มติ ครม."}

# What is disputed, and how many conflicts touch which indicator with which bounds: (count, low, high).
KINDS: Mapping[str, tuple[Any, Mapping[str, tuple[int, Any, Any]]]] = {
    "the day a cheque was made": (CHEQUE, {"3": (1, 0, 100)}),
    "an amount, which moves nothing": (
        (REQUESTS, paid("63/1", "1/6/2563", "5/6/2563"), {"amount": "2"}, {"amount": "3"}),
        {"3": (1, 100, 100)},
    ),
    "which procurement it is": (
        (
            REQUESTS,
            paid("63/1", "1/6/2563", "5/6/2563", procurement="other"),
            {"procurement": "w119"},
            {RAW: {"procurement": None}},
        ),
        {"3": (1, 100, 100)},
    ),
    "the day of receipt, one of them in another year": (
        (REQUESTS, paid("63/1", "1/6/2563"), {"received_on": "2/6/2563"}, {"received_on": "1/10/2563"}),
        {"3": (1, 0, 0)},
    ),
    "a request of another kind": (
        (REQUESTS, paid("63/1", "1/6/2563", procurement="other"), {"amount": "2"}, {"amount": "3"}),
        {},
    ),
    "a request received after the day": (
        (REQUESTS, paid("63/1", "1/7/2563"), {"amount": "2"}, {"amount": "3"}),
        {},
    ),
    "a delete against an edit": (
        (REQUESTS, paid("63/1", "1/6/2563", "30/6/2563"), GONE, {"cheque_on": "5/6/2563"}),
        {"3": (1, 100, 100)},
    ),
    "when an enquiry was acknowledged": (
        (
            "letter_enquiries",
            ENQUIRY,
            {"acknowledged_at": "2020-03-02T09:10"},
            {"acknowledged_at": "2020-03-02T10:00"},
        ),
        {"5.1": (1, 1, 1), "5.2": (1, 0, 100), "5.3": (1, 0, 0)},
    ),
    "whether anybody asked": (
        ("letter_enquiries", ENQUIRY, GONE, {"user": "ข"}),
        {"5.1": (1, 0, 1), "5.2": (1, 0, 0), "5.3": (1, 0, 0)},
    ),
    "a rating": (
        ("satisfaction_ratings", {"rated_on": "2/3/2563", "level": "3"}, {"level": "5"}, {"level": "1"}),
        {"5.4": (1, 0, 100)},
    ),
    "when a piece was delivered": (
        (
            "deliverables",
            {"title": "คู่มือ", "delivered_on": "1/5/2563"},
            {"delivered_on": "1/6/2563"},
            {"delivered_on": "1/9/2563"},
        ),
        {"4.2": (1, 0, 1)},
    ),
    "for which year's plan a piece counts": (
        (
            "deliverables",
            {"title": "คู่มือ", "delivered_on": "28/9/2562"},
            {"fiscal_year": "2563"},
            {"fiscal_year": "2562"},
        ),
        {"4.2": (1, 0, 1)},
    ),
    "a result entered by hand": (
        (
            "manual_results",
            {"indicator": "D3.2", "as_of": "1/6/2563", "value": "70", "source": "สยป."},
            {"value": "75"},
            {"value": "95"},
        ),
        {"D3.2": (1, 75, 95)},
    ),
    "what a holiday of the office's own is called": (
        ("office_holidays", HOLIDAY, {"name": "ก"}, {"name": "ข"}),
        {"3": (1, None, None)},
    ),
    "what was remarked of a month, which no figure counts": (
        (
            "indicator_remarks",
            {"indicator": "3", "month": "2563-06", "remark": "ก"},
            {"remark": "ข"},
            {"remark": "ค"},
        ),
        {},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_disputed_shows_at_every_figure_it_touches(pair: Any, tmp_path: Path, kind: str) -> None:
    disputed, expected = KINDS[kind]
    with apart(pair, tmp_path, disputed) as office:
        found = {r.indicator.code: r.result for r in office.figures.indicators(2563, JUNE)}
        told = {
            c: (r.contested.count, r.contested.low, r.contested.high) for c, r in found.items() if r.contested
        }
        assert len(office.conflicts.open()) == 1
        assert told == expected
        for code in told:
            assert found[code].contested.sentence in found[code].warnings
            assert code in {c for conflict in office.conflicts.open() for c in conflict.matters}


def test_a_disputed_holiday_moves_the_days_that_are_counted(pair: Any, tmp_path: Path) -> None:
    late = (REQUESTS, paid("63/1", "1/6/2563", "12/6/2563"), {}, {})
    with apart(pair, tmp_path, late, ("office_holidays", HOLIDAY, GONE, {"name": "ข"})) as office:
        assert of(office, "3") is not None
        assert (of(office, "3").low, of(office, "3").high) == (0, 100)
        (found,) = office.conflicts.open()
        told = {
            s.shown: rows[0].result.value
            for s, rows in zip(found.sides, office.conflicts.outcomes(found), strict=True)
        }
        assert told == {"ลบ": 0, "คงไว้": 100}


# Places of the plan: (register, key, what the one writes, what the other writes), and the indicators they touch.
PLACES: Mapping[str, tuple[str, Values, Values, Values, Mapping[str, tuple[Any, Any]]]] = {
    "a target": (
        "plan_targets",
        {"indicator": "4.2", "year": 2563, "fiscal_year": 2563},
        {"value": "2"},
        {"value": "3"},
        {"4.2": (0, 0)},
    ),
    "another year's target": (
        "plan_targets",
        {"indicator": "4.2", "year": 2562, "fiscal_year": 2563},
        {"value": "2"},
        {"value": "3"},
        {},
    ),
    "parameters": (
        "plan_indicators",
        {"code": "3"},
        {"parameters": '{"working_days": 5}'},
        {"parameters": '{"working_days": 20}'},
        {"3": (0, 100)},
    ),
    "parameters nobody can read": (
        "plan_indicators",
        {"code": "3"},
        {"parameters": '{"working_days": 20}'},
        {RAW: {"parameters": "{"}},
        {"3": (100, 100)},
    ),
    "an indicator's name": ("plan_indicators", {"code": "3"}, {"title": "ก"}, {"title": "ข"}, {}),
    "the share of a step": (
        "plan_steps",
        {"project": 6, "step": 1},
        {"share": "30"},
        {"share": "50"},
        {"6": (30, 50)},
    ),
    "the name of a step": ("plan_steps", {"project": 6, "step": 1}, {"title": "ก"}, {"title": "ข"}, {}),
    "the share of a part": (
        "plan_study_parts",
        {"part": 1},
        {"share": "10"},
        {"share": "30"},
        {"4.1": (0, 0)},
    ),
    "when a step was finished": (
        "project_steps",
        {"project": 1, "step": 1},
        {"finished_on": "1/6/2563"},
        {"finished_on": "1/7/2563"},
        {"1": (0, 10)},
    ),
    "when a part was finished": (
        "study_parts",
        {"part": 1},
        {"finished_on": "1/6/2563"},
        {"finished_on": "1/7/2563"},
        {"4.1": (0, 20)},
    ),
    "the plan itself": (
        "plan_years",
        {"fiscal_year": 2563},
        {RAW: {"title": "ก"}},
        {RAW: {"title": "ข"}},
        {},
    ),
}


def test_what_is_disputed_of_a_score_is_said_beside_the_points_not_at_the_figure(
    pair: Any, tmp_path: Path
) -> None:
    record = born(pair[0], "plan_indicators", code="3")
    rivals = ({"levels": "[60, 65, 70, 75, 80]"}, {"levels": "[50, 60, 70, 80, 90]"})
    base = ("plan_indicators", born(pair[0], "plan_indicators", code="2"), {"weight": "40"}, {})
    with apart(pair, tmp_path, base, ("plan_indicators", record, *rivals)) as office:
        assert of(office, "3") is None
        assert office.figures.disputed_scores(2563) == {"3"}
        document = document_of(office.session, Asked("scores", 2563, as_of=JUNE))
        assert "ตัวชี้วัดที่ 3 มีข้อขัดแย้งที่ยังไม่ตัดสินเรื่องน้ำหนักหรือเกณฑ์คะแนน" in str(document)


@pytest.mark.parametrize("kind", PLACES)
def test_what_is_disputed_in_the_plan_shows_at_the_figures_it_decides(
    pair: Any, tmp_path: Path, kind: str
) -> None:
    register, key, one, other, expected = PLACES[kind]
    record = born(pair[0], register, **key)
    base = (
        (REQUESTS, paid("63/1", "1/6/2563", "15/6/2563"), {}, {}),
        ("project_steps", born(pair[0], "project_steps", project=6, step=1), {"finished_on": "1/3/2563"}, {}),
    )
    with apart(pair, tmp_path, *base, (register, record, one, other)) as office:
        found = {
            r.indicator.code: r.result.contested
            for r in office.figures.indicators(2563, JUNE)
            if r.result.contested
        }
        assert {code: (c.low, c.high) for code, c in found.items()} == expected
        if kind == "a target":
            assert {goal.value for goal in found["4.2"].targets} == {2, 3}
            assert "ค่าเป้าหมายอาจเป็น" in found["4.2"].sentence
        if kind == "parameters nobody can read":
            assert found["3"].may_lack
            assert "หรือยังไม่มีผล" in found["3"].sentence


def test_a_plan_deleted_against_an_edit_touches_every_figure(pair: Any, tmp_path: Path) -> None:
    record = born(pair[0], "plan_years", fiscal_year=2563)
    meet(*pair, tmp_path)
    with pair[0].open() as office:
        office.session.committed(
            office.session.file.commit(lambda _: [Delete("plan_years", record)], ActionInfo("สมศรี"))
        )
    with pair[1].open() as office:
        office.records.save("plan_years", {"title": "แผน"}, record)
    meet(*pair, tmp_path)
    with pair[0].open() as office:
        assert set(touched_codes(office)) == {i.code for i in office.session.plan(2563).indicators}
        assert of(office, "4.2").may_lack


def test_nothing_is_asked_twice_where_nothing_is_disputed(
    sample_year: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contested, "supposing", None)
    monkeypatch.setattr(contested, "touched", None)
    assert all(r.result.contested is None for r in sample_year.figures.indicators(2563, JUNE))


# Many conflicts


def many(count: int) -> list[Any]:
    """Requests of several months whose cheque days are disputed, half of them in time by one of them."""
    return [
        (
            REQUESTS,
            paid(f"63/{n}", f"{1 + n}/{2 + n % 4}/2563"),
            {"cheque_on": f"{3 + n}/{2 + n % 4}/2563"},
            {"cheque_on": f"{1 + n}/{3 + n % 4}/2563"}
            if n % 3
            else {"cheque_on": f"{4 + n}/{2 + n % 4}/2563"},
        )
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("count", "reckoned"), [(4, Reckoned.WHOLE), (6, Reckoned.EACH), (contested.MOST_ALONE + 1, Reckoned.NOT)]
)
def test_the_bounds_are_those_of_all_choices(
    pair: Any, tmp_path: Path, count: int, reckoned: Reckoned
) -> None:
    with apart(pair, tmp_path, *many(min(count, 26))) as office:
        found = of(office, "3")
        assert (found.count, found.reckoned) == (count, reckoned)
        if reckoned is Reckoned.NOT:
            assert (found.low, found.high) == (None, None)
            assert "มากเกินกว่าจะคิด" in found.sentence
            return
        assert ("คิดทีละรายการ" in found.sentence) is (reckoned is Reckoned.EACH)
        values = list(every_choice(office))
        assert (found.low, found.high) == (min(values), max(values))


def every_choice(office: Office) -> Iterator[Decimal]:
    """Indicator 3 with every choice of every conflict, truly settled, and taken back."""
    file = office.session.file
    with file.transaction(keep=False) as connection:
        found = list(open_conflicts.all_conflicts(connection))
        for sides in product(*(range(len(d.sides)) for d in found)):
            connection.exec_driver_sql("SAVEPOINT choice")
            Log(connection, file.now_ms, ONE).commit(
                [_taken(d, n) for d, n in zip(found, sides, strict=True)], ActionInfo("")
            )
            plan = office.session.plan(2563)
            value = results.result(connection, plan, plan.indicator("3"), office.session.calendar, JUNE).value
            connection.exec_driver_sql("ROLLBACK TO choice")
            assert value is not None
            yield value


# What is laid over the file is what settling would make of it


def test_supposing_reads_what_settling_would_write(pair: Any, tmp_path: Path) -> None:
    step = born(pair[0], "project_steps", project=6, step=1)
    disputed = (
        CHEQUE,
        (REQUESTS, paid("63/2", "2/6/2563"), {}, {}),
        (REQUESTS, paid("63/3", "3/6/2563"), {RAW: {"request_no": "63/2"}}, {"request_no": "63/9"}),
        (REQUESTS, paid("63/4", "4/6/2563"), GONE, {"amount": "7"}),
        (REQUESTS, paid("63/4", "4/10/2563"), {"received_on": "5/6/2563"}, {"received_on": "5/10/2563"}),
        ("letter_enquiries", ENQUIRY, {"user": "ข"}, {"user": "ค"}),
        ("project_steps", step, {"finished_on": "1/6/2563"}, {"finished_on": "1/7/2563"}),
    )
    with apart(pair, tmp_path, *disputed) as office:
        file = office.session.file
        with file.transaction(keep=False) as connection:
            found = list(open_conflicts.all_conflicts(connection))
            assert len(found) == 6
            for dispute, n in ((d, n) for d in found for n in range(len(d.sides))):
                place = (dispute.register, dispute.record, dispute.field)
                before = rows_of(connection, dispute.register)
                with supposing(connection, [place]) as suppose:
                    suppose({place: dispute.sides[n].value})
                    supposed = rows_of(connection, dispute.register)
                assert rows_of(connection, dispute.register) == before
                connection.exec_driver_sql("SAVEPOINT side")
                Log(connection, file.now_ms, ONE).commit([_taken(dispute, n)], ActionInfo(""))
                assert supposed == rows_of(connection, dispute.register), (place, n)
                connection.exec_driver_sql("ROLLBACK TO side")


def rows_of(connection: Any, register: str) -> list[Any]:
    left_out = ("heads", "disputed")
    named = ", ".join(c.name for c in table_of(SHIPPED[register]).columns if c.name not in left_out)
    return connection.exec_driver_sql(f"SELECT {named} FROM {register} ORDER BY id").all()


# Where it is said


def test_every_report_with_the_figure_remarks_on_it(pair: Any, tmp_path: Path) -> None:
    with apart(pair, tmp_path, CHEQUE) as office:
        said = of(office, "3").sentence
        assert said == (
            "ตัวชี้วัดที่ 3 มีข้อขัดแย้งที่ยังไม่ตัดสิน 1 รายการ ผลอาจเป็นร้อยละ 0.00 ถึง 100.00 ตัวเลขที่แสดงใช้ค่าในแฟ้มนี้"
        )
        for name in ("monthly", "quarterly", "annual", "finance-months"):
            assert said in repr(document_of(office.session, Asked(name, 2563, Month(2020, 6)))), name
        assert "ตัวชี้วัดที่ยังมีข้อขัดแย้ง" in repr(document_of(office.session, Asked("memo", 2563, Month(2020, 6))))
        office.reports.print_report("monthly", tmp_path / "m.xlsx", month=Month(2020, 6))
        cells = [
            c.value for sheet in load_workbook(tmp_path / "m.xlsx") for row in sheet for c in row if c.value
        ]
        assert any(said in str(cell) for cell in cells)
        assert any("ขัดแย้ง 1" in str(cell) for cell in cells)
        view = office.figures.workings("3", 2563, JUNE)
        assert said in view.result.warnings


@pytest.mark.parametrize(
    ("name", "disputed"),
    [
        (
            "line-months",
            ("satisfaction_ratings", {"rated_on": "2/3/2563", "level": "3"}, {"level": "5"}, {"level": "1"}),
        ),
        (
            "study",
            (
                "deliverables",
                {"title": "คู่มือ", "delivered_on": "1/5/2563"},
                {"delivered_on": "1/6/2563"},
                {"delivered_on": "2/6/2563"},
            ),
        ),
    ],
)
def test_the_registers_own_reports_remark_on_it(pair: Any, tmp_path: Path, name: str, disputed: Any) -> None:
    with apart(pair, tmp_path, disputed) as office:
        assert "มีข้อขัดแย้งที่ยังไม่ตัดสิน 1 รายการ" in repr(
            document_of(office.session, Asked(name, 2563, Month(2020, 6)))
        )


def test_a_file_that_is_only_read_says_so_too_and_nothing_is_written(pair: Any, tmp_path: Path) -> None:
    with apart(pair, tmp_path, CHEQUE) as office:
        path = office.session.path
        before = path.read_bytes()
        with Office.open(path, read_only=True) as read:
            assert (of(read, "3").low, of(read, "3").high) == (0, 100)
            (found,) = read.conflicts.open()
            told = [rows[0].result.value for rows in read.conflicts.outcomes(found, 2563, JUNE)]
            assert sorted(told) == [0, 100]
        assert of(office, "3").count == 1
        assert path.read_bytes() == before


def test_settled_nothing_is_said_any_more(pair: Any, tmp_path: Path) -> None:
    with apart(pair, tmp_path, CHEQUE) as office:
        (found,) = office.conflicts.open()
        office.conflicts.settle([Settlement(found.id, 0)], "ตามใบสำคัญ")
        assert touched_codes(office) == {}
        office.records.undo()
        assert touched_codes(office) == {"3": 1}


def test_the_file_s_value_is_the_one_that_figures_and_exports_use(pair: Any, tmp_path: Path) -> None:
    with apart(pair, tmp_path, CHEQUE) as office:
        (found,) = office.conflicts.open()
        (stands,) = [side for side in found.sides if side.current]
        (row,) = office.records.rows(REQUESTS)
        assert row.values["cheque_on"] == stands.value
        office.sheets.export_records(REQUESTS, tmp_path / "out.csv", names=True)
        assert stands.value.isoformat() in (tmp_path / "out.csv").read_text("utf-8-sig")
        n = found.sides.index(stands)
        assert (
            office.conflicts.outcomes(found, 2563, JUNE)[n][0].result.value
            == office.figures.indicator("3", 2563, JUNE).result.value
        )
