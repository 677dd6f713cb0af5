"""Accounts: made, changed, ended; signing in; lost passwords. Each case as docs/domain.md, "Accounts", has it."""

import shutil
from functools import partial

import pytest

from core.faults import InputRefusal, RightRefusal, SignInRefusal, UsageRefusal
from core.keys import recovery_code
from core.keys.delays import Delays
from core.keys.sealed_key import Cost
from core.office import AuditQuery, Office, PersonEdit, Role
from core.plan.office_records import PEOPLE
from core.store.log.changes import Delete, Put

SMALL = Cost(memory=64, passes=1, lanes=1)
KEEPER, CLERK = frozenset({Role.KEEPER}), frozenset({Role.CLERK})
SOMSRI, MANEE = "ดอกไม้สามดอก", "ตู้เอกสารสีเทา"


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def quick(office, folder, clock):
    """An office whose keys cost little to seal, with a clock moved by hand."""
    office.people.cost = SMALL
    office.people.delays = Delays(folder / "sign-in", clock)
    return office


@pytest.fixture
def office(office, tmp_path, clock):
    return quick(office, tmp_path, clock)


@pytest.fixture
def keeper(office):
    """The keeper of a file that has just begun with accounts."""
    return office.people.add("สมศรี ใจดี", SOMSRI, position="หัวหน้าฝ่าย", unit="admin", roles=KEEPER)


@pytest.fixture
def clerk(office, keeper):
    return office.people.add("มานี", MANEE, unit="finance", roles=CLERK)


def refusal(kind, act):
    with pytest.raises(kind) as caught:
        act()
    return str(caught.value)


def test_a_file_without_accounts_works_as_ever(office):
    assert office.people.people() == ()
    assert not office.session.has_accounts
    assert office.session.person is None
    assert office.session.author == "สมศรี"


def test_the_first_one_is_a_keeper_who_certifies_himself_and_is_signed_in(office):
    told = refusal(InputRefusal, lambda: office.people.add("มานี", MANEE, unit="finance", roles=CLERK))
    assert "ผู้ดูแลแผน" in told
    made = office.people.add("สมศรี ใจดี", SOMSRI, unit="admin", roles=KEEPER)
    (account,) = office.people.people()
    assert account.person == made.person == office.session.person
    assert account.in_use
    assert office.session.author == "สมศรี ใจดี"
    assert recovery_code.read(made.code) == made.code


def test_a_refused_first_account_leaves_the_file_without(office):
    refusal(InputRefusal, lambda: office.people.add("สมศรี", "สั้น", unit="admin", roles=KEEPER))
    refusal(InputRefusal, lambda: office.people.add("สมศรี", SOMSRI, unit="ไม่มี", roles=KEEPER))
    refusal(InputRefusal, lambda: office.people.add("", SOMSRI, unit="admin", roles=KEEPER))
    refusal(InputRefusal, lambda: office.people.add("สมศรี", SOMSRI, unit="admin", roles=frozenset()))
    assert office.session.person is None
    assert not office.session.has_accounts


def test_the_password_opens_and_no_other_does(office, clerk, clock):
    assert office.people.sign_in("มานี", MANEE).unit == "finance"
    assert office.session.author == "มานี"
    assert "มานี" in refusal(SignInRefusal, lambda: office.people.sign_in("มานี", SOMSRI))
    assert office.session.author == "มานี"  # who was signed in stays so
    clock.now += 1
    assert office.people.sign_in("  มานี\u200b", MANEE).name == "มานี"
    assert "ไม่มีผู้ใช้ชื่อ" in refusal(SignInRefusal, lambda: office.people.sign_in("ใคร", MANEE))


def test_nobody_signed_in_writes_nothing(office, clerk):
    office.people.sign_out()
    assert office.session.read_only
    refusal(RightRefusal, lambda: office.people.add("ชูใจ", SOMSRI, unit="admin", roles=CLERK))


