"""Packages that are no packages, or not what their signer wrote: each refused in a sentence."""

import io
import re
import struct
import warnings
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
from package_parts import KEY, chain, manifest, members_of, read, signed, written, zipped

from core.exchange.packages import manifest as manifests
from core.exchange.packages import reader
from core.exchange.packages.manifest import Member, decode, encode
from core.exchange.packages.signing import signature_of, signer_of
from core.faults import FileRefusal
from core.keys.pc_key import pc_key, words_of

FROZEN = Path(__file__).parents[1] / "fixtures" / "packages" / "format-1.phaenx"
LETTER = re.compile("[ก-๛]")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A sound package of five entries."""
    return written(tmp_path / "a.phaenx", chain(5))


def refused(path: Path, body: bytes, because: str) -> None:
    path.write_bytes(body)
    with pytest.raises(FileRefusal, match=because) as caught:
        read(path)
    sentence = str(caught.value)
    assert LETTER.search(sentence)
    assert path.name in sentence
    assert "โปรด" in sentence


def test_what_was_written_is_read_again(package):
    assert read(package) == chain(5)


def test_an_empty_package_is_a_package(tmp_path):
    assert read(written(tmp_path / "a.phaenx", [])) == []


def test_a_package_is_found_out_by_what_is_in_it_not_by_its_name(package):
    renamed = package.rename(package.with_suffix(".zip"))
    assert read(renamed) == chain(5)


@pytest.mark.parametrize("body", [b"PK", b"SQLite format 3\0" + bytes(90), b"\0" * 5000, "สวัสดี".encode()])
def test_what_is_no_package_is_refused(tmp_path, body):
    refused(tmp_path / "a.phaenx", body, "ไม่ใช่แพ็กเกจ")


def test_where_no_file_can_be_read_is_refused(tmp_path):
    with pytest.raises(FileRefusal, match="เป็นโฟลเดอร์"):
        read(tmp_path)
    with pytest.raises(FileRefusal, match="ไม่พบไฟล์"):
        read(tmp_path / "none.phaenx")
    refused(tmp_path / "a.phaenx", b"", "ว่างเปล่า")


def test_a_package_cut_anywhere_is_refused(package):
    whole = package.read_bytes()
    for length in range(1, len(whole), 7):
        refused(package, whole[:length], "เสียหาย|ไม่ใช่แพ็กเกจ")


def test_a_flipped_byte_is_refused_or_changes_nothing(package):
    whole = package.read_bytes()
    silent = 0
    for at in range(len(whole)):
        package.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            assert read(package) == chain(5)
            silent += 1
        except FileRefusal:
            continue
    assert silent < 3 * (30 + 46), (
        "only dates, versions and attributes in the zip's headers may differ unseen"
    )


def test_unknown_members_and_names_that_lead_elsewhere_are_refused(package):
    members = list(members_of(package).items())
    for name in (
        "extra",
        "../../evil",
        "/etc/passwd",
        "C:\\evil",
        "entries/",
        "entries\0.txt",
        "attachments/1",
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            refused(package, zipped([*members, (name, b"x")]), "เสียหาย")


def test_a_member_that_is_there_twice_or_not_at_all_is_refused(package):
    members = list(members_of(package).items())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        refused(package, zipped([*members, members[0]]), "เสียหาย")
    refused(package, zipped([m for m in members if m[0] != "entries"]), "เสียหาย")
    refused(package, zipped([m for m in members if m[0] != "signature"]), "ไม่มีลายเซ็น")
    refused(package, zipped([("a.txt", b"")]), "ไม่ใช่แพ็กเกจ")


def test_a_package_within_a_package_is_refused(package):
    inner = package.read_bytes()
    refused(package, zipped([("inner.phaenx", inner)]), "ไม่ใช่แพ็กเกจ")
    nested = signed(manifest({"r": (1, 5)}, Member(len(inner), sha256(inner).digest(), 5)), inner)
    refused(package, nested, "มากเกินกว่า|เสียหาย")


def test_an_encrypted_member_is_refused(package):
    whole = bytearray(package.read_bytes())
    at = whole.rindex(b"PK\1\2")
    whole[at + 8] |= 1
    refused(package, bytes(whole), "เสียหาย")


def test_sizes_that_cannot_be_are_refused_before_anything_is_unpacked(package):
    whole = bytearray(package.read_bytes())
    at = whole.index(b"PK\1\2", whole.index(b"manifest.json", 100))
    struct.pack_into("<I", whole, at + 24, 2**31)
    refused(package, bytes(whole), "มากเกินกว่า|เสียหาย")


def test_a_table_of_a_hundred_thousand_members_is_refused_unread(package, monkeypatch):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as many:
        for number in range(3000):
            many.writestr(f"{number:020}", b"")
    monkeypatch.setattr(reader, "ZipFile", lambda source: pytest.fail("the table was read"))
    refused(package, target.getvalue(), "มากเกินกว่า")


def test_a_zip_that_says_its_table_is_elsewhere_is_refused(package):
    whole = package.read_bytes()
    locator = b"PK\6\7" + bytes(16)
    refused(package, whole[:-22] + locator + whole[-22:], "เสียหาย")


def test_an_entry_longer_than_any_is_refused(package):
    body = (2**31).to_bytes(4, "big") + b"x" * 100
    refused(package, signed(manifest({}, Member(len(body), sha256(body).digest(), 1)), body), "มากเกินกว่า")


@pytest.mark.parametrize("wrong", [{"size": 999}, {"count": 4}, {"sha256": bytes(32)}])
def test_entries_other_than_the_manifest_says_are_refused(package, wrong):
    said = members_of(package)
    plain = decode(said["manifest.json"], "a")
    other = replace(plain, entries=replace(plain.entries, **wrong))
    refused(package, signed(other, said["entries"]), "เสียหาย")


def test_a_changed_manifest_or_a_strange_signature_is_refused(package):
    members = members_of(package)
    changed = members["manifest.json"].replace(b'"finance"', b'"central"')
    assert changed != members["manifest.json"]
    order = ("entries", "manifest.json", "signature")
    for other in (
        {"manifest.json": changed},
        {"signature": bytes(96)},
        {"signature": members["signature"][:95]},
        {"signature": KEY.public + KEY.sign(members["manifest.json"])},
    ):
        refused(package, zipped([(name, {**members, **other}[name]) for name in order]), "ลายเซ็น")


def test_a_signature_is_looked_at_before_the_manifest_is(package, monkeypatch):
    members = members_of(package)
    monkeypatch.setattr(reader, "decode", lambda *said: pytest.fail("the manifest was read"))
    members["signature"] = bytes(96)
    refused(package, zipped(list(members.items())), "ลายเซ็น")


def test_a_newer_package_is_refused_with_advice(package, monkeypatch):
    monkeypatch.setattr(manifests, "FORMAT", 99)
    body = encode(manifest({}, Member(0, sha256(b"").digest(), 0)))
    monkeypatch.undo()
    newer = zipped([("entries", b""), ("manifest.json", body), ("signature", signature_of(body, KEY))])
    refused(package, newer, "รุ่นใหม่กว่า")


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "1"},
        {"format": True},
        {"office": "ab"},
        {"unit": 5},
        {"unit": "ก\nข"},
        {"pc": "ก" * 999},
        {"written_ms": 10**17},
        {"spans": {"r": [0, 5]}},
        {"spans": {"r": [5, 1]}},
        {"spans": []},
        {"holds": {"r": [1]}},
        {"needs": {"r": [1, "xy"]}},
        {"wanted": {}},
        {"wanted": ["xy"]},
        {"members": {}},
        {"members": {"entries": {"size": 0, "sha256": "", "count": 0}, "files": {}}},
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(package, wrong):
    said = orjson.loads(members_of(package)["manifest.json"]) | wrong
    body = orjson.dumps(said)
    members = [("entries", b""), ("manifest.json", body), ("signature", signature_of(body, KEY))]
    refused(package, zipped(members), "เสียหาย")


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{}", b"[" * 5000, b"\xff\xfe", b'{"format":1e999}'])
def test_a_signed_manifest_that_is_no_manifest_is_refused(package, body):
    refused(
        package,
        zipped([("entries", b""), ("manifest.json", body), ("signature", signature_of(body, KEY))]),
        "เสียหาย",
    )


def test_an_older_manifest_is_brought_up_step_by_step():
    """A planted older format: what ``UPGRADES`` will do with a package of this release."""
    said = orjson.loads(encode(manifest({"r": (1, 2)}, Member(4, bytes(32), 2))))
    said["size"] = said["members"]["entries"].pop("size")
    steps = {
        manifests.FORMAT: lambda old: {
            **old,
            "members": {"entries": {**old["members"]["entries"], "size": old["size"]}},
        }
    }
    assert decode(orjson.dumps(said), "a", steps, manifests.FORMAT + 1).entries.size == 4


def test_a_manifest_without_evidence_asks_for_none():
    said = orjson.loads(encode(manifest({"r": (1, 2)}, Member(4, bytes(32), 2)))) | {"format": 1}
    del said["wanted"]
    read = decode(orjson.dumps(said), "a")
    assert (read.evidence, read.wanted) == (None, ())


def test_every_older_format_has_its_step_and_its_frozen_package():
    assert sorted(manifests.UPGRADES) == list(range(1, manifests.FORMAT))
    frozen = {path.name for path in FROZEN.parent.glob("*.phaenx")}  # one a file format, which are more
    assert {f"format-{number}.phaenx" for number in range(1, manifests.FORMAT + 1)} <= frozen


def test_the_pcs_key_is_made_once_and_only_its_user_can_read_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "new"))
    first, again = pc_key(), pc_key()
    assert first.public == again.public
    (kept,) = (tmp_path / "new").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    assert signer_of(b"manifest", signature_of(b"manifest", first)) == first.public
    kept.write_text("damaged")
    with pytest.raises(FileRefusal, match="กุญแจของเครื่อง"):
        pc_key()


def test_a_key_is_eight_words_of_a_list_that_never_changes():
    assert words_of(KEY.public) == words_of(KEY.public)
    assert len(set(list_of_words())) == 256
    assert sha256("\n".join(list_of_words()).encode()).hexdigest()[:16] == WORD_LIST


def list_of_words() -> list[str]:
    path = Path(__file__).parents[2] / "resources" / "words" / "key_words.txt"
    return path.read_text(encoding="utf-8").split()


WORD_LIST = "e185a76b0d3be8bf"
