"""Packages whose signature is right and whose chains are not: with a gap, or a forged link. And the merging of chains
that part, at the level of the store."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from package_parts import KEY, chain, manifest, written
from sqlalchemy import select

from core.exchange.packages.ingest import ingest
from core.exchange.packages.reader import opened_package
from core.exchange.packages.writer import write_package
from core.faults import FileRefusal
from core.store.file.declarations_entry import declarations_entry
from core.store.file.genesis import FirstEntry
from core.store.file.office_file import OfficeFile
from core.store.log.entry import decode, encode
from core.store.log.exchange_state import (
    ChainMark,
    Peer,
    beyond,
    bodies,
    held,
    known_of,
    note_peer,
    peers,
    vector,
)
from core.store.log.intake import Ingested, Intake
from core.store.tables.register_tables import SHIPPED, table_of


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.phaen"
    genesis = FirstEntry("ทดสอบ", 1_569_862_800_000, [], followed_by=(declarations_entry(),))
    OfficeFile.create(path, genesis, holder="ผู้ทดสอบ").close()
    return path


@pytest.fixture
def desk(empty_file, tmp_path):
    path = Path(shutil.copy(empty_file, tmp_path / "office.phaen"))
    with OfficeFile.open(path, holder="ผู้ทดสอบ") as file:
        yield file


def taken(desk: OfficeFile, path: Path, *, complete: bool = True) -> Ingested:
    with desk.merging() as connection, opened_package(path) as package:
        intake = Intake(connection, desk.now_ms)
        found = ingest(package, intake, complete=complete, on_read=lambda read: None)
        intake.close()
        return found


def rows(desk: OfficeFile) -> list[str]:
    with desk.reading() as connection:
        return sorted(connection.execute(select(table_of(SHIPPED["finance_requests"]).c.id)).scalars())


def remade(entry: bytes, **more: object) -> bytes:
    return encode(replace(decode(entry), **more))


def test_a_whole_chain_is_taken_in(desk, tmp_path):
    assert taken(desk, written(tmp_path / "a.phaenx", chain(3))) == Ingested(fresh=3)
    assert rows(desk) == ["r-1", "r-2", "r-3"]


GAPS = {
    "one missing in the middle": lambda made: made[:2] + made[3:],
    "one before its past": lambda made: [made[1], made[0], *made[2:]],
    "the end missing": lambda made: made[:-1],
    "the beginning missing": lambda made: made[1:],
    "another's entries": lambda made: [*made, *chain(1, "s")],
}


@pytest.mark.parametrize("harm", GAPS.values(), ids=GAPS)
def test_a_chain_with_a_gap_is_refused_and_nothing_of_it_stays(desk, tmp_path, harm):
    path = tmp_path / "a.phaenx"
    before = desk.path.read_bytes()
    write_package(path, harm(chain(5)), lambda spans, member: manifest({"r": (1, 5)}, member), KEY)
    with pytest.raises(FileRefusal, match="ขาดรายการ"):
        taken(desk, path)
    assert desk.path.read_bytes() == before


def forged_prev(made: list[bytes]) -> list[bytes]:
    return [*made[:-1], remade(made[-1], prev=decode(made[0]).id)]


def forged_seen(made: list[bytes]) -> list[bytes]:
    return [*made[:-1], remade(made[-1], seen=(bytes(31) + b"x",))]


def rootless(made: list[bytes]) -> list[bytes]:
    return [*made[:-1], remade(made[-1], prev=None)]


@pytest.mark.parametrize("forge", [forged_prev, forged_seen, rootless])
def test_a_forged_link_is_refused_and_nothing_of_it_stays(desk, tmp_path, forge):
    before = desk.path.read_bytes()
    path = written(tmp_path / "a.phaenx", forge(chain(5)))
    with pytest.raises(FileRefusal, match="ไม่ต่อเนื่อง"):
        taken(desk, path)
    assert desk.path.read_bytes() == before


def test_an_entry_that_is_no_entry_is_refused(desk, tmp_path):
    body = b'{"replica":"r","seq":1}'
    path = tmp_path / "a.phaenx"
    write_package(path, [body], lambda spans, member: manifest(spans, member), KEY)
    with pytest.raises(FileRefusal, match="เสียหาย"):
        taken(desk, path)


def test_what_needs_an_earlier_package_may_wait_but_not_for_a_link_that_never_fits(desk, tmp_path):
    made = chain(5)
    late = written(tmp_path / "late.phaenx", made[3:])
    assert taken(desk, late, complete=False) == Ingested(fresh=2, waiting=2)
    forged = remade(made[4], seq=5, prev=decode(made[0]).id, clock=99)
    with pytest.raises(FileRefusal, match="ไม่ต่อเนื่อง"):
        taken(desk, written(tmp_path / "b.phaenx", [*made[:4], forged]), complete=False)
    assert taken(desk, written(tmp_path / "early.phaenx", made[:3])) == Ingested(fresh=3)
    assert len(rows(desk)) == 5


def parted() -> tuple[list[bytes], list[bytes]]:
    """A chain that two copies wrote on under one name from the third entry on."""
    made = chain(4)
    other = [*made[:2], remade(made[2], author="มานี")]
    return made, [*other, remade(made[3], prev=decode(other[2]).id)]


def test_a_chain_that_parted_is_counted_up_to_where_it_parts_and_sent_on_whole(desk, empty_file, tmp_path):
    one, other = parted()
    desk.receive([*one, *other])
    with desk.reading() as connection:
        far = vector(connection)
        assert far["r"] == ChainMark(2, decode(one[1]).id)
        note = Peer("central", "c", bytes(32), "pc", 1, {"r": ChainMark(4, decode(one[3]).id)})
    with desk.transaction() as connection:
        note_peer(connection, note)
        base = known_of(connection, "central")
        assert base == {"r": far["r"]}
        sent = list(bodies(connection, beyond(connection, base)))
    assert set(sent) >= {*one[2:], *other[2:]}
    path = written(tmp_path / "a.phaenx", [body for body in sent if decode(body).replica == "r"])
    with OfficeFile.open(Path(shutil.copy(empty_file, tmp_path / "b.phaen")), holder="ก") as second:
        second.receive(one)
        assert taken(second, path) == Ingested(known=2, fresh=2)


def test_a_peers_later_word_stands_whatever_arrives_first(desk):
    entries = chain(3)
    desk.receive(entries)
    marks = [ChainMark(n, decode(entries[n - 1]).id) for n in (1, 2, 3)]
    with desk.transaction() as connection:
        for written_ms, mark in ((5, marks[2]), (3, marks[0])):
            note_peer(connection, Peer("central", "c", b"k", "pc", written_ms, {"r": mark}))
        assert known_of(connection, "central") == {"r": marks[2]}
        note_peer(connection, Peer("central", "d", b"other pc", "pc", 9, {"r": marks[1]}))
        assert known_of(connection, "central") == {"r": marks[1]}, "both PCs of the unit must have it"
        note_peer(connection, Peer("central", "e", b"a third", "pc", 9, {"strange": ChainMark(7, bytes(32))}))
        assert known_of(connection, "central") == {}


def test_a_pc_that_goes_on_under_a_new_name_is_one_peer(desk):
    with desk.transaction() as connection:
        note_peer(connection, Peer("central", "old", b"k", "pc", 1, {"old": ChainMark(2, bytes(32))}))
        note_peer(connection, Peer("central", "new", b"k", "pc", 2, {"old": ChainMark(2, bytes(32))}))
        assert [peer.replica for peer in peers(connection, "central")] == ["new"]
        note_peer(connection, Peer("central", "copy", b"k", "pc", 3, {"new": ChainMark(1, bytes(32))}))
        assert [peer.replica for peer in peers(connection, "central")] == ["copy", "new"]


def test_a_mark_is_held_only_by_its_very_entry(desk):
    made = chain(2)
    desk.receive(made)
    marks = {"r": ChainMark(2, decode(made[1]).id), "s": ChainMark(1, bytes(32))}
    with desk.reading() as connection:
        assert held(connection, marks) == {"r": marks["r"]}
