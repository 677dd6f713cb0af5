"""How much evidence an office keeps, and of which kinds (register ``office_settings``)."""

from core.exchange.evidence.kinds import GROUPS
from core.office.evidence.types import EvidenceLimits
from core.office.office_settings import SettingService
from core.office.session import Session
from core.thai.numbers import format_decimal

MB = 1 << 20


def limits_of(session: Session) -> EvidenceLimits:
    """The office's limits; kinds that nobody chose are all of them."""
    settings = SettingService(session)
    groups = frozenset(settings.text("evidence_kinds").split()) & GROUPS.keys()
    return EvidenceLimits(
        settings.number("evidence_file_mb") * MB,
        settings.number("evidence_total_mb") * MB,
        groups or frozenset(GROUPS),
    )


def size_words(size: int) -> str:
    """A number of bytes as people say it: "340 KB", "12.5 MB"."""
    if size < MB:
        return f"{format_decimal(max(1, round(size / 1024)), 0, True)} KB"
    return f"{size / MB:,.1f} MB"
