"""phaenctl month and months."""

import json

MAY = ("--month", "2563-05", "--unit", "finance")


def test_a_month_goes_its_way(ctl, office):
    done = ctl("month", office, "submit", *MAY, "--json")
    assert done.status == 0
    submitted = json.loads(done.out)
    assert (submitted["state"], submitted["unit"], submitted["month"]) == ("submitted", "finance", "2020-05")
    assert {"kind", "message", "register", "record"} == submitted["missing"][0].keys()
    assert ctl("month", office, "return", *MAY).status == 3
    assert ctl("month", office, "return", *MAY, "--reason", "ขาดหลักฐาน").status == 0
    ctl("month", office, "submit", *MAY)
    approved = json.loads(ctl("month", office, "approve", *MAY, "--json").out)
    assert approved["edition"]["number"] == 1
    assert approved["missing"] == []
    assert ctl("month", office, "reopen", *MAY, "--reason", "แก้ไข").status == 0


def test_months_tells_every_unit_and_the_office(ctl, office):
    ctl("month", office, "submit", *MAY)
    told = json.loads(ctl("months", office, "--year", "2563", "--json").out)
    assert told["fiscal_year"] == 2563
    units = list(dict.fromkeys(one["unit"] for one in told["months"]))
    assert units == ["admin", "central", "secretariat", "finance", "complaints", ""]
    assert {one["state"] for one in told["months"]} == {"typing", "submitted"}
    assert "ส่งแล้ว" in ctl("months", office, "--year", "2563").out


def test_what_has_no_place_is_refused_in_a_sentence(ctl, office):
    refused = ctl("month", office, "approve", "--month", "2563-05", "--unit", "office")
    assert refused.status == 3
    assert "ยังไม่รับรองของ" in refused.err
    assert ctl("month", office, "submit", "--month", "2563-05", "--unit", "nowhere").status == 2
