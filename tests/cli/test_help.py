"""Help texts and completion."""

import re

import pytest
import typer.main

from grader.cli.app import app

COMMANDS = sorted(typer.main.get_command(app).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_arguments_are_named_without_braces_and_types(grader, command):
    ran = grader(command, "--help")
    assert ran.code == 0
    assert not re.search(r"[{}]|<\w+>", ran.out)


def test_a_required_argument_and_an_optional_one_look_different(grader):
    assert grader("check", "--help").out.startswith("Usage: grader check [OPTIONS] FILE\n")
    assert grader("status", "--help").out.startswith("Usage: grader status [OPTIONS] [ID]\n")


@pytest.mark.parametrize(
    ("typed", "at", "completed"),
    [("grader su", 1, ["submit"]), ("grader show le", 2, ["leaky_relu"]), ("grader start batch", 2, ["batch_norm"])],
)
def test_the_tab_key_completes_commands_and_slugs(grader_process, monkeypatch, typed, at, completed):
    for name, value in (("_GRADER_COMPLETE", "complete_bash"), ("COMP_WORDS", typed), ("COMP_CWORD", str(at))):
        monkeypatch.setenv(name, value)
    ran = grader_process()
    assert (ran.code, ran.out.split()) == (0, completed)


def test_completion_can_be_installed(grader_process, home):
    ran = grader_process("--install-completion", "bash")
    assert ran.code == 0
    assert "grader" in (home / ".bash_completions" / "grader.sh").read_text()
