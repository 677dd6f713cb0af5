"""Chats out of a LINE Official Account export: who wrote when, in Bangkok time.

The export is a zip with one CSV per chat (or such a CSV by itself): three rows about the export (account, time zone,
day), a heading, then sender type, sender name, date, time, message. Headings differ by language, so columns go by
position. Source: exports of LINE chats on Android, iPhone and PC.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import StringIO
from itertools import islice
from pathlib import Path, PurePosixPath

from core.exchange.csv_in import rows_of_text
from core.exchange.encoding import decoded, mended
from core.exchange.line.moments import day_of, in_bangkok, time_of
from core.exchange.zipped import read_part
from core.faults import FileRefusal
from core.path_kinds import refuse_no_source
from core.thai.folding import clean, fold_case
from core.thai.quote import quoted

AUTOMATIC = frozenset({"auto-response", "応答メッセージ", "ข้อความตอบกลับอัตโนมัติ"})
_USER = frozenset({"user", "ผู้ใช้", "ユーザー"})
_ACCOUNT = frozenset({"account", "บัญชี", "アカウント"})

_ZONE = re.compile(r"([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)", re.ASCII)
_A_DAY = timedelta(days=1)
_PREAMBLE = 4  # rows: account, time zone, downloaded on, heading
_COLUMNS = 5
_MOST_CHATS = 20_000
_LARGEST_CHAT = 32 << 20  # bytes
_LARGEST_EXPORT = 512 << 20
_NOT_LINE = "ไม่ใช่ไฟล์ส่งออกแชตของ LINE Official Account โปรดส่งออกจากหน้าแชตของ LINE แล้วเลือกไฟล์ .zip หรือ .csv นั้น"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: Bangkok time without zone, to the minute; ``by_user`` else by the office's account, whose
    ``automatic`` answers are no person's. ``sender`` is empty where the export names none."""

    row: int
    at: datetime
    by_user: bool
    automatic: bool
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that can't be read as a message: ``why`` says what of it. ``by_user`` is None where the kind of sender is what
    can't be read."""

    row: int
    by_user: bool | None
    sender: str
    why: str


Entry = Message | Unread


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat in the order it was written."""

    name: str
    entries: tuple[Entry, ...]


def read_chats(path: Path) -> Iterator[tuple[Chat, float]]:
    """The chats of an export one by one, each with how much has been read by then (0 to 1).

    Raises FileRefusal for a file that is missing, damaged, locked, too big, or something else.
    """
    refuse_no_source(path, "ไฟล์ .zip หรือ .csv ที่ส่งออกจากหน้าแชตของ LINE")
    try:
        if path.suffix.lower() == ".zip":
            yield from _zipped(path)
        elif path.suffix.lower() == ".csv":
            yield _plain(path), 1.0
        else:
            raise FileRefusal(f"ไฟล์ {path.name} {_NOT_LINE}")
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
    text = decoded(data)
    if text is None:
        raise FileRefusal(f"ไฟล์ {name} {_NOT_LINE}")
    numbered = rows_of_text(StringIO(mended(text), newline=""), name, ",")
    rows = (
        (number, tuple("" if cell is None else str(cell) for cell in cells))
        for number, cells in numbered
        if any(cells)
    )
    zone = _zone_of(name, [cells for _, cells in islice(rows, _PREAMBLE)])
    return Chat(name, _in_order(tuple(_entry(number, cells, zone) for number, cells in rows)))


def _zone_of(name: str, preamble: Sequence[tuple[str, ...]]) -> timezone:
    """The time zone the export is written in; FileRefusal where the rows above the messages aren't LINE's."""
    narrow = [row for row in preamble[:3] if len(row) >= 2]
    match = _ZONE.search(narrow[1][1]) if len(narrow) == 3 else None
    if match is None or len(preamble) < _PREAMBLE or len(preamble[3]) < _COLUMNS:
        raise FileRefusal(f"ไฟล์ {name} {_NOT_LINE}")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if offset > timedelta(hours=14):
        raise FileRefusal(f"ไฟล์ {name} {_NOT_LINE}")
    return timezone(-offset if match[1] == "-" else offset)


@dataclass(frozen=True, slots=True)
class _Late:
    """A message at an hour past midnight by the day before (24:02): of the next day, if what follows isn't earlier."""

    message: Message
    shown: str


def _entry(number: int, cells: tuple[str, ...], zone: timezone) -> "Entry | _Late":
    kind, sender, day, time, text = (*cells[:_COLUMNS], *[""] * (_COLUMNS - len(cells)))
    sender, shown = clean(sender), f"{day} {time}".strip()
    by_user = _by_user(kind)
    if by_user is None:
        return Unread(number, None, sender, f"ประเภทผู้ส่ง {quoted(kind)}")
    on, since_midnight = day_of(day), time_of(time)
    moment = in_bangkok(on, since_midnight, zone) if on and since_midnight is not None else None
    if moment is None or since_midnight is None:
        return Unread(number, by_user, sender, f"วันและเวลา {quoted(shown)}")
    message = Message(number, moment, by_user, fold_case(sender) in AUTOMATIC, sender, text)
    return _Late(message, shown) if since_midnight >= _A_DAY else message


def _by_user(kind: str) -> bool | None:
    said = fold_case(kind)
    return True if said in _USER else False if said in _ACCOUNT else None


def _in_order(read: "Sequence[Entry | _Late]") -> tuple[Entry, ...]:
    """The entries by time. Where some can't be read they stay as they are written, for it can't be told when they were."""
    entries: list[Entry] = []
    following: datetime | None = None
    for one in reversed(read):
        entry = one.message if isinstance(one, _Late) else one
        if isinstance(one, _Late) and following is not None and following < one.message.at:
            entry = Unread(
                one.message.row, one.message.by_user, one.message.sender, f"วันและเวลา {quoted(one.shown)}"
            )
        following = entry.at if isinstance(entry, Message) else following
        entries.append(entry)
    entries.reverse()
    messages = [entry for entry in entries if isinstance(entry, Message)]
    ordered = sorted(messages, key=lambda m: m.at)
    if len(messages) == len(entries):
        return tuple(ordered)
    if messages == ordered:
        return tuple(entries)
    return tuple(_adrift(entry) for entry in entries)


def _adrift(entry: Entry) -> Unread:
    """Of a chat out of order in which some rows can't be read, none can be placed."""
    if isinstance(entry, Unread):
        return entry
    return Unread(entry.row, entry.by_user, entry.sender, "ลำดับเวลา")
