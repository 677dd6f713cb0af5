"""What is set for the whole office; it lies in the file, so that all PCs keep to it."""

from core.faults import InputRefusal
from core.office.commit import commit
from core.office.session import Session
from core.plan.office_records import OFFICE_SETTINGS
from core.plan.office_settings import SETTINGS
from core.plan.rights import UseCase
from core.store.log.changes import Changes, Put


class SettingService:
    """The office's settings, by their names (``core.plan.office_settings``)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def text(self, name: str) -> str:
        """What is set, else what holds until something is."""
        return self._session.settings.get(name) or SETTINGS[name].default

    def number(self, name: str) -> int:
        """The whole number that is set; what holds by default where none is, or one out of bounds came from elsewhere."""
        setting = SETTINGS[name]
        found = setting.number(self.text(name))
        return int(setting.default) if found is None else found

    def retention_said(self) -> str:
        """Which personal data isn't told any more, one Thai sentence; "" where all of it is."""
        first = self._session.personal_from
        if not first:
            return ""
        return f"ข้อมูลส่วนบุคคลก่อนปีงบประมาณ {first} พ้นกำหนดเก็บ จึงไม่แสดง แต่ในบันทึกของแฟ้มยังอยู่"

    def set_unit(self, unit: str) -> None:
        """Note the code of the unit whose file this is. RightRefusal for who may not."""
        self._session.rights.require(UseCase.CHANGE_SETTINGS)
        self._session.set_unit(unit)

    def set(self, name: str, value: str) -> Changes:
        """Set one. RightRefusal for who may not, InputRefusal for what can't be set."""
        self._session.rights.require(UseCase.CHANGE_SETTINGS)
        setting = SETTINGS[name]
        if fault := setting.fault(value):
            raise InputRefusal(fault)
        record = self._session.file.registers[OFFICE_SETTINGS.name].id_for({"name": name})
        put = Put(
            OFFICE_SETTINGS.name, record or self._session.new_id(), {"name": name, "value": value or None}
        )
        return commit(self._session, [put], f"ตั้งค่า{setting.label}")
