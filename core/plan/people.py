"""The people of an office: who they are and what they are there for. Source: docs/domain.md, "Accounts"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.thai.folding import clean, fold_case

NAME_LENGTH = 100
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200


class Role(StrEnum):
    """What a person is there for; one person may be several things."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    KEEPER = "keeper"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """The role in Thai."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.CLERK: "เจ้าหน้าที่",
    Role.SUPERVISOR: "หัวหน้า",
    Role.KEEPER: "ผู้ดูแลแผน",
    Role.VIEWER: "ผู้ดูข้อมูล",
}


@dataclass(frozen=True, slots=True)
class Person:
    """An account: ``id`` of the record, ``unit`` a code, ``key`` the public key that signs what the person writes. One that
    isn't ``active`` can't sign in; what it wrote stays."""

    id: str
    name: str
    position: str
    unit: str
    roles: frozenset[Role]
    key: bytes
    active: bool = True

    @property
    def role_words(self) -> str:
        """The roles in Thai, in their usual order."""
        return " · ".join(role.label for role in Role if role in self.roles)


def roles_of(text: str) -> frozenset[Role]:
    """The roles written as codes parted by spaces; what isn't one is left out."""
    codes = text.split()
    return frozenset(role for role in Role if role.value in codes)


def roles_text(roles: Iterable[Role]) -> str:
    """Roles as they are stored: codes parted by spaces, in their usual order."""
    held = set(roles)
    return " ".join(role for role in Role if role in held)


def name_fault(name: str, others: Iterable[str]) -> str:
    """Why a person can't have this name beside those of ``others``, one Thai sentence; "" where it will do."""
    wanted = clean(name)
    if not wanted:
        return "ยังไม่ได้ใส่ชื่อ โปรดพิมพ์ชื่อ-สกุล"
    if len(wanted) > NAME_LENGTH or not wanted.isprintable():
        return f"ชื่อยาวเกินไปหรือมีอักขระที่พิมพ์ไม่ได้ โปรดใช้ไม่เกิน {NAME_LENGTH} ตัวอักษรในบรรทัดเดียว"
    if fold_case(wanted) in map(fold_case, others):
        return f"มีผู้ใช้ชื่อ “{wanted}” อยู่แล้ว โปรดเพิ่มสิ่งที่ทำให้ต่างกัน เช่น ตำแหน่งหรือชื่อเล่น"
    return ""


def password_fault(password: str, name: str) -> str:
    """Why this can't be the password of a person of that name, one Thai sentence; "" where it will do."""
    if len(secret_of(password)) < SHORTEST_PASSWORD:
        return f"รหัสผ่านสั้นเกินไป โปรดใช้อย่างน้อย {SHORTEST_PASSWORD} ตัวอักษร"
    if len(password) > LONGEST_PASSWORD:
        return f"รหัสผ่านยาวเกินไป โปรดใช้ไม่เกิน {LONGEST_PASSWORD} ตัวอักษร"
    if fold_case(password) == fold_case(name):
        return "รหัสผ่านต้องไม่ใช่ชื่อของตนเอง โปรดใช้คำอื่น"
    return ""


def secret_of(password: str) -> str:
    """A password as it seals: what looks the same is the same, in whatever order its marks were typed."""
    return clean(password)


def key_of(said: object) -> bytes:
    """A public key (32 bytes) as it is stored; none where what is stored isn't one."""
    try:
        key = bytes.fromhex(said) if isinstance(said, str) else b""
    except ValueError:
        return b""
    return key if len(key) == 32 else b""


def person_said(record: str, said: Mapping[str, object]) -> Person:
    """The person that a record of people tells of."""
    texts = {name: value for name, value in said.items() if isinstance(value, str)}
    return Person(
        record,
        texts.get("name", ""),
        texts.get("position", ""),
        texts.get("unit", ""),
        roles_of(texts.get("roles", "")),
        key_of(said.get("key")),
        active=bool(said.get("active")),
    )
