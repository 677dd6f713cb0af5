"""What an office file holds outside the log: whom it trusts, whose it is, what was exchanged, and its schema.

The chain doesn't prove these, so this PC remembers a digest of each outside the file; nothing in the schema of ours runs by
itself, so any trigger or view is somebody else's.
"""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection

from core.store.tables.register_tables import all_tables, registers_of

PARTS = {
    "trusted": (
        "SELECT * FROM trusted_keys ORDER BY 1",
        "รายชื่อเครื่องที่ไว้ใจถูกแก้ไขนอกโปรแกรม โปรดตรวจรายชื่อในหน้าแลกเปลี่ยนก่อนรวมแพ็กเกจ",
    ),
    "unit": (
        "SELECT value FROM meta WHERE key = 'unit'",
        "หน่วยงานของแฟ้มถูกแก้ไขนอกโปรแกรม โปรดตรวจในหน้าตั้งค่า",
    ),
    "exchanges": (
        "SELECT * FROM exchanges ORDER BY 1",
        "บันทึกการรับส่งแพ็กเกจถูกแก้ไขนอกโปรแกรม โปรดตรวจในหน้าแลกเปลี่ยน",
    ),
}
Digests = dict[str, str]
DIGEST = 16  # hexadecimal digits kept of a part's SHA-256


def digests_of(connection: Connection) -> Digests:
    """A digest of each part as the file holds it now."""
    return {part: _digest(connection, query) for part, (query, _) in PARTS.items()}


def _digest(connection: Connection, query: str) -> str:
    digest = sha256()
    for row in connection.exec_driver_sql(query):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()[:DIGEST]


def sentences(known: Digests, now: Digests) -> Iterator[str]:
    """A sentence for each part that is not as it was known."""
    for part, (_, sentence) in PARTS.items():
        if part in known and known[part] != now[part]:
            yield sentence


def runs_by_itself(connection: Connection) -> tuple[str, ...]:
    """The names of the triggers and views in a file."""
    found = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY 1"
    )
    return tuple(found.scalars())


def foreign(connection: Connection) -> Iterator[str]:
    """A sentence for each of the tables, triggers and views that this program doesn't make, and of tables of ours that
    are gone."""
    for name in runs_by_itself(connection):
        yield f"แฟ้มมีคำสั่งแฝง “{name}” ที่โปรแกรมนี้ไม่ได้สร้าง โปรดคืนจากแฟ้มสำรองที่ไม่มีคำสั่งนี้"
    here, ours = _tables(connection), set(all_tables(registers_of(connection)))
    for name in sorted(here - ours):
        yield f"แฟ้มมีตาราง “{name}” ที่โปรแกรมนี้ไม่ได้สร้าง ข้อมูลในตารางนั้นไม่ถูกใช้ โปรดตรวจว่ามาจากที่ใด"
    for name in sorted(ours - here):
        yield f"แฟ้มขาดตาราง “{name}” โปรดคืนจากแฟ้มสำรองล่าสุด"


def _tables(connection: Connection) -> set[str]:
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for name in found.scalars() if not name.startswith("sqlite_")}
