"""What a person may do, by the table of roles and use cases."""

import pytest

from core.faults import RightRefusal
from core.office.rights import Rights
from core.plan.people import Person, Role
from core.plan.rights import ALLOWED, OF_A_UNIT, USE_CASE_WORDS, WITHOUT_SIGNING_IN, UseCase


def person(*roles: Role, unit: str = "finance") -> Person:
    return Person("1", "สมศรี", "นักวิชาการ", unit, frozenset(roles), bytes(32))


def test_every_use_case_has_its_words_and_its_roles() -> None:
    assert USE_CASE_WORDS.keys() == ALLOWED.keys() == set(UseCase)


@pytest.mark.parametrize("use_case", UseCase)
def test_a_file_without_accounts_allows_everything(use_case: UseCase) -> None:
    assert Rights(None, has_accounts=False).may(use_case, "finance")


@pytest.mark.parametrize("use_case", UseCase)
def test_nobody_signed_in_reads_and_prints(use_case: UseCase) -> None:
    assert Rights(None, has_accounts=True).may(use_case) is (use_case in WITHOUT_SIGNING_IN)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("use_case", UseCase)
def test_a_role_may_what_the_table_says(role: Role, use_case: UseCase) -> None:
    rights = Rights(person(role), has_accounts=True)
    assert rights.may(use_case, "finance") is (role in ALLOWED[use_case])


@pytest.mark.parametrize("use_case", sorted(OF_A_UNIT))
def test_what_is_done_for_a_unit_is_done_by_its_own_people(use_case: UseCase) -> None:
    rights = Rights(person(*Role), has_accounts=True)
    assert rights.may(use_case)
    assert not rights.may(use_case, "secretariat")


def test_a_person_of_several_roles_may_what_one_of_them_may() -> None:
    both = Rights(person(Role.VIEWER, Role.KEEPER), has_accounts=True)
    assert both.may(UseCase.EDIT_PLAN)


def test_a_refusal_is_one_sentence_that_says_who_may() -> None:
    rights = Rights(person(Role.CLERK), has_accounts=True)
    with pytest.raises(RightRefusal, match=r"^สมศรีรับรองหรือส่งคืนเดือนไม่ได้ ผู้ที่ทำได้คือหัวหน้า หรือผู้ดูแลแผน โปรดแจ้งผู้นั้น$"):
        rights.require(UseCase.APPROVE_MONTH)
