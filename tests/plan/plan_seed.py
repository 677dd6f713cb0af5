"""The seed as the tests read it: the printed plan's text without what only the printed page put there.

Letters are compared without white space; spaces inside a printed line must be the very same; where the seed breaks a
line or a cell the plan may have a line break, a space or nothing. A tab stands between a number and its text: how many
spaces were printed there is the page's.
"""

from collections.abc import Iterator
from pathlib import Path

LINES = [line.strip() for line in (Path(__file__).parent / "seed_2563.txt").read_text("utf-8").split("\n")]

CATCHWORDS = {  # the first words of the next page, printed at the foot of a page
    93: "2.4  เวียน...",
    139: "การ...",
    194: "การ...",
    246: "3.จัดระบบ...",
    290: "มาตรการ...",
    365: "ด้านที่ 5...",
    436: "ส่วนที่ 2...",
    489: "มิติที่ 7.5...",
    552: "มิติที่ 7.5 ...",
    643: "โครงการ/กิจกรรม...",
    654: "สรุปโครงการ...",
    706: "สรุปโครงการ...",
    740: "โครงการ...",
    763: "บัญชีรายการ...",
}
PAGE_NUMBERS = {
    21: "6",
    29: "8",
    36: "15",
    807: "-16-",
    1752: "-40-",
    1885: "-41-",
    1984: "-42-",
    2108: "-43-",
}
WORD_OBJECTS = {2259: "_1632643293.unknown", 2261: "_1632643294.unknown"}

# Printed again only because a row ran on to the next page: (first, last) and where it stood before.
REPEATED = {
    (195, 195): 178,
    (840, 845): 823,
    (925, 930): 909,
    (996, 1001): 982,
    (1063, 1068): 1045,
    (1087, 1088): 1061,
    (1089, 1094): 1045,
    (1193, 1198): 1175,
    (1254, 1259): 1234,
    (1304, 1309): 1277,
    (1327, 1329): 1277,
}

# Formulas drawn as pictures: the lines of the picture, and the same in words.
PICTURES = {
    (940, 948): "90 x 100 / 100) คิดเป็นร้อยละ 90",
    (950, 962): "(46 x 100 / 50) คิดเป็นร้อยละ 92",
    (1206, 1214): "90 x 100 / 100) คิดเป็นร้อยละ 90",
    (1216, 1228): "(46 x 100 / 50) คิดเป็นร้อยละ 92",
}

# Sentences a page break had cut in two while other cells stood in between.
JOINS = (
    ("เรื่อง แนว", "ทางการปฏิบัติ"),
    ("มาดำเนินการ", "พัฒนาให้เป็น"),
    ("เพื่อรองรับการ", "ให้บริการประชาชน"),
    ("การให้บริการของศูนย์ ", "1555 และนำผล"),
    ("การแจ้งรับทราบการ", "ติดตามหนังสือ"),
    ("มอบอำนาจให้ปฏิบัติ", "ราชการแทน"),
    ("ค่าใช้จ่ายใน", "การฝึกอบรม"),
    ("พัฒนาให้เป็น", "รูปธรรม"),
    ("ของสำนัก สำนักงาน", "เขต และส่วนราชการ"),
    ("ที่ประเมินความ", "พึงพอใจในระดับ"),
    ("มอบหมายและมอบ", "อำนาจให้ปฏิบัติ"),
)


def line(number: int) -> str:
    """A line of the seed, counted from 1, without white space at its ends."""
    return LINES[number - 1]


def squeeze(text: str) -> str:
    """The letters alone."""
    return "".join(text.split())


def printed_lines() -> dict[int, str]:
    """Every line with text that belongs to the plan, by its number in the seed."""
    lines = {n: text for n, text in enumerate(LINES, 1) if text}
    for number in (*CATCHWORDS, *PAGE_NUMBERS, *WORD_OBJECTS):
        del lines[number]
    for first, last in (*REPEATED, *PICTURES):
        for number in range(first, last + 1):
            lines.pop(number, None)
    return dict(sorted({**lines, **{first: words for (first, _), words in PICTURES.items()}}.items()))


class Seed:
    """The 2563 plan's letters with the white space before each of them, to look a text up in."""

    def __init__(self) -> None:
        raw = (Path(__file__).parent / "seed_2563.txt").read_text("utf-8").split("\n")
        for (first, last), words in PICTURES.items():
            raw[first - 1 : last] = [words] + [""] * (last - first)
        self.letters, self.gaps = _letters("\n".join(raw))

    def has(self, text: str) -> bool:
        """True when the text stands in the seed, as it is or cut at one of the known page breaks."""
        return self._whole(text) or any(self._whole(left) and self.has(right) for left, right in _cuts(text))

    def _whole(self, text: str) -> bool:
        letters, gaps = _letters(text)
        start = self.letters.find(letters)
        while start >= 0:
            here = self.gaps[start + 1 : start + len(letters)]
            if all(_same_gap(seed, plan) for seed, plan in zip(here, gaps[1:], strict=True)):
                return True
            start = self.letters.find(letters, start + 1)
        return False


def _letters(text: str) -> tuple[str, list[str]]:
    letters, gaps, gap = [], [], ""
    for character in text:
        if character.isspace():
            gap += character
        else:
            letters.append(character)
            gaps.append(gap)
            gap = ""
    return "".join(letters), gaps


def _same_gap(seed: str, plan: str) -> bool:
    return "\n" in seed or "\t" in seed or plan == "\t" or seed == plan


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    for tail, head in JOINS:
        at = text.find(tail + head)
        if at >= 0:
            yield text[: at + len(tail)], text[at + len(tail) :]
