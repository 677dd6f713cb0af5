"""Are the signatures of a file's log right: each is looked at once, and what was found right is remembered on this PC.

Remembered, and signed by this PC, are the number of the last entry that was looked at and a digest of all ids and keys up to
it: the ids are of the bytes, so whatever was changed since shows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, select

from core.faults import FileRefusal
from core.keys.pc_key import key_path, pc_key, words_of
from core.keys.signer import verify
from core.plan.office_records import REVOCATIONS
from core.state_folder import state_dir
from core.store.file.declarations_entry import declarations_entry
from core.store.file.tip_file import at_home
from core.store.log.authorities import Authorities
from core.store.log.causal_order import past_of
from core.store.log.chain import BLOCK, key_text, meta, read_entry
from core.store.log.entry import decode, unpack
from core.store.log.exchange_state import office_id, trusted
from core.store.log.signatures import pc_key_lately, pc_key_of, peoples_keys, signatures_after
from core.store.tables.definitions import ENTRIES
from core.store.tables.register_tables import counted, table_of
from core.whole_files import private_folder, write_whole

LAST = 2**63 - 1  # no entry has a greater number
RESTORE = "โปรดคืนจากแฟ้มสำรองล่าสุดก่อนมีการแก้ไข"
ANOTHER_PCS = (
    "บันทึกที่แฟ้มนี้เขียนเองลงลายมือชื่อด้วยกุญแจของเครื่องอื่น จึงอาจถูกแก้ไขนอกโปรแกรม "
    "หากเพิ่งเปลี่ยนกุญแจของเครื่องนี้ โปรดบันทึกสำเนาแล้วใช้สำเนานั้น หากไม่ใช่ โปรดคืนจากแฟ้มสำรองล่าสุดก่อนมีการแก้ไข"
)
_NEXT = (
    select(ENTRIES.c.n, ENTRIES.c.id, ENTRIES.c.key, ENTRIES.c.packed, ENTRIES.c.body)
    .where(ENTRIES.c.n > bindparam("after"))
    .order_by(ENTRIES.c.n)
    .limit(BLOCK)
)
_ONE = select(ENTRIES.c.id, ENTRIES.c.packed, ENTRIES.c.body).where(ENTRIES.c.n == bindparam("n"))
_SIGNED = select(ENTRIES.c.replica).where(ENTRIES.c.key != "").distinct()
_KEYS = (
    "SELECT replica, key, max(author) AS author, count(*) AS entries FROM entries "
    "WHERE n > ? AND n <= ? AND id NOT IN (?, ?) GROUP BY replica, key ORDER BY replica, key"
)


@dataclass(frozen=True, slots=True)
class SignedPart:
    """Entries of one chain under one key (hex, "" where nobody signed), and a name they bear."""

    replica: str
    key: str
    author: str
    entries: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """Up to which entry signatures were found right, and the digest of all ids and keys so far."""

    n: int = 0
    digest: str = ""


def wrong_signatures(connection: Connection) -> Iterator[str]:
    """A sentence for each entry that nobody signed who had to, or somebody else signed. BadEntry where one can't be read."""
    replica = meta(connection)["replica"]
    digest, after = sha256(), 0
    seen = _remembered(replica)
    for row in _ids(connection, seen.n):
        digest.update(row.id + row.key.encode())
        after = row.n
    if (after, digest.hexdigest()) != (seen.n, seen.digest):
        digest, after = sha256(), 0
    judge, begun, sound = signatures_after(connection, after), after, True
    authorities = Authorities(connection)
    for problem in _taken_away(connection):
        sound = False
        yield problem
    while rows := connection.execute(_NEXT, {"after": after}).all():
        for row in rows:
            entry = decode(unpack(row.packed, row.body))
            why = judge.fault(entry, authorities.of_past(row.n))
            if why or row.key != key_text(entry.key):
                sound = False
                yield _sentence(row.n, entry.author, why)
            digest.update(bytes(row.id) + row.key.encode())
        after = rows[-1].n
    if sound and after > begun:
        _write(replica, f"{after} {digest.hexdigest()}")
    if sound:
        _remember_signed(connection)


def _sentence(n: int, author: str, why: str) -> str:
    if not why:
        return f"ผู้ลงลายมือชื่อของบันทึกการเปลี่ยนแปลงรายการที่ {n} ถูกแก้ไขหลังบันทึก {RESTORE}"
    return f"บันทึกการเปลี่ยนแปลงรายการที่ {n} ของ “{author}” {why} {RESTORE}"


