"""Settings: one reader of the environment, and an example file that tells the truth."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from server.core.settings import Settings

ROOT = Path(__file__).parents[3]


def test_the_example_file_names_every_setting_with_its_description_and_default(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / ".env.example").read_text()
    entries = dict(re.findall(r"^# (.+)\n# CHAINRULE_(\w+)=", text, re.MULTILINE))
    assert {name.lower(): words for words, name in entries.items()} == {
        name: field.description for name, field in Settings.model_fields.items()
    }
    defaults = Settings()
    for name, value in re.findall(r"^# (CHAINRULE_\w+)=(.*)$", text, re.MULTILINE):
        if value:
            monkeypatch.setenv(name, value)
    assert Settings() == defaults


def test_only_settings_and_the_starter_of_children_read_the_environment() -> None:
    readers = set()
    for path in (ROOT / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"environ", "getenv"}
                and ast.unparse(node.value) == "os"
            ):
                readers.add(path.relative_to(ROOT).as_posix())
    assert readers <= {"server/supervisor/run.py"}


def test_the_short_name_of_the_port_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert Settings().port == 8123


def test_a_lease_must_outlive_two_heartbeats() -> None:
    with pytest.raises(ValidationError, match="at least two heartbeats"):
        Settings(lease_s=30, heartbeat_s=20)


@pytest.mark.parametrize("floor", ["T3", "T4"])
def test_production_refuses_a_weak_sandbox(floor: str) -> None:
    with pytest.raises(ValidationError, match="SANDBOX_FLOOR"):
        Settings(env="production", secret_key="s" * 40, sandbox_floor=floor)  # type: ignore[arg-type]


def test_both_spellings_of_a_broker_on_a_socket() -> None:
    settings = Settings(redis_url="unix:///run/x/valkey.sock?db=0")
    assert settings.broker == "redis+socket:///run/x/valkey.sock?virtual_host=0"
    assert Settings(redis_url="redis://redis:6379/0").broker == "redis://redis:6379/0"
