"""Comparing and showing two wordings of one name."""

import pytest

from core.plan.check.wording import agree, name_of, parted, squashed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ศูนย์ กทม. 1555", "ศูนย์ กทม.๑๕๕๕"),
        ("ผ่าน Line@", "ผ่าน  LINE@"),
        ("โครงการพัฒนาระบบสารบรรณ (3)", "โครงการพัฒนาระบบสารบรรณ (ส่วนบริหารกลาง)"),
    ],
)
def test_spaces_case_digits_and_a_last_bracket_dont_part_names(one, other):
    assert squashed(one) == squashed(other)


def test_a_name_all_in_brackets_stays_a_name():
    assert squashed("(ร่าง)") == "(ร่าง)"


def test_a_project_and_its_measure_share_a_name():
    assert name_of("3. กิจกรรมการให้บริการติดตามหนังสือ") == name_of("การให้บริการติดตามหนังสือ")
    assert name_of("โครงการปรับปรุงห้องน้ำ") != name_of("โครงการดำเนินการปรับปรุงห้องน้ำ")


def test_a_shortened_name_will_do_if_it_is_long_enough():
    assert agree("โครงการปรับปรุงห้องน้ำ", "โครงการปรับปรุงห้องน้ำสำหรับผู้สูงอายุ")
    assert not agree("โครงการ", "โครงการปรับปรุงห้องน้ำ")


def test_long_wordings_are_shown_where_they_part_and_never_inside_a_cluster():
    same = "การตรวจสอบและเบิกจ่าย"
    rest = "รายการจัดซื้อจัดจ้างตามหนังสือกระทรวงการคลังให้แก่เจ้าหนี้และผู้มีสิทธิรับเงิน"
    short, long = parted(f"{same}{rest}", f"{same}เงิน{rest}")
    assert "เงินรายการ" in long
    assert "จ่ายรายการ" in short
    assert max(len(short), len(long)) < 50
    assert not any(f"…{mark}" in short + long for mark in "ะัาำิีึืุูั่้๊๋็์")


def test_short_wordings_are_shown_whole():
    assert parted("การเมือง\nสีขาว", "การคลัง") == ("“การเมือง สีขาว”", "“การคลัง”")
