"""The colours and radii of the desk, three sets of them: light, dark and high contrast.

Everything painted reads these; nothing else on the desk names a colour.
"""

from dataclasses import dataclass

from PySide6.QtGui import QColor

TONES = ("good", "warn", "bad", "info", "neutral")
DISPUTED = "disputed"  # the tone of a state that open conflicts touch: amber, and chips of it carry a mark


@dataclass(frozen=True, slots=True)
class Tone:
    """A state's colours: the chip's background and its ink."""

    background: QColor
    ink: QColor


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set. ``reach`` paints what an indicator may still come to, ``track`` the empty bar behind it."""

    name: str
    dark: bool
    background: QColor
    panel: QColor
    ink: QColor
    muted: QColor
    line: QColor
    control_line: QColor
    soft: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    selection: QColor
    reach: QColor
    track: QColor
    good: Tone
    warn: Tone
    bad: Tone
    info: Tone
    neutral: Tone
    radius: int = 6
    panel_radius: int = 9

    def tone(self, name: str) -> Tone:
        """The colours of a tone by name; an unknown name is neutral. ``DISPUTED`` is told from ``warn`` by its mark."""
        tones = {
            DISPUTED: self.warn,
            "good": self.good,
            "warn": self.warn,
            "bad": self.bad,
            "info": self.info,
        }
        return tones.get(name, self.neutral)


def _tone(background: str, ink: str) -> Tone:
    return Tone(QColor(background), QColor(ink))


LIGHT = Tokens(
    name="light",
    dark=False,
    background=QColor("#f6f7f5"),
    panel=QColor("#ffffff"),
    ink=QColor("#1d2522"),
    muted=QColor("#63706a"),
    line=QColor("#dfe4e0"),
    control_line=QColor("#cfd6d1"),
    soft=QColor("#eef2ef"),
    accent=QColor("#0b6e4f"),
    accent_hover=QColor("#095c42"),
    on_accent=QColor("#ffffff"),
    selection=QColor("#e2f1ea"),
    reach=QColor("#aecdc1"),
    track=QColor("#eef2ef"),
    good=_tone("#dff1e8", "#0b6e4f"),
    warn=_tone("#fcefd9", "#9a5b00"),
    bad=_tone("#fbe4e1", "#b3261e"),
    info=_tone("#e3ecf9", "#2457a6"),
    neutral=_tone("#eef2ef", "#63706a"),
)

DARK = Tokens(
    name="dark",
    dark=True,
    background=QColor("#141917"),
    panel=QColor("#1c2320"),
    ink=QColor("#e8eeea"),
    muted=QColor("#9aa8a1"),
    line=QColor("#2f3935"),
    control_line=QColor("#3b4742"),
    soft=QColor("#232b28"),
    accent=QColor("#5cc79c"),
    accent_hover=QColor("#74d4ae"),
    on_accent=QColor("#0d1512"),
    selection=QColor("#1d3a2e"),
    reach=QColor("#356953"),
    track=QColor("#2a332f"),
    good=_tone("#1d3a2e", "#5cc79c"),
    warn=_tone("#3d2f17", "#f0b45a"),
    bad=_tone("#43211f", "#ff8a80"),
    info=_tone("#1d2c45", "#8ab4f8"),
    neutral=_tone("#2a332f", "#9aa8a1"),
)

HIGH_CONTRAST = Tokens(
    name="contrast",
    dark=True,
    background=QColor("#000000"),
    panel=QColor("#000000"),
    ink=QColor("#ffffff"),
    muted=QColor("#e6e6e6"),
    line=QColor("#a6a6a6"),
    control_line=QColor("#ffffff"),
    soft=QColor("#1f1f1f"),
    accent=QColor("#ffe14d"),
    accent_hover=QColor("#fff1a6"),
    on_accent=QColor("#000000"),
    selection=QColor("#2d2a00"),
    reach=QColor("#8c7b1f"),
    track=QColor("#333333"),
    good=_tone("#003314", "#6dff9c"),
    warn=_tone("#3a2600", "#ffc14d"),
    bad=_tone("#4a0000", "#ff9c94"),
    info=_tone("#00204d", "#9cc8ff"),
    neutral=_tone("#262626", "#ffffff"),
)

ALL = {tokens.name: tokens for tokens in (LIGHT, DARK, HIGH_CONTRAST)}
