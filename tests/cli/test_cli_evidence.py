"""phaenctl evidence: attach, list, bind, and what has none."""

import evidence_files as files
import pytest


@pytest.fixture
def with_request(office, ctl, sheet):
    row = {
        "request_no": "1/2563",
        "procurement": "w119",
        "amount": "100",
        "received_on": "2020-05-20",
        "cheque_on": "2020-05-25",
    }
    assert ctl("import", office, "finance_requests", sheet(row)).status == 0
    return office


def test_a_file_is_attached_listed_and_bound(with_request, ctl, tmp_path):
    scan, target = files.pdf(tmp_path / "ใบเสร็จ.pdf"), tmp_path / "เล่ม.pdf"
    done = ctl("evidence", with_request, "add", "finance_requests", "1/2563", scan, "--note", "ตรวจแล้ว")
    assert (done.status, done.out) == (0, "แนบหลักฐาน “ใบเสร็จ.pdf” กับใบขอเบิกเงิน 1/2563 แล้ว\n")
    told = ctl("evidence", with_request, "list", "--json").data
    (item,) = told["evidence"]
    assert (item["name"], item["size"], item["held"], item["note"]) == (
        "ใบเสร็จ.pdf",
        scan.stat().st_size,
        True,
        "ตรวจแล้ว",
    )
    assert (told["bytes"], told["lacking"], told["limits"]["file"]) == (scan.stat().st_size, [], 20 << 20)
    assert ctl("evidence", with_request, "list", "finance_requests", "1/2563", "--json").data["evidence"] == [
        item
    ]
    assert "ใบเสร็จ.pdf" in ctl("evidence", with_request, "list", "finance_requests").out
    bound = ctl("evidence", with_request, "bind", "3", target, "--as-of", "2020-06-30", "--json").data
    assert bound == {"target": str(target), "pages": 2, "files": 1, "apart": []}
    assert target.read_bytes().startswith(b"%PDF-")


def test_what_has_none_is_told_by_month(with_request, ctl):
    told = ctl("evidence", with_request, "missing", "--month", "2563-05", "--json").data
    (one,) = told["missing"]
    assert (told["month"], one["register"], one["count"]) == ("2020-05", "finance_requests", 1)
    assert one["records"][0]["label"] == "1/2563"
    assert "1/2563" in ctl("evidence", with_request, "missing", "--year", "2563").out


def test_the_plan_s_own_records_are_named_by_their_codes(office, ctl, tmp_path):
    scan = files.picture(tmp_path / "a.png")
    assert ctl("evidence", office, "add", "plan_indicators", "3", scan).status == 0
    assert ctl("evidence", office, "add", "project_steps", "1 2", scan).status == 0
    assert ctl("evidence", office, "add", "project_steps", "1 99", scan).status == 3


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["add", "finance_requests", "1/2563"], 2),
        (["add", "nothing", "1/2563", "a.pdf"], 2),
        (["add", "finance_requests", "2/2563", "a.pdf"], 3),
        (["add", "finance_requests", "1/2563", "missing.pdf"], 3),
        (["bind", "3"], 2),
        (["bind", "99", "a.pdf"], 2),
        (["bind", "3", "a.pdf"], 3),
        (["list", "a", "b", "c"], 2),
        (["other"], 2),
    ],
)
def test_what_can_t_be_is_one_sentence(with_request, ctl, words, status):
    answer = ctl("evidence", with_request, *words)
    assert (answer.status, answer.out, len(answer.err.strip().splitlines())) == (status, "", 1), answer.err
