"""Verify an exercise by grading its own solutions like any submission."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from exercises import Exercise, WrongAnswer
from grader.exercise_texts import Failure, text_failures
from grader.grading import grade
from grader.judge import Judge
from grader.limits import limits_of
from grader.report import Outcome, Report, Stage, Verdict
from grader.sandbox import Sandbox
from grader.sandbox.types import Usage

__all__ = ["Failure", "VerifyResult", "verify_exercise"]

SEEDS = tuple(range(10))
LIMIT_MARGIN = 5.0


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """The result of verifying one exercise.

    Attributes:
        slug: the slug of the exercise.
        seeds: the seeds that were tried.
        accepted: the number of accepted solutions.
        wrong_answers: the number of wrong solutions.
        gradings: the number of gradings.
        failures: every rule that is broken.
    """

    slug: str
    seeds: tuple[int, ...]
    accepted: int
    wrong_answers: int
    gradings: int
    failures: tuple[Failure, ...]

    @property
    def ok(self) -> bool:
        """Return whether there are no failures."""
        return not self.failures


def verify_exercise(
    exercise: Exercise, seeds: Sequence[int] = SEEDS, *, sandbox: Sandbox | None = None
) -> VerifyResult:
    """Grade all solutions of an exercise and compare the reports with what its folder declares.

    Args:
        exercise: the exercise to verify.
        seeds: the seeds with which each solution is graded.
        sandbox: where the solutions run; if None, a sandbox is started.

    Raises:
        grader.sandbox.SandboxUnavailable: if no sandbox can be started.
    """
    failures = list(text_failures(exercise))
    with nullcontext(sandbox) if sandbox is not None else Sandbox.start() as contained:
        for seed in seeds:
            failures += _accepted(exercise, seed, contained)
            failures += _starter(exercise, seed, contained)
            for wrong in exercise.wrong_answers:
                failures += _wrong_answer(exercise, wrong, seed, contained)
        failures += _limits_left(exercise, seeds[0], contained)
    solutions = len(exercise.accepted) + len(exercise.wrong_answers) + 1
    return VerifyResult(
        slug=exercise.slug,
        seeds=tuple(seeds),
        accepted=len(exercise.accepted),
        wrong_answers=len(exercise.wrong_answers),
        gradings=solutions * len(seeds),
        failures=tuple(failures),
    )


def _accepted(exercise: Exercise, seed: int, sandbox: Sandbox) -> Iterator[Failure]:
    for solution in exercise.accepted:
        report = grade(exercise, solution.source, seed=seed, sandbox=sandbox)
        if (report.verdict, report.points) != (Verdict.AC, exercise.max_points):
            problem = (
                f"gets {report.verdict} with {report.points} of {report.max_points} points: {_first_problem(report)}"
            )
            yield Failure("accepted", solution.id, seed, problem)
        if report.diagnoses:
            yield Failure("accepted", solution.id, seed, f"is diagnosed as {report.diagnoses[0].id}")


def _starter(exercise: Exercise, seed: int, sandbox: Sandbox) -> Iterator[Failure]:
    report = grade(exercise, exercise.starter, seed=seed, sandbox=sandbox)
    if report.outcome is not Outcome.GRADED:
        yield Failure("starter", "starter", seed, f"cannot be graded: {_first_problem(report)}")
    if report.points:
        yield Failure("starter", "starter", seed, f"gets {report.points} points")
    if report.diagnoses:
        yield Failure("starter", "starter", seed, f"is diagnosed as {report.diagnoses[0].id}")


def _wrong_answer(exercise: Exercise, wrong: WrongAnswer, seed: int, sandbox: Sandbox) -> Iterator[Failure]:
    report = grade(exercise, wrong.source, seed=seed, sandbox=sandbox)
    if report.verdict is Verdict.AC or report.points >= report.max_points:
        yield Failure("wrong_answer", wrong.id, seed, "is accepted")
        return
    stage = first_failed_stage(report)
    if stage != wrong.stage:
        yield Failure("wrong_answer", wrong.id, seed, f"fails at {stage}, but mistakes.toml says {wrong.stage}")
    named = report.diagnoses[0].id if report.diagnoses else "nothing"
    if named != wrong.named:
        yield Failure("wrong_answer", wrong.id, seed, f"is diagnosed as {named} instead of {wrong.named}")


def first_failed_stage(report: Report) -> Stage | None:
    """Return the first stage with a check that ran and failed; None if there is none."""
    for check in report.checks:
        if check.verdict not in (Verdict.AC, Verdict.SKIP):
            return check.stage
    return None


def _first_problem(report: Report) -> str:
    for check in report.checks:
        if check.verdict not in (Verdict.AC, Verdict.SKIP):
            return f"{check.id}: {check.message}"
    return "no check failed"


def _limits_left(exercise: Exercise, seed: int, sandbox: Sandbox) -> Iterator[Failure]:
    """Yield the accepted solutions that use more than a fifth of the time limit."""
    for solution in exercise.accepted:
        with sandbox.session(limits_of(exercise.spec, sandbox.limits)) as session:
            Judge(exercise, seed, session.limits).judge(session, solution.source.encode())
            usage: Usage = session.usage
            limits = session.limits
        if usage.cpu_time_s * LIMIT_MARGIN > limits.cpu_time_s:
            problem = (
                f"used {usage.cpu_time_s:.2f} s of CPU time, more than a fifth of the limit of {limits.cpu_time_s:g} s"
            )
            yield Failure("limits", solution.id, seed, problem)
