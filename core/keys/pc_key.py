"""The PC's own key: it signs every package, and every entry that no person signs. Others know the PC by it.

It is kept in the user's own folder and nowhere else. People compare keys by eight short Thai words, 64 bits of the key's
SHA-256: a byte a word, so that they can be read out over the telephone.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from core import resources
from core.faults import FileRefusal
from core.keys.signer import KeySigner, signer_from
from core.state_folder import config_dir
from core.whole_files import passing_folder, private_folder, put_in_place

WORDS = 8


def pc_key() -> KeySigner:
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
    return config_dir() / "pc-key.pem"


def _make(path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  # as in signer
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415  # as in signer
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    private_folder(path.parent)
    body = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with passing_folder(path.parent, path.name) as folder:
        made = folder / path.name
        made.write_bytes(body)
        if not path.exists():
            put_in_place(made, path)


def _read(path: Path) -> KeySigner:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  # as in signer
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415  # as in signer

    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as fault:
        raise _unusable(path) from fault
    if not isinstance(private, Ed25519PrivateKey):
        raise _unusable(path)
    return signer_from(private.private_bytes_raw())


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
