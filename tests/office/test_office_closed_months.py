"""What a closed month refuses: typed, pasted, imported, deleted, undone, done again, settled; and what goes on."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from exchange_helpers import REQUESTS, Desk
from office_helpers import entries, sheet

from core.faults import ClosedRefusal, InputRefusal
from core.office import Edit, Office, Settlement, SheetPlan
from core.plan.office_records import MONTH_STATES
from core.store.log.changes import Delete, Put

MAY = {
    "request_no": "1/2563",
    "procurement": "w119",
    "amount": "100",
    "received_on": "2020-05-20",
    "payee": "ร้านค้า",
}
JUNE = MAY | {"request_no": "2/2563", "received_on": "2020-06-02"}


def close(office: Office, unit: str = "finance", month: str = "2020-05", state: str = "approved") -> None:
    """The month's state alone, as an approval writes it."""
    given = {"unit": unit, "month": month, "fiscal_year": 2563, "state": state}
    record = MONTH_STATES.id_for({"unit": unit, "month": month})
    office.session.write([Put(MONTH_STATES.name, record, given)], "รับรองเดือน")


@pytest.fixture
def closed(office: Office) -> tuple[Office, str]:
    """May of finance is closed, with one request in it."""
    record = office.records.save(REQUESTS, MAY).record_id
    close(office)
    return office, record


