"""The tab กติกา: each rule by its Thai statement, its kind's parameters, how grave it is, and the office's own sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from core.registers.free_names import free_name
from desktop.models.register_design import RULES, RegisterDesign, as_text, names_in, parts
from desktop.models.table_model import MUTED, ModelColumn
from desktop.pages.registers.kinds_tab import KindsTab
from desktop.pages.registers.part_form import PartForm, line, pick
from desktop.pages.registers.parts_tab import Part
from desktop.pages.registers.rule_words import KINDS, SEVERITIES

WORDS = ("กติกาของทะเบียน", "เพิ่มกติกา…", "ทะเบียนนี้ยังไม่มีกติกา กด Insert เพื่อเพิ่ม")
COMMON = (
    pick("severity", "ความสำคัญ"),
    line("message", "ข้อความของหน่วยงาน", "เว้นว่างเพื่อใช้ข้อความของโปรแกรม {ชื่อช่อง} แทนค่าของช่องนั้น"),
)


class RulesTab(KindsTab):
    """The register's rules, by what they say."""

    def __init__(self, design: RegisterDesign, parent: QWidget | None = None) -> None:
        columns = (
            ModelColumn[Part]("กติกา", self._statement, share=1),
            ModelColumn[Part](
                "ความสำคัญ", lambda rule: SEVERITIES.get(str(rule.get("severity")), ""), roles=MUTED
            ),
        )
        self._says: dict[str, str] = {}
        super().__init__(design, RULES, columns, WORDS, parent, kinds=KINDS, common=COMMON)

    def show_statements(self, said: Sequence[str]) -> None:
        """What the rules say, in the order they are written."""
        rules = parts(self.design.written, RULES)
        self._says = {as_text(rule): says for rule, says in zip(rules, said, strict=False)}
        self.model.say_changed()

    def named(self, part: Part) -> Part:
        about = next(
            (v if isinstance(v, str) else v[0] for k, v in part.items() if k in ("field", "fields", "left")),
            "",
        )
        stem = f"{part['kind']}_{about}".strip("_")
        return {"name": free_name(stem, names_in(self.design.written, RULES)), **part}

    def show_form(self, part: Part) -> QWidget:
        form = super().show_form(part)
        if isinstance(form, PartForm):
            form.offer("severity", SEVERITIES, "ตามชนิดของกติกา")
        return form

    def _statement(self, rule: Part) -> str:
        known = KINDS.get(str(rule["kind"]))
        return self._says.get(as_text(rule)) or (known.title if known else str(rule["kind"]))
