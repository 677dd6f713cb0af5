"""Files written whole or not at all, for the user alone; what killed programs left is removed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from core.whole_files import (
    move,
    own_temporary_files,
    passing_folder,
    private_folder,
    put_in_place,
    remove,
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


# What a virus scanner holds for a moment. Windows says so by numbers of its own, which are given here by hand.


def held(code=32):
    fault = PermissionError(13, "The process cannot access the file", "a.txt")
    fault.winerror = code
    return fault


@pytest.fixture
def clock(monkeypatch):
    """The seconds that were waited, without waiting."""
    now = [0.0]
    monkeypatch.setattr("core.whole_files.time.monotonic", lambda: now[0])
    monkeypatch.setattr("core.whole_files.time.sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    return now


@pytest.fixture
def scanner(monkeypatch):
    """``scanner(name, times)``: what this method of a path does is barred so many times."""

    def of(name, times, code=32):
        real, left = getattr(Path, name), [times]

        def barred(path, *arguments, **more):
            if left[0] > 0:
                left[0] -= 1
                raise held(code)
            return real(path, *arguments, **more)

        monkeypatch.setattr(Path, name, barred)

    return of


@pytest.mark.parametrize("code", [5, 32, 33])
@pytest.mark.parametrize("name", ["replace", "open"])
def test_a_file_that_is_held_for_a_moment_is_waited_for(tmp_path, scanner, clock, name, code):
    scanner(name, 5, code)
    write_whole(tmp_path / "a.txt", lambda made: os.close(os.open(made, os.O_CREAT)))
    assert names(tmp_path) == ["a.txt"]
    assert 0 < clock[0] < 1


def test_one_that_is_held_on_and_on_is_given_up_after_a_second(tmp_path, scanner, clock):
    scanner("replace", 1000)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "a.txt", lambda made: made.write_text("x") and None)
    assert 1 <= clock[0] < 1.3
    assert names(tmp_path) == []


def test_what_only_has_no_right_is_not_waited_for(tmp_path, monkeypatch, clock):
    def barred(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", barred)
    with pytest.raises(PermissionError):
        move(tmp_path / "a", tmp_path / "b")
    assert clock[0] == 0


def test_removing_waits_too(tmp_path, scanner, clock):
    (tmp_path / "a.txt").touch()
    scanner("unlink", 2)
    remove(tmp_path / "a.txt")
    remove(tmp_path / "a.txt")
    assert names(tmp_path) == []


def test_a_passing_folder_that_is_held_is_gone_in_the_end(tmp_path, monkeypatch, clock):
    real, left = os.rmdir, [4]

    def rmdir(*arguments, **more):
        if left[0]:
            left[0] -= 1
            raise held()
        real(*arguments, **more)

    monkeypatch.setattr(os, "rmdir", rmdir)
    with passing_folder(tmp_path, "a.csv") as folder:
        (folder / "a.csv").write_text("x")
    assert names(tmp_path) == []


def test_writing_makes_no_path_much_longer_than_its_target(tmp_path):
    """On Windows a path of 260 characters is too long: a long name must fit where it would fit by itself."""
    target = tmp_path / f"{'รายงานผลการปฏิบัติราชการ' * 3}.pdf"
    paths = []
    write_whole(target, lambda made: paths.append(made) or (made.write_text("x") and None))
    assert target.read_text() == "x"
    assert len(str(paths[0])) <= len(str(target))
    assert paths[0].suffix == ".pdf"
