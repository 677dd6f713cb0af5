"""Files written whole or not at all, for the user alone; what killed programs left is removed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from core.whole_files import (
    own_temporary_files,
    passing_folder,
    private_folder,
    put_in_place,
    remove_leftovers,
    write_whole,
)

KILLED = """
import os, signal, sys
from pathlib import Path
from core.whole_files import own_temporary_files, passing_folder
with own_temporary_files(), passing_folder(Path(sys.argv[1]), "export.xlsx") as folder:
    (folder / "half").write_text("half of it")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_what_a_killed_program_left_is_removed_by_the_next(tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", KILLED, str(out)], env=environment, check=False)
    assert len(names(out)) == 1
    assert len(names(temporary)) == 1
    remove_leftovers(out)
    remove_leftovers(temporary)
    assert names(out) == []
    assert names(temporary) == []


def test_what_another_is_at_work_on_stays(tmp_path):
    with passing_folder(tmp_path, "a.csv") as first, passing_folder(tmp_path, "a.csv") as second:
        remove_leftovers(tmp_path)
        assert first.is_dir()
        assert second.is_dir()
    assert names(tmp_path) == []


def test_a_link_named_like_a_leftover_leads_nowhere(tmp_path):
    neighbour = tmp_path / "neighbour"
    neighbour.mkdir()
    (neighbour / "kept.txt").write_text("kept")
    (tmp_path / ".x.0123abcd.new").symlink_to(neighbour)
    remove_leftovers(tmp_path)
    assert (neighbour / "kept.txt").read_text() == "kept"


def test_a_new_file_is_the_users_alone_and_another_keeps_its_rights(tmp_path):
    target = tmp_path / "a.txt"
    write_whole(target, lambda made: made.write_text("first") and None)
    assert rights(target) == 0o600
    target.chmod(0o640)
    write_whole(target, lambda made: made.write_text("second") and None)
    assert rights(target) == 0o640
    assert target.read_text() == "second"


def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail(made: Path) -> None:
        made.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_whole(target, fail)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_the_folder_is_brought_onto_the_disk_after_the_name(tmp_path, monkeypatch):
    order = []
    monkeypatch.setattr("core.whole_files.sync_folder", lambda folder: order.append(target.read_text()))
    target, made = tmp_path / "a.txt", tmp_path / "made"
    made.write_text("new")
    put_in_place(made, target)
    assert order == ["new"]


def test_what_is_in_its_place_is_done_whatever_the_disk_says_afterwards(tmp_path, monkeypatch, caplog):
    def fail(folder):
        raise OSError("passing")

    monkeypatch.setattr("core.whole_files.sync_folder", fail)
    write_whole(tmp_path / "a.txt", lambda made: made.write_text("new"))
    assert (tmp_path / "a.txt").read_text() == "new"
    assert "a.txt" in caplog.text


def test_folders_of_ours_are_the_users_alone(tmp_path):
    assert rights(private_folder(tmp_path / "state" / "tips")) == 0o700
    assert rights(tmp_path / "state") == 0o700


def test_temporary_files_lie_in_a_folder_of_the_process_and_are_gone_with_it():
    with own_temporary_files():
        made = Path(tempfile.mkdtemp())
        assert made.parent.name.startswith(".phaen.")
    assert not made.exists()
    assert not tempfile.gettempdir().endswith(".new")


def test_a_passing_folder_is_gone_though_its_removal_fails_once(tmp_path, monkeypatch):
    real, refused = os.rmdir, []

    def rmdir(*arguments, **more):
        if not refused:
            refused.append(arguments)
            raise PermissionError
        real(*arguments, **more)

    monkeypatch.setattr(os, "rmdir", rmdir)
    with passing_folder(tmp_path, "a.csv") as folder:
        (folder / "a.csv").write_text("x")
    assert refused
    assert list(tmp_path.iterdir()) == []
