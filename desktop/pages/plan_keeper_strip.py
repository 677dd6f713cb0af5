"""The strip over the plan page that says whose the plan is: what editing it here comes to, and what waits to be decided."""

from PySide6.QtWidgets import QWidget

from desktop.shell.context import AppContext
from desktop.widgets.buttons import link
from desktop.widgets.strip import Strip

PROPOSES = "แผนดูแลโดย{unit} สิ่งที่แก้ไขที่นี่เป็นข้อเสนอ และมีผลเมื่อ{unit}รับเข้าแผน"
ONLY_LOOK = "แฟ้มนี้เปิดแบบอ่านอย่างเดียว แผนดูได้ทุกส่วนแต่แก้ไขไม่ได้"
WAITING = "มีข้อเสนอแก้ไขแผน {count} ข้อรอพิจารณา"


class KeeperStrip(Strip):
    """Hidden where the plan is edited as it is and nothing waits."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        self.proposals = link("ดูข้อเสนอ", parent)
        super().__init__("info", self.proposals, parent)
        self._context = context
        self.proposals.clicked.connect(lambda: context.navigate("proposals"))
        self.refresh()

    def whose(self) -> str:
        """What keeps the plan from being written here; "" where nothing does."""
        office = self._context.office
        if office.session.read_only:
            return ONLY_LOOK
        return "" if office.session.keeps_plan else PROPOSES.format(unit=office.session.keeper_name())

    def refresh(self) -> None:
        """Says how things stand now."""
        office = self._context.office
        waiting = self._context.wait_for(office.plan.open_proposals) if office.session.keeps_plan else 0
        self.say(self.whose() or (WAITING.format(count=waiting) if waiting else ""))
