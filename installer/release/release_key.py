"""The release key: made once, kept by whoever publishes releases, never committed. Its public half goes into every build
(``RELEASE``), and a program takes newer releases from a stick only where its private half has signed them.

The private half is a file of JSON, sealed under a passphrase as a person's key in an office file is.
"""

import hashlib
import json
import os
import re
from base64 import b64encode
from collections.abc import Iterable
from getpass import getpass
from pathlib import Path

from environment import SetupRefusal

from core.keys import sealed_key
from core.keys.signer import new_private_key, signer_from, verify
from core.releases import manifest
from release.version import Release

VARIABLE = "PHAEN_RELEASE_PASSPHRASE"
LEAST = 12  # characters of a passphrase: the file may lie where others come by
PIECE = 1 << 20  # bytes
ENDINGS = {"windows": ".exe", "deb": ".deb", "portable": ".tar.xz"}


def new(path: Path, passphrase: str, cost: sealed_key.Cost = sealed_key.STANDARD) -> str:
    """Make a key in the new file ``path``; returns the public half in base64. SetupRefusal where the file is there, or the
    passphrase is short."""
    if len(passphrase) < LEAST:
        raise SetupRefusal(f"รหัสผ่านของกุญแจต้องยาวอย่างน้อย {LEAST} ตัวอักษร โปรดตั้งใหม่")
    private = new_private_key()
    public = b64encode(signer_from(private).public).decode()
    text = json.dumps({"public": public, "private": sealed_key.seal(private, passphrase, cost)}, indent=1)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as fault:
        raise SetupRefusal(f"มีแฟ้ม {path} อยู่แล้ว กุญแจที่ใช้ออกรุ่นไปแล้วหายไม่ได้ โปรดตั้งชื่ออื่น") from fault
    with os.fdopen(file, "w", encoding="utf-8") as made:
        made.write(text + "\n")
    return public


def public_key_of(path: Path) -> str:
    """The public half in base64. SetupRefusal where the file is no release key."""
    return _told(path)["public"]


def passphrase(*, twice: bool = False) -> str:
    """The key's passphrase, from ``PHAEN_RELEASE_PASSPHRASE`` or as it is typed, unseen; SetupRefusal where it is typed
    ``twice`` and differently."""
    if given := os.environ.get(VARIABLE, ""):
        return given
    typed = getpass("รหัสผ่านของกุญแจออกรุ่น: ")
    if twice and getpass("พิมพ์อีกครั้ง: ") != typed:
        raise SetupRefusal("รหัสผ่านสองครั้งไม่ตรงกัน จึงยังไม่ได้สร้างกุญแจ โปรดลองใหม่")
    return typed


def sign(folder: Path, release: Release, key: Path, passphrase: str) -> Path:
    """Say in ``folder`` that its setup files are a ``release``, signed; returns the file that says it. SetupRefusal where there
    is no setup file, or one of another release, or the passphrase is another."""
    setups = tuple(_setups(folder))
    if not setups:
        raise SetupRefusal(f"ไม่มีชุดติดตั้งในโฟลเดอร์ {folder} โปรดสร้างด้วย installer/build.py all ก่อน")
    for setup in setups:
        if not re.search(rf"(?<![\d.]){re.escape(release.number)}(?!\.?\d)", setup.name):
            raise SetupRefusal(
                f"{setup.name} ไม่ใช่ชุดติดตั้งรุ่น {release.number} โปรดย้ายออกจากโฟลเดอร์ {folder} แล้วลงลายมือชื่อใหม่"
            )
    signer = signer_from(_private(key, passphrase))
    text = manifest.text_of(manifest.ReleaseManifest(release.number, release.day, setups)).encode()
    manifest.read(text)  # what no program would take isn't given out
    signature = signer.sign(manifest.signed_bytes(text))
    assert verify(signer.public, manifest.signed_bytes(text), signature)
    (folder / manifest.FILE).write_bytes(text)
    (folder / manifest.SIGNATURE).write_bytes(b64encode(signature) + b"\n")
    return folder / manifest.FILE


def _setups(folder: Path) -> Iterable[manifest.SetupFile]:
    for system, ending in ENDINGS.items():
        for path in sorted(folder.glob(f"*{ending}")):
            yield manifest.SetupFile(system, path.name, path.stat().st_size, _sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _private(path: Path, passphrase: str) -> bytes:
    try:
        private = sealed_key.unseal(_told(path)["private"], passphrase)
    except sealed_key.UnreadableSeal as fault:
        raise _no_key(path) from fault
    if private is None:
        raise SetupRefusal(f"รหัสผ่านของกุญแจ {path} ไม่ถูกต้อง จึงยังไม่ได้ลงลายมือชื่อ โปรดลองใหม่")
    return private


def _told(path: Path) -> dict[str, str]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {name: str(told[name]) for name in ("public", "private")}
    except OSError as fault:
        raise SetupRefusal(f"อ่านกุญแจ {path} ไม่ได้ โปรดตรวจชื่อแฟ้มและสิทธิ") from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise _no_key(path) from fault


def _no_key(path: Path) -> SetupRefusal:
    return SetupRefusal(f"{path} ไม่ใช่กุญแจออกรุ่น โปรดใช้แฟ้มที่สร้างด้วย installer/build.py release-key new")
