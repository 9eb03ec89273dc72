"""Judge one submission in a session: stage by stage, one frame each, with the checks judged on the trusted side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from exercises import Exercise
from grader.checks import checked, skipped, summary, verdict_of, with_output
from grader.compare import Finding, Kind
from grader.endings import judge_ending
from grader.loading import judge_loading, refuse_source, required_names
from grader.messages import say
from grader.plans import PlannedCheck, StagePlan, stages
from grader.report import Check, Stage, Verdict
from grader.sandbox.types import Limits, Loaded, LoadFailed, Op, OpResult, SandboxEnded
from grader.values import with_values


class Session(Protocol):
    """The part of a sandbox session that judging needs; the trusted session in this process offers it too."""

    def load(
        self, source: bytes, filename: str, names: Sequence[str], provided: str, meanwhile: Callable[[], None]
    ) -> Loaded | LoadFailed:
        """Execute the source and describe the names it should define; call `meanwhile` while it runs."""
        ...

    def prepare(self, ops: Sequence[Op]) -> None:
        """Get ready to run a frame of operations that will probably be next."""
        ...

    def run(self, ops: Sequence[Op], meanwhile: Callable[[], None]) -> list[OpResult]:
        """Run a frame of operations; call `meanwhile` while they run."""
        ...

    @property
    def output(self) -> str:
        """What was printed so far."""
        ...


@dataclass(frozen=True, slots=True)
class StageEvent:
    """Progress of a grading, for live pages.

    Attributes:
        stage: the stage.
        state: "running" or "done".
        verdict: the verdict of the stage once it is done.
        points: the points earned in it.
        max_points: the points it is worth.
    """

    stage: Stage
    state: str
    verdict: Verdict | None
    points: int
    max_points: int


@dataclass(frozen=True, slots=True)
class StageRun:
    """A stage whose answers came back; the input of a diagnosis.

    Attributes:
        plan: the plan of the stage.
        answers: the submission's answers.
        findings: the finding of each check, by its id.
    """

    plan: StagePlan
    answers: Sequence[OpResult]
    findings: Mapping[str, Finding]


@dataclass(frozen=True, slots=True)
class Judged:
    """All checks of one submission, and the stages that ran."""

    checks: tuple[Check, ...]
    runs: tuple[StageRun, ...]


class Judge:
    """Judge one submission.

    Args:
        exercise: the exercise.
        seed: determines the data.
        limits: the limits of the session, for sentences about them.
        on_stage: called when a stage begins and when it ends.
    """

    def __init__(
        self, exercise: Exercise, seed: int, limits: Limits, on_stage: Callable[[StageEvent], None] | None = None
    ) -> None:
        self._exercise = exercise
        self._seed = seed
        self._limits = limits
        self._on_stage = on_stage
        self._checks: list[Check] = []
        self._runs: list[StageRun] = []
        self._kinds: dict[Stage, set[Kind]] = {}

    def refuse(self, source: str | bytes) -> Judged | None:
        """Return the outcome for a source that cannot be sent to a sandbox at all; None if it can be sent."""
        finding = refuse_source(source)
        if finding is None:
            return None
        self._tell(Stage.LOADS, 0)
        self._loaded(finding)
        return self._finish("skip.loads")

    def judge(self, session: Session, source: bytes) -> Judged:
        """Load the source and run all stages.

        Raises:
            GradingCanceled: if the session was canceled.
        """
        self._tell(Stage.LOADS, 0)
        required = required_names(self._exercise.spec)
        try:
            names = [name.name for name in required]
            outcome = session.load(
                source, self._exercise.filename, names, self._exercise.provided, lambda: self._prepare(session, 0)
            )
        except SandboxEnded as ended:
            self._loaded(judge_ending(ended, self._limits))
            return self._finish("skip.ended", session)
        finding = judge_loading(outcome, required, source)
        self._loaded(finding)
        if finding.kind is Kind.RIGHT:
            for number in range(len(self._plans)):
                if not self._stage(session, number):
                    return self._finish("skip.ended", session)
        return self._finish("skip.loads", session)

    @cached_property
    def _plans(self) -> tuple[StagePlan, ...]:
        return stages(self._exercise.spec, self._seed)

    def _prepare(self, session: Session, number: int) -> None:
        """Plan and encode a stage while the submission's process is busy with the one before."""
        if number < len(self._plans):
            session.prepare(self._plans[number].script.ops)

    def _stage(self, session: Session, number: int) -> bool:
        """Run one stage; return whether the submission's process is still running."""
        plan = self._plans[number]
        worth = sum(check.points for check in plan.checks)
        self._tell(plan.stage, worth)
        reason = self._reason_to_skip(plan.stage)
        if reason:
            self._close(plan, [skipped(plan.stage, check, reason) for check in plan.checks])
            return True
        try:
            answers = session.run(plan.script.ops, lambda: self._prepare(session, number + 1))
        except SandboxEnded as ended:
            first, *rest = plan.checks
            broken = checked(plan.stage, first, judge_ending(ended, self._limits))
            self._close(plan, [broken, *(skipped(plan.stage, check, "skip.ended") for check in rest)])
            return False
        with np.errstate(all="ignore"):  # the answers may be infinite or NaN
            findings: Mapping[str, Finding] = {c.id: self._judge(plan, c, answers) for c in plan.checks}
        if plan.stage is Stage.PROPERTIES:
            findings = self._properties(findings)
        self._runs.append(StageRun(plan, answers, findings))
        self._kinds[plan.stage] = {finding.kind for finding in findings.values()}
        self._close(plan, [checked(plan.stage, check, findings[check.id]) for check in plan.checks])
        return True

    def _reason_to_skip(self, stage: Stage) -> str:
        """Return the id of the sentence that says why `stage` cannot be judged; empty if it can be."""
        usable, right = {Kind.RIGHT, Kind.VALUES}, {Kind.RIGHT}
        forward, backward = self._kinds.get(Stage.FORWARD, right), self._kinds.get(Stage.BACKWARD, right)
        if stage in (Stage.BACKWARD, Stage.GRADCHECK) and not forward & usable:
            return "skip.forward_form"
        if stage is Stage.GRADCHECK and not self._kinds.get(Stage.BACKWARD, set()) & usable:
            return "skip.backward_form"
        if stage is Stage.PROPERTIES and Kind.RIGHT not in forward:
            return self._wait_for(Stage.FORWARD)
        if stage is Stage.PROPERTIES and Kind.RIGHT not in backward:
            return "skip.backward"
        return ""

    def _properties(self, findings: Mapping[str, Finding]) -> Mapping[str, Finding]:
        """Keep the right findings; the others are judged only after everything in the earlier stages is right."""
        reason = next(
            (
                self._wait_for(stage)
                for stage in (Stage.FORWARD, Stage.BACKWARD)
                if self._kinds.get(stage, {Kind.RIGHT}) != {Kind.RIGHT}
            ),
            "",
        )
        if not reason:
            return findings
        waiting = Finding(Kind.SKIPPED, Verdict.SKIP, say(reason))
        return {id_: finding if finding.kind is Kind.RIGHT else waiting for id_, finding in findings.items()}

    def _wait_for(self, stage: Stage) -> str:
        """Return the id of the sentence that says that this stage must be right first."""
        if stage is Stage.BACKWARD:
            return "skip.backward"
        return "skip.step" if stage.value in self._exercise.spec.stage_names else "skip.forward"

    def _judge(self, plan: StagePlan, check: PlannedCheck, answers: Sequence[OpResult]) -> Finding:
        """Judge one check: the first wrong answer decides; if there is none, the largest error is reported."""
        found = []
        for question in check.questions:
            finding = question.judge(plan.script, answers)
            if finding.kind is not Kind.RIGHT:
                return with_values(finding, question, plan.script, answers)
            found.append(finding)
        right = summary(found, plan.stage, check.id, self._exercise.spec.property_messages)
        if plan.stage is not Stage.GRADCHECK or self._kinds[Stage.BACKWARD] == {Kind.RIGHT}:
            return right
        if self._kinds[Stage.FORWARD] != {Kind.RIGHT}:
            return Finding(Kind.SKIPPED, Verdict.SKIP, say("slopes.consistent"), right.details)
        # A correct forward has these slopes only if its gradient is correct, so something else answered here.
        return Finding(Kind.SKIPPED, Verdict.SKIP, say("slopes.contradicted"), right.details)

    def _loaded(self, finding: Finding) -> None:
        check = checked(Stage.LOADS, PlannedCheck("loads.file", 0, ()), finding)
        self._checks.append(check)
        self._tell(Stage.LOADS, 0, [check])

    def _close(self, plan: StagePlan, checks: list[Check]) -> None:
        self._checks += checks
        self._tell(plan.stage, sum(check.max_points for check in checks), checks)

    def _finish(self, reason: str, session: Session | None = None) -> Judged:
        judged = {check.id for check in self._checks}
        for plan in self._plans:
            self._checks += [skipped(plan.stage, check, reason) for check in plan.checks if check.id not in judged]
        checks = with_output(self._checks, session.output) if session else self._checks
        return Judged(tuple(checks), tuple(self._runs))

    def _tell(self, stage: Stage, worth: int, checks: Sequence[Check] | None = None) -> None:
        if self._on_stage is None:
            return
        if checks is None:
            self._on_stage(StageEvent(stage, "running", None, 0, worth))
        else:
            points = sum(check.points for check in checks)
            self._on_stage(StageEvent(stage, "done", verdict_of(checks), points, worth))
