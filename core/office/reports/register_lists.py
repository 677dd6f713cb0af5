"""Registers' printed lists among the official documents: ``list:REGISTER`` is a register's first one, or its list as the desk
shows it where it declares none; ``list:REGISTER.NAME`` another."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from core.office.records.list_types import ListColumn, ListLine
from core.office.records.list_views import Cell, columns_of
from core.office.records.listing import ListService
from core.office.references import is_reference, target_of
from core.office.reports.orders import ReportOrder
from core.office.session import Session
from core.office.states import Chip
from core.registers.as_of import day_of
from core.registers.declare import Field, Register, Value
from core.registers.field_types.numbers import Fixed
from core.registers.fields import MASK, Covered
from core.registers.personal import mask_of
from core.registers.prints import MONTH, Print
from core.reports.document import TableCell
from core.reports.register_list import PrintedColumn, PrintedGroup, RegisterListData, document
from core.reports.spec import ReportSpec
from core.store.tables.records import Query
from core.thai.collation import sort_key
from core.thai.dates import month_long
from core.thai.fiscal import Month

PREFIX = "list:"
_PLACE = 1000  # behind the documents of the program
_WIDE = 6  # columns from which on a list that nothing is said of lies landscape
_NOT_SAID = "ไม่ระบุ"
_TOLD = ("ทะเบียน", "รายการ", "บัญชี")  # how a title begins that says it is of a list


def prints_of(register: Register) -> tuple[Print, ...]:
    """A register's printed lists; its list as the desk shows it where it declares none."""
    return register.prints or (_usual(register),)


def _usual(register: Register) -> Print:
    told = register.title.startswith(_TOLD)
    return Print(
        name="",
        title=register.title if told else f"รายการ{register.title}",
        group=register.listed.sum_by,
        signers=("reporter", "checker"),
        landscape=len(columns_of(register)) > _WIDE,
    )


def list_specs(registers: Iterable[Register]) -> Iterator[ReportSpec]:
    """The printed lists of registers as documents, in order."""
    known = {register.name: register for register in registers}
    for register in known.values():
        for place, declared in enumerate(prints_of(register)):
            yield _spec(
                known, register, declared, f"{PREFIX}{register.name}{f'.{declared.name}' if place else ''}"
            )


def list_spec(session: Session, name: str) -> ReportSpec | None:
    """The printed list of that name; None where the file has none. The first one may be called by its own name, too."""
    register_name, _, called = name.removeprefix(PREFIX).partition(".")
    register = session.file.registers.get(register_name)
    if not name.startswith(PREFIX) or register is None or register.internal:
        return None
    prints = prints_of(register)
    found = (one for one in prints if called == one.name) if called else iter(prints)
    return next((_spec(session.file.registers, register, one, name) for one in found), None)


def _spec(registers: Mapping[str, Register], register: Register, declared: Print, name: str) -> ReportSpec:
    monthly = declared.period == MONTH
    return ReportSpec(
        name,
        _PLACE,
        declared.title or register.title,
        "month" if monthly else "year",
        RegisterListData,
        document,
        needs=("month",) if monthly else (),
        registers=(register.name,),
        gather=partial(gather, register=register, declared=declared),
        personal=_tells_of_people(registers, register, declared),
    )


def _tells_of_people(registers: Mapping[str, Register], register: Register, declared: Print) -> bool:
    """True where a printed list holds personal data, or names what another register holds it of."""
    of = (registers.get(target_of(register.field(name))) for name in _shown_in(register, declared))
    return bool(_personal_in(register, declared)) or any(one and one.personal_fields for one in of)


def _personal_in(register: Register, declared: Print) -> frozenset[str]:
    """The fields of a printed list that hold personal data."""
    shown = _shown_in(register, declared)
    return frozenset(f.name for f in register.personal_fields if f.name in shown)


def _shown_in(register: Register, declared: Print) -> frozenset[str]:
    columns = _in_use(register, declared.columns) or _in_use(register, ())
    shown = {declared.group, *(column.name for column in columns)}
    return frozenset(field.name for field in register.fields if field.name in shown)


