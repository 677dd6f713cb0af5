"""An XLSForm as a declaration: its questions as fields, and as limits and rules what its expressions ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.exchange.xlsform.conditions import (
    Alternatives,
    Chosen,
    Compared,
    Matches,
    One,
    Part,
    Unsaid,
    parts_of,
)
from core.exchange.xlsform.questions import FormQuestion, FormQuestions
from core.faults import InputRefusal
from core.registers.declaration import MOST_FIELDS, read_register
from core.registers.rule_kind import Scope
from core.registers.rule_kinds import make_rule
from core.thai.quote import quoted

Table = dict[str, Any]

_YES = ("yes", "true", "true()", "1")
_STARTS = {"today()": "today", "now()": "today"}
_NUMBERS, _DATED, _TEXTS = ("whole", "number"), ("day", "moment"), ("text", "long_text")


@dataclass(frozen=True, slots=True)
class FormRegister:
    """What a form says: its title, fields and rules in the form of docs/formats.md, and what is left out of it, a Thai sentence
    each."""

    title: str
    fields: tuple[Table, ...]
    rules: tuple[Table, ...]
    left_out: tuple[str, ...]


def register_of(form: Mapping[str, Any]) -> FormRegister:
    """The register that a form makes, as pyxform tells it (``workbook.form_of``)."""
    questions = FormQuestions.of(form)
    reading = _Reading(questions)
    for question in questions.found.values():
        reading.read(question)
    rules = reading.usable_rules()
    return FormRegister(
        " ".join(str(form.get("title") or "").split()),
        tuple(questions.fields),
        rules,
        tuple(questions.left_out),
    )


class _Reading:
    """Reads what questions ask for beside a value."""

    def __init__(self, questions: FormQuestions) -> None:
        self._questions = questions
        self._rules: list[tuple[Table, str]] = []  # each with the sentence for where it can't be used

    def read(self, question: FormQuestion) -> None:
        """The limits, rules and default of a question."""
        self._default(question)
        self._constraint(question)
        self._relevance(question)

    def usable_rules(self) -> tuple[Table, ...]:
        """The rules that make sense over the fields."""
        fields = self._questions.fields
        if not 0 < len(fields) <= MOST_FIELDS:
            return ()
        scope = Scope.of(read_register({"name": "form", "title": "form", "fields": fields}))
        return tuple(rule for rule, otherwise in self._rules if self._is_usable(rule, scope, otherwise))

    def _is_usable(self, rule: Table, scope: Scope, otherwise: str) -> bool:
        try:
            make_rule(rule, scope)
        except InputRefusal:
            self._leave(otherwise)
            return False
        return True

    def _leave(self, sentence: str) -> None:
        if sentence not in self._questions.left_out:
            self._questions.left_out.append(sentence)

    def _default(self, question: FormQuestion) -> None:
        said, field = question.default, question.field
        if not said or field is None:
            return
        try:
            start: Any = _number(said) if field["type"] in _NUMBERS else said
        except Unsaid:
            start = said
        if field["type"] in _DATED:
            start = _STARTS.get(said, said)
        if _makes_sense({**field, "default": start}):
            field["default"] = start
        else:
            self._leave(f"ค่าเริ่มต้นของ {quoted(question.label)} ({said}) ใช้ไม่ได้ที่นี่ จึงไม่ได้นำมา")

    def _constraint(self, question: FormQuestion) -> None:
        said, field = str(question.bind.get("constraint") or ""), question.field
        if not said:
            return
        otherwise = f"เงื่อนไขค่าของ {quoted(question.label)} ({said}) ไม่มีกติกาแบบนี้ จึงไม่ได้นำมา"
        try:
            if field is None:
                raise Unsaid
            parts = parts_of(said)
            limited, rules = dict(field), []
            for part in parts:
                rules += self._limit(limited, part, str(question.bind.get("jr:constraintMsg") or ""))
            if not _makes_sense(limited):
                raise Unsaid
        except Unsaid:
            self._leave(otherwise)
            return
        field.update(limited)
        self._rules += [(rule, otherwise) for rule in rules]

    def _limit(self, field: Table, part: Part, message: str) -> list[Table]:
        """What a part of a constraint asks: written into the field, or as rules."""
        if isinstance(part, Matches) and field["type"] in _TEXTS and "pattern" not in field:
            field["pattern"] = part.pattern
            return []
        if not isinstance(part, Compared):
            raise Unsaid
        if part.left.kind == "length" and field["type"] in _TEXTS and part.operator in ("<", "<="):
            field["max_length"] = _whole(part.right.text) - (part.operator == "<")
            return []
        if part.left.kind != "self":
            raise Unsaid
        if part.right.kind == "value" and field["type"] in _NUMBERS and _bounds(field, part):
            return []
        told = {"message": message} if message else {}
        name = field["name"]
        if part.right.kind == "today" and part.operator == "<=":
            named = f"{name}_not_in_future"
            return [{"name": named, "kind": "not_in_future", "fields": [name], "severity": "error", **told}]
        if part.right.kind == "question":
            right: Any = self._single(part.right.text)["name"]
        elif part.right.kind == "value":
            right = _number(part.right.text) if field["type"] in _NUMBERS else part.right.text
        else:
            raise Unsaid
        named = f"{name}_limit_{len(self._rules) + 1}"
        return [{"name": named, "kind": "compare", "left": name, "op": part.operator, "right": right, **told}]

    def _relevance(self, question: FormQuestion) -> None:
        needed = str(question.bind.get("required") or "").casefold()
        required = needed in _YES
        if needed and not required and needed not in ("no", "false", "false()", "0"):
            self._leave(f"การบังคับกรอก {quoted(question.label)} ตามเงื่อนไข ({needed}) ไม่ได้นำมา")
        otherwise = f"เงื่อนไขการถาม {quoted(question.label)} ({' และ '.join(question.relevant)}) ไม่มีกติกาแบบนี้ จึงไม่ได้นำมา"
        try:
            asked = [
                self._condition(part) for expression in question.relevant for part in parts_of(expression)
            ]
        except Unsaid:
            self._leave(otherwise)
            return  # it may well be left out there: it isn't required
        for field in question.fields.values():
            if not asked:
                if required and question.field is not None:
                    field["required"] = True
                continue
            named = field["name"]
            only = {"name": f"{named}_only_if", "kind": "only_if", "field": named, "if": asked}
            self._rules.append((only, otherwise))
            if required and question.field is not None:
                must = {"name": f"{named}_required_if", "kind": "required_if", "field": named, "if": asked}
                self._rules.append((must, otherwise))

    def _condition(self, part: Part) -> Any:
        if isinstance(part, Alternatives):
            return {"any": [self._compared(one) for one in part.of]}
        return self._compared(part)

    def _compared(self, one: One) -> list[Any]:
        """One condition as a filter has it."""
        if isinstance(one, Chosen):
            question = self._question(one.question)
            if question.field is not None:
                return [question.field["name"], "=", one.code]
            if one.code not in question.fields:
                raise Unsaid
            return [question.fields[one.code]["name"], "=", True]
        if not isinstance(one, Compared) or one.left.kind != "question" or one.right.kind != "value":
            raise Unsaid
        field, said = self._single(one.left.text), one.right.text
        if said == "" and one.operator in ("=", "!="):
            return [field["name"], "empty" if one.operator == "=" else "filled"]
        value: Any = _number(said) if field["type"] in _NUMBERS else said
        return [field["name"], one.operator, True if field["type"] == "flag" else value]

    def _question(self, name: str) -> FormQuestion:
        if name not in self._questions.found:
            raise Unsaid
        return self._questions.found[name]

    def _single(self, name: str) -> Table:
        field = self._question(name).field
        if field is None:
            raise Unsaid
        return field


def _bounds(field: Table, part: Compared) -> bool:
    """Write a limit into a field of numbers; False where a field can't have it."""
    number = _number(part.right.text)
    if part.operator == ">" and number == 0:
        field["above_zero"] = True
        return True
    if part.operator in (">", "<"):
        if field["type"] != "whole" or not isinstance(number, int):
            return False
        number += 1 if part.operator == ">" else -1
    elif part.operator not in (">=", "<="):
        return False
    field["minimum" if part.operator.startswith(">") else "maximum"] = number
    return True


def _number(said: str) -> int | Decimal:
    try:
        number = Decimal(said)
    except ArithmeticError:
        raise Unsaid from None
    if not number.is_finite() or abs(number) > Decimal(10) ** 15:
        raise Unsaid
    return int(number) if number == number.to_integral_value() else number


def _whole(said: str) -> int:
    number = _number(said)
    if not isinstance(number, int):
        raise Unsaid
    return number


def _makes_sense(field: Table) -> bool:
    try:
        read_register({"name": "form", "title": "form", "fields": [field]})
    except InputRefusal:
        return False
    return True
