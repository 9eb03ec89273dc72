"""Exercises of a course's own: begun by a command, proven by another, loaded from a folder beside the package's."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import exercises
from exercises.catalog import catalog
from tests.cli import sources

ROOT = Path(__file__).parents[2]
catalog_module = import_module("exercises.catalog")  # the package has a function of that name
folder_module = import_module("exercises.folder")


@pytest.fixture(autouse=True)
def nothing_is_added() -> Iterator[None]:
    """Folders that a test adds are gone after it."""
    yield
    catalog_module._added.clear()
    catalog.cache_clear()
    folder_module.load.cache_clear()


def test_a_new_exercise_proves_itself_and_is_graded_like_any_other(grader, tmp_path):
    made = grader("new", "cubic_gate", "--dir", tmp_path / "own")
    assert made.code == 0
    assert "Wrote the exercise Cubic gate to " in made.out
    proved = grader("--exercises", tmp_path / "own", "verify", "cubic_gate", "--seeds", "3")
    assert proved.code == 0, proved.out
    assert "The exercise passed with 3 seeds." in proved.out
    grader("start", "cubic_gate", "--dir", tmp_path)
    checked = grader("check", tmp_path / "cubic_gate.py")
    assert checked.code == 1
    assert "Cubic gate  0/100" in checked.out


def test_a_second_one_goes_behind_the_first(grader, tmp_path):
    for slug in ("one", "two"):
        assert grader("new", slug, "--dir", tmp_path).code == 0
        catalog_module._added.clear()  # the next command is another process
        catalog.cache_clear()
    exercises.add_folder(tmp_path)
    assert catalog().slugs[-2:] == ("one", "two")
    listed = grader("--exercises", tmp_path, "list").out
    assert listed.index("one ") < listed.index("two ")
    assert "Our own exercises" in listed


@pytest.mark.parametrize("options", [[], ["--dir", "ours"]])
def test_the_folder_that_the_environment_names_is_begun_and_continued(grader, tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHAINRULE_EXERCISES_DIR", "ours")
    for slug in ("one", "two"):
        made = grader("new", slug, *options)
        assert made.code == 0, made.err
        assert made.out.splitlines()[-1].endswith(f": grader --exercises ours verify {slug}")
    assert not (tmp_path / "catalog.toml").exists()
    assert catalog().slugs[-2:] == ("one", "two")


@pytest.mark.parametrize("slug", ["Cubic", "a-b", "../x", "", "1st", "a__b"])
def test_what_is_no_slug_is_refused(grader, tmp_path, slug):
    ran = grader("new", slug, "--dir", tmp_path / "own")
    assert ran.code == 2
    assert not (tmp_path / "own").exists()


def test_a_slug_that_is_taken_is_refused(grader, tmp_path):
    ran = grader("new", "linear", "--dir", tmp_path)
    assert ran.code == 2
    assert "An exercise called linear already exists." in ran.err


def test_the_environment_names_the_folder_too(grader, tmp_path, monkeypatch):
    grader("new", "gate", "--dir", tmp_path)
    monkeypatch.setenv("CHAINRULE_EXERCISES_DIR", str(tmp_path))
    assert "gate" in grader("list").out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "has no catalog.toml"),
        ("units = 3", "must be a list of units"),
        ('[[units]]\ntitle = "T"\nexercises = ["gate"]', "there is no gate/spec.py"),
        ('[[units]]\ntitle = "T"\nexercises = ["../linear"]', "is not a valid slug"),
        ('[[units]]\ntitle = "T"\nneeds = ["Nowhere"]\nexercises = []', "needs units that do not exist: Nowhere"),
    ],
)
def test_a_folder_that_does_not_hold_together_is_refused_whole(tmp_path, text, words):
    if text is not None:
        (tmp_path / "catalog.toml").write_text(text)
    with pytest.raises(exercises.BrokenExercise, match=words):
        exercises.add_folder(tmp_path)
    assert catalog().slugs == tuple(slug for unit in catalog().units for slug in unit.slugs)
    assert exercises.load("linear").title == "Linear"


def test_a_slug_of_the_package_cannot_be_taken_over(grader, tmp_path):
    grader("new", "gate", "--dir", tmp_path)
    (tmp_path / "gate").rename(tmp_path / "linear")
    (tmp_path / "catalog.toml").write_text('[[units]]\ntitle = "T"\nexercises = ["linear"]\n')
    catalog_module._added.clear()
    catalog.cache_clear()
    with pytest.raises(exercises.BrokenExercise, match="linear is already the slug of an exercise in"):
        exercises.add_folder(tmp_path)


def test_a_spec_that_raises_is_told_with_its_reason(grader, tmp_path):
    grader("new", "gate", "--dir", tmp_path)
    exercises.load.cache_clear()
    (tmp_path / "gate" / "spec.py").write_text("1 / 0\n")
    with pytest.raises(exercises.BrokenExercise, match=r"spec\.py line 1 raises ZeroDivisionError"):
        exercises.load("gate")
    told = grader("check", tmp_path / "gate" / "starter.py", "-e", "gate")
    assert told.code == 2
    assert "raises ZeroDivisionError" in told.err


def test_a_broken_exercise_is_named_in_the_list_and_hides_no_other(grader, tmp_path):
    for slug in ("one", "two"):
        grader("new", slug, "--dir", tmp_path)
    (tmp_path / "one" / "spec.py").write_text("1 / 0\n")
    ran = grader("--exercises", tmp_path, "list")
    assert ran.code == 0
    assert "spec.py line 1 raises ZeroDivisionError" in " ".join(ran.out.split())
    assert "two " in ran.out


def test_own_exercises_are_verified_without_those_of_the_package(grader, tmp_path):
    grader("new", "gate", "--dir", tmp_path)
    ran = grader("--exercises", tmp_path, "verify", "--seeds", "1")
    assert (ran.code, "gate" in ran.out, "linear" in ran.out) == (0, True, False)


def test_a_catalog_with_a_mistake_is_not_to_be_begun_again(grader, tmp_path):
    (tmp_path / "catalog.toml").write_text("units = [")
    ran = grader("--exercises", tmp_path, "list")
    assert ran.code == 2
    assert "grader new" not in ran.err
    assert "grader new" in grader("--exercises", tmp_path / "nowhere", "list").err


@pytest.mark.parametrize("command", [["check", "linear.py"], ["start", "relu"], ["show", "relu"]])
def test_a_catalog_with_a_mistake_does_not_stop_work_on_other_exercises(grader, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHAINRULE_EXERCISES_DIR", "ours")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "catalog.toml").write_text("units = [")
    (tmp_path / "linear.py").write_text(sources.RIGHT)
    ran = grader(*command)
    assert ran.code == 0
    assert "must be a list of units" in ran.err
    assert "Its exercises are ignored." in ran.err
    for strict in (["list"], ["verify"], ["new", "gate"]):
        assert grader(*strict).code == 2


def test_the_list_reads_no_solutions(grader, monkeypatch):
    def never(slug):
        raise AssertionError(f"the solutions of {slug} were read")

    monkeypatch.setattr(exercises, "load", never)
    assert "linear" in grader("list").out


def test_the_server_takes_the_folder_from_its_settings(grader, tmp_path):
    from server.app import create_app
    from server.core.settings import Settings

    grader("new", "gate", "--dir", tmp_path)
    catalog_module._added.clear()
    catalog.cache_clear()
    create_app(Settings(exercises_dir=tmp_path, database_url="sqlite://", redis_url="unix:///nonexistent"))
    assert "gate" in catalog().slugs


def test_the_server_says_at_its_start_which_exercise_cannot_be_loaded(grader, tmp_path, capsys):
    from server.app import create_app
    from server.core.settings import Settings

    for slug in ("gate", "latch"):
        grader("new", slug, "--dir", tmp_path)
    (tmp_path / "gate" / "spec.py").write_text("def (")
    catalog_module._added.clear()
    catalog.cache_clear()
    exercises.load.cache_clear()
    app = create_app(Settings(exercises_dir=tmp_path, database_url="sqlite://", redis_url="unix:///nonexistent"))
    assert app.extensions["chainrule.broken_exercises"] == ("gate",)
    printed = capsys.readouterr()
    assert "spec.py" in printed.out + printed.err


# --- the package for students --------------------------------------------------------------------------------------


def test_the_package_for_students_checks_and_holds_no_solution(grader, tmp_path):
    grader("new", "gate", "--dir", tmp_path / "ours")
    (tmp_path / "ours" / "gate" / "notes.md").write_text("the solution")
    gate = exercises.load("gate")
    built = build(tmp_path, OWN=str(tmp_path / "ours"))
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert "(for students)" in metadata(wheel)
    assert "make run" not in metadata(wheel)
    env = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", env], check=True)
    subprocess.run([env / "bin/python", "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    (site,) = env.glob("lib/*/site-packages")

    texts = [path.read_text(encoding="utf-8") for path in site.glob("exercises/**/*") if path.suffix in {".py", ".md"}]
    assert {path.name for path in site.iterdir()} >= {"reference", "exercises", "grader"}
    assert not (site / "server").exists()
    assert not [
        *site.glob("exercises/*/accepted"),
        *site.glob("exercises/*/wrong_answer"),
        *site.glob("exercises/*/mistakes.toml"),
    ]
    assert sorted(path.name for path in (site / "exercises" / "gate").glob("*.*")) == [
        "__init__.py", "spec.py", "starter.py", "statement.md"
    ]  # fmt: skip
    for slug in catalog().slugs:
        for solution in (*exercises.load(slug).accepted, *exercises.load(slug).wrong_answers):
            assert not any(solution.source.strip() in text for text in texts)

    # What the grader needs of others comes from this environment; a folder on the path loads no .pth of its own.
    others = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    path = tmp_path / "linear.py"
    path.write_text(sources.UNSUMMED)

    def run(*args: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [env / "bin/python", "-m", "grader", *map(str, args)], cwd=tmp_path, capture_output=True, text=True,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(others), "COLUMNS": "200", "HOME": str(tmp_path)},
        )  # fmt: skip

    checked = run("check", path)
    assert checked.returncode == 1, checked.stderr
    assert "is not summed over axis 0." in checked.stdout
    assert "also recognizes the common mistakes" in checked.stdout
    path.with_name("gate.py").write_text(gate.accepted[0].source)
    assert "Gate  100/100" in run("check", "gate.py").stdout
    assert "Our own exercises" in run("list").stdout
    verified = run("verify")
    assert verified.returncode == 2
    assert "There are no solutions to verify." in verified.stderr
    assert "the starter for chain_rule gets 0/100" in run("doctor").stdout


def test_a_folder_that_is_none_of_exercises_builds_no_package(tmp_path):
    (tmp_path / "catalog.toml").write_text('[[units]]\ntitle = "T"\nexercises = ["linear"]\n')
    (tmp_path / "linear").mkdir()
    (tmp_path / "linear" / "spec.py").write_text("")
    built = build(tmp_path, OWN=str(tmp_path))
    assert built.returncode != 0
    assert "linear is already the slug of an exercise" in built.stderr
    assert not list((tmp_path / "dist").glob("*.whl"))


def build(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "tools" / "student-wheel", folder / "dist"],
        env={**os.environ, "PYTHON": sys.executable, **variables}, capture_output=True, text=True,
    )  # fmt: skip


def metadata(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        return archive.read(name).decode()
