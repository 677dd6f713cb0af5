"""What a build is made of: the files that ship, the release they name, and modules compiled to the same bytes each time."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from environment import SetupRefusal
from release import compiled, program, version
from release.job import Job


@pytest.fixture
def checkout(tmp_path):
    """A small checkout, with a file that git doesn't know."""
    root = tmp_path / "ที่ เก็บ"
    for name in ("core/a.py", "desktop/b.py", "resources/ไทย.txt", "tests/t.py", "LICENSE"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x = {'a', 'b', 'c', 'd'}\n", encoding="utf-8")
    (root / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n', encoding="utf-8")
    git = ("git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@b")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "One")):
        subprocess.run(
            (*git, *command), check=True, env={**os.environ, "GIT_COMMITTER_DATE": "2026-11-30T23:59:59+0000"}
        )
    (root / "core" / "rubbish.py").touch()
    return root


def job(root: Path, tmp_path: Path) -> Job:
    return Job(root, tmp_path / "out", tmp_path / "work", version.of(root), public_key="a+/=")


def test_what_ships_is_the_program_as_git_knows_it_and_names_its_release(checkout, tmp_path, monkeypatch):
    monkeypatch.delenv(version.EPOCH, raising=False)
    app = tmp_path / "app"
    program.lay(app, job(checkout, tmp_path))
    laid = {path.relative_to(app).as_posix() for path in app.rglob("*") if path.is_file()}
    assert laid == {"core/a.py", "desktop/b.py", "resources/ไทย.txt", "LICENSE", "RELEASE"}
    told = tomllib.loads((app / "RELEASE").read_text(encoding="utf-8"))
    assert told == {"version": "1.2.3", "day": "2026-11-30", "public_key": "a+/="}


def test_without_git_and_without_a_told_time_nothing_is_built(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1"\n', encoding="utf-8")
    monkeypatch.delenv(version.EPOCH, raising=False)
    with pytest.raises(SetupRefusal, match=version.EPOCH):
        version.of(tmp_path)
    monkeypatch.setenv(version.EPOCH, "86400")
    assert version.of(tmp_path).day.isoformat() == "1970-01-02"
    with pytest.raises(SetupRefusal, match="git"):
        program.shipped(tmp_path)


def test_compiled_modules_are_the_same_bytes_wherever_they_lie_and_run_without_their_sources(tmp_path):
    made = []
    for place in ("one", "two/ไทย"):
        tree = tmp_path / place
        tree.mkdir(parents=True)
        (tree / "module.py").write_text("VALUE = 7 in {1, 7, 'b', 'c'}\n", encoding="utf-8")
        (tree / "other_python.py").write_text("print 'two'\n", encoding="utf-8")
        assert compiled.precompile(tree, (sys.executable,)) == ("other_python.py",)
        made.append((tree / "module.pyc").read_bytes())
        assert sorted(path.name for path in tree.iterdir()) == ["module.pyc", "other_python.py"]
    assert made[0] == made[1]
    assert made[0][4:8] == b"\x01\0\0\0"  # by hash, which nobody compares: PEP 552
    told = subprocess.run(
        (sys.executable, "-c", "import sys; sys.path[:0] = ['.']; import module; print(module.VALUE)"),
        cwd=tree,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "True"
