"""Whatever declaration makes sense is saved, and comes back as it was written: as a new register, and in the place of any other."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.faults import InputRefusal
from core.office import Office
from core.registers.declaration import read_register
from core.registers.field_types import FIELD_TYPES
from core.thai.folding import clean

NAME = "tried"
NAMES = ("a", "b", "c", "d", "e", "f")
WORDS = st.text("กขค กา ab1(){}|:,.\"'\\#=[]", min_size=1, max_size=12).map(clean).filter(bool)
NUMBERS = st.decimals(-999, 999, places=2).map(lambda number: number.normalize() + 0)
FLAG = st.booleans()


def maybe(**keys):
    """Some of these keys."""
    return st.fixed_dictionaries({}, optional=keys)


@st.composite
def fields(draw, name):
    kind = draw(st.sampled_from([kind.name for kind in FIELD_TYPES]))
    field = {"name": name, "type": kind, "label": f"{name} {draw(WORDS)}"}
    field |= draw(maybe(required=FLAG, help=WORDS, in_list=FLAG, section=WORDS))
    if kind == "choice" or (kind == "whole" and draw(FLAG)):
        said = WORDS | st.fixed_dictionaries({"label": WORDS, "retired": FLAG})
        codes = st.integers(0, 9).map(str) if kind == "whole" else st.sampled_from(["x", "y", "z1", "A-b"])
        field["choices"] = draw(st.dictionaries(codes, said, min_size=1, max_size=3))
    if kind in ("text", "long_text"):
        field |= draw(maybe(max_length=st.integers(20, 500), default=WORDS | st.just("last")))
        field |= draw(maybe(pattern=st.sampled_from(["[0-9]+", "a|b"]))) if "default" not in field else {}
    if kind in ("number", "money"):
        field |= draw(maybe(minimum=NUMBERS | st.integers(-9, 9), maximum=NUMBERS, above_zero=FLAG))
    if kind == "number":
        field |= draw(maybe(decimals=st.integers(0, 4)))
    if kind == "day":
        field |= draw(maybe(beforehand=FLAG, default=st.sampled_from(["today", "last", "2020-01-31"])))
    return field


@st.composite
def declarations(draw):
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    written = {"name": NAME, "title": draw(WORDS), "fields": [draw(fields(name)) for name in names]}
    written |= draw(maybe(short_title=WORDS, counted_in=WORDS, new_label=WORDS, place=st.integers(0, 99)))
    written |= draw(maybe(retired=FLAG, used_from=st.integers(2560, 2570), fixed_id=FLAG))
    written |= draw(maybe(unit=st.sampled_from(["finance", "admin"])))
    days = [field["name"] for field in written["fields"] if field["type"] == "day"]
    if draw(FLAG):
        written["key"] = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    if days and draw(FLAG):
        written |= {"day": days[0], "order": [f"-{days[0]}", names[0]]}
        written |= draw(maybe(per_year=FLAG)) if "key" in written else {}
    if len(days) > 1:
        clock = {"name": "due", "label": "ทำ", "from": days[0], "until": days[1], "unit": "days"}
        written["clocks"] = [{**clock, "limit": draw(st.integers(1, 9)), **draw(maybe(waiting=WORDS))}]
        written["rules"] = [{"kind": "in_order", "fields": days[:2]}]
    if draw(FLAG):
        when = [[names[-1], draw(st.sampled_from(["filled", "empty"]))]]
        more = draw(
            maybe(severity=st.sampled_from(["remark", "warning"]), name=st.just("needed"), message=WORDS)
        )
        rule = {"kind": "required_if", "field": names[0], "if": when, **more}
        written["rules"] = [*written.get("rules", ()), rule]
    return written


def sensible(written):
    """The register; None where the declaration makes no sense by itself."""
    try:
        return read_register(written)
    except InputRefusal:
        return None


@pytest.fixture(scope="module")
def tried(plan_file, tmp_path_factory):
    path = shutil.copy(plan_file, tmp_path_factory.mktemp("tried") / "office.phaen")
    with Office.open(path) as office:
        yield office


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(declarations().filter(sensible))
def test_what_makes_sense_comes_back_as_it_was_written(tried, written):
    tried.registers.save(written, new=NAME not in tried.session.file.registers)
    assert tried.registers.declaration(NAME) == written
    register, read = tried.session.register(NAME), sensible(written)
    assert [(f.name, f.type, f.label) for f in register.fields] == [
        (f.name, f.type, f.label) for f in read.fields
    ]
    assert (register.key_fields, register.date_field, register.clocks) == (
        read.key_fields,
        read.date_field,
        read.clocks,
    )
    assert tried.registers.meaning(written) == ()


def odd(written, mark):
    """A declaration with something odd about it."""
    fields, first = written["fields"], written["fields"][0]
    clock = {"name": "due", "label": "ทำ", "from": "a", "until": "b", "limit": 1, "unit": "days"}
    return {
        "untidy": {**written, "title": f"  {written['title']} \u200b", "counted_in": " ราย  การ "},
        "labels": {**written, "fields": [*fields, {**first, "name": "z", "label": f"{first['label']} "}]},
        "retired": {**written, "fields": [{**first, "retired": True}, *fields[1:]]},
        "choices": {
            **written,
            "fields": [*fields, {"name": "z", "type": "choice", "label": "z", "choices": {" ": "x"}}],
        },
        "clocks": {**written, "clocks": [clock, clock]},
        "rules": {**written, "rules": [{"kind": "unique", "fields": [first["name"]], "name": "r"}] * 2},
        "help": {**written, "fields": [{**first, "help": "ก\nข"}, *fields[1:]]},
        "long": {**written, "new_label": "ก" * 600},
        "twice": {**written, "fields": [*fields, first]},
    }[mark]


ODD = ("untidy", "labels", "retired", "choices", "clocks", "rules", "help", "long", "twice")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(declarations(), st.sampled_from(ODD))
def test_whatever_is_saved_reads_back_and_is_the_same_again(tried, written, mark):
    try:
        tried.registers.save(odd(written, mark), new=NAME not in tried.session.file.registers)
    except InputRefusal:
        return
    told = tried.registers.declaration(NAME)
    assert tried.registers.read(told)
    assert tried.registers.meaning(told) == ()
    assert not tried.registers.save(told).changes


def test_the_last_of_them_leaves_the_file_sound(tried):
    assert tried.file.check().sound
