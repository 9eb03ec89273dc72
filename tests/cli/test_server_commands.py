"""login, submit, status and logout, from the command line to a real server and back."""

import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from grader.cli.remote import submit
from grader.cli.remote.status import _distance, _due
from grader.cli.remote.storage import Login, login_path, read_login, save_login
from grader.cli.remote.times import in_words
from tests.cli import reports
from tests.cli.api import TOKEN


@pytest.fixture
def solution(tmp_path):
    path = tmp_path / "linear.py"
    path.write_text("x = 1\n")
    return path


def test_login_stores_a_token_that_works(grader, course):
    ran = grader("login", course.url, "--token-stdin", stdin=f"{TOKEN}\n")
    assert (ran.code, ran.out) == (0, f"Logged in to {course.url} as Ada Lovelace (ada@example.edu).\n")
    assert read_login().token == TOKEN
    assert TOKEN not in ran.out + ran.err


def test_login_asks_in_a_terminal_without_showing_what_is_typed(course):
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "grader", "login", course.url]
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, start_new_session=True)
    os.close(follower)
    drawn = b""
    while b"Token: " not in drawn:
        drawn += os.read(leader, 4096)
    os.write(leader, TOKEN.encode() + b"\n")
    assert process.wait(60) == 0
    drawn += os.read(leader, 4096)
    os.close(leader)
    assert TOKEN.encode() not in drawn
    assert b"Logged in to" in drawn
    assert read_login().token == TOKEN


def test_login_keeps_no_token_that_does_not_work(grader, course):
    ran = grader("login", course.url, stdin="chr_wrong\n")
    assert ran.code == 1
    assert "does not accept this token" in ran.err
    assert not login_path().exists()


@pytest.mark.parametrize("page", ["/courses/dl", "/courses/dl/exercises/linear", "/account/"])
def test_login_finds_the_server_of_a_page(grader, course, page):
    ran = grader("login", course.url + page, stdin=f"{TOKEN}\n")
    assert (ran.code, ran.out) == (0, f"Logged in to {course.url} as Ada Lovelace (ada@example.edu).\n")
    assert read_login().server == course.url


def test_login_finds_a_server_that_has_a_path_of_its_own(grader, course):
    course.base = "/chainrule"
    assert grader("login", f"{course.url}/chainrule/courses/dl", stdin=f"{TOKEN}\n").code == 0
    assert read_login().server == f"{course.url}/chainrule"


def test_login_without_a_server_anywhere_names_the_address_that_was_typed(grader, course):
    course.base = "/elsewhere"
    ran = grader("login", f"{course.url}/courses/dl", stdin=f"{TOKEN}\n")
    assert (ran.code, login_path().exists()) == (3, False)
    assert ran.err.startswith(f"grader: {course.url}/courses/dl does not respond like a Chainrule server.\n")


def test_rejected_token_is_a_refusal_for_every_command(grader, logged_in, solution):
    save_login(Login(logged_in.url, "chr_revoked", "Ada", "ada@example.edu"))
    for command in (["submit", solution], ["status"], ["status", "sub1"]):
        ran = grader(*command)
        assert (ran.code, "does not accept this token" in ran.err) == (1, True)
        assert f"grader login {logged_in.url}" in ran.err
    assert f"grader login {logged_in.url}" in " ".join(grader("doctor").out.split())


@pytest.mark.parametrize("typed", ["", "\n", "two words\n", "\x1b[31m\n", "a" * 500])
def test_login_refuses_what_is_no_token(grader, course, typed):
    assert grader("login", course.url, stdin=typed).code == 2
    assert course.requests == []


def test_logout_deletes_the_token(grader, logged_in):
    assert "Logged out" in grader("logout").out
    assert not login_path().exists()
    assert "not logged in" in grader("logout").out


def test_submit_waits_and_shows_the_report_of_check(grader, logged_in, solution):
    logged_in.polls, logged_in.report = 2, reports.UNSUMMED_BIAS.to_json()
    ran = grader("submit", solution)
    assert ran.code == 1
    golden = (reports.GOLDEN / "unsummed_bias.txt").read_text(encoding="utf-8")
    assert ran.out == (
        f"Submitted linear.py to {logged_in.url} as sub1.\n\n{golden}  {logged_in.url}/submissions/sub1\n"
    )
    assert logged_in.requests[0][:2] == ("POST", "/api/v1/exercises/linear/submissions")


def test_accepted_submission_exits_with_zero(grader, logged_in, solution):
    logged_in.report = reports.ACCEPTED.to_json()
    assert grader("submit", solution).code == 0


def test_no_wait_returns_at_once(grader, logged_in, solution):
    ran = grader("submit", solution, "--no-wait")
    assert ran.code == 0
    assert "grader status sub1" in ran.out
    assert len(logged_in.requests) == 1


