"""Enquiries out of a LINE export: who asked when, in Bangkok time, and when a person first answered."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from core.faults import FileRefusal, InputRefusal, UsageRefusal
from core.office import Office, ProposalState, Query

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
    found = office.sheets.read_line(source).proposals
    return [[at and f"{at:%H:%M}" for at in (p.asked_at, p.acknowledged_at, p.answered_at)] for p in found]


def test_the_zone_is_converted_and_the_first_person_acknowledges(office: Office, tmp_path: Path) -> None:
    text = chat(user("11:00"), staff("11:00", "Auto-response"), staff("11:10"), staff("11:25"))
    assert times(office, zipped(tmp_path / "a.zip", text)) == [["09:00", "09:10", "09:25"]]


@pytest.mark.parametrize(("zone", "asked"), [("+07:00", "11:00"), ("-05:00", "23:00"), ("+05:30", "12:30")])
def test_every_zone(office: Office, tmp_path: Path, zone: str, asked: str) -> None:
    assert times(office, zipped(tmp_path / "a.zip", chat(user("11:00"), zone=zone))) == [[asked, None, None]]


def test_a_day_changes_with_the_zone(office: Office, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("01:30", day="2020/01/01")))
    assert office.sheets.read_line(source).proposals[0].asked_at == datetime(2019, 12, 31, 23, 30)


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
    assert office.sheets.take_line(office.sheets.read_line(source).proposals) == 2
    again = office.sheets.read_line(source)
    assert again.count(ProposalState.KNOWN) == 2
    assert office.sheets.take_line(again.proposals) == 0
    assert office.records.count("letter_enquiries") == 2
    office.records.undo()
    assert office.records.count("letter_enquiries") == 0


def test_a_later_export_fills_in_what_was_open_and_changes_nothing_else(
    office: Office, tmp_path: Path
) -> None:
    office.sheets.take_line(
        office.sheets.read_line(zipped(tmp_path / "a.zip", chat(user("11:00")))).proposals
    )
    (row,) = office.records.rows("letter_enquiries", Query())
    office.records.save("letter_enquiries", {"unit": "กองกลาง"}, row.id)
    later = office.sheets.read_line(zipped(tmp_path / "b.zip", chat(user("11:00"), staff("11:10"))))
    assert [p.standing for p in later.proposals] == [ProposalState.FILLS]
    assert office.sheets.take_line(later.proposals) == 1
    (row,) = office.records.rows("letter_enquiries", Query())
    assert row.values["unit"] == "กองกลาง"
    assert row.values["acknowledged_at"] == datetime(2020, 6, 29, 9, 10)


def test_texts_are_kept_only_where_asked_for(office: Office, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("11:00", text="ความลับ\nสองบรรทัด")))
    office.sheets.take_line(office.sheets.read_line(source).proposals)
    assert b"\xe0\xb8\xa5\xe0\xb8\xb1\xe0\xb8\x9a" not in office.session.path.read_bytes()
    assert office.records.rows("letter_enquiries", Query())[0].values["subject"] is None
    office.records.undo()
    office.sheets.take_line(office.sheets.read_line(source).proposals, keep_text=True)
    assert office.records.rows("letter_enquiries", Query())[0].values["subject"] == "ความลับ สองบรรทัด"


def test_two_persons_of_one_name_are_told_apart(office: Office, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("11:00")), chat(user("12:00")))
    assert [p.user for p in office.sheets.read_line(source).proposals] == ["มานะ", "มานะ (1)"]


def held(office: Office, tmp_path: Path, *lines: Line) -> tuple[list[str], list[tuple[str, str]]]:
    """Who is held, and whose enquiries are proposed when, after the chat was taken in; what is held is named."""
    export = office.sheets.read_line(zipped(tmp_path / "a.zip", chat(*lines, zone="+07:00")))
    assert office.sheets.take_line((*export.proposals, *export.held)) == len(export.proposals)
    assert office.records.count("letter_enquiries") == len(export.proposals)
    assert len(export.problems) == len(export.held) == export.count(ProposalState.HELD)
    assert all("พัก" in p.message and "โปรดตรวจในแชตแล้วบันทึกเอง" in p.message for p in export.problems)
    return [p.user for p in export.held], [(p.user, f"{p.asked_at:%H:%M}") for p in export.proposals]


def gap(kind: str = "User", name: str = "มานะ", time: str = "สาย") -> Line:
    """A row that can't be read: its time, or the kind of its sender."""
    return (kind, name, "2020/06/29", time, "x")


A, B = "มานะ", "ปิติ"


