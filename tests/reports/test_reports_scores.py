"""The table of scores, and the column of points in the reports of a period; nothing of either without weights."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import reports_sample as sample
from test_reports_documents import blocks_of, tables_of, texts_of

from core.indicators.goals import Goal
from core.indicators.result import Status
from core.reports import document as doc
from core.reports import memo, monthly, scores
from core.reports.monthly import IndicatorLine
from core.reports.scores import ScoresData
from core.thai.fiscal import Month

WEIGHTS = {"3": Decimal(60), "D2.1": Decimal("39.5")}
LEVELS = tuple(map(Decimal, ("75", "80", "85", "90", "95")))


def weighed() -> tuple[IndicatorLine, ...]:
    """The sample's figures, of which two have weights, indicator 3 levels, too."""
    return tuple(
        replace(
            x,
            indicator=replace(
                x.indicator,
                weight=WEIGHTS.get(x.indicator.code),
                levels=LEVELS if x.indicator.code == "3" else (),
                score="result",
            ),
        )
        for x in sample.lines()
    )


def table_of(lines: tuple[IndicatorLine, ...]) -> doc.DocumentTable:
    (table,) = tables_of(scores.document(ScoresData(sample.plan(), sample.AS_OF, lines)))
    return table


def rows_of(table: doc.DocumentTable, kind: str) -> list[list[str]]:
    return [texts_of(row) for row in table.rows if row.kind == kind]


def test_the_table_says_weight_level_points_and_what_they_can_come_to() -> None:
    table = table_of(weighed())
    three = next(row for row in rows_of(table, "body") if row[0] == "3")
    # 89.83 lies almost all the way between levels 3 (85) and 4 (90).
    assert three[3:8] == ["75", "80", "85", "90", "95"]
    assert three[9:12] == ["60.00", "3.97", "47.59"]
    assert "–" in three[12]
    assert len(rows_of(table, "body")) == len(WEIGHTS)


def test_each_dimension_and_the_whole_have_a_total() -> None:
    totals = rows_of(table_of(weighed()), "total")
    assert [row[0] for row in totals] == ["รวมมิติที่ 1", "รวมมิติที่ 2", "คะแนนรวม"]
    assert [row[1] for row in totals] == ["60.00", "39.50", "99.50"]


def test_levels_that_cannot_be_used_are_named_below() -> None:
    lines = tuple(replace(x, indicator=replace(x.indicator, levels=LEVELS[:3])) for x in weighed())
    document = scores.document(ScoresData(sample.plan(), sample.AS_OF, lines))
    assert "ตัวชี้วัดที่ 3 ยังไม่มีคะแนน เกณฑ์ระดับมี 3 ค่า" in str(document)
    three = next(row for row in rows_of(table_of(lines), "body") if row[0] == "3")
    assert three[-3:] == ["–", "–", ""]


def test_without_weights_the_table_says_so_and_reports_are_as_they_were() -> None:
    document = scores.document(ScoresData(sample.plan(), sample.AS_OF, sample.lines()))
    assert tables_of(document) == []
    assert scores.NO_WEIGHTS in str(blocks_of(document))
    (summary, *_) = tables_of(monthly.document(sample.monthly()))
    assert len(summary.columns) == 7
    assert rows_of(summary, "total") == []


def test_the_monthly_report_has_a_column_of_points_with_its_total() -> None:
    (summary, *_) = tables_of(monthly.document(replace(sample.monthly(), lines=weighed())))
    assert len(summary.columns) == 8
    three = next(row for row in rows_of(summary, "body") if row[0] == "3")
    assert three[6] == "47.59"
    assert [row[0] for row in rows_of(summary, "total")] == [
        "รวมมิติที่ 1 (น้ำหนัก 60)",
        "รวมมิติที่ 2 (น้ำหนัก 39.5)",
        "คะแนนรวม (น้ำหนัก 99.5)",
    ]


def test_the_memorandum_says_which_target_a_state_was_judged_by() -> None:
    limit = Goal("le", Decimal(80), until=date(2020, 6, 30))
    late = tuple(
        replace(x, result=replace(x.result, status=Status.BEHIND, goal=limit))
        if x.indicator.code == "3"
        else x
        for x in sample.lines()
    )
    data = memo.MemoData(sample.plan(), Month(2020, 6), sample.AS_OF, sample.AS_OF, late)
    told = " ".join(memo.sentences(data, "รายงาน"))
    assert "(เป้าหมายถึงสิ้น มิ.ย. 63 ไม่เกินร้อยละ 80.00)" in told
