"""Files kept beside the log: whole or not at all, once each, swept after a crash, and proved."""

import io
import random
from datetime import datetime
from hashlib import sha256

import pytest
from store_desk import problems

from core.faults import FileRefusal, InputRefusal
from core.store.file.backup import backup, look_over
from core.store.file.blob_writer import put_file, put_pieces
from core.store.file.office_file import OfficeFile
from core.store.tables import blobs
from core.store.tables.blobs import PIECE, Blob

BODY = random.Random(1).randbytes(2 * PIECE + 17)
BLOB = Blob(sha256(BODY).hexdigest(), len(BODY))
MANY = random.Random(2).randbytes(9 * PIECE)


def put(file: OfficeFile, body: bytes = BODY) -> Blob:
    blob = Blob(sha256(body).hexdigest(), len(body))
    put_file(file, io.BytesIO(body), blob)
    return blob


def body_of(file: OfficeFile, blob: Blob) -> bytes:
    target = io.BytesIO()
    with file.reading() as connection:
        blobs.write_out(connection, blob.hash, target)
    return target.getvalue()


def pieces(file: OfficeFile) -> int:
    with file.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM blob_parts").scalar_one()


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 17])
def test_a_file_comes_out_as_it_went_in(desk, size):
    assert body_of(desk, put(desk, BODY[:size])) == BODY[:size]
    assert pieces(desk) == -(-size // PIECE)


def test_the_same_file_is_kept_once(desk):
    put(desk), put(desk)
    with desk.reading() as connection:
        assert blobs.total(connection) == len(BODY)
        assert blobs.held(connection, [BLOB.hash, "0" * 64]) == {BLOB.hash: BLOB}
    assert pieces(desk) == 3


def test_what_changes_while_it_is_read_leaves_nothing(desk):
    for body in (BODY[:-1], BODY + b"x", BODY[:-1] + b"x"):
        with pytest.raises(InputRefusal, match="ถูกแก้ไขขณะกำลังอ่าน"):
            put_pieces(desk, io.BytesIO(body), BLOB)
        assert pieces(desk) == 0


def test_what_is_stopped_leaves_nothing(desk):
    def stop(size):
        raise KeyboardInterrupt

    blob = Blob(sha256(MANY).hexdigest(), len(MANY))
    with pytest.raises(KeyboardInterrupt):
        put_pieces(desk, io.BytesIO(MANY), blob, stop)
    assert pieces(desk) == 0


def test_a_crash_leaves_pieces_that_the_next_opening_sweeps(desk):
    kept = put(desk)
    put_pieces(
        desk, io.BytesIO(MANY), Blob(sha256(MANY).hexdigest(), len(MANY))
    )  # and nothing says they are all there
    path = desk.path
    desk.close()
    with OfficeFile.open(path, holder="ผู้ทดสอบ") as again:
        assert pieces(again) == kept.parts
        assert body_of(again, kept) == BODY


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE blob_parts SET body = zeroblob(length(body)) WHERE part = 1",
        "DELETE FROM blob_parts WHERE part = 1",
        "DELETE FROM blob_parts",
        "UPDATE blobs SET size = size + 1",
    ],
)
def test_what_is_not_as_it_was_is_found_wherever_it_is_looked_for(desk, harm):
    put(desk)
    assert problems(desk) == ()
    with desk.transaction() as connection:
        connection.exec_driver_sql(harm)
    assert [BLOB.hash[:16] in problem for problem in problems(desk)] == [True]
    if "blob_parts" in harm:
        with pytest.raises(FileRefusal, match="เสียหาย"):
            body_of(desk, BLOB)
    assert any("เสียหาย" in problem for problem in look_over(desk.path, whole=True))


def test_a_backup_holds_them(desk, tmp_path):
    put(desk)
    copy = backup(desk.path, tmp_path / "copy.phaen", now=datetime(2020, 6, 30))
    with OfficeFile.open(copy, holder="ผู้ทดสอบ", read_only=True) as opened:
        assert body_of(opened, BLOB) == BODY


def test_others_save_between_two_pieces(desk):
    """No transaction holds more than a few pieces: who saves meanwhile waits for one of them at most."""
    seen = []

    def on_piece(size):
        with desk.transaction(log_only=True):
            seen.append(size)

    put_pieces(desk, io.BytesIO(MANY), Blob(sha256(MANY).hexdigest(), len(MANY)), on_piece)
    assert seen == [4 * PIECE, 8 * PIECE, 9 * PIECE]
