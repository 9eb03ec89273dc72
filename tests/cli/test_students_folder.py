"""`python -m grader` in a folder whose files have the names of modules that the grader imports."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import sources

TAKEN = ["json.py", "click.py", "typing.py", "numpy.py", "typer.py", "dataclasses.py", "rich.py"]
FOLDERS = ["exercises", "reference", "server"]


@pytest.fixture
def crowded(tmp_path):
    for name in TAKEN:
        (tmp_path / name).write_text("raise SystemExit('the file of the student')\n")
    for name in FOLDERS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('the folder of the student')\n")
    (tmp_path / "linear.py").write_text(sources.RIGHT)
    return tmp_path


def run(folder, *options):
    command = [sys.executable, *options, "-m", "grader", "check", "linear.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("options", [[], ["-P"]])
def test_files_of_the_student_are_not_imported(crowded, options):
    done = run(crowded, *options)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith("Linear  100/100")


@pytest.mark.parametrize(("option", "dropped"), [([], "['']\n"), (["-P"], "[]\n")])
def test_only_the_current_folder_is_dropped(tmp_path, option, dropped):
    code = (
        "import sys; sys.argv, sys.orig_argv = ['-m'], ['python', '-m', 'grader']; before = list(sys.path); "
        "import grader; print([path for path in before if path not in sys.path])"
    )
    done = subprocess.run([sys.executable, *option, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == dropped, done.stderr


def test_a_checkout_is_run_as_it_is():
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "grader", "--version"], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout.startswith("grader ")) == (0, True)
