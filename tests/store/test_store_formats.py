"""The formats of the office file: the frozen first one, files of it, and the way from an older file to today's."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from core.faults import FileRefusal
from core.office import Office
from core.store.database import in_memory
from core.store.file import format as office_file
from core.store.file import migrate
from core.store.file.declarations_entry import DECLARATIONS_BY, declarations_entry
from core.store.file.office_file import OfficeFile
from core.store.log.chain import entries
from core.store.log.entry import unpack
from core.store.tables.register_tables import FIXED, schema

DECLARATIONS_ID = "059539b27d904b6d8c53df3bc90a594309b1c21a30a82e2328ec98519893e1fa"
FROZEN = Path(__file__).parents[1] / "fixtures" / "files"
FIXTURE = FROZEN / "format-1.phaen"
NOW = datetime(2020, 6, 30, 12, 0)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A copy of the office file made by the release that froze format 1."""
    return Path(shutil.copy(FIXTURE, tmp_path / "เก่า.phaen"))


@pytest.fixture
def empty() -> Iterator[Connection]:
    """An empty database."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def shape(connection: Connection) -> dict[str, str]:
    """Every table and index by name, its statement with white space folded."""
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {name: " ".join(sql.split()) for name, sql in found}


def test_the_migrations_make_the_tables_the_registers_declare(empty: Connection) -> None:
    migrate.apply_steps(empty, migrate.steps())
    made = shape(empty)
    with in_memory(schema(FIXED)) as declared:
        assert made == shape(declared), "a released format is never edited: add format_N+1 and raise FORMAT"


@pytest.mark.parametrize("number", range(1, office_file.FORMAT + 1))
def test_a_format_is_still_the_one_that_was_frozen(number: int, empty: Connection) -> None:
    """There are files of it: its tables are never edited, those of the newest neither."""
    migrate.apply_steps(empty, migrate.steps(number))
    uri = (FROZEN / f"format-{number}.phaen").as_uri()
    engine = create_engine(f"sqlite:///{uri}?mode=ro&uri=true")
    with engine.connect() as frozen:
        # Since format 7 a file also has the tables of what it declares.
        assert (
            shape(empty).items() <= shape(frozen).items() if number > 6 else shape(empty) == shape(frozen)
        ), "add format_N+1, raise FORMAT and freeze it (tests/fixtures/README.md)"
    engine.dispose()


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_file_that_is_only_read_stays_as_it_is(unwritable, read_only: bool) -> None:
    path = unwritable(FIXTURE)
    before = path.read_bytes()
    with Office.open(path, read_only=True) if read_only else Office.open_or_read(path) as office:
        assert office.session.barred
        assert office.session.years
        assert office.file.look_over(whole=True) == ()
        assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_new_file_begins_with_the_very_entry_an_old_one_began_with(kept: Path, tmp_path: Path) -> None:
    new = tmp_path / "ใหม่.phaen"
    Office.create(new).close()
    first = "SELECT id, packed, body FROM entries WHERE n = 1"
    with closing(sqlite3.connect(kept)) as old, closing(sqlite3.connect(new)) as made:
        (was, *before), (now, *after) = old.execute(first).fetchone(), made.execute(first).fetchone()
    assert was == now
    assert unpack(*before) == unpack(*after)


def test_a_new_file_and_an_upgraded_one_hold_the_very_same_declarations(kept: Path, tmp_path: Path) -> None:
    new = tmp_path / "ใหม่.phaen"
    Office.create(new).close()
    with Office.open(kept) as old, Office.open(new) as made:
        assert dict(old.session.file.registers) == dict(made.session.file.registers)
    for path in (kept, new):
        with closing(sqlite3.connect(path)) as file:
            found = file.execute("SELECT packed, body FROM entries WHERE replica = ?", (DECLARATIONS_BY,))
            assert [unpack(*row) for row in found] == [declarations_entry().stored]


def test_the_declarations_of_the_first_office_are_frozen() -> None:
    """There are files that hold these bytes: what the library of registers says today is nothing to them."""
    assert declarations_entry().id.hex() == DECLARATIONS_ID


def test_an_older_file_that_a_package_brought_the_declarations_to_has_them_once(kept: Path) -> None:
    entry = declarations_entry()
    row = (entry.id, entry.replica, entry.seq, entry.clock, entry.author, 0, entry.stored)
    with closing(sqlite3.connect(kept)) as old, old:
        old.execute(
            "INSERT INTO entries (id, replica, seq, clock, author, packed, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
    with Office.open(kept) as office:
        assert office.file.check().problems == ()
        assert len(office.records.rows("finance_requests")) == 2


def test_a_file_of_format_1_opens_sound_and_says_the_same_figures(kept: Path) -> None:
    with Office.open(kept) as office:
        assert office.file.check().problems == ()
        figures = {
            row.indicator.code: row.result.value for row in office.figures.indicators(2563, date(2020, 6, 30))
        }
        assert office.session.unit == "finance"
        assert (figures["3"], figures["1"], figures["4.1"]) == (Decimal(50), Decimal(20), Decimal(40))
        assert [row.values["request_no"] for row in office.records.rows("finance_requests")] == [
            "63/0001",
            "63/0002",
        ]


def test_what_waited_in_an_older_file_waits_on_and_is_folded_when_its_past_arrives(
    kept: Path, tmp_path: Path
) -> None:
    with Office.open(Path(shutil.copy(kept, tmp_path / "อื่น.phaen"))) as other:
        for amount in (7, 8):
            record = other.records.rows("finance_requests")[0].id
            other.records.save("finance_requests", {"amount": amount}, record)
        with other.session.reading() as connection:
            *early, late = [entry.stored for _, entry in entries(connection)][-3:]
    with closing(sqlite3.connect(kept)) as old, old:
        old.execute("INSERT INTO waiting (id, body) VALUES (?, ?)", (sha256(late).digest(), late))
    with OfficeFile.open(kept, holder="สมศรี") as file:
        file.receive(early)
    with Office.open(kept) as office:
        assert office.records.record("finance_requests", record).values["amount"] == 8
        assert office.file.check().problems == ()


@pytest.fixture
def older(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same file, to a program whose format is one newer."""
    monkeypatch.setattr(office_file, "FORMAT", 99)
    return kept


