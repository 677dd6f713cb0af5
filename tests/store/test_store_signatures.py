"""Signed entries: what nobody may write into a chain, in whatever package it comes, and what check says of a file that was
written behind the program's back."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signing_keys import ONE, OTHER, THIRD, stored_by, unsigned
from store_desk import REQUESTS, SOMCHAI, deliver, log_of, measured, opened, put, values_of, write

from core.faults import FileRefusal, WriteRefusal
from core.keys.pc_key import key_path, pc_key
from core.keys.signer import KeySigner
from core.plan.authority import EVERYTHING
from core.plan.office_records import PEOPLE, REVOCATIONS
from core.store.file.check import check
from core.store.file.office_file import SEALED, OfficeFile
from core.store.file.signed import refuse_wrong_signatures
from core.store.log.changes import Put
from core.store.log.entry import PURPOSE, BadEntry, Entry, NewRows, decode, encode, payload
from core.store.log.signatures import (
    FORGED,
    NOT_TAKEN,
    OTHER_KEY,
    UNKNOWING,
    UNSIGNED,
    BrokenChain,
    SignatureJudge,
)

# สมชาย's account, as it is written down.
SOMCHAIS = {
    "name": SOMCHAI,
    "unit": "finance",
    "roles": "clerk keeper",
    "active": 1,
    "key": OTHER.public.hex(),
}


def problems(file: OfficeFile) -> tuple[str, ...]:
    with file.reading() as connection:
        return check(connection).problems


def entry(seq: int, before: Entry | None, author: str = SOMCHAI, replica: str = "a") -> Entry:
    """A bare entry of a chain."""
    row = NewRows(("amount",), (f"r{seq}",), ((seq,),))
    return Entry(replica, seq, before.id if before else None, seq, author, 1, new={REQUESTS: row})


def chain_of(signers: list[KeySigner | None]) -> list[Entry]:
    """A chain, each entry signed by whom is said; None: by nobody."""
    made: list[Entry] = []
    for seq, signer in enumerate(signers, 1):
        bare = entry(seq, made[-1] if made else None)
        made.append(stored_by(bare, signer) if signer else unsigned(bare))
    return made


def faults_of(entries: list[Entry], **how: bool) -> list[str]:
    judge = SignatureJudge(**how)
    return [judge.fault(one, EVERYTHING) for one in entries]


# The rules of one chain


@measured(30)
@given(st.lists(st.sampled_from([None, ONE, OTHER]), min_size=1, max_size=8))
def test_a_chain_is_unsigned_until_one_pc_signs_it_to_its_end(signers):
    signed = [s for s in signers if s]
    right = (
        all(s is signed[0] for s in signed) and None not in signers[signers.index(signed[0]) :]
        if signed
        else True
    )
    assert (not any(faults_of(chain_of(signers)))) == right


def test_each_break_is_called_by_its_name():
    assert faults_of(chain_of([ONE, None])) == ["", UNSIGNED]
    assert faults_of(chain_of([None, ONE, OTHER])) == ["", "", OTHER_KEY]
    assert faults_of(chain_of([None, ONE]), signed_only=True) == [NOT_TAKEN, NOT_TAKEN]


@measured(40)
@given(st.data())
def test_whatever_of_a_signed_entry_is_changed_is_seen(data):
    """A letter changed, the signature moved from another entry, or signed anew by a stranger under the old key."""
    first, second = chain_of([ONE, ONE])
    at = data.draw(st.integers(0, len(second.stored) - 1))
    letter = data.draw(st.integers(0, 255).filter(lambda one: one != second.stored[at]))
    changed = second.stored[:at] + bytes([letter]) + second.stored[at + 1 :]
    moved = second.stored.replace(second.sig.hex().encode(), first.sig.hex().encode())
    for stored in (changed, moved):
        try:
            forged = decode(stored)
        except BadEntry:
            continue
        assert faults_of([first, forged])[1] in (FORGED, OTHER_KEY, UNSIGNED) or not forged.key


@pytest.mark.parametrize(
    "change",
    [
        lambda stored, sig: stored.replace(sig, sig.upper()),
        lambda stored, sig: b'{"sig":"' + sig + b'",' + stored.replace(b',"sig":"' + sig + b'"', b"")[1:],
        lambda stored, sig: stored.replace(b',"sig":"' + sig + b'"', b"")[:-1] + b',"sig":"' + sig + b'"}',
        lambda stored, sig: stored.replace(sig, sig[:-2]),
    ],
    ids=["upper case", "moved to the front", "moved to the end", "cut"],
)
def test_a_signature_can_be_written_in_one_way_only(change: Callable[[bytes, bytes], bytes]):
    """Else others could write a second entry of the same meaning, and fork a chain they can't sign."""
    one = stored_by(replace(entry(1, None), unit="admin"))
    with pytest.raises(BadEntry):
        decode(change(one.stored, one.sig.hex().encode()))


