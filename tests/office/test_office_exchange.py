"""Files that travel, as a person uses them: send, look at, try, take in, take back, settle."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from exchange_helpers import REQUESTS, TODAY, Desk, conflict_of, desk_of, meet, on_pc, request

from core.faults import FileRefusal, InputRefusal, LockRefusal, StrangerRefusal, UsageRefusal
from core.office import Office
from core.thai.fiscal import Month


def figures(office: Office) -> dict[str, Decimal | None]:
    return {row.indicator.code: row.result.value for row in office.figures.indicators(2563, TODAY)}


def test_what_one_types_reaches_the_other(finance, central, tmp_path):
    finance.save(request("63/1", cheque_on="06/11/2562"))
    found = central.take(finance.send(tmp_path / "a.phaenx"))
    assert (found.read, found.new, found.known, found.waiting, found.conflicts) == (3, 1, 2, 0, 0)
    assert found.changes.registers == {REQUESTS}
    with finance.open() as ours, central.open() as theirs:
        assert [r.values for r in theirs.records.rows(REQUESTS)] == [
            r.values for r in ours.records.rows(REQUESTS)
        ]
        assert figures(theirs) == figures(ours)
        assert theirs.file.check().problems == ()


def test_the_same_package_again_changes_nothing(finance, central, tmp_path):
    finance.save(request("63/1"))
    stick = finance.send(tmp_path / "a.phaenx")
    central.take(stick)
    again = central.take(stick, stick)
    assert (again.read, again.new, again.known) == (6, 0, 6)
    assert not again.changes


def test_a_package_for_a_unit_holds_what_it_is_known_to_lack(finance, central, tmp_path):
    finance.save(request("63/1"))
    with finance.open() as office:
        assert office.exchange.pack(tmp_path / "1.phaenx", unit="central").entries == 3, (
            "nothing was heard of it yet"
        )
    central.take(tmp_path / "1.phaenx")
    finance.take(central.send(tmp_path / "back.phaenx", "finance"))
    finance.save(request("63/2"))
    with finance.open() as office:
        assert office.exchange.pack(tmp_path / "2.phaenx", unit="central").entries == 1
    assert central.take(tmp_path / "2.phaenx").new == 1


def test_a_package_that_was_lost_is_sent_again(finance, central, tmp_path):
    finance.take(central.send(tmp_path / "hello.phaenx"))
    finance.save(request("63/1"))
    finance.send(tmp_path / "lost.phaenx", "central")
    finance.save(request("63/2"))
    assert central.take(finance.send(tmp_path / "2.phaenx", "central")).new == 2


def test_two_pcs_of_one_unit_are_both_thought_of(finance, plan_file, tmp_path):
    pcs = [desk_of(plan_file, tmp_path, "central", name) for name in ("มานี", "ปิติ")]
    finance.save(request("63/1"))
    everything = finance.send(tmp_path / "all.phaenx")
    pcs[0].take(everything)
    for number, pc in enumerate(pcs):
        finance.take(pc.send(tmp_path / f"{number}.phaenx"))
    stick = finance.send(tmp_path / "next.phaenx", "central")
    assert [pc.take(stick).waiting for pc in pcs] == [0, 0]
    with pcs[1].open() as office:
        assert office.records.count(REQUESTS) == 1


def package_needing_another(finance: Desk, central: Desk, tmp_path: Path) -> tuple[Path, Path]:
    """Two packages for ``central``, the second of which needs the first: a colleague of it has told."""
    finance.save(request("63/1"))
    first = finance.send(tmp_path / "first.phaenx")
    central.take(first)
    finance.take(central.send(tmp_path / "told.phaenx"))
    finance.save(request("63/2"))
    return first, finance.send(tmp_path / "second.phaenx", "central")


def test_a_package_that_needs_an_earlier_one_names_it_and_waits(finance, central, plan_file, tmp_path):
    first, second = package_needing_another(finance, central, tmp_path)
    late = desk_of(plan_file, tmp_path, "central", "ชูใจ")
    found = late.take(second)
    assert (found.new, found.waiting, bool(found.changes)) == (1, 1, False)
    assert [(one.unit, one.up_to) for one in found.lacking] == [("finance", 1)]
    with late.open() as office:
        assert office.exchange.examine(second).lacking == found.lacking
    found = late.take(first)
    assert (found.waiting, found.lacking) == (0, ())
    with late.open() as office:
        assert office.records.count(REQUESTS) == 2


def test_several_packages_are_taken_in_whatever_order_they_are_named(finance, central, plan_file, tmp_path):
    first, second = package_needing_another(finance, central, tmp_path)
    late = desk_of(plan_file, tmp_path, "central", "ชูใจ")
    found = late.take(second, first)
    assert (found.new, found.waiting, found.lacking) == (2, 0, ())


def test_one_bad_package_among_good_ones_keeps_all_out(finance, central, tmp_path):
    finance.save(request("63/1"))
    good = finance.send(tmp_path / "a.phaenx")
    bad = tmp_path / "b.phaenx"
    bad.write_bytes(good.read_bytes()[:-40])
    before = central.path.read_bytes()
    with pytest.raises(FileRefusal, match=r"b\.phaenx"):
        central.take(good, bad)
    assert central.path.read_bytes() == before
    assert [p.name for p in central.path.parent.glob("*.phaen")] == ["office.phaen"]


# First contact


def test_a_pc_nobody_knows_is_shown_by_its_words_and_trusted_once(finance, central, tmp_path):
    finance.save(request("63/1"))
    stick = finance.send(tmp_path / "a.phaenx")
    with finance.open() as office:
        own = office.exchange.this_pc()
    with pytest.raises(StrangerRefusal) as caught:
        central.take(stick, trust=False)
    assert (caught.value.key, caught.value.words) == (own.key, own.words)
    assert " ".join(own.words) in str(caught.value)
    with central.open() as office:
        with pytest.raises(StrangerRefusal):
            office.exchange.try_merge([stick])
        info = office.exchange.examine(stick)
        assert (info.sender.trusted, info.sender.unit, info.entries, info.author) == (
            False,
            "finance",
            3,
            "สมศรี",
        )
        office.exchange.trust(info.sender)
        assert office.exchange.examine(stick).sender.trusted_by == "มานี"
        assert office.exchange.merge([stick]).new == 1
        office.exchange.distrust(office.exchange.trusted_pcs()[0])
    with pytest.raises(StrangerRefusal):
        central.take(stick, trust=False)


def test_trust_does_not_travel(finance, central, plan_file, tmp_path):
    central.take(finance.send(tmp_path / "a.phaenx"))
    third = desk_of(plan_file, tmp_path, "admin", "ปิติ")
    third.take(central.send(tmp_path / "b.phaenx"))
    with third.open() as office:
        assert [pc.unit for pc in office.exchange.trusted_pcs()] == ["central"]
    with pytest.raises(StrangerRefusal):
        third.take(tmp_path / "a.phaenx", trust=False)


def test_a_refused_merge_trusts_nobody(finance, central, tmp_path):
    stick = finance.send(tmp_path / "a.phaenx")
    stick.write_bytes(stick.read_bytes()[:-40])
    with pytest.raises(FileRefusal):
        central.take(stick)
    with central.open() as office:
        assert office.exchange.trusted_pcs() == ()


# Trying


def test_a_trial_says_what_would_come_in_and_move_and_changes_nothing(finance, central, tmp_path):
    finance.save(request("63/1", cheque_on="06/11/2562"))
    finance.save(request("63/2", received_on="01/11/2562", cheque_on="30/11/2562"))
    finance.save({"note": "แก้"}, finance.save(request("63/3", received_on="01/11/2562")))
    stick = finance.send(tmp_path / "a.phaenx")
    before = central.path.read_bytes()
    with central.open() as office:
        was = figures(office)["3"]
    with on_pc(central.path.parent / "pc"), Office.open(central.path, read_only=True) as office:
        office.session.today = lambda: TODAY
        trial = office.exchange.try_merge([stick], trust=True)
    assert central.path.read_bytes() == before
    assert trial.merged.new == 4
    assert [(a.unit, a.register, a.month, a.records) for a in trial.arrivals] == [
        ("finance", REQUESTS, Month(2019, 10), 1),
        ("finance", REQUESTS, Month(2019, 11), 2),
    ]
    moved = {m.code: (m.before, m.after) for m in trial.moved}
    central.take(stick)
    with central.open() as office:
        assert moved == {"3": (was, figures(office)["3"])}
        assert was != figures(office)["3"]


def test_a_trial_speaks_of_the_day_it_is_asked_for(finance, central, tmp_path):
    finance.save(request("63/1", received_on="29/06/2563", cheque_on="30/06/2563"))
    stick = finance.send(tmp_path / "a.phaenx")
    with central.open() as office:
        before, there = (
            {m.code for m in office.exchange.try_merge([stick], trust=True, year=2563, as_of=day).moved}
            for day in (TODAY - timedelta(days=1), TODAY)
        )
    assert "3" not in before
    assert "3" in there


def test_a_trial_shows_the_conflicts_there_would_be(finance, central, tmp_path):
    record = conflict_of(finance, central, tmp_path, meeting=False)
    with central.open() as office:
        trial = office.exchange.try_merge([finance.send(tmp_path / "again.phaenx")], trust=True)
        assert [(c.record_id, c.field, c.ours.shown, c.theirs.shown) for c in trial.conflicts] == [
            (record, "amount", "3,000.00", "2,000.00")
        ]
        assert office.conflicts.open() == ()


# All or nothing


def test_a_merge_that_is_stopped_leaves_the_file_as_it_was(finance, central, tmp_path):
    finance.save(request("63/1"))
    stick = finance.send(tmp_path / "a.phaenx")
    before = central.path.read_bytes()

    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        assert (done, of) == (3, 3)
        raise Stopped

    with central.open() as office, pytest.raises(Stopped):
        office.exchange.merge([stick], trust=True, on_read=stop)
    assert central.path.read_bytes() == before


KILLED = """
import os, sys
from core.office import Office
from core.store.log.intake import Intake
close = Intake.close
def killed(self):
    close(self)
    self.connection.exec_driver_sql("PRAGMA cache_spill = 1")
    self.connection.exec_driver_sql("PRAGMA cache_size = 1")
    self.connection.exec_driver_sql("UPDATE entries SET author = author || 'x'")
    os._exit(9)
