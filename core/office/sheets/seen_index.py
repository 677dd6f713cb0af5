"""Where texts were met first: which rows of a long sheet have something in common."""

from collections.abc import Sequence


class SeenIndex:
    """Texts, each with the row it was met in first. A sheet's rows are bounded, and so are they: some 200 bytes each."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def meet(self, texts: Sequence[str | None], rows: Sequence[int]) -> dict[int, int]:
        """Take note of each text and its row, None left out; by place (first = 0), those met in another row before and
        that row."""
        known = self._known
        if None not in texts and known.keys().isdisjoint(texts):
            new: dict[str, int] = dict(zip(texts, rows, strict=True))  # type: ignore[arg-type]  # no None among them
            if len(new) == len(texts):  # the ordinary block: nothing stands twice
                known.update(new)
                return {}
        met = zip(range(len(texts)), texts, rows, strict=True)
        return {
            place: first
            for place, text, row in met
            if text is not None and (first := known.setdefault(text, row)) != row
        }

    def row_of(self, text: str) -> int | None:
        """The row the text was met in first; None where it hasn't been met."""
        return self._known.get(text)
