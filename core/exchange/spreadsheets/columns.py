"""Columns and rows as spreadsheets call them."""

from collections.abc import Sequence

LETTERS = 26
FEW = 6  # stretches of rows that are named


def column_letters(column: int) -> str:
    """The name a spreadsheet gives a column: 0 -> ``A``, 26 -> ``AA``."""
    before, place = divmod(column, LETTERS)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + place)


def column_number(letters: str) -> int:
    """``A`` -> 0, ``AA`` -> 26."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def rows_said(numbers: Sequence[int]) -> str:
    """Rows by their numbers in ascending order, as a sentence names them: ``4 แถว (แถวที่ 3, 5–7)``; the first few of
    many."""
    stretches: list[tuple[int, int]] = []
    for number in numbers:
        begun = stretches.pop() if stretches and stretches[-1][1] == number - 1 else (number, number)
        stretches.append((begun[0], number))
    first = [f"{one}–{last}" if last > one else str(one) for one, last in stretches[:FEW]]
    left = sum(last - one + 1 for one, last in stretches[FEW:])
    more = f" และอีก {left:,} แถว" if left else ""
    return f"{len(numbers):,} แถว (แถวที่ {', '.join(first)}{more})"
