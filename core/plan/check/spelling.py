"""Likely slips of the pen: a letter left out. Few false alarms matter more than finding all."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from operator import itemgetter

from core import resources
from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, passages, spread
from core.plan.model import Plan
from core.thai.words import words

_LETTERS = "".join(map(chr, range(ord("ก"), ord("ฮ") + 1))) + "ะาิีึืุูเแโใไัำ็่้์"
_THAI = re.compile(r"[ก-๎]+")

# Shorter words differ from others by one letter too often; a word that fell to pieces does so less.
SHORTEST_SLIP = 5
SHORTEST_WORD = 7
SHORTEST_PAIR = 6

# More unknown pieces than this in one plan are no slips but words the list lacks: looking on would only take time.
MOST_UNKNOWN = 40


def letters_left_out(plan: Plan) -> Iterable[PlanAdvice]:
    """A word that isn't one, or is rare, and becomes a known word of the plan or the word list by one more letter."""
    texts = [(at, line) for at in passages(plan) for line in dict.fromkeys(at.text.split("\n"))]
    cut = [_pieces(line) for line in dict.fromkeys(line for _, line in texts)]
    slips = dict(_unknown(cut)) | dict(_rarer(cut))
    for slip, meant in slips.items():
        found: list[Passage] = [at for at, line in texts if slip in line]
        message = f"พิมพ์คำว่า “{slip}”"
        yield PlanAdvice("spelling.letter", message, spread(found), f"น่าจะเป็น “{meant}”", found[0].ref)


def _unknown(lines: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """What a word that fell to pieces looks like: a piece the list doesn't know, its neighbours, and a letter more."""
    known = _known_words()
    strange = (
        (pieces, place)
        for pieces in lines
        for place, piece in enumerate(pieces)
        if piece not in known and _is_word(piece)
    )
    for pieces, place in islice(strange, MOST_UNKNOWN):
        runs = sorted(_runs_over(pieces, place), key=len, reverse=True)
        found = ((run, [w for w in _with_one_more(run) if w in known]) for run in runs)
        yield from ((run, " หรือ ".join(meant[:2])) for run, meant in islice(filter(itemgetter(1), found), 1))


def _runs_over(pieces: Sequence[str], place: int) -> Iterator[str]:
    """Up to four pieces of Thai letters together, the one at ``place`` among them."""
    for first in range(max(0, place - 3), place + 1):
        for last in range(place, first + 4):
            run = "".join(pieces[first : last + 1])
            if last < len(pieces) and len(run) >= SHORTEST_SLIP and _is_word(run):
                yield run


def _rarer(lines: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """A piece, or two together, of the plan's text that another piece is with one letter more."""
    pieces = {p for p in set().union(*lines) if _is_word(p)}
    joined = {a + b for line in lines for a, b in pairwise(line) if a in pieces and b in pieces}
    written = {p for p in pieces if len(p) >= SHORTEST_WORD} | {p for p in joined if len(p) >= SHORTEST_PAIR}
    for word in sorted(pieces):
        if len(word) > SHORTEST_PAIR:
            shorter = {word[:n] + word[n + 1 :] for n in range(1, len(word))}
            yield from ((slip, word) for slip in sorted(shorter & written))


@lru_cache(maxsize=4096)
def _pieces(line: str) -> tuple[str, ...]:
    """The words of a line, kept: a plan page checks the same lines again after each edit."""
    return tuple(words(line))


def _is_word(piece: str) -> bool:
    return _THAI.fullmatch(piece) is not None and not piece.endswith(("ฯ", "ๆ"))


def _with_one_more(slip: str) -> Iterator[str]:
    for place in range(1, len(slip) + 1):
        yield from (slip[:place] + letter + slip[place:] for letter in _LETTERS)


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    return frozenset(resources.path("words", "thai.txt").read_text(encoding="utf-8").split("\n"))
