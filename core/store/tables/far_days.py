"""Records with a day far from every plan of the file, found in SQL: nothing refuses them where they come by merging."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from core.registers.centuries import FAR
from core.registers.declare import FieldType, Register
from core.store.tables.records import Row, read
from core.store.tables.register_tables import table_of
from core.thai.fiscal import first_day_of


def far_rows(
    connection: Connection, register: Register, plan_years: Sequence[int], most: int
) -> tuple[tuple[Row, ...], int]:
    """The undeleted records with a day, month or moment more than ``FAR`` fiscal years from every one of the plan years
    (Buddhist), by id, ``most`` of them at most; and how many there are."""
    dated = [f for f in register.stored_fields if f.type.is_dated]
    if not dated or not plan_years:
        return (), 0
    table = table_of(register)
    far = or_(*(_far(table.c[field.name], field.type, plan_years) for field in dated))
    wanted = select(table).where(table.c.deleted == 0, far)
    count = connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    return (read(connection, register, wanted.order_by(table.c.id).limit(most)) if count else ()), count


def _far(column: ColumnElement[str], dated: FieldType, plan_years: Sequence[int]) -> ColumnElement[bool]:
    """ISO texts compare as their days do; a moment's begins with its day."""
    spans = ((first_day_of(year - FAR), first_day_of(year + FAR + 1)) for year in plan_years)
    apart = (or_(column < dated.wire_at(first), column >= dated.wire_at(after)) for first, after in spans)
    return and_(*apart)
