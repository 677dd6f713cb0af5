"""What a person typed, as a message may repeat it."""

LONGEST = 40


def quoted(text: str) -> str:
    """The text in quotation marks: on one line, cut to 40 characters with an ellipsis."""
    clean = " ".join(text.split())
    return f'"{clean}"' if len(clean) <= LONGEST else f'"{clean[: LONGEST - 1]}…"'
