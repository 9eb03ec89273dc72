"""What `grade` promises around the checks: events, canceling, and whose fault something is."""

from __future__ import annotations

import logging
import threading
import warnings
from dataclasses import replace

import pytest

from exercises import UnknownExercise, load
from grader import GradingCanceled, grade
from grader.judge import Judge
from grader.messages import say
from grader.report import Outcome, Stage, Verdict
from grader.sandbox import Sandbox, SandboxUnavailable
from grader.sandbox.types import End, Limits, SandboxEnded, Tier
from grader.unsandboxed import LocalSession

RIGHT = load("relu").accepted[0].source
LOOP = RIGHT.replace("def backward(self, grad_output):", "def backward(self, grad_output):\n        while True: pass")


class EndsAt(LocalSession):
    """A session whose process ends in the given request, counted from the load."""

    def __init__(self, end, request):
        super().__init__()
        self.end, self.left = end, request

    def load(self, *args):
        self.step()
        return super().load(*args)

    def run(self, *args):
        self.step()
        return super().run(*args)

    def step(self):
        if self.left == 0:
            raise SandboxEnded(self.end)
        self.left -= 1


def ended(end, request=0):
    return Judge(load("relu"), 0, Limits()).judge(EndsAt(end, request), RIGHT.encode())


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        (End.CPU_TIME, Verdict.TLE),
        (End.WALL_TIME, Verdict.TLE),
        (End.MEMORY, Verdict.MLE),
        (End.OUTPUT, Verdict.OLE),
        (End.POLICY, Verdict.SC),
        (End.CRASHED, Verdict.RTE),
        (End.PROTOCOL, Verdict.SC),
        (End.INFRASTRUCTURE, Verdict.IE),
    ],
)
def test_every_end_of_the_process_has_its_verdict(end, verdict):
    at_load = ended(end).checks
    assert [check.verdict for check in at_load if check.verdict is not Verdict.SKIP] == [verdict]
    later = {check.id: check for check in ended(end, request=2).checks}
    assert later["forward.output"].points == 40
    assert later["backward.grad_x"].verdict is verdict
    assert later["properties.inputs"].verdict is Verdict.SKIP


def test_what_was_printed_before_an_end_while_loading_is_kept():
    class Printing(EndsAt):
        output = "so far\n"

    judged = Judge(load("relu"), 0, Limits()).judge(Printing(End.CPU_TIME, 0), RIGHT.encode())
    assert judged.checks[0].details["output"] == "so far\n"


def test_every_end_is_covered():
    for end in End:
        if end is End.CANCELED:
            with pytest.raises(GradingCanceled):
                ended(end)
        else:
            assert ended(end).checks


def test_an_end_in_any_frame_keeps_every_check_exactly_once():
    ids = [check.id for check in ended(End.CPU_TIME, 99).checks]
    for request in range(5):
        assert [check.id for check in ended(End.CPU_TIME, request).checks] == ids


def test_events_tell_each_stage_running_then_done(sandbox):
    events = []
    report = grade("relu", RIGHT, seed=1, sandbox=sandbox, on_stage=events.append)
    assert [(event.stage, event.state) for event in events] == [(s, t) for s in Stage for t in ("running", "done")]
    done = [event for event in events if event.state == "done"]
    assert sum(event.points for event in done) == report.points
    assert sum(event.max_points for event in done) == report.max_points
    assert {event.verdict for event in done} == {Verdict.AC}


@pytest.mark.parametrize("source", ["", "def ("])
def test_a_source_that_does_not_load_has_one_stage(sandbox, source):
    events = []
    grade("relu", source, seed=1, sandbox=sandbox, on_stage=events.append)
    assert [(event.stage, event.state) for event in events] == [(Stage.LOADS, "running"), (Stage.LOADS, "done")]
    assert events[-1].verdict is Verdict.CE


def test_an_optimizer_has_no_events_for_stages_it_does_not_have(sandbox):
    events = []
    grade("adam", load("adam").accepted[0].source, seed=1, sandbox=sandbox, on_stage=events.append)
    assert {event.stage for event in events} == {Stage.LOADS, Stage.FORWARD, Stage.PROPERTIES}


def test_canceling_ends_a_running_grading(sandbox):
    cancel = threading.Event()
    timer = threading.Timer(0.2, cancel.set)
    timer.start()
    with pytest.raises(GradingCanceled):
        grade("relu", LOOP, seed=1, sandbox=sandbox, cancel=cancel)
    timer.join()
    assert grade("relu", RIGHT, seed=1, sandbox=sandbox).verdict is Verdict.AC


def test_canceled_before_it_began(sandbox):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(GradingCanceled):
        grade("relu", RIGHT, seed=1, sandbox=sandbox, cancel=cancel)


def test_forgotten_print_calls_cost_no_points_and_their_output_is_cut(sandbox):
    source = RIGHT.replace(
        "def forward(self, x):", 'def forward(self, x):\n        for row in range(300): print("forward of row", row)'
    )
    report = grade("relu", source, seed=1, sandbox=sandbox)
    assert report.verdict is Verdict.AC
    assert report.checks[0].details["output"].endswith("not shown.]\n")


def test_huge_answers_cause_no_warning_of_ours(sandbox):
    source = """
class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * 0 + 1e308
    def backward(self, grad_output):
        return grad_output * self.mask
"""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        report = grade("relu", source, seed=1, sandbox=sandbox)
    assert (report.verdict, caught) == (Verdict.PAC, [])


def test_without_a_sandbox_one_is_started():
    assert grade("relu", RIGHT, seed=1).verdict is Verdict.AC


class NoMore(Sandbox):
    """A sandbox that broke after it was started."""

    def __init__(self):
        self.policy_hash = "0" * 64

    tier = Tier.T2

    def session(self, *args, **kwargs):
        raise SandboxUnavailable("the zygote is gone")


def test_a_broken_sandbox_is_our_fault_and_neither_a_zero_nor_a_pass(caplog):
    with caplog.at_level(logging.CRITICAL):
        report = grade("relu", RIGHT, seed=1, sandbox=NoMore())
    assert (report.verdict, report.outcome, report.points) == (Verdict.IE, Outcome.ERROR, 0)
    assert report.checks[0].message == say("end.infrastructure")
    assert report.diagnoses == ()


def test_an_exercise_that_breaks_in_our_hands_is_our_fault(sandbox, caplog):
    def broken(rng):
        raise ZeroDivisionError("in the spec")

    exercise = load("relu")
    exercise = replace(exercise, spec=replace(exercise.spec, cases=broken))
    with caplog.at_level(logging.CRITICAL):
        report = grade(exercise, RIGHT, seed=1, sandbox=sandbox)
    assert (report.verdict, report.points) == (Verdict.IE, 0)
    assert "in the spec" not in str(report.to_json())


def test_student_code_runs_in_nothing_but_a_sandbox():
    with pytest.raises(TypeError, match="Sandbox"):
        grade("relu", RIGHT, seed=1, sandbox=LocalSession())


def test_unknown_exercise_lists_what_there_is():
    with pytest.raises(UnknownExercise, match="linear"):
        grade("conv3d", RIGHT, seed=1)


def test_a_negative_seed_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        grade("relu", RIGHT, seed=-1)
