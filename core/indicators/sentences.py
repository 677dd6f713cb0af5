"""A formula as a sentence: words, and slots that take its parameters.

A slot is a window onto the parameters as the plan has them: what is chosen in it changes them there, and whatever no slot shows
stays as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from core.indicators.condition_rows import rows_of
from core.indicators.parameters import DAY_FIELD, FIELD, FILTER, REGISTER, Parameter, ParameterKind

Given = Mapping[str, Any]
WAY = "way"  # the slot that chooses among the ways of a sentence
ANY = object()  # whatever value
_BLANK = re.compile(r"\[(\w+)\]")
_CARRIED = (
    ParameterKind.REGISTER,
    ParameterKind.CONDITIONS,
    ParameterKind.AMOUNT,
    ParameterKind.DATED,
    ParameterKind.CLOCK,
    ParameterKind.PROJECT,
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of saying a formula: words with ``[parameter]`` in them; ``[way]`` chooses among several, each by its ``title``. It is
    known by the parameters it ``marks``. ``over`` is the register that it counts by name; ``blanks`` are parameters that mean
    another thing here."""

    says: str
    title: str = ""
    marks: Given = field(default_factory=dict)
    over: str = ""
    blanks: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a sentence: where among the parameters its value stands, and what it takes."""

    path: tuple[str, ...]
    takes: Parameter
    ways: tuple[Way, ...] = ()

    @property
    def name(self) -> str:
        """Its path in one word."""
        return ".".join(self.path)

    @property
    def register(self) -> tuple[str, ...]:
        """Where the register stands whose parts it names."""
        return (*self.path[:-1], self.takes.of)


Part = str | Slot
_BY_DAY = "โดยดูปีและเดือนจาก [day]"
_FIGURES = (
    Way(f"[way] [register] [filter] {_BY_DAY}", "จำนวนรายการของ"),
    Way(f"[way] [register] ของช่อง [field] [filter] {_BY_DAY}", "ผลรวมจาก", {"field": ANY}),
    Way("[way] [indicator]", "ผลของตัวชี้วัด", {"indicator": ANY}),
)
_OF_FIGURES = (
    REGISTER,
    FIELD,
    FILTER,
    DAY_FIELD,
    Parameter("indicator", "ตัวชี้วัด", None, str, kind=ParameterKind.INDICATOR),
)


def parts_of(
    ways: Sequence[Way], parameters: Sequence[Parameter], given: Given, path: tuple[str, ...] = ()
) -> tuple[Part, ...]:
    """The sentence of parameters as they are given: words and slots in their order."""
    return tuple(_parts(ways, parameters, given, path)) if ways else ()


def _parts(
    ways: Sequence[Way], parameters: Sequence[Parameter], given: Given, path: tuple[str, ...]
) -> Iterator[Part]:
    chosen = way_of(ways, parameters, given)
    way = ways[chosen]
    known = {parameter.name: parameter for parameter in (*parameters, *way.blanks)}
    for number, words in enumerate(_BLANK.split(way.says)):
        if number % 2 == 0:
            yield from filter(None, [words.strip()])
        elif words == WAY:
            yield Slot((*path, WAY), _choice_of(ways, chosen), tuple(ways))
        elif known[words].kind is ParameterKind.FIGURE:
            yield from _parts(_FIGURES, _OF_FIGURES, _table(given.get(words)), (*path, words))
        else:
            yield Slot((*path, words), known[words])


def _choice_of(ways: Sequence[Way], chosen: int) -> Parameter:
    titles = {str(number): way.title for number, way in enumerate(ways)}
    return Parameter(WAY, "สิ่งที่นับ", str(chosen), str, titles, kind=ParameterKind.CODE)


def way_of(ways: Sequence[Way], parameters: Sequence[Parameter], given: Given) -> int:
    """The number of the way that parameters say: one that is known by what is there, else by its values, else the last."""
    held = {p.name: p.default for p in parameters} | dict(given)
    by_there = [n for n, w in enumerate(ways) if w.marks and all(_there(w, name, given) for name in w.marks)]
    by_value = [
        n
        for n, w in enumerate(ways)
        if w.marks and all(held.get(name) == value for name, value in w.marks.items())
    ]
    plain = [n for n, w in enumerate(ways) if not w.marks]
    return (*by_there, *by_value, *plain, len(ways) - 1)[0]


def _there(way: Way, name: str, given: Given) -> bool:
    return way.marks[name] is ANY and given.get(name) is not None


def value_at(slot: Slot, given: Given) -> Any:
    """What a slot shows: the value as the plan has it, the default where it is silent, None for none. Of weighed indicators
    (code, weight) pairs."""
    table = table_at(slot.path[:-1], given)
    if slot.takes.kind is ParameterKind.WEIGHED:
        return tuple(zip_longest(_list(table.get("of")), _list(table.get("weights"))))
    value = table.get(slot.takes.name, slot.takes.default)
    if value == "" or (slot.takes.blank is not None and value == slot.takes.blank):
        return None
    return list(value) if isinstance(value, tuple) else value


def with_value(
    slot: Slot, given: Given, value: Any, ways: Sequence[Way], parameters: Sequence[Parameter]
) -> dict[str, Any]:
    """The parameters with another value in a slot of their sentence. Another way, or another register, leaves out what was chosen
    for the one before."""
    if len(slot.path) > 1:
        name, inner = slot.path[0], Slot(slot.path[1:], slot.takes, slot.ways)
        return {**given, name: with_value(inner, _table(given.get(name)), value, _FIGURES, _OF_FIGURES)}
    if slot.path[-1] == WAY:
        return begun(ways, parameters, int(value or 0), carried(parts_of(ways, parameters, given), given))
    if slot.takes.kind is ParameterKind.WEIGHED:
        return {**given, "of": [code for code, _ in value], "weights": [weight for _, weight in value]}
    name = slot.takes.name
    lost = {n for n, of in _dependent(ways, parameters, given) if of == name and given.get(name) != value}
    kept = {key: held for key, held in given.items() if key not in lost}
    marks = ways[way_of(ways, parameters, given)].marks
    none = "" if marks.get(name) is ANY else slot.takes.blank
    kept |= {n: "" for n in lost if marks.get(n) is ANY}
    if value in (None, "", []) and none is None:
        return {key: held for key, held in kept.items() if key != name}
    return {**kept, name: none if value in (None, "", []) else value}


def begun(
    ways: Sequence[Way],
    parameters: Sequence[Parameter],
    number: int = 0,
    before: Mapping[tuple[str, ParameterKind], Any] | None = None,
) -> dict[str, Any]:
    """The parameters a way begins with: its marks, the defaults of what it shows, and what is ``carried`` over."""
    way = ways[number] if ways else Way("")
    known = {p.name: p for p in (*parameters, *way.blanks)}
    made = {n: "" if value is ANY else value for n, value in way.marks.items()}
    for one in (known[name] for name in _BLANK.findall(way.says) if name != WAY):
        default = one.default if one.blank is None else one.blank
        if one.name not in made and default not in (None, (), ""):
            made[one.name] = list(default) if isinstance(default, tuple) else default
        if (one.name, one.kind) in (before or {}):
            made[one.name] = (before or {})[one.name, one.kind]
    return made


def carried(parts: Sequence[Part], given: Given) -> dict[tuple[str, ParameterKind], Any]:
    """What of a sentence means the same in another one."""
    slots = (p for p in parts if isinstance(p, Slot) and p.takes.kind in _CARRIED and len(p.path) == 1)
    return {(s.takes.name, s.takes.kind): given[s.takes.name] for s in slots if given.get(s.takes.name)}


def unfinished(parts: Sequence[Part], given: Given) -> str:
    """What the sentence still lacks, in Thai; "" where it is whole."""
    for slot in (part for part in parts if isinstance(part, Slot)):
        value, takes = value_at(slot, given), slot.takes
        if takes.kind is ParameterKind.CONDITIONS and not all(row.is_whole for row in rows_of(value)):
            return "เงื่อนไขยังไม่ครบ โปรดเลือกช่องและค่าของเงื่อนไขทุกแถว"
        if takes.kind is ParameterKind.WEIGHED and not all(
            code and weight not in (None, "") for code, weight in value
        ):
            return "โปรดเลือกตัวชี้วัดและกรอกน้ำหนักให้ครบทุกแถว"
        if not takes.unless and takes.blank is None and value in (None, "", (), []):
            return f"ยังไม่ได้เลือก{takes.label} โปรดเลือกให้ครบทั้งประโยค"
    return ""


def _dependent(
    ways: Sequence[Way], parameters: Sequence[Parameter], given: Given
) -> Iterator[tuple[str, str]]:
    """Each parameter of the sentence that names parts of a register, and the one that names the register."""
    for part in parts_of(ways, parameters, given):
        if isinstance(part, Slot) and part.takes.kind in _OF_A_REGISTER:
            yield part.takes.name, part.takes.of


_OF_A_REGISTER = (
    ParameterKind.FIELD,
    ParameterKind.AMOUNT,
    ParameterKind.DATED,
    ParameterKind.MONTH,
    ParameterKind.CLOCK,
    ParameterKind.CONDITIONS,
)


def table_at(path: tuple[str, ...], given: Given) -> Given:
    """The table among the parameters that a path leads to; empty where there is none."""
    for name in path:
        given = _table(given.get(name))
    return given


def _table(value: Any) -> Given:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
