"""Whatever bytes somebody brings: a package is read as it was signed, or refused in a sentence; never anything else.

A few hundred examples in the test command; with PHAEN_FUZZ=MINUTES about as many as so many minutes take
(``PHAEN_FUZZ=10 pytest tests/exchange/test_package_fuzz.py``).
"""

import os
import warnings
from collections.abc import Callable
from hashlib import sha256

import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from package_parts import KEY, chain, manifest, members_of, signed, written, zipped
from sqlalchemy import func, select

from core.exchange.packages.ingest import ingest
from core.exchange.packages.manifest import Member
from core.exchange.packages.reader import opened_package
from core.faults import FileRefusal
from core.store.file.genesis import FirstEntry
from core.store.file.office_file import OfficeFile
from core.store.log.intake import Intake
from core.store.tables.definitions import ENTRIES

MINUTES = float(os.environ.get("PHAEN_FUZZ", "0"))
EXAMPLES_A_MINUTE = 2500  # of each of the six tests, on a desk PC
FUZZED = settings(
    max_examples=int(MINUTES * EXAMPLES_A_MINUTE) or 150,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ENTRIES_MADE = chain(4)


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> tuple[bytes, dict[str, bytes]]:
    """A sound package and its members."""
    path = written(tmp_path_factory.mktemp("sound") / "a.phaenx", ENTRIES_MADE)
    return path.read_bytes(), members_of(path)


@pytest.fixture(scope="module")
def taking(tmp_path_factory) -> Callable[[bytes], list[bytes] | None]:
    """Takes bytes for a package, into an office file that is left as it was; None where it was refused."""
    folder = tmp_path_factory.mktemp("fuzz")
    file = OfficeFile.create(
        folder / "office.phaen", FirstEntry("ทดสอบ", 1_569_862_800_000, []), holder="ผู้ทดสอบ"
    )
    path = folder / "a.phaenx"

    def take(body: bytes) -> list[bytes] | None:
        path.write_bytes(body)
        try:
            with opened_package(path) as package:
                return _taken(file, package)
        except FileRefusal as refusal:
            if "โปรด" not in str(refusal):
                pytest.fail(f"no advice in {refusal}")
            return None

    yield take
    file.close()


class _Enough(Exception):
    """The merge went through: take it back."""


def _taken(file, package) -> list[bytes]:
    found: list[bytes] = []
    try:
        with file.merging() as connection:
            intake = Intake(connection, file.now_ms)
            ingest(package, intake, complete=True, on_read=lambda read: None)
            intake.close()
            found.extend(connection.execute(select(ENTRIES.c.id).order_by(ENTRIES.c.n)).scalars())
            raise _Enough
    except _Enough:
        with file.reading() as connection:
            assert connection.execute(select(func.count()).select_from(ENTRIES)).scalar() == 1
        return found


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert", "double"]), st.integers(0, 10**6), st.binary(max_size=9)
    ),
    min_size=1,
    max_size=6,
)


def edited(body: bytes, edits: list[tuple[str, int, bytes]]) -> bytes:
    for kind, where, more in edits:
        at = where % (len(body) + 1)
        if kind == "flip":
            body = body[:at] + more + body[at + len(more) :]
        elif kind == "cut":
            body = body[:at] + body[at + len(more) * 7 :]
        elif kind == "insert":
            body = body[:at] + more + body[at:]
        else:
            body = body[:at] + body[max(0, at - 60) : at] + body[at:]
    return body


IDS = [sha256(entry).digest() for entry in ENTRIES_MADE]


@FUZZED
@given(edits=EDITS)
def test_the_bytes_of_a_package_changed_at_random(parts, taking, edits):
    found = taking(edited(parts[0], edits))
    assert found is None or found[1:] == IDS


@FUZZED
@given(body=st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda more: b"PK\3\4" + more)))
def test_any_bytes_at_all(taking, body):
    assert taking(body) is None


@FUZZED
@given(member=st.sampled_from(["entries", "manifest.json", "signature"]), edits=EDITS)
def test_a_member_changed_and_zipped_again(parts, taking, member, edits):
    members = {**parts[1], member: edited(parts[1][member], edits)}
    found = taking(zipped(list(members.items())))
    assert found is None or found[1:] == IDS


@FUZZED
@given(edits=EDITS)
def test_entries_changed_and_signed_again(taking, edits):
    """By somebody who has a trusted key: what is taken in is at least a chain."""
    framed = b"".join(len(body).to_bytes(4, "big") + body for body in ENTRIES_MADE)
    entries = edited(framed, edits)
    taking(signed(manifest({"r": (1, 4)}, Member(len(entries), sha256(entries).digest(), 4)), entries))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@FUZZED
@given(data=st.data())
def test_fields_of_the_manifest_changed_and_signed_again(parts, taking, data):
    said = orjson.loads(parts[1]["manifest.json"])
    for name in data.draw(st.lists(st.sampled_from(sorted(said)), min_size=1, max_size=3)):
        said[name] = data.draw(JSON)
    try:
        body = orjson.dumps(said)
    except TypeError:
        return  # a number no JSON of ours can say
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        taking(
            zipped([("entries", parts[1]["entries"]), ("manifest.json", body), ("signature", KEY.sign(body))])
        )


@FUZZED
@given(data=st.data())
def test_fields_of_an_entry_changed_and_signed_again(taking, data):
    said = orjson.loads(ENTRIES_MADE[-1])
    for name in data.draw(st.lists(st.sampled_from([*said, "set", "refs", "seen"]), min_size=1, max_size=3)):
        said[name] = data.draw(JSON)
    try:
        changed = [*ENTRIES_MADE[:-1], orjson.dumps(said)]
    except TypeError:
        return  # a number no JSON of ours can say
    entries = b"".join(len(body).to_bytes(4, "big") + body for body in changed)
    taking(signed(manifest({"r": (1, 4)}, Member(len(entries), sha256(entries).digest(), 4)), entries))
