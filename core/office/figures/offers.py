"""What the slots of a formula's sentence offer: the file's registers that are in use, their fields and clocks that fit, the plan's
projects and indicators, each by its Thai words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.indicators.formula import Formula
from core.indicators.parameters import ParameterKind
from core.indicators.sentences import WAY, Given, Slot, Way, table_at
from core.plan.model import Plan
from core.registers.declare import Choice, Field, Register
from core.registers.field_types.texts import LONG_TEXT
from core.registers.filters import COMPARISONS, OPERATORS, UNORDERED, family, worded
from core.thai.fiscal import Month

_FITS: Mapping[ParameterKind, Callable[[Field], bool]] = {
    ParameterKind.FIELD: lambda field: field.type is not LONG_TEXT,
    ParameterKind.AMOUNT: lambda field: field.type.is_number or field.type.python is int,
    ParameterKind.DATED: lambda field: field.type.is_dated,
    ParameterKind.MONTH: lambda field: field.type.python is Month,
    ParameterKind.CONDITIONS: lambda _field: True,
}
_OTHER_WORDS = {"in": "เป็นอย่างใดอย่างหนึ่งใน", "filled": "กรอกแล้ว", "empty": "ยังว่าง"}


@dataclass(frozen=True)
class Offers:
    """What is offered for an indicator of a plan, over the registers of the file by name."""

    plan: Plan
    registers: Mapping[str, Register]
    code: str = ""

    def formulas(self, known: Iterable[Formula], held: str = "") -> list[Choice]:
        """The formulas to choose from: those with a way that can be gone in this file, and the one held."""
        return [
            Choice(
                f.name, f.title, retired=f.name != held and bool(f.ways) and not any(map(self._goes, f.ways))
            )
            for f in known
        ]

    def first_way(self, formula: Formula) -> int:
        """The first of a formula's ways that can be gone."""
        return next((n for n, way in enumerate(formula.ways) if self._goes(way)), 0)

    def choices(self, slot: Slot, given: Given) -> list[Choice]:
        """What a slot can be filled with; what is held and fits no more is among it by its words, retired."""
        kind = slot.takes.kind
        if slot.path[-1] == WAY:
            held = slot.takes.default
            return [
                Choice(str(n), way.title, retired=str(n) != held and not self._goes(way))
                for n, way in enumerate(slot.ways)
            ]
        if kind is ParameterKind.CODE:
            return [Choice(code, words) for code, words in slot.takes.choices.items()]
        if kind is ParameterKind.PROJECT:
            return [Choice(str(p.number), f"โครงการที่ {p.number} {p.title}") for p in self.plan.projects]
        if kind in (ParameterKind.INDICATOR, ParameterKind.WEIGHED):
            return list(self._indicators())
        if kind in (ParameterKind.REGISTER, ParameterKind.ITEMS):
            return list(self._registers(kind))
        register = self.register(slot, given)
        if register is None:
            return []
        if kind is ParameterKind.CLOCK:
            return list(_clocks(register))
        words = slot.takes.worded
        return [
            Choice(f.name, words.format(f.label), f.retired)
            for f in register.stored_fields
            if f.name != "fiscal_year" and _FITS[kind](f)
        ]

    def unless(self, slot: Slot, given: Given) -> str:
        """The words for none in a slot, "" where something must be chosen."""
        register = self.register(slot, given)
        if slot.takes.name == "day" and register is not None and register.date_field:
            return register.field(register.date_field).called
        return slot.takes.unless

    def behind(self, slot: Slot, given: Given) -> str:
        """What a chosen clock says by itself: its limit, and from which day it is counted."""
        register = self.register(slot, given)
        if slot.takes.kind is not ParameterKind.CLOCK or register is None:
            return ""
        name = table_at(slot.path[:-1], given).get(slot.takes.name)
        clock = next((c for c in register.clocks if c.name == name), None)
        return f"ภายใน {clock.limit_said} นับจาก{register.field(clock.since).called}" if clock else ""

    def register(self, slot: Slot, given: Given) -> Register | None:
        """The register whose parts a slot names."""
        *path, name = slot.register
        return self.registers.get(str(table_at(tuple(path), given).get(name)))

    def fields(self, slot: Slot, given: Given) -> Mapping[str, Field]:
        """The fields that conditions can be made of, by name."""
        register = self.register(slot, given)
        return {f.name: f for f in register.stored_fields} if register else {}

    def _goes(self, way: Way) -> bool:
        return not way.over or (way.over in self.registers and self._in_use(self.registers[way.over]))

    def _in_use(self, register: Register) -> bool:
        return not register.retired and register.used_in(self.plan.fiscal_year)

    def _registers(self, kind: ParameterKind) -> Iterator[Choice]:
        shown = [r for r in self.registers.values() if not r.internal]
        same = Counter(r.short_title for r in shown)
        for register in sorted(shown, key=lambda r: (r.place, r.short_title)):
            words = register.short_title if same[register.short_title] == 1 else register.title
            fits = kind is ParameterKind.REGISTER or len(register.key_fields) == 1
            yield Choice(register.name, words, retired=not (fits and self._in_use(register)))

    def _indicators(self) -> Iterator[Choice]:
        for one in self.plan.indicators:
            yield Choice(one.code, f"ตัวชี้วัดที่ {one.code} {one.called}", retired=one.code == self.code)


def _clocks(register: Register) -> Iterator[Choice]:
    same = Counter(clock.label for clock in register.clocks)
    for clock in register.clocks:
        more = "" if same[clock.label] == 1 else f" ({clock.limit_said})"
        yield Choice(clock.name, f"{clock.label}{more}")


def operators_of(field: Field | None, held: str = "") -> list[Choice]:
    """The comparisons that suit a field, in words, and the one held."""
    ordered = field is not None and (family(field) in ("dated", "number"))
    suits = [op for op in OPERATORS if ordered or op in (*UNORDERED, "in", "filled", "empty") or op == held]
    return [Choice(op, _said(op, field)) for op in suits]


def _said(operator: str, field: Field | None) -> str:
    if operator in COMPARISONS and field is not None:
        return worded(operator, field)
    return _OTHER_WORDS.get(operator, operator)


def value_of(field: Field, written: Any) -> Any:
    """The value of a field that a condition has written; None where it can't be read."""
    try:
        return field.type.read(field, written)
    except ValueError:
        return None
