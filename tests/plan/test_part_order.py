"""Order numbers of a declaration's parts: what stands keeps its own, so that parts put in apart are no conflict."""

from hypothesis import given
from hypothesis import strategies as st

from core.plan.part_order import numbers


@given(st.lists(st.integers(-50, 50) | st.none(), max_size=12))
def test_numbers_follow_the_order_that_is_wanted(held) -> None:
    made = numbers(held)
    assert made == sorted(set(made))
    assert len(made) == len(held)


@given(st.lists(st.integers(0, 30), unique=True, max_size=8).map(sorted), st.integers(0, 8))
def test_one_more_part_writes_no_number_but_its_own_where_there_is_room(spaced, place) -> None:
    held = [number * 10 for number in spaced]
    place = min(place, len(held))
    made = numbers([*held[:place], None, *held[place:]])
    assert [number for at, number in enumerate(made) if at != place] == held


def test_numbers_stay_where_they_can() -> None:
    assert numbers([]) == []
    assert numbers([None, None, None]) == [0, 10, 20]
    assert numbers([0, 1, 2]) == [0, 1, 2]
    assert numbers([None, 0, 1]) == [-10, 0, 1]
    assert numbers([0, 10, None, None]) == [0, 10, 20, 30]
    assert numbers([0, None, 10]) == [0, 5, 10]
    assert numbers([10, 0, 20]) == [-10, 0, 20]
    assert numbers([0, None, 1, 2]) == [0, 1, 2, 12]
