"""No code names what only one office has: its units, its registers, its indicators and projects, its words.

What may be named is the program's own: the registers a plan is made of, and the six that any plan has. Looked through are
strings, numbers and comments of the rooms below. Five printed documents are presets: each says here why it names what it
does, and stands only where an office keeps such a register; an office's own registers are printed by what they declare. So are the
formulas whose parameters name no register: files hold them, and they go on meaning the registers they were written for.
"""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core.plan.office_registers import ALWAYS
from core.plan.records import INDICATOR_UNITS
from core.reports import REPORTS

ROOT = Path(__file__).parents[2]
ROOMS = (
    "core/indicators",
    "core/registers",
    "core/store/tables",
    "core/store/facts",
    "core/office",
    "core/reports",
    "core/plan/printed",
    "desktop",
)
# Documents of the plan of 2563 and what gathers their data. They are asked for by name and promised page by page (golden); an
# office that keeps no such register, or whose plan has no such indicator, is not offered them (ReportSpec.registers, about).
PRESETS = {
    "finance_months": "indicator 3's table has two clocks and a column for the letter that sets its days",
    "centre_months": "the matrix of centres and months with its rule of passing is one indicator's, not any register's list",
    "line_months": "enquiries, answers and satisfaction of three registers stand in one row of a month",
    "renovation": "rooms, fixtures and steps of one project stand on one page with the contract's days",
    "study": "the weighted parts of a study and what came of it, as the plan of 2563 measures it",
}
COUNTING_PRESETS = {
    "core/indicators/formulas/budget_share.py": "says where its rule comes from",
    "core/indicators/formulas/count.py": "what `of` names",
    "core/indicators/formulas/ladder.py": "says where its rule comes from",
    "core/indicators/formulas/monthly_mean.py": "requests, by `procurement`",
    "core/indicators/formulas/pass_rate.py": "centres, where no `items` are chosen",
    "core/indicators/formulas/share_sum.py": "parts of the study, by `source`",
    "core/indicators/formulas/share_within.py": "enquiries, by `event`",
    "core/indicators/formulas/top_box.py": "ratings, by `from_level`",
    "core/indicators/steps.py": "parts of the study, in the workings of `share_sum`",
    "core/store/facts/paper_facts.py": "counted for printed documents that are presets",
}
PRESET_ROOMS = ("core/reports", "core/office/reports/gathering")
PLAN = tomllib.loads((ROOT / "resources/plans/2563/plan.toml").read_text("utf-8"))

UNIT_CODES = {unit["code"] for unit in PLAN["units"]}
UNIT_NAMES = {unit["name"] for unit in PLAN["units"]}
INDICATORS = {indicator["code"] for indicator in PLAN["indicators"]}
DECLARED = [
    tomllib.loads(path.read_text("utf-8"))
    for path in (ROOT / "resources/registers").glob("*.toml")
    if path.stem not in ALWAYS
]
REGISTERS = {declared["name"] for declared in DECLARED}
TITLES = {declared[key] for declared in DECLARED for key in ("title", "short_title") if key in declared}
TITLES -= {*INDICATOR_UNITS.values()}  # a unit any indicator may be counted in

# In any text.
WORDS = re.compile(
    "|".join(
        (
            r"ว\.?119|w119|LINE@|ปลัดกรุงเทพมหานคร",
            r"\b72 (?:information )?(?:cent|ศูนย์)",
            r"\bproject (?:no\. |number )?6\b|โครงการ(?:ที่)? ?6\b",
            r"(?:indicator|ตัวชี้วัด)(?:ที่)? D?\d",
            rf"\b(?:{'|'.join(sorted(REGISTERS))})\b",
            "|".join(sorted(map(re.escape, UNIT_NAMES | TITLES))),
            "ศูนย์ข้อมูลข่าวสาร|ศูนย์ฯ|ใบขอเบิก|1555",
        )
    )
)
# A string that is a code. An indicator's code of one digit is many other things, too.
CODES = UNIT_CODES | {code for code in INDICATORS if len(code) > 1}
# In a line of code.
PLACES = re.compile(r"(?:indicator|workings|code)\w*\W{1,5}[\"']\d[\"']|project(?:_number)?\s*[=!]=\s*6\b")
CENTRES, POINTS_OF_AN_INCH = 72, re.compile(r"INCH|POINTS|\b72 / 2\.54\b")


