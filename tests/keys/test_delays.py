"""Growing delays: a thousand wrong tries take long, whatever the clocks and however often the program is started."""

import pytest

from core.keys.delays import LONGEST, Delays


class Clock:
    """A monotonic clock that is moved by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def start(tmp_path, clock):
    """The program, started anew."""
    return lambda: Delays(tmp_path / "delays", clock)


def test_a_thousand_wrong_tries_take_most_of_a_day(start, clock):
    waits = []
    for _ in range(1000):
        delays = start()
        clock.now += (wait := delays.left("p"))
        waits.append(wait)
        assert delays.left("p") == 0
        delays.begin("p")
    assert waits[:8] == [0, 1, 2, 4, 8, 16, 32, LONGEST]
    assert set(waits[8:]) == {LONGEST}
    assert clock.now > 16 * 3600


def test_the_right_one_ends_the_wait(start):
    for _ in range(5):
        start().begin("p")
    assert start().left("p") == 16
    start().succeeded("p")
    assert start().left("p") == 0


def test_one_persons_wait_is_nobody_elses(start):
    start().begin("p")
    assert start().left("q") == 0


def test_the_pc_started_anew_makes_no_wait_shorter_or_endless(start, clock):
    for _ in range(20):
        start().begin("p")
    clock.now = 10.0  # up for ten seconds
    assert start().left("p") == LONGEST - 10
    clock.now = 61.0
    assert start().left("p") == 0


def test_the_wall_clock_is_never_asked(start, monkeypatch):
    monkeypatch.setattr("time.time", lambda: pytest.fail("a clock that can be set was asked"))
    start().begin("p")
    assert start().left("p") == 1


def test_a_spoilt_or_unwritable_note_costs_only_the_memory(tmp_path, clock):
    folder = tmp_path / "delays"
    first = Delays(folder, clock)
    first.begin("p")
    for note in folder.iterdir():
        note.write_text("[]")
    assert first.left("p") == 1
    assert Delays(folder, clock).left("p") == 0
    elsewhere = Delays(tmp_path / "delays" / next(folder.iterdir()).name / "below", clock)
    elsewhere.begin("p")
    assert elsewhere.left("p") == 1


def test_an_id_out_of_a_foreign_file_leads_nowhere(start, tmp_path):
    start().begin("../../elsewhere")
    assert [p.name for p in tmp_path.iterdir()] == ["delays"]
