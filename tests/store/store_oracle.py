"""What a set of entries means, said as simply as possible: no order, no file, no numbers.

Heads of a field are the writes nobody named; the later clock shows while several stand. This is the oracle the
fold is compared with.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from store_desk import Seen

from core.store.log.entry import DELETED, Entry
from core.thai.folding import fold

Place = tuple[str, str]  # register, record


@dataclass
class Field:
    """All writes of one field, by entry id, and the ids later writes named."""

    writes: dict[bytes, Any] = field(default_factory=dict)
    named: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    stands: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)

    def heads(self) -> dict[bytes, Any]:
        gone = {i for namer, ids in self.named.items() for i in ids if i != namer}
        return {i: value for i, value in self.writes.items() if i not in gone}

    def sides(self) -> dict[bytes, Any]:
        """The values of the heads, those of a reopened conflict by whoever wrote them."""
        found: dict[bytes, Any] = {}
        for i, value in self.heads().items():
            again = {one: self.writes[one] for one in self.stands.get(i, ())}
            found |= again if len(set(again.values())) > 1 else {i: value}
        return found


class Oracle:
    """The records a set of entries makes, whatever the order."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self.records: dict[Place, dict[str, Field]] = defaultdict(lambda: defaultdict(Field))
        for i, entry in self.entries.items():
            self._take(i, entry)

    def _take(self, i: bytes, entry: Entry) -> None:
        for register, block in entry.new.items():
            for record, wires in block.rows:
                fields = self.records[register, record]
                for name, wire in zip(block.fields, wires, strict=True):
                    if wire is not None:
                        fields[name].writes[i] = wire
        for register, writes in entry.writes.items():
            for write in writes:
                at = self.records[register, write.record][write.field]
                at.writes[i] = write.value
                at.named[i].update(write.replaces)
                if write.reopens:
                    at.stands[i] = write.reopens

    def shown(self, heads: dict[bytes, Any]) -> Any:
        winner = max(heads, key=lambda i: (self.entries[i].clock, i), default=None)
        return heads[winner] if winner is not None else None

    def deletion(self, place: Place) -> tuple[bool, bool]:
        """Deleted, and whether that is disputed."""
        fields = self.records[place]
        heads = fields[DELETED].heads() if DELETED in fields else {}
        # A reopened dispute is the deletes and restores it lets stand, each with what it had seen.
        deletes = {one for head in heads for one in fields[DELETED].stands.get(head, (head,))}
        live = {i for name, f in fields.items() if name != DELETED for i in f.heads()}
        covered = {i for head in deletes for i in fields[DELETED].named[head]} | set(heads)
        kinds = {bool(fields[DELETED].writes[one]) for one in deletes}
        unseen = bool(live - covered)
        return kinds == {True} and not unseen, kinds == {True, False} or (kinds == {True} and unseen)

    def seen(self, register: str) -> dict[str, Seen]:
        """Every record of a register as ``store_desk.look`` gives it."""
        found = {}
        for (name, record), fields in list(self.records.items()):
            if name != register:
                continue
            heads = {n: f.sides() for n, f in fields.items() if n != DELETED}
            values = {n: self.shown(h) for n, h in heads.items()}
            deleted, disputed = self.deletion((name, record))
            count = sum(len(set(h.values())) > 1 for h in heads.values()) + disputed
            found[record] = Seen({n: v for n, v in values.items() if v is not None}, deleted, False, count)
        return with_twins(found)

    def rivals(self) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
        """As ``store_desk.rivals`` gives them."""
        found = {}
        for (register, record), fields in self.records.items():
            for name, f in fields.items():
                heads = f.sides()
                if name != DELETED and len(heads) > 1:
                    told = {(i.hex(), orjson.dumps(value).decode()) for i, value in heads.items()}
                    found[register, record, name] = told
        return found


def request_key(values: dict[str, Any]) -> str | None:
    """The natural key of a request by docs/domain.md: its number, however it is typed, within its fiscal year."""
    number, received = values.get("request_no"), values.get("received_on")
    if not number or not received:
        return None
    year, month = int(received[:4]), int(received[5:7])
    return f"{year + 543 + (month > 9)}|{fold(number)}"


def with_twins(found: dict[str, Seen]) -> dict[str, Seen]:
    """Of undeleted records with one natural key only the lowest id counts."""
    lowest: dict[str, str] = {}
    for record, seen in sorted(found.items(), reverse=True):
        key = request_key(seen.values)
        if key and not seen.deleted:
            lowest[key] = record
    return {
        record: Seen(
            seen.values,
            seen.deleted,
            not seen.deleted and lowest.get(request_key(seen.values) or "", record) != record,
            seen.disputed,
        )
        for record, seen in found.items()
    }
