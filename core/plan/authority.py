"""Who may write what, as it follows from the entries of a log: people, revoked keys, and the units that answer for registers,
projects and indicators. Source: docs/domain.md, "Rights".

An *authority entry* is one that says so (``touches``). The authority of a set of them is the same whatever order they came
in: fields are multi-value registers here as everywhere, and of rival values the later clock reading holds.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from core.plan import office_records
from core.plan.office_records import EVIDENCE, EXPORTS, MONTH_STATES, OFFICE_SETTINGS
from core.plan.people import Person, Role, key_of, person_said
from core.plan.proposals import PLAN_NAMES, PLAN_PROPOSALS, is_the_keepers
from core.registers.declare import OWNER_CODES, OWNERS, Wire

PEOPLE, REVOCATIONS = office_records.PEOPLE.name, office_records.REVOCATIONS.name
DELETED = "_deleted"  # as the log calls it
_PLAN = frozenset({"fiscal_year", DELETED})

# What of which registers says who may write what.
SAYS: Mapping[str, frozenset[str]] = {
    PEOPLE: frozenset({"name", "position", "unit", "roles", "key", "active"}),
    REVOCATIONS: frozenset({"key", DELETED}),
    "plan_years": _PLAN | {"draft", "keeper"},
    "plan_units": _PLAN | {"code", "ordinal"},
    "plan_projects": _PLAN | {"number", "owner"},
    "plan_indicators": _PLAN | {"code", "owner"},
    "plan_registers": frozenset({"name", "unit", "owner_by", "plan_born", DELETED}),
    "plan_register_fields": frozenset({"register_name", "name", "code_of", DELETED}),
}

# Of what records of the plan the unit answers that answers for an indicator or a project, with the field that names it.
OF_THE_PLAN: Mapping[str, tuple[str, str]] = {
    "plan_indicators": ("indicator", "code"),
    "plan_projects": ("project", "number"),
    "plan_steps": ("project", "project"),
}

WRITERS = frozenset(Role) - {Role.VIEWER}
HEADS = frozenset({Role.SUPERVISOR, Role.KEEPER})
KEEPER = frozenset({Role.KEEPER})
ANYBODY = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
MONTH_KEY = MONTH_STATES.key_fields
OWN_FIELDS = frozenset({"locked_key", "recovery_key"})  # what people write into their own account
OF_MONTHS = frozenset(r.name for r in (MONTH_STATES, office_records.EDITIONS, office_records.PRINTED_REPORTS))


@dataclass(frozen=True, slots=True)
class Said:
    """One field written by an authority entry; ``replaces`` are the ids of the entries whose values it supersedes."""

    register: str
    record: str
    field: str
    value: Wire
    replaces: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """What an authority entry of that id and clock reading says."""

    id: bytes
    clock: int
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    clock: int
    id: bytes
    value: Wire


@dataclass(frozen=True, slots=True)
class Demand:
    """Who may write something: people of one of these roles, of this unit (None: of any; "": the one that keeps the plan)."""

    roles: frozenset[Role]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A value written into a field of a record: ``made`` is what the record was made with (of a ``new`` one what it is made
    with), ``was`` the value that is replaced."""

    register: str
    record: str
    field: str
    value: Wire
    made: Mapping[str, Wire]
    was: Wire = None
    new: bool = False


def touches(register: str, fields: Collection[str]) -> bool:
    """True where writing these fields of a register says who may write what."""
    return register in SAYS and not SAYS[register].isdisjoint(fields)


