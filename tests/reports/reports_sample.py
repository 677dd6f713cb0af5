"""A believable June 2563 for the reports: the bundled plan, and facts through the real formulas."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from core.indicators import evaluate
from core.indicators.facts import (
    BudgetFacts,
    CountFacts,
    EnteredFacts,
    Facts,
    PassFacts,
    PassGroup,
    ShareFacts,
    ShareMonth,
    StepFact,
    StepFacts,
    Tally,
    TallyFacts,
)
from core.plan.load import bundled_plan
from core.plan.model import Plan
from core.reports.centre_months import CentreLine, CentreMonthsData
from core.reports.finance_months import FinanceMonth, FinanceMonthsData
from core.reports.monthly import IndicatorLine, MonthlyData
from core.reports.steps import StepProgress, StepsData
from core.thai.fiscal import Month, months_of

YEAR = 2563
AS_OF = date(2020, 6, 30)
CREATED = datetime(2020, 7, 1, 9, 30)
MONTHS = months_of(YEAR)[:9]
AUDITED = tuple(Month(2020, m) for m in range(1, 7))

_DISTRICTS = """พระนคร ดุสิต หนองจอก บางรัก บางเขน บางกะปิ ปทุมวัน ป้อมปราบศัตรูพ่าย พระโขนง มีนบุรี ลาดกระบัง ยานนาวา
สัมพันธวงศ์ พญาไท ธนบุรี บางกอกใหญ่ ห้วยขวาง คลองสาน ตลิ่งชัน บางกอกน้อย บางขุนเทียน ภาษีเจริญ หนองแขม ราษฎร์บูรณะ บางพลัด
ดินแดง บึงกุ่ม สาทร บางซื่อ จตุจักร บางคอแหลม ประเวศ คลองเตย สวนหลวง จอมทอง ดอนเมือง ราชเทวี ลาดพร้าว วัฒนา บางแค หลักสี่
สายไหม คันนายาว สะพานสูง วังทองหลาง คลองสามวา บางนา ทวีวัฒนา ทุ่งครุ บางบอน"""
DISTRICTS = _DISTRICTS.split()
BUREAUS = """สำนักงานเลขานุการสภากรุงเทพมหานคร|สำนักงานเลขานุการผู้ว่าราชการกรุงเทพมหานคร|สำนักงาน ก.ก.|สำนักปลัดกรุงเทพมหานคร|สำนักการแพทย์|
สำนักอนามัย|สำนักการศึกษา|สำนักการโยธา|สำนักการระบายน้ำ|สำนักการคลัง|สำนักเทศกิจ|สำนักการจราจรและขนส่ง|สำนักการวางผังและพัฒนาเมือง|
สำนักป้องกันและบรรเทาสาธารณภัย|สำนักงบประมาณกรุงเทพมหานคร|สำนักยุทธศาสตร์และประเมินผล|สำนักสิ่งแวดล้อม|
สำนักวัฒนธรรม กีฬา และการท่องเที่ยว|สำนักพัฒนาสังคม""".replace("\n", "").split("|")

# Planned months of project 1 by step, and what happened: from, to (None while it goes on).
_PLANNED = {1: (10, 11), 2: (12, 1), 3: (2, 4), 4: (5, 7), 5: (8, 9)}
_DONE = {
    (1, 1): (date(2019, 10, 8), date(2019, 11, 22)),
    (1, 2): (date(2019, 12, 9), date(2020, 1, 20)),
    (1, 3): (date(2020, 2, 10), date(2020, 5, 15)),
    (1, 4): (date(2020, 6, 1), None),
    (2, 1): (date(2019, 11, 4), date(2019, 11, 29)),
    (2, 2): (date(2019, 12, 2), date(2019, 12, 27)),
    (2, 3): (date(2020, 1, 6), None),
    (4, 1): (date(2019, 11, 11), date(2019, 12, 3)),
    (4, 2): (date(2020, 1, 8), date(2020, 2, 14)),
    (4, 3): (date(2020, 3, 2), None),
    (6, 1): (date(2019, 10, 1), date(2019, 12, 20)),
    (6, 2): (date(2020, 1, 6), date(2020, 3, 13)),
}


@cache
def plan() -> Plan:
    """The bundled plan with planned months for project 1."""
    bundled = bundled_plan(str(YEAR))
    first = bundled.project(1)
    steps = tuple(
        replace(s, planned_from=_month(_PLANNED[s.step][0]), planned_to=_month(_PLANNED[s.step][1]))
        for s in first.steps
    )
    projects = tuple(replace(p, steps=steps) if p.number == 1 else p for p in bundled.projects)
    return replace(bundled, projects=projects, addressee="ปลัดกรุงเทพมหานคร")


def _month(number: int) -> Month:
    return Month(2019 if number >= 10 else 2020, number)


def tallies() -> tuple[ShareMonth, ...]:
    counts = [
        (42, 40, 2),
        (38, 35, 3),
        (51, 44, 7),
        (40, 38, 2),
        (36, 33, 3),
        (47, 41, 6),
        (44, 42, 2),
        (39, 30, 9),
    ]
    done = [ShareMonth(m, *c, 0) for m, c in zip(MONTHS, counts, strict=False)]
    return (*done, ShareMonth(MONTHS[8], 46, 31, 4, 11))


def facts(code: str) -> Facts:
    """The facts of one indicator."""
    if code == "1":
        levels = [10, 20, 50, 80, 100]
        steps = plan().project(1).steps
        return StepFacts(
            tuple(
                StepFact(
                    s.step,
                    s.title,
                    Decimal(v),
                    _DONE.get((1, s.step), (None, None))[1],
                    s.planned_from,
                    s.planned_to,
                )
                for s, v in zip(steps, levels, strict=True)
            )
        )
    if code == "2":
        groups = (
            PassGroup(6, 0, 3),
            PassGroup(5, 0, 4),
            PassGroup(4, 1, 4),
            PassGroup(3, 1, 9),
            PassGroup(2, 0, 20),
            PassGroup(0, 1, 32),
        )
        return PassFacts(groups, tuple((m, 72 - n, 18 + 3 * n) for n, m in enumerate(AUDITED)))
    if code == "3":
        return ShareFacts.of_months(tallies())
    if code == "4.1":
        ends = [date(2019, 12, 3), date(2020, 2, 14), None, None]
        return StepFacts(
            tuple(
                StepFact(p.part, p.title, p.share, e) for p, e in zip(plan().study_parts, ends, strict=True)
            )
        )
    if code == "4.2":
        return CountFacts(0)
    if code == "5.1":
        return CountFacts(58, tuple((m, 6 * (n + 1)) for n, m in enumerate(MONTHS)))
    if code in ("5.2", "5.3"):
        months = tuple(ShareMonth(m, 20 + n, 18 + n, 2, 0) for n, m in enumerate(MONTHS))
        return ShareFacts(
            sum(m.total for m in months), sum(m.met for m in months), sum(m.missed for m in months), 0, months
        )
    if code == "5.4":
        return TallyFacts(tuple(Tally(n, given) for n, given in enumerate((1, 2, 9, 61, 47), 1)))
    if code == "6":
        return StepFacts(
            tuple(
                StepFact(s.step, s.title, s.share or Decimal(0), _DONE.get((6, s.step), (None, None))[1])
                for s in plan().project(6).steps
            )
        )
    if code == "D2.1":
        return BudgetFacts(Decimal("14486000"), Decimal("3686000"), Decimal("7204350.75"))
    return (
        EnteredFacts(Decimal("91.365"), date(2020, 6, 15), "หนังสือ กงต. ที่ กท 0401/1234")
        if code == "D3.3"
        else EnteredFacts(None)
    )


def lines() -> tuple[IndicatorLine, ...]:
    return tuple(
        IndicatorLine(i, evaluate(i, _suited(i.formula, i.code), AS_OF, YEAR)) for i in plan().indicators
    )


def _suited(formula: str, code: str) -> Facts:
    return EnteredFacts(None) if formula == "entered" and code == "D2.1" else facts(code)


def monthly() -> MonthlyData:
    remark = "งานปรับปรุงห้องน้ำขั้นตอนที่ 3 แล้วเสร็จช้ากว่าแผน 1 เดือน เนื่องจากมีผู้ยื่นอุทธรณ์ผลการประกวดราคา"
    return MonthlyData(plan(), Month(2020, 6), AS_OF, lines(), (remark,))


def steps() -> StepsData:
    return StepsData(plan(), AS_OF, {key: StepProgress(*days) for key, days in _DONE.items()})


def _line(code: str) -> IndicatorLine:
    return next(line for line in lines() if line.indicator.code == code)


def finance_months() -> FinanceMonthsData:
    line = _line("3")
    months = tuple(FinanceMonth(t, n % 3, n % 2 * 4) for n, t in enumerate(tallies()))
    return FinanceMonthsData(plan(), AS_OF, line.indicator, line.result, months)


def centre_months() -> CentreMonthsData:
    line = _line("2")
    names = (
        [(n, "bureau") for n in BUREAUS]
        + [(f"สำนักงานเขต{n}", "district") for n in DISTRICTS]
        + [("", "other")] * 3
    )
    return CentreMonthsData(
        plan(),
        AS_OF,
        line.indicator,
        line.result,
        AUDITED,
        tuple(_centre(n, *c) for n, c in enumerate(names)),
    )


def _centre(n: int, name: str, kind: str) -> CentreLine:
    scores = tuple(
        None
        if (n + m) % 17 == 0 or (m == 5 and n % 3 == 0)
        else Decimal(5200 + (n * 37 + m * 611) % 4750) / 100
        for m in range(6)
    )
    passed = sum(1 for s in scores if s is not None and s >= 80)
    return CentreLine(f"C{n + 1:02}", name, kind, scores, passed, 1 if scores[5] is None else 0)
