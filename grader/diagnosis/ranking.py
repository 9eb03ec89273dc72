"""Select the few diagnoses that are worth showing, the most certain first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exercises import Exercise
from grader.compare import Kind
from grader.diagnosis.known import Match, matches
from grader.diagnosis.signatures import Sample, Signature, from_earlier_call, lost_precision, recognize, sample
from grader.judge import StageRun
from grader.messages import help_of, say
from grader.plans import PlannedCheck
from grader.questions import IsExpected, capitalized, kind_of
from grader.report import Diagnosis, Stage

AT_MOST = 3
CERTAIN = 0.98
LIKELY = 0.9
POSSIBLE = 0.7
BEGUN = 0.6
UPSTREAM, SECOND_BACKWARD = "properties.upstream", "sign.second_backward"
VAGUE = ("sign.zero", "sign.not_moving")  # what many mistakes lead to; a check with a finding of its own says more


def diagnose(exercise: Exercise, runs: Sequence[StageRun]) -> tuple[Diagnosis, ...]:
    """Return at most three diagnoses of the failed checks; none if nothing is recognized.

    A wrong solution of the catalog that gives exactly these numbers takes precedence over a general signature. Each
    check gets one diagnosis, since two contradictory ones help nobody.
    """
    told = [run for run in runs if run.plan.stage is not Stage.GRADCHECK and not _is_waiting(run)]
    failed = {
        check.id: (run, check)
        for run in told
        for check in run.plan.checks
        if run.findings[check.id].kind not in (Kind.RIGHT, Kind.SKIPPED)
    }
    if not failed:
        return ()
    known = matches(exercise, told, failed.keys())
    found: list[Diagnosis] = []
    explained: set[str] = set()
    for id_, (run, check) in failed.items():
        if id_ in explained:
            continue
        best = _best(known, id_, run.plan.stage)
        if best is not None and (id_ in best.checks or not lost_precision(_samples(run, check))):
            explained |= best.agreement.keys()
            found.append(_of_known(best, id_))
        else:
            found += _of_signature(run, check, found)
    return tuple(found[:AT_MOST])


def _is_waiting(run: StageRun) -> bool:
    """Return whether the wrong answers of a stage are not judged yet, because an earlier stage is wrong."""
    return any(finding.kind is Kind.SKIPPED for finding in run.findings.values())


def _best(known: Sequence[Match], check: str, stage: Stage) -> Match | None:
    def rank(match: Match) -> tuple[object, ...]:
        return (
            not match.whole,
            check not in match.checks,
            -match.agreement[check],
            not match.alone,
            match.wrong_answer.stage != stage,
            -len(match.checks),
        )

    fitting = sorted((match for match in known if check in match.agreement), key=rank)
    if not fitting:
        return None
    best, *others = fitting
    if check not in best.checks and any(rank(other) == rank(best) for other in others):
        return None  # two mistakes that begin like the submission: either name could be wrong
    return best


def _of_known(match: Match, check: str) -> Diagnosis:
    wrong = match.wrong_answer
    confidence = CERTAIN if match.whole else LIKELY if match.alone else POSSIBLE
    if check not in match.checks:
        confidence = BEGUN
    return Diagnosis(wrong.id, wrong.title, wrong.hint, confidence, check, wrong.nudge, wrong.explanation)


def _of_signature(run: StageRun, check: PlannedCheck, found: Sequence[Diagnosis]) -> Iterator[Diagnosis]:
    if "dtype_got" in run.findings[check.id].details:
        return  # the finding names the cause, and the numbers were only cut off by it
    samples = _samples(run, check)
    signature = _revealed(run, check)
    if signature is None and run.findings[check.id].kind is not Kind.RAISED:
        signature = recognize(samples) if samples else None  # numbers read after an exception say nothing
    if signature is None or (signature.id in VAGUE and _says_more(run)):
        return
    title = capitalized(say(signature.id, what=_subject(samples) if samples else "", **signature.gaps))
    id_ = signature.id.removeprefix("sign.")
    if not any(earlier.id == id_ for earlier in found):
        steps = help_of(signature.id, **signature.gaps)
        yield Diagnosis(id_, title, steps.hint, signature.confidence, check.id, steps.nudge, steps.explanation)


def _says_more(run: StageRun) -> bool:
    """Return whether a check of the stage says what is wrong, rather than which number."""
    wrong = (finding for finding in run.findings.values() if finding.kind is Kind.VALUES)
    return any({"worst", "error"}.isdisjoint(finding.details) for finding in wrong)


def _revealed(run: StageRun, check: PlannedCheck) -> Signature | None:
    """Return the signature that the first wrong answer of a check reveals; None if it reveals none."""
    script, answers = run.plan.script, run.answers
    wrong = next(one for one in check.questions if kind_of(one, script, answers) is not Kind.RIGHT)
    if not wrong.reveals or (wrong.reveals == SECOND_BACKWARD and _is_not_linear(run)):
        return None
    if isinstance(wrong, IsExpected):
        value, problem = wrong.pick.value(script, answers)
        one = None if problem else sample(wrong, value)
        signature = from_earlier_call([one]) if one is not None else None
        if signature is not None:
            return signature
    return Signature(wrong.reveals, {}, 0.8)


def _is_not_linear(run: StageRun) -> bool:
    """Return whether even a first backward is wrong for a scaled upstream gradient, as if gradients were clipped.

    A second backward gets such a gradient too, so its wrong answer then reveals nothing about a second call.
    """
    finding = run.findings.get(UPSTREAM)
    return finding is not None and finding.kind not in (Kind.RIGHT, Kind.SKIPPED)


def _samples(run: StageRun, check: PlannedCheck) -> list[Sample]:
    """Return the values that a check examined; nothing if one of them is not an array of finite numbers."""
    samples: list[Sample] = []
    for question in check.questions:
        if not isinstance(question, IsExpected):
            continue
        value, problem = question.pick.value(run.plan.script, run.answers)
        one = None if problem else sample(question, value)
        if one is None:
            return []
        samples.append(one)
    return samples


def _subject(samples: Sequence[Sample]) -> str:
    """Return the name of the first wrong value."""
    wrong = [one for one in samples if one.got.shape != one.expected.shape or (one.got != one.expected).any()]
    return (wrong or list(samples))[0].what