Act = Callable[[Office, str, Path], object]
REFUSED: dict[str, Act] = {
    "typed": lambda o, r, _: o.records.save(REQUESTS, {"amount": "90"}, r),
    "pasted": lambda o, r, _: o.records.save_many(REQUESTS, [Edit(r, {"amount": "90"})]),
    "a new one": lambda o, _, __: o.records.save(REQUESTS, MAY | {"request_no": "3/2563"}),
    "moved out": lambda o, r, _: o.records.save(REQUESTS, {"received_on": "2020-06-01"}, r),
    "a day that has passed": lambda o, r, _: o.records.save(REQUESTS, {"cheque_on": "2020-05-29"}, r),
    "deleted": lambda o, r, _: o.records.delete(REQUESTS, r),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_would_change_a_closed_month_is_refused(
    how: str, closed: tuple[Office, str], tmp_path: Path
) -> None:
    office, record = closed
    before = entries(office)
    with pytest.raises(InputRefusal, match=r"เดือน พ\.ค\. 63 รับรองแล้ว โปรดขอให้หัวหน้าเปิดเดือน พ\.ค\. 63 อีกครั้ง"):
        REFUSED[how](office, record, tmp_path)
    assert entries(office) == before


def test_what_happens_later_and_what_was_left_empty_is_written(closed: tuple[Office, str]) -> None:
    office, record = closed
    office.records.save(REQUESTS, {"cheque_on": "2020-06-03", "cheque_no": "7"}, record)
    office.records.save(REQUESTS, JUNE)
    with pytest.raises(InputRefusal):
        office.records.save(REQUESTS, {"payee": ""}, record)


def test_rows_of_a_sheet_are_refused_one_by_one(closed: tuple[Office, str], tmp_path: Path) -> None:
    office, _ = closed
    names = ("request_no", "procurement", "amount", "received_on")
    rows = [("5/2563", "w119", 1, "2020-05-02"), ("6/2563", "w119", 1, "2020-06-02")]
    path = sheet(tmp_path / "rows.csv", names, *rows)
    with closing(office.sheets.open_sheet(REQUESTS, path)) as incoming:
        found = incoming.check(SheetPlan(names))
        assert [(f.code, f.row) for f in found.problems] == [("month.closed", 2)]
        assert found.good == 1


def test_undoing_and_doing_again_are_refused(office: Office) -> None:
    record = office.records.save(REQUESTS, MAY).record_id
    close(office)
    with pytest.raises(ClosedRefusal):
        office.records.undo()
    close(office, state="typing")
    office.records.save(REQUESTS, {"amount": "90"}, record)
    office.records.undo()
    close(office)
    with pytest.raises(ClosedRefusal):
        office.records.redo()
    assert office.records.record(REQUESTS, record).values["amount"] == 100


def test_another_unit_and_the_months_after_go_on(closed: tuple[Office, str]) -> None:
    office, _ = closed
    office.records.save("deliverables", {"title": "ชิ้นงาน", "delivered_on": "2020-05-02"})
    close(office, unit="")
    with pytest.raises(InputRefusal):
        office.records.save("deliverables", {"title": "อีกชิ้น", "delivered_on": "2020-05-02"})


def test_settling_to_another_value_than_shows_is_refused(
    finance: Desk, central: Desk, tmp_path: Path
) -> None:
    record = finance.save(MAY)
    central.take(finance.send(tmp_path / "a.phaenx"))
    finance.save({"amount": "90"}, record)
    central.save({"amount": "80"}, record)
    finance.take(central.send(tmp_path / "b.phaenx"))
    with finance.open() as office:
        close(office)
        found = office.conflicts.open()[0]
        shows = next(i for i, side in enumerate(found.sides) if side.current)
        with pytest.raises(ClosedRefusal):
            office.conflicts.settle([Settlement(found.id, take=1 - shows)], "ตามหนังสือ")
        office.conflicts.settle([Settlement(found.id, take=shows)], "ตามหนังสือ")
        assert not office.conflicts.open()


def test_what_was_let_pass_leaves_the_figures_of_the_closed_day(closed: tuple[Office, str]) -> None:
    office, record = closed
    before = office.figures.indicators(2563, date(2020, 5, 31))
    office.records.save(REQUESTS, {"cheque_on": "2020-06-03", "note": "รับเอง"}, record)
    office.records.save(REQUESTS, JUNE)
    office.records.save("satisfaction_ratings", {"user": "ก", "rated_on": "2020-06-02", "level": "5"})
    assert office.figures.indicators(2563, date(2020, 5, 31)) == before


def test_whatever_is_let_pass_leaves_every_figure_of_the_closed_day(office: Office) -> None:
    chance = Random(17)
    day = lambda: str(date(2020, 5, 31) + timedelta(chance.randint(-20, 20)))  # noqa: E731
    made: dict[str, list[str]] = {REQUESTS: [], "letter_enquiries": [], "satisfaction_ratings": []}

    def values(name: str, number: int) -> dict[str, str]:
        if name == REQUESTS:
            return MAY | {"request_no": f"{number}/2563", "received_on": day(), "cheque_on": day()}
        if name == "letter_enquiries":
            return {
                "user": chance.choice("กขค"),
                "asked_at": f"{day()}T09:00",
                "acknowledged_at": f"{day()}T09:10",
            }
        return {"user": chance.choice("กขค"), "rated_on": day(), "level": chance.choice("12345")}

    def attempt(number: int) -> bool:
        name = chance.choice([*made])
        record = chance.choice([*made[name], ""])
        given = values(name, number)
        if record:
            given = dict(chance.sample([*given.items()], 1))
        try:
            if record and chance.random() < 0.2:
                office.records.delete(name, record)
                made[name].remove(record)
            else:
                found = office.records.save(name, given, record or None).record_id
                made[name].append(found) if not record else None
        except InputRefusal:
            return False
        return True

    for number in range(25):
        attempt(number)
    for unit in ("finance", "secretariat"):
        close(office, unit)
    before = office.figures.indicators(2563, date(2020, 5, 31))
    passed = [attempt(100 + number) for number in range(40)]
    assert 5 < sum(passed) < 40  # both happened
    assert office.figures.indicators(2563, date(2020, 5, 31)) == before


@pytest.fixture
def twins(finance: Desk, central: Desk, tmp_path: Path) -> tuple[str, str]:
    """Two files apart gave one number: to a June request, which counts, and to one of May, which doesn't."""
    june = finance.save(JUNE | {"request_no": "7/2563"})
    may = central.save(MAY | {"request_no": "7/2563", "cheque_on": "2020-05-21"})
    finance.take(central.send(tmp_path / "a.phaenx"))
    return june, may


@pytest.mark.parametrize("how", ["renumbered", "deleted"])
def test_a_twin_that_would_count_in_a_closed_month_is_refused(
    how: str, twins: tuple[str, str], finance: Desk
) -> None:
    june, _ = twins
    with finance.open() as office:
        close(office)
        before = office.figures.indicators(2563, date(2020, 5, 31))
        act = {
            "renumbered": lambda: office.records.save(REQUESTS, {"request_no": "8/2563"}, june),
            "deleted": lambda: office.records.delete(REQUESTS, june),
        }[how]
        with pytest.raises(InputRefusal, match="7/2563 ด้วยจะนับ จึงทำไม่ได้"):
            act()
        assert office.figures.indicators(2563, date(2020, 5, 31)) == before


def test_evidence_of_a_closed_month_stays(closed: tuple[Office, str]) -> None:
    office, record = closed
    given = {
        "register_name": REQUESTS,
        "record": record,
        "file": "0" * 64,
        "added_on": "2020-05-21",
        "unit": "finance",
    }
    made = office.session.new_id()
    office.session.write([Put("office_evidence", made, given)], "แนบ")
    with pytest.raises(ClosedRefusal, match="นำหลักฐานออกไม่ได้"):
        office.session.write([Delete("office_evidence", made)], "นำออก")
