"""Commands that people copy: paths are quoted for the shell of their system."""

from __future__ import annotations

import io
import platform
from pathlib import Path

import pytest
from rich.console import Console

from grader.cli.catalog import start_exercise
from grader.cli.quoting import quote

PATHS = [
    ("linear.py", "linear.py", "linear.py"),
    ("my files/linear.py", "'my files/linear.py'", '"my files/linear.py"'),
    (r"C:\Users\Jo\linear.py", r"'C:\Users\Jo\linear.py'", r"C:\Users\Jo\linear.py"),
    ("C:/My Files/it's.py", """'C:/My Files/it'"'"'s.py'""", '"C:/My Files/it\'s.py"'),
    ("a&b.py", "'a&b.py'", '"a&b.py"'),
    ("größe.py", "'größe.py'", "größe.py"),
]


@pytest.mark.parametrize(("path", "in_sh", "in_windows"), PATHS)
@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows"])
def test_a_path_is_quoted_for_the_shell_of_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, path: str, in_sh: str, in_windows: str
):
    monkeypatch.setattr(platform, "system", lambda: system)
    assert quote(path) == (in_windows if system == "Windows" else in_sh)


def test_the_command_after_start_can_be_copied_on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    folder = tmp_path / "my files"
    folder.mkdir()
    text = io.StringIO()
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    start_exercise(Console(file=text), "linear", folder, force=False)
    assert f'run: grader check "{folder / "linear.py"}"' in text.getvalue()
