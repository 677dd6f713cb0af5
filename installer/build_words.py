"""Builds ``resources/words/thai.txt``, the list Thai text is broken into words by.

Run once when a source changes, with PyThaiNLP's CC0 list (``pythainlp/corpus/words_th.txt`` of its wheel):

    python installer/build_words.py path/to/words_th.txt

Kept are its words of Thai letters alone. Long words that are chains of others are left out, so that
ปฏิบัติราชการ may be broken between lines; short ones (งบประมาณ, เจ้าหน้าที่) stay whole. So are nouns made with
การ, which would cut โครงการพัฒนา as โครง|การพัฒนา, and the words of ``resources/words/left_out.txt``. Those of
``resources/words/office.txt`` are the office's own, and stay whatever their length.
"""

import re
import sys
from pathlib import Path

WORDS = Path(__file__).resolve().parent.parent / "resources" / "words"
# In columns as they are set: marks above and below take none.
LONG = 10
SHORTEST_PART = 3
# Shorter words would make chains by accident; these ones are parts wherever they stand.
SHORT_PARTS = frozenset({"ผู้", "นัก", "ที่", "ข้อ", "ค่า", "ใบ", "งบ", "ปี", "สิ่ง", "ใน", "ให้", "และ", "วัน"})
DOING = "การ"
_THAI_WORD = re.compile(r"[ก-ฮฤฦเ-ไ][ก-ฺเ-๎]*")
_MARKS = re.compile(r"[ัิ-ฺ็-๎]")


def columns(word: str) -> int:
    """How many letters stand side by side in the word."""
    return len(_MARKS.sub("", word))


def is_chain(word: str, parts: set[str]) -> bool:
    """True when the word is two or more of ``parts`` in a row."""
    ends = {0}
    for end in range(1, len(word) + 1):
        if any(_is_part(word, start, end, parts) for start in ends):
            ends.add(end)
    return len(word) in ends


def _is_part(word: str, start: int, end: int, parts: set[str]) -> bool:
    part = word[start:end]
    if part == word or part not in parts:
        return False
    return columns(part) >= SHORTEST_PART or part in SHORT_PARTS


def without_long_chains(words: set[str]) -> set[str]:
    """The words short enough to stand whole, and the long ones that are no chain."""
    return {word for word in words if columns(word) < LONG or not is_chain(word, words)}


def without_nouns_of_doing(words: set[str]) -> set[str]:
    """The words but those that are การ and another word."""
    return {word for word in words if not (word.startswith(DOING) and word.removeprefix(DOING) in words)}


def lines_of(path: Path) -> set[str]:
    """The words of a list, one a line; blank lines and lines that begin with ``#`` are passed over."""
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return {line for line in lines if line and not line.startswith("#")}


def build(source: Path) -> tuple[str, ...]:
    """The words of the finished list, in code point order."""
    thai = {word for word in lines_of(source) if _THAI_WORD.fullmatch(word)}
    thai = without_nouns_of_doing(without_long_chains(thai)) - lines_of(WORDS / "left_out.txt")
    return tuple(sorted(thai | lines_of(WORDS / "office.txt")))


def main() -> None:
    """Writes the list from the source named on the command line."""
    words = build(Path(sys.argv[1]))
    (WORDS / "thai.txt").write_text("\n".join(words) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
