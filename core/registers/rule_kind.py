"""What a kind of rules is: what it takes, how it weighs, and the rule it makes for a register's fields.

A kind is a module in ``core.registers.rule_kinds`` with a ``KIND``. The rule it makes is a pure function of a record's
values and its context that states itself in Thai. A rule looks only at the values that are there; what is missing is
another rule's matter.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.faults import Finding, Severity
from core.registers.bad_declaration import BadDeclaration
from core.registers.declare import Register, Rule, RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.reading import printable
from core.thai.quote import quoted

# What every office's own sentence may hold beside the register's fields: the label and the value of the field that
# carries the finding.
KNOWN = ("label", "value")

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Scope:
    """What a rule may see of its register: the register's name and the fields by name."""

    register: str
    fields: Mapping[str, Field]

    @classmethod
    def of(cls, register: Register) -> "Scope":
        """That of a register's own rules."""
        return cls(register.name, register.by_name)


@dataclass(frozen=True)
class RuleSpec:
    """A rule as it is declared: its parameters read as its kind reads them; ``name`` and ``message`` "" where the
    declaration has none."""

    kind: str
    name: str
    parameters: Mapping[str, Any]
    severity: Severity
    message: str = ""

    @property
    def must(self) -> str:
        """How the rule asks: what it refuses must be, what it remarks on should be."""
        return "ต้อง" if self.severity is Severity.ERROR else "ควร"

    def advice(self, what: str, severity: Severity | None = None) -> str:
        """What to do about something that may well be right, where the rule only remarks on it."""
        remark = (severity or self.severity) is Severity.REMARK
        return "ถ้าถูกต้องแล้วไม่ต้องแก้ไข" if remark else f"โปรดตรวจ{what}"

    def finding(
        self,
        scope: Scope,
        field: Field,
        values: Values,
        sentence: str,
        *,
        message: str | None = None,
        severity: Severity | None = None,
        **known: str,
    ) -> Finding:
        """What the rule says under a field: the office's own sentence (``message``, by default the rule's) with its
        placeholders filled in, else the kind's ``sentence``."""
        value = field.show(values.get(field.name))
        own = self.message if message is None else message
        told = (
            filled(own, scope, values, {"label": field.label, "value": value, **known}) if own else sentence
        )
        return Finding(
            self.kind, told, field.name, known.get("value", value) or None, severity or self.severity
        )


Registers = Mapping[str, Register]
Other = Callable[[RuleSpec, Scope, Registers], Register | None]


@dataclass(frozen=True)
class RuleParameter:
    """Something a kind takes: ``read`` makes what the kind works with of what was written, or raises ``BadDeclaration``;
    ``default`` is taken where an optional one isn't given."""

    name: str
    read: Callable[[Any, Scope], Any]
    required: bool = True
    default: Any = None


@dataclass(frozen=True)
class RuleKind:
    """A kind of rules. ``make`` gives the rule; it raises ``BadDeclaration`` where parameters don't go together. ``knows`` names
    what the kind's sentences may hold beside fields, ``KNOWN`` aside. ``other`` gives the register that the rule looks
    at beside its own, of all there are by name, and raises ``BadDeclaration`` where that isn't there or lacks what is asked of
    it; ``mirrored`` the rule's half for that register, by its name."""

    name: str
    takes: tuple[RuleParameter, ...]
    make: Callable[[RuleSpec, Scope], StatedRule]
    severity: Severity = Severity.ERROR
    knows: tuple[str, ...] = ()
    other: Other | None = None
    mirrored: Callable[[RuleSpec, Scope], tuple[str, StatedRule]] | None = None


def stated(
    spec: RuleSpec,
    scope: Scope,
    says: str,
    find: Rule,
    *,
    reads: Iterable[str] = (),
    notices: Iterable[str] = (),
    each: bool = False,
) -> StatedRule:
    """The rule of ``find``, which follows from the fields it ``reads`` and those it ``notices`` (see ``StatedRule``),
    beside which it looks at those its message shows."""
    shown = shown_in(spec.message, scope)
    reads = tuple(dict.fromkeys(reads))
    noticed = dict.fromkeys((*notices, *shown))
    return StatedRule(says, find, reads, tuple(n for n in noticed if n not in reads), each=each and not shown)


def stated_of_each(
    spec: RuleSpec,
    scope: Scope,
    says: str,
    fields: tuple[Field, ...],
    fault: Callable[[Field, Any, RuleContext], str | None],
) -> StatedRule:
    """The rule that says of each field by itself what ``fault`` finds in its value, None for nothing."""

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        for field in fields:
            value = values.get(field.name)
            if value is not None and (said := fault(field, value, context)) is not None:
                yield spec.finding(scope, field, values, said)

    return stated(spec, scope, says, find, reads=(f.name for f in fields), each=True)


def fitting(other: Other, spec: RuleSpec, scope: Scope, context: RuleContext) -> Register | None:
    """The other register that a rule looks at; None where it has nothing to look at: the file's declarations are made
    apart, and what one of them asks may not have come yet."""
    try:
        return other(spec, scope, context.registers)
    except BadDeclaration:
        return None


def field_in(registers: Registers, register: str, name: str) -> Field:
    """The field of another register; raises ``BadDeclaration`` where there is none."""
    if register not in registers:
        raise BadDeclaration(f"ไม่มีทะเบียน {quoted(printable(register))} โปรดตรวจชื่อทะเบียน")
    field = registers[register].by_name.get(name)
    if field is None:
        raise BadDeclaration(f"ไม่มีช่อง {quoted(printable(name))} ในทะเบียน {register} โปรดตรวจชื่อช่อง")
    return field


def others(rows: Iterable[Mapping[str, Any]], context: RuleContext) -> list[Mapping[str, Any]]:
    """The rows that aren't the record being checked."""
    return [row for row in rows if row["id"] != context.record_id]


def others_like(
    scope: Scope, names: Iterable[str], values: Values, context: RuleContext
) -> list[Mapping[str, Any]]:
    """The register's other records with the same values in all of these fields; none where one of them is empty."""
    same = {name: values.get(name) for name in names}
    if None in same.values():
        return []
    return others(context.lookup.where(scope.register, **same), context)


def total_of(name: str, rows: Iterable[Mapping[str, Any]]) -> Decimal:
    """The sum of a field over rows, what is empty left out."""
    return sum((Decimal(row[name]) for row in rows if row.get(name) is not None), Decimal(0))


def placeholders(sentence: str) -> tuple[str, ...]:
    """The names in braces in a sentence."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(sentence)))


def shown_in(sentence: str, scope: Scope) -> tuple[str, ...]:
    """The fields a sentence shows."""
    return tuple(name for name in placeholders(sentence) if name in scope.fields)


def filled(sentence: str, scope: Scope, values: Values, known: Mapping[str, str]) -> str:
    """A sentence with its placeholders filled in; a field goes before something known that is called like it."""

    def shown(found: re.Match[str]) -> str:
        field = scope.fields.get(found[1])
        return field.show(values.get(field.name)) if field else known[found[1]]

    return _PLACEHOLDER.sub(shown, sentence)


def listed(fields: Iterable[Field], between: str = " ") -> str:
    """Fields by their labels."""
    return between.join(field.label for field in fields)