def sources() -> list[Path]:
    """The files looked through."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    preset = {ROOT / room / f"{name}.py" for room in PRESET_ROOMS for name in PRESETS}
    preset |= {ROOT / path for path in COUNTING_PRESETS}
    return sorted(path for path in found if path not in preset)


def named_in(source: str) -> list[str]:
    """What a source names that only one office has, each as ``line: what``."""
    tree = ast.parse(source)
    found = [*_in_values(tree), *_in_comments(source)]
    for number, line in enumerate(source.splitlines(), 1):
        found += [(number, hit[0]) for hit in PLACES.finditer(line)]
    return [f"{line}: {what}" for line, what in sorted(set(found))]


def _in_values(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """In strings, docstrings and those inside of others among them, and in numbers."""
    of_an_inch = {
        id(number)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and POINTS_OF_AN_INCH.search(ast.unparse(node))
        for number in ast.walk(node.value)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str):
            yield from ((node.lineno, hit[0]) for hit in WORDS.finditer(node.value))
            if node.value in CODES:
                yield node.lineno, node.value
        elif node.value == CENTRES and id(node) not in of_an_inch:
            yield node.lineno, str(CENTRES)


def _in_comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield from ((token.start[0], hit[0]) for hit in WORDS.finditer(token.string))


@cache
def found_in_code() -> dict[str, list[str]]:
    """What the files name, by file."""
    found = {p.relative_to(ROOT).as_posix(): named_in(p.read_text("utf-8")) for p in sources()}
    return {name: hits for name, hits in found.items() if hits}


def test_no_code_names_what_only_one_office_has():
    assert found_in_code() == {}


def test_a_preset_is_a_document_only_an_office_that_keeps_its_registers_is_offered():
    offered_to_some = {r.name.replace("-", "_") for r in REPORTS if r.registers or r.about}
    assert offered_to_some - {"budget_spending"} == {*PRESETS}
    assert all((ROOT / room / f"{name}.py").exists() for room in PRESET_ROOMS for name in PRESETS)
    assert all(named_in((ROOT / PRESET_ROOMS[0] / f"{name}.py").read_text("utf-8")) for name in PRESETS)


def test_formulas_and_facts_that_are_presets_need_to_be():
    assert all(named_in((ROOT / path).read_text("utf-8")) for path in COUNTING_PRESETS)


@pytest.mark.parametrize(
    "source",
    [
        'unit = "finance"',
        'unit = "ฝ่ายการคลัง"',
        'register = registers["centre_audits"]',
        'show = f"ตาราง {year} ของ letter_enquiries"',
        'if row["procurement"] == "w119": pass',
        'title = "ติดตามหนังสือ LINE@"',
        'to = f"เรียน ปลัดกรุงเทพมหานคร"',
        '"""The grid of 72 centres."""',
        "denominator = 72",
        "lacking = number - 72",
        "x = 1  # of project 6",
        "mine = project == 6",
        'shown = figures.indicator("3")',
        'shown = figures.indicator("D2.2.1")',
        "# indicator 5.1 counts users",
        'said = f"ยังขาด {missing} ศูนย์ฯ"',
        'placeholder = "ตรวจกับใบขอเบิกตัวจริง"',
        'heading = "ปรับปรุงห้องน้ำ"',
    ],
)
def test_what_is_looked_for_is_found(source):
    assert named_in(source)


@pytest.mark.parametrize(
    "source",
    [
        "INCH = 72",
        "INCH, POINTS = 96, 72",
        "CM = 72 / 2.54",
        'steps = registers["project_steps"]',
        'parts = records.of("plan_study_parts")',
        "# what LINE writes",
        'yes = "1"',
        '"""What finance and central planning have in common."""',
    ],
)
def test_what_any_office_has_may_be_named(source):
    assert named_in(source) == []
