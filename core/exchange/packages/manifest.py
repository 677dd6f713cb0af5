"""The manifest of a package: what is in it, from whom, and what must be there before it.

JSON: ``format``, ``office`` (id of the entry all its files begin with), ``unit``, ``pc``, ``replica``, ``author``,
``written_ms``; ``holds`` (how far the sender had come: replica -> [seq, id]), ``needs`` (what the receiver must hold
already, likewise), ``spans`` (replica -> [first, last] of the entries inside), ``units`` (replica -> unit), ``wanted`` (the hashes
of the files that the sender's records name and it doesn't hold) and ``members``. Formats of older programs are brought
to the current one by the functions of ``UPGRADES``, each tagged with the format it reads. The frozen packages of every format are in the tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from core.exchange.packages import refusals
from core.store.log.entry import read_id, read_text, read_whole
from core.store.log.exchange_state import ChainMark

FORMAT = 2
ENTRIES, EVIDENCE = "entries", "evidence"
MOST_WANTED = 10_000  # files asked for at a time
LONGEST_TEXT = 200
LATEST_MS = 253_402_300_799_000  # the end of the year 9999

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

# 1: no evidence yet.
UPGRADES: Mapping[int, Upgrade] = {1: lambda said: {**said, "wanted": []}}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the package beside manifest and signature: bytes when unpacked, their SHA-256, how many entries or files."""

    size: int
    sha256: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself. ``spans`` are inclusive on both ends."""

    office: bytes
    unit: str
    pc: str
    replica: str
    author: str
    written_ms: int
    holds: Mapping[str, ChainMark]
    needs: Mapping[str, ChainMark]
    spans: Mapping[str, tuple[int, int]]
    units: Mapping[str, str]
    entries: Member
    evidence: Member | None = None
    wanted: tuple[str, ...] = ()


def encode(manifest: Manifest) -> bytes:
    """The manifest's bytes: what is signed."""
    body = {
        "format": FORMAT,
        "office": manifest.office.hex(),
        "unit": manifest.unit,
        "pc": manifest.pc,
        "replica": manifest.replica,
        "author": manifest.author,
        "written_ms": manifest.written_ms,
        "holds": _said(manifest.holds),
        "needs": _said(manifest.needs),
        "spans": {replica: list(span) for replica, span in manifest.spans.items()},
        "units": dict(manifest.units),
        "wanted": list(manifest.wanted),
        "members": {
            ENTRIES: _said_of(manifest.entries),
            **({EVIDENCE: _said_of(manifest.evidence)} if manifest.evidence else {}),
        },
    }
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def _said_of(member: Member) -> dict[str, Any]:
    return {"size": member.size, "sha256": member.sha256.hex(), "count": member.count}


def _said(marks: Mapping[str, ChainMark]) -> dict[str, list[Any]]:
    return {replica: [mark.seq, mark.id.hex()] for replica, mark in marks.items()}


def decode(body: bytes, name: str, steps: Mapping[int, Upgrade] = UPGRADES, to: int = FORMAT) -> Manifest:
    """The manifest these bytes say; FileRefusal for a newer format, or where they make no sense."""
    try:
        said = orjson.loads(body)
        number = read_whole(said["format"])
    except (orjson.JSONDecodeError, KeyError, TypeError) as fault:
        raise refusals.damaged(name) from fault
    if number > to:
        raise refusals.newer(name)
    try:
        return _read(_upgraded(said, number, steps, to))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise refusals.damaged(name) from fault


def _upgraded(said: dict[str, Any], number: int, steps: Mapping[int, Upgrade], to: int) -> dict[str, Any]:
    for older in range(number, to):
        said = steps[older](said)
    return said


def _read(said: dict[str, Any]) -> Manifest:
    inside = said["members"]
    if not {ENTRIES} <= set(inside) <= {ENTRIES, EVIDENCE}:
        raise ValueError("members this program doesn't know")
    return Manifest(
        office=read_id(said["office"]),
        unit=_short(said["unit"]),
        pc=_short(said["pc"]),
        replica=_short(said["replica"]),
        author=_short(said["author"]),
        written_ms=_moment(said["written_ms"]),
        holds=_marks(said["holds"]),
        needs=_marks(said["needs"]),
        spans={r: _span(span) for r, span in said["spans"].items()},
        units={r: _short(unit) for r, unit in said["units"].items()},
        entries=_member(inside[ENTRIES]),
        evidence=_member(inside[EVIDENCE]) if EVIDENCE in inside else None,
        wanted=_hashes(said["wanted"]),
    )


def _member(said: dict[str, Any]) -> Member:
    return Member(read_whole(said["size"]), read_id(said["sha256"]), read_whole(said["count"]))


def _hashes(said: Any) -> tuple[str, ...]:
    if not isinstance(said, list) or len(said) > MOST_WANTED:
        raise ValueError("not a list of hashes")
    return tuple(read_id(one).hex() for one in said)


def _marks(said: dict[str, Any]) -> dict[str, ChainMark]:
    return {replica: ChainMark(read_whole(seq), read_id(found)) for replica, (seq, found) in said.items()}


def _span(said: Any) -> tuple[int, int]:
    first, last = said
    if not 1 <= read_whole(first) <= read_whole(last):
        raise ValueError("not a span")
    return first, last


def _short(value: Any) -> str:
    found = read_text(value)
    if len(found) > LONGEST_TEXT or not found.isprintable():
        raise ValueError("not a short text")
    return found


def _moment(value: Any) -> int:
    found = read_whole(value)
    if found > LATEST_MS:
        raise ValueError("no moment of this calendar")
    return found
