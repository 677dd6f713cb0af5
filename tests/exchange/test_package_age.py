"""Sealing with a passphrase in the age format: ours opens ours, age's own library opens ours."""

import io

import pyrage
import pytest
from package_parts import chain, read, written

from core.exchange.packages import age
from core.exchange.packages.age import BadSeal, WrongPassphrase, seal, unseal
from core.faults import FileRefusal, SealRefusal

PASSPHRASE = "ช้าง 9 เชือก"
SIZES = (0, 1, age.CHUNK - 1, age.CHUNK, age.CHUNK + 1, 2 * age.CHUNK)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A small work factor, so that tests are quick."""
    monkeypatch.setattr(age, "LOG_WORK", 8)


def sealed(body: bytes) -> bytes:
    target = io.BytesIO()
    seal(io.BytesIO(body), target, PASSPHRASE)
    return target.getvalue()


def opened(body: bytes, passphrase: str = PASSPHRASE) -> bytes:
    target = io.BytesIO()
    unseal(io.BytesIO(body), target, passphrase)
    return target.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_opened_by_us_and_by_ages_own_library(size):
    body = bytes(n % 251 for n in range(size))
    assert opened(sealed(body)) == body
    assert pyrage.passphrase.decrypt(sealed(body), PASSPHRASE) == body


def test_a_wrong_passphrase_is_told_from_a_broken_seal():
    whole = sealed(b"x" * 1000)
    with pytest.raises(WrongPassphrase):
        opened(whole, "ช้าง")
    with pytest.raises(BadSeal):
        opened(whole[:-1])


def test_whatever_byte_was_changed_it_does_not_open():
    whole = sealed(b"x" * 100)
    for at in range(len(whole)):
        with pytest.raises((BadSeal, WrongPassphrase)):
            opened(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])


def test_a_cut_between_two_chunks_is_found():
    whole = sealed(b"x" * 2 * age.CHUNK)
    with pytest.raises(BadSeal):
        opened(whole[: -age.CHUNK - age.TAG])


@pytest.mark.parametrize("work", [b"0", b"018", b"18", b"22", b"99999999", b"-1", b"1_0", "๘".encode()])
def test_a_file_that_asks_for_too_much_work_is_refused_before_any(work, monkeypatch):
    whole = sealed(b"x").replace(b" 8\n", b" %s\n" % work, 1)
    monkeypatch.setattr(age, "_wrap_key", lambda *said: pytest.fail("work was done"))
    with pytest.raises(BadSeal):
        opened(whole)


@pytest.mark.parametrize(
    "body", [b"", age.MAGIC, age.MAGIC + b"\n" * 9, age.MAGIC + b"\n-> X25519 abc\nabc\n--- abc\n"]
)
def test_what_is_no_sealed_file_is_refused(body):
    with pytest.raises(BadSeal):
        opened(body)


def test_a_sealed_package_asks_for_its_passphrase(tmp_path):
    path = written(tmp_path / "a.phaenx", chain(3), PASSPHRASE)
    assert read(path, PASSPHRASE) == chain(3)
    for passphrase in (None, "", "ช้าง"):
        with pytest.raises(SealRefusal, match=path.name):
            read(path, passphrase)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(FileRefusal, match="เสียหาย"):
        read(path, PASSPHRASE)
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


def test_the_work_a_package_is_sealed_with_is_hard_to_guess_and_light_to_do(tmp_path, monkeypatch):
    monkeypatch.undo()
    head = written(tmp_path / "a.phaenx", [], PASSPHRASE).read_bytes().split(b"\n")[1]
    assert head.split(b" ")[1::2] == [b"scrypt", b"16"]
