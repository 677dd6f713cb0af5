"""Blocks, the folder of backups, and which of them are kept."""

import os
import zlib
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.faults import FileRefusal
from core.store.file.backup_set import BackupHead, BackupSet
from core.store.file.block_store import BLOCK, BadBlock, BlockStore, name_of
from core.store.file.thinning import kept

NOW = datetime(2026, 11, 30, 16, 40)


def head(made=NOW, why="regular", **said):
    return BackupHead(
        made, why, said.get("file", "o.phaen"), said.get("office", "01"), "pc", said["size"], "s"
    )


def add(held, content, made=NOW, **said):
    draft = held.folder.with_name("draft")
    draft.write_bytes(content)
    return held.add(draft, head(made, size=len(content), **said))


def content_of(held, stored, tmp_path):
    made = tmp_path / "made"
    made.unlink(missing_ok=True)
    held.put_together(stored, made)
    return made.read_bytes()


def blocks_in(held):
    return {path.parent.name + path.name for path in (held.folder / "blocks").rglob("?" * 62)}


@pytest.fixture
def held(tmp_path):
    return BackupSet(tmp_path / "o สำรอง")


@given(st.lists(st.binary(max_size=300), max_size=4), st.integers(0, BLOCK))
def test_what_is_kept_comes_back(tmp_path_factory, parts, filling):
    folder = tmp_path_factory.mktemp("blocks")
    content = [os.urandom(filling), *parts]
    store = BlockStore(folder / "blocks")
    names = store.add(iter(content), look_at_all=True)
    assert [store.read(name) for name in names] == content


def test_alike_blocks_are_kept_once(held, tmp_path):
    first = add(held, b"a" * BLOCK * 3 + b"end")
    second = add(held, b"a" * BLOCK * 3 + b"other end", NOW + timedelta(minutes=1))
    assert len(blocks_in(held)) == 3
    assert content_of(held, first, tmp_path) == b"a" * BLOCK * 3 + b"end"
    assert content_of(held, second, tmp_path) == b"a" * BLOCK * 3 + b"other end"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda block: block.write_bytes(b"\0hello"),
        lambda block: block.write_bytes(b"\1" + zlib.compress(bytes(800 << 20), 9)[:BLOCK]),
        lambda block: block.write_bytes(b"\7" + bytes(5)),
        lambda block: block.write_bytes(b""),
        lambda block: block.unlink(),
        lambda block: (block.unlink(), block.symlink_to("/dev/zero")),
        lambda block: (block.unlink(), block.mkdir()),
    ],
    ids=["another", "bomb", "unknown", "empty", "gone", "device", "folder"],
)
def test_a_spoilt_block_is_never_taken_for_good(held, tmp_path, spoil):
    stored = add(held, os.urandom(BLOCK) + b"end")
    (name, _) = stored.blocks
    spoil(held.folder / "blocks" / name.hex()[:2] / name.hex()[2:])
    with pytest.raises(BadBlock):
        BlockStore(held.folder / "blocks").read(name)
    with pytest.raises(FileRefusal, match="โปรดเลือกแฟ้มสำรองอื่น"):
        held.put_together(stored, tmp_path / "made")


def test_a_spoilt_block_is_made_anew_by_the_next_day_s_first_backup(held, tmp_path):
    content = os.urandom(BLOCK + 5)
    stored = add(held, content)
    block = held.folder / "blocks" / stored.blocks[0].hex()[:2] / stored.blocks[0].hex()[2:]
    block.write_bytes(b"rot")
    add(held, content, NOW + timedelta(days=1))
    assert content_of(held, stored, tmp_path) == content


def test_what_cannot_be_written_leaves_nothing_new(held, monkeypatch):
    add(held, b"first")
    before = blocks_in(held)
    monkeypatch.setattr("core.store.file.backup_set.write_whole", full)
    with pytest.raises(OSError, match="full"):
        add(held, b"second")
    assert blocks_in(held) == before
    assert len(held.all()) == 1


def full(*_):
    raise OSError(28, "full")


