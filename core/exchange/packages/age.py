"""Sealing with a passphrase: the age file format, version 1, with its scrypt recipient (age-encryption.org/v1).

Any age tool opens what is sealed here. The work factor is 2^16 (64 MB): the libraries that choose it themselves take a
gigabyte and seconds, on either side. A file that asks for more than 2^17 is refused, for whoever wrote it decides
how much memory opening it takes.
"""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"age-encryption.org/v1"
LOG_WORK = 16
MOST_LOG_WORK = 17
LONGEST_LINE = 256
CHUNK = 64 * 1024
TAG = 16


class BadSeal(ValueError):
    """The bytes are no age file sealed with a passphrase, are damaged, or ask for too much work."""


class WrongPassphrase(ValueError):
    """The passphrase doesn't open it."""


def seal(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Write ``source``, sealed, to ``target``."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = ChaCha20Poly1305(_wrap_key(passphrase, salt, LOG_WORK)).encrypt(bytes(12), file_key, None)
    head = b"%s\n-> scrypt %s %d\n%s\n---" % (MAGIC, _base64(salt), LOG_WORK, _base64(wrapped))
    target.write(b"%s %s\n%s" % (head, _base64(_mac(file_key, head)), nonce))
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    for counter, chunk, last in _chunks(source, CHUNK):
        target.write(cipher.encrypt(_nonce(counter, last), chunk, None))


def unseal(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Write what is sealed in ``source`` to ``target``; BadSeal or WrongPassphrase."""
    file_key = _file_key(source, passphrase)
    nonce = source.read(16)
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    try:
        for counter, chunk, last in _chunks(source, CHUNK + TAG):
            target.write(cipher.decrypt(_nonce(counter, last), chunk, None))
    except InvalidTag as fault:
        raise BadSeal("a chunk was changed or cut") from fault


def _file_key(source: BinaryIO, passphrase: str) -> bytes:
    head = b"".join(source.readline(LONGEST_LINE) for _ in range(4))
    try:
        magic, stanza, wrapped, ending, rest = head.split(b"\n")
        mark, kind, salt, work = stanza.split(b" ")
        end, mac = ending.split(b" ")
        found = _unbase64(salt, 16), _unbase64(wrapped, 32), _unbase64(mac, 32)
    except ValueError as fault:
        raise BadSeal("not a header of one passphrase") from fault
    if (magic, mark, kind, end, rest) != (MAGIC, b"->", b"scrypt", b"---", b"") or not _bearable(work):
        raise BadSeal("not a header of one passphrase, or one that asks for too much work")
    try:
        key = ChaCha20Poly1305(_wrap_key(passphrase, found[0], int(work))).decrypt(bytes(12), found[1], None)
    except InvalidTag as fault:
        raise WrongPassphrase from fault
    if not hmac.compare_digest(_mac(key, head.rpartition(b" ")[0]), found[2]):
        raise BadSeal("the header was changed")
    return key


def _bearable(work: bytes) -> bool:
    return work.isdigit() and len(work) <= 2 and not work.startswith(b"0") and int(work) <= MOST_LOG_WORK


def _wrap_key(passphrase: str, salt: bytes, log_work: int) -> bytes:
    kdf = Scrypt(salt=MAGIC + b"/scrypt" + salt, length=32, n=1 << log_work, r=8, p=1)
    return kdf.derive(passphrase.encode())


def _derived(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=info).derive(file_key)


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), head, "sha256")


def _nonce(counter: int, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + bytes([last])


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Chunks with their number and whether they are the last, which may be short, and empty only where it is alone."""
    chunk, counter = source.read(size), 0
    while True:
        following = source.read(size)
        yield counter, chunk, not following
        if not following:
            return
        chunk, counter = following, counter + 1


def _base64(body: bytes) -> bytes:
    return b64encode(body).rstrip(b"=")


def _unbase64(text: bytes, size: int) -> bytes:
    found = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if len(found) != size or _base64(found) != text:
        raise ValueError("not of that size")
    return found
