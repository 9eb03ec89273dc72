"""docs/cli.md shows what the command really prints. To bring it up to date: python -m tests.cli.test_docs"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.cli.app import app
from tests.cli import sources

DOCUMENT = Path(__file__).parents[2] / "docs" / "cli.md"
EXAMPLE = re.compile(r"(?<=^```\n)\$ (grader [^\n]*)\n(.+?)(?=^```$)", re.MULTILINE | re.DOTALL)
VARIES = re.compile(r"engine \S+ · \d+ ms")


def real(command: str, folder: str) -> str:
    """Run one example in a folder that holds a wrong linear.py."""
    args = [sys.executable, "-m", "grader", *shlex.split(command)[1:]]
    env = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(DOCUMENT.parents[1])}
    done = subprocess.run(args, cwd=folder, env=env, capture_output=True, text=True)
    return done.stdout + done.stderr


def examples() -> list[tuple[str, str]]:
    return EXAMPLE.findall(DOCUMENT.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("command", "shown"), examples(), ids=[command for command, _ in examples()])
def test_example_is_what_the_command_prints(command, shown, tmp_path):
    (tmp_path / "linear.py").write_text(sources.UNSUMMED)
    assert VARIES.sub("…", real(command, str(tmp_path))) == VARIES.sub("…", shown)


def test_every_command_is_explained():
    shown = {command for command, _ in examples()}
    names = {info.name or info.callback.__name__ for info in app.registered_commands}
    assert {f"grader {name} --help" for name in names} | {"grader --help"} <= shown


def rewrite() -> None:
    """Put what the commands print now into the document."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "linear.py").write_text(sources.UNSUMMED)
        text = EXAMPLE.sub(lambda found: f"$ {found[1]}\n{real(found[1], folder)}", DOCUMENT.read_text("utf-8"))
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
