"""The evidence of an indicator, gathered and bound as one PDF for evaluators. Source: docs/domain.md, "Evidence"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from core.exchange.evidence import looking
from core.exchange.evidence.kinds import SHOWN
from core.exchange.evidence.names import clean_name
from core.faults import FileRefusal, InputRefusal, Refusal, UsageRefusal, disk_sentence
from core.indicators.amounts import places_of
from core.indicators.evidence import OUTSIDE, label_of
from core.indicators.measures import reads
from core.indicators.registry import measures_of
from core.office.evidence.types import BoundPdf
from core.office.figures.service import FigureService
from core.office.figures.types import WorkingsView
from core.office.hiding import Hiding
from core.office.progress import Progress, Watch
from core.office.reports.bound_evidence import BoundEvidenceData, BoundFile, BoundGroup, write_bound
from core.office.session import Session
from core.plan.model import Plan
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.tables import blobs, evidence, records
from core.store.tables.records import Query, Row
from core.thai.numbers import format_decimal
from core.whole_files import passing_folder, put_in_place

BINDING = "กำลังเย็บหลักฐาน"
REMARKS, STEPS = "indicator_remarks", "project_steps"


@dataclass(frozen=True, slots=True)
class _Proof:
    """An attached file, and the record it proves: its register, its id and what it is called."""

    register: Register
    record: str
    proves: str
    row: Row

    @property
    def name(self) -> str:
        """What the file is called."""
        return clean_name(str(self.row.values["name"] or ""))


def bind(
    session: Session,
    code: str,
    target: Path,
    year: int | None,
    as_of: date | None,
    progress: Progress | None,
    personal: bool,
) -> BoundPdf:
    """See ``EvidenceService.bind``."""
    if target.suffix.lower() != ".pdf":
        raise UsageRefusal(f"เย็บหลักฐานลง “{target.name}” ไม่ได้ โปรดตั้งชื่อแฟ้มลงท้ายด้วย .pdf")
    plan, day = session.asked(year, as_of)
    view = FigureService(session).workings(code, plan.fiscal_year, day)
    with session.reading() as connection:
        hiding = Hiding(session.personal_from, masked=not personal)
        proofs = tuple(_told(connection, hiding, _proofs(session, connection, plan, view)))
    if not proofs:
        raise InputRefusal(f"ตัวชี้วัด {code} ยังไม่มีหลักฐานแนบไว้ โปรดแนบหลักฐานกับรายการที่นับก่อน")
    try:
        with passing_folder(target.parent, target.name) as folder, Watch(progress, BINDING) as watch:
            return _bound(session, plan, view, proofs, folder, target, watch)
    except OSError as fault:
        raise FileRefusal(f"เย็บหลักฐานลง “{target.name}” ไม่ได้ {disk_sentence(fault)}") from fault


# What proves an indicator


def _told(connection: Connection, hiding: Hiding, proofs: Iterable[_Proof]) -> Iterator[_Proof]:
    """The proofs with their records called as they are told of."""
    for proof in proofs:
        labels = hiding.labels(connection, proof.register, [proof.record])
        yield replace(proof, proves=labels.get(proof.record, proof.proves))


def _proofs(session: Session, connection: Connection, plan: Plan, view: WorkingsView) -> Iterator[_Proof]:
    """The evidence of the indicator itself, of its remarks, of its project's steps, then of the records behind its figure: those
    of the registers that are counted, but for records that don't come into it."""
    indicator, year = view.indicator, plan.fiscal_year
    known = session.file.registers
    of_plan = known["plan_indicators"]
    own = of_plan.id_for({"fiscal_year": year, "code": indicator.code}) or ""
    yield from _of(connection, of_plan, {own: f"ตัวชี้วัดที่ {indicator.code}"}, year)
    if REMARKS in known:
        yield from _of(
            connection,
            known[REMARKS],
            _rows(connection, known[REMARKS], year, indicator=indicator.code),
            year,
        )
    outside = {(r.register, r.record_id) for r in view.records if r.verdict == OUTSIDE}
    order = {(r.register, r.record_id): r.label for r in view.records}
    counted = [
        name for m in measures_of(plan, indicator, known) for name in reads(m) if not known[name].internal
    ]
    projects = [p for p in plan.projects if indicator.code in p.indicators]
    for name in dict.fromkeys((*([STEPS] if projects and STEPS in known else []), *counted)):
        labels = {record: label for (register, record), label in order.items() if register == name}
        if name == STEPS:
            numbers = [p.number for p in projects]
            labels |= {
                r: c for n in numbers for r, c in _rows(connection, known[name], year, project=n).items()
            }
        left_out = {record for register, record in outside if register == name}
        yield from _of(connection, known[name], labels, year, left_out, whole=name != STEPS)


