"""phaenctl verify, and report --sign."""

import shutil
from datetime import date

import pytest

from core.office import Office
from core.plan.months import OFFICE, MonthAction
from core.thai.fiscal import Month

MAY = Month(2020, 5)


@pytest.fixture(scope="module")
def approved(blank_office, tmp_path_factory):
    path = shutil.copy(blank_office, tmp_path_factory.mktemp("approved") / "office.phaen")
    with Office.open(path, author="สมศรี") as office:
        office.session.today = lambda: date(2020, 7, 1)
        for unit in office.session.plan(2563).units:
            office.months.act(MonthAction.SUBMIT, unit.code, MAY)
            office.months.act(MonthAction.APPROVE, unit.code, MAY)
        office.months.act(MonthAction.APPROVE, OFFICE, MAY)
        return path, office.months.edition(OFFICE, MAY).code


def test_a_code_is_verified_in_json(ctl, approved):
    file, code = approved
    answer = ctl("verify", code, file, "--json")
    assert answer.status == 0
    assert answer.data == {
        "code": code,
        "file": "office.phaen",
        "found": True,
        "good": True,
        "edition": {
            "unit": "",
            "month": "2020-05",
            "number": 1,
            "as_of": "2020-05-31",
            "approved_on": "2020-07-01",
            "approved_by": "สมศรี",
            "reason": "",
            "stands": True,
        },
        "figures_match": True,
        "changes": [],
        "pages": None,
        "signature": None,
    }


def test_a_pdf_is_verified(ctl, approved, tmp_path):
    file, code = approved
    target = tmp_path / "may.pdf"
    assert ctl("report", file, "monthly", target, "--month", "2563-05").status == 0
    answer = ctl("verify", target, file, "--json")
    assert (answer.status, answer.data["pages"], answer.data["code"]) == (0, "kept", code)
    alone = ctl("verify", target, "--json")
    assert (alone.status, alone.data["pages"], alone.data["file"]) == (0, "not_compared", None)
    told = ctl("verify", target, file)
    assert "ตรงกับที่รับรองไว้ใน “office.phaen”" in told.out
    target.write_bytes(target.read_bytes() + b"\n% more\n")
    changed = ctl("verify", target, file)
    assert changed.status == 1
    assert "ไม่ตรงกับที่รับรองไว้" in changed.out


def test_a_code_the_file_doesnt_know_is_a_bad_answer(ctl, approved, office):
    answer = ctl("verify", approved[1], office)
    assert answer.status == 1
    assert "ไม่พบรหัส" in answer.out


@pytest.mark.parametrize(
    ("what", "status", "says"),
    [("{code}", 2, "โปรดระบุแฟ้ม"), ("nothing.pdf", 3, "เปิด “nothing.pdf” ไม่ได้")],
)
def test_what_cant_be_verified_is_refused(ctl, approved, what, status, says):
    answer = ctl("verify", what.format(code=approved[1]))
    assert answer.status == status
    assert says in answer.err


def test_a_slip_is_refused(ctl, approved):
    answer = ctl("verify", "ABC", approved[0])
    assert answer.status == 3
    assert "ไม่ใช่รหัสตรวจสอบ" in answer.err


def test_signing_asks_for_an_approved_month_and_a_certificate(ctl, approved, tmp_path, monkeypatch):
    file, _ = approved
    monkeypatch.setenv("PHAEN_PASSPHRASE", "ผิด")
    torn = tmp_path / "torn.p12"
    torn.write_bytes(b"no certificate")
    target = tmp_path / "a.pdf"
    for month, says in (("2563-05", "เปิดใบรับรอง"), ("2563-06", "ยังไม่ได้รับรอง")):
        answer = ctl("report", file, "monthly", target, "--month", month, "--sign", torn)
        assert answer.status == 3
        assert says in answer.err
    assert not target.exists()
