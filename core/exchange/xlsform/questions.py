"""The questions of an XLSForm as fields of a register, by type; what has no counterpart is named."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.registers.free_names import free_field, free_label
from core.thai.latin import in_latin
from core.thai.quote import quoted

MOST_FLAGS = 12  # choices of a question of which several can be taken: a field each
DEEPEST = 20  # groups within one another
LONGEST = 450  # characters of a label or help

ONE, SEVERAL = frozenset({"select one", "select one external"}), frozenset({"select all that apply"})
_TYPES = {
    "text": "text",
    "string": "text",
    "barcode": "text",
    "integer": "whole",
    "int": "whole",
    "decimal": "number",
    "range": "number",
    "date": "day",
    "dateTime": "moment",
    "acknowledge": "flag",
    "trigger": "flag",
    "time": "text",
}
_CLOCK_TIME = "([01][0-9]|2[0-3])[.:][0-5][0-9]"
_NOT_HERE = {
    "note": "ข้อความอธิบาย",
    "calculate": "ค่าที่คำนวณ",
    "hidden": "ค่าที่ซ่อนไว้",
    "image": "รูปภาพ",
    "photo": "รูปภาพ",
    "audio": "เสียง",
    "video": "วิดีโอ",
    "file": "แฟ้มแนบ",
    "geopoint": "พิกัด",
    "geotrace": "เส้นบนแผนที่",
    "geoshape": "พื้นที่บนแผนที่",
    "rank": "การเรียงอันดับ",
}
_BY_MACHINE = frozenset(
    [
        "start",
        "end",
        "today",
        "deviceid",
        "phonenumber",
        "username",
        "email",
        "simserial",
        "subscriberid",
        "audit",
        "start-geopoint",
        "background-audio",
    ]
)
_THAI = re.compile(r"\bth\b|thai|ไทย", re.IGNORECASE)
_NAMED = re.compile(r"\$\{([^}]*)\}")
_OTHER = "Specify other."  # what pyxform asks beside a choice list with "or_other"


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question that became a field, or several: of a choice of several the field of each ``code``. Its conditions are still
    as they are written, those of the groups round it first."""

    fields: Mapping[str, dict[str, Any]]
    label: str
    bind: Mapping[str, Any]
    relevant: tuple[str, ...]
    default: str

    @property
    def field(self) -> dict[str, Any] | None:
        """The one field; None where there are several."""
        return self.fields.get("")


