"""What changing a register means for the records that it has, difference by difference."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from core.faults import InputRefusal
from core.office.figures.service import FigureService
from core.office.registers.field_meanings import field_meanings
from core.office.registers.held import Held
from core.office.registers.types import Meaning
from core.office.session import Session
from core.plan.register_mappings import ITEMS, PARTS, Declaration
from core.plan.register_records import CLOCKS, REGISTERS
from core.registers.declare import Register
from core.registers.part_names import part_name
from core.registers.rule_kind import Scope
from core.registers.rule_kinds import make_rule
from core.thai.quote import quoted

OWN_LISTS = "ในหน้ารายงาน รายการพิมพ์ที่กำหนดเองจะใช้แทนรายการที่พิมพ์ตามที่แสดงในทะเบียน"
USUAL_LIST = "ไม่มีรายการพิมพ์ที่กำหนดเองแล้ว หน้ารายงานจะพิมพ์ตามที่แสดงในทะเบียน"
_KEY = ("key", "per_year")
VIEWS = {"list": "รายการ", "grid": "ตารางรายเดือน", "lines": "รายการย่อย", "items": "รายการที่มากับแผน"}
_WORDS = {
    "prints": "รายการพิมพ์",
    "views": "มุมมอง",
    "runs_on": "การนับระหว่างส่งออกไป",
    "waiting": "คำที่ใช้",
    "away": "คำที่ใช้",
    "line": "คำที่ใช้",
}
_SAID = ("name", "title", "unit", "day", "retired", "fixed_id", "plan_born", *_KEY, *PARTS, ITEMS)


def meanings(
    session: Session, base: Declaration, written: Declaration, after: Register
) -> tuple[Meaning, ...]:
    """Every difference between the declaration that the file has of a register and another, which makes it the register
    ``after``."""
    if base["name"] not in session.file.registers:  # nothing of it could be read so far
        return ()
    with session.reading() as connection:
        held = Held(session, connection, session.register(base["name"]), after)
        of_fields = tuple(field_meanings(held, base, written))
        if any(meaning.refused for meaning in of_fields):
            return of_fields  # what the rest would mean can't be told: values are of another type
        found = (
            *_of_register(held, base, written),
            *of_fields,
            *_clocks(held, base, written),
            *_rules(held, base, written),
            *_views(base, written),
            *_prints(base, written),
        )
    return (*found, *_figures(session, base, written))


def refusal(session: Session, base: Declaration, written: Declaration, after: Register) -> str:
    """Why a register can't be changed so, the first of what is refused; "" where it can."""
    if base["name"] not in session.file.registers:
        return ""
    with session.reading() as connection:
        held = Held(session, connection, session.register(base["name"]), after)
        found = chain(field_meanings(held, base, written), _of_register(held, base, written))
        return next((meaning.what for meaning in found if meaning.refused), "")


def _of_register(held: Held, base: Declaration, written: Declaration) -> Iterator[Meaning]:
    def differs(*keys: str) -> bool:
        return any((base.get(key) or None) != (written.get(key) or None) for key in keys)

    if differs("title"):
        yield Meaning(f"เปลี่ยนชื่อทะเบียนเป็น {quoted(written['title'])}")
    if differs("unit"):
        yield Meaning(f"ย้ายทะเบียนและ {held.total:,} รายการไปให้ส่วนราชการอื่นดูแล", held.total)
    if differs("retired"):
        said = "เลิกใช้ทะเบียน" if written.get("retired") else "กลับมาใช้ทะเบียน"
        then = " ยังดู ค้น และส่งออกได้ แต่เพิ่มใหม่ไม่ได้" if written.get("retired") else "เพิ่มได้ต่อ"
        yield Meaning(f"{said} {held.total:,} รายการ{then}", held.total)
    before, after = held.register, held.after
    if (before.fixed_id, before.plan_born) != (after.fixed_id, after.plan_born) and held.uses("id"):
        yield Meaning(
            f"เปลี่ยนรหัสของรายการ หรือที่มาของรายการ ไม่ได้ เพราะมี {held.total:,} รายการแล้ว โปรดทำทะเบียนใหม่",
            held.total,
            refused=True,
        )
    if differs(*_KEY) or (written.get("per_year") and differs("day")):
        yield _key(held, base)
    if differs("day"):
        yield _day(held)
    others = [key for key in {**base, **written} if key not in _SAID and differs(key)]
    if others:
        yield Meaning(f"เปลี่ยน{' '.join(map(_word, others))}ของทะเบียน")


def _key(held: Held, base: Declaration) -> Meaning:
    after = held.after
    if not after.key_fields:
        return Meaning("ทะเบียนไม่มีเลขประจำรายการ โปรแกรมจะไม่เตือนเมื่อเลขซ้ำกัน", held.total)
    named = after.key_fields[:-1] if after.per_year else after.key_fields
    key = f"{' กับ '.join(quoted(after.field(name).label) for name in named)} เป็นเลขประจำรายการ"
    if base.get("fixed_id") and held.total:
        return Meaning(
            f"ใช้ {key}ไม่ได้ เพราะรหัสของ {held.total:,} รายการเดิมตามเลขเดิม โปรดทำทะเบียนใหม่",
            held.total,
            refused=True,
        )
    if doubled := held.doubled():
        return Meaning(
            f"ใช้ {key}ไม่ได้ เพราะมี {doubled:,} รายการที่เลขซ้ำกับรายการอื่น โปรดแก้รายการที่ซ้ำก่อน หรือเลือกช่องอื่น",
            doubled,
            refused=True,
        )
    lacking = held.lacking(after.key_fields)
    old = f" มี {lacking:,} รายการยังไม่มีเลข ต้องกรอกเมื่อแก้ไขรายการนั้น" if lacking else ""
    return Meaning(f"ใช้ {key} ไม่มีรายการซ้ำกัน{old}", lacking)


