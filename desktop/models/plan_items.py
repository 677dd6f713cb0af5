"""The plan as a tree of places: every record of the plan where a plan officer looks for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.office import NODE_KINDS, PLAN_REGISTERS, ROW_KINDS, Office, Query, Row, worded
from core.registers.declare import Value
from core.thai.dates import day_short, month_long, parse_month
from core.thai.digits import to_arabic
from core.thai.fiscal import Month
from desktop.widgets.row_selection import heirs

Values = Mapping[str, Value | None]
Key = tuple[str, str]  # register and record id; "" and a name for a place that is no record

SECTIONS: Mapping[str, str] = {
    "cover": "ปก",
    "foreword": "คำนำ",
    "contents": "สารบัญ",
    "main": "สาระสำคัญของแผน",
    "information": "ข้อมูลทั่วไป",
    "past_result": "ผลการดำเนินงานที่ผ่านมา",
    "swot": "การวิเคราะห์ SWOT",
    "vision": "วิสัยทัศน์",
    "mission": "พันธกิจ",
    "goal": "เป้าหมาย",
    "key_indicator": "ตัวชี้วัดผลการดำเนินงานหลัก",
    "measures": "มาตรการและโครงการ",
    "implementation": "การนำแผนไปสู่การปฏิบัติ",
}
DUTIES = "duties."
STUDY = "plan_study_parts"
BESIDE_NODES = (2, 3, 4)  # the dimensions whose indicators need no place in the hierarchy
BEFORE_UNITS = ("cover", "foreword", "contents", "main", "information")


@dataclass(slots=True, eq=False)
class PlanItem:
    """A place in the tree: a record (``row``) or a heading over some."""

    key: Key
    label: str
    row: Row | None = None
    children: list[PlanItem] = field(default_factory=list)
    parent: PlanItem | None = None

    @property
    def register(self) -> str:
        """The register of its record, "" for a heading."""
        return self.key[0]

    @property
    def values(self) -> Values:
        """Its record's values, none for a heading."""
        return self.row.values if self.row else {}

    def add(self, child: PlanItem) -> PlanItem:
        """Puts a place under this one, at the end."""
        child.parent = self
        self.children.append(child)
        return child

    def walk(self) -> Iterator[PlanItem]:
        """Itself and all under it, as they stand."""
        yield self
        for child in self.children:
            yield from child.walk()

    def heirs(self) -> Iterator[Key]:
        """Whose turn it is when this place is gone: those beside it, the nearest below first, then what stands over it."""
        here: PlanItem = self
        while here.parent is not None:
            yield from heirs([child.key for child in here.parent.children], here.key)
            here = here.parent
            yield here.key

    def path(self) -> tuple[PlanItem, ...]:
        """From the top down to itself, the invisible root left out."""
        here: PlanItem = self
        found: list[PlanItem] = []
        while here.parent is not None:
            found.insert(0, here)
            here = here.parent
        return tuple(found)


@dataclass(frozen=True)
class PlanRecords:
    """All records of one fiscal year's plan, by register; the heading over the parts of its study, "" where the office
    keeps none."""

    year: int
    rows: Mapping[str, tuple[Row, ...]]
    study: str = ""

    @classmethod
    def read(cls, office: Office, year: int) -> PlanRecords:
        """The plan's records as the file holds them."""
        asked = Query(equals={"fiscal_year": year})
        rows = {r.name: office.records.rows(r.name, asked) for r in PLAN_REGISTERS}
        return cls(year, rows, _study_heading(office, year, held=bool(rows[STUDY])))

    def of(self, register: str, **equals: object) -> list[Row]:
        """A register's records that hold these values, in their order."""
        return [r for r in self.rows[register] if all(r.values.get(n) == v for n, v in equals.items())]

    def next_number(self, register: str, name: str, **equals: object) -> int:
        """The number after the highest of those records."""
        used = [v for r in self.of(register, **equals) if isinstance(v := r.values.get(name), int)]
        return max(used, default=0) + 1

    def next_number_of_text(self, register: str, name: str, **equals: object) -> int:
        """The number after the highest of texts that begin with one ("4.1" counts as 4)."""
        texts = (str(r.values.get(name) or "").partition(".")[0] for r in self.of(register, **equals))
        return max((int(t) for t in map(to_arabic, texts) if t.isdigit()), default=0) + 1


def plan_items(records: PlanRecords) -> PlanItem:
    """The tree of a plan under an invisible root."""
    return _Builder(records).tree()


