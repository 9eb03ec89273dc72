"""The command and the server are two doors to one engine: a running platform, and the same report from both."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import exercises
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
            running.database = Path(directory) / "chainrule.db"
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
    assert re.search(r"linear +68/100  1 attempt ", grader("status").out)


def test_course_knows_nothing_of_a_check(grader, platform, tmp_path):
    running, token = platform
    path = tmp_path / "relu.py"
    path.write_text("class ReLU: pass\n")
    grader("login", running.url, "--token-stdin", stdin=f"{token}\n")
    assert grader("check", path).code == 1
    assert re.search(r"relu +–  0 attempts", grader("status").out)


def set_assignment(running, slug, **columns):
    """Change the assignment of an exercise behind the platform's back."""
    names = ", ".join(f"{name} = ?" for name in columns)
    query = "SELECT assignment_id FROM assignment_exercises WHERE slug = ?"
    with closing(sqlite3.connect(running.database, timeout=30)) as database, database:
        database.execute(f"UPDATE assignments SET {names} WHERE id = ({query})", [*columns.values(), slug])


def test_login_finds_the_server_of_a_page(grader, platform):
    running, token = platform
    ran = grader("login", f"{running.url}/courses/foundations/exercises/linear", "--token-stdin", stdin=f"{token}\n")
    assert (ran.code, ran.err) == (0, "")
    assert read_login().server == running.url
    ran = grader("login", running.url, "--token-stdin", stdin="chr_wrong\n")
    assert (ran.code, "does not accept this token" in ran.err) == (1, True)


def test_report_after_the_due_date_is_announced_and_late_work_says_what_it_counts(grader, platform, tmp_path):
    running, token = platform
    path = tmp_path / "softmax.py"
    grader("login", running.url, "--token-stdin", stdin=f"{token}\n")
    path.write_text(exercises.load("softmax").starter)
    set_assignment(running, "softmax", feedback="after_due", due_at="2099-12-07 22:59:00.000000", closes_at=None)
    ran = grader("submit", path)
    assert (ran.code, ran.err) == (0, "")
    assert "You can see the report after Mon 7 Dec 22:59 (UTC)." in ran.out
    assert "Attempt 1\n" in ran.out

    set_assignment(
        running, "softmax", due_at=f"{datetime.now(UTC) - timedelta(days=2, hours=4, seconds=5):%Y-%m-%d %H:%M:%S.%f}",
        late_policy="percent", late_percent=20, attempt_limit=3,
    )  # fmt: skip
    ran = grader("submit", path)
    assert (ran.code, ran.err) == (1, "")
    assert re.search(r"Attempt 2 of 3 · late by 2 days 4 hours: counts \d+/100 \(best so far \d+\)\n", ran.out)

    set_assignment(running, "softmax", closes_at="2026-01-12 22:59:00.000000")
    ran = grader("submit", path)
    assert (ran.code, ran.out) == (1, "")
    assert "closed on Mon 12 Jan 2026 22:59 (UTC)." in ran.err
