"""A private key kept under a secret, as JSON that may lie in the office file.

The secret is stretched by argon2id (RFC 9106) and the key sealed by ChaCha20-Poly1305 (RFC 8439). What it cost stands in the
JSON, so that keys sealed at another cost open still.
"""

import json
import os
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from core.faults import Refusal

METHOD = "argon2id chacha20-poly1305"
# What is sealed is bound to what it is for, so that it can't be put in the place of anything else.
PURPOSE = b"phaen private key\n"
NO_MEMORY = "หน่วยความจำของเครื่องไม่พอสำหรับเปิดกุญแจด้วยรหัสผ่าน โปรดปิดโปรแกรมอื่นแล้วลองใหม่"
KEY_BYTES = 32
SALT_BYTES, NONCE_BYTES = 16, 12
SEALED_BYTES = KEY_BYTES + 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: memory in KiB, passes over it, and lanes that run side by side."""

    memory: int
    passes: int
    lanes: int

    @property
    def is_bearable(self) -> bool:
        """False for what a foreign file may ask only to tie up the PC, and for what argon2id doesn't do."""
        return 8 * self.lanes <= self.memory <= 1 << 19 and 1 <= self.passes <= 8 and 1 <= self.lanes <= 8


STANDARD = Cost(memory=256 * 1024, passes=3, lanes=2)  # about half a second


class UnreadableSeal(ValueError):
    """What should be a sealed key isn't one."""


def seal(private: bytes, secret: str, cost: Cost = STANDARD) -> str:
    """A private key of 32 bytes sealed under a secret, as JSON."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealed = ChaCha20Poly1305(_stretched(secret, salt, cost)).encrypt(nonce, private, PURPOSE)
    return json.dumps(
        {
            "method": METHOD,
            "memory": cost.memory,
            "passes": cost.passes,
            "lanes": cost.lanes,
            "salt": salt.hex(),
            "nonce": nonce.hex(),
            "sealed": sealed.hex(),
        }
    )


def unseal(sealed: str, secret: str) -> bytes | None:
    """The private key; None where it is another secret. UnreadableSeal where it is no sealed key of ours, Refusal
    where this PC hasn't the memory a try takes."""
    cost, salt, nonce, body = _read(sealed)
    try:
        return ChaCha20Poly1305(_stretched(secret, salt, cost)).decrypt(nonce, body, PURPOSE)
    except InvalidTag:
        return None


def _stretched(secret: str, salt: bytes, cost: Cost) -> bytes:
    try:
        return hash_secret_raw(
            secret.encode(), salt, cost.passes, cost.memory, cost.lanes, KEY_BYTES, Type.ID
        )
    except HashingError as fault:
        raise Refusal(NO_MEMORY) from fault


def _read(sealed: str) -> tuple[Cost, bytes, bytes, bytes]:
    try:
        found = json.loads(sealed)
        cost = Cost(*(_whole(found[name]) for name in ("memory", "passes", "lanes")))
        salt, nonce, body = (bytes.fromhex(found[name]) for name in ("salt", "nonce", "sealed"))
        known = found["method"] == METHOD
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise UnreadableSeal(sealed[:80]) from fault
    lengths = (len(salt), len(nonce), len(body))
    if not known or not cost.is_bearable or lengths != (SALT_BYTES, NONCE_BYTES, SEALED_BYTES):
        raise UnreadableSeal(sealed[:80])
    return cost, salt, nonce, body


def _whole(number: object) -> int:
    if type(number) is not int:
        raise TypeError(number)
    return number
