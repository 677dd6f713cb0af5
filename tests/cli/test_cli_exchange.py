"""pack, merge, conflicts and settle: what docs/commands.md promises scripts."""

import shutil
import zipfile

import pytest

from core.faults import FileRefusal
from core.office import Office
from core.store.log.changes import Delete


@pytest.fixture
def pair(office, tmp_path):
    """Two files of one office."""
    return office, shutil.copy(office, tmp_path / "other.phaen")


@pytest.fixture
def disputed(pair, ctl, sheet, tmp_path):
    """One request both have changed apart, met again."""
    first = {"request_no": "63/1", "procurement": "w119", "amount": "1000", "received_on": "2019-10-24"}
    ours, theirs = pair
    ctl("import", ours, "finance_requests", sheet(first))
    met(ctl, pair, tmp_path)
    for file, amount in zip(pair, ("2000", "3000"), strict=True):
        done = ctl("import", file, "finance_requests", sheet({**first, "amount": amount}), "--update")
        assert done.status == 0, done.err
    met(ctl, pair, tmp_path)
    return ours, theirs


def met(ctl, pair, folder):
    for source, target in (pair, pair[::-1]):
        stick = folder / "met.phaenx"
        assert ctl("pack", source, stick).status == 0
        assert ctl("merge", target, stick).status in (0, 1)


def test_pack_and_merge(pair, ctl, sheet, tmp_path):
    ours, theirs = pair
    record = {"request_no": "63/1", "procurement": "w119", "amount": "1000", "received_on": "2019-10-24"}
    ctl("import", ours, "finance_requests", sheet(record))
    stick = tmp_path / "a.phaenx"
    packed = ctl("pack", ours, stick, "--unit", "central")
    assert packed.status == 0
    assert "3 รายการ" in packed.out
    dry = ctl("merge", theirs, stick, "--dry-run", "--json")
    assert (dry.status, dry.data["new"]) == (0, 1)
    assert dry.data["arrivals"] == [
        {"unit": "admin", "register": "finance_requests", "month": "2019-10", "records": 1}
    ]
    assert dry.data["new_conflicts"] == []
    said = ctl("merge", theirs, stick, stick, "--json")
    assert said.status == 0
    assert said.data == {
        "packages": 2,
        "read": 6,
        "new": 1,
        "known": 5,
        "conflicts": 0,
        "waiting": 0,
        "files": 0,
        "files_lacking": 0,
        "lacking": [],
    }
    again = ctl("merge", theirs, stick)
    assert (again.status, "ใหม่ 0" in again.out) == (0, True)


def test_a_dry_run_for_people_says_what_comes_and_what_moves(sample_office, office, ctl, tmp_path):
    stick = tmp_path / "a.phaenx"
    copy = shutil.copy(sample_office, tmp_path / "sample.phaen")
    assert ctl("pack", copy, stick).status == 0
    said = ctl("merge", office, stick, "--dry-run")
    assert said.status == 0
    for part in ("ไม่ได้บันทึก", "จะมีเข้ามา", "ใบขอเบิกเงิน", "ตัวชี้วัดที่จะเปลี่ยน", "100.00"):
        assert part in said.out


def test_conflicts_and_settle(disputed, ctl, tmp_path):
    ours, theirs = disputed
    found = ctl("conflicts", ours, "--json")
    assert found.status == 1
    (one,) = found.data["conflicts"]
    assert {key: one[key] for key in ("register", "record", "field")} == {
        "register": "finance_requests",
        "record": "ใบขอเบิกเงิน 63/1",
        "field": "amount",
    }
    assert (one["ours"]["value"], one["theirs"]["value"]) == ("2000", "3000")
    assert set(one["ours"]) >= {"value", "by", "at"}
    table = ctl("conflicts", ours)
    assert (table.status, "3,000.00" in table.out) == (1, True)
    settled = ctl("settle", ours, one["id"], "--take", "theirs", "--reason", "ตามใบสำคัญ")
    assert settled.status == 0
    assert ctl("conflicts", ours, "--json").data == {"conflicts": [], "twins": []}
    met(ctl, disputed, tmp_path)
    assert ctl("conflicts", theirs).status == 0


