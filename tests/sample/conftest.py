"""The sample year, made once for all of its tests."""

import pytest

from core.plan.load import bundled_plan
from core.sample import SampleEdit, sample_edits
from core.thai.calendar import government_calendar


@pytest.fixture(scope="session")
def edits() -> tuple[SampleEdit, ...]:
    return tuple(sample_edits(bundled_plan("2563"), government_calendar()))
