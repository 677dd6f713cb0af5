"""The holidays that are written down are those of the library they come from."""

from official_days import FILE, official_days


def test_the_days_are_those_of_the_pinned_library() -> None:
    assert FILE.read_text(encoding="utf-8") == official_days()
