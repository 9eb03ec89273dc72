"""A machine that cannot contain submissions: a demo says so and goes on, everything else does not start."""

from __future__ import annotations

import os
from typing import Any

import pytest

from server.core.settings import Settings
from server.supervisor import containment
from server.supervisor.containment import choose_floor, reasons_against
from server.supervisor.errors import CannotStart


@pytest.mark.process
def test_a_machine_that_can_grade_gives_no_reason() -> None:
    assert reasons_against(os.environ) == ""


@pytest.mark.process
def test_a_sandbox_that_cannot_be_tested_is_no_silent_failure() -> None:
    with pytest.raises(CannotStart, match="could not be tested"):
        reasons_against({**os.environ, "CHAINRULE_WORKERS": "many"})


@pytest.fixture
def weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containment, "reasons_against", lambda _: "no landlock here")
    monkeypatch.delenv("CHAINRULE_SANDBOX_FLOOR", raising=False)


@pytest.mark.usefixtures("weak")
@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_demo_falls_back_with_a_warning(host: str) -> None:
    floor, warning = choose_floor(Settings(host=host), {})
    assert floor == "T4"
    assert "no landlock here" in warning


@pytest.mark.usefixtures("weak")
@pytest.mark.parametrize("settings", [{"sandbox_floor": "T2"}, {"host": "0.0.0.0"}])
def test_nothing_else_does(settings: dict[str, Any]) -> None:
    with pytest.raises(CannotStart, match=r"no landlock here.*CHAINRULE_SANDBOX_FLOOR=T4"):
        choose_floor(Settings(**settings), {})


@pytest.mark.usefixtures("weak")
def test_production_does_not_fall_back() -> None:
    with pytest.raises(CannotStart):
        choose_floor(Settings(env="production", secret_key="s" * 48), {})  # type: ignore[arg-type]
