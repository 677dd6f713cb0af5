"""The reports of a quarter and of a year and the memorandum: what stands in them, built from the core's own types."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import reports_sample as sample
from test_reports_documents import blocks_of, flat, tables_of, texts_of

from core.indicators.result import Status
from core.plan.model import Target
from core.plan.spending import Spending
from core.reports import annual, memo, monthly, quarterly
from core.reports import document as doc
from core.reports.budget_spending import ProjectSpending
from core.reports.monthly import IndicatorLine
from core.reports.progress import MonthRemark, ProgressData, ProjectProgress
from core.thai.fiscal import Month

JUNE = Month(2020, 6)
MAY = Month(2020, 5)
PROGRESS = ProgressData(
    said=(
        MonthRemark("1", MAY, cause="ฝนตกหนัก", remedy="เพิ่มคนงาน"),
        MonthRemark("1", JUNE, cause="วัสดุขาด", remedy="สั่งวัสดุทดแทน"),
        MonthRemark("3", JUNE, remark="เดือนนี้มีใบขอเบิกมากกว่าปกติ"),
    ),
    projects=(
        ProjectProgress(1, "ปรับปรุงห้องน้ำ", Decimal(80), Decimal(50), ("ขั้นที่ 4 ปรับปรุง",)),
        ProjectProgress(3, "เบิกจ่าย", None, None),
    ),
    spending=(
        ProjectSpending(
            1, "ปรับปรุงห้องน้ำ", Decimal(3686000), Spending(Decimal(3686000), Decimal(0), Decimal(921500))
        ),
        ProjectSpending(2, "ศูนย์ข้อมูล", None, Spending()),
        ProjectSpending(
            6, "สารบรรณ", Decimal(10800000), Spending(Decimal(6314000), Decimal(1000), Decimal(78500))
        ),
    ),
)


def late_lines() -> tuple[IndicatorLine, ...]:
    """The sample's figures with indicators 1 and 5.3 behind."""
    behind = {"1": Decimal(50), "5.3": Decimal("78.506")}
    return tuple(
        replace(x, result=replace(x.result, value=behind[x.indicator.code], status=Status.BEHIND))
        if x.indicator.code in behind
        else x
        for x in sample.lines()
    )


def quarter(number: int = 3) -> quarterly.QuarterlyData:
    values = {"3": (Decimal("91.355"), None, Decimal("89.825"))[:number]}
    return quarterly.QuarterlyData(sample.plan(), number, sample.AS_OF, late_lines(), values, PROGRESS)


def year() -> annual.AnnualData:
    return annual.AnnualData(
        sample.plan(), date(2020, 10, 31), late_lines(), {("1", 2562): "ร้อยละ 100.00"}, PROGRESS
    )


def memorandum() -> memo.MemoData:
    return memo.MemoData(sample.plan(), JUNE, sample.AS_OF, date(2020, 7, 3), late_lines(), PROGRESS)


def said_in(document: doc.Document) -> list[str]:
    return [
        doc.plain(b.text) for b in flat(blocks_of(document)) if isinstance(b, doc.Paragraph | doc.Heading)
    ]


def headings_in(document: doc.Document) -> list[str]:
    """The numbered headings."""
    return [b.text for b in flat(blocks_of(document)) if isinstance(b, doc.Heading) and b.level == 1]


def row_of(document: doc.Document, code: str) -> list[str]:
    return next(texts_of(r) for r in tables_of(document)[0].rows if texts_of(r)[0] == code)


# --- the quarter


def test_a_quarter_shows_the_quarters_up_to_it_half_up() -> None:
    assert row_of(quarterly.document(quarter()), "3")[3:7] == ["ร้อยละ 91.36", "–", "ร้อยละ 89.83", ""]


@pytest.mark.parametrize(("number", "said"), [(1, "ไตรมาสที่ 1 (รอบ 3 เดือน)"), (4, "ไตรมาสที่ 4 (รอบ 12 เดือน)")])
def test_a_quarter_says_how_many_months_it_closes(number: int, said: str) -> None:
    assert said in quarterly.document(quarter(number)).title


def test_every_indicator_stands_in_the_quarter_and_in_the_year() -> None:
    expected = [line.indicator.code for line in monthly.in_order(sample.lines())]
    for document in (quarterly.document(quarter()), annual.document(year())):
        assert [texts_of(r)[0] for r in tables_of(document)[0].rows if r.kind == "body"] == expected


# --- what is said beside the figures


def test_causes_and_remedies_are_told_by_month_where_there_are_several() -> None:
    said = said_in(quarterly.document(quarter()))
    assert "ปัญหาอุปสรรค (พ.ค. 63): ฝนตกหนัก" in said
    assert "แนวทางแก้ไข (มิ.ย. 63): สั่งวัสดุทดแทน" in said
    assert "หมายเหตุ: เดือนนี้มีใบขอเบิกมากกว่าปกติ" in said


