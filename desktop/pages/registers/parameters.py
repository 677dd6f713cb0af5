"""The parameters of rules and views in a form: which inputs each takes, what they show, and what is written of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.registers.declare import Field, Register
from desktop.models.register_design import FIELDS as PARTS_OF
from desktop.models.register_design import labels_of, parts, with_value
from desktop.pages.registers.field_words import DATED, NUMERIC
from desktop.pages.registers.part_form import PartForm, amount, count, line, pick, yes
from desktop.pages.registers.rule_words import (
    COMPARED,
    CONDITIONS,
    COUNT,
    FIELD,
    FIELDS,
    FLAG,
    IF,
    NUMBER,
    ONE_OF,
    OP,
    REGISTER,
    RIGHT,
    SENTENCE,
    SEVERITIES,
    SEVERITY,
    THERE,
    THERES,
    UNARY,
    Blank,
)
from desktop.widgets.inputs import FieldInput
from desktop.widgets.inputs.fields_pick import FieldsPick

Part = Mapping[str, Any]
Registers = Mapping[str, Register]
MOST_IFS = 2  # conditions that can be asked for here; a declaration may have more, which stay as they are
CONDITION = ("field", "op", "value")


def inputs_of(asks: Sequence[Blank]) -> tuple[list[Field], list[tuple[str, ...]], dict[str, FieldInput]]:
    """The fields of a form for parameters, their rows, and the inputs that aren't their type's."""
    fields: list[Field] = []
    rows: list[tuple[str, ...]] = []
    made: dict[str, FieldInput] = {}
    for one in asks:
        if one.what == IF:
            for number in range(1, MOST_IFS + 1):
                words = one.words if number == 1 else "และ"
                place, op, value = (f"{one.name}.{number}.{part}" for part in CONDITION)
                fields += [pick(place, words), pick(op, "เงื่อนไข"), line(value, "ค่า")]
                rows.append((place, op, value))
            continue
        fields.append(_field(one))
        if one.what in (FIELDS, THERES):
            made[one.name] = _picks(one)
        beside = rows and one.what == RIGHT and rows[-1][-1] == "op"
        if beside or (one.what == OP and rows):
            rows[-1] = (*rows[-1], one.name)
        else:
            rows.append((one.name,))
    return fields, rows, made


def _field(one: Blank) -> Field:
    if one.what in (COUNT, NUMBER):
        return (count if one.what == COUNT else amount)(one.name, one.words)
    if one.what == FLAG:
        return yes(one.name, one.words)
    if one.what in (RIGHT, SENTENCE, FIELDS, THERES):
        return line(one.name, one.words, required=one.needed)
    return pick(one.name, one.words, required=one.needed)


def _picks(one: Blank) -> FieldsPick:
    made = FieldsPick(one.nothing)
    made.setAccessibleName(one.words)
    return made


def show(form: PartForm, asks: Sequence[Blank], part: Part, written: Part, registers: Registers) -> None:
    """Shows a part's parameters, and offers what may be picked."""
    values: dict[str, Any] = {key: value for key, value in part.items() if not isinstance(value, list | dict)}
    locked: list[str] = []
    for one in asks:
        own = labels_of(written, one.fits)
        if one.what == IF:
            _show_conditions(form, one, part, labels_of(written), values, locked)
        elif one.what in (FIELDS, THERES):
            picks = form.input(one.name)
            assert isinstance(picks, FieldsPick)
            offered = own if one.what == FIELDS else _there(part, registers, one)
            picks.set_choices({**offered, **dict(one.beside)})
            values[one.name] = ",".join(part.get(one.name, ()))
        elif one.what == RIGHT:
            values[one.name] = _shown(part.get(one.name), written)
        elif one.what == NUMBER and part.get(one.name) is not None:
            values[one.name] = Decimal(str(part[one.name]))
        else:
            _offer(form, one, own, _there(part, registers, one), registers)
    form.set_values(values)
    form.set_locked(locked)


def _offer(
    form: PartForm, one: Blank, own: Mapping[str, str], there: Mapping[str, str], registers: Registers
) -> None:
    if one.what == FIELD:
        form.offer(one.name, own)
    elif one.what == OP:
        form.offer(one.name, COMPARED)
    elif one.what == REGISTER:
        form.offer(one.name, {name: register.short_title for name, register in registers.items()})
    elif one.what == THERE:
        form.offer(one.name, there)
    elif one.what == ONE_OF:
        form.offer(one.name, dict(one.beside))
    elif one.what == SEVERITY:
        form.offer(one.name, SEVERITIES, "ตามชนิดของกติกา")


