"""``python -m server`` and ``chainrule``, with and without the packages of the server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from server import __main__ as entry
from server.supervisor import run

ROOT = Path(__file__).parents[2]
WITHOUT = """
import importlib.abc, runpy, sys
class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in {"flask", "pydantic", "pydantic_settings", "celery", "structlog"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
sys.argv = ["chainrule", "course", "--help"]
"""
START = {
    "python -m server": "runpy.run_module('server', run_name='__main__')",
    "chainrule": "from server.__main__ import chainrule; sys.exit(chainrule())",
}


@pytest.mark.process
@pytest.mark.parametrize("start", START)
def test_without_the_packages_of_the_server_one_line_says_what_to_install(start: str) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT + START[start]], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        r'The server needs packages [^.\n]+\. To install them, run: pip install "chainrule\[server\]".*\n', done.stderr
    )


@pytest.mark.parametrize("name", ["server.app", "grader"])
def test_a_module_of_ours_that_is_missing_is_a_bug(name: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        entry._not_installed(ModuleNotFoundError(name=name))


def test_serve_is_the_embedded_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "main", lambda: 7)
    monkeypatch.setattr(sys, "argv", ["chainrule", "serve"])
    with pytest.raises(SystemExit) as ended:
        entry.chainrule()
    assert ended.value.code == 7


@pytest.mark.process
def test_the_installed_command_runs_the_commands_of_flask(tmp_path: Path) -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    module, _, name = scripts["chainrule"].partition(":")
    code = f"import sys; sys.argv[0] = 'chainrule'; from {module} import {name}; sys.exit({name}())"
    environment = {**os.environ, "CHAINRULE_DATABASE_URL": f"sqlite:///{tmp_path}/c.db"}

    def chainrule(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    upgraded = chainrule("db", "upgrade")
    assert upgraded.stdout.startswith("The schema is now at "), upgraded.stderr
    listed = chainrule("--help").stdout
    assert {"serve", "course", "user", "token"} <= set(re.findall(r"^  (\w+) ", listed, re.MULTILINE))
    assert "--app" not in listed