@dataclass(slots=True)
class FormQuestions:
    """The questions of a form by their names, in order, and a Thai sentence for each part that is ``left_out``."""

    language: str
    found: dict[str, FormQuestion] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _labels: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> "FormQuestions":
        """Those of a form as pyxform tells it."""
        questions = cls(str(form.get("default_language") or ""))
        questions._take(form.get("children", ()), "", (), 0)
        return questions

    @property
    def fields(self) -> list[dict[str, Any]]:
        """All fields, in order."""
        return [one for question in self.found.values() for one in question.fields.values()]

    def _take(
        self, children: Sequence[Mapping[str, Any]], section: str, relevant: tuple[str, ...], depth: int
    ) -> None:
        for child in children:
            kind, own = str(child.get("type")), _bind(child, "relevant")
            conditions = (*relevant, own) if own else relevant
            if kind == "group" and depth < DEEPEST:
                title = self._text(child.get("label")) or section
                self._take(child.get("children", ()), title, conditions, depth + 1)
            elif kind == "group":
                self.left_out.append(f"กลุ่ม {quoted(self._called(child))} ซ้อนกันลึกเกินไป จึงไม่ได้นำมา")
            elif kind == "repeat":
                self._leave_repeat(child)
            elif not str(child.get("name")).startswith("instance"):  # what pyxform adds itself
                self._take_one(child, kind, section, conditions)

    def _leave_repeat(self, child: Mapping[str, Any]) -> None:
        asked = ", ".join(self._called(one) for one in _leaves(child))
        within = f" ({asked})" if asked else ""
        self.left_out.append(f"ส่วนที่กรอกซ้ำ {quoted(self._called(child))}{within} ต้องเป็นอีกทะเบียนหนึ่ง จึงไม่ได้นำมา")

    def _take_one(self, child: Mapping[str, Any], kind: str, section: str, relevant: tuple[str, ...]) -> None:
        label = self._called(child)
        made = self._several(child, label) if kind in SEVERAL else self._single(child, kind, label)
        if made is None:
            self.left_out.append(f"{_why_not(kind)} {quoted(label)} ไม่มีช่องแบบนี้ในทะเบียน จึงไม่ได้นำมา")
            return
        for one in made.values():
            if section:
                one["section"] = section
            if hint := self._text(child.get("hint")):
                one["help"] = hint
        default = str(child.get("default") or "")
        question = FormQuestion(made, label, child.get("bind") or {}, relevant, default)
        self.found[str(child.get("name"))] = question

    def _single(self, child: Mapping[str, Any], kind: str, label: str) -> dict[str, dict[str, Any]] | None:
        choices = dict(self._choices(child)) if kind in ONE else {}
        type_ = "choice" if choices else _TYPES.get(kind)
        if type_ is None:
            return None
        made = self._field(str(child.get("name")), label, type_)
        if choices:
            made["choices"] = choices
        if kind == "range":
            made |= _range(child.get("parameters") or {})
        if kind == "time":
            made["pattern"] = _CLOCK_TIME
        if kind in ("text", "string") and "multiline" in str((child.get("control") or {}).get("appearance")):
            made["type"] = "long_text"
        return {"": made}

    def _several(self, child: Mapping[str, Any], label: str) -> dict[str, dict[str, Any]] | None:
        choices = dict(self._choices(child))
        if not 0 < len(choices) <= MOST_FLAGS:
            return None
        name = str(child.get("name"))
        return {
            code: self._field(f"{name}_{code}", f"{label}: {told}", "flag") for code, told in choices.items()
        }

    def _choices(self, child: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for choice in child.get("choices") or ():
            code = str(choice.get("name"))
            yield code, self._text(choice.get("label")) or code

    def _field(self, name: str, label: str, type_: str) -> dict[str, Any]:
        made = free_field(in_latin(name, 55) or f"field_{len(self._names) + 1}", self._names)
        called = free_label(label, self._labels)
        self._names.append(made)
        self._labels.append(called)
        return {"name": made, "type": type_, "label": called}

    def _called(self, child: Mapping[str, Any]) -> str:
        """What a question is called: by its label, else by its name."""
        name, label = str(child.get("name") or ""), self._text(child.get("label"))
        if label == _OTHER:
            return f"{next(reversed(self._labels), name)} (ระบุ)"
        return label or name

    def _text(self, said: Any) -> str:
        """A text in the form's language, Thai first: on one line, without what it would show of other questions."""
        if isinstance(said, Mapping):
            languages = list(said)
            thai = [one for one in languages if _THAI.search(str(one))]
            said = said[(thai or [one for one in languages if one == self.language] or languages)[0]]
        return " ".join(_NAMED.sub("…", str(said or "")).split())[:LONGEST]


def _bind(child: Mapping[str, Any], name: str) -> str:
    return str((child.get("bind") or {}).get(name) or "")


def _leaves(group: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for child in group.get("children", ()):
        yield from _leaves(child) if "children" in child else (child,)


def _why_not(kind: str) -> str:
    if kind in SEVERAL | ONE:
        return "คำถามที่มีตัวเลือกมากหรืออยู่ในแฟ้มอื่น"
    return _NOT_HERE.get(kind, "ค่าที่เครื่องบันทึกเอง" if kind in _BY_MACHINE else f"คำถามชนิด {quoted(kind)}")


def _range(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The limits of a range: of whole numbers where its steps are whole."""
    said = {
        name: Decimal(str(parameters.get(name, usual)))
        for name, usual in (("start", 1), ("end", 10), ("step", 1))
    }
    whole = all(number == number.to_integral_value() for number in said.values())
    low, high = sorted((said["start"], said["end"]))
    limits = {"minimum": int(low) if whole else low, "maximum": int(high) if whole else high}
    return {"type": "whole", **limits} if whole else limits
