"""Private keys under a secret: who knows it opens them, who doesn't, doesn't, and nothing else falls over."""

import json

import pytest
from argon2.exceptions import HashingError

from core.faults import Refusal
from core.keys.sealed_key import Cost, UnreadableSeal, seal, unseal

SMALL = Cost(memory=64, passes=1, lanes=1)
PRIVATE = bytes(range(32))


@pytest.fixture(scope="module")
def sealed():
    return seal(PRIVATE, "ความลับของเรา", SMALL)


def test_the_secret_opens_it_and_no_other_does(sealed):
    assert unseal(sealed, "ความลับของเรา") == PRIVATE
    assert unseal(sealed, "ความลับของเขา") is None
    assert unseal(sealed, "") is None


def test_a_pc_without_the_memory_says_so(sealed, monkeypatch):
    def full(*_):
        raise HashingError("Memory allocation error")

    monkeypatch.setattr("core.keys.sealed_key.hash_secret_raw", full)
    with pytest.raises(Refusal, match="หน่วยความจำ"):
        unseal(sealed, "ความลับของเรา")


def test_the_same_key_is_never_sealed_alike():
    assert seal(PRIVATE, "a", SMALL) != seal(PRIVATE, "a", SMALL)


def test_what_it_costs_stands_beside_it(sealed):
    told = json.loads(sealed)
    assert (told["memory"], told["passes"], told["lanes"]) == (64, 1, 1)


def test_any_changed_byte_is_told(sealed):
    told = json.loads(sealed)
    for name in ("salt", "nonce", "sealed"):
        changed = bytearray.fromhex(told[name])
        changed[0] ^= 1
        assert unseal(json.dumps(told | {name: changed.hex()}), "ความลับของเรา") is None


@pytest.mark.parametrize(
    "changed",
    [
        {"memory": 1 << 21},
        {"passes": 1000},
        {"lanes": 0},
        {"memory": "64"},
        {"memory": True},
        {"method": "none"},
        {"salt": "00"},
        {"sealed": "0badc0de"},
        {"nonce": 12},
    ],
    ids=str,
)
def test_what_is_no_sealed_key_is_never_tried(sealed, changed):
    with pytest.raises(UnreadableSeal):
        unseal(json.dumps(json.loads(sealed) | changed), "ความลับของเรา")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "{}", pytest.param("[" * 100_000, id="deep")])
def test_what_is_no_json_of_ours_is_unreadable(text):
    with pytest.raises(UnreadableSeal):
        unseal(text, "x")
