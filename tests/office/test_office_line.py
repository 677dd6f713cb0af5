"""Enquiries out of a LINE export: who asked when, in Bangkok time, and when a person first answered."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from core.faults import FileRefusal
from core.office import Office, Query, Standing

Line = tuple[str, str, str, str, str]


def chat(
    *lines: Line, zone: str = "+09:00", heading: str = "Sender type,Sender name,Date,Time,Message"
) -> str:
    head = f"Account name,'สลป.'\r\nTime zone,'{zone}'\r\nDownloaded on,'2020/06/30 10:00'\r\n{heading}\r\n"
    return "\ufeff" + head + "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


def user(time: str, name: str = "มานะ", text: str = "ขอติดตามหนังสือ", day: str = "2020/06/29") -> Line:
    return ("User", name, day, time, text)


def staff(time: str, name: str = "สมหญิง", text: str = "ค่ะ", day: str = "2020/06/29") -> Line:
    return ("Account", name, day, time, text)


def zipped(path: Path, *chats: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for n, text in enumerate(chats):
            package.writestr(f"chats/{n}.csv", text.encode())
    return path


def times(office: Office, source: Path) -> list[Sequence[str | None]]:
    found = office.read_line(source).proposals
    return [[at and f"{at:%H:%M}" for at in (p.asked_at, p.acknowledged_at, p.answered_at)] for p in found]


def test_the_zone_is_converted_and_the_first_person_acknowledges(office: Office, tmp_path: Path) -> None:
    text = chat(user("11:00"), staff("11:00", "Auto-response"), staff("11:10"), staff("11:25"))
    assert times(office, zipped(tmp_path / "a.zip", text)) == [["09:00", "09:10", "09:25"]]


@pytest.mark.parametrize(("zone", "asked"), [("+07:00", "11:00"), ("-05:00", "23:00"), ("+05:30", "12:30")])
def test_every_zone(office: Office, tmp_path: Path, zone: str, asked: str) -> None:
    assert times(office, zipped(tmp_path / "a.zip", chat(user("11:00"), zone=zone))) == [[asked, None, None]]


def test_a_day_changes_with_the_zone(office: Office, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("01:30", day="2020/01/01")))
    assert office.read_line(source).proposals[0].asked_at == datetime(2019, 12, 31, 23, 30)


def test_what_follows_before_an_answer_belongs_to_the_enquiry(office: Office, tmp_path: Path) -> None:
    text = chat(user("11:00"), user("11:02"), staff("11:10"), user("13:00"), staff("13:40"))
    assert times(office, zipped(tmp_path / "a.zip", text)) == [
        ["09:00", "09:10", None],
        ["11:00", "11:40", None],
    ]


def test_an_unanswered_question_of_another_day_is_another_enquiry(office: Office, tmp_path: Path) -> None:
    text = chat(staff("08:00"), user("11:00"), user("11:00", day="2020/06/30"))
    assert times(office, zipped(tmp_path / "a.zip", text)) == [["09:00", None, None], ["09:00", None, None]]


def test_headings_of_another_language_go_by_position(office: Office, tmp_path: Path) -> None:
    text = chat(user("11:00"), heading="送信者タイプ,送信者名,送信日,送信時刻,内容")
    assert len(times(office, zipped(tmp_path / "a.zip", text))) == 1


def test_the_same_export_twice_adds_nothing(office: Office, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("11:00"), staff("11:10")), chat(user("12:00", "ปิติ")))
    assert office.take_line(office.read_line(source).proposals) == 2
    again = office.read_line(source)
    assert again.count(Standing.KNOWN) == 2
    assert office.take_line(again.proposals) == 0
    assert office.count("letter_enquiries") == 2
    office.undo()
    assert office.count("letter_enquiries") == 0


def test_a_later_export_fills_in_what_was_open_and_changes_nothing_else(
    office: Office, tmp_path: Path
) -> None:
    office.take_line(office.read_line(zipped(tmp_path / "a.zip", chat(user("11:00")))).proposals)
    (row,) = office.rows("letter_enquiries", Query())
    office.save("letter_enquiries", {"unit": "กองกลาง"}, row.id)
    later = office.read_line(zipped(tmp_path / "b.zip", chat(user("11:00"), staff("11:10"))))
    assert [p.standing for p in later.proposals] == [Standing.FILLS]
    assert office.take_line(later.proposals) == 1
    (row,) = office.rows("letter_enquiries", Query())
    assert row.values["unit"] == "กองกลาง"
    assert row.values["acknowledged_at"] == datetime(2020, 6, 29, 9, 10)


def test_texts_are_kept_only_where_asked_for(office: Office, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("11:00", text="ความลับ\nสองบรรทัด")))
    office.take_line(office.read_line(source).proposals)
    assert b"\xe0\xb8\xa5\xe0\xb8\xb1\xe0\xb8\x9a" not in office.path.read_bytes()
    assert office.rows("letter_enquiries", Query())[0].values["subject"] is None
    office.undo()
    office.take_line(office.read_line(source).proposals, keep_text=True)
    assert office.rows("letter_enquiries", Query())[0].values["subject"] == "ความลับ สองบรรทัด"


def test_two_persons_of_one_name_are_told_apart(office: Office, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("11:00")), chat(user("12:00")))
    assert [p.user for p in office.read_line(source).proposals] == ["มานะ", "มานะ (1)"]


def test_a_row_that_makes_no_sense_is_named_and_the_others_count(office: Office, tmp_path: Path) -> None:
    text = chat(
        ("User", "มานะ", "เมื่อวาน", "11:00", "x"), ("Robot", "x", "2020/06/29", "11:00", "x"), user("11:00")
    )
    found = office.read_line(zipped(tmp_path / "a.zip", text))
    assert [p.row for p in found.problems] == [5, 6]
    assert len(found.proposals) == 1


def test_something_else_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    (tmp_path / "b.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "c.txt").write_text("x", "utf-8")
    zipped(tmp_path / "d.zip")
    zipped(tmp_path / "e.zip", "title,delivered_on\nก,1\n")
    for name in ("a.zip", "b.csv", "c.txt", "d.zip", "e.zip", "nowhere.zip"):
        with pytest.raises(FileRefusal, match="โปรด"):
            office.read_line(tmp_path / name)