def test_who_is_behind_and_gave_no_cause_has_lines_to_write_on() -> None:
    said = said_in(quarterly.document(quarter()))
    place = next(n for n, text in enumerate(said) if text.startswith("ตัวชี้วัดที่ 5.3"))
    assert said[place + 1].startswith("ปัญหาอุปสรรค: ......")
    assert said[place + 2].startswith("แนวทางแก้ไข: ......")
    assert sum("......" in text for text in said) == 2


def test_planned_stands_beside_actual_and_late_steps_are_named() -> None:
    steps = tables_of(quarterly.document(quarter()))[1]
    assert [texts_of(r)[2:] for r in steps.rows] == [
        ["80.00", "50.00", "ขั้นที่ 4 ปรับปรุง"],
        ["–", "–", "ยังไม่ระบุแผน"],
    ]


def test_of_many_late_steps_the_first_are_named_and_the_others_counted() -> None:
    late = replace(PROGRESS.projects[0], late=tuple(f"ขั้นที่ {n}" for n in range(1, 201)))
    steps = tables_of(quarterly.document(replace(quarter(), progress=ProgressData(projects=(late,)))))[1]
    told = texts_of(steps.rows[0])[4].split("\n")
    assert told == [*(f"ขั้นที่ {n}" for n in range(1, 9)), "และอีก 192 ขั้น"]


def test_money_is_told_of_the_projects_that_have_some() -> None:
    money = tables_of(quarterly.document(quarter()))[2]
    assert [texts_of(r)[0] for r in money.rows] == ["1", "6", "รวม"]
    assert texts_of(money.rows[0])[2:] == ["3,686,000.00", "0.00", "921,500.00", "25.00"]
    assert texts_of(money.rows[2])[1:] == ["10,000,000.00", "1,000.00", "1,000,000.00", "10.00"]


UNITS = {
    "percent": r"ร้อยละ [\d,.-]+",
    "piece": r"[\d,]+ ชิ้นงาน",
    "person": r"[\d,]+ คน",
    "level": r"ระดับ [\d,.]+",
}


def test_every_figure_of_a_result_carries_its_unit() -> None:
    units = {x.indicator.code: UNITS[x.indicator.unit] for x in sample.lines()}
    results = {monthly: range(3, 5), quarterly: range(3, 7), annual: range(7, 8)}
    documents = {monthly: sample.monthly(), quarterly: quarter(), annual: year()}
    for report, data in documents.items():
        table = tables_of(report.document(data))[0]
        for row in (r for r in table.rows if r.kind == "body"):
            code = doc.plain(row.cells[0].text)
            for cell in (row.cells[n] for n in results[report]):
                text = doc.plain(cell.text)
                assert text in ("–", "") or re.fullmatch(units[code], text), (report, code, text)
                assert cell.number is None or f"{cell.before}{cell.behind}".strip() in text


def test_the_figures_behind_a_result_stand_under_their_units() -> None:
    heads = {" ".join(texts_of(t.header[0])) for t in tables_of(monthly.document(sample.monthly()))[1:]}
    assert {
        h for h in heads if "รายการ" in h and "ร้อยละ" not in h and "คน" not in h and "ชิ้นงาน" not in h
    } == set()
    counted = [h for h in heads if "นับได้" in h]
    assert counted
    assert all(re.search(r"นับได้ \((ฉบับ|ศูนย์|ราย|บาท)\) จาก \(\1\)", h) for h in counted)


def test_headings_are_numbered_over_the_parts_there_are() -> None:
    bare = replace(sample.monthly(), lines=late_lines())
    full = replace(bare, progress=PROGRESS)
    assert headings_in(monthly.document(full))[-4:] == [
        "3. ความก้าวหน้าของโครงการ/กิจกรรม",
        "4. การใช้จ่ายงบประมาณ",
        "5. หมายเหตุ ปัญหาอุปสรรค และแนวทางแก้ไข",
        "6. หมายเหตุทั่วไป",
    ]
    assert headings_in(monthly.document(bare))[-1] == "4. หมายเหตุทั่วไป"


# --- the year


def test_a_year_stands_beside_the_targets_and_results_before_it() -> None:
    row = row_of(annual.document(year()), "1")
    assert row[2:8] == ["–", "–", "ร้อยละ 100", "ร้อยละ 100.00", "ร้อยละ100", "ร้อยละ 50.00"]


COUNTED = re.compile(r"(\S+) (\d+) ตัวชี้วัด")


