"""Records with a day far from every plan of the file, found in SQL: nothing refuses them where they come by merging."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from core.registers.centuries import DATED, FAR
from core.registers.declare import Field, Kind, Register
from core.store.tables.definitions import TABLES
from core.store.tables.records import Row, read
from core.thai.fiscal import first_day_of


def far_rows(
    connection: Connection, register: Register, plan_years: Sequence[int], most: int
) -> tuple[tuple[Row, ...], int]:
    """The undeleted records with a day, month or moment more than ``FAR`` fiscal years from every one of the plan years
    (Buddhist), by id, ``most`` of them at most; and how many there are."""
    dated = [f for f in register.stored_fields if f.kind in DATED]
    if not dated or not plan_years:
        return (), 0
    table = TABLES[register.name]
    far = or_(*(_far(table.c[field.name], field, plan_years) for field in dated))
    wanted = select(table).where(table.c.deleted == 0, far)
    count = connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    return (read(connection, register, wanted.order_by(table.c.id).limit(most)) if count else ()), count


def _far(column: ColumnElement[str], field: Field, plan_years: Sequence[int]) -> ColumnElement[bool]:
    """ISO texts compare as their days do; a moment's begins with its day."""
    length = len("2020-01") if field.kind is Kind.MONTH else len("2020-01-31")
    spans = ((first_day_of(year - FAR), first_day_of(year + FAR + 1)) for year in plan_years)
    apart = (
        or_(column < first.isoformat()[:length], column >= after.isoformat()[:length])
        for first, after in spans
    )
    return and_(*apart)
