"""What every test may use."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(part: str) -> NoReturn:
    """Skip because `part` is not on this machine; in continuous integration that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} is missing, and CI=true allows no skip", pytrace=False)
    pytest.skip(f"{part} is not on this machine")
