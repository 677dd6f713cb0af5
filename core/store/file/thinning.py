"""Which backups are kept as they grow old: all of the last hour, then the last of each hour, day, week and month."""

from collections.abc import Iterable
from datetime import datetime, timedelta

ALL_OF = timedelta(hours=1)
# How far back, and what of a moment names the stretch whose last backup is kept.
STRETCHES = (
    (timedelta(days=1), "%Y-%m-%d %H"),
    (timedelta(days=14), "%Y-%m-%d"),
    (timedelta(weeks=8), "%G-%V"),
    (timedelta(days=731), "%Y-%m"),
)


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The moments (this PC's time) whose backups are kept: the newest of all in any case, and those of a clock ahead."""
    made = sorted(moments)
    staying = {moment for moment in made if now - moment <= ALL_OF}
    for reach, stretch in STRETCHES:
        last = {moment.strftime(stretch): moment for moment in made if now - moment <= reach}
        staying |= set(last.values())
    return staying | set(made[-1:])