def test_nobody_signed_in_prints_and_takes_no_records_along(office, clerk, tmp_path):
    """A register's list as a workbook is its records: an export under another name."""
    office.people.sign_out()
    assert office.reports.print_report("list:finance_requests", tmp_path / "a.pdf").is_file()
    target = tmp_path / "a.xlsx"
    refusal(RightRefusal, lambda: office.reports.print_report("list:finance_requests", target))
    assert not target.exists()


def test_the_private_key_lies_in_the_file_sealed_alone(office, clerk):
    office.session.close()
    body = office.session.path.read_bytes()
    assert MANEE.encode() not in body
    assert clerk.code.encode() not in body


def test_after_wrong_passwords_nothing_is_tried_until_the_wait_is_over(office, clerk, clock, monkeypatch):
    waits = []
    for _ in range(1000):
        with pytest.raises(SignInRefusal) as wrong:
            office.people.sign_in("มานี", "ผิดผิดผิดผิด")
        waits.append(wrong.value.left)
        with pytest.raises(SignInRefusal) as early:
            office.people.sign_in("มานี", MANEE)  # the right one, too early
        assert early.value.left == waits[-1]
        clock.now += waits[-1]
    assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert sum(waits) > 16 * 3600
    assert office.people.sign_in("มานี", MANEE)
    assert office.people.delays.left(clerk.person.id) == 0


def test_only_a_keeper_makes_changes_and_ends_accounts(office, clerk):
    office.people.sign_in("มานี", MANEE)
    person = clerk.person.id
    for act in (
        lambda: office.people.add("ชูใจ", SOMSRI, unit="admin", roles=CLERK),
        lambda: office.people.change(person, PersonEdit(roles=KEEPER)),
        lambda: office.people.deactivate(person),
        lambda: office.people.revoke(person, "หาย"),
        lambda: office.people.renew(person, SOMSRI, "หาย"),
    ):
        assert "ผู้ดูแลแผน" in refusal(RightRefusal, act)


def test_a_name_is_nobody_elses(office, clerk):
    add = office.people.add
    assert "อยู่แล้ว" in refusal(InputRefusal, lambda: add("มานี ", SOMSRI, unit="admin", roles=CLERK))
    edit = PersonEdit(name="สมศรี  ใจดี")
    assert "อยู่แล้ว" in refusal(InputRefusal, lambda: office.people.change(clerk.person.id, edit))


def test_an_ended_account_signs_in_no_more_and_what_was_done_stays(office, keeper, clerk, clock):
    office.people.sign_in("มานี", MANEE)
    office.records.save("finance_requests", {**_request(), "request_no": "63/0001"})
    office.people.sign_in("สมศรี ใจดี", SOMSRI)
    office.people.deactivate(clerk.person.id)
    assert "ปิดใช้แล้ว" in refusal(SignInRefusal, lambda: office.people.sign_in("มานี", MANEE))
    (row,) = office.records.rows("finance_requests")
    (event, *_) = office.records.history("finance_requests", row.id)
    assert event.author == "มานี"
    office.people.change(clerk.person.id, PersonEdit(active=True))
    assert office.people.sign_in("มานี", MANEE)


def _request():
    return {"procurement": "w119", "amount": "1000", "received_on": "2020-01-31"}


def test_the_last_keeper_stays(office, keeper, clerk):
    person = keeper.person.id
    for act in (
        lambda: office.people.deactivate(person),
        lambda: office.people.change(person, PersonEdit(roles=CLERK)),
        lambda: office.people.revoke(person, "หาย"),
    ):
        assert "คนเดียว" in refusal(InputRefusal, act)
    office.people.change(clerk.person.id, PersonEdit(roles=KEEPER | CLERK))
    office.people.deactivate(person)
    assert office.session.person is None  # who ended his own account is out


def test_several_roles_are_one_persons(office, clerk):
    changed = office.people.change(clerk.person.id, PersonEdit(roles={Role.SUPERVISOR, Role.CLERK}))
    assert changed.role_words == "เจ้าหน้าที่ · หัวหน้า"
    assert office.session.accounts.people[clerk.person.id].roles == {Role.SUPERVISOR, Role.CLERK}


