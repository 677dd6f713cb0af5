"""What the desk and the command line are told of proposals to change the plan, or another unit's records."""

from dataclasses import dataclass
from datetime import datetime

from core.plan.proposals import STATES, ProposedAction


@dataclass(frozen=True, slots=True)
class ProposedField:
    """One field of a proposal, shown: what it held when it was proposed, what is wished, and what it holds now."""

    name: str
    label: str
    was: str
    wanted: str
    now: str

    @property
    def moved(self) -> bool:
        """True where the plan has changed since the proposal was made, and not to what is wished."""
        return self.now not in (self.was, self.wanted)


@dataclass(frozen=True, slots=True)
class ProposedRecord:
    """What a proposal wishes of one record. ``record`` names it in Thai; ``there`` says whether it is in the plan now."""

    register: str
    record_id: str
    record: str
    action: ProposedAction
    fields: tuple[ProposedField, ...]
    there: bool


@dataclass(frozen=True, slots=True)
class PlanProposal:
    """A proposal to change the plan, or another unit's records, in a fiscal year. ``unit`` is the proposing unit's code, ``at``
    Bangkok time by the proposer's clock; ``state`` is open, taken, declined or withdrawn; the last three say by whom, when and
    why. ``decidable``: it waits for the acting person to take it up or decline it."""

    id: str
    year: int
    title: str
    unit: str
    author: str
    at: datetime
    state: str
    records: tuple[ProposedRecord, ...]
    answer: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    decidable: bool = False

    @property
    def state_label(self) -> str:
        """The state in Thai; a later version's state as it is."""
        return STATES.get(self.state, self.state)

    @property
    def open(self) -> bool:
        """True while nobody has decided."""
        return self.state == "open"

    @property
    def moved(self) -> bool:
        """True where the plan has moved on since in something the proposal would change."""
        return any(wish.moved for record in self.records for wish in record.fields)
