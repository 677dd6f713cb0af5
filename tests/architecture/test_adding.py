"""How many files another register, type of fields, formula or report takes: each is added once to a copy of the program,
which then works with it."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = {"register": 1, "field type": 2, "formula": 2, "report": 2}

# By file: the whole of a new one, or (old, new) pieces of one that is there.
Files = Mapping[str, str | tuple[tuple[str, str], ...]]

REGISTER: Files = {
    "resources/registers/vehicle_trips.toml": """# Trips of the office's vehicles.

name = "vehicle_trips"
title = "การใช้รถราชการ"
short_title = "ใช้รถ"
unit = "admin"
place = 99
day = "gone_on"
order = ["gone_on"]
new_label = "เพิ่มการใช้รถ"

[[fields]]
name = "driver"
type = "text"
label = "พนักงานขับรถ"
required = true

[[fields]]
name = "telephone"
type = "telephone"
label = "โทรศัพท์"

[[fields]]
name = "gone_on"
type = "day"
label = "วันที่เดินทาง"
required = true

[[fields]]
name = "distance"
type = "number"
label = "ระยะทาง"
required = true
minimum = 0
""",
}
FIELD_TYPE: Files = {
    "core/registers/field_types/texts.py": (
        (
            "TYPES = (TEXT, LONG_TEXT)",
            '''@dataclass(frozen=True, kw_only=True, eq=False)
class Telephone(FieldType):
    """A telephone number of nine or ten digits."""

    def read(self, field: Field, raw: object) -> Value:
        digits = str(raw).replace("-", "").replace(" ", "")
        if not digits.isdecimal() or not 9 <= len(digits) <= 10:
            raise refused(field, raw, "ไม่ใช่หมายเลขโทรศัพท์", "โปรดพิมพ์ตัวเลข 9 หรือ 10 หลัก", "value.telephone")
        return digits

    def show(self, value: Any) -> str:
        return f"{value[:-7]}-{value[-7:-4]}-{value[-4:]}"


TELEPHONE = Telephone(name="telephone", title="โทรศัพท์", python=str, width=14, form_format="@")
TYPES = (TEXT, LONG_TEXT, TELEPHONE)''',
        ),
    ),
    "desktop/forms/make_input.py": (
        ("import LONG_TEXT, TEXT\n", "import LONG_TEXT, TELEPHONE, TEXT\n"),
        (
            "    MONEY.name: lambda",
            "    TELEPHONE.name: lambda calendar, today: TextEdit(),\n    MONEY.name: lambda",
        ),
    ),
}
FORMULA: Files = {
    "core/indicators/formulas/distance.py": '''"""The way the office's vehicles have gone, kilometres."""

from core.indicators.choosing import Choosing
from core.indicators.facts import TallyFacts
from core.indicators.formula import Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Tallied


def measure(choosing: Choosing) -> Tallied:
    """The trips of the year, and their distances."""
    return Tallied(choosing.all_of("vehicle_trips"), value="distance")


def compute(question: FormulaQuestion, facts: TallyFacts) -> Figures:
    """The sum of the trips' distances; it can only grow."""
    return Figures(facts.total, facts.total, None, formula="ผลรวมระยะทางของการใช้รถราชการ")


FORMULA = Formula(
    name="distance",
    title="ระยะทางสะสม",
    place=99,
    nature=Nature.COUNT,
    measure=measure,
    facts=TallyFacts,
    compute=compute,
)
''',
}
REPORT: Files = {
    "core/reports/trips.py": '''"""The trips of the office's vehicles."""

from dataclasses import dataclass

from core.reports.document import Document, Heading, Paragraph, Section
from core.reports.spec import ReportSpec

TITLE = "รายงานการใช้รถราชการ"


@dataclass(frozen=True, slots=True)
class TripsData:
    """The trips, one line each."""

    lines: tuple[str, ...]