def test_settling_by_a_third_value_and_wrongly(disputed, ctl):
    ours, _ = disputed
    (one,) = ctl("conflicts", ours, "--json").data["conflicts"]
    bad = ctl("settle", ours, one["id"], "--take", "มาก", "--reason", "เพราะ")
    assert (bad.status, bad.out) == (3, "")
    assert ctl("settle", ours, "nothing", "--take", "ours", "--reason", "เพราะ").status == 3
    assert ctl("settle", ours, one["id"], "--take", "ours").status == 2
    assert ctl("settle", ours, one["id"], "--take", "2500", "--reason", "เพราะ").status == 0


def test_any_of_many_sides_is_taken_by_its_number(office, ctl, sheet, tmp_path):
    first = {"request_no": "63/1", "procurement": "w119", "amount": "1000", "received_on": "2019-10-24"}
    ctl("import", office, "finance_requests", sheet(first))
    others = [shutil.copy(office, tmp_path / f"{n}.phaen") for n in range(2)]
    for file, amount in zip((office, *others), ("2000", "3000", "4000"), strict=True):
        ctl("import", file, "finance_requests", sheet({**first, "amount": amount}), "--update")
    for other in (*others, *others):
        met(ctl, (office, other), tmp_path)
    (one,) = ctl("conflicts", others[0], "--json").data["conflicts"]
    assert {side["side"]: side["value"] for side in one["sides"]} == {1: "3000", 2: "2000", 3: "4000"}
    assert [side["value"] for side in one["others"]] == ["4000"]
    assert "4,000.00" in ctl("conflicts", others[0]).out
    settle = ("settle", others[0], one["id"], "--reason", "ตามใบสำคัญ")
    for wrong in ((), ("--side", "3", "--take", "ours"), ("--side", "4"), ("--side", "0")):
        assert ctl(*settle, *wrong).status == 2
    assert ctl(*settle, "--side", "3").status == 0
    met(ctl, (office, others[0]), tmp_path)
    assert ctl("conflicts", office).status == 0
    ctl("export", office, "finance_requests", tmp_path / "a.csv", "--names")
    assert "4000" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_a_merge_with_open_conflicts_says_so(disputed, ctl, tmp_path):
    ours, theirs = disputed
    ctl("pack", theirs, tmp_path / "a.phaenx")
    said = ctl("merge", ours, tmp_path / "a.phaenx", "--json")
    assert (said.status, said.data["conflicts"]) == (1, 1)


def test_the_same_number_typed_twice_is_listed(pair, ctl, sheet, tmp_path):
    for file in pair:
        record = {"request_no": "63/1", "procurement": "w119", "amount": "5", "received_on": "2019-10-24"}
        ctl("import", file, "finance_requests", sheet(record))
    met(ctl, pair, tmp_path)
    said = ctl("conflicts", pair[0], "--json")
    assert (said.status, len(said.data["twins"][0]["record_ids"])) == (0, 2)
    assert "63/1" in ctl("conflicts", pair[0]).out


def test_a_stranger_is_refused_unless_trusted(pair, ctl, tmp_path, monkeypatch):
    ours, theirs = pair
    stick = tmp_path / "a.phaenx"
    ctl("pack", ours, stick)
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "another-pc"))
    said = ctl("merge", theirs, stick)
    assert (said.status, said.out) == (3, "")
    assert "--trust" in said.err
    assert ctl("merge", theirs, stick, "--trust").status == 0
    assert ctl("merge", theirs, stick).status == 0


def test_a_key_that_cannot_be_read_refuses_before_a_package_is_written(office, ctl, tmp_path, monkeypatch):
    def unreadable(_):
        raise FileRefusal("อ่านกุญแจของเครื่องนี้ไม่ได้")

    monkeypatch.setattr("core.office.exchange.service.ExchangeService.this_pc", unreadable)
    package = tmp_path / "p.phaenx"
    package.write_bytes(b"old")
    assert ctl("pack", office, package).status == 3
    assert package.read_bytes() == b"old"


def test_a_sealed_package_needs_its_passphrase(pair, ctl, tmp_path, monkeypatch):
    ours, theirs = pair
    stick = tmp_path / "a.phaenx"
    assert ctl("pack", ours, stick, "--passphrase", "ช้าง").status == 0
    assert not zipfile.is_zipfile(stick)
    assert ctl("merge", theirs, stick).status == 3
    monkeypatch.setenv("PHAEN_PASSPHRASE", "ช้าง")
    assert ctl("merge", theirs, stick).status == 0


