"""What the window may ask of the page in sight, by what the page can do."""

from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget


@runtime_checkable
class Begins(Protocol):
    """A page on which a new record is begun."""

    def begin(self) -> None: ...


@runtime_checkable
class Saves(Protocol):
    """A page on which something may be typed and saved."""

    def save(self) -> None: ...


@runtime_checkable
class Opens(Protocol):
    """A page that can be asked to show something first."""

    def open_with(self, **args: Any) -> None:
        """Shows what ``navigate`` was asked for."""
        ...


@runtime_checkable
class HasViews(Protocol):
    """A page of several views, each a page by itself."""

    def current(self) -> QWidget: ...


@runtime_checkable
class Prints(Protocol):
    """A page that prints what it shows."""

    def print_now(self) -> None: ...
