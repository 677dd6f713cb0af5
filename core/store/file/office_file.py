"""The office file: one SQLite database in rollback-journal mode, opened, made and written to here only.

A newer file is refused, an older one is backed up and upgraded (``core.store.file.migrate``). One that can't be written is
read. Source: docs/architecture.md, "Decisions".
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from core.faults import FileRefusal, LockRefusal, Refusal, WriteRefusal
from core.keys.signer import KeySigner
from core.remarks import remarked
from core.store.database import connect, engine_of
from core.store.driver import sqlite3
from core.store.file import committing, outside_log, signed, tip_file
from core.store.file.copies import put_database_in_place
from core.store.file.damage import database_refusals, refusal_of
from core.store.file.encrypting import unlocked
from core.store.file.file_mark import LAST_ENTRY, last_of
from core.store.file.format import FORMAT, format_of_open, key_of, read_format
from core.store.file.genesis import FirstEntry, make
from core.store.file.lock import WriterLock
from core.store.file.memory import FileMemory
from core.store.file.opening import locked, own_key, refuse_taken
from core.store.file.raw_copy import RawCopy
from core.store.file.safekeeping import as_office_file
from core.store.log import chain
from core.store.log.append import ChainHead, Log
from core.store.log.changes import ActionInfo, Change, Changes, RecordChange
from core.store.log.ids import IdSource
from core.store.log.intake import Intake, blocks
from core.store.tables import blobs
from core.store.tables.register_tables import Registers, learn, registers_of
from core.whole_files import (
    new_private_file,
    passing_folder,
    temporary_folder,
    write_whole,
)

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

DRAFT_SECRET = "draft_secret"  # of an encrypted file: what drafts of it are sealed with
SEALED = "ปรับรุ่นแฟ้มและลงลายมือชื่อ"
TO_BE_READ = "แฟ้มนี้เปิดแบบอ่านอย่างเดียว โปรดเปิดใหม่เมื่อผู้อื่นปิดแฟ้มแล้ว"


@dataclass(frozen=True, slots=True)
class Batch:
    """One entry's worth of changes, its action, and the moment it is dated (milliseconds since 1970, UTC)."""

    changes: Sequence[Change]
    info: ActionInfo
    moment_ms: int