class _Builder:
    """Puts records where they belong; what belongs nowhere stands under a heading of its own, never nowhere."""

    def __init__(self, records: PlanRecords) -> None:
        self._records = records
        self._placed: set[Key] = set()

    def tree(self) -> PlanItem:
        root = PlanItem(("", "root"), "")
        for row in self._records.rows["plan_years"]:
            self._record(root, "plan_years", row, _text(row, "title") or f"แผนปี {self._records.year}")
        sections = self._sections()
        for name in (n for n in sections if n in BEFORE_UNITS):
            self._section(root, name, sections[name])
        self._units(root)
        for name in (n for n in sections if n not in BEFORE_UNITS):
            self._section(root, name, sections[name])
        self._hierarchy(root)
        self._loose(root)
        if self._records.study:
            self._list(root, "study", self._records.study, STUDY, _study_label)
        self._tables(root)
        return root

    def _record(self, parent: PlanItem, register: str, row: Row, label: str) -> PlanItem:
        self._placed.add((register, row.id))
        return parent.add(PlanItem((register, row.id), label or "(ยังไม่มีชื่อ)", row))

    def _sections(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self._records.rows["plan_texts"]:
            section = str(row.values["section"] or "")
            if not section.startswith(DUTIES):
                found.setdefault(section.partition(".")[0], []).append(row)
        known = {name: found.pop(name) for name in SECTIONS if name in found}
        return known | found

    def _section(self, root: PlanItem, name: str, rows: Iterable[Row]) -> None:
        group = root.add(PlanItem(("", f"section:{name}"), SECTIONS.get(name, name)))
        for row in sorted(rows, key=lambda r: not str(r.values["section"]).endswith(".heading")):
            self._record(group, "plan_texts", row, _text_label(row))

    def _units(self, root: PlanItem) -> None:
        group = root.add(PlanItem(("", "units"), "ส่วนราชการและอำนาจหน้าที่"))
        for row in self._records.rows["plan_units"]:
            unit = self._record(group, "plan_units", row, _text(row, "name"))
            for duty in self._records.of("plan_texts", section=f"{DUTIES}{row.values['code']}"):
                self._record(unit, "plan_texts", duty, _text_label(duty))

    def _hierarchy(self, root: PlanItem) -> None:
        group = root.add(PlanItem(("", "hierarchy"), "ส่วน ด้าน มิติ เป้าประสงค์"))
        known = {r.values["code"] for r in self._records.rows["plan_nodes"]}
        for row in self._records.rows["plan_nodes"]:
            if row.values["parent"] not in known:
                self._node(group, row)
        for row in self._records.rows["plan_nodes"]:
            if ("plan_nodes", row.id) not in self._placed:  # two that name each other as parent
                self._node(group, row)

    def _node(self, parent: PlanItem, row: Row) -> None:
        if ("plan_nodes", row.id) in self._placed:
            return
        item = self._record(parent, "plan_nodes", row, _node_label(row))
        code = row.values["code"]
        for indicator in self._records.of("plan_indicators", node=code):
            self._indicator(item, indicator)
        for measure in self._records.of("plan_measures", node=code):
            self._measure(item, measure)
        for child in self._records.of("plan_nodes", parent=code):
            self._node(item, child)

    def _measure(self, parent: PlanItem, row: Row) -> None:
        title = f"มาตรการที่ {_text(row, 'number')} {_text(row, 'title')}"
        item = self._record(parent, "plan_measures", row, title)
        for project in self._records.of("plan_projects", measure=row.values["code"]):
            self._project(item, project)

    def _project(self, parent: PlanItem, row: Row) -> None:
        number = row.values["number"]
        item = self._record(parent, "plan_projects", row, f"โครงการ {number} {_text(row, 'title')}")
        for step in self._records.of("plan_steps", project=number):
            label = f"ขั้นที่ {step.values['step']} {_text(step, 'title')}"
            self._record(item, "plan_steps", step, label)
        for line in self._records.of("plan_budget_lines", project=number):
            self._record(item, "plan_budget_lines", line, f"งบประมาณ {_text(line, 'title')}")

    def _indicator(self, parent: PlanItem, row: Row) -> None:
        code = row.values["code"]
        title = _text(row, "short_title") or _text(row, "title")
        item = self._record(parent, "plan_indicators", row, f"ตัวชี้วัด {code} {title}")
        for target in self._records.of("plan_targets", indicator=code):
            label = f"เป้าหมายปี {target.values['year']} {target_words(row, target)}"
            self._record(item, "plan_targets", target, label)
        for change in self._records.of("plan_definitions", indicator=code):
            self._record(item, "plan_definitions", change, definition_label(change))

    def _loose(self, root: PlanItem) -> None:
        for dimension in BESIDE_NODES:
            found = self._records.of("plan_indicators", dimension=dimension)
            rows = [row for row in found if not self._is_placed("plan_indicators", row)]
            if rows:
                title = f"ตัวชี้วัดมิติการประเมินที่ {dimension}"
                group = root.add(PlanItem(("", f"dimension:{dimension}"), title))
                for row in rows:
                    self._indicator(group, row)
        group = root.add(PlanItem(("", "loose"), "ตัวชี้วัดและโครงการนอกโครงสร้าง"))
        for row in self._records.rows["plan_indicators"]:
            if not self._is_placed("plan_indicators", row):
                self._indicator(group, row)
        for row in self._records.rows["plan_measures"]:
            if not self._is_placed("plan_measures", row):
                self._measure(group, row)
        for row in self._records.rows["plan_projects"]:
            if not self._is_placed("plan_projects", row):
                self._project(group, row)
        self._orphans(group)

    def _orphans(self, group: PlanItem) -> None:
        """Parts whose whole is gone: two files merged may leave such."""
        for name in ("plan_steps", "plan_budget_lines", "plan_targets", "plan_definitions"):
            for row in self._records.rows[name]:
                if not self._is_placed(name, row):
                    self._record(group, name, row, _text(row, "title") or _text(row, "text") or name)

    def _is_placed(self, register: str, row: Row) -> bool:
        return (register, row.id) in self._placed

    def _list(self, root: PlanItem, name: str, title: str, register: str, label: Any) -> None:
        group = root.add(PlanItem(("", name), title))
        for row in self._records.rows[register]:
            self._record(group, register, row, label(row))

    def _tables(self, root: PlanItem) -> None:
        if not self._records.rows["plan_printed_rows"] and not self._records.rows["plan_printed_tables"]:
            return
        group = root.add(PlanItem(("", "tables"), "ตารางในเล่มแผน"))
        rows: dict[Value | None, list[Row]] = {}
        for row in self._records.rows["plan_printed_rows"]:
            rows.setdefault(row.values["table_name"], []).append(row)
        for row in self._records.rows["plan_printed_tables"]:
            title = f"{row.values['ordinal']}. {_text(row, 'title')}"
            table = self._record(group, "plan_printed_tables", row, title)
            for line in rows.get(row.values["name"], ()):
                self._record(table, "plan_printed_rows", line, row_label(line))


def _text(row: Row, name: str) -> str:
    value = row.values.get(name)
    return "" if value is None else " ".join(str(value).split())


def _text_label(row: Row) -> str:
    words = f"{_text(row, 'number')} {_text(row, 'text')}".strip()
    kind = str(row.values["section"]).rpartition(".")[2]
    if kind == "heading":
        return f"หัวข้อ: {words}"
    return f"ลงนาม: {words}" if kind == "signature" else words


def _node_label(row: Row) -> str:
    kind = NODE_KINDS.get(str(row.values["kind"]), "")
    before = _text(row, "label") or kind
    return " ".join(filter(None, (before, _text(row, "number"), _text(row, "title"))))


def _study_label(row: Row) -> str:
    return f"{_text(row, 'label')} {_text(row, 'title')}".strip()


def _study_heading(office: Office, year: int, *, held: bool) -> str:
    happened = office.plan.happened(STUDY)
    codes = office.figures.feeds(happened.name, year) if happened else ()
    named = f" (ตัวชี้วัด {' '.join(codes)})" if codes else ""
    return f"ส่วนของการศึกษา{named}" if held or happened else ""


def row_label(row: Row) -> str:
    """A row of a printed table in a line: its kind, and the texts of its cells."""
    kind = ROW_KINDS.get(str(row.values["kind"]), "")
    cells = " · ".join(filter(None, cells_of(row)))
    return cells if row.values["kind"] == "row" else f"{kind}: {cells}"


def cells_of(row: Row) -> tuple[str, ...]:
    """The texts of a printed row's cells, each in a line; none where they can't be read."""
    try:
        read = json.loads(str(row.values.get("cells") or "[]"))
    except ValueError:
        return ()
    return tuple(" ".join(str(cell).split()) for cell in read) if isinstance(read, list) else ()


def target_words(indicator: Row, target: Row) -> str:
    """A target as it is printed, – where there is none; before it the quarter or month it is for."""
    value, value_to = (_number(target.values[name]) for name in ("value", "value_to"))
    unit, comparison = (_text(indicator, name) for name in ("unit", "comparison"))
    words = worded(_text(target, "text"), value, unit, comparison, value_to) or "–"
    return " ".join(filter(None, (period_words(target.values["quarter"], target.values["month"]), words)))


def period_words(quarter: object, month: object) -> str:
    """The quarter or month (also as it is typed) that a target is for; "" for a whole year's. ValueError for no month."""
    if month:
        return month_long(month if isinstance(month, Month) else parse_month(str(month)))
    return f"ไตรมาสที่ {quarter}" if quarter else ""


def _number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def definition_label(row: Row) -> str:
    """A changed definition: its first day."""
    day: Any = row.values.get("effective_from")
    return f"นิยามใหม่ตั้งแต่ {day_short(day)}" if day else "นิยามใหม่ ยังไม่มีวันเริ่ม"


def shown(office: Office, register: str, row: Row, name: str) -> str:
    """A field of a record as a person reads it."""
    return office.session.register(register).field(name).show(row.values.get(name))