def test_submission_is_sent_once_when_the_answer_is_lost_for_good(grader, logged_in, solution):
    logged_in.failures = [None] * 5
    assert grader("submit", solution, "--no-wait").code == 3
    assert grader("submit", solution, "--no-wait").code == 0
    assert len(logged_in.submissions) == 1
    assert grader("submit", solution, "--no-wait").code == 0  # and the next attempt is a new one
    assert len(logged_in.submissions) == 2


def test_slow_server_is_left_with_the_id(grader, logged_in, solution, monkeypatch):
    monkeypatch.setattr(submit, "FIRST_POLL_S", 0.5)
    logged_in.polls = 99
    ran = grader("submit", solution, "--timeout", "1")
    assert ran.code == 3
    assert "Your submission is saved" in ran.err
    assert "grader status sub1" in ran.err


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        ("error", 3, "not your code's fault"),
        ("superseded", 1, "a newer submission replaced it"),
    ],
)
def test_submission_without_a_report_says_why(grader, logged_in, solution, state, code, words):
    logged_in.state = state
    ran = grader("submit", solution)
    assert ran.code == code
    assert words in ran.out


WITHHELD = {"report_withheld": True, "timezone": "Europe/Berlin", "report_from": "2026-12-07T22:59:00Z"}


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (WITHHELD, "Received and graded. You can see the report after Mon 7 Dec 23:59 (Europe/Berlin)."),
        (
            {**WITHHELD, "timezone": "Mars/Base"},
            "Received and graded. You can see the report after Mon 7 Dec 22:59 (UTC).",
        ),
        ({**WITHHELD, "report_from": None}, "Your course does not show reports for this assignment."),
    ],
)
@pytest.mark.parametrize("command", ["submit", "status"])
def test_report_that_is_withheld_says_from_when_it_is_shown(grader, logged_in, solution, command, shown, sentence):
    logged_in.submissions["key"], logged_in.shown = "sub1", shown
    ran = grader(*(["submit", solution] if command == "submit" else ["status", "sub1"]))
    assert (ran.code, ran.err) == (0, "")
    assert sentence in " ".join(ran.out.split())
    assert "failed" not in ran.out


LATE = {"number": 1, "is_late": True, "received_at": "2026-12-10T03:29:30Z", "due_at": "2026-12-07T22:59:00+00:00"}
COUNTS = {"counts_points": 40, "max_points": 100, "best_points": 40, "attempts_used": 1, "attempt_limit": 3}


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        ({**LATE, **COUNTS}, "Attempt 1 of 3 · late by 2 days 4 hours: counts 40/100 (best so far 40)"),
        ({**LATE, **COUNTS, "is_late": False}, "Attempt 1 of 3 · counts 40/100 (best so far 40)"),
        ({**LATE, **COUNTS, "attempts_used": 3}, "Attempt 1 (3 of 3 used) · late by 2 days 4 hours: counts 40/100"),
        ({**LATE, **COUNTS, "attempt_limit": None}, "Attempt 1 · late by 2 days 4 hours: counts 40/100"),
        ({**LATE, **COUNTS, "best_points": None}, "counts 40/100 (last attempt counts)"),
        ({**LATE, "counts_points": None}, "Attempt 1 · late by 2 days 4 hours\n"),
        ({**LATE, **WITHHELD}, "Attempt 1 · late by 2 days 4 hours\n"),
        ({**LATE, "due_at": None}, "Attempt 1 · late\n"),
    ],
)
def test_late_attempt_says_what_it_counts(grader, logged_in, solution, shown, line):
    logged_in.shown = shown
    logged_in.report = None if "report_withheld" in shown else reports.ACCEPTED.to_json()
    ran = grader("submit", solution)
    assert (ran.code, ran.err) == (0, "")
    assert line in ran.out


def test_check_on_the_server_is_sent_as_a_check(grader, logged_in, solution):
    logged_in.report = reports.UNSUMMED_BIAS.to_json()
    ran = grader("check", solution, "--remote", "--course", "dl-2027")
    assert ran.code == 1
    assert ran.out.startswith(f"Sent linear.py to {logged_in.url} as sub1 for a check.\n")
    sent = logged_in.requests[0][2]
    assert (sent["purpose"], sent["course"]) == ("check", "dl-2027")
    grader("submit", solution)
    assert logged_in.submissions.keys() > {sent["client_key"]}
    assert logged_in.requests[-2][2]["purpose"] == "submit"


@pytest.mark.parametrize("option", [["--json"], ["--seed", "1"], ["--report", "x.html"]])
def test_check_on_the_server_refuses_what_only_a_laptop_can_do(grader, logged_in, solution, option):
    ran = grader("check", solution, "--remote", *option)
    assert (ran.code, logged_in.requests) == (2, [])


