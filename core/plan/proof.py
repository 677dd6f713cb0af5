"""Proof on paper: the figures that were approved, written in one way only, and the short code made of them.

A code stands on each page of an approved report. Whoever has the office file tells by it which edition the page belongs
to; the file tells whether the figures it holds of that edition still give the code. See docs/paper.md.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from core.indicators.amounts import places_of
from core.indicators.result import STATUS_WORDS, Result
from core.plan.model import Indicator
from core.thai.digits import to_arabic
from core.thai.numbers import format_decimal

MACHINE = "PHAEN:"  # what a QR says before the code
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_HASHED = 12  # letters made of the hash: 60 bits; one more tells a slip from a code nobody knows
_GROUPS = (4, 8)
_STATES = {state.value: words for state, words in STATUS_WORDS.items()}
_COLUMNS = ("as_of", "office_unit", "edition", "approval")


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's figures as they were approved: amounts as printed (two decimals half up, counts whole), None where
    there was none."""

    code: str
    title: str
    unit: str
    target: str | None
    value: str | None
    worst: str | None
    best: str | None
    open: int
    achievement: str | None
    status: str


# What each of them is called, on screen and paper.
FIGURE_WORDS = {
    "code": "ตัวชี้วัด",
    "title": "ชื่อตัวชี้วัด",
    "unit": "หน่วยนับ",
    "target": "ค่าเป้าหมาย",
    "value": "ผลการดำเนินงาน",
    "worst": "เป็นไปได้ต่ำสุด",
    "best": "เป็นไปได้สูงสุด",
    "open": "ยังไม่ครบกำหนด",
    "achievement": "ร้อยละของเป้าหมาย",
    "status": "สถานะ",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What an indicator's figures were and are, of one ``name`` among those of ``Figure``; None where there is none."""

    code: str
    name: str
    was: str | int | None
    now: str | int | None

    @property
    def words(self) -> tuple[str, str, str]:
        """What it is of, what was and what is, in Thai."""
        return FIGURE_WORDS.get(self.name, self.name), self._said(self.was), self._said(self.now)

    def _said(self, value: str | int | None) -> str:
        if value is None:
            return "ไม่มี"
        return _STATES.get(str(value), str(value)) if self.name == "status" else str(value)


@dataclass(frozen=True, slots=True)
class Proved:
    """What a code is made of: ``figures`` as ``figures_text`` writes them, as of the end of ``day``; of which ``unit``
    ("" for the whole office), the ``number`` of the edition, and which ``approval`` (the edition's id)."""

    figures: str
    day: date
    unit: str
    number: int
    approval: str

    @property
    def code(self) -> str:
        """The code on paper."""
        return code_of(self.figures, self.day, self.unit, self.number, self.approval)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature on a PDF: by whom its certificate is, when it says it was made ("" where it doesn't), and whether it is
    ``sound``: what was signed is what the file shows, nothing was added behind it. Whether the certificate is to be
    trusted is for whoever knows its issuer."""

    by: str
    at: str
    sound: bool


def figure_of(indicator: Indicator, result: Result) -> Figure:
    """An indicator's figures as of the result's day."""

    def shown(value: Decimal | None) -> str | None:
        return None if value is None else format_decimal(value, places_of(indicator.unit, value))

    return Figure(
        code=indicator.code,
        title=indicator.title,
        unit=indicator.unit,
        target=shown(result.target),
        value=shown(result.value),
        worst=shown(result.worst),
        best=shown(result.best),
        open=result.open,
        achievement=None if result.achievement is None else format_decimal(result.achievement),
        status=result.status.value,
    )


def figures_text(figures: Iterable[Figure]) -> str:
    """Figures as an edition keeps them: JSON written in one way only."""
    return _canonical([asdict(figure) for figure in figures])


def read_figures(text: str) -> tuple[Figure, ...]:
    """The figures an edition keeps; what later versions know beside is left out. ValueError where it isn't such a text."""
    try:
        rows = json.loads(text or "[]")
        return tuple(Figure(**{f.name: row[f.name] for f in fields(Figure)}) for row in rows)
    except (TypeError, KeyError) as fault:
        raise ValueError("ตัวเลขที่รับรองไว้อ่านไม่ได้") from fault


def differences(was: Sequence[Figure], now: Sequence[Figure]) -> tuple[Difference, ...]:
    """What differs between two sets of figures, in the order of the first; an indicator that only one of them has differs
    in its ``code``."""
    before, after = ({figure.code: asdict(figure) for figure in side} for side in (was, now))
    found: list[Difference] = []
    for code in dict.fromkeys((*before, *after)):
        if code not in before or code not in after:
            found.append(
                Difference(code, "code", code if code in before else None, code if code in after else None)
            )
        else:
            old, new = before[code], after[code]
            found += [Difference(code, name, old[name], new[name]) for name in old if old[name] != new[name]]
    return tuple(found)


def code_of(figures: str, day: date, unit: str, number: int, approval: str) -> str:
    """The code of an edition, ``XXXX-XXXX-XXXXX``: twelve letters of the SHA-256 of what ``Proved`` names, and one by which
    a slip of the pen is seen."""
    made_of = _canonical([figures, day.isoformat(), unit, number, approval])
    hashed = _letters(b"phaen edition\n" + made_of.encode(), _HASHED)
    return _grouped(hashed + _letters(hashed.encode(), 1))


def read_code(typed: str) -> str:
    """A code as it was typed or read by a machine: in any case, with Thai digits, O for 0, I or L for 1, with or without
    its hyphens. ValueError (a Thai sentence) where it can't be one."""
    text = to_arabic(typed).strip().upper().removeprefix(MACHINE).translate(_MISREAD)
    wrong = len(text) != _HASHED + 1 or not set(text) <= set(_LETTERS)
    if wrong or _letters(text[:_HASHED].encode(), 1) != text[_HASHED]:
        raise ValueError(
            f"“{typed.strip()}” ไม่ใช่รหัสตรวจสอบ โปรดพิมพ์ใหม่ให้ตรงกับที่ท้ายหน้ากระดาษ เช่น {_grouped('0' * 13)} (13 ตัว)"
        )
    return _grouped(text)


def machine_text(code: str) -> str:
    """What a QR says of a code: so short that its modules stay large."""
    return MACHINE + code.replace("-", "")


def proof_csv(proved: Proved) -> bytes:
    """What a code is made of, as a table a person can open and ``read_proof`` reads back: a row for each indicator."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow((*_COLUMNS, *(f.name for f in fields(Figure))))
    same = (proved.day.isoformat(), proved.unit, proved.number, proved.approval)
    for figure in read_figures(proved.figures):
        rows.writerow((*same, *("" if value is None else value for value in asdict(figure).values())))
    return text.getvalue().encode("utf-8-sig")


def read_proof(data: bytes) -> Proved | None:
    """What ``proof_csv`` wrote; None where it holds no row, or isn't such a table."""
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        figures = figures_text(
            Figure(**{f.name: _read(f.name, row[f.name]) for f in fields(Figure)}) for row in rows
        )
        told = {tuple(row[name] for name in _COLUMNS) for row in rows}
        if len(told) != 1:
            return None
        day, unit, number, approval = told.pop()
        return Proved(figures, date.fromisoformat(day), unit, int(number), approval)
    except (UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError):
        return None


def _read(name: str, text: str) -> Any:
    if name == "open":
        return int(text)
    return text if text or name in ("code", "title", "unit", "status") else None


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _letters(data: bytes, count: int) -> str:
    number = int.from_bytes(hashlib.sha256(data).digest(), "big") >> (256 - 5 * count)
    return "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(count)))


def _grouped(letters: str) -> str:
    first, second = _GROUPS
    return f"{letters[:first]}-{letters[first:second]}-{letters[second:]}"
