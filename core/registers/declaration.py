"""A register's declaration as it is written down: the tables of a TOML file, read into a ``Register``.

The keys are a promise to users' files: docs/formats.md. What isn't known is refused by name, never passed over.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, Len
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from core.faults import Finding, InputRefusal
from core.registers.clocks import Clock, read_clock
from core.registers.declare import (
    COUNTED_IN,
    Register,
    Rule,
    RuleContext,
    StatedRule,
    Values,
    joined,
    owner_field,
    within_year,
)
from core.registers.field_types import FIELD_TYPES
from core.registers.field_types.choices import CHOICE
from core.registers.field_types.numbers import MOST_PLACES, NUMBER, WHOLE, number_of
from core.registers.field_types.texts import readable_pattern
from core.registers.fields import Choice, Field, Start, Value
from core.registers.line import read_line_fields
from core.registers.prints import check_among as check_print
from core.registers.prints import read_prints
from core.registers.reading import Unreadable, read_value
from core.registers.rule_kind import Scope
from core.registers.rule_kinds import check_others, make_rules, mirrored
from core.registers.views import GRID, View, read_view
from core.registers.views import check_among as check_view
from core.thai.quote import quoted

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Code = Annotated[str, StringConstraints(max_length=60, pattern=r"^\S([^\t\r\n]*\S)?$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\t\r\n]+$")]

FiscalYear = Annotated[int, Ge(2400), Le(2999)]  # Buddhist

MOST_REGISTERS, MOST_FIELDS = 200, 200  # of an office, of a register
# Columns that every register's table has beside its fields.
RESERVED = frozenset({"id", "base", "heads", "nkey", "twin", "deleted", "disputed"})
_WHOLE = re.compile(r"-?[0-9]+")
RETIRED = "(เลิกใช้)"  # behind the label of a retired field that another field is called by now
_TYPES = {kind.name: kind for kind in FIELD_TYPES}


class _Written(BaseModel):
    """A table of a declaration; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ChoiceDeclaration(_Written):
    """One choice of a field, where it says more than its label."""

    label: Line
    retired: bool = False


class FieldDeclaration(_Written):
    """One field; what is left out is as its type has it."""

    name: Name
    type: str
    label: Line
    help: str = ""
    required: bool = False
    max_length: Annotated[int, Ge(1)] | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    above_zero: bool = False
    choices: dict[Code, Line | ChoiceDeclaration] = {}
    refers_to: str = ""
    in_list: bool | None = None
    through: str = ""
    beforehand: bool = False
    pattern: str = ""
    decimals: Annotated[int, Ge(0), Le(MOST_PLACES)] | None = None
    default: Any = None
    section: str = ""
    retired: bool = False
    any_year: bool = False
    personal: bool = False

    def field(self) -> Field:
        """The field it declares. ``KeyError`` where its type is none; ``Unreadable`` where its default is no value of it."""
        kind = _TYPES[self.type] if self.decimals is None else number_of(self.decimals)
        given = {"max_length": self.max_length, "in_list": self.in_list}
        spec = {**kind.defaults, **{name: value for name, value in given.items() if value is not None}}
        codes = self.refers_to in _OF_THE_PLAN
        made = Field(
            name=self.name,
            label=self.label,
            type=kind,
            required=self.required,
            help=self.help,
            choices=tuple(_choice(code, said) for code, said in self.choices.items()),
            minimum=self.minimum,
            maximum=self.maximum,
            above_zero=self.above_zero,
            refers_to="" if codes else self.refers_to,
            code_of=_OF_THE_PLAN[self.refers_to] if codes else "",
            through=self.through,
            beforehand=self.beforehand,
            pattern=self.pattern,
            section=self.section,
            retired=self.retired,
            any_year=self.any_year,
            personal=self.personal,
            **spec,
        )
        return made if self.default is None else replace(made, default=self._start(made))

    def _start(self, made: Field) -> Value | Start | None:
        starts = {str(start.value): start for start in Start if start is not Start.NEXT or made.type.is_text}
        return starts.get(str(self.default)) or read_value(made, self.default)


