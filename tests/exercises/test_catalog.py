"""The catalog and the folders: their form, their texts, and what loading them gives."""

from __future__ import annotations

import ast

import pytest

from exercises import UnknownExercise, catalog, load
from exercises.catalog import ROOT
from exercises.folder import _hash
from exercises.spec import STAGES
from grader.exercise_texts import text_failures
from grader.report import Stage

SLUGS = catalog().slugs


COURSE = {
    "Backpropagation": ("chain_rule", "logistic_neuron", "jacobians", "scalar_autograd"),
    "Activations": ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "softmax"),
    "Layers": ("linear", "conv2d", "max_pool2d", "batch_norm", "dropout"),
    "Losses": ("mse_loss", "bce_with_logits", "cross_entropy"),
    "Optimizers": ("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "lr_schedules"),
    "Networks": ("logistic_regression", "sequential", "xor_mlp", "minibatch_sgd"),
}


def test_the_course_has_its_units_in_order():
    assert [(unit.title, tuple(unit.slugs)) for unit in catalog().units] == list(COURSE.items())


def test_every_folder_is_in_the_catalog_once():
    folders = {path.parent.name for path in ROOT.glob("*/spec.py")}
    assert sorted(SLUGS) == sorted(folders)


def test_unknown_slug_says_what_there_is():
    with pytest.raises(UnknownExercise) as caught:
        load("liner")
    assert caught.value.known == SLUGS
    assert "linear" in str(caught.value)


@pytest.mark.parametrize("slug", ["../linear", "linear/", "", "spec", "linear.spec", "__init__"])
def test_nothing_but_a_slug_leads_to_a_folder(slug):
    with pytest.raises(UnknownExercise):
        load(slug)


def test_a_unit_is_found_by_slug():
    assert catalog().unit_of("relu").title == "Activations"
    with pytest.raises(KeyError):
        catalog().unit_of("nothing")


def test_stages_are_those_of_the_report():
    assert [stage.value for stage in Stage] == list(STAGES)


@pytest.mark.parametrize("slug", SLUGS)
def test_exercise_is_whole(slug):
    exercise = load(slug)
    assert exercise.filename == f"{slug}.py"
    assert exercise.max_points == 100
    assert exercise.unit == catalog().unit_of(slug).title
    assert len(exercise.hash) == 64
    assert exercise.summary.endswith(".")
    assert len(exercise.accepted) >= 2
    assert list(text_failures(exercise)) == []
    ast.parse(exercise.starter)


@pytest.mark.parametrize(
    ("slug", "least"), [("chain_rule", 5), ("sigmoid", 5), ("relu", 5), ("linear", 15), ("adam", 15)]
)
def test_there_are_enough_known_mistakes_each_with_its_own_words(slug, least):
    wrong = load(slug).wrong_answers
    assert len(wrong) >= least
    assert len({one.title for one in wrong}) == len(wrong)
    assert all(one.title.endswith(".") and one.hint.endswith(".") for one in wrong)
    assert {one.named for one in wrong} <= {one.id for one in wrong}


def test_the_slides_slip_is_a_cataloged_mistake():
    (slip,) = (one for one in load("adam").wrong_answers if one.id == "no_square_root")
    assert "slides" in slip.title
    assert "square root" in load("adam").statement


def test_an_exercise_is_read_once():
    assert load("linear") is load("linear")


def test_hash_depends_on_spec_and_mistakes_and_their_bases_and_on_nothing_else(tmp_path):
    for name in ("wrong_answer", "accepted"):
        (tmp_path / name).mkdir()

    def write(name, text):
        (tmp_path / name).write_text(text)
        return _hash(tmp_path, {"base"})

    for name in ("accepted/base.py", "accepted/other.py", "mistakes.toml", "wrong_answer/a.py", "starter.py"):
        (tmp_path / name).write_text("")
    first = write("spec.py", "1")
    assert write("statement.md", "text") == write("starter.py", "2") == write("accepted/other.py", "3") == first
    changes = [
        write("spec.py", "4"),
        write("mistakes.toml", "5"),
        write("wrong_answer/a.py", "6"),
        write("accepted/base.py", "7"),
    ]
    assert len({first, *changes}) == 5


def test_hash_does_not_confuse_where_one_file_ends(tmp_path):
    hashes = set()
    for name, (a, b) in {"one": ("12", "3"), "two": ("1", "23")}.items():
        folder = tmp_path / name
        (folder / "wrong_answer").mkdir(parents=True)
        (folder / "spec.py").write_text("")
        (folder / "wrong_answer/a.py").write_text(a)
        (folder / "wrong_answer/b.py").write_text(b)
        hashes.add(_hash(folder, set()))
    assert len(hashes) == 2
