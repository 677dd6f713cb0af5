"""Making an office file: the plan release it starts from, the unit it belongs to, the sample year."""

from datetime import datetime, timedelta, timezone

from core.faults import UsageRefusal
from core.plan import load
from core.store.file.genesis import FirstEntry
from core.store.tables.register_tables import SHIPPED
from core.thai.fiscal import first_day_of

BANGKOK = timezone(timedelta(hours=7))


def genesis_of(year: int) -> FirstEntry:
    """A bundled plan as the first entry of a file; UsageRefusal where that year isn't bundled."""
    if year not in load.available_years():
        known = " ".join(str(y) for y in load.available_years())
        raise UsageRefusal(f"ไม่มีแผนปีงบประมาณ {year} มากับโปรแกรม โปรดใช้ปี {known}")
    bundled = load.genesis(year)
    moment = datetime.combine(first_day_of(year), datetime.min.time(), BANGKOK)
    rows = [
        (
            name,
            record,
            {
                k: SHIPPED[name].field(k).to_wire(v)
                for k, v in values.items()
                if not SHIPPED[name].field(k).through
            },
        )
        for name, record, values in bundled.rows
    ]
    return FirstEntry(bundled.release, int(moment.timestamp() * 1000), rows)


def check_unit(plan_year: int, unit: str) -> None:
    """UsageRefusal for a unit that a bundled plan doesn't have."""
    known = [u.code for u in load.bundled_plan(plan_year).units]
    if unit not in known:
        raise UsageRefusal(f"ไม่มีส่วนราชการรหัส “{unit}” ในแผน โปรดใช้รหัสใดรหัสหนึ่งต่อไปนี้ {' '.join(known)}")
