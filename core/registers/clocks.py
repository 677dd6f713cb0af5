"""Clocks: the time limits a register declares, from one of its fields until another (the ``[[clocks]]`` of docs/formats.md)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.faults import InputRefusal
from core.registers.fields import Field
from core.thai.quote import quoted

WORKING_DAYS, DAYS = "working_days", "days"
# How many minutes a limit's unit has; in office time only those count in which offices are open.
MINUTES = {"minutes": 1, "office_minutes": 1, "hours": 60, "office_hours": 60}
OFFICE_TIME = frozenset({"office_minutes", "office_hours"})
# The units, and the longest limit of each.
UNITS = {
    WORKING_DAYS: 1000,
    DAYS: 3650,
    "minutes": 100_000,
    "office_minutes": 100_000,
    "hours": 10_000,
    "office_hours": 2000,
}
UNIT_WORDS = {
    WORKING_DAYS: "วันทำการ",
    DAYS: "วัน",
    "minutes": "นาที",
    "office_minutes": "นาทีในเวลาราชการ",
    "hours": "ชั่วโมง",
    "office_hours": "ชั่วโมงในเวลาราชการ",
}

# A value in the ``line`` of a clock: a field, and what else is said where it is empty.
FILLED = re.compile(r"\{([^{}]*)\}")

_NEEDED = ("name", "label", "from", "until", "limit", "unit")
_FIELDS = ("stopped_by", "out_since", "restarts_on")
_WORDS = ("waiting", "away", "line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time limit: from the field ``since`` (``from`` in a declaration) until the field ``until`` at most ``limit`` of
    ``unit``: working_days or days, where both are days; minutes, office_minutes, hours or office_hours, where both are
    moments.

    ``label`` says in a word what is to be done. A record is stopped from the day of ``stopped_by`` on. It is out from the
    day of ``out_since`` until that of ``restarts_on``: the clock stands meanwhile and begins anew then, unless it ``runs_on``
    all the while. ``waiting`` and ``away`` name the quick filters of what waits and of what is out, and ``line`` is what the
    list of what falls due says of a record, with values in braces (of several, ``{letter_no|subject}``, the first that is filled);
    each "" for the usual words.
    """

    name: str
    label: str
    since: str
    until: str
    limit: int
    unit: str
    stopped_by: str = ""
    out_since: str = ""
    restarts_on: str = ""
    runs_on: bool = False
    waiting: str = ""
    away: str = ""
    line: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it goes by."""
        named = (self.since, self.until, self.stopped_by, self.out_since, self.restarts_on)
        return tuple(filter(None, named))

    @property
    def limit_said(self) -> str:
        """The limit in words: ``3 วันทำการ``."""
        return f"{self.limit} {UNIT_WORDS[self.unit]}"

    @property
    def by_day(self) -> bool:
        """True where the limit is one of days, not of minutes or hours."""
        return self.unit in (WORKING_DAYS, DAYS)

    @property
    def at_once(self) -> bool:
        """True where what is owed is owed within minutes: whatever waits presses."""
        return MINUTES.get(self.unit) == 1


def read_clock(written: Mapping[str, Any], fields: Mapping[str, Field]) -> Clock:
    """The clock that one table of a declaration says, over the register's ``fields`` by name.

    Raises ``InputRefusal``: a key that isn't known or is missing, a field that isn't there or holds no day or moment of the kind
    the unit asks for, a limit that is none.
    """
    said = f"กำหนดเวลา {quoted(str(written.get('name') or ''))}"
    _keys(said, written)
    known = (*_NEEDED, *_FIELDS, *_WORDS)
    given = {key: written[key] for key in known if key in written}
    for key in given.keys() - {"limit"}:
        if not isinstance(given[key], str) or not given[key].strip() or "\n" in given[key]:
            raise InputRefusal(f"{said}: {key} ต้องเป็นข้อความหนึ่งบรรทัดและไม่ว่าง โปรดแก้ไข")
    if not re.fullmatch("[a-z][a-z0-9_]*", given["name"]):
        raise InputRefusal(f"{said}: ชื่อ (name) ใช้ได้เฉพาะ a-z 0-9 และ _ โดยขึ้นต้นด้วยตัวอักษร โปรดแก้ไข")
    if given["unit"] not in UNITS:
        raise InputRefusal(
            f"{said}: ไม่รู้จักหน่วย {quoted(given['unit'])} โปรดใช้ {' '.join(UNITS)} อย่างใดอย่างหนึ่ง"
        )
    if type(given["limit"]) is not int or not 1 <= given["limit"] <= UNITS[given["unit"]]:
        raise InputRefusal(f"{said}: limit ต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง {UNITS[given['unit']]:,} โปรดแก้ไข")
    if not isinstance(written.get("runs_on", False), bool):
        raise InputRefusal(f"{said}: runs_on ต้องเป็น true หรือ false โปรดแก้ไข")
    clock = Clock(since=given.pop("from"), runs_on=written.get("runs_on", False), **given)
    _dated(said, clock, fields)
    return clock


def _keys(said: str, written: Mapping[str, Any]) -> None:
    unknown = written.keys() - {*_NEEDED, *_FIELDS, *_WORDS, "runs_on"}
    if unknown:
        raise InputRefusal(f"{said}: ไม่รู้จัก {quoted(min(unknown))} โปรดตรวจตัวสะกด หรือเอาออก")
    for key in _NEEDED:
        if key not in written:
            raise InputRefusal(f"{said}: ยังไม่มี {key} โปรดระบุ")


def _dated(said: str, clock: Clock, fields: Mapping[str, Field]) -> None:
    """The fields are there, and hold days or moments as the unit asks for."""
    kind, noun = (date, "วันที่") if clock.by_day else (datetime, "วันที่และเวลา")
    ran = {"from": clock.since, "until": clock.until, "restarts_on": clock.restarts_on}
    stood = {"stopped_by": clock.stopped_by, "out_since": clock.out_since}
    for key, name in _named({**ran, **stood}):
        if name not in fields:
            raise InputRefusal(f"{said}: {key} อ้างถึงช่อง {quoted(name)} ที่ไม่มี โปรดตรวจชื่อช่อง")
        found = fields[name].type.python
        if found is not kind if key in ran else not issubclass(found, date):
            raise InputRefusal(
                f"{said}: {key} ต้องเป็นช่อง{noun} แต่ {quoted(name)} ไม่ใช่ โปรดเลือกช่องอื่น หรือเปลี่ยนหน่วย (unit)"
            )
    for named in FILLED.findall(clock.line):
        if named.partition("|")[0] not in fields:
            raise InputRefusal(f"{said}: line อ้างถึงช่อง {quoted(named)} ที่ไม่มี โปรดตรวจชื่อช่อง")
    if clock.since == clock.until:
        raise InputRefusal(f"{said}: from และ until เป็นช่องเดียวกัน ({clock.since}) โปรดใช้คนละช่อง")


def _named(names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((key, name) for key, name in names.items() if name)
