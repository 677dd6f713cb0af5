"""Taking a package's entries in: each chain must go on without a gap from where the manifest says it begins."""

from collections.abc import Callable, Mapping, Sequence

from core.exchange.packages import refusals
from core.exchange.packages.reader import Package
from core.store.log.entry import BadEntry, Entry
from core.store.log.intake import Ingested, Intake, blocks
from core.store.log.signatures import BrokenChain

OnRead = Callable[[int], None]


class _Chains:
    """How far each chain of a package has come."""

    def __init__(self, spans: Mapping[str, tuple[int, int]], name: str) -> None:
        self._spans = spans
        self._name = name
        self._reached: dict[str, int] = {}

    def follow(self, block: Sequence[Entry]) -> None:
        """Go on by these entries; FileRefusal where one is missing before. A chain that was written on in two places
        holds a number twice."""
        for entry in block:
            first, last = self._spans.get(entry.replica, (1, 0))
            reached = self._reached.get(entry.replica, first - 1)
            if not first <= entry.seq <= min(last, reached + 1):
                raise refusals.with_gap(self._name)
            self._reached[entry.replica] = max(reached, entry.seq)

    def end(self) -> None:
        """FileRefusal where a chain ends too soon."""
        if self._reached != {replica: last for replica, (_, last) in self._spans.items()}:
            raise refusals.with_gap(self._name)


def ingest(package: Package, intake: Intake, *, complete: bool, on_read: OnRead) -> Ingested:
    """Take all of a package's entries in; ``on_read`` hears how many were read so far, and may raise to stop.

    ``complete``: the file holds all that the package needs, so nothing of it may be left waiting. FileRefusal where
    the package isn't what its manifest says; the caller's transaction is to be given up then.
    """
    chains = _Chains(package.manifest.spans, package.name)
    taken, read = Ingested(), 0
    try:
        for block in blocks(package.entries()):
            chains.follow(block)
            taken += intake.ingest(block)
            if taken.misfit or (complete and taken.waiting):
                raise refusals.forged(package.name)
            read += len(block)
            on_read(read)
    except BadEntry as fault:
        raise refusals.damaged(package.name) from fault
    except BrokenChain as fault:
        raise refusals.broken(package.name, fault) from fault
    chains.end()
    return taken
