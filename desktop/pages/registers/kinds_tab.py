"""What the tabs of rules and of views have in common: a part is of a kind, which says what is asked for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from core.registers.declare import Field, Register
from desktop.models.register_design import RegisterDesign, added, parts
from desktop.models.table_model import ModelColumn
from desktop.pages.registers import parameters
from desktop.pages.registers.part_form import PartForm
from desktop.pages.registers.parts_tab import Part, PartsTab
from desktop.pages.registers.rule_words import UNARY, KindWords
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.popup_list import PopupList

FIXED = "ส่วนนี้ไม่มีสิ่งใดให้ปรับที่นี่"
LACKING = "“{kind}” ยังไม่ได้ระบุ “{blank}” โปรดเลือกหรือกรอก"
NONE_FITS = "ยังไม่มีช่องที่ใช้กับ “{kind}” ได้ โปรดเพิ่มช่องก่อน"


class KindsTab(PartsTab):
    """Parts of kinds, each kind with a form of its own; ``common`` is what is asked for all of them."""

    def __init__(
        self,
        design: RegisterDesign,
        key: str,
        columns: Sequence[ModelColumn[Part]],
        words: tuple[str, str, str],
        parent: QWidget | None,
        *,
        kinds: Mapping[str, KindWords],
        common: Sequence[Field] = (),
    ) -> None:
        super().__init__(design, key, columns, words, parent, wide=True)
        self.kinds, self._common = kinds, tuple(common)
        self.known: Mapping[str, Register] = {}
        self._forms: dict[str, PartForm] = {}
        self.fixed = EmptyState(FIXED, parent=self)
        self.forms.addWidget(self.fixed)
        self.popup = PopupList(self.add)
        self.popup.picked.connect(lambda place: self.begin_with(list(kinds)[place]))

    def begin(self) -> None:
        self.popup.drop([kind.title for kind in self.kinds.values()])

    def begin_with(self, kind: str) -> None:
        """Adds a part of a kind, and goes into its form."""
        usual = parameters.usual(self.kinds[kind].asks, self.design.written)
        if usual is None:
            self.told.emit(NONE_FITS.format(kind=self.kinds[kind].title))
            return
        self.at = self.at + 1 if parts(self.design.written, self.key) else 0
        self.design.put(added(self.design.written, self.key, self.at, self.named({"kind": kind, **usual})))
        self.focus_form()

    def named(self, part: Part) -> Part:
        """A new part with the name it goes by, where it needs one."""
        return part

    def form(self) -> PartForm | None:
        """The form in sight."""
        found = self.forms.currentWidget()
        return found if isinstance(found, PartForm) else None

    def focus_form(self) -> None:
        form = self.form()
        if form is not None:
            form.focus_first()

    def show_form(self, part: Part) -> QWidget:
        kind = str(part["kind"])
        words = self.kinds.get(kind)
        if words is None or not (words.asks or self._common):
            return self.fixed
        form = self._forms.get(kind) or self._made(kind, words)
        parameters.show(form, words.asks, part, self.design.written, self.known)
        return form

    def lacking(self) -> str:
        """What a part still needs, in a sentence; "" where nothing does."""
        for part in parts(self.design.written, self.key):
            words = self.kinds.get(str(part.get("kind")))
            blank = next((b for b in words.asks if b.needed and b.name not in part), None) if words else None
            if words and blank:
                return LACKING.format(kind=words.title, blank=blank.words)
        return ""

    # -- inside

    def _made(self, kind: str, words: KindWords) -> PartForm:
        fields, rows, made = parameters.inputs_of(words.asks)
        rows += [(one.name,) for one in self._common]
        form = PartForm([*fields, *self._common], rows, self, headings={rows[0][0]: words.title}, made=made)
        form.committed.connect(lambda name: self._take(form, name))
        form.left_last.connect(self.table.setFocus)
        self.forms.addWidget(form)
        self._forms[kind] = form
        return form

    def _take(self, form: PartForm, name: str) -> None:
        part = self.part()
        if part is None:
            return
        problem = form.input(name).problem()
        form.complain(name, problem)
        if problem:
            return
        asks = self.kinds[str(part["kind"])].asks
        self.put(parameters.taken(form, asks, part, name, self.design.written))
        if name.endswith(".op") and form.taken(name) not in (None, *UNARY):
            form.focus(name.replace(".op", ".value"))  # a comparison asks for a value
