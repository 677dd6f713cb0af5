"""What search looks in beside the texts as they are stored: the folded texts of records that older programs wrote.

Most text folds letter by letter (``core.thai.folding.alike``), so that a pattern finds it where it is. Where letters
or marks were typed in another way, or something invisible is between them, the record's texts are kept folded.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, or_, select

from core.registers.declare import Register, Wire
from core.store.tables.bulk import chunks, insert_rows
from core.store.tables.definitions import SEARCHED
from core.store.tables.personal import told_from
from core.store.tables.register_tables import table_of
from core.thai.folding import alike, fold_case, folds_by_letter

_SPECIAL = frozenset("*?[")

Texts = Sequence[Wire]


def note_new(connection: Connection, register: str, records: Sequence[str], columns: Sequence[Texts]) -> None:
    """Note what search needs of new records, by their ids; of each text field that is given, the column of its texts."""
    if not all(map(folds_whole, columns)):
        note(connection, register, zip(records, zip(*columns, strict=True), strict=True), ())


def folds_whole(texts: Texts) -> bool:
    """True where the texts of a record fold letter by letter, and nothing needs to be noted of it."""
    return folds_by_letter(_joined(texts))


def note(
    connection: Connection, register: str, rows: Iterable[tuple[str, Texts]], noted: Sequence[str]
) -> set[str]:
    """Note what search needs of records, by id with their texts; of those ``noted`` something is noted already. Returns
    those of which something is noted now."""
    for some in chunks(noted):
        these = SEARCHED.c.record.in_(some)
        connection.execute(delete(SEARCHED).where(SEARCHED.c.register == register, these))
    found = [
        (register, record, fold_case(_joined(texts))) for record, texts in rows if not folds_whole(texts)
    ]
    insert_rows(connection, SEARCHED, found)
    return {record for _, record, _ in found}


def _joined(texts: Texts) -> str:
    return " ".join(filter(None, texts))  # type: ignore[arg-type]  # texts are all there are


def holds(register: Register, word: str, personal_from: int = 0) -> ColumnElement[bool]:
    """True of the records in one of whose texts, or choices' labels, the folded word is; in personal data only of those that
    still tell it (``told_from``)."""
    personal, told = {f.name for f in register.personal_fields}, told_from(register, personal_from)
    table, pattern = table_of(register), f"*{''.join(map(_as_pattern, word))}*"
    noted = select(SEARCHED.c.record).where(
        SEARCHED.c.register == register.name, _like(SEARCHED.c.words, pattern)
    )
    found = [
        _like(table.c[name], pattern) & told if name in personal else _like(table.c[name], pattern)
        for name in register.text_fields
    ]
    for declared in (f for f in register.stored_fields if f.choices and f.type.python is str):
        codes = [c.code for c in declared.choices if word in fold_case(c.label)]
        chosen = table.c[declared.name].in_(codes)
        found.append(chosen & told if declared.name in personal else chosen)
    return or_(*found, table.c.id.in_(noted) & told)


def _like(column: ColumnElement[str], pattern: str) -> ColumnElement[bool]:
    return column.op("GLOB", is_comparison=True)(pattern)


def _as_pattern(letter: str) -> str:
    letters = alike(letter)
    if letter == "^":
        letters = letters[::-1]  # at the beginning of a choice it would mean any other letter
    return f"[{letters}]" if len(letters) > 1 or letters in _SPECIAL else letters
