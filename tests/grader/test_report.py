"""Reports are plain data: they survive JSON, keep to their schema, and repeat themselves byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import grader
from exercises import catalog, load
from grader import grade
from grader.checks import verdict_of
from grader.report import Check, Report, Stage, Verdict

SCHEMA = json.loads((Path(grader.__file__).parent / "report.schema.json").read_text())


def plain(report: Report) -> str:
    """The report as JSON, without the two fields that may differ."""
    data = report.to_json()
    data.pop("elapsed_ms")
    data["fingerprint"].pop("sandbox_tier")
    return json.dumps(data, allow_nan=False, sort_keys=True)


def submissions(slug):
    exercise = load(slug)
    yield from (solution.source for solution in exercise.accepted[:1])
    yield from (wrong.source for wrong in exercise.wrong_answers[::12])
    yield from (exercise.starter, "", "import os", "def (", "print('hi')\n1/0")


def test_the_schema_is_a_schema_and_knows_every_verdict_and_stage():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["verdict"]["enum"] == [verdict.value for verdict in Verdict]
    assert SCHEMA["$defs"]["check"]["properties"]["stage"]["enum"] == [stage.value for stage in Stage]


@pytest.mark.parametrize("slug", catalog().slugs)
def test_every_report_is_the_same_again_keeps_to_the_schema_and_survives_json(sandbox, slug):
    validator = Draft202012Validator(SCHEMA)
    for source in submissions(slug):
        report, again = (grade(slug, source, seed=7, sandbox=sandbox) for _ in range(2))
        assert plain(report) == plain(again)
        text = json.dumps(report.to_json(), allow_nan=False)
        assert list(validator.iter_errors(json.loads(text))) == []
        assert Report.from_json(json.loads(text)) == report
        text.encode("utf-8")


def test_another_seed_asks_for_other_numbers(sandbox):
    wrong = load("linear").wrong_answers[0].source
    worst = [grade("linear", wrong, seed=seed, sandbox=sandbox).checks for seed in (1, 2)]
    assert worst[0] != worst[1]


def test_points_add_up_and_the_fingerprint_names_what_it_depends_on(sandbox):
    report = grade("linear", load("linear").accepted[0].source, seed=3, sandbox=sandbox)
    assert report.points == sum(check.points for check in report.checks) == report.max_points == 100
    mark = report.fingerprint
    assert mark.exercise_hash == load("linear").hash
    assert mark.policy_hash == sandbox.policy_hash
    assert mark.sandbox_tier == sandbox.tier.value
    assert mark.limits["cpu_time_s"] == 1.0


def of(verdict, points=0):
    return Check("forward.output", Stage.FORWARD, verdict, points, 10, "…")


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([of(Verdict.AC, 10)], Verdict.AC),
        ([of(Verdict.AC, 10), of(Verdict.WA)], Verdict.PAC),
        ([of(Verdict.AC, 10), of(Verdict.TLE)], Verdict.PAC),
        ([of(Verdict.AC), of(Verdict.WA), of(Verdict.SKIP)], Verdict.WA),
        ([of(Verdict.WA), of(Verdict.RTE)], Verdict.RTE),
        ([of(Verdict.AC, 10), of(Verdict.SC)], Verdict.SC),
        ([of(Verdict.AC, 10), of(Verdict.IE)], Verdict.IE),
        ([of(Verdict.CE), of(Verdict.SKIP)], Verdict.CE),
        ([of(Verdict.AC, 10), of(Verdict.SKIP)], Verdict.PAC),
        ([of(Verdict.SKIP), of(Verdict.SKIP)], Verdict.SKIP),
    ],
)
def test_verdict_is_the_most_severe_and_partial_with_points(checks, verdict):
    assert verdict_of(checks) is verdict
