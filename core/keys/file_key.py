"""The key of an encrypted office file, stretched from its passphrase, and what the file's first bytes say of it.

An encrypted file begins with 16 bytes that are not encrypted: ``ENCRYPTED``, eight drawn by chance, and four by which a wrong
passphrase is told from a damaged file. They are SQLCipher's salt, so that each copy of the file opens with the same key.
Source: docs/architecture.md, "Encryption at rest".
"""

import hmac
import os
from dataclasses import dataclass, field
from hashlib import sha256

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from core.faults import Refusal
from core.keys import sealed_key
from core.keys.sealed_key import KEY_BYTES, NO_MEMORY
from core.path_kinds import ENCRYPTED, HEAD_BYTES
from core.thai.folding import fold

_SALT_END = HEAD_BYTES - 4


@dataclass(frozen=True, slots=True)
class FileKey:
    """A key: the first bytes of the file it opens (``head``), and the secret."""

    head: bytes
    secret: bytes = field(repr=False)

    @classmethod
    def drawn(cls, passphrase: str) -> "FileKey":
        """The key of a file that is about to be encrypted: another each time, whatever the passphrase. Refusal where this PC
        hasn't the memory it takes."""
        salted = ENCRYPTED + os.urandom(_SALT_END - len(ENCRYPTED))
        secret = _stretched(passphrase, salted)
        return cls(salted + _proof(secret), secret)

    @classmethod
    def of(cls, head: bytes, passphrase: str) -> "FileKey | None":
        """The key of a file that begins like that; None where the passphrase is another. Takes half a second. Refusal where
        this PC hasn't the memory it takes."""
        secret = _stretched(passphrase, head[:_SALT_END])
        return cls(head, secret) if hmac.compare_digest(_proof(secret), head[_SALT_END:]) else None

    def for_sqlcipher(self) -> str:
        """As SQLCipher takes it: key and salt as they are, without stretching them any more."""
        return f"x'{self.secret.hex()}{self.head.hex()}'"


def _stretched(passphrase: str, salted: bytes) -> bytes:
    cost = sealed_key.STANDARD
    # Nobody sees what is typed, and it can't be found out: what looks alike on the paper it stands on is alike.
    typed = fold(passphrase).encode()
    try:
        return hash_secret_raw(typed, salted, cost.passes, cost.memory, cost.lanes, KEY_BYTES, Type.ID)
    except HashingError as fault:
        raise Refusal(NO_MEMORY) from fault


def _proof(secret: bytes) -> bytes:
    return hmac.digest(secret, b"phaen file key", sha256)[: HEAD_BYTES - _SALT_END]