def document(data: TripsData) -> Document:
    """A line for each trip."""
    blocks = (Heading(TITLE, 0), *(Paragraph(line) for line in data.lines))
    return Document(TITLE, (Section("การใช้รถ", blocks),), footer=TITLE)


REPORT = ReportSpec("trips", 99, TITLE, "month", TripsData, document)
''',
    "core/office/reports/gathering/trips.py": '''"""The trips of the office's vehicles."""

from core.office.reports.orders import ReportOrder
from core.reports.trips import TripsData
from core.store.tables.records import Query


def gather(order: ReportOrder) -> TripsData:
    """Those of the plan's year."""
    rows = order.records.rows("vehicle_trips", Query(year=order.plan.fiscal_year))
    return TripsData(tuple(f"{row.values['driver']} {row.values['distance']} กม." for row in rows))
''',
}
THINGS = {"register": REGISTER, "field type": FIELD_TYPE, "formula": FORMULA, "report": REPORT}

WORKS = """

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from core.cli.presenter import run
from core.office import Office
from core.plan.register_mappings import part_rows
from core.registers import by_name
from core.registers.declaration import written_in
from core.registers.field_types import FIELD_TYPES
from desktop.forms.make_input import INPUTS

assert set(INPUTS) == {held.name for held in FIELD_TYPES}
telephone = by_name("vehicle_trips").field("telephone")
assert telephone.show("022212141") == "02-221-2141"
Path("in.csv").write_text(
    "driver,telephone,gone_on,distance\\nสมชาย,02-221-2141,31/1/2563,12.5\\nสมศรี,0812345678,3/2/2563,40\\n", "utf-8"
)
assert run(["init", "office.phaen"]) == 0
with closing(Office.open(Path("office.phaen"))) as office:
    for name, _, values in part_rows(written_in(Path("resources/registers/vehicle_trips.toml"))):
        office.records.save(name, {key: value for key, value in values.items() if value is not None})
assert run(["import", "office.phaen", "vehicle_trips", "in.csv"]) == 0
assert run(["export", "office.phaen", "vehicle_trips", "out.csv", "--names"]) == 0
lines = Path("out.csv").read_text("utf-8-sig").splitlines()
assert sorted(lines[1:]) == ["สมชาย,022212141,2020-01-31,12.5", "สมศรี,0812345678,2020-02-03,40"], lines
assert run(["template", "office.phaen", "vehicle_trips", "form.xlsx"]) == 0
assert run(["report", "office.phaen", "trips", "trips.xlsx", "--month", "2563-06"]) == 0
assert run(["check", "office.phaen"]) == 0

with closing(Office.open(Path("office.phaen"))) as office:
    assert "distance" in [formula.name for formula in office.figures.formulas()]
    indicator = next(r for r in office.records.rows("plan_indicators") if r.values["code"] == "3")
    office.records.save("plan_indicators", {"formula": "distance", "parameters": "{}"}, indicator.id)
    shown = office.figures.workings("3", 2563, date(2020, 2, 1))
    assert (shown.result.value, [r.detail for r in shown.records]) == (Decimal("12.5"), ["วันที่เดินทาง 31 ม.ค. 63 · ระยะทาง 12.5"]), shown
    assert office.figures.workings("3", 2563, date(2020, 6, 30)).result.value == Decimal("52.5")
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one more of each."""
    folder = tmp_path_factory.mktemp("grown")
    leave = shutil.ignore_patterns("__pycache__")
    for name in ("core", "desktop", "resources"):
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    for files in THINGS.values():
        for name, text in files.items():
            path = folder / name
            path.write_text(
                text if isinstance(text, str) else changed(path.read_text("utf-8"), text), "utf-8"
            )
    return folder


def changed(text: str, pieces: tuple[tuple[str, str], ...]) -> str:
    for old, new in pieces:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("thing", THINGS)
def test_adding_one_takes_no_more_files_than_promised(thing: str) -> None:
    assert len(THINGS[thing]) <= MOST[thing]


def test_what_was_added_works(grown: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WORKS],
        cwd=grown,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