def test_a_block_that_cannot_be_written_takes_the_others_back(held, monkeypatch):
    add(held, b"first")
    before, real, calls = blocks_in(held), os.fsync, []

    def fails_third(handle):
        calls.append(handle)
        if len(calls) == 3:
            full()
        real(handle)

    monkeypatch.setattr("core.store.file.block_store.os.fsync", fails_third)
    with pytest.raises(OSError, match="full"):
        add(held, os.urandom(BLOCK * 5))
    assert blocks_in(held) == before


def test_a_link_in_the_place_of_the_blocks_is_not_followed(held, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    held.folder.mkdir()
    (held.folder / "blocks").symlink_to(elsewhere)
    with pytest.raises(OSError, match="link"):
        add(held, b"first")
    assert not list(elsewhere.rglob("?" * 62))


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"hello",
        b"{}\n" + bytes(32),
        bytes(1000),
        b'{"phaen_backup": 1, "made": "2026-01-01T00:00:00", "size": 1e999}\n' + bytes(64),
    ],
)
def test_a_hostile_file_in_the_folder_is_left_alone_and_keeps_every_block(held, written):
    for day in range(60):
        add(held, str(day).encode(), NOW - timedelta(days=3000 - day))
    before = blocks_in(held)
    hostile = held.folder / "20260101-000000-regular.phaenb"
    hostile.write_bytes(written)
    add(held, b"new")
    assert held.all()[0].head.made == NOW
    assert hostile.read_bytes() == written
    assert blocks_in(held) == before | {name_of(b"new").hex()}


def test_nothing_of_anybody_else_is_thinned_out(held, tmp_path):
    add(held, b"other office", NOW - timedelta(days=3000), office="02")
    add(held, b"other file", NOW - timedelta(days=3000), file="p.phaen")
    for day in range(60):
        add(held, str(day).encode(), NOW - timedelta(days=3000 - day))
    letter, note = held.folder / "จดหมาย.txt", held.folder / "blocks" / "note.txt"
    for strange in (letter, note):
        strange.write_text("mine")
    add(held, b"new")
    staying = held.all()
    assert len(staying) < 30
    assert {b"other office", b"other file", b"new"} <= {content_of(held, one, tmp_path) for one in staying}
    assert blocks_in(held) == {name.hex() for one in staying for name in one.blocks}
    assert letter.read_text() == note.read_text() == "mine"


def test_two_desks_do_not_write_at_once(held, monkeypatch):
    monkeypatch.setattr("core.store.file.backup_set._WAIT", 0.01)
    add(held, b"first")
    with held._held(), pytest.raises(FileRefusal, match="กำลังถูกใช้"):
        add(BackupSet(held.folder), b"second")


# Which are kept


def at(**before):
    return NOW - timedelta(**before)


def test_a_day_of_half_hours_a_fortnight_of_days_weeks_and_months_stay():
    moments = [at(minutes=30 * n) for n in range(48 * 900)]
    staying = kept(moments)
    assert {at(minutes=0), at(minutes=30), at(hours=1)} <= staying
    assert len([m for m in staying if m > at(days=1)]) in range(24, 28)
    assert len(staying) <= 3 + 24 + 14 + 8 + 24
    assert min(staying) < at(days=690)


@given(st.lists(st.integers(-10_000, 2_000_000), min_size=1))
def test_the_newest_always_stays_and_thinning_twice_changes_nothing(minutes):
    moments = {at(minutes=m) for m in minutes}
    staying = kept(moments)
    assert max(moments) in staying <= moments
    assert kept(staying) == staying


@pytest.mark.parametrize("years", [-30, -3, 3, 10])
def test_a_clock_that_jumps_lets_at_most_one_of_each_stretch_go(held, years):
    moments = [at(hours=n) for n in range(48)]
    wrong = NOW + timedelta(days=365 * years)
    assert len(kept(moments) - kept([*moments, wrong])) <= 2
    for moment in (*moments[:3], wrong):
        add(held, str(moment).encode(), moment)
    assert len(held.all()) == 4