def _there(part: Part, registers: Registers, one: Blank) -> dict[str, str]:
    other = registers.get(str(part.get("register")))
    return {f.name: f.label for f in other.fields if f.type.name in one.fits} if other else {}


def _show_conditions(
    form: PartForm, one: Blank, part: Part, own: Mapping[str, str], values: dict[str, Any], locked: list[str]
) -> None:
    given = part.get(one.name, [])
    shown = given if _simple(given) else []
    for number in range(1, MOST_IFS + 1):
        place, op, value = (f"{one.name}.{number}.{name}" for name in CONDITION)
        form.offer(place, own)
        form.offer(op, CONDITIONS)
        there = shown[number - 1] if number <= len(shown) else []
        values |= dict(zip((place, op), there[:2], strict=False))
        values[value] = str(there[2]) if len(there) > 2 else None
        if len(there) == 2 or not there:
            locked.append(value)
        if not _simple(given):
            locked += [place, op]


def _simple(given: Sequence[Any]) -> bool:
    """True for conditions that can be shown in the form: few, one after the other, each with one value."""
    listed = all(isinstance(one, list) and one[1] in CONDITIONS for one in given)
    return listed and len(given) <= MOST_IFS


def _shown(value: Any, written: Part) -> str | None:
    return None if value is None else labels_of(written).get(str(value), str(value))


def taken(form: PartForm, asks: Sequence[Blank], part: Part, name: str, written: Part) -> dict[str, Any]:
    """The part with what stands in an input of its form."""
    key = name.partition(".")[0]
    one = next((asked for asked in asks if asked.name == key), None)
    value = form.taken(name)
    if one is None:
        return with_value(part, name, value)
    if one.what == IF:
        return with_value(part, key, _conditions(form, key))
    if one.what in (FIELDS, THERES):
        return with_value(part, key, str(value).split(",") if value else [])
    if one.what == RIGHT:
        named = {label: code for code, label in labels_of(written).items()}
        return with_value(part, key, named.get(str(value), value))
    if one.needed and value is None:
        return dict(part)
    return {**part, key: value} if one.what == NUMBER and value is not None else with_value(part, key, value)


def _conditions(form: PartForm, key: str) -> list[list[Any]]:
    """The conditions that are filled in; one that lacks its value is of what is filled in."""
    found = []
    for number in range(1, MOST_IFS + 1):
        place, op, value = (form.taken(f"{key}.{number}.{name}") for name in CONDITION)
        if place is None:
            continue
        op = op or "filled"
        if op in UNARY:
            found.append([place, op])
        else:
            found.append([place, op, value if value is not None else ""])
    return found


def usual(asks: Sequence[Blank], written: Part) -> dict[str, Any] | None:
    """What a new part begins with; None where no field fits what is needed."""
    made: dict[str, Any] = {}
    for one in (asked for asked in asks if asked.needed):
        fit = list(labels_of(written, one.fits))
        if one.what in (FIELD, FIELDS, IF) and not fit:
            return None
        if one.what == FIELD:
            made[one.name] = _fitting(one, fit, made, written)
        elif one.what == FIELDS:
            made[one.name] = fit[:2]
        elif one.what == IF:
            made[one.name] = [[next((n for n in fit if n not in made.values()), fit[0]), "filled"]]
        elif one.what == OP:
            made[one.name] = ">="
        elif one.what == RIGHT:
            made[one.name] = _beside(made, written)
    return {name: value for name, value in made.items() if value is not None}


def _fitting(one: Blank, fit: Sequence[str], made: Part, written: Part) -> str:
    """A field that isn't asked about yet; to be compared, one that another of its type stands beside."""
    free = [name for name in fit if name not in made.values()] or fit
    paired = [name for name in free if one.name == "left" and _like(name, written)]
    return (paired or free)[0]


def _beside(made: Part, written: Part) -> str | None:
    like = _like(str(made.get("left", "")), written)
    return like[0] if like else None


def _like(name: str, written: Part) -> list[str]:
    """The other fields of a field's type, where its values stand in an order."""
    held = next((f["type"] for f in parts(written, PARTS_OF) if f["name"] == name), "")
    return [n for n in labels_of(written, (held,)) if n != name] if held in DATED | NUMERIC else []
