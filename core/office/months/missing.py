"""What a month is submitted without: figures, remarks, settled conflicts, records that are overdue, evidence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from core.indicators.result import Status
from core.office.editing.drafts import named
from core.office.figures.service import FigureService
from core.office.figures.types import IndicatorRow
from core.office.months.types import Lack, Missing
from core.office.session import Session
from core.office.states import BAD
from core.plan.authority import Authority
from core.plan.months import OFFICE
from core.registers.as_of import exists
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.log.open_conflicts import all_conflicts
from core.store.tables import records
from core.store.tables.records import Query
from core.store.tables.register_tables import registers_of
from core.thai.fiscal import Month

REMARKS = "indicator_remarks"
_MOST_NAMES = 3  # of several records
AskUnproved = Callable[[str, Month], Iterable["Unproved"]]

_EXPLAINED = frozenset({Status.BEHIND, Status.OUT_OF_REACH})


class Unproved(Protocol):
    """Records of a register (id and name of each) that have no evidence, as the service of evidence tells them."""

    @property
    def register(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def counted_in(self) -> str: ...
    @property
    def records(self) -> Sequence[tuple[str, str]]: ...


def rows_of(session: Session, figures: FigureService, unit: str, month: Month) -> tuple[IndicatorRow, ...]:
    """The figures a unit answers for as of a month's end; of the whole office all."""
    found = figures.indicators(month.fiscal_year, month.last_day)
    return tuple(row for row in found if unit in (OFFICE, row.indicator.owner or session.keeper.code))


def missing(session: Session, figures: FigureService, unit: str, month: Month) -> tuple[Missing, ...]:
    """What the month of a unit (of the whole office) is without as of its last day."""
    rows = rows_of(session, figures, unit, month)
    with session.reading() as connection:
        said = _said(connection, month)
        disputed = tuple(_disputed(connection, session.authority, unit, month))
    return (
        *_figures(rows),
        *_unexplained(rows, said),
        *disputed,
        *_overdue(session, figures, unit, month),
    )


def without_evidence(found: Iterable[Unproved]) -> Iterator[Missing]:
    """What of it is said when a month is submitted: a line for each register."""
    for one in found:
        names = ", ".join(label for _, label in one.records[:_MOST_NAMES])
        more = f" และอีก {len(one.records) - _MOST_NAMES:,}" if len(one.records) > _MOST_NAMES else ""
        text = f"{one.title} {len(one.records):,} {one.counted_in}ยังไม่มีหลักฐาน ({names}{more})"
        yield Missing(Lack.EVIDENCE, text, one.register, one.records[0][0])


def _figures(rows: Iterable[IndicatorRow]) -> Iterator[Missing]:
    for row in rows:
        if row.result.value is None:
            yield Missing(Lack.FIGURE, f"ตัวชี้วัดที่ {row.indicator.code} {row.indicator.called} ยังไม่มีค่า")


def _said(connection: Connection, month: Month) -> frozenset[str]:
    """The indicators of which something was said of the month; of all, where the office keeps no remarks."""
    register = registers_of(connection).get(REMARKS)
    if register is None:
        return frozenset({"*"})
    found = records.rows(connection, register, Query(month=month, counted=True))
    return frozenset(str(row.values["indicator"]) for row in found)


def _unexplained(rows: Iterable[IndicatorRow], said: frozenset[str]) -> Iterator[Missing]:
    for row in rows:
        code = row.indicator.code
        if "*" not in said and row.result.status in _EXPLAINED and code not in said:
            text = f"ตัวชี้วัดที่ {code} {row.result.status_label} แต่ยังไม่มีคำชี้แจงของเดือนนี้"
            yield Missing(Lack.REMARK, text, REMARKS)


def _disputed(connection: Connection, authority: Authority, unit: str, month: Month) -> Iterator[Missing]:
    known = registers_of(connection)
    for found in all_conflicts(connection):
        register = known[found.register]
        row = None if register.internal else records.row(connection, register, found.record)
        if row is None or not exists(register, row.values, month.last_day):
            continue
        if unit in (OFFICE, authority.unit_of(register.name, row.values)):
            text = f"{named(register, row.values)} มีข้อขัดแย้งที่ยังไม่ตัดสิน"
            yield Missing(Lack.CONFLICT, text, found.register, found.record)


def _overdue(session: Session, figures: FigureService, unit: str, month: Month) -> Iterator[Missing]:
    registers: Mapping[str, Register] = session.file.registers
    for item in figures.upcoming(month.last_day, 1, {*registers}):
        if item.day > month.last_day or item.chip.tone != BAD or not item.register:
            continue
        register = registers[item.register]
        with session.reading() as connection:
            row = records.row(connection, register, item.record_id) if item.record_id else None
        if unit in (OFFICE, session.authority.unit_of(register.name, row.values if row else {})):
            yield Missing(Lack.RECORD, f"{item.text} ({item.chip.text})", item.register, item.record_id)
