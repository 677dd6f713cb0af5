"""What the house promises of every file: documented, short, finished, and at home on any machine."""

import ast
import importlib
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 450
PACKAGES = ("core", "desktop", "installer")

# Written so that this file doesn't find itself.
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")
AT_HOME_ELSEWHERE = re.compile(
    r"/wor[k]/|/roo[t]/|(?<!\w)/hom[e]/\w\w|/tm[p]/phaen|/op[t]/(?:pypi|wheels)|C:[\\]+User[s]"
    r"|pypi\.or[g]|pythonhosted\.or[g]|--(?:extra-)?index-ur[l] |--find-link[s]|trusted-hos[t]"
)


def tracked_files() -> list[Path]:
    """The files of the project as committed; all of them but the ignored where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if listed.returncode:
        ignored = {".venv", "out", "build", ".git"}
        return [p for p in ROOT.rglob("*") if p.is_file() and not ignored & set(p.relative_to(ROOT).parts)]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str | None:
    """A file's text, None for pictures and other binary files."""
    data = path.read_bytes()
    return None if b"\0" in data else data.decode("utf-8", errors="replace")


def sources(*packages: str) -> list[Path]:
    return sorted(p for package in packages for p in (ROOT / package).rglob("*.py"))


def is_override(path: Path, class_name: str, method: str) -> bool:
    """True for a method that takes the place of a base class's one, whose docstring stands for both."""
    if path.is_relative_to(ROOT / "installer"):
        return False
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found = getattr(module, class_name)
    return any(hasattr(base, method) for base in found.__mro__[1:])


def undocumented(path: Path):
    """The public methods of a module that neither say what they do nor take the place of one that does. (Of modules,
    classes and functions ruff asks it.)"""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        # A protocol's members are what its own docstring tells of.
        if "Protocol" in map(ast.unparse, node.bases):
            continue
        methods = (m for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_"))
        for method in methods:
            if not ast.get_docstring(method) and not is_override(path, node.name, method.name):
                yield f"{node.name}.{method.name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_method_says_what_it_does(package):
    silent = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(package)
        if "migrations" not in path.parts
        for name in undocumented(path)
    ]
    assert silent == []


def test_no_source_file_is_too_long():
    sizes = {
        str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in sources(*PACKAGES)
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}


@pytest.mark.parametrize("pattern", [UNFINISHED, AT_HOME_ELSEWHERE], ids=["unfinished", "machine paths"])
def test_no_tracked_file_holds_what_does_not_belong(pattern):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked_files()
        for number, line in enumerate((text_of(path) or "").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["# TO" + "DO later", "/ho" + "me/somchai/x", "/wo" + "rk/x", "https://py" + "pi.org/simple"]
)
def test_the_patterns_find_what_they_look_for(text):
    assert UNFINISHED.search(text) or AT_HOME_ELSEWHERE.search(text)


def test_every_locked_package_is_pinned_by_hash():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[\w.]+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_every_dependency_is_locked():
    import tomllib

    from environment import lock_names

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.match(r"[\w.-]+", entry)[0].lower() for entry in wanted}
    assert names <= set(lock_names((ROOT / "requirements.lock").read_text(encoding="utf-8")))


def test_each_package_is_imported_by_the_layout_it_claims():
    """No source lies beside the packages docs/architecture.md names."""
    tops = {p.relative_to(ROOT).parts[0] for p in tracked_files() if p.suffix == ".py"}
    assert tops <= {"core", "desktop", "installer", "tests", "resources"}


def test_no_two_classes_have_one_name():
    places: dict[str, list[str]] = {}
    for path in sources(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_two_test_modules_share_a_name():
    """They would hide each other: pytest imports a test module by its bare name."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []
