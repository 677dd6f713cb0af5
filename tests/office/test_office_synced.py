"""Copies that a syncing program laid beside an office file are told of, and what is in them can be taken in."""

import shutil
from pathlib import Path

import pytest
from exchange_helpers import Desk, request

from core.office import Office
from core.office.file.synced import copies_by_sync


@pytest.mark.parametrize(
    "name",
    [
        "office-DESKTOP-1A2B3C4.phaen",
        "office-LAPTOP-8HF7K2QA-2.phaen",
        "office-KLANG01.phaen",  # this PC's own name
        "office (FINANCE's conflicted copy 2026-11-30).phaen",
        "office (conflicted copy 2026-11-30 101112).phaen",
        "office.sync-conflict-20261130-101112-ABCDEFG.phaen",
    ],
)
def test_a_copy_by_sync_is_told_of(office: Office, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "Klang01")
    path = office.session.path
    shutil.copy(path, path.with_name(name))
    (said,) = office.file.look_beside()
    assert name in said
    assert "โปรด" in said


@pytest.mark.parametrize(
    "name",
    [
        "office2.phaen",
        "office-2563.phaen",
        "office-การคลัง.phaen",
        "office-FINANCE.phaen",
        "office-BACKUP-2563.phaen",
        "office.kept-20261130-1011.phaen",
        "office สำรอง 2026-11-30.phaen",
        "another-DESKTOP-1A2B3C4.phaen",
        "office-DESKTOP-1A2B3C4.txt",
    ],
)
def test_other_files_are_not(office: Office, name: str) -> None:
    path = office.session.path
    shutil.copy(path, path.with_name(name))
    assert office.file.look_beside() == ()


def test_what_only_looks_like_one_is_not(office: Office) -> None:
    office.session.path.with_name("office-DESKTOP-1A2B3C4.phaen").write_text("notes")
    assert copies_by_sync(office.session.path) == ()
    assert copies_by_sync(Path("/nowhere/office.phaen")) == ()


def test_what_the_copy_holds_comes_into_the_file_as_it_is_said(
    finance: Desk, central: Desk, tmp_path: Path
) -> None:
    """Two PCs wrote one synced file: the syncing program kept one, and the other's under a name with its PC's."""
    finance.save(request("63/1"))
    central.save(request("63/2"))
    copy = finance.path.with_name("office-DESKTOP-1A2B3C4.phaen")
    shutil.copy(central.path, copy)
    stick = tmp_path / "copy.phaenx"
    with finance.open() as office:
        assert copies_by_sync(office.session.path) == (copy,)
    beside = Desk(copy, "สมศรี")
    beside.send(stick)
    finance.take(stick)
    with finance.open() as office:
        found = {row.values["request_no"] for row in office.records.rows("finance_requests")}
    assert found == {"63/1", "63/2"}
