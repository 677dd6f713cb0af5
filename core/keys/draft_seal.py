"""What this PC keeps of an office file beside it (drafts of what was typed), sealed where the file is encrypted."""

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_SEALED = b"PHD1"
_NONCE = 12  # bytes


@dataclass(frozen=True, slots=True)
class DraftSeal:
    """``secret`` is kept in the office file, so that it stays when the passphrase changes; empty where the file never was
    encrypted. ``seals`` while it is."""

    secret: bytes = field(default=b"", repr=False)
    seals: bool = False

    def put(self, content: bytes) -> bytes:
        """As it is to be written."""
        if not self.seals:
            return content
        nonce = os.urandom(_NONCE)
        return _SEALED + nonce + ChaCha20Poly1305(self.secret).encrypt(nonce, content, _SEALED)

    def taken(self, stored: bytes) -> bytes:
        """What was put; ValueError where it can't be read."""
        if not stored.startswith(_SEALED):
            return stored
        nonce, sealed = stored[len(_SEALED) :][:_NONCE], stored[len(_SEALED) + _NONCE :]
        try:
            return ChaCha20Poly1305(self.secret).decrypt(nonce, sealed, _SEALED)
        except InvalidTag as fault:
            raise ValueError("sealed under another secret") from fault

    def is_open(self, stored: bytes) -> bool:
        """True for what anybody can read and shouldn't."""
        return self.seals and not stored.startswith(_SEALED)
