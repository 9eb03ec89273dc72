"""`grader check` for real: a sandbox, the engine, and what reaches the terminal."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest

import exercises
from grader.cli import check
from grader.report import Report, Verdict
from grader.sandbox import SandboxUnavailable
from grader.sandbox.host.forking_host import ForkingHost
from tests.cli import sources


@pytest.fixture
def linear(tmp_path):
    """Write a submission to linear and return its path."""

    def write(source, name="linear.py"):
        path = tmp_path / name
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        return path

    return write


def test_right_solution_is_all_right(grader, linear):
    ran = grader("check", linear(sources.RIGHT))
    assert ran.code == 0
    assert ran.out.startswith("Linear  100/100\n\n  Everything is correct.\n")
    assert re.search(r"\n  seed \d+ · engine \S+ · \d+ ms\n", ran.out)
    assert ran.err == ""


def test_diagnosis_is_the_first_thing_said(grader, linear):
    ran = grader("check", linear(sources.UNSUMMED))
    assert ran.code == 1
    headline, _, first = ran.out.splitlines()[:3]
    assert re.fullmatch(r"Linear  \d\d/100", headline)
    assert "not summed" in first


def test_same_seed_gives_the_same_page(grader, linear):
    path = linear(sources.TOO_LONG)
    pages = {re.sub(r"\d+ ms", "", grader("check", path, "--seed", "7").out) for _ in range(2)}
    assert len(pages) == 1
    assert "seed 7 ·" in pages.pop()


def test_seed_is_a_new_one_each_time(grader, linear):
    path = linear(sources.RIGHT)
    seeds = {json.loads(grader("check", path, "--json").out)["seed"] for _ in range(3)}
    assert len(seeds) == 3


def test_json_is_the_report_and_nothing_else(grader, linear):
    ran = grader("check", linear(sources.UNSUMMED), "--json", "--seed", "7")
    assert ran.code == 1
    report = Report.from_json(json.loads(ran.out))
    assert (report.verdict, report.seed) == (Verdict.PAC, 7)
    assert report.diagnoses


def test_traceback_shows_the_student_s_lines_without_escapes(grader, linear):
    ran = grader("check", linear(sources.RAISES))
    assert ran.code == 1
    assert "linear.py:10 in forward" in ran.out
    assert "ValueError: no" in ran.out
    assert "\x1b" not in ran.out


def test_prints_are_shown_and_harmless(grader, linear):
    ran = grader("check", linear(sources.PRINTS))
    assert ran.code == 0
    assert "Your code printed:" in ran.out
    assert "hello" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(
    "source", [b"", b"\xff\xfe", b"x = '\x00'\n", sources.SYNTAX, "import socket; socket.socket\n", "x = 1\n"]
)
def test_what_does_not_load_says_so(grader, linear, source):
    ran = grader("check", linear(source))
    assert ran.code == 1
    assert ran.out.startswith("Linear  does not load\n")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nowhere.py"], "The file nowhere.py does not exist."),
        (["{}/solution.py"], "solution.py does not identify an exercise."),
        (["{}/solution.py", "--exercise", "linaer"], "There is no exercise called linaer."),
        (["{}/solution.py", "--seed", "-1"], "Invalid value for '--seed'"),
        (["{}/solution.py", "--sed", "1"], "No such option"),
        ([], "Missing argument"),
    ],
)
def test_wrong_use_is_one_line_and_a_hint(grader, linear, tmp_path, args, words):
    linear(sources.RIGHT, "solution.py")
    ran = grader("check", *(arg.format(tmp_path) for arg in args))
    assert (ran.code, ran.out) == (2, "")
    first, *hints = ran.err.splitlines()
    assert first.startswith("grader: ")
    assert words in first
    assert len(hints) == 1


@pytest.mark.parametrize("command", ["check", "submit", "watch"])
@pytest.mark.usefixtures("logged_in")
def test_pipe_without_a_writer_is_refused_at_once(grader_process, tmp_path, command):
    os.mkfifo(tmp_path / "linear.py")
    ran = grader_process(command, tmp_path / "linear.py", timeout=30)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"grader: {tmp_path / 'linear.py'} is not a regular file.\n")


def test_starter_is_not_written_yet(grader, linear):
    ran = grader("check", linear(exercises.load("linear").starter))
    assert ran.code == 1
    assert ran.out.splitlines()[0] == "Linear  0/100  not written yet"
    half = sources.RIGHT.replace("return grad_output @", "raise ValueError\n        return grad_output @")
    assert "not written yet" not in grader("check", linear(half)).out


def test_exercise_may_be_said(grader, linear):
    assert grader("check", linear(sources.RIGHT, "solution.py"), "--exercise", "linear").code == 0


def test_machine_without_a_sandbox_is_our_fault(grader, linear, monkeypatch):
    def unavailable(**_):
        raise SandboxUnavailable("no sandbox here", ["nothing works"])

    monkeypatch.setattr(check.Sandbox, "start", unavailable)
    ran = grader("check", linear(sources.RIGHT))
    assert ran.code == 3
    assert ran.err.splitlines()[0].startswith("grader: The sandbox did not start: no sandbox here")


def test_our_own_failure_is_a_line_unless_asked(grader, linear, monkeypatch):
    def broken(**_):
        raise RuntimeError("a bug\x1b[2J of ours")

    monkeypatch.setattr(check.Sandbox, "start", broken)
    path = linear(sources.RIGHT)
    ran = grader("check", path)
    assert ran.code == 3
    assert ran.err.splitlines()[0] == "grader: grader failed: RuntimeError: a bug of ours"
    assert f"grader -v check {path}" in ran.err
    assert "Traceback" not in ran.err
    assert "Traceback" in grader("-v", "check", path).err


def test_weak_sandbox_is_accepted_and_said(grader, linear, monkeypatch):
    monkeypatch.setattr(ForkingHost, "try_start", lambda *_: None)  # as on a machine that contains nothing
    ran = grader("check", linear(sources.RIGHT))
    assert ran.code == 0
    assert "Note: this machine has no strong sandbox, so" in ran.out


def test_processes_get_the_documented_codes(grader_process, linear):
    codes = {
        0: ["check", linear(sources.RIGHT, "linear1.py")],
        1: ["check", linear(sources.UNSUMMED, "linear2.py")],
        2: ["check", "nowhere.py"],
    }
    for code, args in codes.items():
        ran = grader_process(*args)
        assert ran.code == code
        assert "\x1b" not in ran.out + ran.err  # piped: no color


def in_a_terminal(*args, **environment):
    """Run a command with a terminal for its output and return what was drawn."""
    leader, follower = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", **environment}
    command = [sys.executable, "-m", "grader", *map(str, args)]
    process = subprocess.Popen(command, stdout=follower, stderr=follower, stdin=subprocess.DEVNULL, env=env)
    os.close(follower)
    drawn = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:  # how Linux says that the other side closed the terminal
            break
        if not chunk:
            break
        drawn += chunk
    os.close(leader)
    process.wait()
    return drawn.decode()


def test_terminal_gets_colors(linear):
    drawn = in_a_terminal("check", linear(sources.UNSUMMED))
    assert "\x1b[32m✓" in drawn
    assert "\x1b[31m✗" in drawn


def test_no_color_is_obeyed_in_a_terminal(linear):
    drawn = in_a_terminal("check", linear(sources.UNSUMMED), NO_COLOR="1")
    assert "✓ loads" in drawn
    assert not re.findall(r"\x1b\[[\d;]*m", drawn)