def _taken_away(connection: Connection) -> Iterator[str]:
    """Chains without any signature which this PC once saw signed."""
    seen = _seen_signed(connection)
    for part in _unsigned(signed_parts(connection)):
        if part.replica in seen:
            yield f"ลายมือชื่อของบันทึกของ “{part.author}” {part.entries:,} รายการถูกลบออก {RESTORE}"


def after_revocation(connection: Connection) -> Iterator[str]:
    """Entries under a revoked key that its revocation hadn't seen."""
    table = table_of(REVOCATIONS)
    revoked = connection.execute(select(table.c.key, table.c.base).where(*counted(table))).all()
    for key, base in revoked:
        under = (
            select(ENTRIES.c.n, ENTRIES.c.id, ENTRIES.c.author)
            .where(ENTRIES.c.key == key)
            .order_by(ENTRIES.c.n)
        )
        found = connection.execute(under).all()
        past = _past(connection, base, min((row.n for row in found), default=base))
        for row in found:
            if row.n != base and bytes(row.id) not in past:
                yield (
                    f"บันทึกการเปลี่ยนแปลงรายการที่ {row.n} ของ “{row.author}” ลงลายมือชื่อด้วยกุญแจที่เพิกถอนแล้ว "
                    "โปรดตรวจรายการนั้นในประวัติการใช้งาน"
                )


def _past(connection: Connection, n: int, down_to: int) -> set[bytes]:
    """The ids of the entries from number ``down_to`` on that the entry with number ``n`` had seen; in the log none stands
    before its past."""
    past = past_of(read_entry(connection, n))
    for number in range(n - 1, down_to - 1, -1):
        row = connection.execute(_ONE, {"n": number}).first()
        if row is not None and bytes(row.id) in past:
            past |= past_of(decode(unpack(row.packed, row.body)))
    return past


def refuse_wrong_signatures(connection: Connection, name: str) -> None:
    """FileRefusal where an entry of the file isn't signed as it must be: what is forged isn't handed on."""
    problem = next(chain(own_chain(connection), wrong_signatures(connection)), "")
    if problem:
        raise FileRefusal(f"แฟ้ม “{name}” ถูกแก้ไขนอกโปรแกรม จึงยังไม่ได้ทำ: {problem}")


def own_chain(connection: Connection) -> Iterator[str]:
    """What is wrong with the chain that this copy wrote itself, where it lies at home: it doesn't end signed, or another PC's
    key signed it."""
    if not at_home(connection):
        return
    replica = meta(connection)["replica"]
    last = select(ENTRIES.c.key).where(ENTRIES.c.replica == replica).order_by(ENTRIES.c.seq.desc()).limit(1)
    if connection.execute(last).scalar() == "":
        yield f"บันทึกที่แฟ้มนี้เขียนเองไม่มีลายมือชื่อ ทั้งที่โปรแกรมรุ่นนี้ลงลายมือชื่อทุกครั้ง {RESTORE}"
    if _is_another_pcs(connection, pc_key_of):
        yield ANOTHER_PCS


def is_another_pcs(connection: Connection) -> bool:
    """True where another PC's key signed what this copy wrote itself at home, as far as its last entries tell: whoever signs a
    chain anew may have changed every figure in it, what this PC remembers of it as well. False where this PC's key can't be read."""
    return _is_another_pcs(connection, pc_key_lately)


def _is_another_pcs(connection: Connection, key_of: Callable[[Connection, str], bytes | None]) -> bool:
    signed = key_of(connection, meta(connection)["replica"]) if at_home(connection) else None
    if signed is None or not key_path().exists():
        return False
    try:
        return signed != pc_key().public
    except FileRefusal:
        return False


def remarks(connection: Connection) -> Iterator[str]:
    """What isn't wrong and yet to be known: what was signed after its key was revoked, and what nobody is known to have signed."""
    yield from after_revocation(connection)
    yield from unproved(connection, signed_parts(connection))


def signed_parts(connection: Connection, after: int = 0, until: int = LAST) -> tuple[SignedPart, ...]:
    """Who signed the entries numbered above ``after`` up to ``until``, but for those that a plan comes with."""
    found = connection.exec_driver_sql(_KEYS, (after, until, *_fixed(connection)))
    return tuple(SignedPart(*row) for row in found)


