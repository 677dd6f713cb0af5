"""The expressions of XLSForm as far as rules can say them: comparisons of a question, or of the value itself, joined by
``and`` and ``or``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

LONGEST = 1_000  # characters of an expression
DEEPEST = 20  # parentheses within one another

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_QUESTION = re.compile(r"\$\{([^{}#]+)\}")


@dataclass(frozen=True, slots=True)
class Operand:
    """A side of a comparison. ``kind``: question (its name), value (a text or number as it is written), self, length (of the
    value itself), today."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison; what isn't fixed stands on the left."""

    left: Operand
    operator: str
    right: Operand


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice is taken of a question."""

    question: str
    code: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The value matches a regular expression."""

    pattern: str


One = Compared | Chosen | Matches


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several is enough."""

    of: tuple[One, ...]


Part = One | Alternatives


class Token(Protocol):
    """A token of an expression, as pyxform reads it."""

    type: str
    value: str


class Unsaid(ValueError):
    """An expression that rules can't say."""


def parts_of(expression: str) -> tuple[Part, ...]:
    """The parts of an expression, which all hold. Raises ``Unsaid``."""
    # See ``workbook``: who reads expressions has loaded pyxform already.
    from pyxform.parsing.expression import parse_expression

    if len(expression) > LONGEST:
        raise Unsaid
    return _Reader([token for token in parse_expression(expression) if token.type != "WHITESPACE"]).whole()


class _Reader:
    """Reads tokens one after the other."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = self._deep = 0

    def whole(self) -> tuple[Part, ...]:
        parts = self._either()
        if self._at < len(self._tokens):
            raise Unsaid
        return parts

    def _either(self) -> tuple[Part, ...]:
        ways = [self._all()]
        while self._takes("OPS_BOOL", "or"):
            ways.append(self._all())
        if len(ways) == 1:
            return ways[0]
        flat: list[One] = []
        for way in ways:
            if len(way) > 1:
                raise Unsaid
            flat += way[0].of if isinstance(way[0], Alternatives) else (way[0],)
        return (Alternatives(tuple(flat)),)

    def _all(self) -> tuple[Part, ...]:
        parts = [*self._one()]
        while self._takes("OPS_BOOL", "and"):
            parts += self._one()
        return tuple(parts)

    def _one(self) -> tuple[Part, ...]:
        if self._takes("OPEN_PAREN"):
            self._deep += 1
            if self._deep > DEEPEST:
                raise Unsaid
            parts = self._either()
            self._must("CLOSE_PAREN")
            self._deep -= 1
            return parts
        if self._takes("FUNC_CALL", "selected("):
            question = self._operand()
            self._must("COMMA")
            code = self._must("SYSTEM_LITERAL")[1:-1]
            self._must("CLOSE_PAREN")
            if question.kind != "question":
                raise Unsaid
            return (Chosen(question.text, code),)
        if self._takes("FUNC_CALL", "regex("):
            self._must("SELF_REF")
            self._must("COMMA")
            pattern = self._must("SYSTEM_LITERAL")[1:-1]
            self._must("CLOSE_PAREN")
            return (Matches(pattern),)
        return (self._comparison(),)

    def _comparison(self) -> Compared:
        left = self._operand()
        operator = self._must("OPS_COMP")
        operator += self._next().value if self._sees("OPS_COMP") else ""  # "<=" comes as "<" and "="
        right = self._operand()
        if left.kind in ("value", "today"):
            left, operator, right = right, _FLIPPED.get(operator, operator), left
        if left.kind in ("value", "today") or operator not in ("=", "!=", *_FLIPPED):
            raise Unsaid
        return Compared(left, operator, right)

    def _operand(self) -> Operand:
        token = self._next()
        if token.type == "PYXFORM_REF" and (named := _QUESTION.fullmatch(token.value)):
            return Operand("question", named[1])
        if token.type == "PARENT_REF":
            self._must("PATH_SEP")
            return Operand("question", self._must("NAME"))
        if token.type == "SELF_REF":
            return Operand("self")
        if token.type in ("NUMBER", "DATE"):
            return Operand("value", token.value)
        if token.type == "SYSTEM_LITERAL":
            return Operand("value", token.value[1:-1])
        if token.type == "FUNC_CALL" and token.value == "today(":
            self._must("CLOSE_PAREN")
            return Operand("today")
        if token.type == "FUNC_CALL" and token.value == "string-length(":
            self._must("SELF_REF")
            self._must("CLOSE_PAREN")
            return Operand("length")
        raise Unsaid

    def _sees(self, kind: str, value: str = "") -> bool:
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        return token is not None and token.type == kind and value in ("", token.value.strip())

    def _takes(self, kind: str, value: str = "") -> bool:
        found = self._sees(kind, value)
        self._at += found
        return found

    def _must(self, kind: str) -> str:
        if not self._sees(kind):
            raise Unsaid
        return self._next().value

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise Unsaid
        self._at += 1
        return self._tokens[self._at - 1]
