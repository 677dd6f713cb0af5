"""Documents asked of the office: to .pdf and .xlsx, for a day or a month, refused in a sentence, whole or not at all."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from core.faults import FileRefusal, InputRefusal, Stopped, UsageRefusal
from core.office import Asked, Office, Query
from core.office.reports.printing import of_month
from core.reports import by_name
from core.thai.fiscal import Month

NAMES = [
    "monthly",
    "quarterly",
    "annual",
    "memo",
    "plan-book",
    "past-results",
    "swot",
    "targets",
    "measures-projects",
    "budget-summary",
    "routine-projects",
    "basic-list",
    "table-a",
    "table-b",
    "dimensions",
    "steps",
    "finance-months",
    "centre-months",
    "renovation",
    "study",
    "line-months",
    "budget-spending",
]


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    book = load_workbook(path)
    return "\n".join(str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c)


def test_the_documents_are_known_by_their_names(sample_year: Office) -> None:
    found = sample_year.reports.available()
    names = [r.name for r in found]
    assert names[: len(NAMES)] == NAMES
    assert names[len(NAMES) :] == [f"list:{r.name}" for r in sample_year.session.registers()]
    assert found[0].needs == ("month",)
    assert [r.name for r in found if r.formats != ("pdf", "xlsx")] == ["memo"]
    assert all(r.title for r in found)


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
@pytest.mark.parametrize("name", NAMES)
def test_every_document_is_printed(sample_year: Office, tmp_path: Path, name: str, ending: str) -> None:
    target = tmp_path / f"รายงาน.{ending}"
    (info,) = (r for r in sample_year.reports.available(2563) if r.name == name)
    if ending not in info.formats:
        with pytest.raises(UsageRefusal, match=r"บันทึกข้อความ.*ไม่มีแบบ \.xlsx โปรดใช้ชื่อแฟ้มที่ลงท้ายด้วย \.pdf"):
            sample_year.reports.print_report(name, target, year=2563, as_of=date(2020, 6, 30))
        assert not list(tmp_path.iterdir())
        return
    assert sample_year.reports.print_report(name, target, year=2563, as_of=date(2020, 6, 30)) == target
    assert "2563" in text_of(target)
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_characters_without_a_glyph_are_named_in_a_sentence(office: Office, tmp_path: Path) -> None:
    remark = {"indicator": "1", "month": Month(2020, 6), "remark": "เสร็จ 🙂"}
    office.records.save("indicator_remarks", remark, None)
    told: list[str] = []
    office.reports.print_report("monthly", tmp_path / "a.pdf", month=Month(2020, 6), on_lacking=told.append)
    assert len(told) == 1
    assert told[0].startswith("อักขระ 🙂 ไม่มีในแบบอักษร")
    asked = Asked("monthly", 2563, Month(2020, 6))
    office.reports.preview_report(asked, lambda _: None, on_lacking=told.append)
    bundle = office.reports.print_bundle(tmp_path / "b", Month(2020, 6))
    assert told.pop() == told[0] == bundle.lacking
    office.reports.print_report("monthly", tmp_path / "a.xlsx", month=Month(2020, 6), on_lacking=told.append)
    office.reports.print_report("swot", tmp_path / "a.pdf", on_lacking=told.append)
    assert len(told) == 1


def test_a_month_means_as_of_its_last_day(sample_year: Office, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    sample_year.reports.print_report("monthly", target, month=Month(2020, 3))
    told = text_of(target)
    assert "มีนาคม 2563" in told
    value = sample_year.figures.indicator("3", 2563, date(2020, 3, 31)).result.value
    assert value is not None
    sample_year.reports.print_report("monthly", target, month=Month(2020, 3), as_of=date(2020, 4, 15))
    later = text_of(target)
    assert "มีนาคม 2563" in later
    assert later != told


def test_a_quarter_shows_the_figures_at_the_end_of_each_quarter_so_far(
    sample_year: Office, tmp_path: Path
) -> None:
    sample_year.reports.print_report("quarterly", tmp_path / "a.xlsx", month=Month(2020, 3))
    told = text_of(tmp_path / "a.xlsx")
    assert "ไตรมาสที่ 2 (รอบ 6 เดือน)" in told
    rows = list(load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(values_only=True))
    row = next(r for r in rows if r[0] in ("3", 3))
    ends = (date(2019, 12, 31), date(2020, 3, 31))
    expected = [sample_year.figures.indicator("3", 2563, day).result.value for day in ends]
    assert [round(float(v), 2) for v in row if isinstance(v, int | float)][:2] == [
        round(float(v), 2) for v in expected if v is not None
    ]


def test_a_day_alone_is_the_report_of_its_month(sample_year: Office, tmp_path: Path) -> None:
    sample_year.reports.print_report("monthly", tmp_path / "a.xlsx", as_of=date(2020, 6, 15))
    assert "มิถุนายน 2563" in text_of(tmp_path / "a.xlsx")


def test_thai_digits_when_asked(sample_year: Office, tmp_path: Path) -> None:
    sample_year.reports.print_report("steps", tmp_path / "a.xlsx", as_of=date(2020, 6, 30), thai_digits=True)
    assert "๒๕๖๓" in text_of(tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_prints_too(office: Office, tmp_path: Path, name: str) -> None:
    assert (
        office.reports.print_report(name, tmp_path / "a.pdf", as_of=date(2019, 10, 1)).stat().st_size > 1000
    )


@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        ("weekly", "a.pdf", "ไม่มีรายงานชื่อ “weekly” โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ monthly quarterly annual"),
        ("monthly", "a.docx", "โปรดใช้ชื่อที่ลงท้ายด้วย .pdf หรือ .xlsx"),
        ("monthly", "a", "โปรดใช้ชื่อที่ลงท้ายด้วย .pdf หรือ .xlsx"),
    ],
)
def test_what_is_not_there_is_refused(
    sample_year: Office, tmp_path: Path, name: str, target: str, said: str
) -> None:
    with pytest.raises(UsageRefusal, match=said):
        sample_year.reports.print_report(name, tmp_path / target)
    assert list(tmp_path.iterdir()) == []


def test_a_month_of_a_year_without_a_plan_is_refused(sample_year: Office, tmp_path: Path) -> None:
    with pytest.raises(UsageRefusal, match="ไม่มีแผนปีงบประมาณ 2564"):
        sample_year.reports.print_report("monthly", tmp_path / "a.pdf", month=Month(2020, 10))


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_a_target_that_cannot_be_written_is_refused(sample_year: Office, tmp_path: Path, ending: str) -> None:
    with pytest.raises(FileRefusal):
        sample_year.reports.print_report(
            "steps", tmp_path / "nowhere" / f"a.{ending}", as_of=date(2020, 6, 30)
        )
    (tmp_path / f"folder.{ending}").mkdir()
    with pytest.raises(FileRefusal):
        sample_year.reports.print_report("steps", tmp_path / f"folder.{ending}", as_of=date(2020, 6, 30))
    assert [p.name for p in tmp_path.iterdir()] == [f"folder.{ending}"]


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_what_was_there_is_replaced_whole_or_stays(
    sample_year: Office, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / f"a.{ending}"
    target.write_bytes(b"old")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _full)
        with pytest.raises(FileRefusal):
            sample_year.reports.print_report("steps", target, as_of=date(2020, 6, 30))
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [target.name]
    sample_year.reports.print_report("steps", target, as_of=date(2020, 6, 30))
    assert "2563" in text_of(target)


def _full(*_: object) -> Path:
    raise OSError(28, "No space left on device")


def test_a_plan_without_the_indicator_cannot_print_its_table(office: Office, tmp_path: Path) -> None:
    indicators = {str(r.values["code"]): r.id for r in office.records.rows("plan_indicators")}
    office.records.save("plan_indicators", {"formula": "entered", "parameters": "{}"}, indicators["3"])
    with pytest.raises(InputRefusal, match="ไม่มีตัวชี้วัดที่ใช้ตารางนี้"):
        office.reports.print_report("finance-months", tmp_path / "a.pdf", as_of=date(2020, 6, 30))
    office.reports.print_report("monthly", tmp_path / "a.pdf", as_of=date(2020, 6, 30))


def test_what_the_plan_has_nothing_for_is_not_listed_and_refused(office: Office, tmp_path: Path) -> None:
    indicators = {str(r.values["code"]): r.id for r in office.records.rows("plan_indicators")}
    for code in ("1", "2", "3", "4.1", "5.2"):
        office.records.save("plan_indicators", {"formula": "entered", "parameters": "{}"}, indicators[code])
    for register in ("plan_printed_tables", "plan_texts"):
        for row in office.records.rows(register):
            office.records.delete(register, row.id)
    lacking = {*NAMES} - {r.name for r in office.reports.available()}
    assert lacking == {"swot", "finance-months", "centre-months", "line-months", "renovation", "study"}
    for name in sorted(lacking):
        with pytest.raises(InputRefusal, match="โปรดเลือกรายงานอื่น"):
            office.reports.print_report(name, tmp_path / "a.pdf", as_of=date(2020, 6, 30))
    assert not (tmp_path / "a.pdf").exists()


def test_a_parameter_that_cannot_be_used_is_refused_in_a_sentence(office: Office, tmp_path: Path) -> None:
    indicators = {str(r.values["code"]): r.id for r in office.records.rows("plan_indicators")}
    office.records.save("plan_indicators", {"parameters": '{"working_days": 0}'}, indicators["3"])
    office.records.save("plan_indicators", {"parameters": '{"times": 0}'}, indicators["2"])
    for name in ("finance-months", "centre-months"):
        with pytest.raises(InputRefusal, match=r"พารามิเตอร์ .* ซึ่งใช้คำนวณไม่ได้"):
            office.reports.print_report(name, tmp_path / "a.pdf", as_of=date(2020, 6, 30))
    office.reports.print_report("monthly", tmp_path / "a.pdf", as_of=date(2020, 6, 30))


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_a_document_that_is_stopped_leaves_what_was_there(
    sample_year: Office, tmp_path: Path, ending: str
) -> None:
    def stop(_done: int, _count: int) -> None:
        raise Stopped

    target = tmp_path / f"a.{ending}"
    target.write_bytes(b"old")
    with pytest.raises(Stopped):
        sample_year.reports.print_report("swot", target, as_of=date(2020, 6, 30), progress=stop)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


# --- looked at before printing, and a month's whole set


def test_a_preview_gives_its_first_page_before_the_rest(sample_year: Office) -> None:
    told: list[str] = []
    openings: list[bytes] = []

    def opened(pdf: bytes) -> None:
        openings.append(pdf)
        told.append("opening")

    whole = sample_year.reports.preview_report(
        Asked("monthly", 2563, Month(2020, 6)), opened, lambda done, pages: told.append(f"{done}")
    )
    assert told[0] == "opening"
    assert told[-1] == str(len(PdfReader(BytesIO(whole)).pages))
    assert len(PdfReader(BytesIO(openings[0])).pages) == 1


@pytest.mark.parametrize(("month", "others"), [(5, set()), (6, {"quarterly"}), (9, {"quarterly", "annual"})])
def test_a_month_s_set_has_the_quarter_s_and_the_year_s_where_they_end(month: int, others: set[str]) -> None:
    names = {r.name for r in of_month(Month(2020, month))}
    assert {"monthly", "memo", "steps", "finance-months"} <= names
    assert names & {"quarterly", "annual", "plan-book", "swot"} == others


def test_a_set_is_numbered_and_each_file_is_what_it_says(sample_year: Office, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    made = sample_year.reports.print_bundle(
        tmp_path / "มิ.ย.", Month(2020, 6), progress=lambda *step: told.append(step)
    )
    assert made.left_out == ()
    assert [f.name[:2] for f in made.files] == [f"{n:02}" for n in range(1, len(made.files) + 1)]
    assert sorted(tmp_path.joinpath("มิ.ย.").iterdir()) == list(made.files)
    assert "รายงานผลประจำเดือน" in text_of(made.files[0])
    assert told[0][:2] == (0, len(made.files))


def test_a_set_leaves_out_what_the_plan_has_nothing_for(sample: Office, tmp_path: Path) -> None:
    ladder = next(
        r for r in sample.records.rows("plan_indicators", Query(equals={"code": "1", "fiscal_year": 2563}))
    )
    sample.records.save("plan_indicators", {"formula": "entered", "parameters": None}, ladder.id)
    made = sample.reports.print_bundle(tmp_path / "a", Month(2020, 5))
    assert [said.split(":")[0] for said in made.left_out] == [by_name("renovation").title]
    assert [f.name[:2] for f in made.files] == [f"{n:02}" for n in range(1, len(made.files) + 1)]


def test_a_set_that_is_stopped_leaves_what_was_there(sample_year: Office, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, _count: int, _title: str) -> None:
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        sample_year.reports.print_bundle(tmp_path / "a", Month(2020, 5), progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_set_that_cannot_be_kept_is_refused(sample_year: Office, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file")
    with pytest.raises(FileRefusal, match="โปรดปิดแฟ้มที่เปิดอยู่ หรือเลือกที่เก็บอื่น"):
        sample_year.reports.print_bundle(tmp_path / "a", Month(2020, 5))
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
