"""Chats out of a LINE Official Account export: who wrote when, in Bangkok time.

The export is a zip with one CSV per chat (or such a CSV by itself): three rows about the export (account, time zone,
day), a heading, then sender type, sender name, date, time, message. Headings differ by language, so columns go by
position. Source: FINDINGS, "Domain facts".
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import StringIO
from itertools import islice
from pathlib import Path, PurePosixPath

from core.exchange.csv_in import rows_of_text
from core.exchange.zipped import read_part
from core.faults import FileRefusal, Finding
from core.thai.quote import quoted

BANGKOK = timezone(timedelta(hours=7))
AUTOMATIC = frozenset({"auto-response", "応答メッセージ", "ข้อความตอบกลับอัตโนมัติ"})

_ZONE = re.compile(r"'?([+-])(\d{2}):?(\d{2})'?", re.ASCII)
_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)
_PREAMBLE = 4  # rows: account, time zone, downloaded on, heading
_COLUMNS = 5
_MOST_CHATS = 20_000
_LARGEST_CHAT = 32 << 20  # bytes
_LARGEST_EXPORT = 512 << 20
_MOST_FINDINGS = 1_000
_NOT_LINE = "ไม่ใช่ไฟล์ส่งออกแชตของ LINE Official Account โปรดส่งออกจากหน้าแชตของ LINE แล้วเลือกไฟล์ .zip หรือ .csv นั้น"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: Bangkok time without zone, to the minute; ``by_user`` else by the office's account, whose
    ``automatic`` answers are no person's."""

    at: datetime
    by_user: bool
    automatic: bool
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat in the order it was written; ``problems`` are rows that can't be read."""

    name: str
    messages: tuple[Message, ...]
    problems: tuple[Finding, ...] = ()


def read_chats(path: Path) -> Iterator[tuple[Chat, float]]:
    """The chats of an export one by one, each with how much has been read by then (0 to 1).

    Raises FileRefusal for a file that is missing, damaged, locked, too big, or something else.
    """
    try:
        if path.suffix.lower() == ".zip":
            yield from _zipped(path)
        elif path.suffix.lower() == ".csv":
            yield _plain(path), 1.0
        else:
            raise FileRefusal(f"ไฟล์ {path.name} {_NOT_LINE}")
    except FileNotFoundError:
        raise FileRefusal(f"ไม่พบไฟล์ {path.name} โปรดตรวจชื่อไฟล์และโฟลเดอร์") from None
    except OSError:
        raise FileRefusal(f"เปิดไฟล์ {path.name} ไม่ได้ โปรดปิดโปรแกรมที่เปิดไฟล์นี้อยู่และตรวจสิทธิ์การอ่าน") from None


def _plain(path: Path) -> Chat:
    if path.stat().st_size > _LARGEST_CHAT:
        raise _too_big(path.name)
    return _chat(path.name, path.read_bytes())


def _zipped(path: Path) -> Iterator[tuple[Chat, float]]:
    try:
        with zipfile.ZipFile(path) as package:
            parts = [i for i in package.infolist() if i.filename.lower().endswith(".csv")]
            if not parts:
                raise FileRefusal(f"ไฟล์ {path.name} {_NOT_LINE}")
            sizes = [i.file_size for i in parts]
            if len(parts) > _MOST_CHATS or sum(sizes) > _LARGEST_EXPORT or max(sizes) > _LARGEST_CHAT:
                raise _too_big(path.name)
            for place, part in enumerate(sorted(parts, key=lambda i: i.filename), 1):
                yield _chat(_name_of(part), read_part(package, part)), place / len(parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise FileRefusal(
            f"ไฟล์ {path.name} เสียหายหรือไม่ใช่ไฟล์ .zip โปรดส่งออกจาก LINE ใหม่แล้วนำเข้าอีกครั้ง"
        ) from None
    except RuntimeError:
        raise FileRefusal(f"ไฟล์ {path.name} มีรหัสผ่าน โปรดแตกไฟล์ออกก่อนแล้วนำเข้าไฟล์ .csv ข้างใน") from None


def _name_of(part: zipfile.ZipInfo) -> str:
    return PurePosixPath(part.filename).name


def _too_big(name: str) -> FileRefusal:
    return FileRefusal(f"ไฟล์ {name} ใหญ่เกินกว่าแชตของสำนักงานหนึ่ง โปรดส่งออกจาก LINE เป็นช่วงเวลาที่สั้นลง")


def _chat(name: str, data: bytes) -> Chat:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusal(f"ไฟล์ {name} {_NOT_LINE}") from None
    rows = rows_of_text(StringIO(text, newline=""), name, ",")
    zone = _zone_of(name, [cells for _, cells in islice(rows, _PREAMBLE)])
    return _read(name, rows, zone)


def _zone_of(name: str, preamble: list[tuple[object, ...]]) -> timezone:
    """The time zone the export is written in; FileRefusal where the rows above the messages aren't LINE's."""
    narrow = [row for row in preamble[:3] if len(row) >= 2]
    match = _ZONE.search(str(narrow[1][1])) if len(narrow) == 3 else None
    if match is None or len(preamble) < _PREAMBLE or len(preamble[3]) < _COLUMNS:
        raise FileRefusal(f"ไฟล์ {name} {_NOT_LINE}")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    if offset > timedelta(hours=14):
        raise FileRefusal(f"ไฟล์ {name} {_NOT_LINE}")
    return timezone(-offset if match[1] == "-" else offset)


def _read(name: str, rows: Iterator[tuple[int, tuple[object, ...]]], zone: timezone) -> Chat:
    messages: list[Message] = []
    problems: list[Finding] = []
    for number, cells in rows:
        if not any(cells):
            continue
        found = _message(name, number, tuple(map(str, cells)), zone)
        if isinstance(found, Message):
            messages.append(found)
        elif len(problems) < _MOST_FINDINGS:
            problems.append(found)
    messages.sort(key=lambda m: m.at)
    return Chat(name, tuple(messages), tuple(problems))


def _message(name: str, number: int, cells: tuple[str, ...], zone: timezone) -> Message | Finding:
    kind, sender, day, time, text = (*cells[:_COLUMNS], *[""] * (_COLUMNS - len(cells)))
    at = _moment(day, time, zone)
    if at is None or kind not in ("User", "Account"):
        shown = f"{day} {time}" if at is None else kind
        what = "วันและเวลา" if at is None else "ประเภทผู้ส่ง"
        said = f"ไฟล์ {name} แถวที่ {number} อ่าน{what} {quoted(shown)} ไม่ได้ ข้อความนี้จึงไม่ถูกนับ โปรดตรวจในแชต"
        return Finding("line.row", said, None, shown[:200], row=number)
    return Message(at, kind == "User", sender.strip().casefold() in AUTOMATIC, sender.strip(), text)


def _moment(day: str, time: str, zone: timezone) -> datetime | None:
    found_day, found_time = _DAY.fullmatch(day.strip()), _TIME.fullmatch(time.strip())
    if not found_day or not found_time:
        return None
    try:
        written = datetime(*map(int, found_day.groups()), *map(int, found_time.groups()), tzinfo=zone)  # type: ignore[arg-type,misc]
        return written.astimezone(BANGKOK).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
