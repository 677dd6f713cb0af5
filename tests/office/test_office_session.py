"""What the session keeps of the open file, and reading several things of one state of it."""

import threading

import pytest
from exchange_helpers import REQUESTS, request

from core.office import Office
from core.office.remembered import Remembered


def test_what_is_kept_is_read_once_until_it_is_forgotten() -> None:
    kept, read = Remembered(), []
    for _ in range(2):
        kept.get(("plan", 2563), lambda: read.append("plan"))
        kept.get(("unit",), lambda: read.append("unit"))
    kept.forget("plan")
    kept.get(("plan", 2563), lambda: read.append("plan"))
    kept.get(("unit",), lambda: read.append("unit"))
    assert read == ["plan", "unit", "plan"]


def test_what_was_read_while_something_was_forgotten_is_not_kept() -> None:
    kept = Remembered()

    def overtaken() -> str:
        kept.forget("plan")
        return "before"

    assert kept.get(("plan",), overtaken) == "before"
    assert kept.get(("plan",), lambda: "after") == "after"


def test_nobody_waits_for_the_file_with_the_lock_in_hand() -> None:
    kept, inside, go_on = Remembered(), threading.Event(), threading.Event()

    def slow() -> int:
        inside.set()
        assert go_on.wait(10)
        return 1

    reader = threading.Thread(target=kept.get, args=(("plan",), slow))
    reader.start()
    assert inside.wait(10)
    assert kept.get(("calendar",), lambda: 2) == 2
    go_on.set()
    reader.join(10)
    assert not reader.is_alive()


def test_reading_together_within_reading_together_is_the_same_reading(office: Office) -> None:
    with office.session.together():
        with office.session.together(), office.session.reading() as inner:
            pass
        with office.session.reading() as outer:
            assert outer is inner


def test_nothing_is_written_by_who_reads_together(office: Office) -> None:
    with office.session.together(), pytest.raises(AssertionError, match="reads together"):
        office.records.save(REQUESTS, request("63/1"))
    assert office.records.count(REQUESTS) == 0
