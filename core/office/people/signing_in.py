"""Signing in: by the password, or by the recovery sheet's code. Source: docs/domain.md, "Accounts"."""

from core.faults import SignInRefusal
from core.keys.delays import Delays
from core.keys.sealed_key import UnreadableSeal, unseal
from core.keys.signer import KeySigner, signer_from
from core.office.accounts import Accounts
from core.plan.people import Person, secret_of

WRONG = {
    "password": "รหัสผ่านของ {name} ไม่ถูกต้อง โปรดตรวจภาษาของแป้นพิมพ์แล้วพิมพ์ใหม่",
    "code": "รหัสกู้บัญชีนี้ไม่ใช่ของ {name} หรือมีใบใหม่กว่าแล้ว โปรดตรวจชื่อและวันที่บนใบกู้บัญชี",
}


def person_of(accounts: Accounts, name: str) -> Person:
    """The person of a name who may sign in; SignInRefusal where there is none, or not any more."""
    person = accounts.named(name)
    if person is None:
        raise SignInRefusal(f"แฟ้มนี้ไม่มีผู้ใช้ชื่อ “{name}” โปรดเลือกชื่อจากรายชื่อผู้ใช้")
    if not person.active:
        raise SignInRefusal(f"บัญชีของ {person.name} ปิดใช้แล้ว หากยังต้องใช้ โปรดแจ้งผู้ดูแลแผน")
    if not accounts.can_sign(person):
        raise SignInRefusal(f"กุญแจของ {person.name} ถูกเพิกถอนแล้ว โปรดให้ผู้ดูแลแผนออกกุญแจและรหัสผ่านใหม่")
    return person


def unlocked(person: Person, sealed: str, secret: str, delays: Delays, kind: str = "password") -> KeySigner:
    """Whoever signs as this person, by a secret. SignInRefusal where it is the wrong one, or the wait after wrong ones isn't
    over: then nothing is tried."""
    return signer_from(opened(person, sealed, secret, delays, kind))


def opened(person: Person, sealed: str, secret: str, delays: Delays, kind: str = "password") -> bytes:
    """The same: the private key itself."""
    left = delays.left(person.id)
    if left:
        raise SignInRefusal(f"พิมพ์ผิดติดกันหลายครั้ง โปรดรออีก {left} วินาทีแล้วลองใหม่ หรือใช้ใบกู้บัญชีหากลืมรหัสผ่าน", left)
    delays.begin(person.id)
    try:
        private = unseal(sealed, secret_of(secret))
    except UnreadableSeal as fault:
        raise SignInRefusal(
            f"กุญแจของ {person.name} ในแฟ้มนี้เสียหาย โปรดให้ผู้ดูแลแผนออกกุญแจและรหัสผ่านใหม่ หรือคืนจากแฟ้มสำรอง"
        ) from fault
    if private is None:
        raise SignInRefusal(WRONG[kind].format(name=person.name), delays.left(person.id))
    if signer_from(private).public != person.key:
        raise SignInRefusal(f"กุญแจของ {person.name} ไม่ตรงกับที่รับรองไว้ โปรดให้ผู้ดูแลแผนออกกุญแจและรหัสผ่านใหม่")
    delays.succeeded(person.id)
    return private
