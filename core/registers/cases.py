"""A rule asked about many records together: once for each different case, a case being what the rule says it reads."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from operator import is_not

from core.faults import Finding
from core.registers.centuries import rules_of
from core.registers.declare import Register, RuleContext, StatedRule, Value

MOST_CASES = 50_000  # kept in mind, of each rule

Values = Sequence[Value | None]
Columns = Mapping[str, Values]
Findings = tuple[Finding, ...]
Case = Value | tuple[object, ...] | None


class Cases:
    """One rule, or what one says of a single field, asked over columns of values."""

    def __init__(self, rule: StatedRule, reads: tuple[str, ...]) -> None:
        self._rule, self._reads, self._notices = rule, reads, rule.notices
        self._quiet: set[Case] = set()
        self._loud: dict[Case, Findings] = {}

    def findings(
        self, columns: Columns, count: int, context: RuleContext, *, worded: bool
    ) -> Iterator[tuple[int, Findings]]:
        """The places (first = 0) of the records that something is found in, and what; ``count`` records in all.

        Unless ``worded`` the findings' texts may be those of another record of the same case.
        """
        cases = self._of(columns, count)
        if self._quiet.issuperset(cases):
            return
        exact = not worded or not self._notices
        for place in [place for place, case in enumerate(cases) if case not in self._quiet]:
            case = cases[place]
            if case in self._quiet:  # since then
                continue
            found = self._loud.get(case) if exact else None
            found = self._asked(place, case, columns, context) if found is None else found
            if found:
                yield place, found

    def _of(self, columns: Columns, count: int) -> Sequence[Case]:
        """The case of each record; where a rule reads one field its value is the case itself."""
        if len(self._reads) == 1 and not self._notices:
            return columns.get(self._reads[0]) or [None] * count
        read = [columns.get(name) or repeat(None, count) for name in self._reads]
        noticed = [_filled(columns.get(name), count) for name in self._notices]
        return list(zip(*read, *noticed, strict=True))

    def _asked(self, place: int, case: Case, columns: Columns, context: RuleContext) -> Findings:
        names = (*self._reads, *self._notices)
        values = {name: columns[name][place] for name in names if name in columns}
        found = tuple(self._rule.find(values, context))
        self._remember(case, found)
        return found

    def _remember(self, case: Case, found: Findings) -> None:
        if len(self._quiet) + len(self._loud) >= MOST_CASES:
            self._quiet.clear()
            self._loud.clear()
        if found:
            self._loud[case] = found
        else:
            self._quiet.add(case)


def _filled(column: Values | None, count: int) -> Iterator[bool]:
    return repeat(False, count) if column is None else map(is_not, column, repeat(None))


def cases_of(register: Register) -> tuple[Cases, ...]:
    """The register's rules that look at nothing but a record's own values, in their order, for asking over columns."""
    found: list[Cases] = []
    for rule in rules_of(register):
        if isinstance(rule, StatedRule) and not rule.alike:
            parts = [(name,) for name in rule.reads] if rule.each else [rule.reads]
            found += [Cases(rule, reads) for reads in parts]
    return tuple(found)
