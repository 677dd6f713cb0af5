"""What the documents name is there: links, paths, commands; and what the code cites of them."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from core.cli.app import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
)
ROOMS = "core desktop docs installer resources tests"
PATH = re.compile(rf"`((?:{'|'.join(ROOMS.split())})/[\w./-]*)`")
CODE = [p for room in ("core", "desktop", "installer", "tests") for p in sorted((ROOT / room).rglob("*.py"))]
CITED = re.compile(r"docs/(\w+)\.md,? (?:sections? (\d)(?: and (\d))?|\(?\"([^\"]+)\")")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(((?!http|#)[^)#]+)", text):
        assert ((ROOT / name).parent / target).exists(), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_and_command_named_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in PATH.findall(text):
        assert (ROOT / path).exists(), path
    named = set(re.findall(r"phaenctl ([a-z][a-z-]+)", text))
    assert named <= set(get_command(app).commands)


def test_what_the_code_cites_stands_in_the_documents():
    texts = {p.stem: p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md")}
    for path in CODE:
        for name, *sections, said in CITED.findall(path.read_text(encoding="utf-8")):
            text = texts[name]
            assert all(f"\n## {number} " in text for number in sections if number), (path, sections)
            assert said.lower() in " ".join(text.lower().split()), (path, said)


def test_nothing_cites_what_does_not_ship():
    cited = re.compile(r"\b(?:DOMAIN|DESIGN|FORMATS|COMMANDS|FINDINGS)\.md")
    assert not [
        path
        for path in CODE
        if cited.search(path.read_text(encoding="utf-8")) and path.name != "test_docs.py"
    ]
