"""The documents that report on the registers: what stands in them, built from the core's own types."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import reports_sample as sample

from core.indicators.facts import ShareMonth
from core.indicators.goals import Goal
from core.indicators.result import Status
from core.office.reports.gathering import GATHERERS
from core.plan.printed import printed_plan
from core.reports import REPORTS, by_name, centre_months, finance_months, monthly, steps
from core.reports import document as doc
from core.thai.fiscal import Month


def blocks_of(document: doc.Document) -> list[doc.Block]:
    return [b for section in document.sections for b in section.blocks]


def flat(blocks: list[doc.Block]) -> list[doc.Block]:
    found: list[doc.Block] = []
    for block in blocks:
        found += flat(list(block.blocks)) if isinstance(block, doc.KeepTogether) else [block]
    return found


def tables_of(document: doc.Document) -> list[doc.DocumentTable]:
    return [b for b in flat(blocks_of(document)) if isinstance(b, doc.DocumentTable)]


def texts_of(row: doc.TableRow) -> list[str]:
    return [doc.plain(cell.text) for cell in row.cells]


def test_every_report_is_offered_once_under_its_name() -> None:
    names = [r.name for r in REPORTS]
    assert {"monthly", "steps", "finance-months", "centre-months"} < set(names)
    assert len(set(names)) == len(names)
    assert all(r.title and isinstance(r.needs, tuple) for r in REPORTS)
    assert {r.data for r in REPORTS} == set(GATHERERS)
    assert by_name("monthly").needs == ("month",)
    with pytest.raises(KeyError):
        by_name("weekly")


# --- the monthly report


def summary() -> doc.DocumentTable:
    return tables_of(monthly.document(sample.monthly()))[0]


def summary_row(code: str) -> list[str]:
    return next(texts_of(r) for r in summary().rows if r.kind == "body" and texts_of(r)[0] == code)


def test_every_indicator_has_a_row_negotiated_ones_first() -> None:
    codes = [texts_of(r)[0] for r in summary().rows if r.kind == "body"]
    assert codes[:11] == ["1", "2", "3", "4.1", "4.2", "5.1", "5.2", "5.3", "5.4", "6", "D2.1"]
    assert len(codes) == len(sample.plan().indicators)


def test_a_row_says_target_plan_value_achievement_and_state() -> None:
    row = summary_row("3")
    assert row[2:6] == ["ร้อยละ 80", "–", "ร้อยละ 89.83", "112.29"]
    assert row[6] == "เป็นไปตามแผน\nยังไม่ครบกำหนด 11"


def test_bands_name_the_dimensions_and_groups() -> None:
    bands = ["".join(texts_of(r)) for r in summary().rows if r.kind == "band"]
    assert bands[0].endswith("ตัวชี้วัดเจรจาตกลง")
    assert any(b.startswith("4ความสำเร็จในการเพิ่มประสิทธิภาพ") for b in bands)
    assert bands[-1] == "มิติที่ 4 ด้านการพัฒนาองค์กร"


def test_where_the_plan_has_one_dimension_no_band_names_it() -> None:
    data = sample.monthly()
    one = tuple(line for line in data.lines if line.indicator.dimension == 1)
    table = tables_of(monthly.document(replace(data, lines=one)))[0]
    bands = ["".join(texts_of(r)) for r in table.rows if r.kind == "band"]
    assert bands[0] == "ตัวชี้วัดเจรจาตกลง"
    assert not any("มิติ" in band for band in bands)


def test_a_target_another_agency_sets_is_said_so() -> None:
    assert summary_row("D3.3")[2].startswith("ตามที่")
    assert summary_row("D3.3")[4] == "ระดับ 91.37"  # 91.365, half up


def test_a_target_is_met_unrounded() -> None:
    result = replace(sample.lines()[2].result, goal=Goal("ge", Decimal(80)))
    assert replace(result, value=Decimal("79.999")).met is False
    assert replace(result, value=Decimal(80)).met is True
    assert replace(result, value=None).met is None


@pytest.mark.parametrize(
    ("value", "status", "words"),
    [
        (None, Status.NO_DATA, "ยังไม่มีข้อมูล"),
        (Decimal(100), Status.SECURED, "บรรลุเป้าหมายแล้ว"),
        (Decimal(40), Status.OUT_OF_REACH, "ไม่ทันเป้าหมาย"),
        (Decimal(40), Status.BEHIND, "ต่ำกว่าเป้าหมาย"),
        (Decimal(40), Status.OPEN, "ยังไม่ถึงกำหนด"),
    ],
)
def test_the_state_in_words(value: Decimal | None, status: Status, words: str) -> None:
    data = sample.monthly()
    line = next(x for x in data.lines if x.indicator.code == "1")
    result = replace(line.result, value=value, status=status, open=0, planned=None)
    document = monthly.document(replace(data, lines=(monthly.IndicatorLine(line.indicator, result),)))
    assert texts_of(tables_of(document)[0].rows[1])[-1] == words


def test_workings_show_the_months_and_the_formula() -> None:
    document = monthly.document(sample.monthly())
    rows = [texts_of(r) for t in tables_of(document)[1:] for r in t.rows]
    assert ["ตุลาคม 2562", "40", "42", "95.24", "ช้า 2"] in rows
    said = [doc.plain(b.text) for b in flat(blocks_of(document)) if isinstance(b, doc.Paragraph)]
    assert any(s.startswith("วิธีคำนวณ  ค่าเฉลี่ยของร้อยละรายเดือน") for s in said)


def test_remarks_and_three_signatures_close_the_report() -> None:
    blocks = flat(blocks_of(monthly.document(sample.monthly())))
    assert isinstance(blocks[-1], doc.Signatures)
    assert [s.role for s in blocks[-1].signers] == ["ผู้รายงาน", "ผู้ตรวจสอบ", "ผู้อนุมัติ"]
    said = [doc.plain(b.text) for b in blocks if isinstance(b, doc.Paragraph)]
    assert any("อุทธรณ์" in s for s in said)


# --- the steps table


def steps_tables() -> list[doc.DocumentTable]:
    return tables_of(steps.document(sample.steps()))


def fills(row: doc.TableRow) -> str:
    return "".join({"plan": "p", "actual": "a", None: ".", "soft": "s"}[c.fill] for c in row.cells[-12:])


def test_every_project_has_its_page_with_the_plans_own_columns() -> None:
    document = steps.document(sample.steps())
    assert document.orientation == "landscape"
    assert [s.new_page for s in document.sections] == [True] * 6
    assert [len(t.columns) for t in steps_tables()] == [16, 15, 15, 13, 13, 15]
    assert texts_of(steps_tables()[0].header[1]) == ["2562", "2563"]
    assert texts_of(steps_tables()[4].header[1])[0] == "ต.ค.\n62"


def test_headings_span_as_printed() -> None:
    head, years, months = steps_tables()[0].header
    assert [(c.columns, c.rows) for c in head.cells] == [(1, 3)] * 4 + [(12, 1)]
    assert [(c.columns, c.rows) for c in years.cells] == [(3, 1), (9, 1)]
    assert len(months.cells) == 12


def test_plan_stands_over_actual() -> None:
    rows = steps_tables()[0].rows
    assert [fills(r) for r in rows] == [
        "pp..........", "aa..........",
        "..pp........", "..aa........",
        "....ppp.....", "....aaaa....",
        ".......ppp..", "........a...",
        "..........pp", "............",
    ]  # fmt: skip


def test_what_happened_after_the_day_is_not_shown() -> None:
    data = replace(sample.steps(), as_of=date(2020, 3, 31))
    rows = tables_of(steps.document(data))[0].rows
    assert fills(rows[5]) == "....aa......"  # begun in February, not finished as of March
    assert fills(rows[7]) == "............"


def test_totals_and_remark_of_the_plan_are_kept() -> None:
    document = steps.document(sample.steps())
    totals = [texts_of(t.rows[-1])[0] for t in tables_of(document) if t.rows[-1].kind == "total"]
    assert totals == ["รวม 5 ขั้นตอน  คิดเป็น ร้อยละ 100", "รวม 6 ขั้นตอน คิดเป็นร้อยละ"]
    said = [doc.plain(b.text) for b in flat(blocks_of(document)) if isinstance(b, doc.Paragraph)]
    assert any(s.startswith("หมายเหตุจำนวนใบขอเบิกเงิน") for s in said)


def test_unknown_planned_months_are_said_to_be_unknown() -> None:
    legends = [b for b in flat(blocks_of(steps.document(sample.steps()))) if isinstance(b, doc.Legend)]
    assert legends[0].items[0][1] == "แผน"
    assert "ยังไม่ระบุ" in legends[1].items[0][1]


def test_the_usual_table_is_headed_by_the_projects_own_indicators() -> None:
    """A project may stand under another number than its indicator; sub-indicators are one."""
    projects = tuple(
        replace(p, indicators={1: ("12",), 2: ()}.get(p.number, p.indicators)) for p in sample.plan().projects
    )
    indicators = (*sample.plan().indicators, replace(sample.plan().indicators[0], code="12"))
    plan = printed_plan(replace(sample.plan(), tables=(), projects=projects, indicators=indicators))
    found = flat(blocks_of(steps.document(replace(sample.steps(), plan=plan))))
    told = [doc.plain(b.text) for b in found if isinstance(b, doc.Paragraph)]
    heads = [text.partition("  ")[0] for text in told if text.startswith("ชื่อตัวชี้วัด")]
    assert heads[:4] == ["ชื่อตัวชี้วัดที่ 12", "ชื่อตัวชี้วัดที่ –", "ชื่อตัวชี้วัดที่ 3", "ชื่อตัวชี้วัดที่ 4"]


def test_a_plan_without_printed_tables_gets_the_usual_one() -> None:
    data = replace(sample.steps(), plan=printed_plan(replace(sample.plan(), tables=())))
    table = tables_of(steps.document(data))[0]
    assert len(table.columns) == 16
    assert texts_of(table.rows[0])[:4] == ["1", "การเตรียมการ", "10", "10"]
    assert fills(table.rows[0]) == "pp.........."


# --- finance by month


def finance_rows() -> list[list[str]]:
    (table,) = tables_of(finance_months.document(sample.finance_months()))
    return [texts_of(r) for r in table.rows]


def test_finance_months_count_and_divide() -> None:
    assert finance_rows()[0] == ["ตุลาคม 2562", "42", "40", "2", "0", "95.24", "0", "0"]
    assert finance_rows()[8] == ["มิถุนายน 2563", "46", "31", "4", "11", "88.57", "2", "0"]


def test_finance_totals_and_the_mean_of_months() -> None:
    assert finance_rows()[-2] == ["รวม", "383", "334", "38", "11", "", "9", "16"]
    assert finance_rows()[-1] == ["ค่าเฉลี่ยของร้อยละรายเดือน", "89.83", "เป็นไปตามแผน"]


def test_the_seeds_example_by_month() -> None:
    october = finance_months.month_percent(ShareMonth(Month(2019, 10), 100, 90, 10, 0))
    november = finance_months.month_percent(ShareMonth(Month(2019, 11), 50, 46, 4, 0))
    assert (october, november) == (90, 92)
    assert finance_months.month_percent(ShareMonth(Month(2019, 12), 3, 0, 0, 3)) is None


# --- the centres


def centres() -> doc.DocumentTable:
    (table,) = tables_of(centre_months.document(sample.centre_months()))
    return table


def test_all_72_centres_stand_under_their_kind() -> None:
    kinds = [r.kind for r in centres().rows]
    assert (kinds.count("body"), kinds.count("band"), kinds.count("total")) == (72, 3, 2)
    assert texts_of(centres().rows[1])[1] == "สำนักงานเลขานุการสภากรุงเทพมหานคร"
    assert texts_of(centres().rows[-3])[1] == "(ยังไม่ระบุชื่อ)"


def test_a_centre_passes_fails_or_still_can() -> None:
    data = sample.centre_months()
    line = data.centres[0]
    words = [
        centre_months.verdict(data, replace(line, passed=passed, open=left))
        for passed, left in ((4, 0), (6, 0), (3, 1), (3, 0), (0, 6))
    ]
    assert words == ["ผ่าน", "ผ่าน", "ต้องอีก 1", "ไม่ผ่าน", "ต้องอีก 4"]


def test_passing_scores_are_bold_and_counted() -> None:
    data = sample.centre_months()
    cells = [c for r in centres().rows if r.kind == "body" for c in r.cells[2:8] if c.number is not None]
    assert all(c.bold == (c.number >= data.pass_mark) for c in cells if isinstance(c.number, Decimal))
    passed = sum(1 for c in data.centres if c.scores[3] is not None and c.scores[3] >= 80)
    assert texts_of(centres().rows[-1])[4] == str(passed)


def test_figures_round_half_up_and_keep_their_value() -> None:
    cell = doc.figure(Decimal("91.365"))
    assert (cell.text, cell.number, cell.align) == ("91.37", Decimal("91.365"), "right")
    assert doc.figure(None).text == "–"


def test_a_kind_of_centre_has_one_band_whatever_the_order() -> None:
    data = sample.centre_months()
    (table,) = tables_of(centre_months.document(replace(data, centres=data.centres[::-1])))
    bands = [texts_of(r)[0] for r in table.rows if r.kind == "band"]
    assert bands == ["สำนักและส่วนราชการ", "สำนักงานเขต", "หน่วยงานอื่น"]
    assert [texts_of(r)[0] for r in table.rows if r.kind == "body"] == [str(n) for n in range(1, 73)]
