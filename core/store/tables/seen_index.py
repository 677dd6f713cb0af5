"""Where texts were met first: which rows of a long sheet have something in common, in bounded memory."""

from collections.abc import Sequence

from core.store.driver import sqlite3

IN_MEMORY = 200_000  # texts


class SeenIndex:
    """Texts, each with the row it was met in first. They are kept in memory while they are few, else in a nameless
    temporary database, and vanish when closed."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._stored: sqlite3.Connection | None = None

    def meet(self, texts: Sequence[str | None], rows: Sequence[int]) -> dict[int, int]:
        """Take note of each text and its row, None left out; by place (first = 0), those met in another row before and
        that row."""
        if self._stored is None and len(self._known) + len(texts) > IN_MEMORY:
            self._store()
        return self._remember(texts, rows) if self._stored is None else self._write(texts, rows)

    def row_of(self, text: str) -> int | None:
        """The row the text was met in first; None where it hasn't been met."""
        if self._stored is None:
            return self._known.get(text)
        found = self._stored.execute("SELECT at FROM met WHERE text = ?", (text,)).fetchone()
        return found[0] if found else None

    def close(self) -> None:
        """Forget everything."""
        self._known = {}
        if self._stored is not None:
            self._stored.close()

    def _remember(self, texts: Sequence[str | None], rows: Sequence[int]) -> dict[int, int]:
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

    def _write(self, texts: Sequence[str | None], rows: Sequence[int]) -> dict[int, int]:
        assert self._stored is not None
        given = [(text, row) for text, row in zip(texts, rows, strict=True) if text is not None]
        before = self._stored.total_changes
        self._stored.executemany("INSERT OR IGNORE INTO met VALUES (?, ?)", given)
        if self._stored.total_changes - before == len(given):
            return {}
        found = {text: self.row_of(text) for text, _ in given}
        met = zip(range(len(texts)), texts, rows, strict=True)
        return {
            place: first
            for place, text, row in met
            if text is not None and (first := found[text]) is not None and first != row
        }

    def _store(self) -> None:
        # Without a name it is a file of the temporary folder that is gone as soon as it is closed.
        self._stored = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16384"):
            self._stored.execute(f"PRAGMA {pragma}")
        self._stored.execute("CREATE TABLE met (text TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID")
        self._stored.execute("BEGIN")
        self._stored.executemany("INSERT INTO met VALUES (?, ?)", self._known.items())
        self._known = {}