@pytest.mark.parametrize(
    ("lines", "who", "proposed"),
    [
        # A question or an answer that can't be read holds its enquiry, and no other.
        ([gap(), user("11:00")], [A], []),
        ([user("11:00"), gap()], [A], []),
        ([user("11:00"), gap("Account")], [A], []),
        ([user("11:00"), gap("Account"), staff("11:10")], [A], []),
        ([user("11:00"), staff("11:10"), gap("Account"), user("13:00")], [A], [(A, "13:00")]),
        (
            [user("11:00"), staff("11:10"), gap(), staff("13:10"), user("15:00")],
            [A],
            [(A, "11:00"), (A, "15:00")],
        ),
        # Of a sender of no known kind nobody knows whether it asks or answers.
        ([gap("Robot", time="09:00"), user("11:00")], [A], []),
        ([user("11:00"), staff("11:10"), gap("Robot"), user("13:00"), staff("13:10")], [A, A], []),
        ([user("11:00"), staff("11:10"), gap("Robot"), staff("13:00"), user("15:00")], [A], [(A, "15:00")]),
        ([gap("Robot"), staff("11:10"), user("13:00")], ["0"], [(A, "13:00")]),
        ([gap("", name="")], [""], []),
        # An answer by itself, and one of no consequence.
        ([gap("Account"), user("11:00"), staff("11:10")], [], [(A, "11:00")]),
        # Two who wait for one answer are held, two who are answered in turn are not.
        ([user("11:00"), user("11:05", B), staff("11:10"), staff("11:20")], [A, B], []),
        (
            [user("11:00"), user("11:05", B), user("11:06"), staff("11:10"), user("15:00", B)],
            [A, B],
            [(B, "15:00")],
        ),
        ([user("11:00"), staff("11:10"), user("11:20", B), staff("11:25")], [], [(A, "11:00"), (B, "11:20")]),
        ([user("11:00"), user("11:05", B)], [], [(A, "11:00"), (B, "11:05")]),
        ([user("11:00"), user("11:05", B), user("11:06", "")], ["0"], [(A, "11:00"), (B, "11:05")]),
        # Out of order, and some of it can't be read: nothing can be placed.
        ([user("11:00"), gap("Account"), user("10:00")], [""], []),
        # Past midnight by the day before, unless what follows is earlier.
        ([user("23:58"), staff("24:02"), user("24:10")], [], [(A, "23:58"), (A, "00:10")]),
        ([user("24:02"), user("09:00")], [A], []),
        ([user("25:02")], [""], []),
    ],
)
def test_what_cannot_be_told_whole_is_held_and_named_never_taken_in_part(
    office: Office, tmp_path: Path, lines: list[Line], who: list[str], proposed: list[tuple[str, str]]
) -> None:
    assert held(office, tmp_path, *lines) == (who, proposed)


def test_a_chat_of_which_no_row_can_be_read_is_held_in_one_sentence(office: Office, tmp_path: Path) -> None:
    lines = [user("11:00", day=f"{n}/06/2020") for n in range(1, 30)]
    export = office.sheets.read_line(zipped(tmp_path / "a.zip", chat(*lines), chat(user("11:00"))))
    assert [p.message for p in export.problems] == [
        'พักทุกเรื่องไว้ เพราะในแชต 0.csv อ่านวันและเวลา "1/06/2020 11:00" ไม่ได้ทุกแถวตั้งแต่แถวที่ 5 โปรดตรวจในแชตแล้วบันทึกเอง'
    ]
    assert len(export.proposals) == 1


def test_what_is_held_is_not_held_once_a_person_has_written_it_down(office: Office, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("11:00"), gap("Account"), zone="+07:00"))
    record = office.records.save("letter_enquiries", {"user": A, "asked_at": "29/06/2563 11:00"}).record_id
    assert office.sheets.read_line(source).count(ProposalState.HELD) == 1
    times = {"acknowledged_at": "29/06/2563 11:05", "answered_at": "29/06/2563 11:10"}
    office.records.save("letter_enquiries", times, record)
    export = office.sheets.read_line(source)
    assert (export.count(ProposalState.KNOWN), export.count(ProposalState.HELD)) == (1, 0)


def test_a_blank_sender_is_the_chats_only_user_or_the_chat_and_a_blank_message_nothing(
    office: Office, tmp_path: Path
) -> None:
    source = zipped(
        tmp_path / "a.zip",
        chat(user("11:00", ""), user("11:01", text=""), staff("11:10", "", "")),
        chat(user("12:00", "", "")),
    )
    office.sheets.take_line(office.sheets.read_line(source).proposals, keep_text=True)
    rows = office.records.rows("letter_enquiries", Query())
    assert [(r.values["user"], r.values["subject"]) for r in rows] == [("มานะ", "ขอติดตามหนังสือ"), ("1", None)]


