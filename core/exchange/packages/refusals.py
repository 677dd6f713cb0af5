"""Why a package isn't taken in, in one sentence each."""

from core.faults import FileRefusal
from core.store.log.signatures import BrokenChain

AGAIN = "โปรดขอแพ็กเกจใหม่จากผู้ส่ง"


def foreign(name: str) -> FileRefusal:
    """It is no package at all."""
    return FileRefusal(f"“{name}” ไม่ใช่แพ็กเกจของโปรแกรมแผน โปรดเลือกแฟ้มที่ลงท้ายด้วย .phaenx")


def damaged(name: str) -> FileRefusal:
    """It was cut, flipped or put together by somebody else."""
    return FileRefusal(f"แพ็กเกจ “{name}” เสียหายหรือไม่ครบ {AGAIN}")


def too_large(name: str) -> FileRefusal:
    """It holds more than any office's file."""
    return FileRefusal(f"แพ็กเกจ “{name}” มีข้อมูลมากเกินกว่าที่แพ็กเกจหนึ่งจะมีได้ {AGAIN}")


def newer(name: str) -> FileRefusal:
    """A later version of the program wrote it."""
    return FileRefusal(f"แพ็กเกจ “{name}” สร้างจากโปรแกรมรุ่นใหม่กว่า โปรดติดตั้งโปรแกรมรุ่นล่าสุดก่อนรวม")


def unsigned(name: str) -> FileRefusal:
    """Nobody signed it."""
    return FileRefusal(f"แพ็กเกจ “{name}” ไม่มีลายเซ็นของเครื่องผู้ส่ง {AGAIN}")


def wrongly_signed(name: str) -> FileRefusal:
    """The signature isn't that of the manifest."""
    return FileRefusal(f"ลายเซ็นของแพ็กเกจ “{name}” ไม่ตรงกับเนื้อหา อาจถูกแก้ไขระหว่างทาง {AGAIN}")


def other_office(name: str) -> FileRefusal:
    """It belongs to files that began with another plan."""
    return FileRefusal(f"แพ็กเกจ “{name}” เป็นของสำนักงานอื่นหรือแผนชุดอื่น จึงรวมกับแฟ้มนี้ไม่ได้ โปรดตรวจว่าเลือกแพ็กเกจถูกต้อง")


def with_gap(name: str) -> FileRefusal:
    """Entries are missing in the middle of a chain."""
    return FileRefusal(f"แพ็กเกจ “{name}” ขาดรายการบางช่วง จึงรวมไม่ได้ {AGAIN}")


def forged(name: str) -> FileRefusal:
    """An entry names a past it doesn't have."""
    return FileRefusal(f"แพ็กเกจ “{name}” มีรายการที่ไม่ต่อเนื่องกับรายการก่อนหน้า จึงรวมไม่ได้ {AGAIN}")


def broken(name: str, chain: BrokenChain) -> FileRefusal:
    """An entry may not stand in its chain: signed by nobody or by somebody else."""
    return FileRefusal(
        f"แพ็กเกจ “{name}” มีรายการของ {chain.whose} ที่{chain.why} จึงไม่ได้รวมและยังไม่มีสิ่งใดเปลี่ยน โปรดแจ้งผู้ส่งและผู้ดูแลแผน"
    )


def unreadable(name: str) -> FileRefusal:
    """The disk or the stick says no."""
    return FileRefusal(f"อ่านแพ็กเกจ “{name}” ไม่ได้ โปรดตรวจว่าแฟ้มยังอยู่ และเสียบแฟลชไดรฟ์ไว้จนเสร็จ")


def unwritable(name: str) -> FileRefusal:
    """It can't be written."""
    return FileRefusal(f"เขียนแพ็กเกจ “{name}” ไม่ได้ โปรดตรวจโฟลเดอร์ พื้นที่ว่าง และสิทธิ แล้วลองใหม่")
