"""What the person at the desk may do, asked where a service begins its work. Source: docs/domain.md, "Rights"."""

from dataclasses import dataclass

from core.faults import RightRefusal
from core.plan.authority import SAYS, Authority, Joined, Said
from core.plan.people import Person
from core.plan.rights import OF_A_UNIT, USE_CASE_WORDS, WITHOUT_SIGNING_IN, UseCase, allowed, role_words
from core.store.connection import Connection
from core.store.tables import records
from core.store.tables.records import Query
from core.store.tables.register_tables import registers_of


@dataclass(frozen=True, slots=True)
class Rights:
    """Of who is signed in (None: nobody), in a file that has accounts or hasn't: there everything is allowed."""

    person: Person | None
    has_accounts: bool

    def why(self, use_case: UseCase, unit: str = "") -> str:
        """Why it isn't allowed, for a unit where one is named, and who may: one Thai sentence; "" where it is allowed."""
        if not self.has_accounts:
            return ""
        what = USE_CASE_WORDS[use_case]
        if self.person is None:
            return (
                ""
                if use_case in WITHOUT_SIGNING_IN
                else f"ยังไม่ได้{what} เพราะยังไม่ได้ลงชื่อเข้าใช้ โปรดลงชื่อเข้าใช้ก่อน"
            )
        if not allowed(self.person.roles, use_case):
            return f"{self.person.name}{what}ไม่ได้ ผู้ที่ทำได้คือ{role_words(use_case)} โปรดแจ้งผู้นั้น"
        if unit and unit != self.person.unit and use_case in OF_A_UNIT:
            return self.of_another(use_case)
        return ""

    def of_another(self, use_case: UseCase) -> str:
        """Why it isn't allowed for another unit, one Thai sentence."""
        name = self.person.name if self.person else ""
        return f"{name}{USE_CASE_WORDS[use_case]}ของส่วนราชการอื่นไม่ได้ โปรดแจ้งผู้ใช้ของส่วนราชการนั้น"

    def may(self, use_case: UseCase, unit: str = "") -> bool:
        """True where it is allowed, for a unit where one is named."""
        return not self.why(use_case, unit)

    def require(self, use_case: UseCase, unit: str = "") -> None:
        """RightRefusal where it isn't allowed."""
        why = self.why(use_case, unit)
        if why:
            raise RightRefusal(why)


def read_authority(connection: Connection) -> Authority:
    """Who may write what, as the file's records say now."""
    known = registers_of(connection)
    said = (
        Said(name, row.id, field, known[name].field(field).to_wire(row.values[field]))
        for name, fields in SAYS.items()
        for row in records.rows(connection, known[name], Query())
        for field in fields & row.values.keys()
    )
    return Authority().after([Joined(b"", 0, tuple(said))])
