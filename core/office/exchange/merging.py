"""Merging packages into an office file: taken in whole, or not at all; taken back whole."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.exchange.packages.ingest import ingest
from core.exchange.packages.reader import Package
from core.faults import AccountsRefusal, DeletesRefusal, InputRefusal
from core.keys.pc_key import pc_key
from core.office.editing import safeguards
from core.office.exchange import evidence
from core.office.exchange.inspecting import (
    MergeOrder,
    info_of,
    lacking_of,
    opened,
    refuse_other_office,
    stranger,
)
from core.office.exchange.sending import exchange_item
from core.office.exchange.types import ExchangeItem, Lacking, Merged
from core.office.progress import without_collector
from core.remarks import remarked
from core.store.connection import Connection
from core.store.file.copies import is_past_of, plain_copy
from core.store.file.office_file import OfficeFile
from core.store.file.restore import return_to
from core.store.file.signed import refuse_wrong_signatures
from core.store.log import exchange_state, open_conflicts
from core.store.log.chain import last_number, meta
from core.store.log.changes import Changes
from core.store.log.entry import Entry
from core.store.log.exchange_state import Exchange, Peer, TrustedKey
from core.store.log.intake import Ingested, Intake
from core.store.tables import blobs


def merge(file: OfficeFile, order: MergeOrder) -> Merged:
    """Take packages in, all or nothing, after a copy was made of the file as it was. DeletesRefusal where a plan or unit
    would go and the order doesn't allow it."""
    with opened(order) as packages, _copied(file) as copy:
        for package in packages:
            package.check_files()
        with file.reading() as connection:
            refuse_wrong_signatures(connection, file.path.name)
        with file.merging() as connection:
            taking = PackageIngest(connection, packages, order, file.now_ms, None)
            merged = taking.all()
            if merged.deletes and not order.allow_deletes:
                raise DeletesRefusal(_would_go(merged.deletes), merged.deletes)
            if merged.rival and not order.accept_accounts:
                raise AccountsRefusal(_would_keep(merged.accounts), merged.accounts)
            taking.note(copy.name if merged.new else "")
        copy.keep = merged.new > 0
        files = evidence.take_in(file, packages, order.most_evidence)
    if copy.keep:
        _forget_older(file, copy)
    with file.reading() as connection:
        return replace(merged, files=files, files_lacking=len(blobs.wanted(connection)))


def _would_go(names: Sequence[str]) -> str:
    return (
        f"รวมแพ็กเกจนี้แล้วจะลบ{' และ'.join(names)} ออกจากแฟ้ม จึงยังไม่ได้รวมและยังไม่มีสิ่งใดเปลี่ยน "
        "โปรดถามผู้ส่งก่อน หากต้องการให้ลบจริงจึงยืนยันการลบแล้วรวมใหม่"
    )


def _would_keep(names: Sequence[str]) -> str:
    return (
        f"แพ็กเกจนี้เริ่มบัญชีผู้ใช้ของ{' และ'.join(names)} โดยไม่รู้จักบัญชีของแฟ้มนี้ จึงยังไม่ได้รวมและยังไม่มีสิ่งใดเปลี่ยน "
        "โปรดถามผู้ส่งก่อน หากเป็นบัญชีของสำนักงานจริงจึงให้ผู้ดูแลแผนยอมรับแล้วรวมใหม่"
    )


@dataclass(slots=True)
class _Copy:
    """The copy of a file as it was before a merge: kept only where something was merged."""

    path: Path
    keep: bool = False

    @property
    def name(self) -> str:
        return self.path.name


@contextmanager
def _copied(file: OfficeFile) -> Iterator[_Copy]:
    with file.reading() as connection:
        number = len(exchange_state.exchanges(connection)) + 1
    copy = _Copy(_copy_path(file, number))
    try:
        plain_copy(file.path, copy.path, file.key)
        yield copy
    finally:
        if not copy.keep:
            copy.path.unlink(missing_ok=True)


def _copy_path(file: OfficeFile, number: int) -> Path:
    return file.path.with_name(f"{file.path.stem}.before-merge-{number}{file.path.suffix}")


def _forget_older(file: OfficeFile, kept: _Copy) -> None:
    """Only the last merge can be taken back: earlier copies are of no use."""
    with (
        remarked("รวมแพ็กเกจเรียบร้อยแล้ว แต่ลบสำเนาก่อนการรวมครั้งก่อนไม่ได้ ลบเองได้เมื่อไม่ใช้"),
        file.reading() as connection,
    ):
        for done in exchange_state.exchanges(connection):
            copy = _copy_of(file, done)
            if copy is not None and copy.name != kept.name:
                copy.unlink(missing_ok=True)


