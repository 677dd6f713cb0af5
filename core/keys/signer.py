"""Signing and verifying with Ed25519 (RFC 8032). The library is imported where the first signature is made or looked at: it
takes a twentieth of a short command."""

from collections.abc import Callable
from dataclasses import dataclass

KEY_BYTES = 32
SIGNATURE_BYTES = 64

# The y of the eight points of small order on edwards25519 (RFC 8032, section 5.1).
_FIELD = 2**255 - 19
_OF_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset({0, 1, _FIELD - 1, _OF_ORDER_8, _FIELD - _OF_ORDER_8})


@dataclass(frozen=True, slots=True)
class KeySigner:
    """Whoever signs: the public key (32 bytes), and what signs bytes (64 bytes of signature)."""

    public: bytes
    sign: Callable[[bytes], bytes]


def new_private_key() -> bytes:
    """A new private key, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  # late, see above

    return Ed25519PrivateKey.generate().private_bytes_raw()


def signer_from(private: bytes) -> KeySigner:
    """Who signs with a private key of 32 bytes; ValueError where it is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  # late, see above

    key = Ed25519PrivateKey.from_private_bytes(private)
    return KeySigner(key.public_key().public_bytes_raw(), key.sign)


def verify(key: bytes, signed: bytes, signature: bytes) -> bool:
    """True where the signature of these bytes is the key's; never for a point of small order, which is nobody's key and would
    verify one signature of many a message."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # late, see above
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415  # late, see above

    if (int.from_bytes(key, "little") & (2**255 - 1)) % _FIELD in _SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True