def test_a_signature_is_over_all_but_itself():
    one = stored_by(replace(entry(1, None), label='ป้าย ","sig":"' + "0" * 128))
    assert payload(one.stored) == PURPOSE + encode(replace(one, sig=None))
    assert one.is_signed_right
    assert not replace(one, key=OTHER.public).is_signed_right


# Arriving


@pytest.fixture
def pair(blank_file: Path, tmp_path: Path):
    with (
        opened(blank_file, tmp_path, "ours.phaen") as ours,
        opened(blank_file, tmp_path, "theirs.phaen") as theirs,
    ):
        write(ours, put("r1", amount=1))
        write(ours, put("r1", amount=2))
        deliver(ours, theirs)
        yield ours, theirs


def next_of(file: OfficeFile, **more: object) -> Entry:
    """An entry that goes on where the file's own chain ends."""
    last = log_of(file)[-1]
    return replace(last, seq=last.seq + 1, prev=last.id, clock=last.clock + 1, **more)


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (unsigned, UNSIGNED),
        (lambda one: stored_by(one, THIRD), OTHER_KEY),
        (lambda one: decode(stored_by(one, pc_key()).stored.replace(b'"amount",2', b'"amount",9')), FORGED),
    ],
    ids=["by nobody", "by another PC", "changed after"],
)
def test_what_may_not_stand_in_a_chain_is_refused_with_all_that_came_along(pair, forge, why):
    ours, theirs = pair
    forged = forge(next_of(ours))
    others = chain_of([OTHER])
    with pytest.raises(BrokenChain, match=why):
        theirs.receive([others[0].stored, forged.stored])
    assert others[0].id not in {one.id for one in log_of(theirs)}
    assert values_of(theirs, "r1") == {"amount": 2}
    with pytest.raises(BrokenChain):
        ours.receive([forged.stored])
    assert problems(theirs) == ()


def test_a_forged_entry_whose_past_is_missing_is_refused_too(pair):
    _, theirs = pair
    _, second = chain_of([OTHER, OTHER])
    forged = decode(second.stored.replace(SOMCHAI.encode(), "ปลอม".encode()))
    with pytest.raises(BrokenChain, match=FORGED):
        theirs.receive([forged.stored])


def test_what_waited_and_may_not_stand_in_its_chain_waits_for_good(pair):
    """It keeps nobody else's entries out."""
    _, theirs = pair
    first, second, third = chain_of([OTHER, OTHER, OTHER])
    stranger = stored_by(replace(second, clock=9), THIRD)
    theirs.receive([stranger.stored, third.stored])
    theirs.receive([first.stored])
    theirs.receive([second.stored])
    assert [one.id for one in log_of(theirs)[-3:]] == [first.id, second.id, third.id]
    assert problems(theirs) == ()


def test_chains_of_programs_that_do_not_sign_are_taken_and_told_of(pair):
    _, theirs = pair
    theirs.receive([one.stored for one in chain_of([None, None])])
    with theirs.reading() as connection:
        found = check(connection)
    assert found.sound
    assert any("2 รายการยังไม่มีลายมือชื่อ" in remark for remark in found.remarks)


def test_an_office_may_say_that_it_takes_only_what_people_sign(pair):
    _, theirs = pair
    setting = theirs.registers["office_settings"].id_for({"name": "signed_only"})
    write(theirs, Put("office_settings", setting, {"name": "signed_only", "value": "yes"}))
    for signers in ([None], [OTHER]):
        with pytest.raises(BrokenChain, match="ผู้มีบัญชี"):
            theirs.receive([one.stored for one in chain_of(signers)])


