"""What was done, by whom and when: filtered, searched, paged, with old and new values; and printed."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from core.faults import UsageRefusal
from core.office import AuditQuery
from core.office.audit import telling
from core.office.hiding import Hiding
from core.office.session import Session

REQUEST = {"procurement": "w119", "amount": "1000", "received_on": "2020-01-10", "payee": "ร้าน ก"}
REQUESTS = "finance_requests"


def request(office, number, **more):
    return office.records.save(REQUESTS, REQUEST | {"request_no": number} | more).record_id


def labels(office, query=None, **more):
    return [entry.label for entry in office.audit.page(query or AuditQuery(**more)).entries]


def at(office, day, work):
    office.session.file.now_ms = lambda: int(datetime(2026, 11, day, 5).timestamp() * 1000)
    return work()


@pytest.fixture
def worked(office):
    """Two people over three days."""
    first = at(office, 1, lambda: request(office, "ก-1"))
    at(office, 2, lambda: office.records.save(REQUESTS, {"amount": "2500.50"}, first))
    office.session.typed_name = "มานี"
    at(office, 3, lambda: request(office, "ข-2"))
    at(office, 3, lambda: office.records.delete(REQUESTS, first))
    office.first = first
    return office


def test_newest_first_with_old_and_new_values(worked):
    page = worked.audit.page(AuditQuery(register=REQUESTS))
    assert [entry.author for entry in page.entries] == ["มานี", "มานี", "สมศรี", "สมศรี"]
    (change,) = worked.audit.records(page.entries[2].n)
    assert (change.action, change.named) == ("change", "ใบขอเบิกเงิน ก-1")
    assert [(f.label, f.old, f.new) for f in change.fields] == [("จำนวนเงิน", "1,000.00", "2,500.50")]
    (made,) = worked.audit.records(page.entries[3].n)
    assert made.action == "create"
    assert ("เลขที่ใบขอเบิก", "", "ก-1") in [(f.label, f.old, f.new) for f in made.fields]
    (gone,) = worked.audit.records(page.entries[0].n)
    assert gone.action == "delete"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"person": "มานี"}, 2),
        ({"person": "ไม่มีคนนี้"}, 0),
        ({"first": date(2026, 11, 2)}, 3),
        ({"last": date(2026, 11, 2), "register": REQUESTS}, 2),
        ({"first": date(2026, 11, 2), "last": date(2026, 11, 2)}, 1),
        ({"register": "deliverables", "person": "มานี"}, 0),
        ({"text": "ก-1", "register": REQUESTS}, 3),  # what changed it doesn't hold its number
        ({"text": "๒๕๐๐", "register": REQUESTS}, 1),
        ({"text": "ข-๒"}, 1),
        ({"text": "ไม่มีคำนี้"}, 0),
    ],
)
def test_filtered_and_searched(worked, asked, count):
    assert len(labels(worked, **asked)) == count


def test_of_one_record(worked):
    assert len(labels(worked, register=REQUESTS, record=worked.first)) == 3
    with pytest.raises(UsageRefusal, match="โปรดเลือกทะเบียน"):
        labels(worked, record=worked.first)
    with pytest.raises(UsageRefusal, match="โปรดตรวจ"):
        labels(worked, register="nothing")


def test_pages_meet_without_a_gap(worked):
    whole = worked.audit.page(AuditQuery(), most=1000).entries
    paged, after = [], None
    while True:
        page = worked.audit.page(AuditQuery(), after, most=2)
        paged += page.entries
        after = page.after
        if after is None:
            break
    assert paged == list(whole)
    assert len({entry.n for entry in whole}) == len(whole)


def test_a_word_is_found_in_whatever_block_it_stands(worked, monkeypatch):
    """The log is looked through in blocks, which mustn't lose or double what stands at their ends."""
    everything = [entry.n for entry in worked.audit.page(AuditQuery(text="ก-1"), most=1000).entries]
    every = [entry.n for entry in worked.audit.page(AuditQuery(), most=1000).entries]
    for block in (1, 2, 3):
        monkeypatch.setattr("core.store.log.audit.BLOCK", block)
        assert [e.n for e in worked.audit.page(AuditQuery(text="ก-1"), most=1000).entries] == everything
        assert [e.n for e in worked.audit.page(AuditQuery(), most=1000).entries] == every


def test_people_are_named_once(worked):
    assert {"มานี", "สมศรี"} <= set(worked.audit.people())
    assert len(set(worked.audit.people())) == len(worked.audit.people())


def test_what_is_sealed_is_told_and_not_shown(worked):
    register = worked.session.file.registers["office_people"]
    assert {"locked_key", "recovery_key"} <= {f.name for f in register.stored_fields}
    shown = telling._shown(Hiding(), register, {}, "locked_key", '{"secret": 1}')
    assert shown == telling.BEHIND_THE_SCENES


def test_printed_to_paper_and_workbook(worked, tmp_path):
    worked.reports.print_audit(AuditQuery(register=REQUESTS), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    worked.reports.print_audit(AuditQuery(register=REQUESTS, person="มานี"), tmp_path / "a.xlsx")
    cells = [
        str(c.value) for row in load_workbook(tmp_path / "a.xlsx").active.iter_rows() for c in row if c.value
    ]
    assert any("มานี" in text for text in cells)
    assert not any(text.startswith("สมศรี") for text in cells)
    with pytest.raises(UsageRefusal, match=r"\.pdf"):
        worked.reports.print_audit(AuditQuery(), tmp_path / "a.doc")


def test_a_file_without_a_plan_has_a_past_too(office, monkeypatch):
    monkeypatch.setattr(Session, "years", ())
    assert office.audit.page(AuditQuery()).entries
