"""Pages: boxes flow down a column, over as many pages as they need.

All pages are made up before the first one is drawn, so a footer can say "หน้า 2 / 7".
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from core.reports.typesetting.pen import Pen


class Box(Protocol):
    """Something with a height that can be split and drawn. ``before`` and ``after`` are the spaces around it."""

    @property
    def before(self) -> float: ...
    @property
    def after(self) -> float: ...
    @property
    def keep_with_next(self) -> bool: ...

    def height(self, width: float) -> float:
        """The height in points in a column of that width."""
        ...

    def split(self, width: float, room: float, force: bool = False) -> "tuple[Box | None, Box | None]":
        """What fits into ``room`` points and what is left; ``force`` takes something at any cost."""
        ...

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it downwards from ``top``."""
        ...


@dataclass(frozen=True)
class Together:
    """Boxes that stay on one page if one page can hold them."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class SpaceBox:
    """Empty space; it vanishes at a page's end."""

    points: float
    before: float = 0
    after: float = 0
    keep_with_next: bool = False

    def height(self, _width: float) -> float:
        """The space in points."""
        return self.points

    def split(self, _width: float, room: float, _force: bool = False) -> tuple[Box | None, Box | None]:
        """The space as far as there is room."""
        return SpaceBox(min(self.points, room)), None

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Nothing to draw."""


Flow = Box | Together | NewPage


@dataclass(frozen=True)
class Placed:
    """A box with its distance from the column's top, in points."""

    box: Box
    offset: float


Page = tuple[Placed, ...]


def pages_of(flow: Iterable[Flow], width: float, height: float) -> Iterator[Page]:
    """Fills columns of that size in points, one a page; no more of the flow is taken than the page asked for needs."""
    return _Maker(width, height).run(_Coming(flow))


class _Coming:
    """What still comes down the flow. It can be looked at, and things can be put back in front."""

    def __init__(self, flow: Iterable[Flow]) -> None:
        self._flow = iter(flow)
        self._ahead: deque[Flow] = deque()

    def take(self) -> Flow | None:
        """The next one; None at the end."""
        return self._ahead.popleft() if self._ahead else next(self._flow, None)

    def put_back(self, *items: Flow) -> None:
        """Have these come next, in this order."""
        self._ahead.extendleft(reversed(items))

    def look(self) -> Iterator[Flow]:
        """What comes, in order, without taking it."""
        place = 0
        while True:
            if place == len(self._ahead):
                item = next(self._flow, None)
                if item is None:
                    return
                self._ahead.append(item)
            yield self._ahead[place]
            place += 1


class _Maker:
    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.ready: deque[Page] = deque()
        self.page: list[Placed] = []
        self.used = 0.0
        self.gap = 0.0

    def run(self, flow: _Coming) -> Iterator[Page]:
        while (item := flow.take()) is not None:
            if isinstance(item, NewPage):
                self._turn()
            elif isinstance(item, Together):
                if self.page and self._tall(item.boxes) > self.height - self.used:
                    self._turn()
                flow.put_back(*item.boxes)
            else:
                self._take(item, flow)
            while self.ready:
                yield self.ready.popleft()
        self._turn()
        yield from self.ready

    def _take(self, box: Box, flow: _Coming) -> None:
        if self._begins_kept(box) and not self._fits_with_next(box, flow):
            self._turn()
        gap = max(self.gap, box.before) if self.page else 0.0
        head, rest = box.split(self.width, self.height - self.used - gap, not self.page)
        if head is None:
            self._turn()
        else:
            self._place(head, gap)
        if rest is not None:
            if head is not None:
                self._turn()
            flow.put_back(rest)

    def _place(self, box: Box, gap: float) -> None:
        self.page.append(Placed(box, self.used + gap))
        self.used += gap + box.height(self.width)
        self.gap = box.after

    def _turn(self) -> None:
        if self.page:
            self.ready.append(tuple(self.page))
        self.page, self.used, self.gap = [], 0.0, 0.0

    def _begins_kept(self, box: Box) -> bool:
        """True for the first of boxes that belong together: where those are taller than a page, the others follow as
        they come instead of each beginning a page."""
        return bool(self.page) and box.keep_with_next and not self.page[-1].box.keep_with_next

    def _fits_with_next(self, box: Box, flow: _Coming) -> bool:
        """True where the box and the beginning of what it belongs to fit on this page."""
        used, gap = self.used, self.gap
        following = (
            b for item in flow.look() for b in (item.boxes if isinstance(item, Together) else (item,))
        )
        current: Box = box
        while current.keep_with_next:
            used += max(gap, current.before) + current.height(self.width)
            gap = current.after
            after = next(following, None)
            if after is None or isinstance(after, NewPage):
                return used <= self.height
            assert not isinstance(after, Together)
            current = after
        room = self.height - used - max(gap, current.before)
        return room > 0 and current.split(self.width, room)[0] is not None

    def _tall(self, boxes: tuple[Box, ...]) -> float:
        total, gap = 0.0, self.gap
        for box in boxes:
            total += max(gap, box.before) + box.height(self.width)
            gap = box.after
        return total
