"""What a person does with evidence: attach, look at, take away, hand out, bind, and ask what has none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from core.exchange.evidence import looking
from core.exchange.evidence.kinds import kind_of
from core.exchange.evidence.names import clean_name
from core.faults import FileRefusal, InputRefusal, disk_sentence
from core.office.commit import commit
from core.office.evidence.finding import record_named
from core.office.evidence.limits import limits_of, size_words
from core.office.evidence.missing import missing
from core.office.evidence.owners import ProvedRecord, proved_by
from core.office.evidence.taking_in import TakenIn, take_in
from core.office.evidence.types import (
    BoundPdf,
    EvidenceItem,
    EvidenceLimits,
    EvidenceUse,
    MissingEvidence,
    PagePicture,
)
from core.office.exporting import Outgoing, going_out
from core.office.progress import Progress, Watch
from core.office.session import Session
from core.plan.office_records import EVIDENCE, PRINTED_REPORTS
from core.plan.rights import UseCase
from core.store.connection import Connection
from core.store.file.blob_writer import put_pieces
from core.store.log.changes import Change, Changes, Delete, Put
from core.store.tables import blobs, evidence
from core.store.tables.records import Row
from core.thai.fiscal import Month
from core.whole_files import temporary_folder, write_whole

ATTACHING = "กำลังแนบหลักฐาน"


class EvidenceService:
    """What a person does with evidence."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # Reading

    def of(self, register: str, record: str) -> tuple[EvidenceItem, ...]:
        """The files attached to a record, the first attached first."""
        with self._session.reading() as connection:
            return _items(connection, tuple(evidence.attached_to(connection, register, [record])))

    def counts(self, register: str, records: Sequence[str]) -> Mapping[str, int]:
        """How many files some records of a register have; those that have none left out."""
        with self._session.reading() as connection:
            return evidence.counts(connection, register, records)

    def all(self, register: str = "") -> tuple[EvidenceItem, ...]:
        """All evidence of the file, or of a register, the first attached first."""
        if register:
            self._session.register(register)
        with self._session.reading() as connection:
            return _items(connection, evidence.all_attached(connection, register))

    def record_named(self, register: str, text: str) -> str:
        """The id of a record by what a person calls it: its id, or the values of its key parted by spaces."""
        return record_named(self._session, register, text)

    def item(self, evidence_id: str) -> EvidenceItem:
        """One attached file; InputRefusal where there is none."""
        with self._session.reading() as connection:
            return self._item(connection, evidence_id)

    def _item(self, connection: Connection, evidence_id: str) -> EvidenceItem:
        found = [row for row in evidence.by_id(connection, [evidence_id]) if not row.deleted]
        if not found:
            raise InputRefusal("ไม่พบหลักฐานนี้ในแฟ้ม อาจถูกเอาออกแล้ว โปรดดูรายการหลักฐานใหม่อีกครั้ง")
        return _items(connection, found)[0]

    def picture(self, evidence_id: str, page: int = 0) -> PagePicture:
        """The picture of one of its pages, counted from 0. InputRefusal where it can't be shown."""
        with temporary_folder() as folder:
            item, path = self._written(evidence_id, folder)
            if not item.shown:
                raise InputRefusal(f"ดูตัวอย่างของ “{item.name}” ที่นี่ไม่ได้ โปรดกดเปิดเพื่อดูด้วยโปรแกรมของไฟล์นั้น")
            return looking.picture_of(path, item.name, page)

    def copy_out(self, evidence_id: str, folder: Path) -> Path:
        """Write a copy of a file under its name into a folder, to be looked at with another program. FileRefusal where it
        can't be written or its bytes aren't in this file."""
        return self._written(evidence_id, folder)[1]

    def save_as(self, evidence_id: str, target: Path) -> Path:
        """Write a copy of a file to ``target``, all or nothing, recorded."""
        with self._session.reading() as connection:
            item = self._held(connection, evidence_id)

        def write(made: Path) -> None:
            self._fill(item, made)

        try:
            with going_out(self._session, Outgoing("evidence", item.name, Path(target), None)):
                write_whole(target, write)
        except OSError as fault:
            raise FileRefusal(f"เก็บสำเนาไว้ที่ “{target.name}” ไม่ได้ {disk_sentence(fault)}") from fault
        return target

    def _written(self, evidence_id: str, folder: Path) -> tuple[EvidenceItem, Path]:
        with self._session.reading() as connection:
            item = self._held(connection, evidence_id)
        path = folder / item.name
        try:
            self._fill(item, path)
        except OSError as fault:
            raise FileRefusal(f"ทำสำเนาของ “{item.name}” ไม่ได้ {disk_sentence(fault)}") from fault
        return item, path

    def _held(self, connection: Connection, evidence_id: str) -> EvidenceItem:
        item = self._item(connection, evidence_id)
        if not item.held:
            raise FileRefusal(
                f"ตัวไฟล์ “{item.name}” ยังไม่อยู่ในแฟ้มนี้ เพราะแพ็กเกจที่ได้รับไม่ได้แนบมา "
                "โปรดส่งแพ็กเกจของแฟ้มนี้ไปให้ผู้ส่ง แล้วขอแพ็กเกจใหม่ที่มีหลักฐาน"
            )
        return item

    def _fill(self, item: EvidenceItem, path: Path) -> None:
        """Write a copy; InputRefusal for what came in a package and is no evidence: a program isn't handed out under any name."""
        with self._session.reading() as connection, path.open("wb") as target:
            blobs.write_out(connection, item.file, target)
        try:
            kind_of(path, item.name)
        except InputRefusal:
            path.unlink()
            raise

    # Attaching and taking away

    def attach(
        self,
        register: str,
        record: str,
        paths: Sequence[Path],
        *,
        note: str = "",
        progress: Progress | None = None,
    ) -> Changes:
        """Attach files to a record, all of them or none, as one step of undo.

        InputRefusal for a file that isn't taken (see ``taking_in``), that the record has already, or for which the office has
        no room left; FileRefusal where one can't be read; RightRefusal where the record is another unit's. Stopped where
        ``progress`` asks to stop. What was written by then is removed.
        """
        session = self._session
        session.rights.require(UseCase.ATTACH)
        if session.file.barred is not None:
            raise type(session.file.barred)(str(session.file.barred))
        with session.reading() as connection:
            proved = proved_by(session, connection, register, record)
            known = _items(connection, tuple(evidence.attached_to(connection, register, [record])))
            used = blobs.total(connection)
        limits = limits_of(session)
        session.rights.require(UseCase.ATTACH, proved.unit)
        with temporary_folder() as folder, Watch(progress, ATTACHING) as watch:
            taken: list[TakenIn] = []
            for place, path in enumerate(paths):
                begun = place / len(paths) / 2

                def on_read(size: int, begun: float = begun) -> None:
                    watch.tick(begun + min(size / limits.file, 1) / len(paths) / 2)

                taken.append(take_in(Path(path), folder, limits, on_read))
                watch.heed()
            _refuse_again(taken, known, proved)
            self._refuse_over(taken, used, limits)
            return self._keep(proved, taken, note, watch)

    def _refuse_over(self, taken: Sequence[TakenIn], used: int, limits: EvidenceLimits) -> None:
        with self._session.reading() as connection:
            held = blobs.held(connection, [one.blob.hash for one in taken])
        more = sum(one.blob.size for one in taken if one.blob.hash not in held)
        if used + more > limits.total:
            raise InputRefusal(
                f"หลักฐานทั้งแฟ้มจะเป็น {size_words(used + more)} เกินเพดาน "
                f"{size_words(limits.total)} (ไฟล์ที่เอาออกแล้วยังนับรวม เพราะเลิกทำได้) จึงยังไม่ได้แนบ โปรดขอให้ผู้ดูแลแผนเพิ่มเพดานในหน้าตั้งค่า"
            )

    def _keep(self, proved: ProvedRecord, taken: Sequence[TakenIn], note: str, watch: Watch) -> Changes:
        session, done = self._session, 0
        whole = sum(one.blob.size for one in taken) or 1
        for one in taken:

            def on_piece(size: int, done: int = done) -> None:
                watch.tick(0.5 + (done + size) / whole / 2)

            with one.path.open("rb") as source:
                put_pieces(session.file, source, one.blob, on_piece)
            done += one.blob.size
        watch.heed()
        named = f"“{taken[0].name}”" if len(taken) == 1 else f"{len(taken)} ไฟล์"
        label = f"แนบหลักฐาน {named} กับ{proved.called}"

        def finish(connection: Connection) -> None:
            for one in taken:
                blobs.finish(connection, one.blob)

        changes = [self._put(proved, one, note) for one in taken]
        return replace(commit(session, changes, label, read=finish), said=label)

    def _put(self, proved: ProvedRecord, taken: TakenIn, note: str) -> Put:
        return Put(
            EVIDENCE.name,
            self._session.new_id(),
            {
                "register_name": proved.register.name,
                "record": proved.id,
                "name": taken.name,
                "file": taken.blob.hash,
                "size": taken.blob.size,
                "kind": taken.kind.mime,
                "note": note or None,
                "fiscal_year": proved.year,
                "unit": proved.unit or None,
                "added_on": self._session.today().isoformat(),
            },
        )

    def detach(self, ids: Sequence[str]) -> Changes:
        """Take files away from their records, as one step of undo; their bytes stay, so that it can be undone."""
        session = self._session
        session.rights.require(UseCase.ATTACH)
        with session.reading() as connection:
            items = [self._item(connection, one) for one in ids]
        for item in items:
            session.rights.require(UseCase.ATTACH, item.unit)
        label = f"เอาหลักฐาน {', '.join(f'“{item.name}”' for item in items[:3])} ออก"
        changes: list[Change] = [Delete(EVIDENCE.name, item.id) for item in items]
        return replace(commit(session, changes, label), said=label)

    # What the office keeps

    def limits(self) -> EvidenceLimits:
        """How large one file and all together may be, and which kinds are taken."""
        return limits_of(self._session)

    def used(self) -> EvidenceUse:
        """What all files kept take of the limit."""
        with self._session.reading() as connection:
            total, reports = blobs.total(connection), blobs.total_named(connection, PRINTED_REPORTS)
            attached = blobs.total_named(connection, EVIDENCE)
        return EvidenceUse(total, reports, max(0, total - reports - attached))

    def lacking(self) -> Mapping[str, int]:
        """The files that records name and this file doesn't hold, by hash, with their sizes."""
        with self._session.reading() as connection:
            return blobs.wanted(connection)

    def missing(
        self,
        *,
        year: int | None = None,
        month: Month | None = None,
        unit: str = "",
        as_of: date | None = None,
    ) -> tuple[MissingEvidence, ...]:
        """The records behind figures that happened in a month (else in a fiscal year, by default the day's) by the end of a
        day (default today) and have no evidence; of a ``unit``, or of all. Registers with none left out."""
        return missing(self._session, year, month, unit, as_of)

    def bind(
        self,
        indicator: str,
        target: Path,
        *,
        year: int | None = None,
        as_of: date | None = None,
        progress: Progress | None = None,
        personal: bool = False,
    ) -> BoundPdf:
        """One PDF of all evidence of an indicator: index, page numbers, and on each page where it belongs, recorded. Personal
        data in the names of records is masked unless ``personal``; the files' own pages are as they are. UsageRefusal for an
        indicator the plan doesn't have, InputRefusal where there is no evidence, FileRefusal where it can't be written, or
        personal data not recorded."""
        from core.office.evidence.binding import bind  # noqa: PLC0415  # brings typesetting

        outgoing = Outgoing("evidence", f"ตัวชี้วัดที่ {indicator}", Path(target), personal or None)
        with going_out(self._session, outgoing):
            return bind(self._session, indicator, Path(target), year, as_of, progress, personal)