def test_a_changed_password_opens_and_the_old_one_does_not(office, clerk, clock):
    office.people.sign_in("มานี", MANEE)
    refusal(SignInRefusal, lambda: office.people.set_password("ผิดผิดผิดผิด", "กล่องดินสอใหม่"))
    clock.now += 1
    refusal(InputRefusal, lambda: office.people.set_password(MANEE, "สั้น"))
    office.people.set_password(MANEE, "กล่องดินสอใหม่")
    assert office.people.sign_in("มานี", "กล่องดินสอใหม่")
    refusal(SignInRefusal, lambda: office.people.sign_in("มานี", MANEE))
    clock.now += 1
    assert office.people.recover("มานี", clerk.code, MANEE)  # the sheet holds


def test_the_recovery_sheet_opens_once_and_the_next_one_is_told(office, clerk, clock):
    office.people.sign_out()
    renewed = office.people.recover("มานี", clerk.code.replace("-", " "), "กล่องดินสอใหม่")
    assert office.session.person == clerk.person
    assert renewed.code != clerk.code
    refusal(SignInRefusal, lambda: office.people.recover("มานี", clerk.code, MANEE))
    clock.now += 1
    assert office.people.sign_in("มานี", "กล่องดินสอใหม่")


def test_a_sheet_of_the_keeper_brings_a_lost_keeper_back(office, keeper):
    office.people.sign_out()
    office.people.recover("สมศรี ใจดี", keeper.code, "ตู้เหล็กสองชั้น")
    office.people.add("ชูใจ", MANEE, unit="admin", roles=CLERK)


def test_a_mistyped_code_is_told_by_its_group_and_costs_no_try(office, clerk):
    office.people.sign_out()
    wrong = clerk.code[:-1] + str((int(clerk.code[-1]) + 1) % 10)
    assert "กลุ่มที่ 8" in refusal(InputRefusal, lambda: office.people.recover("มานี", wrong, MANEE))
    assert office.people.delays.left(clerk.person.id) == 0


def test_a_new_sheet_makes_the_old_one_worthless(office, clerk, clock):
    office.people.sign_in("มานี", MANEE)
    new = office.people.new_sheet(MANEE)
    refusal(SignInRefusal, lambda: office.people.recover("มานี", clerk.code, SOMSRI))
    clock.now += 1
    assert office.people.recover("มานี", new.code, SOMSRI)


def test_a_revoked_key_signs_in_no_more_until_a_new_one_is_given(office, keeper, clerk):
    refusal(InputRefusal, lambda: office.people.revoke(clerk.person.id, "  "))
    office.people.revoke(clerk.person.id, "เครื่องหาย")
    assert "เพิกถอน" in refusal(SignInRefusal, lambda: office.people.sign_in("มานี", MANEE))
    assert [a.state for a in office.people.people() if a.person.name == "มานี"] == ["กุญแจถูกเพิกถอน"]
    renewed = office.people.renew(clerk.person.id, "กล่องดินสอใหม่", "เครื่องหาย")
    assert renewed.person.key != clerk.person.key
    assert office.people.sign_in("มานี", "กล่องดินสอใหม่") == renewed.person


def test_a_new_key_revokes_the_old_one_with_its_reason(office, clerk):
    office.people.renew(clerk.person.id, "กล่องดินสอใหม่", "ลืมรหัสผ่าน")
    assert clerk.person.key in office.session.accounts.revoked


def test_undo_passes_over_accounts(office, keeper):
    office.records.save("finance_requests", {**_request(), "request_no": "63/0001"})
    office.people.add("ชูใจ", MANEE, unit="admin", roles=CLERK)
    assert "63/0001" in (office.records.undo_label or "")
    office.records.undo()
    assert office.records.undo_label is None
    assert len(office.people.people()) == 2


