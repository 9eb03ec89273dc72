"""The exercise is told from the file's name, and a student's file is never lost."""

import os

import pytest

import exercises
from grader.cli import files
from grader.cli.errors import Misused

COURSE = exercises.Catalog(
    (exercises.Unit("All", ("chain_rule", "relu", "leaky_relu", "linear", "conv2d", "adam", "sgd")),)
)


@pytest.fixture
def course(monkeypatch):
    """A catalog with slugs inside one another."""
    monkeypatch.setattr(exercises, "catalog", lambda: COURSE)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("linear.py", "linear"),
        ("linear_v2.py", "linear"),
        ("linear2.py", "linear"),
        ("my_linear.py", "linear"),
        ("Linear (1).py", "linear"),
        ("linear-final-FINAL.py", "linear"),
        ("linear", "linear"),
        ("leaky_relu.py", "leaky_relu"),
        ("LeakyReLU.py", "leaky_relu"),
        ("leaky-relu old.py", "leaky_relu"),
        ("chainrule.py", "chain_rule"),
        ("conv2d.py", "conv2d"),
        ("conv2d3.py", "conv2d"),
    ],
)
@pytest.mark.usefixtures("course")
def test_name_tells_the_exercise(name, slug):
    assert files.slug_of(name, exercises.catalog().slugs) == slug


@pytest.mark.parametrize("name", ["solution.py", "adamw.py", "nonlinear.py", "conv.py", ".py", "prelu.py"])
@pytest.mark.usefixtures("course")
def test_name_that_tells_nothing_gets_the_list(name):
    with pytest.raises(Misused, match="does not identify an exercise") as caught:
        files.slug_of(name, exercises.catalog().slugs)
    assert "chain_rule, relu, leaky_relu, linear" in caught.value.hint


@pytest.mark.usefixtures("course")
def test_name_of_two_exercises_is_asked_about():
    with pytest.raises(Misused, match=r"linear_adam\.py could belong to linear or adam"):
        files.slug_of("linear_adam.py", exercises.catalog().slugs)


def test_explicit_exercise_wins_over_the_name(tmp_path):
    assert files.exercise_for(tmp_path / "linear.py", "adam").slug == "adam"


def test_misspelled_exercise_gets_a_suggestion():
    with pytest.raises(Misused, match="no exercise called linaer") as caught:
        files.load("linaer")
    assert caught.value.hint.startswith("Did you mean linear?")


def test_starter_is_written(tmp_path):
    path, backup = files.write_starter(
        files.Texts.of(exercises.load("linear")), tmp_path / "new" / "folder", force=False
    )
    assert path.read_text() == exercises.load("linear").starter
    assert backup is None


def test_starter_never_overwrites(tmp_path):
    (tmp_path / "linear.py").write_text("mine")
    with pytest.raises(Misused, match="was not changed") as caught:
        files.write_starter(files.Texts.of(exercises.load("linear")), tmp_path, force=False)
    assert "--force" in caught.value.hint
    assert (tmp_path / "linear.py").read_text() == "mine"


def test_forced_starter_keeps_every_earlier_file(tmp_path):
    exercise = exercises.load("linear")
    for text in ("first", "second"):
        (tmp_path / "linear.py").write_text(text)
        files.write_starter(files.Texts.of(exercise), tmp_path, force=True)
    assert (tmp_path / "linear.py").read_text() == exercise.starter
    assert [(tmp_path / f"linear.backup{n}.py").read_text() for n in (1, 2)] == ["first", "second"]


def test_starter_in_a_file_for_a_folder_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Misused):
        files.write_starter(files.Texts.of(exercises.load("linear")), tmp_path / "file", force=False)


def test_missing_file_names_those_nearby(tmp_path):
    (tmp_path / "relu.py").write_text("")
    with pytest.raises(Misused, match="does not exist") as caught:
        files.read_source(tmp_path / "linear.py")
    assert "relu.py" in caught.value.hint


def test_folder_is_no_file(tmp_path):
    with pytest.raises(Misused, match="is a folder"):
        files.read_source(tmp_path)


def test_device_is_no_file():
    with pytest.raises(Misused, match="not a regular file"):
        files.read_source(files.Path(os.devnull))


def test_huge_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "linear.py").open("wb") as file:
        file.truncate(10 * files.MAX_SOURCE_BYTES)
    with pytest.raises(Misused, match="1024 KiB"):
        files.read_source(tmp_path / "linear.py")


def test_bytes_arrive_as_they_are(tmp_path):
    (tmp_path / "linear.py").write_bytes(b"\xff\x00\r\n")
    assert files.read_source(tmp_path / "linear.py") == b"\xff\x00\r\n"


def test_a_folder_is_called_a_folder_also_where_it_cannot_be_opened(tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "open", denied)
    with pytest.raises(Misused, match="is a folder"):
        files.read_source(tmp_path)
