"""What changing the fields of a register means for the records that it has."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from core.office.registers.held import Held
from core.office.registers.types import Meaning
from core.plan.register_mappings import Declaration
from core.plan.register_records import FIELDS
from core.registers.field_types import FIELD_TYPES
from core.registers.field_types.numbers import NUMBER
from core.thai.quote import quoted

TYPES = {kind.name: kind.title for kind in FIELD_TYPES}
LIMITS = ("max_length", "pattern", "minimum", "maximum", "above_zero")
NOTHING = "ชนิดที่อ่านไม่ได้"
_INSTEAD = "โปรดเลิกใช้ช่องนี้แล้วเพิ่มช่องใหม่"
_SAID = ("name", "type", "decimals", "required", "choices", "label", "retired", *LIMITS)


def field_meanings(held: Held, base: Declaration, written: Declaration) -> Iterator[Meaning]:
    """Every difference between the fields of two declarations."""
    was = {field["name"]: field for field in base.get("fields", ())}
    now = {field["name"]: field for field in written.get("fields", ())}
    for name, field in now.items():
        if name in was:
            yield from _changed(held, was[name], field)
        else:
            yield _added(held, field)
    yield from (_taken_out(held, field) for name, field in was.items() if name not in now)
    if [name for name in was if name in now] != [name for name in now if name in was]:
        yield Meaning("เรียงลำดับช่องใหม่ รายการเดิมไม่เปลี่ยน")


def _added(held: Held, field: Declaration) -> Meaning:
    needed = " และต้องกรอกเมื่อแก้ไขรายการนั้น" if field.get("required") else ""
    old = f" รายการเดิม {held.total:,} รายการยังว่าง{needed}" if held.total else ""
    return Meaning(f"เพิ่มช่อง {_called(field)}{old}", held.total)


def _taken_out(held: Held, field: Declaration) -> Meaning:
    if not held.stays(field["name"]):
        return Meaning(f"เอาช่อง {_called(field)} ออก ยังไม่มีรายการใดกรอก")
    if not held.uses(field["name"]):
        return Meaning(f"เลิกใช้ช่อง {_called(field)} ยังไม่มีรายการใดกรอก แต่แฟ้มอื่นอาจกรอกไว้แล้ว จึงเก็บช่องไว้")
    return _retired(held, field)


def _retired(held: Held, field: Declaration) -> Meaning:
    filled = held.filled(field["name"])
    return Meaning(f"เลิกใช้ช่อง {_called(field)} ค่าใน {filled:,} รายการยังอยู่ ดูและส่งออกได้ แต่กรอกเพิ่มไม่ได้", filled)


def _changed(held: Held, was: Declaration, now: Declaration) -> Iterator[Meaning]:
    name, called = now["name"], _called(was)
    if was.get("type") != now["type"]:
        kinds = (TYPES.get(str(field.get("type")), NOTHING) for field in (was, now))
        yield _read_anew(held, name, f"ชนิดของช่อง {called} จาก{'เป็น'.join(kinds)}")
    elif _places(was) != _places(now):
        yield _read_anew(held, name, f"ทศนิยมของช่อง {called} จาก {_places(was)} เป็น {_places(now)} ตำแหน่ง")
    if was.get("label") != now["label"]:
        yield Meaning(f"เปลี่ยนชื่อช่อง {called} เป็น {_called(now)} ค่าในรายการไม่เปลี่ยน")
    if now.get("retired") and not was.get("retired"):
        yield _retired(held, was)
    elif was.get("retired") and not now.get("retired"):
        yield Meaning(f"กลับมาใช้ช่อง {called}", held.filled(name))
    if now.get("required") and not was.get("required"):
        lacking = held.lacking([name])
        old = f" มี {lacking:,} รายการยังว่าง ต้องกรอกเมื่อแก้ไขรายการนั้น" if lacking else ""
        yield Meaning(f"ช่อง {called} ต้องกรอกทุกรายการ{old}", lacking)
    elif was.get("required") and not now.get("required"):
        yield Meaning(f"ช่อง {called} เว้นว่างได้")
    if was.get("type") == now["type"]:
        yield from _limited(held, was, now)
    yield from _choices(held, was, now)
    others = [key for key in {**was, **now} if key not in _SAID and was.get(key) != now.get(key)]
    if others:
        yield Meaning(f"เปลี่ยน{' '.join(map(_word, others))}ของช่อง {called}")


def _read_anew(held: Held, name: str, what: str) -> Meaning:
    """What records hold can't be read another way."""
    if not held.uses(name):
        return Meaning(f"เปลี่ยน{what} ยังไม่มีรายการใดกรอก")
    filled = held.filled(name)
    there = f"มี {filled:,} รายการกรอกไว้แล้ว" if filled else "มีรายการที่ลบแล้วกรอกไว้"
    return Meaning(f"เปลี่ยน{what}ไม่ได้ เพราะ{there} {_INSTEAD}", filled, refused=True)


