"""Columns as spreadsheets call them."""

LETTERS = 26


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
