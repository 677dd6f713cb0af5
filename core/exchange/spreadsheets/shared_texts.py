"""The texts an ``.xlsx`` keeps once for all its cells, for cells that know only their numbers.

The reader of workbooks takes all of them in, and copies a text into each cell that refers to it: a few kilobytes can
unfold to gigabytes, and a long register has more texts than an office PC can spare room for. So they are weighed first.
Where they are too many, the reader is given rows in which each reference is marked as a text of its own, and what it
refers to is looked up when the rows have been read.
"""

import re
import zipfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import Any
from xml.parsers import expat

import orjson

from core.exchange.spreadsheets.scan import too_big
from core.exchange.spreadsheets.text_store import TextStore
from core.exchange.spreadsheets.xlsx_alike import AlikeRows
from core.exchange.spreadsheets.xlsx_package import pieces_between, text_parts

MOST_BYTES = 400 << 20  # of all the texts of a workbook, as XML
MOST_TEXTS = 5_000_000
_MOST_DIGITS = 10
MOST_AT_ONCE = 48 << 20  # bytes they may take where the reader takes all of them in
_A_TEXT = 56  # bytes a text takes beside its letters
_PIECE = 1 << 20
_TEXT, _TEXT_END = b"si", b"si>"
# Some programs write names with a prefix (``<x:si>``), or each on a line of its own.
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^<>]*\?>)?\s*<((?:\w+:)?)sst(?:\s[^<>]*)?>")
_ODD = re.compile(rb"si(?<=[</:]si)[\s/]")  # it says more than that a text begins or ends here
_TEXTS, _TEXTS_TAG = b"sst", re.compile(rb"[<:/]sst(?=[\s/>])")
_COUNTED, _COUNT = b"uniqueCount", re.compile(rb"uniqueCount\s*=\s*[\"']([^\"']*)")
_REFERS, _PLAIN_REFERENCE = b't="s"', b't="s"><v>'
_PLAIN_REFERENCES = re.compile(rb't="s"><v>(0|[1-9][0-9]{0,8})</v></c>')  # of several values the last counts
_ODD_TYPE = re.compile(rb"t(?:=[^\"]|\s+=)")
_REFERENCE = re.compile(rb"(\st=[\"'])s([\"'][^>]*>\s*<(?:\w+:)?v>)(?=\s*[0-9])")

Layout = Callable[[Mapping[str, bytes], bytes], list[list[Any]]]


@dataclass(frozen=True)
class Measure:
    """How much a workbook's shared texts are: bytes of XML together (``size``) and, where they are ``few``, of each, and
    how many there are in each piece of it. Not ``plain``: they are written so that they can't be told apart."""

    size: int
    plain: bool
    counts: Sequence[int] = ()
    lengths: Sequence[int] = ()

    @cached_property
    def longest(self) -> int:
        """Bytes of XML of the longest, at most."""
        return max(self.lengths, default=0) if self.plain else self.size

    @property
    def weight(self) -> int:
        """Bytes the texts themselves take, once read."""
        return _weight(self.size, self.counts)

    @property
    def few(self) -> bool:
        """True where the reader may take all of them in at once."""
        return self.weight <= MOST_AT_ONCE

    def copied(self, pieces: Iterable[bytes], references: int, most: int) -> int:
        """Bytes of text the cells of a sheet's XML are given, each its own copy: at least ``most`` where they may be
        more. ``references`` is how many cells refer to a text, at most; ``pieces`` begin and end between cells.

        IndexError for a reference to nothing.
        """
        at_most = self.longest * references
        if at_most <= most or not self.plain:
            return at_most
        total = 0
        for piece in pieces:
            found = _PLAIN_REFERENCES.findall(piece)
            if _ODD_TYPE.search(piece) or len(found) != piece.count(_REFERS):
                return at_most
            numbers = orjson.loads(b"[%b]" % b",".join(found))  # in a third of the time that int takes
            total += sum(map(self.lengths.__getitem__, numbers))
            if total > most:
                break
        return total


def referring(rows: AlikeRows, cells: int) -> int:
    """How many cells in some rows of a sheet refer to a text; all the ``cells``, where it can't be told."""
    return cells if rows.has(_ODD_TYPE) else rows.count(_REFERS)


def _check_counts(piece: bytes) -> None:
    """zipfile.BadZipFile where it is said that there are more texts than can be: the reader makes room for as many."""
    for said in _COUNT.findall(piece) if _COUNTED in piece else ():
        if not said.isdigit() or len(said) > _MOST_DIGITS or int(said) > MOST_TEXTS:
            raise zipfile.BadZipFile("more texts than can be")


def _weight(size: int, counts: Iterable[int]) -> int:
    return size + _A_TEXT * sum(counts)


