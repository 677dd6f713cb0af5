"""How something stands at the end of a day, in words and by tone."""

from dataclasses import dataclass

GOOD, WARN, BAD, INFO, NEUTRAL = "good", "warn", "bad", "info", "neutral"
LATER = "later"  # the verdict on a record that isn't there yet at the end of the day looked at


@dataclass(frozen=True, slots=True)
class Chip:
    """A state in words. ``tone``: good, warn, bad, info, neutral."""

    tone: str
    text: str

    @classmethod
    def later(cls, did: str) -> "Chip":
        """What isn't there yet at the end of the day looked at; ``did`` says in a word what happens later."""
        return cls(NEUTRAL, f"{did}หลังวันที่ดู")
