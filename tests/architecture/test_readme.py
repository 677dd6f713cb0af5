"""The documents tell of every command and option, the README of every room there is."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from core.cli.app import app

ROOT = Path(__file__).parents[2]
COMMANDS = get_command(app).commands
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND_LINE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
# Said once for all commands, in the lines below the table.
SHARED = {"--year", "--as-of", "--user", "--password-stdin", "--file-passphrase-stdin"}


def told():
    return dict(re.findall(r"^\| `phaenctl ([\w-]+)(.*?)` \|", COMMAND_LINE, re.MULTILINE))


def test_every_command_is_told_and_none_that_is_not_there():
    assert set(told()) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_told(name):
    options = {o for p in COMMANDS[name].params for o in p.opts if o.startswith("--")} - {"--help"}
    assert options - SHARED <= set(re.findall(r"--[a-z-]+", told()[name]))
    assert set(re.findall(r"--[a-z-]+", told()[name])) <= options


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_says_in_thai_what_it_does(name):
    assert re.search(r"[ก-๙]", COMMANDS[name].help or "")


def test_every_room_is_told():
    rooms = [p for p in (ROOT / "core").iterdir() if (p / "__init__.py").is_file()]
    assert rooms
    for room in rooms:
        assert f"`core/{room.name}/`" in README


def test_every_file_the_readme_names_is_there():
    for name in [*re.findall(r"\]\(((?!http)[^)]+)\)", README), "LICENSE", "installer/start.py"]:
        assert (ROOT / name).exists(), name


def test_both_commands_are_told():
    assert "python3 installer/start.py\n" in README
    assert "python3 installer/start.py test" in README
