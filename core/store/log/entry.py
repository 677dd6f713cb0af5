"""An entry of the change log: what one transaction changed, as bytes whose hash is its name.

The bytes are compact JSON with sorted keys:

``replica`` ``seq`` ``prev``   the chain: which copy of a file, its running number from 1, the id of the one before;
``clock`` ``author`` ``schema`` hybrid clock reading, who, version of the schema the entry was written under;
``unit``                       code of the unit whose file it was written in, where that is known;
``seen``    ids merged since the replica's own last entry (the full past follows from the chain);
``refs``    ids of the heads this entry's writes replace, referred to by index below;
``new``     register -> ``{"fields": [...], "rows": [[id, wire value, ...]]}``: records created (None = not written);
``set``     register -> ``[[id, field, wire value, [index into refs, ...]], ...]``: fields written;
``stands``  register -> ``[[id, field, [index into refs, ...]], ...]``: of the fields in ``set`` those whose conflict was
            reopened, with the heads that are current again (the value in ``set`` is the one that shows);
``key`` ``sig`` the signer's public key (64 hex digits) and signature (128) over the bytes without ``sig``, see ``payload``;
``label``   what was done, in Thai, for undo and history; ``group`` the action it is part of, where that action
            took several entries; ``undoes`` / ``redoes`` the action it compensates; ``reason`` why, where a person
            was asked; ``imported`` the mark of the rows imported from a sheet (``core.store.log.imports_seen``).

A delete is a write of the field ``DELETED``; its refs are *all* heads of the record, so that an edit made
without having seen the delete (or the other way round) can be recognised by causality.
"""

import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import repeat
from typing import Any

import orjson

from core.keys.signer import SIGNATURE_BYTES, KeySigner, verify
from core.registers.declare import Wire

DELETED = "_deleted"
PACK_FROM = 1024
MOST_STORED = 64 * 2**20  # bytes of one entry: 1,000 records of long texts stay below it
ID_BYTES = 32
LARGEST_ENTRY = 2 * 2**20  # bytes: what is read at once must stay small, whoever wrote it
# What is signed begins with what it is for, so that no signature can be used for anything else.
PURPOSE = b"phaen entry\n"
_SIGNATURE = b',"sig":"'
_SIGNATURE_LENGTH = len(_SIGNATURE) + 2 * SIGNATURE_BYTES + 1  # to the quote at its end
LARGEST = 2**63 - 1  # what a database column and every other program can hold
_PLAIN = frozenset((str, int, type(None)))
_TEXT = frozenset((str,))
_WHOLE = frozenset((int,))
_LISTS = frozenset((list,))
_OPTIONAL_TEXTS = ("label", "group", "undoes", "redoes", "unit", "reason", "imported")

Row = tuple[str, tuple[Wire, ...]]
Wires = Sequence[Wire]


class BadEntry(ValueError):
    """The bytes are no entry: damaged, or not made by this program."""


