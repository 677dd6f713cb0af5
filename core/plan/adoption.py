"""The plan the office has adopted for a step: the months lateness is measured against, beside the revised ones.

Adopted first is what stood when the draft became the year's plan, else the first months filled in after; the unit that
keeps the plan may adopt anew, from a day on and with a reason. Both follow from the set of the log's entries, never from
the order in which they came to a file. Source: docs/domain.md section 6 ("Planned months").
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.plan.model import Adoption, Months, MovedMonths, Plan, Project, Schedule, Step
from core.thai.dates import day_short, moment_short
from core.thai.fiscal import Month

FIRST, LAST = "planned_from", "planned_to"
REORDERED = "ย้ายลำดับขั้นตอน"  # why what was adopted stands with another step: nothing was adopted anew
Stamp = tuple[int, bytes]  # when an entry was written: clock reading, then id
Place = tuple[int, int]  # project and step
Schedules = Mapping[Place, Schedule]


@dataclass(frozen=True, slots=True)
class Written:
    """What one entry of the log wrote of a step's months: the fields it wrote, by whom and when. ``stands`` is False of
    what was taken back later, and of taking back."""

    stamp: Stamp
    at: datetime
    by: str
    values: Mapping[str, Month | None]
    stands: bool = True


def schedule(written: Iterable[Written], since: Stamp | None, anew: Iterable[Adoption] = ()) -> Schedule:
    """What has been adopted of a step, and who wrote its months last. ``since`` is when the draft became the year's
    plan, None where the plan was never a draft; ``anew`` what was adopted later, oldest first."""
    told = sorted(written, key=lambda one: one.stamp)
    first = _first(told, since)
    standing = [one for one in told if one.stands]
    last = MovedMonths(standing[-1].by, standing[-1].at) if standing else None
    return Schedule((*((first,) if first else ()), *anew), last)


def _first(written: Sequence[Written], since: Stamp | None) -> Adoption | None:
    """What stood when the draft became the plan, else the first months filled in since."""
    before = [one for one in written if since is not None and one.stamp <= since]
    held: dict[str, Month | None] = {}
    for one in before:
        held.update(one.values)
    if months := _months(held):
        return Adoption(months, by=before[-1].by, at=before[-1].at)
    for one in written[len(before) :]:
        if one.stands:
            held.update(one.values)
            if months := _months(held):
                return Adoption(months, by=one.by, at=one.at)
    return None


def _months(held: Mapping[str, Month | None]) -> Months | None:
    first, last = held.get(FIRST), held.get(LAST)
    return Months(first, last) if first is not None and last is not None else None


def with_schedules(plan: Plan, found: Schedules) -> Plan:
    """The plan with what the log tells of its steps' months; a draft has adopted nothing."""
    if plan.draft or not found:
        return plan
    return replace(plan, projects=tuple(_project(project, found) for project in plan.projects))


def _project(project: Project, found: Schedules) -> Project:
    steps = (replace(s, schedule=found.get((s.project, s.step), s.schedule)) for s in project.steps)
    return replace(project, steps=tuple(steps))


def changes_in_words(step: Step, day: date) -> str:
    """How a step's plan was changed by the end of a day: moved from what was adopted, adopted anew; with who and when.
    "" where it stands as it was adopted first."""
    return " · ".join(filter(None, (_moved(step, day), _adopted_anew(step, day))))


def _moved(step: Step, day: date) -> str:
    if not step.is_moved(day):
        return ""
    moved = step.schedule.moved
    who = f" โดย{_named(moved.by)} {moment_short(moved.at)}" if moved else ""
    return f"แผนเดิม {_words(step.due(day))} · แผนปรับ {_words(step.planned)}{who}"


def _adopted_anew(step: Step, day: date) -> str:
    adopted = step.adopted(day)
    if adopted is None or adopted.on is None or adopted.reason == REORDERED:
        return ""
    before = step.adopted(adopted.on - timedelta(days=1))
    was = f" (เดิม {_words(before.months)})" if before else ""
    return f"ปรับฐานแผนตั้งแต่ {day_short(adopted.on)}{was} โดย{_named(adopted.by)} เหตุผล {adopted.reason}"


def _words(months: Months | None) -> str:
    return months.words if months else "ไม่มีเดือน"


def _named(by: str) -> str:
    return f" {by}" if by else "ไม่ระบุชื่อ"