def test_bad_packages_are_refused_in_one_sentence(pair, ctl, tmp_path):
    ours, _ = pair
    stick = tmp_path / "a.phaenx"
    ctl("pack", ours, stick)
    stick.write_bytes(stick.read_bytes()[:-50])
    before = ours.read_bytes()
    for path in (stick, tmp_path / "none.phaenx", tmp_path, ours):
        said = ctl("merge", ours, path)
        assert (said.status, said.out, said.err.count("\n")) == (3, "", 1)
    assert ctl("merge", ours).status == 2
    assert ctl("pack", ours, tmp_path / "a.phaenx", "--unit", "nobody").status == 2
    assert ctl("pack", ours, tmp_path / "a.zip").status == 3
    assert ours.read_bytes() == before


def test_a_merge_that_would_delete_the_plan_is_refused_unless_allowed(pair, ctl, tmp_path):
    ours, theirs = pair
    delete_the_plan(theirs)
    stick = tmp_path / "a.phaenx"
    assert ctl("pack", theirs, stick).status == 0
    assert ctl("pack", ours, tmp_path / "own.phaenx").status == 0
    before = ours.read_bytes()
    dry = ctl("merge", ours, stick, "--dry-run", "--json")
    assert (dry.status, dry.data["deletes"]) == (1, ["แผนปีงบประมาณ 2563"])
    refused = ctl("merge", ours, stick)
    assert (refused.status, refused.out) == (3, "")
    assert "แผนปีงบประมาณ 2563" in refused.err
    assert "--allow-deletes" in refused.err
    assert len(refused.err.splitlines()) == 1
    assert ours.read_bytes() == before
    done = ctl("merge", ours, stick, "--allow-deletes")
    assert (done.status, "ลบแผนปีงบประมาณ 2563" in done.out) == (0, True)


def test_a_file_without_a_plan_says_so_in_every_answer(office, ctl, tmp_path):
    delete_the_plan(office)
    checked = ctl("check", office, "--json")
    assert (checked.status, checked.data["file"]["sound"]) == (0, True)
    (finding,) = checked.data["plan"]["findings"]
    assert (finding["code"], "แผนปี 2563 ถูกลบ" in finding["message"]) == ("plan.none", True)
    for command in ("indicators", "plan", "report"):
        more = ("monthly", tmp_path / "m.pdf") if command == "report" else ()
        answer = ctl(command, office, *more)
        assert (answer.status, answer.out) == (3, "")
        assert "แผนปี 2563 ถูกลบ" in answer.err
    for command in ("conflicts", "proposals"):
        assert ctl(command, office, "--json").status == 0
    assert ctl("export", office, "finance_requests", tmp_path / "out.csv").status == 0
    assert ctl("backup", office, tmp_path / "copy.phaen").status == 0


def delete_the_plan(path):
    """As a program without the rule has deleted it."""
    with Office.open(path) as opened:
        (row,) = opened.records.rows("plan_years")
        opened.session.write([Delete("plan_years", row.id)], "ลบแผน")


def test_a_figure_says_that_a_conflict_touches_it_and_where_it_could_come_to(pair, ctl, sheet, tmp_path):
    first = {"request_no": "63/1", "procurement": "w119", "amount": "1000", "received_on": "2019-10-24"}
    ctl("import", pair[0], "finance_requests", sheet(first))
    met(ctl, pair, tmp_path)
    for file, day in zip(pair, ("2019-11-01", "2019-12-01"), strict=True):
        done = ctl("import", file, "finance_requests", sheet({**first, "cheque_on": day}), "--update")
        assert done.status == 0, done.err
    met(ctl, pair, tmp_path)
    for file in pair:
        answer = ctl("indicators", file, "--as-of", "2020-06-30", "--json")
        rows = {row["code"]: row for row in answer.data["indicators"]}
        assert {code: row["conflicts"] for code, row in rows.items() if row["conflicts"]} == {"3": 1}
        assert rows["3"]["could_be"] == {"low": "0.00", "high": "100.00", "reckoned": "whole"}
        assert rows["2"]["could_be"] is None
        told = ctl("indicators", file, "--as-of", "2020-06-30").out
        assert "ตัวชี้วัดที่ 3 มีข้อขัดแย้งที่ยังไม่ตัดสิน 1 รายการ" in told
        assert "ข้อสังเกต: ตัวชี้วัดที่ 3 มีข้อขัดแย้ง" in ctl("workings", file, "3", "--as-of", "2020-06-30").out
        (found,) = ctl("conflicts", file, "--json").data["conflicts"]
        assert found["matters"] == ["3"]
        assert [side["value"] for side in found["sides"] if side["stands"]] == ["2019-12-01"]
        assert rows["3"]["value"] == "0.00"
