"""A declaration is records of the plan and comes back as it was written, whatever it says."""

import copy
import tomllib
from decimal import Decimal
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import resources
from core.plan.register_mappings import ITEMS, Declaration, as_json, mappings_of, part_rows, readable
from core.plan.register_records import FIELDS, REGISTER_RECORDS, read_json
from core.registers.declaration import written_in

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
NUMBERS = st.decimals(-10_000, 10_000, places=4, allow_nan=False) | st.integers(-9_999, 9_999)
CONDITION = st.lists(NAMES | WORDS | NUMBERS, min_size=2, max_size=3)
FILTER = st.lists(CONDITION | st.fixed_dictionaries({"any": st.lists(CONDITION, max_size=2)}), max_size=2)
HOLDS = {"used_from": st.integers(2560, 2570), "retired": st.booleans()}
CHOICES = st.dictionaries(
    WORDS, WORDS | st.fixed_dictionaries({"label": WORDS, "retired": st.booleans()}), min_size=1, max_size=3
)
FIELD = st.fixed_dictionaries(
    {"name": NAMES, "type": st.sampled_from(["text", "number", "choice"]), "label": WORDS},
    optional={
        "help": WORDS,
        "required": st.booleans(),
        "max_length": st.integers(1, 500),
        "pattern": WORDS,
        "minimum": NUMBERS,
        "maximum": NUMBERS,
        "decimals": st.integers(0, 4),
        "default": WORDS | NUMBERS | st.booleans(),
        "choices": CHOICES,
        "in_list": st.booleans(),
        "through": WORDS,
        **HOLDS,
    },
)
# Rules that each say something else, though some differ in no list of fields.
ORDERED = dict(
    enumerate(
        (
            {"kind": "in_order", "fields": ["a", "b"]},
            {"kind": "in_order", "fields": ["b", "a"]},
            {"kind": "required_if", "field": "a", "if": [["b", "filled"]]},
            {"kind": "required_if", "field": "b", "if": [["a", "filled"]]},
            {"kind": "compare", "left": "a", "op": "<", "right": 3},
            {"kind": "compare", "left": "b", "op": "<", "right": 3},
            {"kind": "steps_in_order"},
        )
    )
)
RULE = st.fixed_dictionaries(
    {"kind": NAMES},
    optional={"name": NAMES, "fields": st.lists(NAMES, max_size=2), "if": FILTER, "message": WORDS},
)
CLOCK = st.fixed_dictionaries(
    {"name": NAMES, "from": NAMES, "until": NAMES, "limit": st.integers(1, 99)},
    optional={"label": WORDS, "stopped_by": NAMES, "line": WORDS, "runs_on": st.booleans(), **HOLDS},
)
PRINT = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        "title": WORDS,
        "columns": st.lists(NAMES, max_size=3),
        "group": NAMES,
        "totals": st.lists(NAMES, max_size=2),
        "period": st.sampled_from(["month", "year"]),
        "signers": st.lists(NAMES, max_size=2),
        "landscape": st.booleans(),
        "later": NUMBERS,
    },
)
VIEW = st.fixed_dictionaries({"kind": NAMES}, optional={"item": NAMES, "fill": st.dictionaries(NAMES, NAMES)})


@given(
    st.lists(st.sampled_from(list(ORDERED)), min_size=1, unique=True),
    st.randoms(use_true_random=False),
)
def test_an_unnamed_rule_is_known_by_its_kind_and_fields_wherever_it_stands(rules, rng) -> None:
    written = {"name": "parcels", "title": "พัสดุ", "fields": [], "rules": [ORDERED[n] for n in rules]}
    ids = [record for name, record, _ in part_rows(written) if name == "plan_register_rules"]
    assert len({*ids}) == len(rules)
    places = list(range(len(rules)))
    rng.shuffle(places)
    other = {**written, "rules": [written["rules"][place] for place in places]}
    assert [record for name, record, _ in part_rows(other) if name == "plan_register_rules"] == [
        ids[place] for place in places
    ]


