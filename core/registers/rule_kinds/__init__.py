"""The kinds of rules a register may have, a module each; a module here with a ``KIND`` is one of them.

``make_rules`` makes rules of the ``[[rules]]`` tables of a declaration.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from core.discovery import declared_in
from core.faults import InputRefusal
from core.registers.bad_declaration import BadDeclaration
from core.registers.declare import Register, StatedRule
from core.registers.part_names import part_name
from core.registers.reading import printable
from core.registers.rule_kind import RuleKind, RuleSpec, Scope
from core.registers.rule_parameters import sentence_of, severity_of
from core.thai.quote import quoted

_FOUND: tuple[RuleKind, ...] = declared_in(__name__, __path__, "KIND")
KINDS: Mapping[str, RuleKind] = {kind.name: kind for kind in _FOUND}

__all__ = ["KINDS", "check_others", "make_rule", "make_rules", "mirrored"]

COMMON = ("kind", "name", "severity", "message")

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def make_rules(tables: Iterable[Mapping[str, Any]], scope: Scope) -> tuple[StatedRule, ...]:
    """The rules of a register's ``[[rules]]`` tables. Raises ``InputRefusal`` where one can't be used or two go by one
    name."""
    tables = tuple(tables)
    made = tuple(make_rule(table, scope) for table in tables)
    names = [part_name(table) for table in tables]
    for table, name in zip(tables, names, strict=True):
        if names.count(name) > 1:
            raise _refusal(table, scope, BadDeclaration(f"มีกฎอื่นที่ใช้ชื่อ {name} โปรดตั้งชื่อ (name) ที่ไม่ซ้ำกัน"))
    return made


def make_rule(table: Mapping[str, Any], scope: Scope) -> StatedRule:
    """The rule a ``[[rules]]`` table declares. Raises ``InputRefusal``, one Thai sentence, where it can't be used."""
    kind, spec = _read(table, scope)
    try:
        rule = kind.make(spec, scope)
    except BadDeclaration as reason:
        raise _refusal(table, scope, reason) from None
    beside = spec.parameters.get("register", "")
    if not beside or beside == scope.register:
        return rule
    when = spec.parameters.get("if")
    return replace(rule, beside=beside, given=tuple(when.equals.items()) if when else ())


def _read(table: Mapping[str, Any], scope: Scope) -> tuple[RuleKind, RuleSpec]:
    """The kind a table names, and the rule it declares. Raises ``InputRefusal``."""
    try:
        kind = _kind(table)
        return kind, _spec(kind, table, scope)
    except BadDeclaration as reason:
        raise _refusal(table, scope, reason) from None


def mirrored(table: Mapping[str, Any], scope: Scope) -> tuple[str, StatedRule] | None:
    """The half of a rule that another register's records are asked about, and that register's name; None for a rule that
    holds from one side. ``scope`` is that of the register that declares it. Raises ``InputRefusal``."""
    kind, spec = _read(table, scope)
    return kind.mirrored(spec, scope) if kind.mirrored else None


def check_others(table: Mapping[str, Any], scope: Scope, registers: Mapping[str, Register]) -> None:
    """Raises ``InputRefusal`` where a rule asks another register for what isn't there; such a rule would be quiet."""
    kind, spec = _read(table, scope)
    try:
        if kind.other:
            kind.other(spec, scope, registers)
    except BadDeclaration as reason:
        raise _refusal(table, scope, reason) from None


def _kind(table: Mapping[str, Any]) -> RuleKind:
    if "kind" not in table:
        raise BadDeclaration("ยังไม่บอกชนิดของกฎ (kind) โปรดระบุ")
    kind = KINDS.get(str(table["kind"]))
    if kind is None:
        raise BadDeclaration(f"ไม่รู้จักกฎชนิดนี้ โปรดใช้ {' '.join(KINDS)}")
    return kind


def _spec(kind: RuleKind, table: Mapping[str, Any], scope: Scope) -> RuleSpec:
    taken = {parameter.name for parameter in kind.takes}
    for key in table:
        if key not in taken and key not in COMMON:
            raise BadDeclaration(
                f"ไม่รู้จัก {quoted(printable(key))} โปรดใช้ {' '.join((*sorted(taken), *COMMON))}"
            )
    parameters = {}
    for parameter in kind.takes:
        if parameter.name in table:
            parameters[parameter.name] = parameter.read(table[parameter.name], scope)
        elif parameter.required:
            raise BadDeclaration(f"ยังไม่มี {parameter.name} โปรดระบุ")
        else:
            parameters[parameter.name] = parameter.default
    severity = severity_of(table["severity"], "severity") if "severity" in table else kind.severity
    message = sentence_of(table["message"], scope, "message", kind.knows) if "message" in table else ""
    return RuleSpec(kind.name, _name(table), parameters, severity, message)


def _name(table: Mapping[str, Any]) -> str:
    name = table.get("name", "")
    if "name" in table and not (isinstance(name, str) and _NAME.fullmatch(name)):
        raise BadDeclaration(f"ชื่อกฎ {quoted(printable(name))} ใช้ไม่ได้ โปรดใช้ a-z 0-9 และ _ ขึ้นต้นด้วยตัวอักษร")
    return str(name)


def _refusal(table: Mapping[str, Any], scope: Scope, reason: BadDeclaration) -> InputRefusal:
    which = " ".join(printable(table[key]) for key in ("kind", "name") if key in table)
    return InputRefusal(
        f"กฎ{f' {quoted(which)}' if which else ''} ของทะเบียน {scope.register} ใช้ไม่ได้: {reason}"
    )
