"""Names, passwords and roles of people."""

import pytest

from core.plan.people import Role, name_fault, password_fault, roles_of, roles_text, secret_of


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("สมศรี ใจดี", ""),
        ("", "ยังไม่ได้ใส่ชื่อ"),
        (" \u200b ", "ยังไม่ได้ใส่ชื่อ"),
        ("มานี", "มีผู้ใช้ชื่อ"),
        ("  มานี ", "มีผู้ใช้ชื่อ"),
        ("SOMCHAI", "มีผู้ใช้ชื่อ"),
        ("เเดง", "มีผู้ใช้ชื่อ"),
        ("ก" * 101, "ชื่อยาวเกินไป"),
        ("ก\nข", "บรรทัดเดียว"),
    ],
)
def test_a_name_is_one_line_and_nobody_elses(name, fault):
    told = name_fault(name, ["มานี", "Somchai", "แดง"])
    assert fault in told
    assert bool(told) == bool(fault)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("ดอกไม้สามดอก", ""),
        ("1234567", "สั้นเกินไป"),
        ("        ", "สั้นเกินไป"),
        ("a" * 201, "ยาวเกินไป"),
        ("สมศรี ใจดี", "ชื่อของตนเอง"),
    ],
)
def test_a_password_has_a_length_and_is_not_the_name(password, fault):
    told = password_fault(password, "สมศรี ใจดี")
    assert fault in told
    assert bool(told) == bool(fault)


def test_a_password_is_the_same_however_its_marks_were_typed():
    assert secret_of("น้ํา เเก้ว") == secret_of("น้ำ แก้ว")


def test_roles_are_codes_and_what_is_none_is_left_out():
    assert roles_of("keeper clerk boss") == {Role.CLERK, Role.KEEPER}
    assert roles_text({Role.KEEPER, Role.CLERK}) == "clerk keeper"
    assert roles_of("") == frozenset()