@dataclass(frozen=True, slots=True)
class Write:
    """One field written: ``replaces`` are the ids (32 bytes) of the heads it names. One that reopens a conflict
    makes the rival values of the heads ``reopens`` current again, instead of writing ``value``."""

    record: str
    field: str
    value: Wire
    replaces: tuple[bytes, ...] = ()
    reopens: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class NewRows:
    """Records created in one register: their ids, and their values field by field, each as long as ``records``."""

    fields: tuple[str, ...]
    records: Sequence[str]
    columns: Sequence[Wires]

    @classmethod
    def of(cls, fields: tuple[str, ...], rows: Sequence[Row]) -> "NewRows":
        """The same of what each record is and has, its values in the order of ``fields``."""
        columns = tuple(zip(*(wires for _, wires in rows), strict=True)) if rows else ((),) * len(fields)
        return cls(fields, tuple(record for record, _ in rows), columns)

    @property
    def rows(self) -> Iterator[Row]:
        """Record by record: its id, and its values in the order of ``fields``."""
        wires = zip(*self.columns, strict=True) if self.columns else repeat(())
        return zip(self.records, wires, strict=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A decoded entry; ``id`` is the SHA-256 of ``stored``, the exact bytes. ``key`` is the signer's public key, None where
    nobody signed; whether ``sig`` is its signature ``is_signed_right`` tells."""

    replica: str
    seq: int
    prev: bytes | None
    clock: int
    author: str
    schema: int
    seen: tuple[bytes, ...] = ()
    new: dict[str, NewRows] = field(default_factory=dict)
    writes: dict[str, tuple[Write, ...]] = field(default_factory=dict)
    label: str = ""
    group: str = ""
    undoes: str = ""
    redoes: str = ""
    unit: str = ""
    reason: str = ""
    imported: str = ""
    key: bytes | None = None
    sig: bytes | None = None
    stored: bytes = b""
    id: bytes = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", sha256(self.stored).digest())

    @property
    def is_signed_right(self) -> bool:
        """True where the signature is that of the key over what is stored."""
        signed = payload(self.stored)
        if self.key is None or self.sig is None or signed is None:
            return False
        return verify(self.key, signed, self.sig)

    @property
    def action(self) -> str:
        """The name of the action the entry belongs to: its group, else its own id in hex."""
        return self.group or self.id.hex()

    def wrote(self, register: str, record: str, field: str) -> Write | None:
        """The entry's write of a field, or what it made the record with; None where it did neither."""
        for write in self.writes.get(register, ()):
            if (write.record, write.field) == (record, field):
                return write
        block = self.new.get(register)
        if block is None or field not in block.fields:
            return None
        made = zip(block.records, block.columns[block.fields.index(field)], strict=True)
        wire = next((wire for name, wire in made if name == record), None)
        return Write(record, field, wire) if wire is not None else None

    def records(self) -> set[tuple[str, str]]:
        """The (register, record id) pairs the entry touches."""
        made = {(name, record) for name, block in self.new.items() for record in block.records}
        written = {(name, write.record) for name, writes in self.writes.items() for write in writes}
        return made | written


def encode(entry: Entry) -> bytes:
    """The bytes of an entry (``stored`` is ignored)."""
    refs: dict[bytes, int] = {}
    writes = {name: [_write_row(w, refs) for w in block] for name, block in sorted(entry.writes.items())}
    reopened = {
        name: [_reopening(w, refs) for w in block if w.reopens] for name, block in entry.writes.items()
    }
    body: dict[str, Any] = {
        "replica": entry.replica,
        "seq": entry.seq,
        "prev": entry.prev.hex() if entry.prev else None,
        "clock": entry.clock,
        "author": entry.author,
        "schema": entry.schema,
    }
    optional: dict[str, Any] = {
        "seen": [i.hex() for i in entry.seen],
        "refs": [i.hex() for i in refs],
        "new": {n: _new_block(b) for n, b in entry.new.items()},
        "set": writes,
        "stands": {name: rows for name, rows in reopened.items() if rows},
        "label": entry.label,
        "group": entry.group,
        "undoes": entry.undoes,
        "redoes": entry.redoes,
        "unit": entry.unit,
        "reason": entry.reason,
        "imported": entry.imported,
        "key": entry.key.hex() if entry.key else "",
        "sig": entry.sig.hex() if entry.sig else "",
    }
    body.update({key: value for key, value in optional.items() if value})
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def signed(entry: Entry, signer: KeySigner) -> Entry:
    """The entry as its signer stores it."""
    unsigned = replace(entry, key=signer.public, sig=None)
    complete = replace(unsigned, sig=signer.sign(PURPOSE + encode(unsigned)))
    return replace(complete, stored=encode(complete))


def payload(stored: bytes) -> bytes | None:
    """What the signature of an entry's bytes is over: the bytes without it, led by ``PURPOSE``. None where there isn't just one.
    Within texts of JSON no quote stands by itself, so what is found is the key of an object."""
    at = stored.find(_SIGNATURE)
    rest = stored[at + _SIGNATURE_LENGTH :]
    if at < 0 or _SIGNATURE in rest or stored[at + _SIGNATURE_LENGTH - 1 :][:1] != b'"':
        return None
    return PURPOSE + stored[:at] + rest


def _write_row(write: Write, refs: dict[bytes, int]) -> list[Any]:
    return [
        write.record,
        write.field,
        write.value,
        [refs.setdefault(i, len(refs)) for i in write.replaces],
    ]


def _reopening(write: Write, refs: dict[bytes, int]) -> list[Any]:
    return [write.record, write.field, [refs.setdefault(i, len(refs)) for i in write.reopens]]


def _new_block(block: NewRows) -> dict[str, Any]:
    return {"fields": block.fields, "rows": list(zip(block.records, *block.columns, strict=True))}


def decode(stored: bytes) -> Entry:
    """The entry these bytes say. Unknown keys, registers and fields are left alone; BadEntry for anything else."""
    try:
        body = orjson.loads(stored)
        prev = body["prev"]
        replica, author, label, group, undoes, redoes, unit, reason, imported = _read_texts(body)
        seq, clock, schema = _read_numbers(body)
        return Entry(
            replica,
            seq,
            None if prev is None else read_id(prev),
            clock,
            author,
            schema,
            tuple(map(read_id, _list(body["seen"]))) if "seen" in body else (),
            {n: _read_new(b) for n, b in body["new"].items()} if "new" in body else {},
            _read_writes(body) if "set" in body else {},
            label,
            group,
            undoes,
            redoes,
            unit,
            reason,
            imported,
            read_id(body["key"]) if "key" in body else None,
            _read_signature(body) if "sig" in body else None,
            stored,
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise BadEntry(str(fault)) from fault


def _read_signature(body: dict[str, Any]) -> bytes:
    """A signature in its one form, in its one place: what can be written in two ways others could write in the second."""
    told = read_text(body["sig"])
    found = bytes.fromhex(told)
    if len(found) != SIGNATURE_BYTES or found.hex() != told or list(body) != sorted(body):
        raise ValueError("not a signature")
    return found


def _read_new(block: dict[str, Any]) -> NewRows:
    fields = _texts(_list(block["fields"]))
    rows, width = _list(block["rows"]), len(fields) + 1
    if not _LISTS.issuperset(map(type, rows)) or any(len(row) != width for row in rows):
        raise ValueError("a row's length differs from its fields")
    records, *columns = zip(*rows, strict=True) if rows else ((),) * width
    return NewRows(fields, _texts(records), tuple(map(_wires, columns)))


def _read_texts(body: dict[str, Any]) -> tuple[str, ...]:
    """The texts of an entry in order, checked together; those that are empty may be left out."""
    return _texts([body["replica"], body["author"], *[body.get(key, "") for key in _OPTIONAL_TEXTS]])


def _read_numbers(body: dict[str, Any]) -> tuple[int, int, int]:
    numbers = body["seq"], body["clock"], body["schema"]
    if not _WHOLE.issuperset(map(type, numbers)) or min(numbers) < 0 or max(numbers) > LARGEST:
        raise TypeError("not a whole number")
    return numbers


def _read_writes(body: dict[str, Any]) -> dict[str, tuple[Write, ...]]:
    refs = [read_id(i) for i in _list(body.get("refs", []))]
    writes = {n: tuple([_read_write(w, refs) for w in _list(b)]) for n, b in body["set"].items()}
    for name, block in body.get("stands", {}).items():
        reopens = dict(_read_reopening(row, refs) for row in _list(block))
        writes[name] = tuple(
            replace(w, reopens=reopens.get((w.record, w.field), ())) for w in writes.get(name, ())
        )
    return writes


def _read_reopening(row: list[Any], refs: list[bytes]) -> tuple[tuple[str, str], tuple[bytes, ...]]:
    record, name, reopens = _list(row)
    return (read_text(record), read_text(name)), tuple(refs[read_whole(i)] for i in _list(reopens))


def _read_write(write: list[Any], refs: list[bytes]) -> Write:
    record, name, value, replaces = _list(write)
    return Write(
        read_text(record), read_text(name), _wire(value), tuple(refs[read_whole(i)] for i in _list(replaces))
    )


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def read_id(value: Any) -> bytes:
    """An entry's id as JSON says it; TypeError or ValueError for anything else."""
    found = bytes.fromhex(read_text(value))
    if len(found) != ID_BYTES:
        raise ValueError("not an entry's id")
    return found


def read_text(value: Any) -> str:
    """A text of JSON; TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _texts(values: Collection[Any]) -> tuple[str, ...]:
    """Texts of JSON, checked together. TypeError for anything else."""
    if not _TEXT.issuperset(map(type, values)):
        raise TypeError("not a text")
    return tuple(values)


def read_whole(value: Any) -> int:
    """A whole number of JSON, from 0 to ``LARGEST``; TypeError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise TypeError("not a whole number")
    return value


def _wires(values: tuple[Any, ...]) -> tuple[Wire, ...]:
    """A column's wire values, checked together. TypeError for any other value."""
    if not _PLAIN.issuperset(map(type, values)):
        raise TypeError("not a wire value")
    numbers = [value for value in values if type(value) is int]
    if numbers and not -LARGEST <= min(numbers) <= max(numbers) <= LARGEST:
        raise TypeError("not a wire value")
    return values


def _wire(value: Any) -> Wire:
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST:
        raise TypeError("not a wire value")
    return value


def pack(stored: bytes) -> tuple[int, bytes]:
    """How the bytes are stored in the file: (packed?, body), deflated where that is worth it."""
    # The quickest level: a better one takes three times as long and saves a fifth of what is a small part of the file.
    return (1, zlib.compress(stored, 1)) if len(stored) >= PACK_FROM else (0, stored)


def unpack(packed: int, body: bytes) -> bytes:
    """The entry's bytes back from the file. BadEntry where they can't be inflated, or would be more than any entry is."""
    if not packed:
        return bytes(body)
    unpacking = zlib.decompressobj()
    try:
        stored = unpacking.decompress(body, MOST_STORED)
    except zlib.error as fault:
        raise BadEntry(str(fault)) from fault
    if not unpacking.eof or unpacking.unused_data:
        del stored  # not to be held while somebody looks what the fault means
        raise BadEntry("an entry that is cut short, too long, or followed by something")
    return stored
