"""What a person does with backups, and what the program does by itself: make them, look what one would change, return it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from core.faults import FileRefusal, InputRefusal, PassphraseRefusal, Refusal
from core.office.backups.changes import restore_view
from core.office.backups.types import RestoreView
from core.office.progress import Progress, Watch
from core.office.session import Session
from core.plan.rights import UseCase
from core.remarks import remark
from core.store.file import backup_folders, safekeeping
from core.store.file.backup_set import StoredBackup, Why
from core.store.file.copies import is_unrelated
from core.store.file.damage import BackupFile, backups_of
from core.store.file.format import key_of
from core.store.file.restore import restore_as_copy, return_to
from core.store.log.changes import Changes


class BackupService:
    """The backups of an open office file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._one_at_a_time = threading.Lock()

    def by_themselves(self) -> None:
        """From now on a backup is made before a merge, an import and a restore."""
        self._session.before = self._before

    def _before(self, why: Why) -> None:
        """One that can't be made is remarked: what was asked for goes on, as it can be taken back by the log."""
        try:
            self.make(why)
        except Refusal as refusal:
            remark(str(refusal))

    def make(self, why: Why | str, progress: Progress | None = None) -> tuple[StoredBackup, ...]:
        """Back the file up, for the reason a ``Why`` names, into each of its folders that doesn't hold its present state yet;
        none where all do, or where the file can't be written; who may type doesn't matter. FileRefusal where it can't be
        done, Stopped where ``progress`` asks for it."""
        session = self._session
        if session.file_barred:
            return ()
        with self._one_at_a_time, Watch(progress, "") as watch:
            with session.reading() as connection:
                wanted = safekeeping.due(session.path, connection, session.file.key)
            now = session.now().replace(microsecond=0)
            if wanted is None:
                return ()
            copy = session.file.raw_copy(at_once=Why(why) not in safekeeping.UNHURRIED)
            return safekeeping.keep(session.path, wanted, Why(why), now, copy, watch.tick)

    def all(self) -> tuple[BackupFile, ...]:
        """Every backup there is, newest first."""
        return backups_of(self._session.path)

    def folder(self) -> Path:
        """Where backups lie beside the file."""
        return backup_folders.folder_beside(self._session.path)

    def second_folder(self) -> Path | None:
        """The second folder a person gave; None where there is none. It needn't be there now."""
        return backup_folders.second_folder(self._session.path)

    def set_second_folder(self, folder: Path | None) -> None:
        """Keep backups in a second folder, too (a removable drive); None: no longer. FileRefusal where it can't be used."""
        backup_folders.set_second_folder(self._session.path, folder)

    def changes(self, backup: Path, *, year: int | None = None, as_of: date | None = None) -> RestoreView:
        """What returning a backup would change, figures as of the end of a day (default today). FileRefusal where the backup
        can't be read or is another office's. Nothing is changed."""
        with _saying_the_way(Path(backup)):
            return restore_view(self._session, Path(backup), year, as_of)

    def restore_as(self, backup: Path, target: Path, progress: Progress | None = None) -> None:
        """Return a backup under a name that nothing has, verified. FileRefusal where it can't be."""
        with Watch(progress, "") as watch, _saying_the_way(Path(backup)):
            restore_as_copy(Path(backup), Path(target), watch.tick, self._session.file.key)

    def restore_here(self, backup: Path) -> Changes:
        """Make the open file what it was when the backup was made, after what it is now was backed up. FileRefusal or
        InputRefusal, and then nothing has changed."""
        session = self._session
        session.rights.require(UseCase.RESTORE)
        if session.file_barred:
            raise FileRefusal(session.barred)
        with safekeeping.as_office_file(Path(backup)) as copy, _saying_the_way(Path(backup)):
            key = session.file.key
            if not safekeeping.is_proved(copy, key):
                raise FileRefusal(f"แฟ้มสำรอง “{backup.name}” เสียหาย จึงยังไม่ได้คืน โปรดเลือกแฟ้มสำรองอื่น")
            known = {held.folder for held in backup_folders.sets_of(session.path)}
            inside = Path(backup).parent in known
            if is_unrelated(copy, session.path, in_its_folder=inside, key=key, of_source=key_of(copy, key)):
                raise InputRefusal(
                    f"“{backup.name}” ไม่ใช่แฟ้มสำรองของแฟ้มที่เปิดอยู่ จึงยังไม่ได้คืน โปรดคืนเป็นสำเนาชื่อใหม่แทน"
                )
            self.make(Why.RESTORE)
            return_to(session.file, copy, lambda _: None)
        done = Changes(wholly=frozenset(session.file.registers))
        session.committed(done)
        return done


@contextmanager
def _saying_the_way(backup: Path) -> Iterator[None]:
    """Where a backup of an open file needs another passphrase, it can't be typed here: the sentence says where."""
    try:
        yield
    except PassphraseRefusal as refusal:
        raise PassphraseRefusal(
            f"แฟ้มสำรอง “{backup.name}” ใช้รหัสผ่านแฟ้มอื่น โปรดเปิดดูด้วยรหัสผ่านนั้นแล้วบันทึกสำเนา หรือคืนเป็นแฟ้มชื่อใหม่ด้วย phaenctl restore",
            backup,
        ) from refusal
