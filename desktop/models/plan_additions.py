"""What may be added at a place of the plan, with the number and code that come next; and how places change order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.faults import InputRefusal
from core.office import NODE_KINDS, Changes, Edit, Office, Query
from desktop.models.plan_items import BESIDE_NODES, DUTIES, SECTIONS, STUDY, PlanItem, PlanRecords

# What may stand under a node of the hierarchy, and the letter its code begins with.
UNDER: Mapping[str, tuple[str, ...]] = {
    "": ("part",),
    "part": ("area",),
    "area": ("dimension",),
    "dimension": ("goal", "objective"),
    "goal": ("objective",),
    "objective": (),
}
LETTERS = {"part": "p", "area": "a", "dimension": "d", "goal": "g", "objective": "o"}


@dataclass(frozen=True, slots=True)
class Addition:
    """A new record one may begin here: its register, the words for it, and what is known of it already."""

    register: str
    words: str
    values: Mapping[str, Any]


def additions(records: PlanRecords, item: PlanItem, as_of: date) -> tuple[Addition, ...]:
    """What may be added at a place: what goes under it first, then another of its kind."""
    found = [*_under(records, item, as_of)]
    if item.parent is not None and item.register:
        beside = [a for a in _under(records, item.parent, as_of) if a.register == item.register]
        if item.register == "plan_nodes":
            beside = [a for a in beside if a.values["kind"] == item.values["kind"]]
        found += beside
    return tuple(found)


def _under(records: PlanRecords, item: PlanItem, as_of: date) -> Iterator[Addition]:
    name = item.key[1] if not item.register else ""
    if name.startswith("section:"):
        section = name.partition(":")[2]
        yield _text(records, section, "เพิ่มข้อความ")
    elif name == "units":
        number = records.next_number("plan_units", "ordinal")
        yield _new(records, "plan_units", "เพิ่มส่วนราชการ", code=f"unit{number}", ordinal=number)
    elif name == "hierarchy":
        yield from _nodes(records, item)
    elif name.startswith("dimension:"):
        yield _indicator(records, dimension=int(name.partition(":")[2]))
    elif name == "loose":
        yield _project(records)
        yield _indicator(records, dimension=1)
    elif name == "study":
        number = records.next_number(STUDY, "part")
        yield _new(records, STUDY, "เพิ่มส่วนของการศึกษา", part=number, label=f"1.{number}")
    elif name == "tables":
        yield _table(records)
    elif item.register == "plan_years":
        yield from _first_of_headings(records, item)
    else:
        yield from _parts(records, item, as_of)


def _first_of_headings(records: PlanRecords, plan: PlanItem) -> Iterator[Addition]:
    """The first record of each heading that the tree leaves out as long as nothing stands under it."""
    there = {child.key[1] for child in plan.parent.children} if plan.parent else set()
    for section, title in SECTIONS.items():
        if f"section:{section}" not in there:
            yield _text(records, section, f"เพิ่ม{title}")
    for dimension in BESIDE_NODES:
        if f"dimension:{dimension}" not in there:
            yield replace(_indicator(records, dimension=dimension), words=f"เพิ่มตัวชี้วัดมิติการประเมินที่ {dimension}")
    if "tables" not in there:
        yield _table(records)


def _table(records: PlanRecords) -> Addition:
    number = records.next_number("plan_printed_tables", "ordinal")
    return _new(records, "plan_printed_tables", "เพิ่มตาราง", name=f"table-{number}", ordinal=number)


def _parts(records: PlanRecords, item: PlanItem, as_of: date) -> Iterator[Addition]:
    values = item.values
    if item.register == "plan_units":
        yield _text(records, f"{DUTIES}{values['code']}", "เพิ่มอำนาจหน้าที่")
    elif item.register == "plan_nodes":
        yield from _of_node(records, item)
    elif item.register == "plan_measures":
        yield _project(records, measure=values["code"])
    elif item.register == "plan_projects":
        number = values["number"]
        step = records.next_number("plan_steps", "step", project=number)
        yield _new(records, "plan_steps", "เพิ่มขั้นตอน", project=number, step=step, label=str(step))
        line = records.next_number("plan_budget_lines", "ordinal", project=number)
        yield _new(records, "plan_budget_lines", "เพิ่มรายการงบประมาณ", project=number, ordinal=line)
    elif item.register == "plan_indicators":
        code = values["code"]
        years = [
            v for r in records.of("plan_targets", indicator=code) if isinstance(v := r.values["year"], int)
        ]
        year = max(years) + 1 if records.year in years else records.year
        yield _new(records, "plan_targets", "เพิ่มค่าเป้าหมาย", indicator=code, year=year)
        if records.year in years:
            held = {
                r.values["quarter"] for r in records.of("plan_targets", indicator=code, year=records.year)
            }
            quarter = next((n for n in range(1, 5) if n not in held), None)
            of = {"indicator": code, "year": records.year, "quarter": quarter}
            yield _new(records, "plan_targets", "เพิ่มค่าเป้าหมายรายไตรมาสหรือเดือน", **of)
        yield _new(records, "plan_definitions", "เปลี่ยนนิยามระหว่างปี", indicator=code, effective_from=as_of)
    elif item.register == "plan_printed_tables":
        name = values["name"]
        row = records.next_number("plan_printed_rows", "ordinal", table_name=name)
        yield _new(records, "plan_printed_rows", "เพิ่มแถว", table_name=name, ordinal=row, kind="row")


def _of_node(records: PlanRecords, item: PlanItem) -> Iterator[Addition]:
    code, kind = item.values["code"], item.values["kind"]
    if kind in ("goal", "objective"):
        used = records.of("plan_measures", node=code)
        number = len(used) + 1
        yield _new(
            records,
            "plan_measures",
            "เพิ่มมาตรการ",
            code=_free(records, "plan_measures", f"m{item.values['number']}-", number),
            number=str(number),
            node=code,
            ordinal=records.next_number("plan_measures", "ordinal"),
        )
        yield _indicator(records, dimension=1, node=code)
    yield from _nodes(records, item)


def _nodes(records: PlanRecords, item: PlanItem) -> Iterator[Addition]:
    over = str(item.values.get("number") or "")
    for kind in UNDER.get(str(item.values.get("kind") or ""), ()):
        beside = [
            r for r in records.of("plan_nodes", kind=kind) if r.values["parent"] == item.values.get("code")
        ]
        # Areas are counted on their own: part 1 holds area 3.
        before = f"{over}." if over and kind not in ("part", "area") else ""
        count = len(beside) + 1 if before else records.next_number_of_text("plan_nodes", "number", kind=kind)
        code = _free(records, "plan_nodes", f"{LETTERS[kind]}{before}", count)
        yield _new(
            records,
            "plan_nodes",
            f"เพิ่ม{NODE_KINDS[kind]}",
            code=code,
            kind=kind,
            label=f"{NODE_KINDS[kind]}ที่",
            number=code[1:],
            parent=item.values.get("code"),
            ordinal=records.next_number("plan_nodes", "ordinal"),
        )


def _free(records: PlanRecords, register: str, before: str, count: int) -> str:
    """The first code of that kind nobody has."""
    used = {r.values["code"] for r in records.rows[register]}
    while f"{before}{count}" in used:
        count += 1
    return f"{before}{count}"


def _text(records: PlanRecords, section: str, words: str) -> Addition:
    number = records.next_number("plan_texts", "ordinal", section=section)
    return _new(records, "plan_texts", words, section=section, ordinal=number)


def _project(records: PlanRecords, **values: Any) -> Addition:
    number = records.next_number("plan_projects", "number")
    return _new(records, "plan_projects", "เพิ่มโครงการ", number=number, negotiated=True, **values)


def _indicator(records: PlanRecords, **values: Any) -> Addition:
    dimension = values["dimension"]
    return _new(
        records,
        "plan_indicators",
        "เพิ่มตัวชี้วัด",
        code=_next_code(records, dimension, values.get("node")),
        ordinal=records.next_number("plan_indicators", "ordinal"),
        formula="entered",
        unit="percent",
        comparison="ge",
        **values,
    )


def _next_code(records: PlanRecords, dimension: int, node: str | None) -> str:
    """The code after its siblings': 3.4 below 3.1 to 3.3; else the plan's next number, D2.5 in another dimension."""
    if dimension != 1:
        return _free(records, "plan_indicators", f"D{dimension}.", 1)
    siblings = [str(r.values["code"]).rpartition(".") for r in records.of("plan_indicators", node=node)]
    stems = {stem for stem, _, _ in siblings}
    numbers = [int(last) for _, _, last in siblings if last.isdecimal()]
    if len(stems) == 1 and "" not in stems and len(numbers) == len(siblings):
        return _free(records, "plan_indicators", f"{stems.pop()}.", max(numbers) + 1)
    return str(records.next_number_of_text("plan_indicators", "code"))


def _new(records: PlanRecords, register: str, words: str, **values: Any) -> Addition:
    return Addition(register, words, {"fiscal_year": records.year, **values})


# -- order

# Registers whose order is a field of its own; in the others the number is the record's key and contents change places.
ORDINALS = ("plan_units", "plan_nodes", "plan_measures", "plan_indicators", "plan_printed_tables")
CONTENTS: Mapping[str, tuple[str, ...]] = {
    "plan_texts": ("text",),
    "plan_budget_lines": ("title", "amount"),
    "plan_steps": ("title", "share", "planned_from", "planned_to"),
    STUDY: ("title", "share"),
    "plan_printed_rows": ("kind", "cells", "ref"),
}


def neighbour(item: PlanItem, step: int) -> PlanItem | None:
    """The place of the same register one above (-1) or below (1), None at the end."""
    beside = [i for i in item.parent.children if i.register == item.register] if item.parent else []
    if item.register == "plan_texts":
        beside = [i for i in beside if i.values["section"] == item.values["section"]]
    place = next((n for n, i in enumerate(beside) if i is item), -1) + step
    return beside[place] if 0 <= place < len(beside) else None


def movable(item: PlanItem) -> bool:
    """True for a record whose order can be changed."""
    return item.register in ORDINALS or item.register in CONTENTS


def move(office: Office, item: PlanItem, step: int) -> tuple[PlanItem, Changes] | None:
    """Changes places with the neighbour as one step; returns the place where the content is then, and what was saved;
    None at the end.

    InputRefusal for a step on which something was recorded already: its dates would then stand with another.
    """
    other = neighbour(item, step)
    if other is None or not movable(item) or item.row is None or other.row is None:
        return None
    if item.register in ORDINALS:
        first, second = item.values["ordinal"], other.values["ordinal"]
        done = _save(
            office, item.register, (item.row.id, {"ordinal": second}), (other.row.id, {"ordinal": first})
        )
        return item, done
    _refuse_begun(office, (item, other))
    names = CONTENTS[item.register]
    mine, its = ({n: i.values[n] for n in names} for i in (item, other))
    if item.register == "plan_steps":
        upper, lower = (item, other) if step > 0 else (other, item)
        _move_sum(upper, lower, its if upper is item else mine)
        return other, _exchange(office, item, its, other, mine)
    return other, _save(office, item.register, (item.row.id, its), (other.row.id, mine))


def _exchange(
    office: Office, item: PlanItem, its: Mapping[str, Any], other: PlanItem, mine: Mapping[str, Any]
) -> Changes:
    """Two steps with what goes along."""
    year, project = (item.values[name] for name in ("fiscal_year", "project"))
    assert isinstance(year, int)
    assert isinstance(project, int)
    edits = {
        number: Edit(place.row.id, values)
        for place, values in ((item, its), (other, mine))
        if place.row is not None and isinstance(number := place.values["step"], int)
    }
    return office.plan.exchange_steps(year, project, edits)


def _save(office: Office, register: str, *edits: tuple[str, Mapping[str, Any]]) -> Changes:
    return office.records.save_many(register, [Edit(record_id, values) for record_id, values in edits])


def _move_sum(upper: PlanItem, lower: PlanItem, into_upper: dict[str, Any]) -> None:
    """The printed running sum of the upper step follows the share that comes to stand there."""
    whole, share = lower.values["cumulative"], upper.values["share"]
    if isinstance(whole, Decimal) and isinstance(share, Decimal):
        into_upper["cumulative"] = whole - share


def _refuse_begun(office: Office, items: Sequence[PlanItem]) -> None:
    happened = office.plan.happened(items[0].register)
    if happened is None:
        return
    for item in items:
        names = {n: item.values[n] for n in happened.key_fields if n != "fiscal_year"}
        year = item.values["fiscal_year"]
        assert isinstance(year, int)
        for row in office.records.rows(happened.name, Query(year=year, equals=names)):
            if any(row.values.get(n) is not None for n in ("started_on", "finished_on", "note")):
                raise InputRefusal(
                    f"“{item.label[:50]}” มีวันที่หรือหมายเหตุบันทึกไว้แล้ว จึงย้ายลำดับไม่ได้ โปรดแก้ข้อความในขั้นตอนแทน"
                )