class OfficeFile:
    """An open office file. Writing needs the lock; reading runs beside it. Close it, or use it in a ``with``."""

    def __init__(self, path: Path, engine: Engine, lock: WriterLock | None, key: "FileKey | None") -> None:
        self.path = path
        self.key = key  # what opens it; None where it isn't encrypted
        self.barred: Refusal | None = None if lock else LockRefusal(TO_BE_READ)  # why nothing can be saved
        self._engine = engine
        self._lock = lock
        self._memory = FileMemory(path, key)
        self._first: sqlite3.Connection | None = None
        self._passing = ExitStack()
        self._writing = threading.RLock()
        self._ids = IdSource()
        self._head: ChainHead | None = None
        self.signer: KeySigner | None = None  # the person who is signed in; None: this PC signs
        self._pc: KeySigner | None = None
        self.now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    @property
    def registers(self) -> Registers:
        """The registers whose records are in the file, by name."""
        return registers_of(self._engine)

    @classmethod
    def create(cls, path: Path, genesis: FirstEntry, *, holder: str) -> "OfficeFile":
        """A new file holding a plan release; FileRefusal where something is there already or can't be written."""
        try:
            refuse_taken(path)
            with passing_folder(path.parent, path.name) as folder:
                draft = folder / path.name
                make(draft, genesis)
                refuse_taken(path)
                put_database_in_place(draft, path)
        except (OSError, sqlite3.Error, DatabaseError) as fault:
            raise FileRefusal(f"สร้างแฟ้ม “{path.name}” ไม่ได้ โปรดตรวจเนื้อที่ว่างและสิทธิของโฟลเดอร์") from fault
        try:
            return cls.open(path, holder=holder)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    @classmethod
    def open(
        cls, path: Path, *, holder: str, read_only: bool = False, key: "FileKey | None" = None
    ) -> "OfficeFile":
        """Open an office file, with ``key`` an encrypted one; FileRefusal where it isn't one (or is newer), LockRefusal where somebody writes,
        WriteRefusal where it can only be read, PassphraseRefusal where it needs another key."""
        read_format(path, key)
        key = key_of(path, key)
        lock = None if read_only else locked(path, holder, key)
        file = cls(path, engine_of(path, key), lock, key)
        try:
            if lock:
                file._pc = own_key()
            older = format_of_open(path, key) < FORMAT
            if older:
                file._upgrade()
            file._learn()
            if lock:
                with database_refusals(path, key):
                    file._first = connect(path, key)
                file._settle_identity()
                if older:
                    file._seal(holder)
        except BaseException:
            file.close()
            raise
        return file

    @classmethod
    def open_or_read(cls, path: Path, *, holder: str, key: "FileKey | None" = None) -> "OfficeFile":
        """Open an office file; one that somebody writes, or that can't be written, to be read: ``barred`` says why."""
        try:
            return cls.open(path, holder=holder, key=key)
        except (LockRefusal, WriteRefusal) as refusal:
            file = cls.open(path, holder=holder, read_only=True, key=key)
            file.barred = refusal
            return file

    @classmethod
    def look_into(
        cls, backup: Path, *, holder: str, key: "FileKey | None" = None, passphrase: str = ""
    ) -> "OfficeFile":
        """Open a backup to be read, with a key or a passphrase where it is encrypted; one that lies in blocks is put together
        for as long. FileRefusal where it can't be, PassphraseRefusal where that is missing or another."""
        with ExitStack() as passing:
            copy = passing.enter_context(as_office_file(backup))
            key = key_of(copy, key) or unlocked(copy, passphrase)
            file = cls.open(copy, holder=holder, read_only=True, key=key)
            file._passing.enter_context(passing.pop_all())
        return file

    def _upgrade(self) -> None:
        """Bring an older file to the current format; one that is only read, in a copy that is gone at the end."""
        # Late: Alembic takes 0.2 s to import, and hardly any file that is opened is of an older format.
        from core.store.file.migrate import upgrade, upgraded_copy  # noqa: PLC0415  # brings Alembic

        if self._lock:
            upgrade(self.path, key=self.key)
        else:
            folder = self._passing.enter_context(temporary_folder())
            self._engine = engine_of(upgraded_copy(self.path, folder, self.key), self.key)

    def _learn(self) -> None:
        """Ask the file which registers it has."""
        with self.reading() as connection:
            self._engine.update_execution_options(registers=learn(connection))

    def _settle_identity(self) -> None:
        """Go on as a new replica where this is a copy, a moved file, or one put back to an earlier state. WriteRefusal where
        another PC's key signed what this copy wrote itself: it is told before anything is written after it."""
        with self.transaction() as connection:
            self._refuse_what_runs(connection)
            if signed.is_another_pcs(connection):
                raise WriteRefusal(f"แฟ้ม “{self.path.name}” เปิดได้เพื่ออ่านเท่านั้น: {signed.ANOTHER_PCS}")
            blobs.sweep(connection)
            if self.key is not None and DRAFT_SECRET not in chain.meta(connection):
                chain.add_meta(connection, **{DRAFT_SECRET: token_hex(32)})
            home = tip_file.home_of(self.path)
            lost = tip_file.lost(connection)
            if chain.meta(connection)["home"] != home or lost:
                if lost:
                    chain.note_lost(connection, lost)
                chain.renew(connection)
                chain.set_meta(connection, home=home)

    def _seal(self, author: str) -> None:
        """Sign all that an older file held, of which nothing was signed."""
        signer = self._signs()
        with self.merging() as connection:
            Log(connection, self.now_ms, signer).seal(ActionInfo(author, SEALED))

    def _signs(self) -> KeySigner:
        """Whoever signs what is written now: the person who is signed in, else this PC."""
        self._refuse_barred()
        signer = self.signer or self._pc
        assert signer  # what can be written was opened with this PC's key
        return signer

    def _refuse_barred(self) -> None:
        if self.barred:
            raise type(self.barred)(str(self.barred))

    def _refuse_what_runs(self, connection: Connection) -> None:
        names = outside_log.runs_by_itself(connection)
        if names:
            raise WriteRefusal(
                f"แฟ้ม “{self.path.name}” มีคำสั่งแฝง “{names[0]}” ที่โปรแกรมนี้ไม่ได้สร้าง จึงเปิดได้เพื่ออ่านเท่านั้น โปรดคืนจากแฟ้มสำรองที่ไม่มีคำสั่งนี้",
                copy_helps=False,
            )

    def close(self) -> None:
        """Let go of the file and its lock."""
        self._engine.dispose()
        if self._first:
            self._first.close()
        self._memory.close()
        if self._lock:
            self._lock.release()
        self._passing.close()

    def __enter__(self) -> "OfficeFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading one consistent state; keep it short, a reader holds back the writer."""
        with database_refusals(self.path, self.key), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                _roll_back(connection)

    @contextmanager
    def transaction(self, *, keep: bool = True, log_only: bool = False) -> Iterator[Connection]:
        """A writing transaction: committed whole at the end, or not at all; ``keep`` False: never, to see what would
        come of a change. ``log_only``: nothing is written that the log doesn't hold."""
        self._refuse_barred()
        with self._writing, database_refusals(self.path, self.key), self._engine.connect() as connection:
            self._memory.refuse_changed()  # a file that was touched is read through, which mustn't be done once it is locked
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                self._memory.refuse_changed()
                before = {} if log_only else outside_log.digests_of(connection)
                was = self._memory.last or last_of(connection.exec_driver_sql(LAST_ENTRY).first())
                yield connection
                tip = None if log_only else self._memory.tip(connection, before)
                last = last_of(connection.exec_driver_sql(LAST_ENTRY).first())
                if keep:
                    assert self._first
                    committing.commit(
                        connection, self.path, self._first, self.key, last if last != was else None
                    )
                else:
                    connection.exec_driver_sql("ROLLBACK")
            except BaseException:
                _roll_back(connection)
                raise
            if keep:
                self._memory.written(last)
                self._engine.update_execution_options(registers=registers_of(connection))
            if keep and tip:
                self._memory.note(*tip)

    def raw_copy(self, *, at_once: bool) -> RawCopy:
        """What copies the file byte by byte; see there."""
        return RawCopy(self.key, lambda: self._writing, at_once)

    def is_in_place(self) -> bool:
        """True while the file this program has open is the one that lies under its name."""
        return self._memory.is_in_place()

    def copy_to(self, target: Path) -> None:
        """Write the file this program has open to ``target``, also where another lies in its place by now. FileRefusal
        where it can't be read or written."""
        if self._first is None:
            raise LockRefusal("แฟ้มนี้เปิดแบบอ่านอย่างเดียว จึงไม่มีงานที่ต้องเก็บ")
        first = self._first

        def copy(made: Path) -> None:
            new_private_file(made)
            with closing(connect(made, self.key)) as writer:
                first.backup(writer)

        try:
            write_whole(target, copy)
        except (OSError, sqlite3.Error) as fault:
            raise FileRefusal(f"เก็บงานไว้ที่ “{target.name}” ไม่ได้ โปรดตรวจเนื้อที่ว่างและสิทธิของโฟลเดอร์") from fault

    def commit(
        self,
        make: Callable[[Connection], Iterable[RecordChange]],
        info: ActionInfo,
        read: Callable[[Connection], object] | None = None,
    ) -> Changes:
        """Write changes and their log entry in one transaction; what was touched comes back, after the fact. ``make`` works
        them out, one by one, from the file as it stands in the transaction; ``read`` looks at what was written before it ends."""
        with self._writing:
            signer, log_head, self._head = self._signs(), self._head, None
            with self.transaction(log_only=True) as connection:
                log = Log(connection, self.now_ms, signer, log_head)
                done, entry = log.commit(make(connection), info)
                head = log.head
                if read is not None:
                    read(connection)
            self._head = head
            if entry:
                self._memory.come_to(head)
        return done

    def commit_batches(self, batches: Sequence[Batch]) -> Changes:
        """Write several actions of the past, each its own entry dated at its moment, in one transaction."""
        touched: set[tuple[str, str]] = set()
        with self._writing:
            signer, head, self._head = self._signs(), self._head, None
            with self.transaction(log_only=True) as connection:
                for batch in batches:
                    log = Log(connection, partial(int, batch.moment_ms), signer, head)
                    touched |= log.commit(batch.changes, batch.info)[0].records
                    head = log.head
            self._head = head
            if head:
                self._memory.come_to(head)
        return Changes(frozenset(touched))

    def receive(self, stored: Iterable[bytes]) -> Changes:
        """Take in entries made in other files, all or nothing; FileRefusal where one of them is damaged."""
        with self.merging() as connection:
            intake = Intake(connection, self.now_ms)
            for block in blocks(stored):
                intake.ingest(block)
            return intake.close()

    @contextmanager
    def merging(self) -> Iterator[Connection]:
        """A writing transaction in which this copy may meet entries of others, or go on under a new replica id."""
        with self._writing:
            self._head = None
            with self.transaction() as connection:
                yield connection

    def become(self, other: Path) -> None:
        """Take over all that another file holds, in one step or not at all. ChangedRefusal where somebody else has written
        this one, FileRefusal where either can't be used."""
        with self._writing:
            with self.transaction(keep=False):
                self._head = None
            self._engine.dispose()
            try:
                committing.become(self.path, other, self.key)
            except sqlite3.Error as fault:
                raise refusal_of(self.path, fault, self.key) from fault
            self._memory.forget()
            with remarked("ทำเรียบร้อยแล้ว แต่อ่านแฟ้มต่อไม่ได้ โปรดปิดโปรแกรมแล้วเปิดแฟ้มใหม่"):
                self._learn()

    def meta(self) -> dict[str, str]:
        """The file's own settings."""
        with self.reading() as connection:
            return chain.meta(connection)

    def set_unit(self, unit: str) -> None:
        """Note the code of the unit whose file this is."""
        with self.merging() as connection:
            chain.set_meta(connection, unit=unit)

    def new_id(self) -> str:
        """A new record id (UUIDv7: sorts by the moment it was drawn, within a millisecond by its turn)."""
        return self.new_ids(1)[0]

    def new_ids(self, count: int) -> list[str]:
        """So many new record ids, in order."""
        return self._ids.draw(self.now_ms(), count)


def _roll_back(connection: Connection) -> None:
    # SQLite has rolled back by itself where the disk was full or failed; a second time would hide why.
    if connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]  # the connection is open
        connection.exec_driver_sql("ROLLBACK")