def named_once(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(parts, min_size=1, max_size=4, unique_by=lambda part: part["name"])


DECLARATION = st.fixed_dictionaries(
    {"name": NAMES, "title": WORDS, "fields": named_once(FIELD)},
    optional={
        "short_title": WORDS,
        "unit": NAMES,
        "key": st.lists(NAMES, min_size=1, max_size=3),
        "per_year": st.booleans(),
        "order": st.lists(NAMES, min_size=1, max_size=3),
        "place": st.integers(0, 99),
        "line": st.dictionaries(NAMES, NAMES, min_size=1),
        "clocks": named_once(CLOCK),
        "rules": st.lists(RULE, min_size=1, max_size=4, unique_by=lambda rule: rule.get("name", object())),
        "views": st.lists(VIEW, min_size=1, max_size=2),
        "prints": named_once(PRINT),
        **HOLDS,
    },
)


def there_and_back(written: Declaration) -> dict[str, Any]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, record, values in reversed(part_rows(written)):  # the order of the rows means nothing
        rows.setdefault(name, []).append({"id": record, **values})
    return mappings_of(rows)


@settings(max_examples=150, deadline=None)
@given(DECLARATION)
def test_what_is_declared_comes_back_as_it_was_written(written: dict[str, Any]) -> None:
    found = there_and_back(written)
    assert found == {written["name"]: written}
    assert [list(f) for f in (f.get("choices", {}) for f in found[written["name"]]["fields"])] == [
        list(f.get("choices", {})) for f in written["fields"]
    ]


LIBRARY = sorted(resources.path("registers").rglob("*.toml"))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_a_register_of_the_library_comes_back_as_it_was_written(path: Path) -> None:
    written = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    wanted = {"fixed_id": True, **written, "plan_born": True} if ITEMS in written else dict(written)
    wanted.pop(ITEMS, None)
    assert there_and_back(written) == {written["name"]: wanted}
    assert readable(wanted).left_out == ()


def test_ids_follow_from_register_and_name_alone() -> None:
    written = {"name": "waste", "title": "ขยะ", "fields": [{"name": "on", "type": "day", "label": "วันที่"}]}
    changed = {**written, "title": "ขยะมูลฝอย", "used_from": 2570}
    assert [row[:2] for row in part_rows(written)] == [row[:2] for row in part_rows(changed)]
    assert part_rows(written)[1][1] == FIELDS.id_for({"register_name": "waste", "name": "on"})


def test_parts_without_their_register_are_passed_over() -> None:
    written = {"name": "waste", "title": "ขยะ", "fields": [{"name": "on", "type": "day", "label": "วันที่"}]}
    rows = {name: [values] for name, _, values in part_rows(written)[1:]}
    assert mappings_of(rows) == {}


def test_printed_lists_kept_in_the_register_itself_up_to_format_7_are_read() -> None:
    written = {"name": "waste", "title": "ขยะ", "fields": [{"name": "on", "type": "day", "label": "วันที่"}]}
    rows = {name: [values] for name, _, values in part_rows(written)}
    rows["plan_registers"][0]["parameters"] = as_json({"prints": [{"name": "due", "title": "เดิม"}, 5]})
    assert mappings_of(rows)["waste"] == {**written, "prints": [{"name": "due", "title": "เดิม"}]}
    changed = {**written, "prints": [{"name": "due", "title": "ใหม่"}]}
    rows["plan_register_prints"] = [v for name, _, v in part_rows(changed) if name == "plan_register_prints"]
    assert mappings_of(rows)["waste"] == changed


@given(
    st.recursive(WORDS | NUMBERS | st.booleans(), lambda some: st.lists(some) | st.dictionaries(WORDS, some))
)
def test_what_is_written_as_json_is_read_as_it_was(value: Any) -> None:
    assert read_json(as_json(value)) == value


def test_every_part_has_a_key_of_its_own_and_a_title() -> None:
    assert len({register.title for register in REGISTER_RECORDS}) == len(REGISTER_RECORDS)
    for register in REGISTER_RECORDS:
        assert register.fixed_id
        assert register.internal
        assert "fiscal_year" not in register.key_fields


SHIPPED = [
    read_json(as_json(written_in(path), iter)) for path in sorted(resources.path("registers").rglob("*.toml"))
]
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS | st.sampled_from(["received_on", "today", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)


def places(part: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a declaration, by the keys and places that lead there."""
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [here for key, one in inside for here in ((*at, key), *places(one, (*at, key)))]


@given(st.data())
@settings(max_examples=150)
def test_whatever_comes_in_a_package_a_declaration_is_read_as_far_as_it_goes(data) -> None:
    forged = copy.deepcopy(data.draw(st.sampled_from(SHIPPED)))
    *way, last = data.draw(st.sampled_from([place for place in places(forged) if place != ("name",)]))
    part = reduce(getitem, way, forged)
    part[last] = data.draw(JSON)
    readable(forged)


@pytest.mark.parametrize("key", ["fields", "clocks", "rules", "views", "items"])
def test_what_has_records_of_its_own_comes_by_no_other_way(key: str) -> None:
    rows = {
        name: [values for n, _, values in part_rows(SHIPPED[0]) if n == name]
        for name in [r.name for r in REGISTER_RECORDS]
    }
    told = mappings_of(rows)
    for row in rows["plan_registers"]:
        row["parameters"] = as_json({key: 5, "more": 1})
    (forged,) = mappings_of(rows).values()
    assert forged == {**next(iter(told.values())), "more": 1}
    readable(forged)
