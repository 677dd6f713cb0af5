"""A formula's sentence holds its parameters: what is valid comes back the same, and what no slot shows stays."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.indicators import FORMULAS
from core.indicators.condition_rows import filter_of, rows_of
from core.indicators.parameters import ParameterKind
from core.indicators.sentences import WAY, Slot, unfinished, value_at

NAMES = st.sampled_from(["a", "b", "received_on", "amount"])
VALUES = st.one_of(st.integers(0, 99), st.sampled_from(["w119", "2568-03", "ขยะ"]))
CONDITIONS = st.one_of(
    st.tuples(NAMES, st.sampled_from(["filled", "empty"])).map(list),
    st.tuples(NAMES, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), VALUES).map(list),
    st.tuples(NAMES, st.just("in"), st.lists(VALUES, min_size=1, max_size=3)).map(list),
)
FILTERS = st.lists(
    st.one_of(CONDITIONS, st.lists(CONDITIONS, min_size=2, max_size=3).map(lambda of: {"any": of})),
    min_size=1,
    max_size=3,
)
OVER = st.fixed_dictionaries({"register": NAMES}, optional={"filter": FILTERS, "day": NAMES})
WITH_FIELD = st.fixed_dictionaries(
    {"register": NAMES, "field": NAMES}, optional={"filter": FILTERS, "day": NAMES}
)
FIGURES = st.one_of(OVER, WITH_FIELD, st.fixed_dictionaries({"indicator": st.sampled_from(["1", "2.1"])}))
MONTHS = st.lists(st.integers(1, 12), min_size=1, unique=True)
PAIRS = st.lists(st.tuples(st.sampled_from(["1", "2", "3"]), st.integers(1, 99)), unique_by=lambda p: p[0])


def one_of(formula: str, name: str) -> Any:
    """A code of a parameter that is one of some."""
    codes = next(p for p in FORMULAS[formula].parameters if p.name == name).choices
    return st.sampled_from([int(code) if code.isdigit() else code for code in codes])


def some(**optional: Any) -> Any:
    return st.fixed_dictionaries({}, optional=optional)


VALID = {
    "ladder": some(project=st.integers(1, 9)),
    "share_sum": st.one_of(
        some(source=st.just("project_steps"), project=st.integers(1, 9)),
        st.just({"source": "study_parts"}),
        st.fixed_dictionaries(
            {"register": NAMES, "share": NAMES, "done": NAMES}, optional={"filter": FILTERS}
        ),
    ),
    "monthly_mean": some(
        working_days=st.integers(1, 365),
        clock=one_of("monthly_mean", "clock"),
        procurement=one_of("monthly_mean", "procurement"),
    ),
    "pass_rate": st.one_of(
        some(
            score=st.integers(0, 100), times=st.integers(1, 12), months=MONTHS, denominator=st.integers(1, 99)
        ),
        st.fixed_dictionaries(
            {
                "items": NAMES,
                "audits": NAMES,
                "item": NAMES,
                "month": NAMES,
                "score": NAMES,
                "at_least": VALUES,
            },
            optional={
                "denominator": st.one_of(st.just("items"), st.integers(1, 99)),
                "grace": st.integers(0, 12),
            },
        ),
    ),
    "share_within": some(
        event=one_of("share_within", "event"),
        minutes=st.integers(1, 99),
        hours=one_of("share_within", "hours"),
        count=one_of("share_within", "count"),
    ),
    "top_box": some(from_level=st.integers(1, 5)),
    "count": st.one_of(
        some(of=one_of("count", "of")),
        st.fixed_dictionaries(
            {"register": NAMES}, optional={"filter": FILTERS, "distinct": NAMES, "day": NAMES}
        ),
    ),
    "entered": st.just({}),
    "budget_share": some(carried=one_of("budget_share", "carried")),
    "sum": WITH_FIELD,
    "mean": WITH_FIELD,
    "last": WITH_FIELD,
    "share": st.fixed_dictionaries({"register": NAMES, "meets": FILTERS}, optional={"filter": FILTERS}),
    "share_in_time": st.fixed_dictionaries(
        {"register": NAMES, "clock": NAMES},
        optional={"filter": FILTERS, "each": NAMES, "by": one_of("share_in_time", "by"), "day": NAMES},
    ),
    "ratio": st.fixed_dictionaries(
        {"over": FIGURES, "under": FIGURES}, optional={"times": st.integers(1, 1000)}
    ),
    "weighted_mean": PAIRS.filter(bool).map(
        lambda ps: {"of": [c for c, _ in ps], "weights": [w for _, w in ps]}
    ),
}


def slots(formula: str, parameters: dict[str, Any]) -> list[Slot]:
    return [part for part in FORMULAS[formula].sentence(parameters) if isinstance(part, Slot)]


@pytest.mark.parametrize("name", FORMULAS)
@given(data=st.data())
def test_valid_parameters_come_back_out_of_their_slots(name: str, data: st.DataObject) -> None:
    formula, parameters = FORMULAS[name], data.draw(VALID[name])
    made: dict[str, Any] = {}
    for slot in slots(name, parameters):
        made = formula.chosen(slot, made, value_at(slot, parameters))
    if name != "pass_rate":  # its numbers stand for names of registers here
        assert formula.settings(made) == formula.settings(parameters)
    assert [value_at(s, made) for s in slots(name, made)] == [
        value_at(s, parameters) for s in slots(name, parameters)
    ]


@pytest.mark.parametrize("name", FORMULAS)
@given(data=st.data())
def test_a_slot_that_is_left_as_it_is_changes_nothing(name: str, data: st.DataObject) -> None:
    parameters = data.draw(VALID[name]) | {"kept": "words"}
    for slot in slots(name, parameters):
        if slot.path[-1] != WAY:
            after = FORMULAS[name].chosen(slot, parameters, value_at(slot, parameters))
            assert [value_at(s, after) for s in slots(name, after)] == [
                value_at(s, parameters) for s in slots(name, parameters)
            ]
            assert after["kept"] == "words"


@given(FILTERS)
def test_a_filter_comes_back_out_of_its_rows(conditions: list[Any]) -> None:
    assert filter_of(rows_of(conditions)) == conditions


@pytest.mark.parametrize(
    "odd",
    [[{"all": []}], [["a"]], [{"any": [{"any": []}]}], ["a"], [["a", "in", 3]], [{"any": [["a", "="], 5]}]],
)
def test_what_no_row_can_show_is_kept_as_it_is_written(odd: list[Any]) -> None:
    assert filter_of(rows_of(odd)) == odd
    assert filter_of(rows_of([*odd, ["a", "filled"]])) == [*odd, ["a", "filled"]]


def test_another_register_leaves_out_what_was_of_the_one_before() -> None:
    formula = FORMULAS["ratio"]
    given = {
        "over": {"register": "a", "field": "x", "filter": [["y", "filled"]]},
        "under": {"indicator": "1"},
        "times": 1,
    }
    register = next(s for s in slots("ratio", given) if s.path == ("over", "register"))
    assert formula.chosen(register, given, "b") == {**given, "over": {"register": "b", "field": ""}}
    assert formula.chosen(register, given, "a") == given


def test_what_lacks_is_said() -> None:
    for name, formula in FORMULAS.items():
        begun = formula.begun()
        needs = any(
            not slot.takes.unless and value_at(slot, begun) in (None, (), [])
            for slot in slots(name, begun)
            if slot.takes.kind is not ParameterKind.CODE
        )
        assert bool(unfinished(formula.sentence(begun), begun)) == needs, name
    half = {"register": "a", "meets": [["b", "="]]}
    assert "เงื่อนไขยังไม่ครบ" in unfinished(FORMULAS["share"].sentence(half), half)


def test_every_parameter_has_its_slot_in_some_way() -> None:
    for name, formula in FORMULAS.items():
        shown = {s.path[0] for way in range(len(formula.ways)) for s in slots(name, formula.begun(way=way))}
        shown |= {value for way in formula.ways for value in way.marks}
        assert {p.name for p in formula.parameters} - shown <= {"weights"}, name
        assert Decimal(len(formula.ways)) >= 1, name
