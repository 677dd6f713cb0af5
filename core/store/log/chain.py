"""Reading the stored log: entries in fold order, the tips of chains, and the file's own settings."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, insert, select, update

from core.store.log.entry import BadEntry, Entry, decode, pack, unpack
from core.store.tables.definitions import ENTRIES, META

BLOCK = 1000

# What files of every format keep of an entry: a file is proved before it is upgraded.
_EVER = ("n", "id", "replica", "seq", "clock", "author", "packed", "body")
_STORED = select(*(ENTRIES.c[name] for name in _EVER))
_NEXT = _STORED.where(ENTRIES.c.n > bindparam("after")).order_by(ENTRIES.c.n).limit(BLOCK)
_ESCAPE = b"\\u"  # a letter written by its number: whoever writes names so isn't this program

# Whose copy this is and where it lies, its clock and what it merged, whose office it is, what it was found to lack.
SETTINGS = frozenset({"replica", "home", "clock", "unseen", "unit", "lost"})


@dataclass(frozen=True, slots=True)
class ChainTip:
    """The last entry of a replica's chain: running number, id, clock reading."""

    seq: int
    id: bytes
    clock: int


def tip(connection: Connection, replica: str) -> ChainTip | None:
    """The last entry of a replica's chain, None where it has none."""
    columns = select(ENTRIES.c.seq, ENTRIES.c.id, ENTRIES.c.clock)
    query = columns.where(ENTRIES.c.replica == replica)
    row = connection.execute(query.order_by(ENTRIES.c.seq.desc(), ENTRIES.c.n.desc()).limit(1)).first()
    return ChainTip(row.seq, bytes(row.id), row.clock) if row else None


def holds(connection: Connection, entry_id: bytes) -> bool:
    """True where the log holds the entry of that id."""
    return connection.execute(select(ENTRIES.c.n).where(ENTRIES.c.id == entry_id)).first() is not None


def entries(connection: Connection, after: int = 0) -> Iterator[tuple[int, Entry]]:
    """All entries with their numbers in fold order, those after number ``after``; BadEntry where one is damaged."""
    for block in stored_blocks(connection, after):
        for row in block:
            yield row.n, decode(unpack(row.packed, row.body))


def stored_naming(connection: Connection, *groups: Collection[str]) -> Iterator[tuple[int, bytes]]:
    """The bytes of the entries in which a name of each group stands, with their numbers in fold order; some more where that
    isn't told without reading them. Names are registers' or fields'; looking through a million records takes a second."""
    wanted = [[f'"{name}"'.encode() for name in group] for group in groups]
    for block in stored_blocks(connection):
        for row in block:
            stored = unpack(row.packed, row.body)
            if _ESCAPE in stored or all(any(name in stored for name in names) for names in wanted):
                yield row.n, stored


def stored_blocks(connection: Connection, after: int = 0) -> Iterator[Sequence[Any]]:
    """All entries in fold order, those after number ``after``, in blocks of rows: what files of every format
    keep of an entry."""
    while rows := connection.execute(_NEXT, {"after": after}).all():
        yield rows
        after = rows[-1].n


def last_number(connection: Connection) -> int:
    """The number of the last entry; 0 where there is none."""
    return connection.execute(select(func.max(ENTRIES.c.n))).scalar() or 0


def last_id(connection: Connection) -> bytes:
    """The id of the last entry, b"" where there is none: another whenever the log has grown, or was taken back."""
    query = select(ENTRIES.c.id).order_by(ENTRIES.c.n.desc()).limit(1)
    return bytes(connection.execute(query).scalar() or b"")


def id_of(connection: Connection, number: int) -> bytes:
    """The id of the entry of that number, b"" where there is none."""
    return bytes(connection.execute(select(ENTRIES.c.id).where(ENTRIES.c.n == number)).scalar() or b"")


def read_entry(connection: Connection, number: int) -> Entry:
    """The entry of that number."""
    row = connection.execute(_STORED.where(ENTRIES.c.n == number)).one()
    return decode(unpack(row.packed, row.body))


def row_of(n: int | None, entry: Entry, authority: int = 0) -> tuple[Any, ...]:
    """An entry as its table holds it, in the order of the columns; without a number the table gives it the next."""
    return (
        n,
        entry.id,
        entry.replica,
        entry.seq,
        entry.clock,
        entry.author,
        *pack(entry.stored),
        key_text(entry.key),
        authority,
    )


def key_text(key: bytes | None) -> str:
    """A public key as ``entries.key`` holds it: "" where nobody signed."""
    return key.hex() if key else ""


def meta(connection: Connection) -> dict[str, str]:
    """The file's own settings by key; BadEntry where one is missing."""
    found = {row.key: row.value for row in connection.execute(select(META))}
    if not found.keys() >= SETTINGS:
        raise BadEntry("a setting of the file is missing")
    return found


def set_meta(connection: Connection, **values: str) -> None:
    """Set some of the file's own settings; every key is there from the file's creation on."""
    statement = update(META).where(META.c.key == bindparam("_key")).values(value=bindparam("value"))
    connection.execute(statement, [{"_key": k, "value": v} for k, v in values.items()])


def add_meta(connection: Connection, **values: str) -> None:
    """Begin settings of the file's own that files had not before."""
    connection.execute(insert(META), [{"key": k, "value": v} for k, v in values.items()])


def renew(connection: Connection) -> None:
    """Go on under a new replica id: what the old one wrote is from now on the past of another."""
    settings = meta(connection)
    last = tip(connection, settings["replica"])
    unseen = set(orjson.loads(settings["unseen"]))
    if last:
        unseen.add(last.id.hex())
    latest = max(int(settings["clock"]), last.clock if last else 0)
    stored = orjson.dumps(sorted(unseen)).decode()
    set_meta(connection, replica=str(uuid.uuid4()), unseen=stored, clock=str(latest))


@dataclass(frozen=True, slots=True)
class Lost:
    """An entry of a replica's chain that was once there and isn't in the file any more: running number and id."""

    replica: str
    seq: int
    id: bytes


def note_lost(connection: Connection, lost: Lost) -> None:
    """Note, for ``check``, that the file was found to lack an entry when it was opened."""
    noted = [*lost_before(connection), lost]
    body = orjson.dumps([[one.replica, one.seq, one.id.hex()] for one in noted]).decode()
    set_meta(connection, lost=body)


def lost_before(connection: Connection) -> tuple[Lost, ...]:
    """What ``note_lost`` noted and has not come back since."""
    noted = (
        Lost(replica, seq, bytes.fromhex(i)) for replica, seq, i in orjson.loads(meta(connection)["lost"])
    )
    return tuple(one for one in noted if not holds(connection, one.id))
