"""The recovery code: what is printed can be typed, and a slip of the fingers is told by its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.keys import recovery_code

CODES = st.builds(recovery_code.draw)


@given(CODES)
def test_what_is_printed_can_be_typed_in_any_way(code):
    assert recovery_code.read(code) == code
    assert recovery_code.read(code.replace("-", "")) == code
    assert recovery_code.read(f"  {code.replace('-', ' ')}\n") == code
    assert recovery_code.read(code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))) == code


@given(CODES, st.integers(0, 39), st.integers(1, 9))
def test_one_wrong_digit_is_told_by_its_group(code, place, more):
    digits = code.replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    with pytest.raises(ValueError, match=f"กลุ่มที่ {place // 5 + 1} "):
        recovery_code.read(wrong)


@given(CODES, st.integers(0, 7), st.integers(0, 3))
def test_two_digits_that_changed_places_are_told(code, group, at):
    digits = list(code.replace("-", ""))
    first = group * 5 + at
    if digits[first] == digits[first + 1]:
        return
    digits[first], digits[first + 1] = digits[first + 1], digits[first]
    with pytest.raises(ValueError, match=f"กลุ่มที่ {group + 1} "):
        recovery_code.read("".join(digits))


@given(CODES, st.integers(0, 6))
def test_two_groups_that_changed_places_are_told(code, first):
    groups = code.split("-")
    if groups[first][:4] == groups[first + 1][:4]:
        return
    groups[first], groups[first + 1] = groups[first + 1], groups[first]
    with pytest.raises(ValueError, match="กลุ่มที่"):
        recovery_code.read("-".join(groups))


@pytest.mark.parametrize("text", ["", "12345", "abcde-" * 8, "1" * 41, "²" * 40])
def test_what_is_no_code_is_told_calmly(text):
    with pytest.raises(ValueError, match="8 กลุ่ม"):
        recovery_code.read(text)
