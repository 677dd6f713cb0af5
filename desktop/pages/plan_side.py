"""The left side of the plan page: the tree of places, and behind a tab what the plan check says of them."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.models.plan_items import Key
from desktop.pages.plan_findings import FindingsPanel, PlanNotes
from desktop.pages.plan_tree_view import PlanTreeView
from desktop.shell.context import AppContext
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import link
from desktop.widgets.panel import Panel, rule
from desktop.widgets.strip import Strip
from desktop.widgets.tab_bar import TabBar

TREE, FINDINGS = 0, 1


class PlanSide(Panel):
    """Tree and findings; ``note`` is the strip that says the worst of one place, for the page to lay out."""

    def __init__(self, context: AppContext, parent: QWidget, *, writable: bool) -> None:
        super().__init__(parent)
        self.notes: PlanNotes | None = None
        self._key: Key | None = None
        self.tree = PlanTreeView(self)
        self.findings = FindingsPanel(context, self, writable=writable)
        self.tabs = TabBar(self)
        self._link = link("ดูข้อสังเกต", self)
        self.note = Strip("warn", self._link, parent)
        stack = QStackedWidget(self)
        for words, page in (("โครงสร้าง", self.tree), ("ข้อสังเกต", self.findings)):
            self.tabs.addTab(words)
            stack.addWidget(page)
        head = hbox((self.tabs, 1), margins=(10, 4, 10, 0))
        self.body.addLayout(head)
        self.body.addWidget(rule(self))
        self.body.addWidget(stack, 1)
        self.tabs.currentChanged.connect(stack.setCurrentIndex)
        self._link.clicked.connect(self._to_findings)

    def show_notes(self, notes: PlanNotes | None) -> None:
        """Shows what the check says by now; None: another plan's isn't known yet."""
        self.notes = notes
        if notes is None:
            self.findings.show_notes(())  # another year's list is read from its beginning
            return
        self.tree.model.set_marks(notes.tones())
        self.findings.show_notes(notes.notes)
        self.tabs.setTabText(FINDINGS, f"ข้อสังเกต {len(notes.notes)}" if notes.notes else "ข้อสังเกต")

    def show_again(self) -> None:
        """The tree is another one: what the check said last is marked in it."""
        if self.notes is not None:
            self.show_notes(self.notes)

    def show_note(self, key: Key | None) -> None:
        """Says the worst the check found at a place; None: nothing of any."""
        self._key = key
        found = self.notes.at(key) if self.notes else ()
        worst = next((n for n in found if n.tone != "neutral"), None)
        more = f" (และอีก {len(found) - 1} ข้อ)" if len(found) > 1 else ""
        said = f"{worst.message}{more}" if worst else ""
        self.note.say(said, "bad" if worst and worst.tone == "bad" else "warn")

    def search(self) -> None:
        """Goes to the search field over the tree."""
        self.tabs.setCurrentIndex(TREE)
        self.tree.focus_search()

    def show_findings(self) -> None:
        """Turns to the list of findings."""
        self.tabs.setCurrentIndex(FINDINGS)

    def _to_findings(self) -> None:
        self.show_findings()
        here = self.notes.at(self._key) if self.notes else ()
        if here:
            self.findings.choose(here[0])
        self.findings.list.setFocus()
