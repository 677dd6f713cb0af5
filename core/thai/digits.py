"""Thai and Arabic digits."""

THAI = "๐๑๒๓๔๕๖๗๘๙"
ARABIC = "0123456789"
_TO_ARABIC = str.maketrans(THAI, ARABIC)
_TO_THAI = str.maketrans(ARABIC, THAI)


def to_arabic(text: str) -> str:
    """The text with ๐-๙ written as 0-9; nothing else changes."""
    return text if text.isascii() else text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """The text with 0-9 written as ๐-๙; nothing else changes."""
    return text.translate(_TO_THAI)
