"""What a person does with the office file itself: check it, back it up, keep a copy of it."""

from datetime import datetime
from pathlib import Path

from core.office.file.synced import copies_by_sync, sentence_of_copy
from core.office.file.types import CheckReport
from core.office.plan.service import PlanService
from core.office.progress import Progress, Watch
from core.office.records.findings import record_findings
from core.office.session import Session
from core.store.file.backup import backup, look_over
from core.store.file.check import check
from core.store.file.copies import free_name


class FileService:
    """The open office file as a file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._plans = PlanService(session)

    def check(self) -> CheckReport:
        """Is the file sound: database, change log, rows against the log; do its plans agree with themselves; and what is
        wrong in its records.

        Plans and records out of a file that isn't sound aren't looked at.
        """
        with self._session.reading() as connection:
            found = check(connection)
            years = self._session.years if found.sound else ()
            records = record_findings(connection, years) if found.sound else ()
        plans = tuple(f for y in years for f in self._plans.check_plan(y))
        gone = self._plans.gone() if found.sound else ()
        return CheckReport(found.sound, found.problems, (*gone, *plans), records, found.remarks)

    def look_over(self, *, whole: bool) -> tuple[str, ...]:
        """What shows of damage and of changes behind the program's back: quickly, or ``whole`` (a large file takes a while;
        nobody's saving waits for it)."""
        return look_over(self._session.path, whole=whole, key=self._session.file.key)

    def look_beside(self) -> tuple[str, ...]:
        """What is said of copies beside the file that a syncing program may have made."""
        return tuple(map(sentence_of_copy, copies_by_sync(self._session.path)))

    def backup(self, target: Path | None = None, progress: Progress | None = None) -> Path:
        """A verified copy; without a name, beside the file. Stopped where ``progress`` asks for it."""
        wanted = Path(target) if target else None
        with Watch(progress, "") as watch:
            return backup(
                self._session.path,
                wanted,
                now=datetime.now(),
                on_progress=watch.tick,
                key=self._session.file.key,
            )

    def is_in_place(self) -> bool:
        """True while the file that is open is the one that lies under its name, whatever was written into it."""
        return self._session.file.is_in_place()

    def keep_copy(self) -> Path:
        """Write the file that is open beside the one that lies in its place by now; the copy's name comes back."""
        copy = free_name(self._session.path, f"kept-{datetime.now():%Y%m%d-%H%M}")
        self._session.file.copy_to(copy)
        return copy