def counts_in(told: str) -> dict[str, int]:
    """A summary's words with their numbers, the number of all under "ทั้งหมด"."""
    return {word.removeprefix("ตัวชี้วัดที่").removeprefix("ตัวชี้วัด"): int(n) for word, n in COUNTED.findall(told)}


def test_the_words_of_the_summary_are_the_tables_and_add_up_to_the_indicators() -> None:
    counted = counts_in(annual.summary(late_lines()))
    assert counted.pop("ทั้งหมด") == len(late_lines()) == sum(counted.values())
    table = next(b for b in flat(blocks_of(annual.document(year()))) if isinstance(b, doc.DocumentTable))
    states = [doc.plain(r.cells[-1].text).partition("\n")[0] for r in table.rows if r.kind == "body"]
    assert counted == Counter(states)
    assert {"ล่าช้ากว่าแผน", "ต่ำกว่าเป้าหมาย"} < set(counted)


# --- the memorandum


def test_the_memorandum_is_a_letter_with_one_signature() -> None:
    document = memo.document(memorandum())
    assert document.letter
    (signed,) = [b for b in flat(blocks_of(document)) if isinstance(b, doc.Signatures)]
    assert [s.role for s in signed.signers] == ["ผู้อนุมัติ"]


def test_its_sentences_are_filled_from_the_figures() -> None:
    told = said_in(memo.document(memorandum()))
    assert "เรียน  ปลัดกรุงเทพมหานคร" in told
    late = next(t for t in told if t.startswith("ตัวชี้วัดที่ล่าช้ากว่าแผน 1 ตัวชี้วัด"))
    assert "ร้อยละ 50.00 เนื่องจากวัสดุขาด แนวทางแก้ไขคือสั่งวัสดุทดแทน" in late
    below = next(t for t in told if t.startswith("ตัวชี้วัดที่ต่ำกว่าเป้าหมาย 1 ตัวชี้วัด"))
    assert "ร้อยละ 78.51" in below
    money = next(t for t in told if t.startswith("งบประมาณ"))
    assert "10,000,000.00 บาท เบิกจ่ายแล้ว 1,000,000.00 บาท คิดเป็นร้อยละ 10.00 ก่อหนี้ผูกพัน 1,000.00 บาท" in money


def test_nobody_behind_is_said_in_a_sentence() -> None:
    lines = tuple(replace(x, result=replace(x.result, status=Status.ON_TRACK)) for x in sample.lines())
    told = said_in(memo.document(replace(memorandum(), lines=lines)))
    assert "ไม่มีตัวชี้วัดที่ล่าช้ากว่าแผน ต่ำกว่าเป้าหมาย หรือไม่ทันเป้าหมาย" in told


def test_the_memorandum_names_what_is_behind_in_the_words_and_numbers_of_its_summary() -> None:
    told = said_in(memo.document(memorandum()))
    counted = next(counts_in(t) for t in told if t.startswith("ตัวชี้วัดทั้งหมด"))
    named = [counts_in(t.partition("ได้แก่")[0]) for t in told if t.startswith("ตัวชี้วัดที่") and "ได้แก่" in t]
    assert named == [{"ล่าช้ากว่าแผน": 1}, {"ต่ำกว่าเป้าหมาย": 1}]
    assert all(one.items() <= counted.items() for one in named)


@pytest.mark.parametrize("known", [0, 3])
def test_nothing_is_said_to_be_in_order_of_which_nothing_is_known(known: int) -> None:
    lines = tuple(
        replace(x, result=replace(x.result, status=Status.ON_TRACK if n < known else Status.NO_DATA))
        for n, x in enumerate(sample.lines())
    )
    told = said_in(memo.document(replace(memorandum(), lines=lines)))
    free = [t for t in told if "ไม่มีตัวชี้วัดที่" in t]
    assert [t.partition(" ")[0] for t in free] == (["ในตัวชี้วัดที่มีข้อมูลแล้ว"] if known else [])
    assert any("ยังไม่มีข้อมูลของตัวชี้วัดใด" in t for t in told) is not known


def test_the_target_is_the_years_own_though_later_years_are_promised() -> None:
    """A plan that already names next year's target is judged and printed by this year's."""
    later = tuple(
        replace(
            x, indicator=replace(x.indicator, targets=(*x.indicator.targets, Target(2564, "ร้อยละ 99", None)))
        )
        for x in late_lines()
    )
    documents = (
        annual.document(replace(year(), lines=later)),
        quarterly.document(replace(quarter(), lines=later)),
        monthly.document(replace(sample.monthly(), lines=later)),
    )
    for document in documents:
        assert "ร้อยละ100" in row_of(document, "1")
        assert not any("ร้อยละ 99" in text for text in said_in(document))
