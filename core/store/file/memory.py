"""What this PC knows of a file it has open: as which state of it, and how far its own chain has come."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from core.faults import ChangedRefusal
from core.store.driver import sqlite3
from core.store.file import outside_log, tip_file
from core.store.file.damage import refusal_of
from core.store.file.file_mark import FileMark
from core.store.file.opening import refuse_second_name
from core.store.log import chain
from core.store.log.append import ChainHead

if TYPE_CHECKING:
    from core.keys.file_key import FileKey


class FileMemory:
    """Of one open file, at ``path``; what it knows of the chain is noted outside the file, too."""

    def __init__(self, path: Path, key: "FileKey | None" = None) -> None:
        self._path, self._key = path, key
        self._mark: FileMark | None = None
        self._outside: outside_log.Digests = {}
        self._tip_file: tip_file.TipFile | None = None

    def refuse_changed(self) -> None:
        """ChangedRefusal where somebody else has written the file since this program did."""
        if self._mark is None:
            return
        try:
            renewed = self._mark.renewed(self._path, self._key)
        except FileNotFoundError:
            renewed = None
        except (OSError, sqlite3.Error) as fault:
            raise refusal_of(self._path, fault, self._key) from fault
        if renewed is None:
            raise ChangedRefusal(
                f"แฟ้ม “{self._path.name}” ถูกแก้ไขหรือวางทับจากภายนอกขณะเปิดอยู่ จึงยังไม่ได้บันทึก โปรดเลือกว่าจะใช้แฟ้มที่อยู่ในโฟลเดอร์ตอนนี้ เก็บงานของเครื่องนี้เป็นสำเนา หรือรวมทั้งสอง"
            )
        self._mark = renewed
        refuse_second_name(self._path)

    def written(self, last: tuple[int, bytes]) -> None:
        """This program has written the file, up to the entry ``last`` (number, id)."""
        try:
            self._mark = FileMark.of(self._path, last)
        except OSError:  # what was committed stays so; the next write looks again
            self._mark = None

    @property
    def last(self) -> tuple[int, bytes] | None:
        """The file's last entry (number, id) as this program wrote it; None before it has."""
        return self._mark.last if self._mark else None

    def is_in_place(self) -> bool:
        """True while the file this program has open is the one that lies under its name."""
        try:
            return self._mark is None or self._mark.is_at(self._path)
        except OSError:
            return False

    def tip(self, connection: Connection, before: outside_log.Digests) -> tuple[str, tip_file.RememberedTip]:
        """What is to be remembered of the file: a part outside the log that isn't as it was known stays so remembered,
        until it is changed here."""
        replica = chain.meta(connection)["replica"]
        known, now = tip_file.remembered(replica), outside_log.digests_of(connection)
        kept = dict(known.outside_log) if known else {}
        self._outside = {
            part: now[part] if before[part] != now[part] else kept.get(part, now[part]) for part in now
        }
        last = chain.tip(connection, replica)
        return replica, tip_file.RememberedTip(
            last.seq if last else 0, last.id.hex() if last else "", self._outside
        )

    def note(self, replica: str, tip: tip_file.RememberedTip) -> None:
        """Remember a chain's tip outside the file."""
        if self._tip_file is None or self._tip_file.replica != replica:
            if self._tip_file:
                self._tip_file.close()
            self._tip_file = tip_file.TipFile(replica)
        self._tip_file.remember(tip)

    def come_to(self, head: ChainHead) -> None:
        """Remember how far this copy's own chain has come."""
        if head.prev is not None:
            self.note(head.replica, tip_file.RememberedTip(head.seq, head.prev.hex(), self._outside))

    def forget(self) -> None:
        """Another file has taken this one's place."""
        self._mark, self._outside = None, {}

    def close(self) -> None:
        """Let go of the note."""
        if self._tip_file:
            self._tip_file.close()