def test_check_is_no_attempt(grader, logged_in, solution):
    logged_in.report, logged_in.shown = reports.ACCEPTED.to_json(), {**LATE, "number": None}
    assert "Attempt" not in grader("submit", solution).out


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=1, minutes=1, seconds=1), "1 hour 1 minute"),
        (timedelta(days=1, minutes=59), "1 day"),
        (timedelta(days=400, hours=23, minutes=59), "400 days 23 hours"),
    ],
)
def test_duration_has_at_most_two_units(span, words):
    assert in_words(span) == words


def test_report_of_another_version_is_one_sentence(grader, logged_in, solution):
    logged_in.report = {"schema_version": 99}
    ran = grader("submit", solution)
    assert ran.code == 3
    assert "in a format that this version of grader cannot read" in ran.err


@pytest.mark.parametrize(
    ("name", "option"),
    [("layer_norm.py", []), ("My layer-norm (2).py", []), ("solution.py", ["-e", "layer_norm"])],
)
def test_exercise_that_only_the_server_has_can_be_submitted(grader, logged_in, tmp_path, name, option):
    logged_in.exercises = [{"slug": "layer_norm", "course": "dl"}, {"slug": "\x1b[31m(", "course": "dl"}]
    path = tmp_path / name
    path.write_text("class LayerNorm: pass\n")
    ran = grader("submit", path, "--no-wait", *option)
    assert ran.code == 0, ran.err
    assert logged_in.requests[-1][:2] == ("POST", "/api/v1/exercises/layer_norm/submissions")


def test_exercise_that_nobody_has_is_not_submitted(grader, logged_in, solution):
    logged_in.exercises = [{"slug": "layer_norm", "course": "dl"}]
    ran = grader("submit", solution, "-e", "layr_norm")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean layer_norm?" in ran.err
    assert not logged_in.submissions


def test_course_is_sent_along(grader, logged_in, solution):
    grader("submit", solution, "--course", "dl-2026", "--no-wait")
    assert logged_in.requests[0][2]["course"] == "dl-2026"


def test_file_that_is_not_text_is_not_sent(grader, logged_in, solution):
    solution.write_bytes(b"\xff\xfe")
    ran = grader("submit", solution)
    assert ran.code == 2
    assert "not UTF-8" in ran.err
    assert logged_in.requests == []


@pytest.mark.parametrize("named", ["sub1", "https://example.edu/submissions/sub1", "/submissions/sub1/"])
def test_status_shows_a_submission_again(grader, logged_in, named):
    logged_in.submissions["key"] = "sub1"
    logged_in.report = reports.ACCEPTED.to_json()
    ran = grader("status", named)
    assert ran.code == 0
    assert ran.out.startswith("Linear  100/100\n")


def test_status_of_a_waiting_submission(grader, logged_in):
    logged_in.submissions["key"], logged_in.polls = "sub1", 1
    assert grader("status", "sub1").out == "Linear: waiting, 2 ahead.\n"


def test_status_of_an_unknown_submission(grader, logged_in):
    ran = grader("status", "nope")
    assert (ran.code, ran.err) == (1, f"grader: {logged_in.url} has no submission nope from you.\n")


def test_status_lists_points_attempts_and_due_dates(grader, logged_in):
    common = {"course": "dl-2026", "unit": "Layers", "max_points": 100, "due_at": "2020-12-12T23:59:00Z"}
    common["timezone"] = "Europe/Berlin"
    logged_in.exercises = [
        {**common, "slug": "linear", "points": 70, "attempts": 2},
        {**common, "slug": "conv2d", "points": None, "attempts": 0, "due_at": None},
    ]
    lines = grader("status").out.splitlines()
    assert lines[2] == "Layers  dl-2026 · times in Europe/Berlin"
    assert lines[3].startswith("  linear   70/100  2 attempts   due Sun 13 Dec 00:59 (")
    assert lines[3].endswith(" days ago)")
    assert lines[4] == "  conv2d        –  0 attempts"


def test_status_without_a_course_asks(grader, logged_in):
    assert "Are you enrolled" in grader("status").out


def test_due_date_says_how_far_away_it_is():
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert _due("2026-12-04T13:00:00+00:00", UTC, now) == "due Fri 4 Dec 13:00 (in 3 days)"
    assert "(5 hours ago)" in _due("2026-12-01T06:30:00Z", UTC, now)
    assert _due("soon", UTC, now) == "due soon"
    assert _distance(datetime(2026, 12, 1, 13, tzinfo=UTC) - now) == "in less than 2 hours"


def test_commands_of_a_server_need_a_login(grader, solution):
    for command in (["submit", solution], ["status"], ["status", "x"]):
        ran = grader(*command)
        assert (ran.code, ran.err.splitlines()[0]) == (2, "grader: You are not logged in.")


def test_outbox_does_not_hold_the_source(grader, logged_in, solution, home):
    logged_in.failures = [None] * 5
    grader("submit", solution, "--no-wait")
    kept = [path for path in home.rglob("*.json") if path.name == "outbox.json"]
    assert json.loads(kept[0].read_text())
    assert "x = 1" not in kept[0].read_text()
