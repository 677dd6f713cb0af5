"""What the desk remembers between two starts: a small ini file of the user's own."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from desktop.places import settings_path

THEMES = ("system", "light", "dark", "contrast")
TEXT_SIZES = (100, 125, 150)
RECENT = 6


class Settings:
    """The remembered choices; a missing or spoilt value reads as its default."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(str(path or settings_path()), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """``system``, ``light``, ``dark`` or ``contrast``."""
        name = self._text("look/theme", "system")
        return name if name in THEMES else "system"

    def set_theme(self, name: str) -> None:
        """Remembers the theme."""
        self._write("look/theme", name)

    @property
    def text_size(self) -> int:
        """Text size in percent: 100, 125 or 150."""
        text = self._text("look/text_size", "100")
        return int(text) if text in {str(size) for size in TEXT_SIZES} else 100

    def set_text_size(self, percent: int) -> None:
        """Remembers the text size."""
        self._write("look/text_size", str(percent))

    @property
    def thai_digits(self) -> bool:
        """True when the screen shows Thai digits."""
        return self._text("look/digits", "arabic") == "thai"

    def set_thai_digits(self, wanted: bool) -> None:
        """Remembers which digits the screen shows."""
        self._write("look/digits", "thai" if wanted else "arabic")

    @property
    def user_name(self) -> str:
        """The name changes are signed with."""
        return self._text("person/name", "") or "ผู้ใช้"

    def set_user_name(self, name: str) -> None:
        """Remembers the user's name; nobody is asked for it any more, not where it was left empty either."""
        self._write("person/name", name.strip())
        self._write("person/asked", "yes")

    @property
    def user_known(self) -> bool:
        """True once somebody said who works on this PC, or didn't want to."""
        return bool(self._text("person/name", "") or self._text("person/asked", ""))

    @property
    def last_file(self) -> Path | None:
        """The office file that was open last, None where there is none or it is gone."""
        files = self.recent_files
        return files[0] if files else None

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The office files opened lately that still exist, latest first."""
        paths = [Path(text) for text in self._text("files/recent", "").split("\n") if text]
        return tuple(path for path in paths if path.is_file())

    def remember_file(self, path: Path) -> None:
        """Puts an office file first among the recent ones."""
        others = [known for known in self.recent_files if known != path]
        self._write("files/recent", "\n".join(str(known) for known in [path, *others][:RECENT]))

    def user_of(self, path: Path) -> str:
        """The name of who signed in to an office file last, "" at first."""
        return self._text(f"signed_in/{_key_of(path)}", "")

    def remember_user(self, path: Path, name: str) -> None:
        """Remembers who signed in to an office file."""
        self._write(f"signed_in/{_key_of(path)}", name)

    def was_looked_over(self, path: Path, day: date) -> bool:
        """True where an office file was last looked over whole on that day."""
        return self._text(f"looked_over/{_key_of(path)}", "") == day.isoformat()

    def remember_looked_over(self, path: Path, day: date) -> None:
        """Remembers that an office file was looked over whole on a day."""
        self._write(f"looked_over/{_key_of(path)}", day.isoformat())

    @property
    def paper_digits_thai(self) -> bool:
        """True when documents are printed with Thai digits."""
        return self._text("paper/digits", "arabic") == "thai"

    def set_paper_digits_thai(self, wanted: bool) -> None:
        """Remembers which digits documents are printed with."""
        self._write("paper/digits", "thai" if wanted else "arabic")

    @property
    def exchange_folder(self) -> Path | None:
        """The folder packages went to or came from last, None at first or when it is gone."""
        return self._folder("exchange/folder")

    def remember_exchange_folder(self, folder: Path) -> None:
        """Remembers where packages lie."""
        self._write("exchange/folder", str(folder))

    @property
    def paper_folder(self) -> Path | None:
        """The folder a document was saved in last, None at first or when it is gone."""
        return self._folder("paper/folder")

    def remember_paper_folder(self, folder: Path) -> None:
        """Remembers where a document was saved."""
        self._write("paper/folder", str(folder))

    @property
    def plan_place(self) -> str:
        """The place of the plan last looked at, "" at first."""
        return self._text("plan/place", "")

    def remember_plan_place(self, place: str) -> None:
        """Remembers the place of the plan looked at."""
        self._write("plan/place", place)

    def view_of(self, register: str) -> str:
        """Which of a register's views was looked at last, "" at first."""
        return self._text(f"views/{register}", "")

    def remember_view(self, register: str, kind: str) -> None:
        """Remembers which of a register's views is looked at."""
        self._write(f"views/{register}", kind)

    def matching(self, sender: str) -> str:
        """How the sheets of a sender were matched last time, "" at first."""
        return self._text(f"sheets/{sender}", "")

    def remember_matching(self, sender: str, matching: str) -> None:
        """Remembers how the sheets of a sender were matched."""
        self._write(f"sheets/{sender}", matching)

    def hidden_columns(self, table: str) -> tuple[str, ...]:
        """The names of a table's columns that were hidden by hand."""
        return tuple(name for name in self._text(f"columns/{table}", "").split(" ") if name)

    def remember_hidden_columns(self, table: str, names: Sequence[str]) -> None:
        """Remembers which columns of a table are hidden."""
        self._write(f"columns/{table}", " ".join(names))

    @property
    def window(self) -> QByteArray:
        """The main window's place and size, empty at first."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_window(self, geometry: QByteArray) -> None:
        """Remembers the main window's place and size."""
        self._store.setValue("window/geometry", geometry)
        self._store.sync()  # else it is written when nobody expects it any more, into a folder that may have gone

    def _folder(self, name: str) -> Path | None:
        folder = Path(self._text(name, ""))
        return folder if folder.is_absolute() and folder.is_dir() else None

    def _text(self, name: str, default: str) -> str:
        value = self._store.value(name, default)
        return value if isinstance(value, str) else default

    def _write(self, name: str, value: str) -> None:
        self._store.setValue(name, value)
        self._store.sync()


def _key_of(path: Path) -> str:
    # A path has characters that an ini file takes for its own.
    return sha256(str(path.resolve()).encode()).hexdigest()[:16]
