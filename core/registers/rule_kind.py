"""What a kind of rules is: what it takes, how it weighs, and the rule it makes for a register's fields.

A kind is a module in ``core.registers.rule_kinds`` with a ``KIND``. The rule it makes is a pure function of a record's
values and its context that states itself in Thai. A rule looks only at the values that are there; what is missing is
another rule's matter.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.faults import Finding, Severity
from core.registers.declare import Rule, StatedRule, Values
from core.registers.fields import Field

# What every office's own sentence may hold beside the register's fields: the label and the value of the field that
# carries the finding.
KNOWN = ("label", "value")

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class Unfit(ValueError):
    """Why a declaration can't be used: a Thai clause, to which whoever reads the declaration adds where it stands."""


@dataclass(frozen=True)
class Scope:
    """What a rule may see of its register: the register's name and the fields by name."""

    register: str
    fields: Mapping[str, Field]


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
    def code(self) -> str:
        """The code of the rule's findings."""
        return self.name or self.kind

    @property
    def must(self) -> str:
        """How the rule asks: what it refuses must be, what it remarks on should be."""
        return "ต้อง" if self.severity is Severity.ERROR else "ควร"

    @property
    def reassurance(self) -> str:
        """What is said of a day that may well be right, where the rule only remarks on it."""
        return "ถ้าถูกต้องแล้วไม่ต้องแก้ไข" if self.severity is Severity.REMARK else "โปรดตรวจวันที่"

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
            self.code, told, field.name, known.get("value", value) or None, severity or self.severity
        )


@dataclass(frozen=True)
class RuleParameter:
    """Something a kind takes: ``read`` makes what the kind works with of what was written, or raises ``Unfit``;
    ``default`` is taken where an optional one isn't given."""

    name: str
    read: Callable[[Any, Scope], Any]
    required: bool = True
    default: Any = None


@dataclass(frozen=True)
class RuleKind:
    """A kind of rules. ``make`` gives the rule; it raises ``Unfit`` where parameters don't go together. ``knows`` names
    what the kind's sentences may hold beside fields, ``KNOWN`` aside."""

    name: str
    takes: tuple[RuleParameter, ...]
    make: Callable[[RuleSpec, Scope], StatedRule]
    severity: Severity = Severity.ERROR
    knows: tuple[str, ...] = ()


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


def day_of(value: date) -> date:
    """The day of a day or moment."""
    return value.date() if isinstance(value, datetime) else value