class _PlainTexts:
    """Follows the part of a workbook's texts, as long as it is written so plainly that they can be told apart."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8")
        self._begin = self._end = b""
        self._tags = 0  # of the part itself, after the first

    def of(self, piece: bytes) -> list[bytes] | None:
        """The XML of each text in the next piece; None where it can't be told. expat.ExpatError where it isn't sound."""
        texts = piece
        if not self._end:
            head = _HEAD.match(piece)
            if head is None:
                return None
            self._begin, self._end = b"<" + head[1] + _TEXT_END, b"</" + head[1] + _TEXT_END
            texts = piece[head.end() :]
        if b"<!" in texts or b"<?" in texts or _ODD.search(texts):
            return None
        self._tags += len(_TEXTS_TAG.findall(texts)) if _TEXTS in texts else 0
        count = texts.count(self._end)
        if self._tags > 1 or texts.count(self._begin) != count or texts.count(_TEXT_END) != 2 * count:
            return None  # another part within, or another prefix
        self._parser.Parse(piece, False)
        each = texts.split(self._end)[:-1]
        return None if any(text.count(self._begin) != 1 for text in each) else each  # one text within another


class SharedTexts:
    """A workbook's shared texts. FileRefusal where they are more than any office's can be."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark = token_hex(4) + ":"  # no text of a workbook made before begins with it
        self._store: TextStore | None = None
        with zipfile.ZipFile(path) as package:
            parts = text_parts(package)
        self._size = sum(part.file_size for part in parts)
        self._parts = [part.filename for part in parts]
        if self._size > MOST_BYTES:
            raise too_big(path.name)

    @cached_property
    def measure(self) -> Measure:
        """How much they are; looked through when first asked for."""
        if len(self._parts) > 1:
            raise zipfile.BadZipFile("two parts of texts: it can't be told which will be read")
        counts, lengths, few = array("I"), array("I"), True
        following: _PlainTexts | None = _PlainTexts()
        with zipfile.ZipFile(self._path) as package:
            for piece in self._pieces(package):
                _check_counts(piece)
                texts = following.of(piece) if following else None
                if texts is None:
                    following = None
                    continue
                counts.append(len(texts))
                if sum(counts) > MOST_TEXTS:
                    raise too_big(self._path.name)
                few = few and _weight(self._size, counts) <= MOST_AT_ONCE
                lengths.extend(map(len, texts) if few else ())
        return Measure(self._size, True, counts, lengths) if following else Measure(self._size, plain=False)

    def marked(self, rows: bytes) -> tuple[bytes, int]:
        """Rows of XML with each reference as a text that ``meant`` knows again, and how many these are. What refers in a
        way nobody writes is left, and the reader of rows without texts stumbles over it."""
        if not self._size:
            return rows, 0
        mark = self._mark.encode()
        rows = rows.replace(_PLAIN_REFERENCE, b't="str"><v>' + mark)
        left = _REFERS in rows or b"t='s'" in rows
        rows = _REFERENCE.sub(rb"\g<1>str\g<2>" + mark, rows) if left else rows
        return rows, rows.count(mark)

    def meant(self, rows: list[list[Any]], count: int, layout: Layout) -> list[list[Any]]:
        """Rows as read, with the texts that their ``count`` marks refer to; ``layout`` reads a row of XML as a workbook
        with these parts would have it. IndexError for a reference to nothing, ValueError where a mark got lost: then it
        can't be told what stands in its cell."""
        mark = self._mark
        found = [cell for row in rows for cell in row if type(cell) is str and cell.startswith(mark)]
        if len(found) != count:
            raise ValueError("a reference beside another")
        if not found:
            return rows
        marked = set(found)
        if self._store is None:
            self._store = self._read(layout)
        numbers = {cell: _number(cell.removeprefix(mark)) for cell in marked}
        try:
            texts = self._store.look_up(set(numbers.values()))
        except OverflowError:
            raise too_big(self._path.name) from None
        meant = {cell: texts[number] for cell, number in numbers.items()}
        return [[meant.get(cell, cell) for cell in row] for row in rows]

    def close(self) -> None:
        """Forget the texts."""
        if self._store is not None:
            self._store.close()

    def _pieces(self, package: zipfile.ZipFile) -> Iterator[bytes]:
        for name in self._parts[:1]:
            yield from pieces_between(package, package.getinfo(name), _TEXT, _PIECE)

    def _read(self, layout: Layout) -> TextStore:
        store = TextStore()
        begin = end = b""
        with zipfile.ZipFile(self._path) as package:
            for count, piece in zip(self.measure.counts, self._pieces(package), strict=True):
                if not begin:
                    begin, end = _frame(piece)
                if count:
                    for row in layout({self._parts[0]: _framed(piece, begin, end)}, _row(count)):
                        store.add(row)
        return store


def _number(text: str) -> int:
    """The number of a text. ValueError for what the reader wouldn't take for one."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError("not the number of a text")
    return int(digits)


def _frame(piece: bytes) -> tuple[bytes, bytes]:
    """How the texts' part begins, and the tag that ends it."""
    found = _HEAD.match(piece)
    if found is None:
        raise zipfile.BadZipFile("texts that don't begin")
    return piece[: found.end()], b"</" + found[1] + b"sst>"


def _row(count: int) -> bytes:
    """A row of XML that refers to each of so many texts, in order."""
    return b"".join([b"<row>", *(b'<c t="s"><v>%d</v></c>' % n for n in range(count)), b"</row>"])


def _framed(piece: bytes, begin: bytes, end: bytes) -> bytes:
    """A piece of the texts' part as a part of its own."""
    texts = piece.removeprefix(begin)
    last = texts.rfind(_TEXT_END) + len(_TEXT_END)
    return b"".join((begin, texts[:last], end))
