"""The command and the server are two doors to one engine: a running platform, and the same report from both."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.remote.client import Remote
from grader.cli.remote.storage import read_login
from tests.cli import sources
from tests.e2e.platform import RunningPlatform, short_dir


@pytest.fixture(scope="module")
def platform():
    """A running platform with its demo course, and a student's token."""
    with short_dir() as directory:
        running = RunningPlatform(Path(directory))
        try:
            running.wait_until_ready()
            student, _ = running.login_of("student")
            command = [sys.executable, "-m", "flask", "--app", "server", "token", "create", student]
            environment = {**os.environ, "CHAINRULE_STATE_DIR": directory}
            made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
            yield running, next(word for word in made.stdout.split() if word.startswith("chr_"))
        finally:
            running.stop()


def facts(report):
    """What must not depend on the door: everything but the time and the sandbox."""
    prints = {key: value for key, value in report["fingerprint"].items() if key not in {"sandbox_tier", "policy_hash"}}
    return {**{key: value for key, value in report.items() if key != "elapsed_ms"}, "fingerprint": prints}


def test_submission_and_check_give_the_same_report(grader, platform, tmp_path):
    running, token = platform
    path = tmp_path / "linear.py"
    path.write_text(sources.UNSUMMED)
    assert grader("login", running.url, "--token-stdin", stdin=f"{token}\n").code == 0

    submitted = grader("submit", path)
    assert submitted.code == 1
    assert "The bias gradient is not summed over the batch." in submitted.out

    identifier = submitted.out.splitlines()[0].rpartition(" ")[2].rstrip(".")
    with Remote(read_login()) as remote:
        theirs = remote.submission(identifier)["report"]
    ours = json.loads(grader("check", path, "--json", "--seed", theirs["seed"]).out)
    assert facts(ours) == facts(theirs)

    again = grader("status", identifier)
    assert again.out in submitted.out
    assert re.search(r"linear +67/100  1 attempt ", grader("status").out)


def test_course_knows_nothing_of_a_check(grader, platform, tmp_path):
    running, token = platform
    path = tmp_path / "relu.py"
    path.write_text("class ReLU: pass\n")
    grader("login", running.url, "--token-stdin", stdin=f"{token}\n")
    assert grader("check", path).code == 1
    assert re.search(r"relu +–  0 attempts", grader("status").out)
