"""`grade`: turn one source into one report, on a laptop or on a server."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import nullcontext
from time import perf_counter

import numpy as np

from exercises import Exercise, load
from grader.checks import verdict_of
from grader.diagnosis import diagnose
from grader.errors import GradingCanceled
from grader.fingerprint import fingerprint
from grader.judge import Judge, Judged, StageEvent
from grader.limits import limits_of
from grader.messages import say
from grader.report import Check, Diagnosis, Fingerprint, Report, Stage, Verdict
from grader.sandbox import Sandbox
from grader.sandbox.types import Limits

__all__ = ["StageEvent", "grade"]

_log = logging.getLogger(__name__)


def grade(
    exercise: Exercise | str,
    source: str | bytes,
    *,
    seed: int,
    sandbox: Sandbox | None = None,
    on_stage: Callable[[StageEvent], None] | None = None,
    cancel: threading.Event | None = None,
) -> Report:
    """Grade one source.

    The same source, seed and fingerprint give the same report except for `elapsed_ms`. A wrong, hostile or broken
    source gives a report like any other; a fault of ours gives a report with the verdict IE.

    Args:
        exercise: the exercise or its slug.
        source: the submitted file.
        seed: 0 or more; determines the data.
        sandbox: where the source runs; if None, one is started for this grading alone, which takes longer.
        on_stage: called in this thread when a stage begins and when it ends.
        cancel: setting it stops the grading.

    Raises:
        GradingCanceled: if `cancel` was set in time.
        exercises.UnknownExercise: if there is no exercise with that slug.
        TypeError: if `sandbox` is not a `Sandbox`; student code runs nowhere else.
        ValueError: if the seed is negative.
    """
    if sandbox is not None and not isinstance(sandbox, Sandbox):
        raise TypeError(f"sandbox must be a Sandbox, not a {type(sandbox).__name__}")
    if seed < 0:
        raise ValueError(f"the seed must be 0 or more, not {seed}")
    found = load(exercise) if isinstance(exercise, str) else exercise
    started = perf_counter()
    try:
        with nullcontext(sandbox) if sandbox is not None else Sandbox.start() as contained:
            judged, mark = _judge(found, source, seed, contained, on_stage, cancel)
        return report_of(found, seed, judged, mark, started)
    except GradingCanceled:
        raise
    except Exception:  # noqa: BLE001 - the boundary: a failure here is our fault and becomes neither a zero nor a pass
        _log.exception("grading %s with seed %d failed on our side", found.slug, seed)
        return _our_fault(found, seed, sandbox, started)


def _judge(
    exercise: Exercise,
    source: str | bytes,
    seed: int,
    sandbox: Sandbox,
    on_stage: Callable[[StageEvent], None] | None,
    cancel: threading.Event | None,
) -> tuple[Judged, Fingerprint]:
    if cancel is not None and cancel.is_set():
        raise GradingCanceled
    with sandbox.session(limits_of(exercise.spec, sandbox.limits), cancel=cancel) as session:
        mark = fingerprint(exercise, session.limits, tier=sandbox.tier.value, policy_hash=sandbox.policy_hash)
        judge = Judge(exercise, seed, session.limits, on_stage)
        refused = judge.refuse(source)
        if refused is not None:
            return refused, mark
        data = source.encode() if isinstance(source, str) else source
        return judge.judge(session, data), mark


def report_of(exercise: Exercise, seed: int, judged: Judged, mark: Fingerprint, started: float) -> Report:
    """Return the report of a judged submission; `started` is a value of `time.perf_counter`."""
    verdict = verdict_of(judged.checks)
    ours = verdict is Verdict.IE
    return Report(
        exercise=exercise.slug,
        exercise_version=exercise.version,
        verdict=verdict,
        points=0 if ours else sum(check.points for check in judged.checks),
        max_points=exercise.max_points,
        seed=seed,
        fingerprint=mark,
        checks=judged.checks,
        diagnoses=() if ours else _diagnosed(exercise, judged),
        elapsed_ms=_elapsed_ms(started),
    )


def _diagnosed(exercise: Exercise, judged: Judged) -> tuple[Diagnosis, ...]:
    try:
        with np.errstate(all="ignore"):  # the answers may be huge
            return diagnose(exercise, judged.runs)
    except Exception:  # noqa: BLE001 - a finished report must not be lost because the diagnosis failed
        _log.exception("the diagnosis of a submission to %s failed", exercise.slug)
        return ()


def _our_fault(exercise: Exercise, seed: int, sandbox: Sandbox | None, started: float) -> Report:
    tier, policy_hash = (sandbox.tier.value, sandbox.policy_hash) if sandbox is not None else ("", "")
    return Report(
        exercise=exercise.slug,
        exercise_version=exercise.version,
        verdict=Verdict.IE,
        points=0,
        max_points=exercise.max_points,
        seed=seed,
        fingerprint=fingerprint(exercise, limits_of(exercise.spec, Limits()), tier=tier, policy_hash=policy_hash),
        checks=(Check("loads.file", Stage.LOADS, Verdict.IE, 0, 0, say("end.infrastructure")),),
        diagnoses=(),
        elapsed_ms=_elapsed_ms(started),
    )


def _elapsed_ms(started: float) -> float:
    return round((perf_counter() - started) * 1000.0, 3)
