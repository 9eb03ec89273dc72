"""Exercises that only the course's server has: shown and begun as those of the package, and graded there."""

import pytest

from grader.cli.remote.storage import Login, save_login
from tests.cli import reports
from tests.cli.api import TOKEN

TEXTS = {
    "slug": "layer_norm",
    "title": "Layer \x1b[31mnorm",
    "unit": "Ours",
    "version": 3,
    "max_points": 50,
    "statement": "# Layer norm\n\nSubtract the mean $\\mu$.\n",
    "starter": "class LayerNorm:\n    mean = 'μ'\n",
}


@pytest.fixture
def with_own(logged_in):
    logged_in.exercises = [{"slug": "layer_norm", "course": "dl"}]
    logged_in.texts = {"layer_norm": TEXTS}
    return logged_in


@pytest.fixture
def own_file(tmp_path):
    path = tmp_path / "layer_norm.py"
    path.write_text(TEXTS["starter"], encoding="utf-8")
    return path


@pytest.mark.parametrize("slug", ["layer_norm", "Layer-Norm"])
def test_show_falls_back_to_the_server(grader, with_own, slug):
    ran = grader("show", slug)
    assert (ran.code, ran.err) == (0, "")
    assert "Subtract the mean μ." in ran.out
    assert "Ours · 50 points · version 3" in ran.out
    assert with_own.requests[0][1] == "/api/v1/exercises/layer_norm"


def test_start_writes_the_starter_of_the_server(grader, with_own, tmp_path):
    ran = grader("start", "layer-norm", "--dir", tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / "layer_norm.py").read_text(encoding="utf-8") == TEXTS["starter"]
    assert ran.out.endswith(f"grader check --remote {tmp_path / 'layer_norm.py'}\n")


@pytest.mark.parametrize("command", ["show", "start"])
def test_what_is_installed_asks_no_server(grader, with_own, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    assert grader(command, "linear").code == 0
    assert with_own.requests == []


@pytest.mark.parametrize("command", ["show", "start"])
def test_what_nobody_has_is_unknown(grader, with_own, command):
    ran = grader(command, "linaer")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no exercise called linaer." in ran.err
    assert "Did you mean linear?" in ran.err
    assert grader(command, "../me").code == 2
    assert len(with_own.requests) == 1


@pytest.mark.parametrize("command", ["show", "start"])
def test_the_server_s_refusal_is_passed_on(grader, with_own, command):
    with_own.failures = [403]
    ran = grader(command, "layer_norm")
    assert (ran.code, ran.err) == (1, "grader: Refused with 403.\n")


@pytest.mark.parametrize("change", [{"starter": None}, {"starter": "\ud800"}, {"version": "x"}])
def test_texts_that_cannot_be_read_are_not_written(grader, with_own, tmp_path, change):
    with_own.texts = {"layer_norm": {key: value for key, value in {**TEXTS, **change}.items() if value is not None}}
    ran = grader("start", "layer_norm", "--dir", tmp_path)
    assert (ran.code, (tmp_path / "layer_norm.py").exists()) == (3, False)
    assert "cannot read" in ran.err


@pytest.mark.parametrize("command", [["show", "layer_norm"], ["start", "layer_norm"], ["check", "{}"], ["watch", "{}"]])
def test_without_a_login_the_way_to_the_server_is_named(grader, own_file, command):
    ran = grader(*(word.format(own_file) for word in command))
    assert (ran.code, ran.out) == (2, "")
    assert "grader login URL" in ran.err


@pytest.mark.parametrize("command", ["check", "watch"])
@pytest.mark.parametrize("options", [[], ["--exercise", "layer_norm"]])
def test_check_says_that_only_the_server_grades_it(grader, with_own, own_file, command, options):
    ran = grader(command, own_file, *options)
    words = " ".join([str(own_file), *options])
    assert (ran.code, ran.out) == (2, "")
    assert f"only {with_own.url} can grade it" in ran.err
    assert f"grader check --remote {words}. " in ran.err
    assert ran.err.endswith(f"grader submit {words}\n")


@pytest.mark.parametrize("server", ["its list is empty", "it is away", "the token is old"])
def test_check_of_what_nobody_knows_is_about_the_file(grader, with_own, own_file, server):
    with_own.exercises = []
    if server == "it is away":
        save_login(Login("http://127.0.0.1:9", TOKEN, "Ada", "ada@example.edu"))
    if server == "the token is old":
        save_login(Login(with_own.url, "chr_old", "Ada", "ada@example.edu"))
    ran = grader("check", own_file)
    assert ran.code == 2
    assert "The file name layer_norm.py does not identify an exercise." in ran.err


def test_a_check_on_the_server_works_as_the_hint_says(grader, with_own, own_file):
    with_own.report = reports.ACCEPTED.to_json()
    assert grader("check", "--remote", own_file, "--exercise", "Layer-Norm").code == 0
    assert with_own.requests[1][:2] == ("POST", "/api/v1/exercises/layer_norm/submissions")