def _choice(code: str, said: str | ChoiceDeclaration) -> Choice:
    return Choice(code, said) if isinstance(said, str) else Choice(code, said.label, said.retired)


# What a field may refer to in the plan, by the register that holds it there.
_OF_THE_PLAN = {"units": "plan_units", "projects": "plan_projects", "indicators": "plan_indicators"}


class RegisterDeclaration(_Written):
    """A register. ``rules`` and ``clocks`` are tables that their kinds read."""

    name: Name
    title: Line
    short_title: str = ""
    unit: str = ""
    key: tuple[str, ...] = ()
    per_year: bool = False
    fixed_id: bool | None = None
    plan_born: bool = False
    day: str = ""
    exists_from: str = ""
    order: tuple[str, ...] = ()
    new_label: str = ""
    place: int = 0
    counted_in: str = COUNTED_IN
    fields: Annotated[tuple[FieldDeclaration, ...], Len(1, MOST_FIELDS)]
    clocks: tuple[dict[str, Any], ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
    views: tuple[dict[str, Any], ...] = ()
    items: tuple[dict[str, Any], ...] = ()
    items_per_year: bool = False
    retired: bool = False
    used_from: FiscalYear | None = None
    used_to: FiscalYear | None = None
    owner_by: Literal["", "project", "indicator"] = ""
    line: dict[str, Any] | None = None
    prints: tuple[dict[str, Any], ...] = ()


def written_in(path: Path) -> dict[str, Any]:
    """What a declaration's TOML file says. Raises ``InputRefusal`` where it isn't TOML, and ``OSError``."""
    try:
        return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (ValueError, RecursionError) as reason:  # what is no TOML, no UTF-8, or beyond any reader
        raise InputRefusal(
            f"อ่านแฟ้ม {quoted(path.name)} ไม่ได้ ({reason}) โปรดตรวจรูปแบบ TOML ของแฟ้ม"
        ) from reason


def read_registers(declarations: Iterable[Mapping[str, Any]]) -> tuple[Register, ...]:
    """The registers of an office, in the order of the rail; each also has the rules that another one declares over both.

    Raises ``InputRefusal`` as ``read_register`` does.
    """
    written = tuple(declarations)
    found: dict[str, Register] = {}
    for register in map(read_register, written):
        if register.name in found:
            raise InputRefusal(f"ทะเบียน {quoted(register.name)}: มีทะเบียนอื่นที่ใช้ชื่อเดียวกัน โปรดใช้ชื่อที่ไม่ซ้ำกัน")
        found[register.name] = register
    for declared in written:
        scope = Scope.of(found[declared["name"]])
        for other, rule in filter(None, (mirrored(table, scope) for table in declared.get("rules", ()))):
            if other in found:
                found[other] = replace(found[other], rules=(*found[other].rules, rule))
    return tuple(sorted(found.values(), key=lambda register: register.place))


def read_register(written: Mapping[str, Any]) -> Register:
    """The register that a mapping declares, as ``tomllib`` gives it with numbers in ``Decimal``.

    Raises ``InputRefusal``, naming the place, for what isn't known or makes no sense by itself.
    """
    name = written.get("name")
    said = f"ทะเบียน {quoted(str(name))}" if name else "ทะเบียนที่ยังไม่มีชื่อ (name)"
    try:
        declared = RegisterDeclaration.model_validate(written)
    except ValidationError as reason:
        raise InputRefusal(f"{said}: {_complaint(reason.errors()[0], written)}") from reason
    fields = _fields(said, declared.fields)
    _named(said, declared, fields)
    register = _made(declared, fields)
    return replace(register, items=_items(said, declared, register)) if declared.items else register


def check_among(written: Mapping[str, Any], registers: Mapping[str, Register]) -> None:
    """InputRefusal where a declaration that by itself makes sense asks the others, among them its own, for what isn't there:
    a reference to no register or to one that no one value names, a rule over what another hasn't."""
    register = registers[written["name"]]
    said = f"ทะเบียน {quoted(register.name)}"
    for field in register.reference_fields:
        other = registers.get(field.refers_to)
        if other is None:
            raise InputRefusal(
                f"{said} ช่อง {field.name}: ไม่มีทะเบียน {quoted(field.refers_to)} ให้อ้างถึง (refers_to) โปรดเพิ่มทะเบียนนั้นก่อน"
            )
        if len(other.key_fields) != 1:
            raise InputRefusal(
                f"{said} ช่อง {field.name}: อ้างถึงทะเบียน {quoted(field.refers_to)} ไม่ได้ เพราะไม่มีเลขประจำรายการ (key) "
                "เป็นช่องเดียว โปรดอ้างถึงทะเบียนอื่น"
            )
    for rule in written.get("rules", ()):
        check_others(rule, Scope.of(register), registers)
    for view in register.views:
        check_view(view, register.name, registers)
    for one in register.prints:
        check_print(one, registers)


def _fields(said: str, declared: Iterable[FieldDeclaration]) -> dict[str, Field]:
    """The fields by name; no two have one name, nor one label unless one is retired, which is then called so; and none has the
    name of a column every table has."""
    fields: dict[str, Field] = {}
    labels: set[str] = set()
    declared = tuple(declared)
    in_use = {part.label for part in declared if not part.retired}
    for part in (_told_apart(part, in_use) for part in declared):
        if part.type not in _TYPES:
            raise InputRefusal(
                f"{said} ช่อง {part.name}: ไม่รู้จักชนิด {quoted(part.type)} โปรดใช้ {' '.join(_TYPES)} อย่างใดอย่างหนึ่ง"
            )
        if part.name in RESERVED:
            raise InputRefusal(f"{said} ช่อง {part.name}: ชื่อนี้โปรแกรมใช้อยู่แล้ว โปรดใช้ชื่ออื่น")
        if part.name in fields or part.label in labels:
            raise InputRefusal(f"{said} ช่อง {part.name}: มีช่องอื่นที่ใช้ชื่อหรือป้ายเดียวกัน โปรดใช้ชื่อและป้ายที่ไม่ซ้ำกัน")
        if part.type == CHOICE.name and not part.choices:
            raise InputRefusal(f"{said} ช่อง {part.name}: ยังไม่มีตัวเลือก (choices) โปรดระบุอย่างน้อยหนึ่งตัวเลือก")
        fields[part.name] = _field(said, part)
        labels.add(part.label)
    return fields


def _told_apart(part: FieldDeclaration, in_use: Collection[str]) -> FieldDeclaration:
    """A retired field whose label another one has now is told apart from it."""
    if not (part.retired and part.label in in_use):
        return part
    return part.model_copy(update={"label": f"{part.label} {RETIRED}"})


def _field(said: str, declared: FieldDeclaration) -> Field:
    where = f"{said} ช่อง {declared.name}"
    if declared.pattern and not (_TYPES[declared.type].is_text and readable_pattern(declared.pattern)):
        raise InputRefusal(f"{where}: รูปแบบ (pattern) ใช้ได้กับช่องข้อความ และต้องอ่านได้ โปรดแก้ไขหรือเอาออก")
    _check_choices(where, declared)
    if declared.minimum is not None and declared.maximum is not None and declared.maximum < declared.minimum:
        raise InputRefusal(f"{where}: ค่าสูงสุด (maximum) น้อยกว่าค่าต่ำสุด (minimum) จึงกรอกค่าใดไม่ได้ โปรดแก้ไข")
    if declared.decimals is not None and declared.type != NUMBER.name:
        raise InputRefusal(f"{where}: จำนวนทศนิยม (decimals) ใช้ได้กับช่องชนิด {NUMBER.name} โปรดเอาออก")
    try:
        return declared.field()
    except Unreadable as reason:
        raise InputRefusal(f"{where}: ค่าเริ่มต้น (default) ใช้ไม่ได้: {reason}") from reason


def _check_choices(where: str, declared: FieldDeclaration) -> None:
    labels = [said if isinstance(said, str) else said.label for said in declared.choices.values()]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise InputRefusal(f"{where}: ตัวเลือก (choices) {quoted(twice)} มีสองตัว โปรดใช้ป้ายที่ไม่ซ้ำกัน")
    if declared.choices and declared.type not in (CHOICE.name, WHOLE.name):
        raise InputRefusal(
            f"{where}: ตัวเลือก (choices) ใช้ได้กับช่องชนิด {CHOICE.name} และ {WHOLE.name} โปรดเปลี่ยนชนิดหรือเอาออก"
        )
    odd = next((code for code in declared.choices if not _WHOLE.fullmatch(code)), None)
    if declared.type == WHOLE.name and odd is not None:
        raise InputRefusal(f"{where}: รหัสตัวเลือก (choices) {quoted(odd)} ไม่ใช่จำนวนเต็ม โปรดใช้ 0-9")


def _items(
    said: str, declared: RegisterDeclaration, register: Register
) -> tuple[Mapping[str, Value | None], ...]:
    """The records that come with the plan: no field unknown, each with a key of its own. ``fiscal_year`` of a register
    whose items are each year's own is not theirs to say."""
    year = {"fiscal_year": declared.items_per_year} if declared.items_per_year else {}
    seen: set[str | None] = {None}
    items = []
    for at, item in enumerate(declared.items, 1):
        where = f"{said} items ที่ {at}"
        values = {name: _value(where, register, name, raw) for name, raw in item.items()}
        key = register.natural_key({**values, **year})
        if key in seen:
            raise InputRefusal(f"{where}: ช่องที่เป็นเลขประจำรายการ (key) ว่างหรือซ้ำกัน โปรดแก้ไข")
        seen.add(key)
        items.append({**dict.fromkeys(register.by_name), **values})
    return tuple(items)


def _value(where: str, register: Register, name: str, raw: object) -> Value | None:
    if name not in register.by_name:
        raise InputRefusal(f"{where}: ไม่มีช่อง {quoted(name)} ในทะเบียน โปรดตรวจชื่อช่อง")
    try:
        return read_value(register.field(name), raw)
    except Unreadable as reason:
        raise InputRefusal(f"{where}: {reason}") from reason


def _named(said: str, declared: RegisterDeclaration, fields: Mapping[str, Field]) -> None:
    """Whatever names a field names one that is there, and dates are what they should be."""
    named = {
        "key": declared.key,
        "day": (declared.day,) if declared.day else (),
        "exists_from": (declared.exists_from,) if declared.exists_from else (),
        "order": tuple(name.removeprefix("-") for name in declared.order),
    }
    for key, names in named.items():
        for name in names:
            if name not in fields:
                raise InputRefusal(f"{said}: {key} อ้างถึงช่อง {quoted(name)} ที่ไม่มี โปรดตรวจชื่อช่อง")
            if key != "order" and fields[name].retired:
                raise InputRefusal(f"{said}: {key} อ้างถึงช่อง {quoted(name)} ที่เลิกใช้แล้ว โปรดเลือกช่องอื่นก่อน")
            if key in ("day", "exists_from") and not fields[name].type.is_dated:
                raise InputRefusal(
                    f"{said}: {key} ต้องเป็นช่องวัน เดือน หรือเวลา แต่ {quoted(name)} ไม่ใช่ โปรดเลือกช่องอื่น"
                )
    if declared.per_year and not (declared.key and declared.day):
        raise InputRefusal(f"{said}: per_year ต้องมีทั้ง key และ day โปรดระบุให้ครบ")
    if declared.used_from and declared.used_to and declared.used_to < declared.used_from:
        raise InputRefusal(f"{said}: used_to อยู่ก่อน used_from โปรดแก้ไขปีงบประมาณ")
    if declared.owner_by and owner_field(declared.owner_by, fields.values()) is None:
        raise InputRefusal(
            f"{said}: owner_by ต้องมีช่อง {declared.owner_by} ที่บอกเจ้าของรายการ โปรดเพิ่มช่องหรือเอา owner_by ออก"
        )


def _answerable(rules: Iterable[StatedRule], fields: Mapping[str, Field]) -> tuple[StatedRule, ...]:
    """The rules without what they find in fields that nobody fills in any more: nobody could mend it."""
    retired = frozenset(name for name, field in fields.items() if field.retired)
    return tuple(
        replace(rule, find=partial(_found_beside, retired, rule.find)) if retired else rule for rule in rules
    )


def _found_beside(retired: frozenset[str], find: Rule, values: Values, context: RuleContext) -> list[Finding]:
    return [finding for finding in find(values, context) if finding.field not in retired]


def _clocks(declared: RegisterDeclaration, fields: Mapping[str, Field]) -> tuple[Clock, ...]:
    clocks = tuple(read_clock(clock, fields) for clock in declared.clocks)
    for name, count in Counter(clock.name for clock in clocks).items():
        if count > 1:
            raise InputRefusal(f"กำหนดเวลา {quoted(name)}: มีกำหนดเวลาอื่นที่ใช้ชื่อเดียวกัน โปรดใช้ชื่อที่ไม่ซ้ำกัน")
    return clocks


def _view(declared: RegisterDeclaration, written: Mapping[str, Any], fields: Mapping[str, Field]) -> View:
    """A view; a grid has room for one record of an item and a month."""
    view = read_view(written, fields)
    if view.kind == GRID and {*declared.key} != {view.item, view.month}:
        raise InputRefusal(
            f"มุมมอง {quoted(GRID)}: ใช้ได้เมื่อเลขประจำรายการ (key) เป็นช่อง {view.item} กับ {view.month} โปรดแก้ไข key หรือเอาออก"
        )
    return view


def _made(declared: RegisterDeclaration, fields: Mapping[str, Field]) -> Register:
    key, scope = declared.key, Scope(declared.name, fields)
    if declared.per_year:
        key = (*(name for name in key if name != declared.day), declared.day)
    return Register(
        name=declared.name,
        title=declared.title,
        short_title=declared.short_title or declared.title,
        unit=declared.unit,
        fields=tuple(fields.values()),
        key_fields=key,
        key=within_year if declared.per_year else joined,
        per_year=declared.per_year,
        rules=_answerable(make_rules(declared.rules, scope), fields),
        clocks=_clocks(declared, fields),
        plan_born=declared.plan_born or bool(declared.items),
        fixed_id=bool(declared.items) if declared.fixed_id is None else declared.fixed_id,
        date_field=declared.day,
        exists_from=declared.exists_from,
        order_by=declared.order,
        new_label=declared.new_label,
        place=declared.place,
        counted_in=declared.counted_in,
        views=tuple(_view(declared, view, fields) for view in declared.views),
        items_per_year=declared.items_per_year,
        retired=declared.retired,
        used_from=declared.used_from,
        used_to=declared.used_to,
        owner_by=declared.owner_by,
        line=None if declared.line is None else read_line_fields(declared.line, fields),
        prints=read_prints(declared.prints, fields, declared.day),
    )


def _complaint(error: ErrorDetails, written: Mapping[str, Any]) -> str:
    """What pydantic finds, as one Thai sentence."""
    *place, last = error["loc"]
    last = f"รหัสใน {place[-2]}" if last == "[key]" else last
    where = _where(place, written)
    if error["type"] == "extra_forbidden":
        return f"{where}ไม่รู้จัก {quoted(str(last))} โปรดตรวจตัวสะกด หรือเอาออก"
    if error["type"] == "missing":
        return f"{where}ยังไม่มี {last} โปรดระบุ"
    if error["type"] in ("too_short", "too_long") and last == "fields":
        return (
            "ยังไม่มีช่อง (fields) โปรดเพิ่มอย่างน้อยหนึ่งช่อง"
            if not error["input"]
            else f"มีเกิน {MOST_FIELDS} ช่อง โปรดลดจำนวนช่อง"
        )
    return f"{where}{last} ใช้ค่า {quoted(str(error['input'])[:60])} ไม่ได้ โปรดแก้ไขตามรูปแบบของทะเบียน"


def _where(place: Iterable[str | int], written: Mapping[str, Any]) -> str:
    """Which field or other part a place leads to, before the sentence; "" for the register itself."""
    kind, at, *_ = (*place, None, None)
    if not isinstance(at, int):
        return f"{kind} " if kind else ""
    part = written[str(kind)][at]
    name = part.get("name") if isinstance(part, Mapping) else None
    return f"ช่อง {name}: " if name and kind == "fields" else f"{kind} ที่ {at + 1}: "
