"""What goes wrong after something was done for good: said and logged, but no refusal of what is done."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from core.faults import Refusal

NAME = "phaen.remarks"  # whoever shows messages to a person listens to this logger
_log = logging.getLogger(NAME)


def remark(sentence: str) -> None:
    """Say something (Thai) beside what was done."""
    _log.warning(sentence)


@contextmanager
def remarked(sentence: str) -> Iterator[None]:
    """Do what is only tidying up: where the disk or the file refuses, ``sentence`` (Thai) is remarked and work goes on."""
    try:
        yield
    except (OSError, Refusal) as fault:
        _log.warning(sentence, exc_info=fault)