Intake.close = killed
Office.open(sys.argv[1]).exchange.merge([sys.argv[2]], trust=True)
"""


def test_a_merge_cut_off_by_the_power_leaves_the_file_as_it_was(finance, central, tmp_path):
    for number in range(5):
        finance.save(request(f"63/{number + 1}"))
    stick = finance.send(tmp_path / "a.phaenx")
    central.save(request("63/9"))
    done = subprocess.run([sys.executable, "-c", KILLED, str(central.path), str(stick)], check=False)
    assert done.returncode == 9
    with central.open() as office:
        assert [r.values["request_no"] for r in office.records.rows(REQUESTS)] == ["63/9"]
        assert office.file.check().problems == ()
        assert office.exchange.exchanges() == ()
    assert central.take(stick).new == 5


def test_a_file_somebody_else_writes_to_is_not_merged_into(finance, central, tmp_path):
    stick = finance.send(tmp_path / "a.phaenx")
    with central.open(), pytest.raises(LockRefusal):
        central.take(stick)


# Taking back


def test_a_merge_is_taken_back_whole_under_a_new_replica(finance, central, tmp_path):
    central.save(request("63/1"))
    finance.save(request("63/2"))
    with central.open() as office:
        was, replica = figures(office), office.session.file.meta()["replica"]
        assert office.exchange.merge_to_take_back is None
        office.exchange.merge([finance.send(tmp_path / "a.phaenx")], trust=True)
        assert office.records.count(REQUESTS) == 2
        assert office.exchange.merge_to_take_back.package == "a.phaenx"
        told = []
        office.session.subscribe(told.append)
        changes = office.exchange.take_merge_back()
        assert told == [changes]
        assert REQUESTS in changes.registers
        assert office.records.count(REQUESTS) == 1
        assert figures(office) == was
        assert office.session.file.meta()["replica"] != replica
        assert [e.kind for e in office.exchange.exchanges()] == ["taken_back"]
        assert office.exchange.merge_to_take_back is None
        office.records.save(REQUESTS, request("63/3"))
        assert office.file.check().problems == ()
    assert [p.name for p in central.path.parent.glob("*.phaen")] == ["office.phaen"]
    central.take(tmp_path / "a.phaenx")
    meet(finance, central, tmp_path)
    with finance.open() as office:
        assert office.records.count(REQUESTS) == 3


@pytest.mark.parametrize("then", ["save", "send"])
def test_once_anything_is_saved_or_sent_a_merge_stays(finance, central, tmp_path, then):
    finance.save(request("63/1"))
    central.take(finance.send(tmp_path / "a.phaenx"))
    if then == "save":
        central.save(request("63/2"))
    else:
        central.send(tmp_path / "b.phaenx")
    with central.open() as office:
        assert office.exchange.merge_to_take_back is None
        with pytest.raises(InputRefusal, match="ย้อนการรวม"):
            office.exchange.take_merge_back()
        assert office.records.count(REQUESTS) >= 1


def test_a_package_that_brought_nothing_new_does_not_keep_the_merge_before(finance, central, tmp_path):
    finance.save(request("63/1"))
    stick = finance.send(tmp_path / "a.phaenx")
    central.take(stick)
    central.take(stick)
    with central.open() as office:
        office.exchange.take_merge_back()
        assert office.records.count(REQUESTS) == 0


def test_a_copy_somebody_has_changed_is_not_returned_to(finance, central, tmp_path):
    finance.save(request("63/1"))
    central.take(finance.send(tmp_path / "a.phaenx"))
    (copy,) = central.path.parent.glob("*.before-merge-*.phaen")
    with Office.open(copy) as office:
        office.records.save(REQUESTS, request("63/7"))
    with central.open() as office, pytest.raises(InputRefusal, match="ถูกแก้ไข"):
        office.exchange.take_merge_back()


# Clocks and copies


def test_a_clock_days_ahead_hides_nothing_and_drags_nobody(finance, plan_file, tmp_path):
    wrong = desk_of(plan_file, tmp_path, "central", "ปิติ", days=400)
    record = finance.save(request("63/1"))
    meet(finance, wrong, tmp_path)
    wrong.save({"amount": "2000"}, record)
    meet(finance, wrong, tmp_path)
    finance.save({"amount": "3000"}, record)
    meet(finance, wrong, tmp_path)
    for desk in (finance, wrong):
        with desk.open() as office:
            assert office.conflicts.open() == ()
            assert office.records.record(REQUESTS, record).values["amount"] == 3000
    with finance.open() as office:
        own = [item.at.date() for item in office.records.history(REQUESTS, record) if item.author == "สมศรี"]
        assert max(own) <= date.today() + timedelta(days=1)


def test_a_file_copied_to_a_stick_and_edited_in_both_places_comes_together(finance, tmp_path):
    record = finance.save(request("63/1"))
    stick = Desk(tmp_path / "stick" / "office.phaen", "มานี")
    (stick.path.parent / "pc").mkdir(parents=True)
    stick.path.write_bytes(finance.path.read_bytes())
    stick.save({"amount": "2000"}, record)
    finance.save({"note": "รับแล้ว"}, record)
    meet(finance, stick, tmp_path)
    for desk in (finance, stick):
        with desk.open() as office:
            row = office.records.record(REQUESTS, record).values
            assert (row["amount"], row["note"]) == (2000, "รับแล้ว")
            assert office.conflicts.open() == ()
            assert office.file.check().problems == ()


def test_a_backup_restored_and_edited_again_loses_nothing_that_was_sent(finance, central, tmp_path):
    record = finance.save(request("63/1"))
    with finance.open() as office:
        backup = office.file.backup(tmp_path / "backup.phaen")
    finance.save({"amount": "2000"}, record)
    central.take(finance.send(tmp_path / "a.phaenx"))
    with on_pc(finance.path.parent / "pc"):
        Office.restore_backup(backup, finance.path)
    finance.save({"amount": "3000"}, record)
    meet(finance, central, tmp_path)
    for desk in (finance, central):
        with desk.open() as office:
            (found,) = office.conflicts.open()
            assert {side.value for side in found.sides} == {Decimal(2000), Decimal(3000)}


# Who has what


def test_the_exchange_log_says_what_went_and_came(finance, central, tmp_path):
    finance.save(request("63/1"))
    finance.send(tmp_path / "a.phaenx", "central")
    central.take(tmp_path / "a.phaenx")
    with finance.open() as office:
        (sent,) = office.exchange.exchanges()
        assert (sent.kind, sent.unit, sent.package, sent.entries, sent.author) == (
            "sent",
            "central",
            "a.phaenx",
            3,
            "สมศรี",
        )
    with central.open() as office:
        (received,) = office.exchange.exchanges()
        assert (received.kind, received.unit, received.entries, received.new) == ("received", "finance", 3, 1)


def test_freshness_tells_whose_data_is_how_old_and_what_there_is_to_send(finance, central, tmp_path):
    finance.save(request("63/1"))
    central.take(finance.send(tmp_path / "a.phaenx"))
    with central.open() as office:
        office.records.save(REQUESTS, request("63/2"))
        found = {f.unit.code: f for f in office.exchange.freshness()}
    assert [code for code, f in found.items() if f.latest_change] == ["central", "finance"]
    assert [code for code, f in found.items() if f.last_received] == ["finance"]
    assert {code: f.to_send for code, f in found.items()} == {
        "admin": 4,
        "central": 4,
        "secretariat": 4,
        "finance": 1,
        "complaints": 4,
    }


def test_a_package_goes_only_where_a_package_may(finance, tmp_path):
    with finance.open() as office:
        with pytest.raises(FileRefusal, match=r"\.phaenx"):
            office.exchange.pack(finance.path)
        with pytest.raises(UsageRefusal, match="nobody"):
            office.exchange.pack(tmp_path / "a.phaenx", unit="nobody")
        with pytest.raises(FileRefusal, match="เขียนแพ็กเกจ"):
            office.exchange.pack(tmp_path / "missing" / "a.phaenx")
        with pytest.raises(UsageRefusal):
            office.exchange.merge([])
        assert office.exchange.exchanges() == ()


def test_a_package_of_another_office_is_refused(finance, central, tmp_path):
    stick = finance.send(tmp_path / "a.phaenx")
    with central.open() as office:
        file = office.session.path
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE entries SET id = zeroblob(32) WHERE n = 1")
    with pytest.raises(FileRefusal, match="สำนักงานอื่น"):
        central.take(stick)


FROZEN = Path(__file__).parents[1] / "fixtures" / "packages" / "format-1.phaenx"


def test_a_package_of_the_first_format_is_still_taken_in(central):
    found = central.take(FROZEN)
    assert (found.read, found.new, found.conflicts) == (4, 3, 0)
    with central.open() as office:
        assert [r.values["amount"] for r in office.records.rows(REQUESTS)] == [
            Decimal("1000.25"),
            Decimal("2000.50"),
        ]
        assert figures(office)["3"] == 50
        assert [(pc.unit, pc.name) for pc in office.exchange.trusted_pcs()] == [("finance", "การเงิน-1")]
