"""A report as a page shows it."""

from __future__ import annotations

import pytest

from grader.report import Diagnosis, Stage, Verdict
from server.submissions import report_labels as labels
from server.submissions.results import number, present, shape
from tests.server import reports


def test_the_diagnosis_comes_first():
    view = present(reports.unsummed_bias())
    assert view.headline == "The bias gradient is not summed over the batch."
    assert view.hint.startswith("One bias per output")
    assert view.matched == labels.MATCHED
    assert view.tone == "part"


def test_an_unsure_diagnosis_says_so():
    unsure = Diagnosis("x", "Looks like this.", "Look there.", 0.6, "forward.output")
    report = reports.report(
        Verdict.WA, (reports.LOADS, reports.check("forward.output", Verdict.WA, 0, 30, "No.")), (unsure,)
    )
    assert present(report).matched == labels.RESEMBLED


def test_without_a_diagnosis_the_first_failed_check_speaks():
    assert present(reports.raises()).headline == "forward raised an error."


def test_all_right_is_said_plainly():
    view = present(reports.accepted())
    assert (view.headline, view.hint, view.tone) == ("Everything is correct.", "", "ok")
    assert not any(stage.is_open for stage in view.stages)


def test_our_fault_is_said_as_such_whatever_the_checks_say():
    view = present(reports.report(Verdict.IE, (reports.LOADS,)))
    assert view.headline == labels.OUR_FAULT
    assert view.tone == "ours"


def test_what_does_not_load_says_that_it_costs_no_attempt():
    view = present(reports.does_not_load())
    assert "not Python" in view.headline
    assert view.hint == labels.NOT_GRADABLE_NEXT


def test_only_the_first_failing_stage_is_open():
    stages = {stage.title: stage.is_open for stage in present(reports.unsummed_bias()).stages}
    assert stages == {
        "Loads": False, "Forward": False, "Backward": True, "Gradient check": False, "Properties": False,
    }  # fmt: skip


def test_a_stage_adds_up_its_checks_and_takes_the_worst_verdict():
    backward = next(stage for stage in present(reports.unsummed_bias()).stages if stage.title == "Backward")
    assert (backward.points, backward.max_points, backward.label.text) == (20, 40, "wrong")


def test_facts_of_a_failed_check_are_in_reading_order():
    backward = next(stage for stage in present(reports.unsummed_bias()).stages if stage.title == "Backward")
    weight, bias = (view for view in backward.checks if view.label.text == "wrong")
    assert [(fact.name, fact.value) for fact in weight.facts] == [
        ("call", "Linear(3, 5).backward(grad_output)"),
        ("inputs", "batch of 8, standard normal"),
        ("shape", "(5, 3) as expected"),
        ("worst element", "at [2, 1]: expected 1.25, got -0.731559"),
        ("error", "1.98 (allowed 1e-7)"),
    ]
    assert ("shape", "expected (5,), got (8, 5)") in [(fact.name, fact.value) for fact in bias.facts]
    assert bias.facts[-1].kind == "block"


def test_the_line_that_raised_is_marked_once():
    marks = present(reports.raises(11)).marks
    assert [mark["line"] for mark in marks] == [11]
    assert marks[0]["message"].startswith("ValueError: matmul")
    assert present(reports.unsummed_bias()).marks == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (1e-7, "1e-7"), (2e16, "2e16"), (-0.73155912, "-0.731559"), (float("nan"), "nan"), (None, "None"),
     (True, "True"), ("inf", "inf"), (100000, "100000"), (1e100, "1e100")],
)  # fmt: skip
def test_numbers_are_short(value: object, text: str):
    assert number(value) == text


def test_shapes_are_written_as_numpy_writes_them():
    assert [shape(value) for value in ([8, 3], [3], [], "scalar")] == ["(8, 3)", "(3,)", "()", "scalar"]


def test_details_that_are_missing_or_of_another_form_break_no_page():
    odd = reports.check("forward.output", Verdict.WA, 0, 30, "No.", worst={}, exception=None, notes=None, frames=3)
    assert present(reports.report(Verdict.WA, (odd,))).headline == "No."


def test_an_exception_that_several_checks_raise_is_shown_once():
    raised = {"type": "ValueError", "message": "no", "frames": [{"line": 3, "function": "backward", "code": "raise"}]}
    other = {**raised, "message": "other"}
    checks = [
        reports.check("backward.grad_x", Verdict.RTE, 0, 10, "It raised.", exception=raised),
        reports.check("backward.grad_weight", Verdict.RTE, 0, 10, "It raised.", exception=raised),
        reports.check("properties.inputs", Verdict.RTE, 0, 10, "It raised.", exception=raised),
        reports.check("properties.latest", Verdict.RTE, 0, 10, "It raised.", exception=other),
    ]
    stages = present(reports.report(Verdict.RTE, (reports.LOADS, *checks))).stages
    first, second, third, last = (view for stage in stages[1:] for view in stage.checks)
    assert {fact.name: fact.value for fact in first.facts}["also in"] == "grad_weight, inputs"
    assert first.is_first
    for repeated in (second, third):
        assert not repeated.frames
        assert not {"raised", "also in"} & {fact.name for fact in repeated.facts}
    assert last.frames
    assert "also in" not in {fact.name for fact in last.facts}


def test_an_optimizer_has_a_step_instead_of_a_forward_pass():
    assert "Forward" in {stage.title for stage in present(reports.accepted()).stages}
    titles = [stage.title for stage in present({**reports.accepted(), "exercise": "adam"}).stages]
    assert "Step" in titles
    assert "Forward" not in titles
    assert labels.stage_title("removed_exercise", Stage.FORWARD) == "Forward"