def test_users_whose_names_look_the_same_are_one(office: Office, tmp_path: Path) -> None:
    office.records.save("letter_enquiries", {"user": "กำไล", "asked_at": "29/06/2563 11:00"})
    lines = [user("11:00", "กํา\u200bไล"), user("11:02", "กำไล"), staff("11:10")]
    (proposal,) = office.sheets.read_line(zipped(tmp_path / "a.zip", chat(*lines, zone="+07:00"))).proposals
    assert (proposal.user, proposal.standing) == ("กำไล", ProposalState.FILLS)


@pytest.mark.parametrize(
    "time",
    [
        "13:06",
        "13:06:59",
        "1:06 PM",
        "1:06PM",
        "1:06:30 pm",
        "01:06 p.m.",
        "1:06\u202fPM",
        "1:06\u00a0PM",
        "1:06\u2009PM",
        "PM 1:06",
        "1:06 หลังเที่ยง",
        "หลังเที่ยง 1:06",
        "午後1:06",
        "午後 01:06",
        "下午1:06",
        "오후 1:06",
        "13.06 น.",
        "๑๓:๐๖",
        "１３：０６",
        "13時06分",
    ],
)
@pytest.mark.parametrize("day", ["2020/06/29", "2020-06-29"])
def test_every_writing_of_a_time(office: Office, tmp_path: Path, time: str, day: str) -> None:
    source = zipped(tmp_path / "a.zip", chat(user(time, day=day), zone="+07:00"))
    assert [p.asked_at for p in office.sheets.read_line(source).proposals] == [datetime(2020, 6, 29, 13, 6)]


@pytest.mark.parametrize(
    ("time", "meant"),
    [
        ("12:05 AM", "00:05"),
        ("12:05 PM", "12:05"),
        ("午前0:30", "00:30"),
        ("9:00 ก่อนเที่ยง", "09:00"),
        ("9:00AM", "09:00"),
    ],
)
def test_noon_and_midnight_of_half_a_day(office: Office, tmp_path: Path, time: str, meant: str) -> None:
    assert times(office, zipped(tmp_path / "a.zip", chat(user(time), zone="+07:00"))) == [[meant, None, None]]


@pytest.mark.parametrize("time", ["13:06 AM", "24:02 AM", "9:5", "9:61", "9:00:61", "AM 9:00 PM", "", "เช้า"])
def test_a_time_nobody_can_tell_is_held(office: Office, tmp_path: Path, time: str) -> None:
    assert held(office, tmp_path, user("08:00"), gap(time=time)) == ([A], [])


@pytest.mark.parametrize(
    "day",
    [
        "2020/6/29",
        "2020.06.29",
        "2020. 6. 29",
        "2020年6月29日",
        "2020/06/29 (月)",
        "2020/06/29(Mon)",
        "2563/06/29",
        "29/06/2563",
        "29 มิ.ย. 2563",
        "๒๐๒๐/๐๖/๒๙",
        "2020\u202f/ 06/29",
    ],
)
def test_every_writing_of_a_day(office: Office, tmp_path: Path, day: str) -> None:
    source = zipped(tmp_path / "a.zip", chat(user("13:06", day=day), zone="+07:00"))
    assert [p.asked_at for p in office.sheets.read_line(source).proposals] == [datetime(2020, 6, 29, 13, 6)]


@pytest.mark.parametrize("zone", ["+7", "+07", "+0700", "+07:00", "UTC+07:00", "GMT+7 (Bangkok)"])
def test_every_writing_of_a_zone(office: Office, tmp_path: Path, zone: str) -> None:
    assert times(office, zipped(tmp_path / "a.zip", chat(user("11:00"), zone=zone))) == [
        ["11:00", None, None]
    ]


def test_a_chat_saved_anew_by_a_spreadsheet_is_read_in_its_encoding(office: Office, tmp_path: Path) -> None:
    text = chat(user("11:00"), zone="+07:00").removeprefix("\ufeff")
    for encoding in ("cp874", "utf-16", "utf-8"):
        (tmp_path / "a.csv").write_bytes(text.encode(encoding))
        assert [p.user for p in office.sheets.read_line(tmp_path / "a.csv").proposals] == ["มานะ"]


def test_one_bad_character_costs_no_more_than_its_place(office: Office, tmp_path: Path) -> None:
    data = (
        chat(user("11:00", text="ขอติดตาม"), zone="+07:00").encode().replace("ตาม".encode(), b"\xb5\xd2\xc1")
    )
    (tmp_path / "a.csv").write_bytes(data)
    (proposal,) = office.sheets.read_line(tmp_path / "a.csv").proposals
    assert (proposal.user, proposal.text) == ("มานะ", "ขอติด\ufffd\ufffd\ufffd")