def test_two_first_keepers_made_apart_both_stand_and_are_told(office, plan_file, tmp_path, clock, keeper):
    other = shutil.copy(plan_file, tmp_path / "other.phaen")
    with Office.open(other, author="วิภา") as second:
        quick(second, tmp_path, clock).people.add("วิภา", MANEE, unit="finance", roles=KEEPER)
        second.exchange.pack(tmp_path / "other.phaenx")
    office.exchange.merge([tmp_path / "other.phaenx"], trust=True, accept_accounts=True)
    office.people.add("ชูใจ", SOMSRI, unit="admin", roles=CLERK)
    assert {(a.person.name, a.first, a.in_use) for a in office.people.people()} == {
        ("สมศรี ใจดี", True, True),
        ("วิภา", True, True),
        ("ชูใจ", False, True),
    }
    vipa = office.people.person("วิภา")
    office.people.deactivate(vipa.id)
    assert "ปิดใช้แล้ว" in refusal(SignInRefusal, lambda: office.people.sign_in("วิภา", MANEE))


@pytest.mark.parametrize("key", ["", "xyz", "ab" * 31, "ก" * 64])
def test_a_spoilt_account_signs_nobody_in_and_breaks_nothing(office, keeper, clerk, key):
    spoilt = Put(PEOPLE.name, clerk.person.id, {"key": key})
    office.session.write([spoilt], "ทำลาย")
    assert refusal(SignInRefusal, lambda: office.people.sign_in("มานี", MANEE))
    assert len(office.people.people()) == 2
    assert not office.people.person("มานี").key


def test_a_spoilt_seal_is_told_calmly(office, keeper, clerk):
    office.session.write([Put(PEOPLE.name, clerk.person.id, {"locked_key": "{"})], "ทำลาย")
    assert "เสียหาย" in refusal(SignInRefusal, lambda: office.people.sign_in("มานี", MANEE))


def test_who_signed_in_acts_no_more_once_the_file_has_no_accounts(office, keeper):
    first = keeper.person.id
    office.session.write([Delete(PEOPLE.name, first)], "คืนไปก่อนมีบัญชี")
    assert not office.session.has_accounts
    assert office.session.person is None
    assert office.session.file.signer is None
    assert office.session.author == "สมศรี"


def test_a_copy_that_brings_a_strangers_entries_takes_who_may_trust(
    office, tmp_path, keeper, clerk, monkeypatch
):
    copy = shutil.copy(office.session.path, tmp_path / "copy.phaen")
    strangers = shutil.copy(office.session.path, tmp_path / "strangers.phaen")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("PHAEN_STATE_DIR", str(tmp_path / "another pc"))
        with Office.open(strangers) as theirs:
            theirs.session.write(
                [Put("office_settings", "s", {"name": "idle_minutes", "value": "9"})], "ตั้งค่า"
            )
    office.people.sign_in("มานี", MANEE)
    office.exchange.take_in_copy(copy)
    assert "เชื่อถือเครื่อง" in refusal(RightRefusal, lambda: office.exchange.take_in_copy(strangers))


def test_a_deleted_account_is_nobody_and_what_was_done_stays(office, keeper, clerk):
    office.people.sign_in("มานี", MANEE)
    office.records.save("finance_requests", {**_request(), "request_no": "63/0001"})
    office.people.sign_in("สมศรี ใจดี", SOMSRI)
    office.session.write([Delete(PEOPLE.name, clerk.person.id)], "ลบ")
    assert "ไม่มีผู้ใช้ชื่อ" in refusal(SignInRefusal, lambda: office.people.sign_in("มานี", MANEE))
    (row,) = office.records.rows("finance_requests")
    assert office.records.history("finance_requests", row.id)[0].author == "มานี"


def test_settings_of_the_office_are_a_keepers_and_keep_their_bounds(office, keeper, clerk):
    assert office.settings.number("idle_minutes") == 15
    office.settings.set("idle_minutes", "5")
    assert office.settings.number("idle_minutes") == 5
    for wrong in ("", "-1", "481", "๕", "x"):
        assert "โปรด" in refusal(InputRefusal, partial(office.settings.set, "idle_minutes", wrong))
    refusal(InputRefusal, lambda: office.settings.set("signed_only", "1"))
    office.settings.set("signed_only", "yes")
    assert office.settings.text("signed_only") == "yes"
    office.people.sign_in("มานี", MANEE)
    refusal(RightRefusal, lambda: office.settings.set("idle_minutes", "0"))


