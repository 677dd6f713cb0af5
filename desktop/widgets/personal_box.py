"""Whether personal data is shown in what is printed or exported; not, unless it is chosen, each time anew."""

from PySide6.QtWidgets import QCheckBox, QWidget

WORDS = "แสดงข้อมูลส่วนบุคคล"
TIP = "ปกติปิดไว้ เช่น ส***** เมื่อเลือกแสดง แฟ้มจะจดไว้ว่าใครนำออกเมื่อใด"


class PersonalBox(QCheckBox):
    """The choice, beside what prints or exports."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WORDS, parent)
        self.setToolTip(TIP)

    def take(self) -> bool:
        """What was chosen; from here on nothing is."""
        chosen = self.isChecked()
        self.setChecked(False)
        return chosen