def _limited(held: Held, was: Declaration, now: Declaration) -> Iterator[Meaning]:
    if all(_limit(was, key) == _limit(now, key) for key in LIMITS):
        return
    outside = held.outside(held.after.field(now["name"]))
    old = f"มี {outside:,} รายการไม่อยู่ในค่าที่ใช้ได้ ต้องแก้เมื่อแก้ไขรายการนั้น"
    yield Meaning(f"เปลี่ยนค่าที่ใช้ได้ของช่อง {_called(was)} {old if outside else 'รายการเดิมใช้ได้ทั้งหมด'}", outside)


def _limit(field: Declaration, key: str) -> Any:
    value = field.get(key)
    return Decimal(str(value)) if key in ("minimum", "maximum") and value is not None else value or None


def _choices(held: Held, was: Declaration, now: Declaration) -> Iterator[Meaning]:
    had, has = choices_of(was), choices_of(now)
    name, called = now["name"], _called(was)
    gone = [code for code in had if code not in has]
    used = [code for code in gone if held.uses(name, code)]
    if used and not has:
        filled = held.filled(name)
        yield Meaning(
            f"ล้างตัวเลือกของช่อง {called} ไม่ได้ เพราะมี {filled:,} รายการใช้อยู่ โปรดเหลือตัวเลือกที่ใช้ไว้ หรือเลิกใช้ช่องนี้",
            filled,
            refused=True,
        )
        return
    for code in gone:
        label, number = quoted(_label(had[code])), held.chosen(name, code)
        if code in used:
            yield Meaning(f"เลิกใช้ตัวเลือก {label} ของช่อง {called} {number:,} รายการที่ใช้อยู่คงเดิม", number)
        elif held.stays(name, code):
            yield Meaning(f"เลิกใช้ตัวเลือก {label} ของช่อง {called} ยังไม่มีรายการใดใช้ แต่แฟ้มอื่นอาจใช้แล้ว จึงเก็บไว้")
        else:
            yield Meaning(f"เอาตัวเลือก {label} ของช่อง {called} ออก ยังไม่มีรายการใดใช้")
    if [code for code in had if code in has] != [code for code in has if code in had]:
        yield Meaning(f"เรียงลำดับตัวเลือกของช่อง {called} ใหม่")
    for code, said in has.items():
        if code not in had:
            yield Meaning(f"เพิ่มตัวเลือก {quoted(_label(said))} ของช่อง {called}")
        elif _label(had[code]) != _label(said):
            number = held.chosen(name, code)
            yield Meaning(
                f"ตัวเลือก {quoted(_label(had[code]))} ของช่อง {called} จะแสดงเป็น {quoted(_label(said))} ใน {number:,} รายการ",
                number,
            )
        elif had[code] != said:
            yield Meaning(f"เปลี่ยนการใช้ตัวเลือก {quoted(_label(said))} ของช่อง {called}")


def choices_of(field: Declaration) -> Mapping[str, Any]:
    """The choices of a field as they are written, by code."""
    found: Mapping[str, Any] = field.get("choices", {})
    return found


def _label(said: Any) -> str:
    return str(said["label"] if isinstance(said, Mapping) else said)


def _places(field: Declaration) -> Any:
    return field.get("decimals", NUMBER.places) if field.get("type") == NUMBER.name else None


def _called(field: Declaration) -> str:
    return quoted(field.get("label") or field["name"])


def _word(key: str) -> str:
    return FIELDS.field(key).label if key in FIELDS.by_name else key
