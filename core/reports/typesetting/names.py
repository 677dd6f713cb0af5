"""Names in running text that a line shouldn't break: กรุงเทพมหานคร, persons with their titles, positions.

A name is known by how it begins: a title (นาย, นางสาว, ดร., ว่าที่ร้อยตรี ...) before a first and a family name, the word of
a post (ปลัด, ผู้อำนวยการ ...) before what it is of. Where a name runs on without a space, as Thai does, some of what
follows is kept with it: a line that ends a little early is no fault.
"""

import re

_LETTERS = "[ก-์]"
_RUN = 25  # letters of a first or a family name
_OF = 40  # letters of what a post is of

_CITY = "กรุงเทพมหานคร"
_NO_PERSON = "ก(?:รัฐ|เทศ|สภา|สมาคม|องค์|เหล่า|เมือง)|ทะเบียน|จ้าง|หน้า|อำเภอ|ช่าง|ตรวจ|ประกัน|ท้าย"
_TITLE = (
    rf"(?:(?<!ท)(?<!เจ้า)นาย(?!{_NO_PERSON})|(?<!ขุน)นางสาว|(?<!ขุน)นาง(?!สาว)|น\.ส\.|เด็กชาย|เด็กหญิง|"
    r"ดร\.|ผศ\.|รศ\.|(?<![ก-๙.])ศ\.|ว่าที่ ?(?:ร้อย|พัน|พล)?(?:ตรี|โท|เอก|ร\.[ตทอ]\.)|(?:พล|พัน|ร้อย)ตำรวจ(?:ตรี|โท|เอก)|"
    r"หม่อมหลวง|หม่อมราชวงศ์|ม\.ล\.|ม\.ร\.ว\.|(?<!\.)(?:พล|พ|ร)\.(?:ต\.)?[ตทอ]\.)"
)
_PERSON = rf"{_TITLE}(?: ?{_TITLE})* ?{_LETTERS}{{2,{_RUN}}} +{_LETTERS}{{2,{_RUN}}}"
_POST = (
    "(?:สำนัก(?=ปลัด))?(?:รักษาราชการแทน|รักษาการในตำแหน่ง|รักษาการแทน|รอง|ผู้ช่วย)*"
    "(?:ผู้ว่าราชการ|ผู้อำนวยการ|เลขานุการ|ปลัด|หัวหน้า|อธิบดี|นายอำเภอ|นายกเทศมนตรี|ผู้ตรวจราชการ)"
)
_BEHIND = r"(?=[^ก-๙]|$)"  # where a run of Thai letters ends
_POSITION = rf"{_POST}(?:{_LETTERS}{{0,{_OF}}}?{_CITY}|{_LETTERS}{{1,{_OF}}}{_BEHIND})"
_LINE = (
    "(?:นัก(?:วิชาการ|วิเคราะห์|จัดการ|ทรัพยากร|ประชาสัมพันธ์|บริหาร|พัฒนา|สังคม|เทคโนโลยี)|เจ้าพนักงาน|นิติกร|วิศวกร|สถาปนิก|"
    "นายช่าง|พนักงาน)"
    rf"{_LETTERS}{{0,{_OF}}}?(?:ปฏิบัติการ|ปฏิบัติงาน|ชำนาญการพิเศษ|ชำนาญการ|ชำนาญงาน|เชี่ยวชาญ|ทรงคุณวุฒิ|อาวุโส)"
)
_NAMES = re.compile("|".join((_PERSON, _POSITION, _LINE, _CITY)))
_CITIES = re.compile(_CITY)


def names_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where names stand in a text: the first character and the one behind the last."""
    return tuple(found.span() for found in _NAMES.finditer(text))


def cities_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where กรุงเทพมหานคร stands in a text."""
    return tuple(found.span() for found in _CITIES.finditer(text))