def unproved(connection: Connection, parts: Sequence[SignedPart]) -> Iterator[str]:
    """Chains that nobody signed, and keys of PCs that this file doesn't know, of all parts of the log."""
    seen = _seen_signed(connection)
    for part in _unsigned(parts):
        if part.replica not in seen:
            yield (
                f"บันทึกของ “{part.author}” {part.entries:,} รายการยังไม่มีลายมือชื่อ "
                "เพราะเขียนด้วยโปรแกรมรุ่นก่อน โปรดปรับรุ่นโปรแกรมของเครื่องนั้น"
            )
    for key, author, entries in unknown_keys(connection, parts):
        yield (
            f"บันทึกของ “{author}” {entries:,} รายการลงลายมือชื่อด้วยกุญแจของเครื่องที่แฟ้มนี้ยังไม่รู้จัก "
            f"คำประจำเครื่องคือ {' '.join(words_of(key))} โปรดเทียบกับเจ้าของเครื่อง"
        )


def _unsigned(parts: Sequence[SignedPart]) -> Iterator[SignedPart]:
    """The chains of which nobody signed an entry, each as one part."""
    signed = {part.replica for part in parts if part.key}
    bare = (part for part in parts if part.replica not in signed)
    for replica, each in groupby(sorted(bare, key=attrgetter("replica")), attrgetter("replica")):
        yield _whole(replica, "", each)


def unknown_keys(connection: Connection, parts: Sequence[SignedPart]) -> Iterator[tuple[bytes, str, int]]:
    """Keys that are neither a person's, nor this PC's, nor a trusted one's: each with a name it signed and how many entries."""
    known = {"", *peoples_keys(connection), *(one.key.hex() for one in trusted(connection))}
    if key_path().exists():
        with suppress(FileRefusal):
            known.add(pc_key().public.hex())
    strange = (part for part in parts if part.key not in known)
    for key, each in groupby(sorted(strange, key=attrgetter("key")), attrgetter("key")):
        whole = _whole("", key, each)
        yield bytes.fromhex(key), whole.author, whole.entries


def _whole(replica: str, key: str, parts: Iterable[SignedPart]) -> SignedPart:
    each = tuple(parts)
    return SignedPart(replica, key, max(one.author for one in each), sum(one.entries for one in each))


def _fixed(connection: Connection) -> tuple[bytes, bytes]:
    return office_id(connection), declarations_entry().id


def _ids(connection: Connection, until: int) -> Iterator[Any]:
    if until:
        query = select(ENTRIES.c.n, ENTRIES.c.id, ENTRIES.c.key).where(ENTRIES.c.n <= until)
        with connection.execute(query.order_by(ENTRIES.c.n)) as found:
            yield from found


def _remembered(replica: str) -> _Seen:
    try:
        n, digest = _read(replica).split()
        return _Seen(int(n), digest)
    except ValueError:
        return _Seen()


def _seen_signed(connection: Connection) -> frozenset[str]:
    """The chains of the office that this PC has once seen signed."""
    return frozenset(_read(office_id(connection).hex()).splitlines())


def _remember_signed(connection: Connection) -> None:
    known = _seen_signed(connection)
    signed = known.union(connection.execute(_SIGNED).scalars())
    if signed != known:
        _write(office_id(connection).hex(), "\n".join(sorted(signed)))


def _read(name: str) -> str:
    """What this PC noted, "" where it noted nothing: what it hasn't signed itself is no note of its."""
    try:
        signature, _, text = _note(name).read_text(encoding="utf-8").partition("\n")
        known = key_path().exists() and verify(pc_key().public, _told(name, text), bytes.fromhex(signature))
    except (OSError, ValueError, FileRefusal):
        return ""
    return text if known else ""


def _write(name: str, text: str) -> None:
    """A state folder that can't be written, or has no key, costs only the memory."""
    if not key_path().exists():
        return

    def write(made: Path) -> None:
        made.write_bytes(f"{pc_key().sign(_told(name, text)).hex()}\n{text}".encode())

    with suppress(OSError, FileRefusal):
        private_folder(_note(name).parent)
        write_whole(_note(name), write)


def _told(name: str, text: str) -> bytes:
    return f"phaen verified\n{name}\n{text}".encode()


def _note(name: str) -> Path:
    # A replica's id comes out of a file, and may be anything.
    return state_dir() / "signed" / f"{sha256(name.encode()).hexdigest()[:32]}"
