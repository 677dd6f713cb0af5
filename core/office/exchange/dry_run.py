"""Merging packages into a copy that is thrown away: what would come of it."""

from datetime import date

from core.office.conflicts.service import ConflictService
from core.office.exchange.inspecting import MergeOrder, opened
from core.office.exchange.merging import PackageIngest
from core.office.exchange.types import Arrival, MergeDryRun
from core.office.figures.moved import moved_figures
from core.office.session import Session
from core.store.file.copies import plain_copy
from core.store.file.office_file import OfficeFile
from core.store.log.merge_counts import MergeCounts
from core.whole_files import temporary_folder


def try_merge(session: Session, order: MergeOrder, year: int | None, as_of: date | None) -> MergeDryRun:
    """Merge into a copy that is thrown away, and say what came of it as of a day (None: today)."""
    file = session.file
    with temporary_folder() as folder, opened(order) as packages:
        copy = folder / file.path.name
        plain_copy(file.path, copy, file.key)
        with OfficeFile.open(copy, holder=order.author, key=file.key) as trial:
            trial.now_ms = file.now_ms
            with trial.merging() as connection:
                arriving = MergeCounts(connection)
                merged = PackageIngest(connection, packages, order, file.now_ms, arriving.note).all()
                counts = tuple(arriving.counts())
            with Session(trial, session.author, session.today) as after:
                moved = moved_figures(session, after, year, as_of)
                known = {c.id for c in ConflictService(session).open()}
                fresh = tuple(c for c in ConflictService(after).open() if c.id not in known)
    titles = {name: register.title for name, register in file.registers.items()}
    arrivals = (Arrival(c.unit, c.register, titles[c.register], c.month, c.records) for c in counts)
    return MergeDryRun(merged, tuple(arrivals), moved, fresh)
