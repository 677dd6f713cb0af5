"""Role by use case through the real services: what the table doesn't allow is refused, whoever asks however."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from exchange_helpers import REQUESTS, request

from core.faults import RightRefusal, UsageRefusal
from core.keys.sealed_key import Cost
from core.office import Edit, MonthAction, Office, PersonEdit, Role
from core.plan.office_records import OFFICE_NAMES
from core.plan.rights import ALLOWED, WITHOUT_SIGNING_IN, UseCase
from core.store.file.backup_set import Why
from core.thai.fiscal import Month

SMALL = Cost(memory=64, passes=1, lanes=1)
SECRET = "ดอกไม้สามดอก"
PEOPLE = {  # all of the unit whose records they write, so that their role alone tells them apart
    "เจ้าหน้าที่": Role.CLERK,
    "หัวหน้า": Role.SUPERVISOR,
    "ผู้ดูแลแผน": Role.KEEPER,
    "ผู้ดู": Role.VIEWER,
}
ANOTHER = "คนของส่วนอื่น"
ALL_UNITS, APPROVED, SUBMITTED, NEXT = Month(2019, 12), Month(2020, 2), Month(2020, 3), Month(2020, 4)


def opened(path: Path) -> Office:
    office = Office.open(path, author="ใครก็ได้")
    office.people.cost = SMALL
    office.session.today = lambda: date(2020, 6, 30)
    return office


@pytest.fixture(scope="module")
def begun(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with accounts, months in every state, and a change of finance's that another unit proposed."""
    path = Path(shutil.copy(plan_file, tmp_path_factory.mktemp("rights") / "office.phaen"))
    with opened(path) as office:
        units = [unit.code for unit in office.session.units()]
        for unit in units:
            office.months.act(MonthAction.SUBMIT, unit, ALL_UNITS)
            office.months.act(MonthAction.APPROVE, unit, ALL_UNITS)
        for month in (APPROVED, SUBMITTED):
            office.months.act(MonthAction.SUBMIT, "finance", month)
        office.months.act(MonthAction.APPROVE, "finance", APPROVED)
        office.records.save(REQUESTS, request("1/63", received_on="1/6/2563"))
        for name, role in sorted(PEOPLE.items(), key=lambda one: one[1] is not Role.KEEPER):
            office.people.add(name, SECRET, unit="finance", roles=frozenset({role}))
        office.people.add(ANOTHER, SECRET, unit="central", roles=frozenset({Role.CLERK}))
        office.people.sign_in(ANOTHER, SECRET)
        assert office.records.save(REQUESTS, request("2/63", received_on="2/6/2563")).proposed
        office.exchange.pack(path.with_name("all.phaenx"))
        office.backups.make(Why.HAND)
    return path


@pytest.fixture
def office(begun: Path, tmp_path: Path) -> Iterator[Office]:
    with opened(Path(shutil.copy(begun, tmp_path / "office.phaen"))) as office:
        yield office


def _read(office: Office, _: Path) -> None:
    assert office.records.rows(REQUESTS)


def _print(office: Office, folder: Path) -> None:
    office.reports.print_report("renovation", folder / "a.xlsx", year=2563)


def _export(office: Office, folder: Path) -> None:
    office.sheets.export_records(REQUESTS, folder / "a.csv")


def _type(office: Office, _: Path) -> None:
    assert not office.records.save(REQUESTS, request("3/63", received_on="3/6/2563")).proposed


def _propose(office: Office, _: Path) -> None:
    waiting = len(office.plan.proposals())
    saved = office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "1/6/2563"})
    assert saved.proposed
    assert len(office.plan.proposals()) == waiting + 1
    assert office.records.count("deliverables") == 0


def _attach(office: Office, folder: Path) -> None:
    (folder / "a.txt").write_text("หลักฐาน", "utf-8")
    (row,) = office.records.rows(REQUESTS)[:1]
    office.evidence.attach(REQUESTS, row.id, [folder / "a.txt"])


def _decide(office: Office, _: Path) -> None:
    waiting = next(p for p in office.plan.proposals() if p.author == ANOTHER)
    office.plan.take_proposals([waiting.id])
    assert {row.values["request_no"] for row in office.records.rows(REQUESTS)} >= {"2/63"}