def _items(connection: Connection, rows: Sequence[Row]) -> tuple[EvidenceItem, ...]:
    held = blobs.held(connection, [str(row.values["file"]) for row in rows])
    return tuple(_item(row, held) for row in rows)


def _item(row: Row, held: Mapping[str, object]) -> EvidenceItem:
    values = row.values
    size, added = values["size"], values["added_on"]
    return EvidenceItem(
        id=row.id,
        register=str(values["register_name"]),
        record=str(values["record"]),
        name=clean_name(str(values["name"] or "")),  # what came in a package was called so by somebody else
        file=str(values["file"]),
        size=size if isinstance(size, int) else 0,
        kind=str(values["kind"] or ""),
        note=str(values["note"] or ""),
        unit=str(values["unit"] or ""),
        added_on=added if isinstance(added, date) else None,
        held=str(values["file"]) in held,
    )


def _refuse_again(taken: Iterable[TakenIn], known: Sequence[EvidenceItem], proved: ProvedRecord) -> None:
    names = {item.file: item.name for item in known}
    for one in taken:
        if one.blob.hash in names:
            raise InputRefusal(
                f"ไฟล์ “{one.name}” แนบกับ{proved.called}ไว้แล้วในชื่อ “{names[one.blob.hash]}” จึงไม่แนบซ้ำ โปรดเลือกไฟล์อื่น"
            )
        names[one.blob.hash] = one.name
