"""The check in the browser gives the report of `grader.grade`, as far as students' files can."""

from __future__ import annotations

import json

import pytest

from exercises import load
from grader.browser.checking import check
from grader.report import Report
from tests.grader.conftest import judged


@pytest.mark.parametrize("seed", [0, 7])
@pytest.mark.parametrize("slug", ["linear", "adam", "scalar_autograd"])
def test_verdict_points_and_messages_are_those_of_the_judge(slug, seed):
    exercise = load(slug)
    for source in (exercise.accepted[0].source, exercise.starter, exercise.wrong_answers[0].source):
        report = Report.from_json(check(source, slug, seed))
        expected = judged(exercise, source, seed)
        assert [(one.id, one.verdict, one.points, one.message) for one in report.checks] == [
            (one.id, one.verdict, one.points, one.message) for one in expected.checks
        ]
        assert report.seed == seed


@pytest.mark.parametrize("source", ["", "def", "raise SystemExit", "import os\nos.system('x')", "\0"])
def test_a_file_that_does_not_load_gives_a_report(source):
    report = check(source, "linear", 0)
    json.dumps(report, allow_nan=False)
    assert report["verdict"] == "CE"


def test_prints_are_in_the_report():
    report = check("print('hello')\n" + load("linear").accepted[0].source, "linear", 0)
    assert any("hello" in one["details"].get("output", "") for one in report["checks"])


def test_each_stage_is_told_as_it_begins_and_ends():
    told = []
    check(load("linear").accepted[0].source, "linear", 0, emit=told.append)
    stages = [(one["stage"], one["state"]) for one in told]
    assert stages[:4] == [("loads", "running"), ("loads", "done"), ("forward", "running"), ("forward", "done")]
    assert told[3]["points"] == told[3]["max_points"] == 40
