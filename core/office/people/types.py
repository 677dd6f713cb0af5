"""What the service of people takes and hands out."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.plan.people import Person, Role


@dataclass(frozen=True, slots=True)
class PersonEdit:
    """What an account is to say; None: as it is."""

    name: str | None = None
    position: str | None = None
    unit: str | None = None
    roles: Iterable[Role] | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the page of people shows it: ``revoked`` where its key is, ``first`` where it certified itself."""

    person: Person
    revoked: bool
    first: bool

    @property
    def state(self) -> str:
        """How it stands, in Thai."""
        if not self.person.active:
            return "ปิดใช้แล้ว"
        return "กุญแจถูกเพิกถอน" if self.revoked else "ใช้งานอยู่"

    @property
    def in_use(self) -> bool:
        """True where its person can sign in."""
        return self.person.active and not self.revoked


@dataclass(frozen=True, slots=True)
class NewKey:
    """A person with the code of the recovery sheet, which is told this once and kept nowhere."""

    person: Person
    code: str
