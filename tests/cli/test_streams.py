"""What the command does when its output has no reader or no room, or when a standard stream is closed."""

import shutil
import signal
import subprocess
import sys

import pytest

from tests.cli import sources
from tests.conftest import missing

NO_ROOM = "grader: Cannot write the output: No space left on device.\n"
CLOSED = "grader: Cannot write the output: standard output is closed.\n"


@pytest.fixture
def in_shell(tmp_path):
    """Run `grader` with the words of a shell script after it; return the exit code of grader, and both outputs."""
    shell = shutil.which("bash") or missing("bash, which knows the exit code of each command of a pipe")
    (tmp_path / "linear1.py").write_text(sources.RIGHT)
    (tmp_path / "linear2.py").write_text(sources.UNSUMMED)

    def run(words):
        script = f"'{sys.executable}' -m grader {words}\nexit ${{PIPESTATUS[0]}}"
        done = subprocess.run([shell, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.mark.parametrize(("file", "code"), [("linear1.py", 0), ("linear2.py", 1)])
@pytest.mark.parametrize("option", ["", "--json"])
def test_reader_that_leaves_early_does_not_change_the_exit_code(in_shell, file, code, option):
    assert in_shell(f"check {file} {option} | true") == (code, "", "")


@pytest.mark.parametrize("words", ["show linear", "--help", "list"])
def test_reader_that_leaves_early_causes_no_noise(in_shell, words):
    code, out, err = in_shell(f"{words} | head -n 1")
    assert (code, out.count("\n"), err) == (0, 1, "")


@pytest.mark.parametrize("words", ["check linear1.py", "check linear2.py", "check linear1.py --json", "--help"])
@pytest.mark.parametrize(("target", "line"), [("/dev/full", NO_ROOM), ("&-", CLOSED)])
def test_output_that_cannot_be_written_is_one_line(in_shell, words, target, line):
    assert in_shell(f"{words} >{target}") == (2, "", line)


@pytest.mark.parametrize("closed", ["2>&-", "<&- 2>&-", "2>/dev/full", "<&-"])
def test_other_streams_that_are_closed_change_nothing(in_shell, closed):
    code, out, err = in_shell(f"check linear2.py {closed}")
    assert (code, out.partition("  ")[0], err) == (1, "Linear", "")
    assert in_shell(f"check nowhere.py {closed}")[:2] == (2, "")


def test_login_without_an_input_asks_for_a_token(in_shell):
    code, _, err = in_shell("login http://localhost:1 <&-")
    assert (code, err) == (2, "grader: No token was entered.\n")


def test_watch_ends_when_its_reader_has_left(tmp_path):
    path = tmp_path / "linear.py"
    path.write_text(sources.UNSUMMED)
    command = [sys.executable, "-m", "grader", "watch", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        while "Watching" not in process.stdout.readline():
            assert process.poll() is None
        process.stdout.close()
        path.write_text(sources.RIGHT)
        assert process.wait(60) == 0
        assert process.stderr.read() == ""
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