def test_an_unknown_name_is_told(office, keeper):
    assert "ไม่มีผู้ใช้ชื่อ" in refusal(UsageRefusal, lambda: office.people.person("ใคร"))


def test_the_recovery_sheet_is_one_page_that_says_it_all(office, keeper, tmp_path):
    from pypdf import PdfReader

    target = office.reports.recovery_sheet(keeper, tmp_path / "sheet.pdf")
    (page,) = PdfReader(target).pages
    text = page.extract_text()
    assert all(group in text for group in keeper.code.split("-"))
    assert "สมศรี" in text
    assert "ลืมรหัสผ่าน" in text
    refusal(UsageRefusal, lambda: office.reports.recovery_sheet(keeper, tmp_path / "sheet.xlsx"))


def test_what_a_person_wrote_before_the_account_is_not_marked(office):
    office.records.save("finance_requests", {**_request(), "request_no": "63/0009"})
    office.people.add(office.session.author, SOMSRI, unit="admin", roles=KEEPER)
    (row,) = office.records.rows("finance_requests")
    told = [*office.records.history("finance_requests", row.id), *office.audit.page(AuditQuery()).entries]
    assert not [one for one in told if one.not_theirs]


def test_what_another_signs_under_a_persons_name_is_marked_in_a_records_history(
    office, tmp_path, monkeypatch
):
    """Written where nobody knew of accounts yet; the PC is known once somebody has compared its words."""
    copy, package = shutil.copy(office.session.path, tmp_path / "copy.phaen"), tmp_path / "theirs.phaenx"
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("PHAEN_STATE_DIR", str(tmp_path / "another pc"))
        with Office.open(copy, author="มานี") as theirs:
            theirs.records.save("finance_requests", {**_request(), "request_no": "63/0009"})
            theirs.exchange.pack(package)
    office.people.add("สมศรี ใจดี", SOMSRI, unit="admin", roles=KEEPER)
    office.people.add("มานี", MANEE, unit="finance", roles=CLERK)
    office.exchange.merge([package], trust=True)
    office.people.sign_in("มานี", MANEE)
    (row,) = office.records.rows("finance_requests")
    office.records.save("finance_requests", {"payee": "ร้านใหม่"}, row.id)
    mine, *others = office.records.history("finance_requests", row.id)
    assert (mine.author, mine.not_theirs) == ("มานี", False)
    assert {(one.author, one.not_theirs) for one in others} == {("มานี", True)}
    (known,) = office.exchange.trusted_pcs()
    office.people.sign_in("สมศรี ใจดี", SOMSRI)
    assert office.exchange.unproved() == ()
    office.exchange.distrust(known)
    (told,) = office.exchange.unproved()
    (unknown,) = office.exchange.unknown_pcs()
    assert " ".join(unknown.words) in told
    assert (unknown.name, unknown.key, unknown.trusted) == ("มานี", known.key, False)
    office.exchange.trust(unknown)
    assert office.exchange.unproved() == ()


def test_what_was_written_under_a_revoked_key_is_told(office, tmp_path, keeper, clerk, monkeypatch):
    copy, package = shutil.copy(office.session.path, tmp_path / "copy.phaen"), tmp_path / "theirs.phaenx"
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("PHAEN_STATE_DIR", str(tmp_path / "another pc"))
        with Office.open(copy) as theirs:
            theirs.people.sign_in("มานี", MANEE)
            theirs.records.save("finance_requests", {**_request(), "request_no": "63/0009"})
            theirs.exchange.pack(package)
    assert office.people.after_revocation() == ()
    office.people.revoke(clerk.person.id, "เครื่องหาย")
    office.exchange.merge([package], trust=True)
    (told,) = office.people.after_revocation()
    assert "“มานี”" in told
