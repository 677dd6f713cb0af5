"""Pages: boxes flow down a column, over as many pages as they need.

A box that is kept with the next one never stands at a page's foot, one that is kept with what is before it never at a
page's top without the end of that. A page is left unfilled for the sake of either, but not nearly empty.

All pages are made up before the first one is drawn, so a footer can say "หน้า 2 / 7".
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    """Boxes that stay on one page if one page can hold them; if ``keep_with_previous`` with the last lines or rows of
    what is before them."""

    boxes: tuple[Box, ...]
    keep_with_previous: bool = False


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page; if ``spare`` only where this one isn't nearly empty."""

    spare: bool = False


@dataclass(frozen=True)
class RunningHead:
    """What pages begin with from the next one on; None for nothing any more."""

    box: Box | None


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


Flow = Box | Together | NewPage | RunningHead

_NEARLY_EMPTY = 0.25  # the share of a page up to which it counts as such
_TOLERANCE = 1e-6
_HAIR = 1.0  # points by which a box is too high when its end is to be parted from it
_TAIL = 30.0  # the least that goes overleaf with what must not stand alone there: two lines, points


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
        self.width, self.height = width, height + _TOLERANCE
        self.ready: deque[Page] = deque()
        self.page: list[Placed] = []
        self.head: Box | None = None
        self.used = 0.0
        self.gap = 0.0

    def run(self, flow: _Coming) -> Iterator[Page]:
        while (item := flow.take()) is not None:
            if isinstance(item, NewPage):
                if not (item.spare and self._nearly_empty()):
                    self._turn()
            elif isinstance(item, RunningHead):
                self.head = item.box
            elif isinstance(item, Together):
                if self._leaves(self._tall(item.boxes)):
                    back = self._taken_back() if item.keep_with_previous else []
                    self._turn()
                    flow.put_back(*back, *item.boxes)
                else:
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
        self._begin()
        gap = max(self.gap, box.before) if self.page else 0.0
        room = self.height - self.used - gap
        head, rest = box.split(self.width, room, not self.page)
        if head is None and self._holds_only_kept():
            head, rest = box.split(self.width, room, True)
        if head is None:
            self._turn()
        else:
            self._place(head, gap)
        if rest is not None:
            if head is not None:
                self._turn()
            flow.put_back(rest)

    def _begin(self) -> None:
        """A new page has its running head."""
        if self.head is not None and not self.page:
            self._place(self.head, 0.0)

    def _place(self, box: Box, gap: float) -> None:
        self.page.append(Placed(box, self.used + gap))
        self.used += gap + box.height(self.width)
        self.gap = box.after

    def _turn(self) -> None:
        if self.page:
            self.ready.append(tuple(self.page))
        self.page, self.used, self.gap = [], 0.0, 0.0

    def _nearly_empty(self) -> bool:
        return self.used < self.height * _NEARLY_EMPTY

    def _holds_only_kept(self) -> bool:
        """True where all that stands on the page is kept with what comes, and so can't be left behind."""
        return self.used < self.height / 2 and all(placed.box.keep_with_next for placed in self.page)

    def _leaves(self, tall: float) -> bool:
        """True where what is so tall leaves this page for the next: it doesn't fit, and the page isn't nearly empty."""
        return tall > self.height - self.used and not self._nearly_empty()

    def _taken_back(self) -> list[Box]:
        """The end of what stands on the page, for what must not stand alone overleaf: the last lines or rows, and all
        that is kept with them. Nothing where that would empty the page."""
        page, taken, tall = list(self.page), list[Box](), 0.0
        while page:
            placed = page.pop()
            height = placed.box.height(self.width)
            head, rest = placed.box.split(self.width, height - _HAIR)
            if head is not None and rest is not None and tall + rest.height(self.width) >= _TAIL:
                self.page = [*page, replace(placed, box=head)]
                return [rest, *taken]
            taken.insert(0, placed.box)
            tall += 0.0 if isinstance(placed.box, SpaceBox) else height
            if tall >= _TAIL and page and not page[-1].box.keep_with_next:
                self.page = page
                return taken
        return []

    def _begins_kept(self, box: Box) -> bool:
        """True for the first of boxes that belong together: where those are taller than a page, the others follow as
        they come instead of each beginning a page."""
        return bool(self.page) and box.keep_with_next and not self.page[-1].box.keep_with_next

    def _fits_with_next(self, box: Box, flow: _Coming) -> bool:
        """True where the box and the beginning of what it belongs to fit on this page."""
        used, gap = self.used + max(self.gap, box.before) + box.height(self.width), box.after
        for item in flow.look():
            if isinstance(item, NewPage):
                break
            if isinstance(item, RunningHead):
                continue
            boxes = item.boxes if isinstance(item, Together) else (item,)
            whole = self._tall(boxes, gap)
            if isinstance(item, Together) and whole <= self.height - (used - self.used):
                return used + whole <= self.height
            for current in boxes:
                room = self.height - used - max(gap, current.before)
                if not (current.keep_with_next or isinstance(current, SpaceBox)):
                    return room > 0 and current.split(self.width, room)[0] is not None
                used, gap = self.height - room + current.height(self.width), current.after
        return used <= self.height

    def _tall(self, boxes: tuple[Box, ...], gap: float | None = None) -> float:
        """The height of boxes one under the other, after a space of ``gap`` (by default the page's own)."""
        total, gap = 0.0, self.gap if gap is None else gap
        for box in boxes:
            total += max(gap, box.before) + box.height(self.width)
            gap = box.after
        return total
