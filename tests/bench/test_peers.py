"""The hand-written checks of the comparison judge correctly in each form, and a grader that is missing says so."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console

from bench.peers import environment
from bench.peers.chainrule import submissions
from bench.peers.handwritten import CHECK_NAMES, CHECKS, TEST_FILE
from bench.peers.interface import Submission
from bench.peers.measuring import Cost, once
from bench.peers.nbgrader import notebook
from bench.peers.otter import test_file as otter_test_file
from bench.peers.table import Missing, table

RIGHT, WRONG = submissions()
EXPECTED = [(RIGHT, set()), (WRONG, {"check_backward", "check_numeric_gradient"})]
by_submission = pytest.mark.parametrize(("submission", "failing"), EXPECTED, ids=["correct", "mistake"])


def module(name: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    found = util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, found)
    spec.loader.exec_module(found)
    return found


@by_submission
def test_the_pytest_file_accepts_the_correct_and_rejects_the_wrong_submission(
    submission: Submission, failing: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "linear.py").write_text(submission.source)
    module("linear", tmp_path / "linear.py", monkeypatch)
    module("checks", CHECKS, monkeypatch)
    tests = module("test_linear", TEST_FILE, monkeypatch)
    assert {name for name in CHECK_NAMES if fails(getattr(tests, name.replace("check_", "test_")))} == failing


@by_submission
def test_the_cells_of_the_nbgrader_notebook_judge_the_same(submission: Submission, failing: set[str]) -> None:
    answer, *cells = notebook(submission.source)["cells"]
    names: dict[str, object] = {}
    exec(answer["source"], names)
    failed = {cell["metadata"]["nbgrader"]["grade_id"] for cell in cells if fails(exec, cell["source"], names)}
    assert failed == failing


@by_submission
def test_the_cases_of_the_otter_file_judge_the_same(
    submission: Submission, failing: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = {}

    def test_case(name: str, points: int) -> object:
        assert points == 1
        return lambda function: cases.setdefault(name, function)

    otter = ModuleType("otter.test_files")
    otter.test_case = test_case  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "otter", ModuleType("otter"))
    monkeypatch.setitem(sys.modules, "otter.test_files", otter)
    exec(compile(otter_test_file(), "linear.py", "exec"), {})
    answer: dict[str, object] = {}
    exec(submission.source, answer)
    assert set(cases) == set(CHECK_NAMES)
    assert {name for name, case in cases.items() if fails(case, answer["Linear"])} == failing


def fails(check: object, *arguments: object) -> bool:
    try:
        check(*arguments)  # type: ignore[operator]
    except AssertionError:
        return True
    return False


def test_a_grader_that_is_not_installed_says_so(tmp_path: Path) -> None:
    with pytest.raises(environment.UnavailableError, match="not installed"):
        environment.find("nbgrader", tmp_path)


def test_a_grader_that_could_not_be_installed_says_why(tmp_path: Path) -> None:
    (tmp_path / "nbgrader.failed").write_text("ERROR: No matching distribution found for nbgrader\n")
    with pytest.raises(environment.UnavailableError, match=r"could not be installed: ERROR: No matching"):
        environment.find("nbgrader", tmp_path)


class Lenient:
    name, lacks, batch = "lenient", "everything", 1

    def accepts(self, submission: Submission) -> bool:
        return True


def test_a_wrong_verdict_ends_the_comparison() -> None:
    once(Lenient(), RIGHT)
    with pytest.raises(RuntimeError, match="lenient accepts a wrong submission"):
        once(Lenient(), WRONG)


def test_the_table_has_ratios_to_the_first_grader_and_a_row_for_each_missing_one() -> None:
    costs = [[Cost(10.0, 5.0), Cost(30.0, 15.0)], [Cost(100.0, 20.0), Cost(100.0, 20.0)]]
    console = Console(width=140)
    with console.capture() as shown:
        console.print(table("title", [Lenient(), Lenient()], costs, [Missing("nbgrader", "not installed")]))
    first, second, missing = shown.get().splitlines()[-3:]
    assert " ".join(first.split()) == "lenient 10 5 30 15 1 1 everything"
    assert " ".join(second.split()) == "lenient 100 20 100 20 5 2 everything"
    assert " ".join(missing.split()) == "nbgrader – – – – – – not installed"
