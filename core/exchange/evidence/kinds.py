"""What a file of evidence is: told from its bytes and held against the ending of its name."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.faults import InputRefusal

LOOKED_AT = 1 << 16  # bytes at the beginning
MOST_UNPACKED = 512 << 20  # bytes that a document of several parts says it unpacks to
MOST_PARTS = 20_000

PDF, PICTURE, DOCUMENT, TEXT = "pdf", "picture", "document", "text"
GROUPS: Mapping[str, str] = {
    PDF: "PDF",
    PICTURE: "รูปภาพ",
    DOCUMENT: "เอกสารและตาราง (Word Excel PowerPoint OpenDocument)",
    TEXT: "ข้อความและจดหมาย (.txt .csv .eml)",
}
SHOWN = ("application/pdf", "image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp", "image/webp")

_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"BM": "image/bmp",
}
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_PARTS = {
    "word/": f"{_OPEN_XML}wordprocessingml.document",
    "xl/": f"{_OPEN_XML}spreadsheetml.sheet",
    "ppt/": f"{_OPEN_XML}presentationml.presentation",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = (b"heic", b"heix", b"mif1", b"msf1")
_OLD_OFFICE, _PLAIN = "application/x-ole-storage", "text/plain"

# The endings a content may have, each with the kind it makes of it.
_ENDINGS: Mapping[str, Mapping[str, str]] = {
    "application/pdf": {".pdf": "application/pdf"},
    "image/png": {".png": "image/png"},
    "image/jpeg": dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif"), "image/jpeg"),
    "image/gif": {".gif": "image/gif"},
    "image/tiff": dict.fromkeys((".tif", ".tiff"), "image/tiff"),
    "image/bmp": {".bmp": "image/bmp"},
    "image/webp": {".webp": "image/webp"},
    "image/heic": dict.fromkeys((".heic", ".heif"), "image/heic"),
    _PARTS["word/"]: {".docx": _PARTS["word/"]},
    _PARTS["xl/"]: {".xlsx": _PARTS["xl/"]},
    _PARTS["ppt/"]: {".pptx": _PARTS["ppt/"]},
    **{
        f"{_OPEN_DOCUMENT}{name}": {ending: f"{_OPEN_DOCUMENT}{name}"}
        for name, ending in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))
    },
    _OLD_OFFICE: {
        ".doc": "application/msword",
        ".xls": "application/vnd.ms-excel",
        ".ppt": "application/vnd.ms-powerpoint",
        ".msg": "application/vnd.ms-outlook",
    },
    "application/rtf": {".rtf": "application/rtf"},
    _PLAIN: {".txt": _PLAIN, ".csv": "text/csv", ".eml": "message/rfc822"},
}
ENDINGS = tuple(sorted({ending for endings in _ENDINGS.values() for ending in endings}))


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """What a file is: its mime type, and the group by which kinds are allowed."""

    mime: str
    group: str

    @property
    def shown(self) -> bool:
        """True where it can be shown as pages."""
        return self.mime in SHOWN


def group_of(mime: str) -> str:
    """The group a mime type is allowed by."""
    if mime == "application/pdf":
        return PDF
    if mime.startswith("image/"):
        return PICTURE
    return TEXT if mime in _ENDINGS[_PLAIN].values() else DOCUMENT


def kind_of(path: Path, name: str) -> EvidenceKind:
    """What lies at a path, which is called ``name``. InputRefusal where it is nothing that is kept as evidence, isn't what
    its name says, or unpacks to more than anybody would. OSError as it comes."""
    with path.open("rb") as file:
        content = _content(path, file.read(LOOKED_AT), name)
    ending = Path(name).suffix.lower()
    if content is None or not any(ending in endings for endings in _ENDINGS.values()):
        raise InputRefusal(
            f"ไฟล์ “{name}” เป็นชนิดที่เก็บเป็นหลักฐานไม่ได้ โปรดใช้ PDF รูปภาพ หรือเอกสารของ Word Excel PowerPoint ที่ไม่มีมาโคร"
        )
    mime = _ENDINGS[content].get(ending)
    if mime is None:
        wanted = " หรือ ".join(_ENDINGS[content])
        raise InputRefusal(
            f"เนื้อหาของไฟล์ “{name}” ไม่ตรงกับนามสกุล {ending} โปรดตรวจไฟล์ หากถูกต้องแล้วให้เปลี่ยนนามสกุลเป็น {wanted}"
        )
    return EvidenceKind(mime, group_of(mime))


def _content(path: Path, head: bytes, name: str) -> str | None:
    """The kind of a content; None for what is no evidence."""
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "image/heic"
    if head.startswith(b"PK\3\4"):
        return _content_of_zip(path, name)
    if head.startswith(_OLE):
        return _OLD_OFFICE
    if head.startswith(b"{\\rtf"):
        return "application/rtf"
    known = next((mime for mark, mime in _PICTURES.items() if head.startswith(mark)), None)
    return known or (_PLAIN if _is_text(head) else None)


def _content_of_zip(path: Path, name: str) -> str | None:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise InputRefusal(
                    f"ไฟล์ “{name}” แตกออกแล้วใหญ่ผิดปกติ จึงไม่เก็บเป็นหลักฐาน โปรดบันทึกเป็น PDF แล้วแนบใหม่"
                )
            names = {part.filename for part in parts}
            if "mimetype" in names:
                with package.open("mimetype") as said:
                    mime = said.read(100).decode("ascii", "replace").strip()
                return mime if mime in _ENDINGS else None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise InputRefusal(f"ไฟล์ “{name}” เสียหายหรือไม่ครบ โปรดขอไฟล์ใหม่จากต้นทาง") from fault
    if "[Content_Types].xml" not in names or any(n.lower().endswith("vbaproject.bin") for n in names):
        return None
    return next((mime for part, mime in _PARTS.items() if any(n.startswith(part) for n in names)), None)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not set(head) & (set(range(32)) - set(b"\t\n\r\f\x1a"))
