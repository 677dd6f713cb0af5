"""Names of files made from titles."""

import re

_REFUSED = re.compile(r'[\\/:*?"<>|]+')


def file_name(title: str) -> str:
    """A title as the name of a file, free of what file systems refuse; no ending."""
    return _REFUSED.sub("-", title).strip()