# This PC's own file


@pytest.mark.parametrize("again", [unsigned, lambda one: stored_by(one, THIRD)], ids=["nobody", "a stranger"])
def test_a_chain_made_anew_is_seen(blank_file: Path, tmp_path: Path, again: Callable[[Entry], Entry]):
    """Also where this PC's memory of the file was made anew with it."""
    with opened(blank_file, tmp_path) as file:
        write(file, put("r1", amount=1))
        write(file, put("r1", amount=2))
        make_anew(file, again)
        assert problems(file)
        forget_everything()
        assert any("ลายมือชื่อ" in one for one in problems(file))
        with pytest.raises(FileRefusal, match="ลายมือชื่อ"), file.reading() as connection:
            refuse_wrong_signatures(connection, file.path.name)


def forget_everything() -> None:
    """As who may write this PC's own folder and hasn't its key."""
    for folder in ("tips", "signed"):
        shutil.rmtree(Path(os.environ["PHAEN_STATE_DIR"]) / folder, ignore_errors=True)


def test_a_chain_under_a_strangers_key_is_read_until_a_person_goes_on_with_a_copy(
    blank_file: Path, tmp_path: Path
):
    with opened(blank_file, tmp_path) as file:
        path = file.path
        write(file, put("r1", amount=1))
        make_anew(file, lambda one: stored_by(one, THIRD))
    forget_everything()
    with pytest.raises(WriteRefusal, match="กุญแจของเครื่องอื่น"):
        OfficeFile.open(path, holder="ผู้ทดสอบ")
    with OfficeFile.open_or_read(path, holder="ผู้ทดสอบ") as file:
        assert isinstance(file.barred, WriteRefusal)
        assert file.barred.copy_helps
        assert values_of(file, "r1")["amount"] == 1
    copy = Path(shutil.copy(path, tmp_path / "copy.phaen"))
    with OfficeFile.open(copy, holder="ผู้ทดสอบ") as file:
        write(file, put("r1", amount=2))
        with file.reading() as connection:
            found = check(connection)
    assert found.sound
    assert [remark for remark in found.remarks if "ยังไม่รู้จัก" in remark]


def test_where_the_key_cannot_be_had_a_file_is_read_and_nothing_is_written(blank_file: Path, tmp_path: Path):
    with opened(blank_file, tmp_path) as file:
        path = file.path
        write(file, put("r1", amount=1))
    key_path().write_text("torn")
    with pytest.raises(WriteRefusal, match="กุญแจของเครื่อง"):
        OfficeFile.open(path, holder="ผู้ทดสอบ")
    with OfficeFile.open_or_read(path, holder="ผู้ทดสอบ") as file:
        assert problems(file) == ()
        with pytest.raises(WriteRefusal, match="กุญแจของเครื่อง"):
            write(file, put("r1", amount=2))


def test_another_persons_folder_on_this_pc_goes_on_under_another_key(
    blank_file: Path, tmp_path: Path, monkeypatch
):
    """Two people of one PC, each with a key, take turns with one file."""
    with opened(blank_file, tmp_path) as file:
        path = file.path
        write(file, put("r1", amount=1))
        replica = log_of(file)[-1].replica
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "another"))
    with OfficeFile.open(path, holder="ผู้ทดสอบ") as file:
        write(file, put("r1", amount=2))
        last = log_of(file)[-1]
        assert (last.replica != replica, last.key) == (True, pc_key().public)
        assert problems(file) == ()


@pytest.mark.parametrize("look_first", [False, True])
def test_signatures_taken_away_are_seen(blank_file: Path, tmp_path: Path, look_first: bool):
    """With Python and sqlite alone, as ../shared's forge.py: every entry made anew without key and signature."""
    with opened(blank_file, tmp_path) as file:
        write(file, put("r1", amount=1))
        write(file, put("r1", amount=2))
        if look_first:
            assert problems(file) == ()
        make_anew(file, unsigned)
        found = problems(file)
    assert any("ลายมือชื่อ" in one for one in found)


