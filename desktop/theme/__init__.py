"""How the desk looks: tokens, font, palette and style sheet."""

from desktop.theme.apply import (
    Appearance,
    ThemeController,
    apply,
    look,
    set_fault,
    set_kind,
    set_later,
    tokens,
)
from desktop.theme.token_sets import Tokens

__all__ = [
    "Appearance",
    "ThemeController",
    "Tokens",
    "apply",
    "look",
    "set_fault",
    "set_kind",
    "set_later",
    "tokens",
]
