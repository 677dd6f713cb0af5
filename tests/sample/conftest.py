"""The sample years, made once for all of their tests."""

import pytest
from sample_years import SampleYear, made

from core.sample import SAMPLES, SampleEdit


@pytest.fixture(scope="session")
def edits() -> tuple[SampleEdit, ...]:
    return made("2563").edits


@pytest.fixture(scope="session", params=sorted(SAMPLES))
def year(request: pytest.FixtureRequest) -> SampleYear:
    return made(request.param)
