"""Which backups are kept as they grow old: all of the last hour, then the last of each hour, day, week and month.

Counted are stretches that have a backup, never ages: a clock that is wrong lets no older backup go by itself.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

ALL_OF = timedelta(hours=1)
# Of how many stretches the last backup is kept, and what of a moment names its stretch.
STRETCHES = ((24, "%Y-%m-%d %H"), (14, "%Y-%m-%d"), (8, "%G-%V"), (24, "%Y-%m"))


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The moments (this PC's time) whose backups are kept, the newest of all among them."""
    made = sorted(moments)
    staying = {moment for moment in made if made[-1] - moment <= ALL_OF}
    for count, stretch in STRETCHES:
        last = {moment.strftime(stretch): moment for moment in made}
        staying |= set(sorted(last.values())[-count:])
    return staying