class Authority:
    """Who may write what, by the authority entries of somebody's past. Where these know no person everything is allowed."""

    def __init__(self, heads: Mapping[tuple[str, str, str], tuple[_Head, ...]] | None = None) -> None:
        self._heads = heads or {}

    def after(self, entries: Iterable[Joined]) -> "Authority":
        """The authority once entries have joined, one after the other."""
        heads = dict(self._heads)
        for entry in entries:
            for one in entry.said:
                place = (one.register, one.record, one.field)
                gone = {*one.replaces, entry.id}
                rest = (head for head in heads.get(place, ()) if head.id not in gone)
                heads[place] = (*rest, _Head(entry.clock, entry.id, one.value))
        return Authority(heads)

    @cached_property
    def _records(self) -> Mapping[str, Mapping[str, Mapping[str, Wire]]]:
        """The records by register and id, those that are deleted left out."""
        found: dict[str, dict[str, dict[str, Wire]]] = {name: {} for name in SAYS}
        for (register, record, field), heads in self._heads.items():
            shown = max(heads, key=lambda head: (head.clock, head.id))
            found[register].setdefault(record, {})[field] = shown.value
        return {
            register: {record: values for record, values in records.items() if not values.get(DELETED)}
            for register, records in found.items()
        }

    # People

    @cached_property
    def people(self) -> Mapping[bytes, Person]:
        """The people by their keys; a key that several say is theirs is the first's, by its record's id."""
        found: dict[bytes, Person] = {}
        for record, values in sorted(self._records[PEOPLE].items()):
            person = person_said(record, values)
            if person.key:
                found.setdefault(person.key, person)
        return found

    @cached_property
    def knows_people(self) -> bool:
        """True where somebody has an account; else everything is allowed."""
        return any(register == PEOPLE for register, _, _ in self._heads) and bool(self._records[PEOPLE])

    @cached_property
    def revoked(self) -> frozenset[bytes]:
        """The keys that are no longer anybody's."""
        return frozenset(filter(None, (key_of(v.get("key")) for v in self._records[REVOCATIONS].values())))

    def person(self, key: bytes | None) -> Person | None:
        """Who signs with a key; None for nobody's, a revoked one's, and one's whose account is closed."""
        found = self.people.get(key or b"")
        return found if found is not None and found.active and found.key not in self.revoked else None

    # Who answers for what

    @cached_property
    def keeping_unit(self) -> str:
        """The unit that keeps the plan: the one the latest plan in force names, else its first."""
        plans = [v for v in self._records["plan_years"].values() if v.get("fiscal_year")]
        plans.sort(key=lambda v: (bool(v.get("draft")), -_whole(v.get("fiscal_year"))))
        stated = next((v for v in plans if v.get("keeper")), next(iter(plans), None))
        if stated is None:
            return ""
        year = stated["fiscal_year"]
        units = [v for v in self._records["plan_units"].values() if v.get("fiscal_year") == year]
        units.sort(key=lambda v: (v.get("code") != stated.get("keeper"), _whole(v.get("ordinal"))))
        return next((str(v.get("code") or "") for v in units), "")

    @cached_property
    def _registers(self) -> Mapping[str, Mapping[str, Wire]]:
        return {str(v.get("name")): v for v in self._records["plan_registers"].values()}

    @cached_property
    def _owner_fields(self) -> Mapping[str, str]:
        """By register whose records belong to who answers for a project or indicator: the field that names it."""
        coded = {
            (str(v.get("register_name")), str(v["code_of"])): str(v.get("name"))
            for _, v in sorted(self._records["plan_register_fields"].items(), reverse=True)
            if v.get("code_of")
        }
        stated = {
            name: str(v["owner_by"]) for name, v in self._registers.items() if v.get("owner_by") in OWNERS
        }
        return {name: coded.get((name, OWNERS[by]), by) for name, by in stated.items()}

    @cached_property
    def _owners(self) -> Mapping[tuple[str, str, object], str]:
        """By register of the plan and code the owner in each fiscal year, and (None) in the latest."""
        found: dict[tuple[str, str, object], str] = {}
        for by, register in OWNERS.items():
            of_years = sorted(self._records[register].values(), key=lambda v: _whole(v.get("fiscal_year")))
            for values in of_years:
                code, owner = str(values.get(OWNER_CODES[by])), str(values.get("owner") or "")
                found[register, code, values.get("fiscal_year")] = found[register, code, None] = owner
        return found

    def _owner(self, of: str, code: object, year: object) -> str:
        owner = self._owners.get((of, str(code), year))
        return self._owners.get((of, str(code), None), "") if owner is None else owner

    def told_by(self, register: str) -> tuple[str, ...]:
        """The fields a record was made with that tell who may write it; none where the register does."""
        if register in self._owner_fields:
            return (self._owner_fields[register], "fiscal_year")
        return _TOLD_BY.get(register, ())

    def asks_before(self, register: str) -> bool:
        """True where it matters which value is replaced."""
        return register in (MONTH_STATES.name, PLAN_PROPOSALS.name)

    def unit_of(self, register: str, made: Mapping[str, object]) -> str:
        """The unit a record belongs to, of an office's register or an indicator, project or step of the plan: by its values (for
        rights those it was made with). "" where nobody keeps a plan."""
        if register in OF_THE_PLAN:
            by, field = OF_THE_PLAN[register]
            return self._owner(OWNERS[by], made.get(field), made.get("fiscal_year")) or self.keeping_unit
        if register in self._owner_fields:
            by = str(self._registers[register]["owner_by"])
            owner = self._owner(OWNERS[by], made.get(self._owner_fields[register]), made.get("fiscal_year"))
            return owner or self.keeping_unit
        return str(self._registers.get(register, {}).get("unit") or "") or self.keeping_unit

    def demand(self, deed: Deed) -> Demand:
        """Who may do this."""
        register, made = deed.register, deed.made
        if register in PLAN_NAMES:
            if is_the_keepers(register, deed.field) or deed.field == DELETED:
                return Demand(KEEPER)
            code = made.get("number" if register == "plan_projects" else "project")
            return Demand(WRITERS, self._owner("plan_projects", code, made.get("fiscal_year")))
        if register == PLAN_PROPOSALS.name:
            return _of_proposal(deed)
        if register == EXPORTS.name:
            return Demand(ANYBODY)
        if register in OF_MONTHS:
            return _of_month(deed)
        if register == EVIDENCE.name:
            return Demand(WRITERS, str(made.get("unit") or ""))
        if register in (PEOPLE, REVOCATIONS, OFFICE_SETTINGS.name):
            return Demand(KEEPER)
        return Demand(WRITERS, self.unit_of(register, made))

    def meets(self, person: Person, demand: Demand) -> bool:
        """True where a person is one of those who may. The keeper of the plan acts for the unit that keeps it, too."""
        if demand.roles.isdisjoint(person.roles):
            return False
        if demand.unit is None or demand.unit == person.unit:
            return True
        return Role.KEEPER in person.roles and demand.unit in ("", self.keeping_unit)

    def may(self, person: Person | None, deed: Deed) -> bool:
        """True where a person (None: nobody who is known) may do this."""
        if not self.knows_people:
            return True
        if person is None:
            return False
        if deed.register == PEOPLE and deed.record == person.id and deed.field in OWN_FIELDS:
            return True
        if (deed.new or deed.field == DELETED) and self._comes_with_the_plan(person, deed.register):
            return True
        return self.meets(person, self.demand(deed))

    def may_make(self, person: Person | None, register: str, record: str, values: Mapping[str, Wire]) -> bool:
        """True where a person may make a record with these values."""
        deeds = (Deed(register, record, name, wire, values, new=True) for name, wire in values.items())
        return all(self.may(person, deed) for deed in deeds)

    def _comes_with_the_plan(self, person: Person, register: str) -> bool:
        """True for the keeper where records come and go with what the plan says, whoever fills them in."""
        return Role.KEEPER in person.roles and bool(self._registers.get(register, {}).get("plan_born"))


_TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "plan_projects": ("fiscal_year", "number"),
    "plan_steps": ("fiscal_year", "project"),
    EVIDENCE.name: ("unit",),
    MONTH_STATES.name: ("unit", "month", "state", "edition"),
    PLAN_PROPOSALS.name: ("unit", "state"),
    office_records.EDITIONS.name: ("unit",),
    office_records.PRINTED_REPORTS.name: ("unit",),
}


def _of_month(deed: Deed) -> Demand:
    """Of a unit's month its people submit it, its heads do all else; the whole office's is the keeper's. Which month it is,
    stays; and what was approved isn't taken away by submitting."""
    unit = str(deed.made.get("unit") or "")
    if not unit:
        return Demand(KEEPER)
    if deed.register != MONTH_STATES.name:  # what was approved and printed is made once
        return Demand(HEADS if deed.new else NOBODY, unit)
    if deed.new:
        told = MONTH_STATES.id_for(
            {n: MONTH_STATES.field(n).from_wire(w) for n in MONTH_KEY if (w := deed.made.get(n))}
        )
        submits = deed.made.get("state") == "submitted" and not deed.made.get("edition")
        return Demand(NOBODY) if told != deed.record else Demand(WRITERS if submits else HEADS, unit)
    if deed.field in (*MONTH_KEY, "fiscal_year", DELETED):
        return Demand(NOBODY)
    submits = deed.field == "state" and deed.value == "submitted" and deed.was in ("typing", "returned")
    comments = deed.field == "reason" and deed.value is None  # what it was sent back for is done
    return Demand(WRITERS if submits or comments else HEADS, unit)


def _of_proposal(deed: Deed) -> Demand:
    """A proposal is made and withdrawn by its unit's people, decided by heads; what it wishes stays."""
    unit = str(deed.made.get("unit") or "")
    if deed.new:
        return Demand(WRITERS if deed.made.get("state") == "open" else NOBODY, unit)
    if deed.field == DELETED or (deed.field == "state" and "withdrawn" in (deed.value, deed.was)):
        return Demand(WRITERS, unit)
    return Demand(HEADS if deed.field in ("state", "answer") else NOBODY)


EVERYTHING = Authority()  # nobody is known, and everything allowed


def _whole(wire: Wire) -> int:
    return wire if isinstance(wire, int) else 0
