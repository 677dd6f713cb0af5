"""What is written as TOML text is read as the same."""

import tomllib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import resources
from core.registers.declaration import read_register, written_in
from core.registers.toml_text import toml_text

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
PLAIN = st.one_of(WORDS, st.integers(-(10**15), 10**15), st.booleans(), DECIMALS, st.dates(), st.datetimes())
VALUES = st.recursive(
    PLAIN, lambda held: st.one_of(st.lists(held, max_size=3), st.dictionaries(WORDS, held, max_size=3))
)
DECLARATIONS = sorted(
    [*resources.path("registers").rglob("*.toml"), *resources.path("plans").glob("*/registers/*.toml")]
)


def read(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


@given(st.dictionaries(WORDS, VALUES, max_size=6))
def test_what_is_written_is_read_again(mapping: dict[str, Any]) -> None:
    assert read(toml_text(mapping)) == mapping


@pytest.mark.parametrize("path", DECLARATIONS, ids=lambda path: path.stem)
def test_every_declaration_that_ships_is_written_and_read_again(path: Path) -> None:
    mapping = written_in(path)
    again = read(toml_text(mapping))
    assert again == mapping
    one, other = read_register(mapping), read_register(again)
    assert [f.label for f in one.fields] == [f.label for f in other.fields]
    assert len(toml_text(mapping).splitlines()) > len(one.fields) * 3


def test_the_text_is_laid_out_as_a_person_writes_it() -> None:
    mapping = {
        "name": "meetings",
        "key": ["committee", "no"],
        "unit": None,
        "fields": [
            {"name": "no", "choices": {"1": "ก", "ข ค": "ง"}},
            {"name": "held_on", "minimum": Decimal("0.5")},
        ],
        "line": {"user": "who"},
        "since": date(2025, 1, 2),
        "at": datetime(2025, 1, 2, 9, 15),
    }
    assert toml_text(mapping) == (
        'name = "meetings"\nkey = ["committee", "no"]\nsince = 2025-01-02\nat = 2025-01-02T09:15:00\n\n'
        '[[fields]]\nname = "no"\nchoices = { 1 = "ก", "ข ค" = "ง" }\n\n'
        '[[fields]]\nname = "held_on"\nminimum = 0.5\n\n[line]\nuser = "who"\n'
    )


def test_what_toml_has_no_form_of_is_our_own_fault() -> None:
    with pytest.raises(TypeError):
        toml_text({"x": Decimal("NaN")})
