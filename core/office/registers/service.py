"""What a person does with the file's registers as a whole: see which there are, write one down, declare another.

A declaration is of no year, unlike what the plan officer settles (``core.office.plan``), and many records at once, unlike
what a form saves (``core.office.records``).
"""

from pathlib import Path
from typing import Any

from core.exchange.spreadsheets.sheets_out import replace_whole
from core.faults import FileRefusal, UsageRefusal
from core.office.commit import commit
from core.office.records.service import RecordService
from core.office.registers.declaring import changes_of, check_fit
from core.office.registers.sources import SUFFIX, written_at
from core.office.registers.types import DeclaredRegister, NewRegister
from core.office.session import Session
from core.plan.register_mappings import Declaration
from core.registers.declaration import read_register
from core.registers.toml_text import toml_text
from core.store.tables import records
from core.store.tables.declared_registers import declarations_in
from core.store.tables.records import Query


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
                    register.unit or keeper,
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
        """Write a register's declaration to a ``.toml`` file, whole or not at all. FileRefusal for another ending, or where
        it can't be written; UsageRefusal as for ``declaration``."""
        written = self.declaration(name)
        if target.suffix.lower() != SUFFIX:
            raise FileRefusal(
                f"เขียนทะเบียนลงแฟ้ม {target.name} ไม่ได้ โปรดตั้งชื่อแฟ้มลงท้ายด้วย {SUFFIX} (รายการในทะเบียนใช้คำสั่งส่งออก)"
            )
        try:
            text = toml_text(written)
        except TypeError:  # a forged part that TOML has no form of
            raise FileRefusal(f"ทะเบียน {name} มีส่วนที่อ่านไม่ได้ จึงเขียนลงแฟ้มไม่ได้ โปรดตรวจแฟ้มแล้วแก้ไขส่วนนั้น") from None
        replace_whole(target, lambda beside: _write(beside, text))

    def declare(self, source: str, name: str = "", unit: str = "") -> NewRegister:
        """Declare a register as a ``.toml`` file or one of the library (``library:NAME``) says, under another ``name`` and
        kept by another ``unit`` where these are given. One step of undo; a proposal where this file's unit doesn't keep the
        plan.

        InputRefusal for a declaration that can't be read or doesn't fit into the file; UsageRefusal for a register that the
        library hasn't; OSError where the source can't be read.
        """
        asked = {key: value for key, value in (("name", name), ("unit", unit)) if value}
        written = {**written_at(source), **asked}
        register = read_register(written)
        check_fit(self._session, written, register)
        changes = changes_of(self._session, self._records, written)
        done = commit(self._session, changes, f"เพิ่มทะเบียนใหม่ {register.title}")
        return NewRegister(register, done)

    def _written(self) -> dict[str, dict[str, Any]]:
        """The declarations by the names of their registers."""
        with self._session.reading() as connection:
            return declarations_in(connection)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