def _day(held: Held) -> Meaning:
    day = held.after.date_field
    if not day:
        return Meaning(f"ทะเบียนไม่มีวันของรายการ {held.total:,} รายการจะไม่อยู่ในปีหรือเดือนใด", held.total)
    lacking = held.lacking([day])
    old = f" {lacking:,} รายการที่ช่องนี้ว่างจะไม่อยู่ในปีใด" if lacking else ""
    label = quoted(held.after.field(day).label)
    return Meaning(f"ปีและเดือนของ {held.total:,} รายการนับตามช่อง {label}{old}", held.total)


def _clocks(held: Held, base: Declaration, written: Declaration) -> Iterator[Meaning]:
    for was, now in _pairs(base.get("clocks", ()), written.get("clocks", ())):
        clock = now or was
        begun = held.filled(str(clock.get("from")))
        called = quoted(str(clock.get("label")))
        if not was:
            yield Meaning(f"เพิ่มกำหนดเวลา {called} นับให้ {begun:,} รายการที่เริ่มแล้ว", begun)
        elif not now:
            yield Meaning(f"เอากำหนดเวลา {called} ออก {begun:,} รายการจะไม่มีวันครบกำหนดนี้", begun)
        else:
            words = " ".join(_word(key, CLOCKS) for key in {**was, **now} if was.get(key) != now.get(key))
            yield Meaning(f"เปลี่ยน{words}ของกำหนดเวลา {called} คำนวณการทันหรือช้าของ {begun:,} รายการใหม่", begun)


def _rules(held: Held, base: Declaration, written: Declaration) -> Iterator[Meaning]:
    before, after = Scope.of(held.register), Scope.of(held.after)
    for was, now in _pairs(base.get("rules", ()), written.get("rules", ())):
        if not now:
            yield Meaning(f"เอากติกาออก: {_says(was, before)}")
            continue
        rule = make_rule(now, after)
        broken = held.breaking(rule)
        told = f" มี {broken:,} รายการไม่เป็นไปตามนี้" if broken else " รายการเดิมเป็นไปตามนี้ทั้งหมด"
        old = f"{told}{held.of_how_many}"
        said = "เปลี่ยนกติกา" if was else "เพิ่มกติกา"
        yield Meaning(f"{said}: {rule.says}{old if held.total else ''}", broken)


def _says(table: Declaration, scope: Scope) -> str:
    """What a rule asks for; its name where it came by merging and makes no sense."""
    try:
        return make_rule(table, scope).says
    except InputRefusal:
        return quoted(part_name(table))


def _views(base: Declaration, written: Declaration) -> Iterator[Meaning]:
    for was, now in _pairs(base.get("views", ()), written.get("views", ())):
        said = "เปลี่ยน" if was and now else "เพิ่ม" if now else "เอา"
        kind = str((now or was).get("kind"))
        yield Meaning(f"{said}มุมมอง{VIEWS.get(kind, kind)}{'' if now else ' ออก'}")


def _prints(base: Declaration, written: Declaration) -> Iterator[Meaning]:
    for was, now in _pairs(base.get("prints", ()), written.get("prints", ())):
        said = "เปลี่ยน" if was and now else "เพิ่ม" if now else "เอา"
        called = quoted(str((now or was).get("title") or part_name(now or was)))
        yield Meaning(f"{said}รายการพิมพ์ {called}{'' if now else ' ออก'}")
    own = bool(written.get("prints"))
    if own is not bool(base.get("prints")):
        yield Meaning(OWN_LISTS if own else USUAL_LIST)


def _figures(session: Session, base: Declaration, written: Declaration) -> Iterator[Meaning]:
    """The indicators that count what was taken out or is judged by other limits."""
    kept = {field["name"] for field in written.get("fields", ()) if not field.get("retired")}
    gone = {field["name"] for field in base.get("fields", ())} - kept
    if (gone or base.get("clocks") != written.get("clocks")) and session.years:
        codes = FigureService(session).feeds(base["name"])
        if codes:
            yield Meaning(f"ตัวชี้วัด {' '.join(codes)} คำนวณจากทะเบียนนี้ โปรดดูตัวเลขอีกครั้งหลังบันทึก")


def _pairs(
    before: Sequence[Declaration], after: Sequence[Declaration]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The parts that differ, as they were and as they are to be; {} where there was none, or is none any more."""
    was, now = ({part_name(part): part for part in parts} for parts in (before, after))
    for name in {**now, **was}:
        if was.get(name) != now.get(name):
            yield was.get(name, {}), now.get(name, {})


def _word(key: str, of: Register = REGISTERS) -> str:
    column = {"from": "from_field"}.get(key, key)
    return of.field(column).label if column in of.by_name else _WORDS.get(key, key)
