"""Evidence in packages: it goes along, or is left out and asked for later; nothing but what records name is taken in."""

import io
from collections import deque
from hashlib import sha256
from pathlib import Path

import evidence_files as files
import pytest
from exchange_helpers import REQUESTS, Desk, request

from core.exchange.packages import files as packed
from core.exchange.packages.manifest import Member
from core.faults import FileRefusal
from core.store.file.blob_writer import put_file
from core.store.tables.blobs import Blob


def attach(desk: Desk, record: str, path: Path) -> None:
    with desk.open() as office:
        office.evidence.attach(REQUESTS, record, [path])


def held(desk: Desk, record: str) -> list[tuple[str, bool]]:
    with desk.open() as office:
        assert office.file.check().problems == ()
        return [(item.name, item.held) for item in office.evidence.of(REQUESTS, record)]


@pytest.fixture
def record(finance: Desk, tmp_path: Path) -> str:
    """A request of finance with a file attached."""
    made = finance.save(request("63/1"))
    attach(finance, made, files.pdf(tmp_path / "ใบเสร็จ.pdf"))
    return made


def test_evidence_goes_along_with_its_records(
    finance: Desk, central: Desk, record: str, tmp_path: Path
) -> None:
    done = central.take(finance.send(tmp_path / "a.phaenx"))
    assert (done.files, done.files_lacking) == (1, 0)
    assert held(central, record) == [("ใบเสร็จ.pdf", True)]
    with central.open() as office:
        copy = office.evidence.copy_out(office.evidence.of(REQUESTS, record)[0].id, central.path.parent)
    assert copy.read_bytes() == (tmp_path / "ใบเสร็จ.pdf").read_bytes()
    again = central.take(tmp_path / "a.phaenx")
    assert (again.new, again.files) == (0, 0)


def test_what_was_left_out_is_asked_for_and_comes_with_the_next_package(
    finance: Desk, central: Desk, record: str, tmp_path: Path
) -> None:
    with finance.open() as office:
        sent = office.exchange.pack(tmp_path / "a.phaenx", with_evidence=False)
    assert sent.files == 0
    done = central.take(tmp_path / "a.phaenx")
    assert (done.files, done.files_lacking) == (0, 1)
    assert held(central, record) == [("ใบเสร็จ.pdf", False)]
    with central.open() as office, pytest.raises(FileRefusal, match="ยังไม่อยู่ในแฟ้มนี้"):
        office.evidence.copy_out(office.evidence.of(REQUESTS, record)[0].id, tmp_path)
    finance.take(central.send(tmp_path / "asks.phaenx", "finance"))
    with finance.open() as office:
        sent = office.exchange.pack(tmp_path / "b.phaenx", unit="central")
    assert sent.files == 1
    assert central.take(tmp_path / "b.phaenx").files == 1
    assert held(central, record) == [("ใบเสร็จ.pdf", True)]
    finance.take(central.send(tmp_path / "thanks.phaenx", "finance"))
    with finance.open() as office:
        assert office.exchange.pack(tmp_path / "c.phaenx", unit="central").files == 0


def test_a_unit_is_sent_the_files_of_what_it_lacks(
    finance: Desk, central: Desk, record: str, tmp_path: Path
) -> None:
    central.take(finance.send(tmp_path / "a.phaenx"))
    finance.take(central.send(tmp_path / "back.phaenx", "finance"))
    attach(finance, record, files.picture(tmp_path / "ภาพ.png"))
    with finance.open() as office:
        assert office.exchange.pack(tmp_path / "b.phaenx", unit="central").files == 1
    central.take(tmp_path / "b.phaenx")
    assert held(central, record) == [("ใบเสร็จ.pdf", True), ("ภาพ.png", True)]


def test_packages_in_any_order_end_alike(finance: Desk, central: Desk, record: str, tmp_path: Path) -> None:
    first = finance.send(tmp_path / "a.phaenx")
    central.take(first)
    finance.take(central.send(tmp_path / "back.phaenx", "finance"))
    attach(finance, record, files.picture(tmp_path / "ภาพ.png"))
    both = [first, finance.send(tmp_path / "b.phaenx")]
    central.take(*reversed(both))
    assert held(central, record) == [("ใบเสร็จ.pdf", True), ("ภาพ.png", True)]


def test_a_file_nobody_names_is_not_taken_in(
    finance: Desk, central: Desk, record: str, tmp_path: Path
) -> None:
    with finance.open() as office:
        body = b"nobody's"
        put_file(office.session.file, io.BytesIO(body), Blob(sha256(body).hexdigest(), len(body)))
        assert office.exchange.pack(tmp_path / "a.phaenx").files == 1
    central.take(tmp_path / "a.phaenx")
    with central.open() as office, office.session.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM blobs").scalar_one() == 1


def test_taking_a_merge_back_takes_its_evidence_back(
    finance: Desk, central: Desk, record: str, tmp_path: Path
) -> None:
    central.take(finance.send(tmp_path / "a.phaenx"))
    with central.open() as office:
        office.exchange.take_merge_back()
        assert office.evidence.of(REQUESTS, record) == ()
        assert office.evidence.used().total == 0


def framed(*bodies: bytes, size: int | None = None) -> bytes:
    return b"".join(
        sha256(body).digest() + (len(body) if size is None else size).to_bytes(8, "big") + body
        for body in bodies
    )


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (framed(b"one")[:-1], 1),
        (framed(b"one") + b"rest", 1),
        (framed(b"one", size=2**40), 1),
        (framed(b"", size=0), 1),
        (framed(b"one", b"two"), 1),
        (framed(b"one")[:-1] + b"x", 1),
    ],
    ids=["cut", "more than said", "without end", "empty", "one too many", "another's bytes"],
)
def test_files_that_are_not_what_was_said_are_refused(body: bytes, count: int) -> None:
    said = Member(len(body), sha256(body).digest(), count)
    read = packed.read_files(io.BytesIO(body), said, "a.phaenx")
    with pytest.raises(FileRefusal, match="เสียหาย"):
        deque(read, maxlen=0)


def test_no_more_is_taken_in_than_the_office_keeps(
    finance: Desk, central: Desk, record: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    large = tmp_path / "ใหญ่.txt"
    large.write_bytes(b"x" * (1 << 20))
    attach(finance, record, large)
    with central.open() as office:
        office.settings.set("evidence_total_mb", "1")
    done = central.take(finance.send(tmp_path / "a.phaenx"))
    assert (done.files, done.files_lacking) == (1, 1)
    assert "เกินเพดานทั้งแฟ้ม" in caplog.text
    with central.open() as office:
        office.settings.set("evidence_total_mb", "2")
    assert central.take(tmp_path / "a.phaenx").files == 1
