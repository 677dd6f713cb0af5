"""Qt's palette from the tokens, so that whatever a style sheet doesn't name is right as well."""

from PySide6.QtGui import QColor, QPalette

from desktop.theme.token_sets import Tokens

Role = QPalette.ColorRole


def palette(tokens: Tokens) -> QPalette:
    """The palette of a set of tokens."""
    result = QPalette()
    for role, colour in _roles(tokens).items():
        result.setColor(role, colour)
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, role, tokens.muted)
    return result


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, QColor]:
    return {
        Role.Window: tokens.background,
        Role.WindowText: tokens.ink,
        Role.Base: tokens.panel,
        Role.AlternateBase: tokens.soft,
        Role.Text: tokens.ink,
        Role.PlaceholderText: tokens.muted,
        Role.Button: tokens.panel,
        Role.ButtonText: tokens.ink,
        Role.BrightText: tokens.bad.ink,
        Role.Highlight: tokens.selection,
        Role.HighlightedText: tokens.ink,
        Role.Link: tokens.accent,
        Role.LinkVisited: tokens.accent,
        Role.ToolTipBase: tokens.panel,
        Role.ToolTipText: tokens.ink,
        Role.Light: tokens.panel,
        Role.Midlight: tokens.soft,
        Role.Mid: tokens.line,
        Role.Dark: tokens.control_line,
        Role.Shadow: tokens.control_line,
        Role.Accent: tokens.accent,
    }
