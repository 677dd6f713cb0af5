"""What NSIS' own program says before it has read the setup's languages, in Thai: ``setup_words.py PROGRAM`` rewrites it.

A setup that was cut short or damaged on its way is told by this program, which knows English alone. A sentence takes the
place of another of at least its length.
"""

import sys
from pathlib import Path

WORDS = {
    "Installer integrity check has failed. Common causes include\nincomplete download and damaged media. Contact the\n"
    "installer's author to obtain a new copy.\n\nMore information at:\nhttp://nsis.sf.net/NSIS_Error": (
        "ตัวติดตั้งนี้ไม่ครบหรือเสียหายระหว่างคัดลอก จึงยังไม่ได้ติดตั้งสิ่งใด โปรดคัดลอกจากต้นฉบับใหม่แล้วเปิดอีกครั้ง"
    ),
    "Error writing temporary file. Make sure your temp folder is valid.": "เขียนแฟ้มชั่วคราวไม่ได้ โปรดตรวจเนื้อที่ว่างแล้วเปิดใหม่",
    "Error launching installer": "เปิดตัวติดตั้งไม่ได้",
    "unpacking data: %d%%": "กำลังเตรียม %d%%",
    "verifying installer: %d%%": "กำลังตรวจแฟ้ม %d%%",
    "NSIS Error": "ตัวติดตั้ง",
}
_CODING = "utf-16-le"


def in_thai(program: bytes) -> bytes:
    """The program with its sentences in Thai. ValueError where one isn't there, as in another release of NSIS."""
    for english, thai in WORDS.items():
        found = (english + "\0").encode(_CODING)
        if found not in program:
            raise ValueError(f"not in NSIS' program: {english}")
        program = program.replace(found, (thai + "\0").encode(_CODING).ljust(len(found), b"\0"))
    return program


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_bytes(in_thai(path.read_bytes()))
