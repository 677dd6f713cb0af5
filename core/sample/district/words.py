"""The sample district's invented people, places and subjects, and who writes them down."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from core import resources

AUTHORS = {"clean": "สุรชัย", "social": "มาลี", "gov": "กิตติ"}
PLANNER = "นงนุช"


@cache
def words() -> Mapping[str, Any]:
    """What ``resources/sample/district.toml`` says."""
    return tomllib.loads(resources.path("sample", "district.toml").read_text("utf-8"))