def make_anew(file: OfficeFile, again: Callable[[Entry], Entry]) -> None:
    """Write the file's own chain as somebody else signs it, ids made anew."""
    own = file.meta()["replica"]
    ids: dict[bytes, bytes] = {}
    with file.reading() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for n, one in [(n, decode(body)) for n, body in _bodies(connection, own)]:
            renamed = unsigned(one).stored
            for old, new in ids.items():
                renamed = renamed.replace(old.hex().encode(), new.hex().encode())
            made = again(decode(renamed))
            ids[one.id] = made.id
            row = (made.id, made.stored, made.key.hex() if made.key else "", n)
            connection.exec_driver_sql(
                "UPDATE entries SET id = ?, packed = 0, body = ?, key = ? WHERE n = ?", row
            )
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN")


def _bodies(connection, replica: str) -> list[tuple[int, bytes]]:
    query = "SELECT n, body FROM entries WHERE replica = ? ORDER BY n"
    return [(n, bytes(body)) for n, body in connection.exec_driver_sql(query, (replica,))]


def test_what_was_found_right_is_not_verified_again(blank_file: Path, tmp_path: Path, monkeypatch):
    looked: list[bytes] = []
    right = Entry.is_signed_right.fget
    monkeypatch.setattr(Entry, "is_signed_right", property(lambda one: looked.append(one.id) or right(one)))
    with opened(blank_file, tmp_path) as file:
        write(file, put("r1", amount=1))
        write(file, put("r1", amount=2))
        assert problems(file) == ()
        assert len(looked) == 2
        write(file, put("r1", amount=3))
        assert problems(file) == ()
        assert len(looked) == 3


def test_an_older_file_is_sealed_by_one_signed_entry(tmp_path: Path):
    fixture = Path(__file__).parents[1] / "fixtures" / "files" / "format-8.phaen"
    path = Path(shutil.copy(fixture, tmp_path / "เก่า.phaen"))
    with OfficeFile.open(path, holder="สมศรี") as file:
        *_, seal = log_of(file)
        assert (seal.label, seal.author, seal.key) == (SEALED, "สมศรี", pc_key().public)
        assert problems(file) == ()
        count = len(log_of(file))
    with OfficeFile.open(path, holder="สมศรี") as file:
        assert len(log_of(file)) == count


# Keys that are nobody's any more


def test_what_was_signed_after_its_key_was_revoked_is_told_by_check(pair):
    """What the revocation had seen is as good as it was; what it hadn't is named, and the file stays sound."""
    ours, theirs = pair
    write(ours, put("p1", PEOPLE.name, **SOMCHAIS))
    deliver(ours, theirs)
    ours.signer = theirs.signer = OTHER
    write(ours, put("r1", amount=3))
    write(theirs, put("r1", amount=4))
    write(ours, put("v1", REVOCATIONS.name, key=OTHER.public.hex(), person="p1"))
    deliver(theirs, ours)
    with ours.reading() as connection:
        found = check(connection)
    (told,) = [remark for remark in found.remarks if "เพิกถอน" in remark]
    late = log_of(theirs)[-1]
    assert f"รายการที่ {[one.id for one in log_of(ours)].index(late.id) + 1} " in told
    assert found.sound


def test_a_person_who_forgets_that_there_are_accounts_is_no_pc(pair):
    """With an empty past her key would be anybody's, and everything allowed."""
    ours, theirs = pair
    write(ours, put("p1", PEOPLE.name, **SOMCHAIS))
    deliver(ours, theirs)
    with pytest.raises(BrokenChain, match=UNKNOWING):
        theirs.receive([chain_of([OTHER])[0].stored])


def test_a_note_that_this_pc_did_not_sign_is_none(blank_file: Path, tmp_path: Path, monkeypatch):
    """Who may write the file may write the state folder, too, and knows how a note looks."""
    with opened(blank_file, tmp_path) as file:
        write(file, put("r1", amount=1))
        assert problems(file) == ()
        notes = [*(Path(os.environ["PHAEN_STATE_DIR"]) / "signed").iterdir()]
        before = {note: note.read_text(encoding="utf-8") for note in notes}
        for note, text in before.items():
            note.write_text("00" * 64 + "\n" + text.partition("\n")[2], encoding="utf-8")
        looked: list[bytes] = []
        right = Entry.is_signed_right.fget
        monkeypatch.setattr(
            Entry, "is_signed_right", property(lambda one: looked.append(one.id) or right(one))
        )
        assert problems(file) == ()
        assert len(looked) == 1