def test_something_else_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    (tmp_path / "b.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "c.txt").write_text("x", "utf-8")
    zipped(tmp_path / "d.zip")
    zipped(tmp_path / "e.zip", "title,delivered_on\nก,1\n")
    for name in ("a.zip", "b.csv", "c.txt", "d.zip", "e.zip", "nowhere.zip"):
        with pytest.raises(FileRefusal, match="โปรด"):
            office.sheets.read_line(tmp_path / name)


CALLS = """
name = "calls"
title = "ทะเบียนสอบถาม"
{line}

[[fields]]
name = "who"
type = "text"
label = "ผู้ถาม"
max_length = 12

[[fields]]
name = "at"
type = "moment"
label = "เวลาถาม"

[[fields]]
name = "seen"
type = "moment"
label = "เวลารับ"

[[fields]]
name = "told"
type = "moment"
label = "เวลาแจ้ง"
"""
OWN_LINE = 'line = { user = "who", asked = "at", acknowledged = "seen", answered = "told" }'


def declare_calls(office: Office, folder: Path, line: str = OWN_LINE) -> None:
    (folder / "calls.toml").write_text(CALLS.format(line=line), "utf-8")
    office.registers.save(office.registers.design_at(str(folder / "calls.toml")).written, new=True)


def retire(office: Office, name: str) -> None:
    row = next(r for r in office.records.rows("plan_registers") if r.values["name"] == name)
    office.records.save("plan_registers", {"retired": True}, row.id)


def test_a_chat_goes_into_whatever_register_takes_it_by_its_own_fields(
    office: Office, tmp_path: Path
) -> None:
    declare_calls(office, tmp_path)
    retire(office, "letter_enquiries")
    source = zipped(tmp_path / "a.zip", chat(user("11:00", "มานะ ศรีสุขใจ"), staff("11:10"), staff("11:25")))
    proposals = office.sheets.read_line(source).proposals
    with pytest.raises(InputRefusal, match="subject"):
        office.sheets.take_line(proposals, keep_text=True)
    assert office.sheets.take_line(proposals) == 1
    (row,) = office.records.rows("calls")
    assert row.values["who"] == "มานะ ศรีสุขใ"[:12]
    assert [f"{row.values[name]:%H:%M}" for name in ("at", "seen", "told")] == ["09:00", "09:10", "09:25"]
    assert office.sheets.read_line(source).count(ProposalState.KNOWN) == 1


def test_of_several_registers_that_take_chats_one_is_named(office: Office, tmp_path: Path) -> None:
    declare_calls(office, tmp_path)
    source = zipped(tmp_path / "a.zip", chat(user("11:00")))
    with pytest.raises(UsageRefusal, match=r"calls letter_enquiries|letter_enquiries calls"):
        office.sheets.read_line(source)
    for name in ("calls", "letter_enquiries"):
        office.sheets.take_line(office.sheets.read_line(source, name=name).proposals)
        assert office.records.count(name) == 1
    with pytest.raises(UsageRefusal, match="ไม่ได้รับแชต"):
        office.sheets.read_line(source, name="deliverables")


def test_without_a_register_that_takes_chats_nothing_is_read(office: Office, tmp_path: Path) -> None:
    retire(office, "letter_enquiries")
    with pytest.raises(InputRefusal, match="ไม่มีทะเบียนที่รับแชตจาก LINE"):
        office.sheets.read_line(zipped(tmp_path / "a.zip", chat(user("11:00"))))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('line = { user = "who" }', "ยังไม่มี asked"),
        (OWN_LINE.replace('"seen"', '"gone"'), "ไม่มีช่อง"),
        (OWN_LINE.replace('"at"', '"who"'), "ไม่ใช่วันและเวลา"),
        (OWN_LINE.replace('"who"', '"at"'), "ไม่ใช่ข้อความ"),
        (OWN_LINE.replace("user", "sender"), "ไม่รู้จัก"),
        (OWN_LINE.replace('"told"', '"seen"'), "คนละช่อง"),
        (OWN_LINE.replace('"who"', "3"), "ต้องเป็นชื่อช่อง"),
    ],
)
def test_a_line_part_that_makes_no_sense_is_refused_by_name(
    office: Office, tmp_path: Path, line: str, said: str
) -> None:
    with pytest.raises(InputRefusal, match=said):
        declare_calls(office, tmp_path, line)