def gather(order: ReportOrder, register: Register, declared: Print) -> RegisterListData:
    """A printed list as of the order's day: records that aren't there yet are left out, what is dated later is empty."""
    columns = _in_use(register, declared.columns) or _in_use(register, ())
    month = order.month if declared.period == MONTH else None
    scope = Query(year=order.plan.fiscal_year, month=month)
    lists = ListService(order.session)
    hidden = frozenset[str]() if order.personal else _personal_in(register, declared)
    lines = lists.printed_lines(columns, register.name, scope, order.as_of, masked=not order.personal)
    fields = [column.field for column in columns]
    printed = tuple(_column(column, declared, register, hidden) for column in columns)
    groups = tuple(
        PrintedGroup(
            title,
            tuple(tuple(map(_cell, fields, line.cells, _values(fields, line, hidden))) for line in held),
            tuple(_sum(column, field, held) for column, field in zip(printed, fields, strict=True)),
        )
        for title, held in _grouped(order, register, declared, lists, lines, masked=not order.personal)
    )
    return RegisterListData(
        order.plan,
        declared.title or register.title,
        month,
        order.as_of,
        printed,
        groups,
        register.counted_in,
        order.keepers_of(register.name, *declared.signers),
        declared.landscape,
        order.digits,
    )


def _in_use(register: Register, named: Sequence[str]) -> list[ListColumn]:
    """The columns but for retired fields; none where a list names nothing but these."""
    return [c for c in columns_of(register, named) if c.field is None or not c.field.retired]


def _column(
    column: ListColumn, declared: Print, register: Register, hidden: Collection[str]
) -> PrintedColumn:
    field = column.field
    if field is None or not _is_figure(field) or field.name in hidden:
        by_digits = column.type is not None and column.type.is_dated
        return PrintedColumn(column.heading, "centre" if by_digits else "left")
    apart = register.listed.sum_by  # amounts of its choices are different things
    if declared.totals is None:
        summed, whole = field.type.is_money and apart in ("", declared.group), not apart
    else:
        summed = whole = field.name in declared.totals
    return PrintedColumn(column.heading, "right", summed, whole, _places(field))


def _is_figure(field: Field) -> bool:
    """True where a cell of the field holds a number, not a choice or the code of something."""
    return field.type.is_number and not (field.choices or is_reference(field))


def _places(field: Field) -> int:
    return field.type.places if isinstance(field.type, Fixed) else 0


def _values(
    fields: Sequence[Field | None], line: ListLine, hidden: Collection[str]
) -> Iterator[Value | None]:
    return (line.row.values.get(f.name) if f and f.name not in hidden else None for f in fields)


def _cell(field: Field | None, shown: Cell, value: Any) -> TableCell:
    text = shown.text if isinstance(shown, Chip) else shown
    if field is None or value is None or isinstance(value, Covered) or not _is_figure(field):
        return TableCell(text)
    return TableCell(text, number=value, places=_places(field), grouping=field.type.is_money)


def _sum(column: PrintedColumn, field: Field | None, lines: Sequence[ListLine]) -> Decimal | None:
    if field is None or not column.summed:
        return None
    values = (line.row.values.get(field.name) for line in lines)
    return sum((Decimal(value) for value in values if isinstance(value, int | Decimal)), Decimal(0))


def _grouped(
    order: ReportOrder,
    register: Register,
    declared: Print,
    lists: ListService,
    lines: Iterable[ListLine],
    *,
    masked: bool,
) -> Iterator[tuple[str, Sequence[ListLine]]]:
    """The lines by what they are grouped by, in order: choices and what is named as they are declared, days by their month,
    the rest in dictionary order; what says nothing last."""
    field = register.by_name.get(declared.group)
    held = tuple(lines)
    if field is None or field.retired:
        yield from [("", held)] if held else ()
        return
    (column,) = columns_of(register, (field.name,))
    names = lists.names_in((column,), order.plan.fiscal_year, masked=masked).get(field.name, {})
    found: dict[Any, list[ListLine]] = {}
    for line in held:
        found.setdefault(_group_of(field, line.row.values.get(field.name), order.as_of), []).append(line)
    for key in sorted(found, key=lambda key: _place(field, names, key)):
        yield _title(field, names, key, masked=masked and field in register.personal_fields), found[key]


def _group_of(field: Field, value: Any, as_of: date) -> Any:
    day = day_of(value)
    if day is None:
        return None if isinstance(value, Covered) else value
    return None if day > as_of and field.type.tells_a_day and not field.beforehand else Month.of(day)


def _place(field: Field, names: Mapping[str, str], key: Any) -> tuple[Any, ...]:
    if key is None:
        return (2,)
    listed = [choice.code for choice in field.choices] or list(names)
    if str(key) in listed:
        return 0, listed.index(str(key))
    return 1, sort_key(key) if isinstance(key, str) else key


def _title(field: Field, names: Mapping[str, str], key: Any, *, masked: bool) -> str:
    if key is None:
        return f"{field.label}: {_NOT_SAID}"
    if isinstance(key, Month):
        return f"{field.label}: {MASK}" if masked else month_long(key)
    said = field.show(mask_of(field, key) if masked else key)
    return f"{field.label}: {said} {names.get(said, '')}".strip()
