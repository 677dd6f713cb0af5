"""The PC's own key: every package is signed with it, and others know the PC by it.

Ed25519 (RFC 8032), kept in the user's own folder and nowhere else. People compare keys by eight short Thai words,
64 bits of the key's SHA-256: a byte a word, so that they can be read out over the telephone.
"""

import os
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from platformdirs import user_config_path

from core import resources
from core.faults import FileRefusal
from core.store.file.tip_file import STATE_DIR
from core.whole_files import passing_folder, private_folder, put_in_place

KEY_BYTES = 32
SIGNATURE_BYTES = 64
WORDS = 8
# What is signed begins with what it is for, so that no signature can be used for anything else.
PURPOSE = b"phaen exchange package manifest\n"


@dataclass(frozen=True, slots=True)
class PcKey:
    """This PC's key pair."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    def sign(self, manifest: bytes) -> bytes:
        """The member ``signature``: public key and signature."""
        return self.public + self.private.sign(PURPOSE + manifest)


def signer_of(manifest: bytes, signature: bytes) -> bytes | None:
    """The public key whose signature of the manifest this is; None where it isn't one."""
    if len(signature) != KEY_BYTES + SIGNATURE_BYTES:
        return None
    key = signature[:KEY_BYTES]
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature[KEY_BYTES:], PURPOSE + manifest)
    except (InvalidSignature, ValueError):
        return None
    return key


def pc_key() -> PcKey:
    """This PC's key, made where there is none yet; FileRefusal where it can't be kept or read."""
    path = key_path()
    try:
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as fault:
        raise FileRefusal(f"ใช้กุญแจของเครื่องที่ “{path}” ไม่ได้ โปรดตรวจสิทธิของโฟลเดอร์") from fault


def key_path() -> Path:
    """Where the private key lies: the user's configuration folder (``PHAEN_STATE_DIR`` overrides it)."""
    own = os.environ.get(STATE_DIR)
    return (Path(own) if own else user_config_path("phaen", appauthor=False)) / "pc-key.pem"


def _make(path: Path) -> None:
    private_folder(path.parent)
    body = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with passing_folder(path.parent, path.name) as folder:
        made = folder / path.name
        made.write_bytes(body)
        if not path.exists():
            put_in_place(made, path)


def _read(path: Path) -> PcKey:
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as fault:
        raise _unusable(path) from fault
    if not isinstance(private, Ed25519PrivateKey):
        raise _unusable(path)
    return PcKey(private)


def _unusable(path: Path) -> FileRefusal:
    return FileRefusal(
        f"กุญแจของเครื่องที่ “{path}” เสียหาย โปรดย้ายแฟ้มนี้ออกแล้วลองใหม่ โปรแกรมจะสร้างกุญแจใหม่ และผู้รับต้องยืนยันเครื่องนี้อีกครั้ง"
    )


def words_of(key: bytes) -> tuple[str, ...]:
    """A public key as eight short words, to be compared over the telephone."""
    return tuple(_words()[byte] for byte in sha256(key).digest()[:WORDS])


@cache
def _words() -> tuple[str, ...]:
    lines = resources.path("words", "key_words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line)