class PackageIngest:
    """Several packages on their way into one file, within one transaction."""

    def __init__(
        self,
        connection: Connection,
        packages: Sequence[Package],
        order: MergeOrder,
        now_ms: Callable[[], int],
        folded: Callable[[Sequence[Entry]], None] | None,
    ) -> None:
        self._connection = connection
        self._packages = packages
        self._order = order
        self._now_ms = now_ms
        self._all = sum(package.manifest.entries.count for package in packages)
        self._read = 0
        self._taken: dict[int, Ingested] = {}
        for package in packages:
            refuse_other_office(connection, package)
            self._trust(package)
        self._infos = tuple(info_of(connection, package) for package in packages)
        self._intake = Intake(connection, now_ms, folded)
        self._had_accounts = self._intake.knows_accounts

    def _trust(self, package: Package) -> None:
        known = {one.key for one in exchange_state.trusted(self._connection)} | {pc_key().public}
        if package.key in known:
            return
        manifest = package.manifest
        if not self._order.trust:
            raise stranger(package)
        trusted = TrustedKey(package.key, manifest.unit, manifest.pc, self._now_ms(), self._order.author)
        exchange_state.trust(self._connection, trusted)

    def all(self) -> Merged:
        """Take all in: those whose past is there first, for they may be the past of others."""
        held = safeguards.plans_and_units(self._connection)
        with without_collector():
            lacking = self._take_each()
            changes = self._intake.close()
        left = safeguards.plans_and_units(self._connection)
        total = sum(self._taken.values(), Ingested())
        return Merged(
            packages=self._infos,
            read=total.known + total.fresh,
            new=total.fresh,
            known=total.known,
            waiting=exchange_state.waiting(self._connection),
            lacking=lacking,
            conflicts=sum(1 for _ in open_conflicts.all_conflicts(self._connection)),
            changes=changes,
            deletes=tuple(name for key, name in held.items() if key not in left),
            accounts=tuple(dict.fromkeys(self._intake.begun)),
            rival=self._had_accounts and bool(self._intake.begun),
        )

    def _take_each(self) -> tuple[Lacking, ...]:
        left = dict(enumerate(self._packages))
        while ready := [at for at, package in left.items() if not lacking_of(self._connection, [package])]:
            for at in ready:
                self._take(at, left.pop(at), complete=True)
        lacking = lacking_of(self._connection, tuple(left.values()))
        for at, package in left.items():
            self._take(at, package, complete=False)
        return lacking

    def _take(self, at: int, package: Package, *, complete: bool) -> None:
        before = self._read

        def on_read(read: int) -> None:
            self._order.on_read(before + read, self._all)

        self._taken[at] = ingest(package, self._intake, complete=complete, on_read=on_read)
        self._read += package.manifest.entries.count

    def note(self, copy: str) -> None:
        """Write down what was received from whom, and how far the senders had come."""
        own = meta(self._connection)["replica"]
        upto = last_number(self._connection)
        for at, package in enumerate(self._packages):
            said, taken = package.manifest, self._taken[at]
            if said.replica != own:
                peer = Peer(said.unit, said.replica, package.key, said.pc, said.written_ms, said.holds)
                exchange_state.note_peer(self._connection, peer)
                exchange_state.note_wanted(self._connection, said.unit, said.replica, said.wanted)
            done = Exchange(
                kind=exchange_state.RECEIVED,
                at_ms=self._now_ms(),
                author=self._order.author,
                unit=said.unit,
                pc=said.pc,
                package=package.name,
                entries=taken.known + taken.fresh,
                fresh=taken.fresh,
                copy=copy,
                upto=upto,
            )
            exchange_state.note_exchange(self._connection, done)


# Taking back


def to_take_back(file: OfficeFile) -> ExchangeItem | None:
    """The merge that can be taken back; None where there is none."""
    found = _undone_by(file)
    return exchange_item(found) if found else None


def _undone_by(file: OfficeFile) -> Exchange | None:
    with file.reading() as connection:
        found = exchange_state.last_merge(connection)
    copy = _copy_of(file, found) if found else None
    return found if copy is not None and copy.is_file() else None


def _copy_of(file: OfficeFile, done: Exchange) -> Path | None:
    """The copy made before a merge; None where the file names one that isn't called as this program calls those of this
    file: a name in a file must not lead to a neighbour."""
    named = re.fullmatch(r"(?s)(.*)\.before-merge-([1-9][0-9]{0,8})(.*)", done.copy)
    ours = named is not None and (named[1], named[3]) == (file.path.stem, file.path.suffix)
    return file.path.with_name(done.copy) if ours else None


def keep_no_copy(file: OfficeFile) -> None:
    """Remove the copy made before the last merge, of a file that held nothing before it."""
    found = _undone_by(file)
    copy = _copy_of(file, found) if found else None
    if copy is not None:
        copy.unlink(missing_ok=True)


def take_back(file: OfficeFile, author: str) -> Changes:
    """Return to the copy made before the last merge; InputRefusal where that can't be any more."""
    found = _undone_by(file)
    copy = _copy_of(file, found) if found else None
    if found is None or copy is None:
        raise InputRefusal("ย้อนการรวมครั้งล่าสุดไม่ได้แล้ว เพราะมีการบันทึกหรือส่งแพ็กเกจหลังจากนั้น โปรดแก้ไขทีละรายการแทน")
    if not is_past_of(copy, file.path, file.key):
        raise InputRefusal(f"ย้อนการรวมไม่ได้ เพราะสำเนา “{copy.name}” ถูกแก้ไข โปรดคืนจากแฟ้มสำรองแทน")
    back = Exchange(
        exchange_state.TAKEN_BACK, file.now_ms(), author, found.unit, found.pc, found.package, found.entries
    )
    return_to(file, copy, lambda connection: exchange_state.note_exchange(connection, back))
    with remarked(f"ย้อนการรวมเรียบร้อยแล้ว แต่ลบสำเนา “{copy.name}” ไม่ได้ ลบเองได้เมื่อไม่ใช้"):
        copy.unlink(missing_ok=True)
    return Changes(wholly=frozenset(file.registers))
