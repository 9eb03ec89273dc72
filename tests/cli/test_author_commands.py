"""list, show, start, verify and doctor, from the command line."""

import dataclasses

import pytest

import exercises
from grader.cli import files
from grader.cli.remote.storage import Login, save_login
from tests.cli.api import TOKEN


def test_list_names_every_exercise_under_its_unit(grader):
    ran = grader("list")
    assert ran.code == 0
    places = [ran.out.index(f"\n  {slug} ") for slug in exercises.catalog().slugs]
    assert places == sorted(places)
    assert ran.out.startswith("1 Backpropagation\n  chain_rule")


def test_show_prints_the_statement_and_what_comes_next(grader):
    ran = grader("show", "linear")
    assert ran.code == 0
    assert "y = xWᵀ + b" in ran.out
    version = exercises.load("linear").spec.version
    assert ran.out.endswith(f"Layers · 100 points · version {version}  Start with: grader start linear\n")


def test_start_writes_once_and_says_how_to_go_on(grader, tmp_path):
    ran = grader("start", "linear", "--dir", tmp_path)
    assert ran.code == 0
    assert ran.out.endswith(f"When you have filled it in, run: grader check {tmp_path / 'linear.py'}\n")
    again = grader("start", "linear", "--dir", tmp_path)
    assert again.code == 2
    assert "was not changed" in again.err
    forced = grader("start", "linear", "--dir", tmp_path, "--force")
    assert forced.code == 0
    assert "linear.backup1.py" in forced.out


@pytest.mark.parametrize("command", ["show", "start", "verify"])
def test_unknown_exercise_is_answered_with_the_one_that_was_meant_or_all(grader, command):
    ran = grader(command, "linaer")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean linear?" in ran.err
    assert "chain_rule" not in ran.err
    assert "The exercises are: chain_rule, " in grader(command, "zzz").err


def test_capitals_and_hyphens_of_a_slug_do_not_matter(grader):
    assert grader("show", "Leaky-ReLU").out == grader("show", "leaky_relu").out


def test_verify_explains_what_does_not_hold(grader, monkeypatch):
    good = exercises.load("linear")
    wrong = exercises.WrongAnswer(
        "accepted_after_all", "T", "", "H", "", "forward", "x", good.accepted[0].source, good.accepted[0]
    )
    broken = dataclasses.replace(good, statement="# Other\n", wrong_answers=(*good.wrong_answers, wrong))
    monkeypatch.setattr(files.exercises, "load", lambda slug: broken)
    ran = grader("verify", "linear", "--seeds", "2")
    assert ran.code == 1
    assert "✗ mistake accepted_after_all is accepted  (seeds 0, 1)" in ran.out
    assert "✗ statement.md does not begin with the heading # Linear" in ran.out
    assert ran.out.endswith("1 of 1 exercises failed.\n")


def test_verify_proves_an_exercise(grader):
    ran = grader("verify", "linear", "--seeds", "1")
    assert ran.code == 0
    assert ran.out.endswith("The exercise passed with 1 seed.\n")


def test_doctor_tells_what_there_is(grader):
    ran = grader("doctor")
    assert ran.code == 0
    assert "✓ sandbox    T" in ran.out
    assert "100/100" in ran.out
    assert "not logged in" in ran.out


def test_doctor_finds_a_server_that_is_gone(grader, course):
    save_login(Login(course.url, "chr_revoked", "Ada", "ada@example.edu"))
    ran = grader("doctor")
    assert ran.code == 3
    assert "does not accept this token" in ran.out
    save_login(Login(course.url, TOKEN, "Ada", "ada@example.edu"))
    assert "accepts the token of ada@example.edu" in grader("doctor").out


def test_mistake_prints_the_whole_mistaken_file(grader):
    ran = grader("mistake", "linear", "unsummed_bias")
    wrong = next(one for one in exercises.load("linear").wrong_answers if one.id == "unsummed_bias")
    assert (ran.code, ran.out) == (0, wrong.source)


def test_mistake_prints_just_its_lines(grader):
    ran = grader("mistake", "linear", "unsummed_bias", "--diff")
    assert ran.code == 0
    changed = [line for line in ran.out.splitlines() if line.startswith(("-", "+"))]
    assert changed == [
        "-         self.grad_bias = grad_output.sum(axis=0)",
        "+         self.grad_bias = grad_output",
    ]
    assert ran.out.startswith("The bias gradient is not summed over the batch.\n")


def test_an_unknown_mistake_is_answered_with_what_is_near(grader):
    ran = grader("mistake", "linear", "unsumed_bias")
    assert (ran.code, ran.out) == (2, "")
    assert "unsumed_bias" in ran.err
    assert "unsummed_bias" in ran.err.replace("unsumed_bias", "")


def test_a_copy_without_mistakes_says_so(grader, monkeypatch):
    bare = dataclasses.replace(exercises.load("linear"), wrong_answers=())
    monkeypatch.setattr(files.exercises, "load", lambda slug: bare)
    ran = grader("mistake", "linear", "unsummed_bias")
    assert (ran.code, ran.out) == (2, "")
    assert "for students" in ran.err
