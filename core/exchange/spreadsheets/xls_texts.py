"""How long the shared texts of an ``.xls`` are: the reader gives each cell that refers to one a copy of its own.

Source: [MS-XLS] 2.4.265 (SST), 2.5.293 (XLUnicodeRichExtendedString), 2.4.58 (Continue).
"""

import struct
from collections.abc import Iterable, Iterator

SST, _CONTINUE = 0x00FC, 0x003C
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08  # flags of a text
_RUN = 4  # bytes of one formatting run
_WIDEST = 3  # bytes of a letter, once read

Records = Iterable[tuple[int, int, int]]  # kind, where the body begins, its length


def text_lengths(data: bytes, records: Records) -> list[int]:
    """Bytes each shared text takes, at most, in order; empty where there are none or they can't be followed."""
    pieces = list(_pieces(records))
    if not pieces:
        return []
    try:
        return list(_Texts(data, pieces).lengths())
    except (struct.error, IndexError):
        return []


def _pieces(records: Records) -> Iterator[tuple[int, int]]:
    """Where the texts begin and end, record by record."""
    within = False
    for kind, at, length in records:
        within = kind == SST or (within and kind == _CONTINUE)
        if within:
            yield at, at + length


class _Texts:
    """Goes from text to text; their letters run on from record to record."""

    def __init__(self, data: bytes, pieces: list[tuple[int, int]]) -> None:
        self._data, self._pieces = data, pieces
        self._piece = 0
        self._at, self._end = pieces[0]

    def lengths(self) -> Iterator[int]:
        _, count = self._take("<II")  # how often they are referred to, how many they are
        for _ in range(count):
            letters, flags = self._take("<HB")
            runs = self._take("<H")[0] if flags & _RICH else 0
            extra = self._take("<I")[0] if flags & _EXTENDED else 0
            self._pass_letters(letters, flags & _WIDE)
            self._pass_bytes(runs * _RUN + extra)
            yield letters * _WIDEST

    def _take(self, form: str) -> tuple[int, ...]:
        if self._at >= self._end:
            self._next()
        found = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return found

    def _next(self) -> None:
        self._piece += 1
        self._at, self._end = self._pieces[self._piece]

    def _pass_letters(self, letters: int, wide: int) -> None:
        while True:
            passed = min(letters, (self._end - self._at) >> wide)
            self._at += passed << wide
            letters -= passed
            if not letters:
                return
            self._next()
            wide = self._data[self._at] & _WIDE  # said anew at the head of each record
            self._at += 1

    def _pass_bytes(self, count: int) -> None:
        while count > self._end - self._at:
            count -= self._end - self._at
            self._next()
        self._at += count
