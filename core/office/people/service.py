"""What is done with people: accounts made, changed and ended, and signing in. Source: docs/domain.md, "Accounts"."""

from core.faults import InputRefusal, SignInRefusal, UsageRefusal
from core.keys import recovery_code, sealed_key
from core.keys.delays import Delays
from core.keys.sealed_key import Cost
from core.keys.signer import new_private_key, signer_from
from core.office.commit import commit
from core.office.people import signing_in
from core.office.people.types import Account, NewKey, PersonEdit
from core.office.session import Session
from core.plan.office_records import PEOPLE, REVOCATIONS
from core.plan.people import Person, Role, name_fault, password_fault, roles_text, secret_of
from core.plan.rights import UseCase
from core.registers.declare import Wire
from core.state_folder import state_dir
from core.store.file.signed import after_revocation
from core.store.log.authorship import certified_themselves
from core.store.log.changes import Change, Put
from core.thai.folding import clean

REASON_LENGTH = 500
# A code of forty digits can't be guessed, however cheap a try is.
CODE_COST = Cost(memory=1024, passes=1, lanes=1)


class PeopleService:
    """The people of an open file. ``cost`` is what sealing a key costs; tests make it small."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.cost = sealed_key.STANDARD
        self.delays = Delays(state_dir() / "sign-in")

    # Asking

    def people(self) -> tuple[Account, ...]:
        """Every account, ended ones too, in the order of names."""
        accounts = self._session.accounts
        with self._session.reading() as connection:
            keys = {p.id: p.key for p in accounts.people.values()}
            first = certified_themselves(connection, keys, accounts.revoked)
        return tuple(
            Account(person, person.key in accounts.revoked, person.id in first)
            for person in accounts.people.values()
        )

    def after_revocation(self) -> tuple[str, ...]:
        """A sentence for each entry under a revoked key that its revocation hadn't seen."""
        with self._session.reading() as connection:
            return tuple(after_revocation(connection))

    def names(self) -> tuple[str, ...]:
        """The names of those who can sign in."""
        accounts = self._session.accounts
        return tuple(p.name for p in accounts.people.values() if accounts.can_sign(p))

    def person(self, name: str) -> Person:
        """The person of a name; UsageRefusal where there is none."""
        found = self._session.accounts.named(name)
        if found is None:
            raise UsageRefusal(f"แฟ้มนี้ไม่มีผู้ใช้ชื่อ “{name}” โปรดใช้ชื่อในรายชื่อผู้ใช้")
        return found

    # Signing in

    def sign_in(self, name: str, password: str) -> Person:
        """Have a person act from now on. SignInRefusal where it can't be: an unknown name, a wrong password, a wait that
        isn't over."""
        accounts = self._session.accounts
        person = signing_in.person_of(accounts, name)
        signer = signing_in.unlocked(person, accounts.locked[person.id], password, self.delays)
        self._session.act_as(person, signer)
        return person

    def sign_out(self) -> None:
        """Have nobody act any more: the file can be looked at."""
        self._session.act_as_nobody()

    # Accounts

    def add(
        self, name: str, password: str, *, position: str = "", unit: str = "", roles: frozenset[Role]
    ) -> NewKey:
        """Make an account. The first one is a keeper's, takes the file into accounts, and is signed in. InputRefusal for a
        name, password, unit or roles that won't do."""
        self._require_keeper()
        accounts = self._session.accounts
        if not accounts and Role.KEEPER not in roles:
            raise InputRefusal("ผู้ใช้คนแรกต้องเป็นผู้ดูแลแผน เพื่อเพิ่มผู้ใช้คนอื่นได้ โปรดเลือกบทบาทผู้ดูแลแผนด้วย")
        self._refuse_fault(name_fault(name, (p.name for p in accounts.people.values())))
        self._refuse_password(password, name)
        self._refuse_place(unit, roles)
        private, code = new_private_key(), recovery_code.draw()
        signer = signer_from(private)
        made = Person(
            self._session.new_id(), clean(name), clean(position), unit, frozenset(roles), signer.public
        )
        put = Put(PEOPLE.name, made.id, self._wires(made) | self._sealed(private, password, code))
        if accounts:
            self._commit([put], f"เพิ่มผู้ใช้ {made.name}")
        else:
            with self._session.acting(made, signer, uncertified=True):
                self._commit([put], f"เริ่มใช้บัญชีผู้ใช้ โดย {made.name}")
        return NewKey(made, code)

    def change(self, person_id: str, edit: PersonEdit) -> Person:
        """Change what an account says. InputRefusal where it won't do, or nobody would keep the plan any more."""
        self._require_keeper()
        accounts = self._session.accounts
        person = self._known(person_id)
        changed = _edited(person, edit)
        others = (p.name for p in accounts.people.values() if p.id != person.id)
        self._refuse_fault(name_fault(changed.name, others))
        self._refuse_place(changed.unit, changed.roles)
        if Role.KEEPER not in changed.roles or not changed.active:
            self._refuse_last_keeper(person)
        wires = {
            name: wire for name, wire in self._wires(changed).items() if wire != self._wires(person)[name]
        }
        if wires:
            self._commit([Put(PEOPLE.name, person.id, wires)], f"แก้ไขผู้ใช้ {changed.name}")
        return changed

    def deactivate(self, person_id: str) -> Person:
        """End an account: nobody signs in by it any more, and what its person wrote stands. Refuses as ``change``."""
        return self.change(person_id, PersonEdit(active=False))

    def revoke(self, person_id: str, reason: str) -> None:
        """Revoke an account's key, with a reason. InputRefusal without one, and for the only keeper's."""
        self._require_keeper()
        person = self._known(person_id)
        self._refuse_last_keeper(person)
        self._commit([self._revocation(person, reason)], f"เพิกถอนกุญแจของ {person.name}")

    def _revocation(self, person: Person, reason: str) -> Put:
        why = clean(reason)
        if not why:
            raise InputRefusal("ยังไม่ได้ใส่เหตุผล โปรดพิมพ์ว่าเพิกถอนกุญแจเพราะเหตุใด")
        values: dict[str, Wire] = {
            "key": person.key.hex(),
            "person": person.id,
            "reason": why[:REASON_LENGTH],
            "revoked_on": self._session.today().isoformat(),
        }
        record = self._session.file.registers[REVOCATIONS.name].id_for({"key": person.key.hex()})
        return Put(REVOCATIONS.name, record or self._session.new_id(), values)

    def renew(self, person_id: str, password: str, reason: str) -> NewKey:
        """Give a person a new key and password, and revoke the old key: of one who lost both, or whose key was stolen."""
        self._require_keeper()
        person = self._known(person_id)
        own = self._session.person
        if own is not None and own.id == person.id:
            raise InputRefusal("ออกกุญแจใหม่ให้ตนเองไม่ได้ โปรดเปลี่ยนรหัสผ่าน หรือให้ผู้ดูแลแผนอีกคนออกให้")
        self._refuse_password(password, person.name)
        private, code = new_private_key(), recovery_code.draw()
        key: dict[str, Wire] = {"key": signer_from(private).public.hex()}
        renewed = Put(PEOPLE.name, person.id, key | self._sealed(private, password, code))
        old = [] if person.key in self._session.accounts.revoked else [self._revocation(person, reason)]
        self._commit([renewed, *old], f"ออกกุญแจใหม่ให้ {person.name}")
        return NewKey(self._known(person_id), code)

    # One's own secrets

    def set_password(self, old: str, new: str) -> None:
        """Change the password of who is signed in; the recovery sheet holds. SignInRefusal for a wrong old one."""
        person, private = self._own(old)
        self._refuse_password(new, person.name)
        sealed: dict[str, Wire] = {"locked_key": sealed_key.seal(private, secret_of(new), self.cost)}
        self._commit([Put(PEOPLE.name, person.id, sealed)], "เปลี่ยนรหัสผ่านของตนเอง")

    def new_sheet(self, password: str) -> NewKey:
        """A new recovery code for who is signed in; the one before is worthless then. SignInRefusal for a wrong password."""
        person, private = self._own(password)
        code = recovery_code.draw()
        sealed: dict[str, Wire] = {"recovery_key": sealed_key.seal(private, code, CODE_COST)}
        self._commit([Put(PEOPLE.name, person.id, sealed)], "ออกใบกู้บัญชีใหม่ของตนเอง")
        return NewKey(person, code)

    def _own(self, password: str) -> tuple[Person, bytes]:
        person = self._session.person
        if person is None:
            raise SignInRefusal("ยังไม่ได้ลงชื่อเข้าใช้ โปรดลงชื่อเข้าใช้ก่อน")
        locked = self._session.accounts.locked[person.id]
        return person, signing_in.opened(person, locked, password, self.delays)

    def recover(self, name: str, code: str, password: str) -> NewKey:
        """By the recovery sheet's code: a new password and a new code, and the person is signed in. SignInRefusal for a code
        that isn't the person's, InputRefusal for one that was mistyped or a password that won't do."""
        accounts = self._session.accounts
        person = signing_in.person_of(accounts, name)
        try:
            read = recovery_code.read(code)
        except ValueError as fault:
            raise InputRefusal(str(fault)) from fault
        self._refuse_password(password, person.name)
        private = signing_in.opened(person, accounts.recovery[person.id], read, self.delays, "code")
        drawn = recovery_code.draw()
        with self._session.acting(person, signer_from(private)):
            sealed = self._sealed(private, password, drawn)
            self._commit([Put(PEOPLE.name, person.id, sealed)], "ตั้งรหัสผ่านใหม่ด้วยใบกู้บัญชี")
        return NewKey(person, drawn)

    # What all of these ask

    def _sealed(self, private: bytes, password: str, code: str) -> dict[str, Wire]:
        return {
            "locked_key": sealed_key.seal(private, secret_of(password), self.cost),
            "recovery_key": sealed_key.seal(private, code, CODE_COST),
        }

    def _wires(self, person: Person) -> dict[str, Wire]:
        return {
            "name": person.name,
            "position": person.position or None,
            "unit": person.unit or None,
            "roles": roles_text(person.roles),
            "key": person.key.hex(),
            "active": int(person.active),
        }

    def _commit(self, changes: list[Change], label: str) -> None:
        commit(self._session, changes, label)

    def _require_keeper(self) -> None:
        self._session.rights.require(UseCase.MANAGE_PEOPLE)

    def _known(self, person_id: str) -> Person:
        found = self._session.accounts.people.get(person_id)
        if found is None:
            raise InputRefusal("ไม่พบผู้ใช้นี้แล้ว โปรดเปิดหน้าผู้ใช้ใหม่แล้วเลือกอีกครั้ง")
        return found

    def _refuse_last_keeper(self, person: Person) -> None:
        keepers = self._session.accounts.keepers()
        if keepers == (person,):
            raise InputRefusal(f"{person.name} เป็นผู้ดูแลแผนคนเดียวที่เหลืออยู่ โปรดให้ผู้ใช้อีกคนเป็นผู้ดูแลแผนก่อน แล้วทำใหม่")

    def _refuse_password(self, password: str, name: str) -> None:
        self._refuse_fault(password_fault(password, name))

    def _refuse_place(self, unit: str, roles: frozenset[Role]) -> None:
        if not roles:
            raise InputRefusal("ยังไม่ได้เลือกบทบาท โปรดเลือกอย่างน้อยหนึ่งบทบาท")
        units = {u.code: u.name for u in self._session.units()}
        if units and unit not in units:
            raise InputRefusal(f"ไม่มีส่วนราชการรหัส “{unit}” โปรดใช้รหัสใดรหัสหนึ่งต่อไปนี้ {' '.join(units)}")

    @staticmethod
    def _refuse_fault(fault: str) -> None:
        if fault:
            raise InputRefusal(fault)


def _edited(person: Person, edit: PersonEdit) -> Person:
    def chosen(given: str | None, held: str) -> str:
        return held if given is None else clean(given)

    return Person(
        person.id,
        chosen(edit.name, person.name),
        chosen(edit.position, person.position),
        chosen(edit.unit, person.unit),
        person.roles if edit.roles is None else frozenset(edit.roles),
        person.key,
        active=person.active if edit.active is None else edit.active,
    )
