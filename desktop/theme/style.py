"""The desk's one style sheet, written from tokens and the text size.

Text keeps clear of borders by minimum heights, never by vertical padding: padding would push tall Thai marks
against the border of a line edit.
"""

from string import Template

from PySide6.QtGui import QColor

from desktop.theme.token_sets import Tokens

SHEET = Template("""
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget#page, QWidget#desk { background: $background; }
QLabel[kind="heading"] { font-size: ${heading}px; font-weight: 700; }
QLabel[kind="brand"] { font-size: ${brand}px; font-weight: 700; color: $accent; }
QLabel[kind="figure"] { font-size: ${heading}px; font-weight: 700; color: $accent; }
QLabel[kind="disputed"] { font-size: ${heading}px; font-weight: 700; color: $warn; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="small"] { color: $muted; font-size: ${small}px; }
QLabel[kind="caption"] { color: $muted; font-size: ${small}px; font-weight: 500; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="error"] { color: $bad; font-size: ${small}px; }
QLabel[kind="warning"] { color: $warn; font-size: ${small}px; }
QLabel[kind="key"] { color: $muted; background: $soft; border: 1px solid $control_line; border-radius: 4px;
    font-size: ${tiny}px; padding: 0 5px; }

QFrame[kind="panel"] { background: $panel; border: 1px solid $line; border-radius: ${panel_radius}px; }
QFrame[kind="panelhead"] { background: $soft; border: none; border-bottom: 1px solid $line;
    border-top-left-radius: ${inner_radius}px; border-top-right-radius: ${inner_radius}px; }
QFrame[kind="soft"] { background: $soft; border: none; border-radius: ${radius}px; }
QFrame[kind="warn"] { background: $warn_soft; border: none; border-radius: ${radius}px; }
QFrame[kind="bad"] { background: $bad_soft; border: none; border-radius: ${radius}px; }
QFrame[kind="info"] { background: $info_soft; border: none; border-radius: ${radius}px; }
QFrame[kind="good"] { background: $good_soft; border: none; border-radius: ${radius}px; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="rail"] { background: $panel; border: none; border-right: 1px solid $line; }
QFrame[kind="topbar"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[kind="popup"] { background: $panel; border: 1px solid $control_line; border-radius: ${radius}px; }

QPushButton { background: $panel; border: 1px solid $control_line; border-radius: ${radius}px;
    min-height: ${button}px; padding: 0 12px; }
QPushButton:hover { background: $soft; }
QPushButton:pressed { background: $selection; }
QPushButton:checked { background: $selection; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; }
QPushButton:disabled { color: $muted; background: $background; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 500; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: $soft; border-color: $line; color: $muted; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0 4px; }
QPushButton[kind="smalllink"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0 4px;
    font-size: ${small}px; min-height: 0; }
QPushButton[kind="link"]:hover, QPushButton[kind="smalllink"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus, QPushButton[kind="smalllink"]:focus { border: 2px solid $accent; padding: 0 3px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QAbstractSpinBox { background: $panel;
    border: 1px solid $control_line; border-radius: ${radius}px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: ${field}px; padding: 0 8px; }
QPlainTextEdit, QTextEdit { padding: 2px 4px; }
QLineEdit[later="true"] { color: $muted; border: 1px dashed $muted; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QComboBox:on { border: 2px solid $accent; padding: 0 7px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 1px 3px; }
QLineEdit[fault="error"], QPlainTextEdit[fault="error"], QComboBox[fault="error"] { border: 2px solid $bad; padding: 0 7px; }
QLineEdit[fault="warning"], QPlainTextEdit[fault="warning"], QComboBox[fault="warning"] { border: 2px solid $warn; padding: 0 7px; }
QPlainTextEdit[fault="error"], QPlainTextEdit[fault="warning"] { padding: 1px 3px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit:read-only { background: $soft; color: $muted; }
QLineEdit#cell { border: 2px solid $accent; border-radius: 0; padding: 0 6px; min-height: 0; background: $panel; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(phaen:chevron.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView, QListView[kind="popup"] { background: $panel; border: 1px solid $control_line;
    selection-background-color: $selection; selection-color: $ink; outline: none; }

QCheckBox, QRadioButton { spacing: 8px; min-height: ${field}px; }
QCheckBox::indicator, QListView::indicator, QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid $muted; background: $panel; }
QCheckBox::indicator, QListView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent; border-color: $accent; image: url(phaen:$check); }
QRadioButton::indicator:checked { background: $panel; border: 5px solid $accent; width: 7px; height: 7px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }

QTableView, QListView, QTreeView { background: $panel; border: none; outline: none; gridline-color: $line;
    selection-background-color: $selection; selection-color: $ink; }
QHeaderView { background: $soft; border: none; }
QHeaderView[kind="rownames"] { background: $panel; }
QHeaderView::section { background: $soft; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 0 10px; font-size: ${small}px; font-weight: 500; }
QTableCornerButton::section { background: $soft; border: none; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 0 10px; min-height: ${tab}px; border: none;
    border-bottom: 2px solid transparent; margin-right: 6px; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { background: $soft; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#scrolled { background: transparent; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 2px; }
QScrollBar::handle { background: $control_line; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $track; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QToolTip { background: $panel; color: $ink; border: 1px solid $control_line; padding: 2px 6px; }
QMenu { background: $panel; border: 1px solid $control_line; padding: 4px; }
QMenu::item { padding: 3px 18px 3px 10px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QSplitter::handle { background: transparent; }
""")


def _hex(colour: QColor) -> str:
    return colour.name()


def sheet(tokens: Tokens, scale: float, line: int) -> str:
    """The style sheet. ``scale`` is the text size (1 = 14 px); ``line`` the height in px of a line of text."""
    return SHEET.substitute(
        ink=_hex(tokens.ink),
        muted=_hex(tokens.muted),
        background=_hex(tokens.background),
        panel=_hex(tokens.panel),
        line=_hex(tokens.line),
        control_line=_hex(tokens.control_line),
        soft=_hex(tokens.soft),
        track=_hex(tokens.track),
        accent=_hex(tokens.accent),
        accent_hover=_hex(tokens.accent_hover),
        on_accent=_hex(tokens.on_accent),
        selection=_hex(tokens.selection),
        good_soft=_hex(tokens.good.background),
        warn=_hex(tokens.warn.ink),
        warn_soft=_hex(tokens.warn.background),
        bad=_hex(tokens.bad.ink),
        bad_soft=_hex(tokens.bad.background),
        info_soft=_hex(tokens.info.background),
        radius=tokens.radius,
        panel_radius=tokens.panel_radius,
        inner_radius=tokens.panel_radius - 1,
        check="check-dark.svg" if tokens.dark else "check-light.svg",
        brand=round(20 * scale),
        heading=round(20 * scale),
        small=round(13 * scale),
        tiny=round(11 * scale),
        button=line + 4,
        field=line + 2,
        tab=line + 6,
    )
