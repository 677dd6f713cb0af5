"""Writes ``resources/holidays/official.txt`` anew, after a newer library: ``python tests/thai/official_days.py``.

Every day the library ``holidays`` knows for Thailand (categories public and government), a line each, under a line that
names the source. ``corrections.toml`` says what of it doesn't hold for government offices.
"""

from pathlib import Path

import holidays
from holidays.version import __version__

from core import resources

FILE = Path(resources.path("holidays", "official.txt"))
YEARS = range(1914, 2101)  # the library knows none before and none after


def official_days() -> str:
    """The file's text."""
    known = holidays.country_holidays("TH", years=YEARS, categories=("public", "government"), language="th")
    lines = (f"{day} {name}" for day, name in sorted(known.items()) if day.year in YEARS)
    return "\n".join((f"วันหยุดราชการประจำปี (ชุดข้อมูล holidays {__version__})", *lines, ""))


if __name__ == "__main__":
    FILE.write_text(official_days(), encoding="utf-8", newline="\n")
