"""The tabs over a form or a list, as the desk draws them."""

from PySide6.QtWidgets import QTabBar, QWidget


class TabBar(QTabBar):
    """A tab bar whose tabs can be hidden and shown again as often as one likes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)

    def setTabVisible(self, index: int, visible: bool) -> None:
        """Shows or hides a tab.

        Qt drops a pending layout when a tab is told what it already is: tabs shown twice before the bar is
        painted would stay without any width.
        """
        if self.isTabVisible(index) != visible:
            super().setTabVisible(index, visible)
