"""No key that others know signs anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.app import create_app
from server.core.secret_key import with_secret_key
from server.core.settings import Settings


def key_of(settings: Settings) -> str:
    return with_secret_key(settings).secret_key.get_secret_value()


def test_without_a_key_each_process_draws_one_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(state_dir=tmp_path, redis_url=f"unix://{tmp_path}/nobody.sock")
    one, other = create_app(settings).config["SECRET_KEY"], create_app(settings).config["SECRET_KEY"]
    assert len(one) >= 48
    assert one != other
    assert "CHAINRULE_SECRET_KEY is empty" in capsys.readouterr().err


def test_a_command_signs_with_the_key_of_the_embedded_platform(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("k" * 64)
    assert key_of(Settings(state_dir=tmp_path)) == "k" * 64


def test_a_key_in_the_settings_comes_first(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("k" * 64)
    assert key_of(Settings(state_dir=tmp_path, secret_key="mine")) == "mine"  # type: ignore[arg-type]
