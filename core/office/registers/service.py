"""What a person does with the file's registers as a whole: see which there are, design one, declare or change it, write it down.

A declaration is of no year, unlike what the plan officer settles (``core.office.plan``), and many records at once, unlike
what a form saves (``core.office.records``).
"""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from core.exchange.spreadsheets.sheets_in import ENDINGS, open_source
from core.exchange.spreadsheets.sheets_out import replace_whole
from core.exchange.xlsform.declared import register_of
from core.exchange.xlsform.workbook import form_of, holds_form
from core.faults import FileRefusal, InputRefusal, UsageRefusal
from core.office.commit import commit
from core.office.progress import Progress, Watch
from core.office.records.service import RecordService
from core.office.registers.declaring import changes_of, item_changes, standing
from core.office.registers.form_design import design_of_form
from core.office.registers.meanings import meanings, refusal
from core.office.registers.names import register_name
from core.office.registers.sheet_design import design_of_sheet
from core.office.registers.sources import LIBRARY, SUFFIX, in_library, library, written_at
from core.office.registers.trial import Trial
from core.office.registers.types import DeclaredRegister, Design, LibraryRegister, Meaning, NewRegister
from core.office.session import Session
from core.plan.office_registers import items_of
from core.plan.register_mappings import ITEMS, Declaration
from core.registers.declare import Register
from core.registers.free_names import free_name
from core.registers.toml_text import toml_text
from core.store.log.changes import Change, Changes
from core.store.tables import records
from core.store.tables.declared_registers import declarations_in
from core.store.tables.records import Query
from core.store.tables.register_tables import taken_names