def widened(operations: migrate.Operations) -> None:
    """A planted newer format: one more table."""
    operations.execute("CREATE TABLE planted (id TEXT PRIMARY KEY)")


def failing(operations: migrate.Operations) -> None:
    """A planted newer format that fails half-way."""
    widened(operations)
    raise RuntimeError("planted")


def test_an_older_file_is_backed_up_and_then_upgraded(older: Path) -> None:
    backup = migrate.upgrade(older, {**migrate.steps(), 99: widened}, now=NOW)
    assert backup.is_file()
    assert office_file.read_format(older) == 99
    assert office_file.read_format(backup) == 1
    with OfficeFile.open(older, holder="สมศรี") as opened, opened.reading() as connection:
        assert "planted" in shape(connection)


def test_an_interrupted_upgrade_leaves_the_old_file(older: Path) -> None:
    with pytest.raises(FileRefusal, match="ปรับรุ่น"):
        migrate.upgrade(older, {**migrate.steps(), 99: failing}, now=NOW)
    assert office_file.read_format(older) == 1
    with sqlite3.connect(older) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'planted'").fetchall()
    connection.close()


def test_a_newer_file_is_refused_in_a_sentence_and_left_as_it_is(kept: Path) -> None:
    with sqlite3.connect(kept) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = kept.read_bytes()
    with pytest.raises(FileRefusal, match="รุ่นใหม่กว่า"):
        Office.open(kept)
    assert kept.read_bytes() == before