def _manage(office: Office, _: Path) -> None:
    office.people.change(office.people.person("ผู้ดู").id, PersonEdit(position="ผู้ตรวจ"))


def _merge(office: Office, folder: Path) -> None:
    office.exchange.merge([folder / "all.phaenx"])


def _restore(office: Office, _: Path) -> None:
    office.backups.restore_here(office.backups.all()[0].path)


DEEDS: dict[UseCase, Callable[[Office, Path], object]] = {
    UseCase.READ: _read,
    UseCase.PRINT: _print,
    UseCase.EXPORT: _export,
    UseCase.TYPE_OWN: _type,
    UseCase.PROPOSE: _propose,
    UseCase.ATTACH: _attach,
    UseCase.APPROVE_OFFICE: lambda office, _: office.months.act(MonthAction.APPROVE, "", ALL_UNITS),
    UseCase.SUBMIT_MONTH: lambda office, _: office.months.act(MonthAction.SUBMIT, "finance", NEXT),
    UseCase.APPROVE_MONTH: lambda office, _: office.months.act(MonthAction.APPROVE, "finance", SUBMITTED),
    UseCase.REOPEN_MONTH: lambda office, _: office.months.act(
        MonthAction.REOPEN, "finance", APPROVED, "พิมพ์ผิด"
    ),
    UseCase.DECIDE_PROPOSAL: _decide,
    UseCase.EDIT_PLAN: lambda office, _: office.plan.roll_over(2564),
    UseCase.MANAGE_PEOPLE: _manage,
    UseCase.CHANGE_SETTINGS: lambda office, _: office.settings.set("idle_minutes", "20"),
    UseCase.TRUST_PC: lambda office, _: office.exchange.trust(office.exchange.this_pc()),
    UseCase.MERGE: _merge,
    UseCase.PACK: lambda office, folder: office.exchange.pack(folder / "out.phaenx"),
    UseCase.RESTORE: _restore,
}


def refused(office: Office, begun: Path, folder: Path) -> set[UseCase]:
    """What the services refuse of all there is to do."""
    shutil.copy(begun.with_name("all.phaenx"), folder)
    shutil.copytree(begun.with_name("office สำรอง"), folder / "office สำรอง")
    found = set()
    for use_case, deed in DEEDS.items():
        try:
            deed(office, folder)
        except RightRefusal:
            found.add(use_case)
    return found


def test_every_use_case_is_tried() -> None:
    assert DEEDS.keys() == set(UseCase)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_services_refuse_just_what_the_table_does(
    name: str, office: Office, begun: Path, tmp_path: Path
) -> None:
    office.people.sign_in(name, SECRET)
    assert refused(office, begun, tmp_path) == {u for u in UseCase if PEOPLE[name] not in ALLOWED[u]}


@pytest.mark.parametrize("name", PEOPLE)
def test_whose_file_it_is_is_a_setting_like_any_other(name: str, office: Office) -> None:
    office.people.sign_in(name, SECRET)
    allowed = PEOPLE[name] in ALLOWED[UseCase.CHANGE_SETTINGS]
    with nullcontext() if allowed else pytest.raises(RightRefusal):
        office.settings.set_unit("central")


def test_who_looks_without_signing_in_reads_and_prints(office: Office, begun: Path, tmp_path: Path) -> None:
    assert refused(office, begun, tmp_path) == set(UseCase) - WITHOUT_SIGNING_IN


@pytest.mark.parametrize("register", sorted(OFFICE_NAMES))
def test_the_offices_own_records_are_written_by_their_own_services_alone(
    register: str, office: Office, tmp_path: Path
) -> None:
    office.people.sign_in("ผู้ดูแลแผน", SECRET)
    sheet = tmp_path / "a.csv"
    sheet.write_text("name\nx\n", "utf-8")
    tries: tuple[Callable[[], object], ...] = (
        lambda: office.records.save(register, {"name": "x"}),
        lambda: office.records.save_many(register, [Edit(None, {"name": "x"})]),
        lambda: office.records.delete(register, "1"),
        lambda: office.records.restore(register, "1"),
        lambda: office.records.rows(register),
        lambda: office.records.history(register, "1"),
        lambda: office.sheets.import_records(register, sheet),
        lambda: office.sheets.export_records(register, tmp_path / "out.csv"),
    )
    for attempt in tries:
        with pytest.raises(UsageRefusal):
            attempt()