class RegisterService:
    """What a person does with the file's registers."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = RecordService(session)

    def declared(self) -> tuple[DeclaredRegister, ...]:
        """The file's registers, in rail order."""
        written, keeper = self._written(), self._session.keeper.code
        with self._session.reading() as connection:
            return tuple(
                DeclaredRegister(
                    register,
                    "" if register.owner_by else register.unit or keeper,
                    records.count(connection, register, Query()),
                    bool(written.get(register.name, {}).get("retired")),
                )
                for register in self._session.registers()
            )

    def declaration(self, name: str) -> Declaration:
        """The declaration of a register, in the form of docs/formats.md; UsageRefusal where the file has none of that
        name."""
        written = self._written()
        if name not in written:
            known = " ".join(register.name for register in self._session.registers())
            raise UsageRefusal(f"แฟ้มนี้ไม่มีทะเบียนชื่อ “{name}” โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ {known}")
        return written[name]

    def export(self, name: str, target: Path) -> None:
        """Write a register's declaration to a ``.toml`` file, whole or not at all, with the records that came with it.
        FileRefusal for another ending, or where it can't be written; UsageRefusal as for ``declaration``."""
        written = {**self.declaration(name), **self._items(name)}
        if target.suffix.lower() != SUFFIX:
            raise FileRefusal(
                f"เขียนทะเบียนลงแฟ้ม {target.name} ไม่ได้ โปรดตั้งชื่อแฟ้มลงท้ายด้วย {SUFFIX} (รายการในทะเบียนใช้คำสั่งส่งออก)"
            )
        try:
            text = toml_text(written)
        except TypeError:  # a forged part that TOML has no form of
            raise FileRefusal(f"ทะเบียน {name} มีส่วนที่อ่านไม่ได้ จึงเขียนลงแฟ้มไม่ได้ โปรดตรวจแฟ้มแล้วแก้ไขส่วนนั้น") from None
        replace_whole(target, lambda beside: _write(beside, text))

    def _items(self, name: str) -> dict[str, Any]:
        """The records that came with a register as its declaration says them; {} where none did."""
        register, years = self._session.register(name), self._session.years
        if not register.plan_born or not years or any(field.through for field in register.fields):
            return {}
        with self._session.reading() as connection:
            held = [row.values for row in records.rows(connection, register, Query(counted=True))]
        return {ITEMS: items_of(register, held, years[-1])}

    def design_at(self, source: str, sheet: str = "") -> Design:
        """The new register that a source is or proposes: ``library:NAME``, a ``.toml`` file, an XLSForm, or another
        spreadsheet's ``sheet``. InputRefusal for a file of another kind or one that can't be read, UsageRefusal for a register
        that the library hasn't; else as ``from_form`` and ``from_sheet``; OSError."""
        path = Path(source)
        if source.startswith(LIBRARY) or path.suffix.lower() not in ENDINGS:
            return Design(written_at(source))
        return self.from_sheet(path, sheet) if sheet or not self.is_form(path) else self.from_form(path)

    # Designing

    def library(self) -> tuple[LibraryRegister, ...]:
        """The registers that the program brings."""
        return tuple(
            LibraryRegister(name, written["title"], tuple(field["label"] for field in written["fields"]))
            for name, written in library().items()
            if not written.get("plan_born")  # what comes with a plan comes with its records
        )

    def from_library(self, name: str) -> Design:
        """One of these as a new register, under a name that the file hasn't, kept by the unit it names where there is such;
        UsageRefusal where there is none of that name."""
        written = in_library(name)
        if written.get("unit") not in {unit.code for unit in self._session.units()}:
            written.pop("unit", None)
        return Design({**written, "name": free_name(written["name"], self._taken())})

    def blank(self, title: str) -> Design:
        """A new register of that title, without a field yet."""
        return Design({"name": register_name(title, self._taken()), "title": title, "fields": []})

    def sheets_of(self, path: Path) -> tuple[str, ...]:
        """The names of a spreadsheet's sheets that hold something and that anybody sees. FileRefusal where it can't be read."""
        with closing(open_source(Path(path))) as source:
            named = enumerate(source.sheets)
            return tuple(sheet.name for n, sheet in named if not sheet.hidden and source.is_filled(n))

    def from_sheet(self, path: Path, sheet: str = "", progress: Progress | None = None) -> Design:
        """A new register proposed from a sheet that the office uses today (.xlsx, .xls, .ods, .csv), by default the first that
        holds something; its rows are taken in afterwards as any sheet's are.

        FileRefusal where it can't be read, is blank, has headings alone, or more columns than a register can have fields.
        Stopped where ``progress`` asks to stop.
        """
        with closing(open_source(Path(path))) as source:
            with Watch(progress, f"กำลังอ่าน {source.name}", source.stop) as watch:
                design = design_of_sheet(source, Path(path), sheet, self._taken())
                watch.heed()
            self.read(design.written, new=True)
            return design

    def is_form(self, path: Path) -> bool:
        """True where a workbook is an XLSForm. FileRefusal where it can't be read."""
        with closing(open_source(Path(path))) as source:
            return holds_form(source)

    def from_form(self, path: Path, progress: Progress | None = None) -> Design:
        """A new register of an XLSForm workbook's questions; ``left_out`` names what of it has no counterpart.

        FileRefusal where it can't be read, is no XLSForm, or asks nothing that has a counterpart. Stopped where ``progress``
        asks to stop.
        """
        with closing(open_source(Path(path))) as source:
            with Watch(progress, f"กำลังอ่าน {source.name}", source.stop) as watch:
                form = form_of(source)
                watch.heed()
            design = design_of_form(register_of(form), Path(path), self._taken())
        self.read(design.written, new=True)
        return design

    def of_file(self, name: str) -> Design:
        """A register that the file has; UsageRefusal where it has none of that name."""
        written = self.declaration(name)
        return Design(written, base=written)

    def read(self, written: Declaration, *, new: bool = False) -> Register:
        """The register that a declaration makes in this file: in the place of the one that goes by its name, or as a
        ``new`` one.

        InputRefusal where it can't be read, asks the file for what isn't there, or is new and its name in use.
        """
        return standing(self._session, written, self._base(written, new=new))[1]

    def meaning(self, written: Declaration, *, new: bool = False) -> tuple[Meaning, ...]:
        """What every difference from the declaration that the file has means; () for a new register. InputRefusal as for
        ``read``."""
        base = self._base(written, new=new)
        _, register = standing(self._session, written, base)
        return meanings(self._session, base, written, register) if base is not None else ()

    def trial(self, written: Declaration, *, new: bool = False) -> Trial:
        """The register of a declaration to be tried out; nothing is written. InputRefusal as for ``read``."""
        return Trial(self.read(written, new=new), self._session)

    def save(self, written: Declaration, *, new: bool = False) -> NewRegister:
        """Declare a ``new`` register, or change the one of that name, as one step of undo; a proposal where this file's unit
        doesn't keep the plan.

        InputRefusal as for ``read``, and where the meaning of a change is refused: the file is as it was.
        """
        base = self._base(written, new=new)
        stands, register = standing(self._session, written, base)
        if base is not None and (why := refusal(self._session, base, written, register)):
            raise InputRefusal(why)
        changes = [
            *changes_of(self._session, self._records, stands),
            *item_changes(self._session, register, stands),
        ]
        label = f"{'เพิ่มทะเบียนใหม่' if base is None else 'แก้ไขทะเบียน'} {register.title}"
        return NewRegister(register, commit(self._session, changes, label) if changes else Changes())

    def used_to(self, names: Iterable[str], year: int) -> list[Change]:
        """The changes by which registers take no records of years after ``year`` any more. InputRefusal where one can't be
        saved so, UsageRefusal as for ``declaration``."""
        changes: list[Change] = []
        for name in sorted(names):
            base = self.declaration(name)
            stands, _ = standing(self._session, {**base, "used_to": year}, base)
            changes += changes_of(self._session, self._records, stands)
        return changes

    def _base(self, written: Declaration, *, new: bool) -> Declaration | None:
        return None if new else self._written().get(str(written.get("name")))

    def _taken(self) -> frozenset[str]:
        return taken_names() | self._session.file.registers.keys()

    def _written(self) -> dict[str, dict[str, Any]]:
        """The declarations by the names of their registers."""
        with self._session.reading() as connection:
            return declarations_in(connection)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