def _rows(connection: Connection, register: Register, year: int, **equals: str | int) -> dict[str, str]:
    """Records by id with what each is called."""
    found = records.rows(connection, register, Query(year=year, equals=equals))
    return {row.id: label_of(register, row.values) for row in found}


def _of(
    connection: Connection,
    register: Register,
    labels: Mapping[str, str],
    year: int,
    left_out: set[str] | frozenset[str] = frozenset(),
    *,
    whole: bool = False,
) -> Iterator[_Proof]:
    """The evidence of records in their order; with ``whole`` that of the register's other records of the year, too."""
    attached: dict[str, list[Row]] = {}
    for row in evidence.attached_in(connection, register.name, year):
        attached.setdefault(str(row.values["record"]), []).append(row)
    others = [record for record in attached if record not in labels] if whole else []
    called = dict(labels)
    for row in records.rows_by_id(connection, register, others):
        if not row.deleted:
            called[row.id] = label_of(register, row.values)
    for record, label in called.items():
        if record not in left_out:
            yield from (_Proof(register, record, label, row) for row in attached.get(record, ()))


# Binding


def _bound(
    session: Session,
    plan: Plan,
    view: WorkingsView,
    proofs: Sequence[_Proof],
    folder: Path,
    target: Path,
    watch: Watch,
) -> BoundPdf:
    groups: dict[str, list[BoundFile]] = {}
    paths: list[Path] = []
    apart: list[tuple[str, str, str]] = []
    for place, proof in enumerate(proofs):
        watch.tick(place / len(proofs) / 2)
        try:
            made = _prepared(session, proof, folder, place)
        except Refusal as refusal:
            apart.append((proof.name, proof.proves, str(refusal)))
            continue
        lies = tuple(width > height for width, height in made.sizes)
        paths.append(made.path)
        note = str(proof.row.values["note"] or "")
        groups.setdefault(proof.register.title, []).append(
            BoundFile(len(paths), proof.name, proof.proves, note, lies)
        )
    data = BoundEvidenceData(
        plan=plan,
        code=view.indicator.code,
        title=view.indicator.title,
        figure=_figure(view),
        as_of=view.result.as_of,
        groups=tuple(BoundGroup(title, tuple(files)) for title, files in groups.items()),
        apart=tuple(apart),
    )
    made_at = folder / target.name
    with made_at.open("wb") as writing:
        pages = write_bound(data, paths, writing, lambda done, of: watch.tick(0.5 + done / of / 2))
    watch.heed()
    put_in_place(made_at, target)
    return BoundPdf(target, pages, len(paths), tuple((name, why) for name, _, why in apart))


def _prepared(session: Session, proof: _Proof, folder: Path, place: int) -> looking.PreparedPages:
    values = proof.row.values
    kind, source = str(values["kind"] or ""), folder / f"{place}.source"
    if kind not in SHOWN:
        raise InputRefusal("ชนิดของไฟล์แสดงเป็นหน้าไม่ได้")
    with session.reading() as connection:
        if not blobs.held(connection, [str(values["file"])]):
            raise InputRefusal("ตัวไฟล์ยังไม่อยู่ในแฟ้มนี้")
        with source.open("wb") as writing:
            blobs.write_out(connection, str(values["file"]), writing)
    try:
        return looking.prepared(source, proof.name, folder / f"{place}.pdf")
    finally:
        source.unlink()


def _figure(view: WorkingsView) -> str:
    """The indicator's value against its target, in words."""
    unit, result = view.indicator.unit, view.result
    value = "ยังไม่มีผล"
    if result.value is not None:
        value = f"ผล {format_decimal(result.value, places_of(unit, result.value), True)}"
    return f"{value} เป้าหมาย {result.goal.words(unit)}" if result.goal else value
