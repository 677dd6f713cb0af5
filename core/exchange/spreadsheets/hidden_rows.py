"""The rows of a sheet that nobody sees."""

from bisect import bisect_right
from collections.abc import Container, Iterable


class HiddenRows(Container[int]):
    """Hidden rows, by their numbers as the spreadsheet shows them."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        """``stretches``: the first and last row of each, both inclusive, in order."""
        self._stretches = tuple(stretches)
        self._firsts = [first for first, _ in self._stretches]

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        place = bisect_right(self._firsts, number) - 1
        return place >= 0 and number <= self._stretches[place][1]

    def __bool__(self) -> bool:
        return bool(self._stretches)
