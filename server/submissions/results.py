"""A report as a page shows it: the diagnosis first, then stages that open to their checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from grader.compare import show_apart
from grader.pictures import describe, draw, tables
from grader.report import Check, Report, Stage, Verdict
from server.submissions import labels
from server.submissions.labels import Label

_SUBSCRIPT_LIMIT = 12
WITHHELD = "withheld"  # the id of a diagnosis whose name the course withholds


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what a check found; `kind` is text, code or block."""

    name: str
    value: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check with its facts.

    Attributes:
        picture: an SVG element, or None; `caption` says in words what it shows.
        values: the inputs, and the expected and the actual numbers, as HTML tables, or None.
        is_first: whether it is the failed check to show first.
    """

    check: Check
    label: Label
    facts: tuple[Fact, ...]
    picture: Markup | None
    caption: str
    frames: tuple[Mapping[str, Any], ...]
    values: Markup | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage; `worst` is its most severe verdict."""

    title: str
    label: Label
    points: int
    max_points: int
    checks: tuple[CheckView, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ResultView:
    """A whole report.

    Attributes:
        tone: ok, part, bad or ours.
        headline: one sentence: what is wrong, or that nothing is.
        hint: what to look at next; may be empty.
        explanation: what is wrong and what is correct; may be empty.
        matched: how sure the diagnosis is, in words; empty when there is none.
        main_id: the id of the diagnosis in the headline; empty if there is none or the course withholds it.
        others: further diagnoses, as (title, hint).
        marks: lines of the source to mark: ``{"line", "message"}``.
    """

    report: Report
    tone: str
    headline: str
    hint: str
    explanation: str
    matched: str
    main_id: str
    others: tuple[tuple[str, str], ...]
    stages: tuple[StageView, ...]
    marks: tuple[Mapping[str, Any], ...]

    @property
    def is_correct(self) -> bool:
        """Return whether everything is correct."""
        return self.report.verdict is Verdict.AC


def present(data: Mapping[str, Any]) -> ResultView:
    """Turn `Report.to_json` data into what the result panel shows."""
    report = Report.from_json(data)
    main = report.main_diagnosis
    headline, hint, matched = _headline(report)
    return ResultView(
        report=report,
        tone=_tone(report),
        headline=headline,
        hint=hint,
        explanation=main.explanation if main else "",
        main_id=main.id if main and main.id != WITHHELD else "",
        matched=matched,
        others=tuple((other.title, other.hint) for other in report.other_diagnoses),
        stages=_stages(report),
        marks=_marks(report),
    )


def _tone(report: Report) -> str:
    tone = labels.VERDICTS[report.verdict].tone
    return "part" if tone == "bad" and report.points else tone


def _headline(report: Report) -> tuple[str, str, str]:
    if report.verdict is Verdict.IE:
        return labels.OUR_FAULT, labels.OUR_FAULT_NEXT, ""
    best = report.main_diagnosis
    if best is not None:
        return best.title, best.hint, labels.MATCHED if best.confidence >= 0.9 else labels.RESEMBLED
    failed = report.first_failure
    if failed is None:
        return labels.ALL_CORRECT, "", ""
    return failed.message, labels.NOT_GRADABLE_NEXT if report.verdict is Verdict.CE else "", ""


def _stages(report: Report) -> tuple[StageView, ...]:
    views = []
    opened, repeated = False, report.repeated_exceptions
    for stage in Stage:
        checks = [_shown_once(check, repeated) for check in report.checks if check.stage is stage]
        if not checks:
            continue
        verdict = _worst(checks)
        failed = verdict not in {Verdict.AC, Verdict.SKIP}
        views.append(
            StageView(
                title=labels.stage_title(report.exercise, stage),
                label=labels.VERDICTS[verdict],
                points=sum(check.points for check in checks),
                max_points=sum(check.max_points for check in checks),
                checks=tuple(_check(check, is_first=_is_same(check, report.first_failure)) for check in checks),
                is_open=failed and not opened,  # the first failure explains the later ones most often
            )
        )
        opened = opened or failed
    return tuple(views)


def _shown_once(check: Check, repeated: Mapping[str, tuple[str, ...]]) -> Check:
    """Return a check whose exception names the other checks that raise it, or lacks it if an earlier one shows it."""
    if check.id in repeated:
        others = [name.partition(".")[2] for name in repeated[check.id]]
        return replace(check, details={**check.details, "also_in": ", ".join(others)})
    if not any(check.id in others for others in repeated.values()):
        return check
    hidden = ("exception", "values")
    return replace(check, details={key: value for key, value in check.details.items() if key not in hidden})


def _is_same(check: Check, other: Check | None) -> bool:
    return other is not None and check.id == other.id


def _worst(checks: list[Check]) -> Verdict:
    ran = [check.verdict for check in checks if check.verdict is not Verdict.SKIP]
    order = list(Verdict)
    worst = max(ran, key=order.index, default=Verdict.SKIP)
    if worst is Verdict.AC and len(ran) < len(checks):
        return Verdict.PAC  # the rest is judged once the earlier stages are right
    return worst


def _check(check: Check, *, is_first: bool) -> CheckView:
    exception = check.details.get("exception") or {}
    return CheckView(
        check=check,
        label=labels.VERDICTS[check.verdict],
        facts=tuple(_facts(check.details)),
        # The grader made it from numbers and escapes what it writes.
        picture=Markup(draw(check.details["picture"])) if "picture" in check.details else None,  # noqa: S704
        caption=" ".join(describe(check.details["picture"])) if "picture" in check.details else "",
        frames=tuple(exception.get("frames") or ()),
        values=Markup(tables(check.details["values"])) if "values" in check.details else None,  # noqa: S704 - as above
        is_first=is_first,
    )


def _facts(details: Mapping[str, Any]) -> list[Fact]:
    facts = []
    if details.get("asked"):
        facts.append(Fact("call", str(details["asked"]), "code"))
    if details.get("case"):
        facts.append(Fact("inputs", str(details["case"])))
    facts += _shape_facts(details)
    worst = details.get("worst")
    if worst:
        where = ", ".join(str(i) for i in list(worst.get("index") or [])[:_SUBSCRIPT_LIMIT])
        place = f"at [{where}]" if where else "value"
        expected, got = map(_short_exponent, show_apart(worst.get("expected"), worst.get("got")))
        facts.append(Fact("worst element", f"{place}: expected {expected}, got {got}", "code"))
    if isinstance(details.get("error"), int | float):
        limit = details.get("tolerance")
        within = f" (allowed {number(limit)})" if limit is not None else ""
        facts.append(Fact("error", f"{number(details['error'])}{within}", "code"))
    exception = details.get("exception")
    if exception:
        text = str(exception.get("message") or "")
        facts.append(Fact("raised", f"{exception.get('type')}: {text}" if text else str(exception.get("type")), "code"))
    if details.get("also_in"):
        facts.append(Fact("also in", str(details["also_in"]), "code"))
    facts += [Fact("note", str(note)) for note in details.get("notes") or ()]
    if details.get("output"):
        facts.append(Fact("printed", str(details["output"]), "block"))
    return facts


def _shape_facts(details: Mapping[str, Any]) -> list[Fact]:
    facts = []
    expected, got = details.get("shape_expected"), details.get("shape_got")
    if expected is not None and got is not None and list(expected) == list(got):
        facts.append(Fact("shape", f"{shape(got)} as expected", "code"))
    elif expected is not None:
        came = f", got {shape(got)}" if got is not None else ""
        facts.append(Fact("shape", f"expected {shape(expected)}{came}", "code"))
    if details.get("dtype_got"):
        facts.append(Fact("dtype", str(details["dtype_got"]), "code"))
    return facts


def shape(value: Any) -> str:
    """Return a shape as NumPy writes it: ``(8, 3)``, ``(3,)``, ``()``."""
    return str(tuple(value)) if isinstance(value, list | tuple) else str(value)


def number(value: Any) -> str:
    """Return a number with six significant digits, or any other value as text."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return _short_exponent(f"{value:.6g}")


def _short_exponent(text: str) -> str:
    return re.sub(r"(?<=\d)e([+-])0*(?=\d)", r"e\1", text).replace("e+", "e")


def _marks(report: Report) -> tuple[Mapping[str, Any], ...]:
    marks: dict[int, str] = {}
    for check in report.checks:
        exception = check.details.get("exception") or {}
        frames = exception.get("frames") or ()
        if frames:
            marks.setdefault(
                int(frames[-1]["line"]), f"{exception.get('type')}: {exception.get('message') or 'no message'}"
            )
    return tuple({"line": line, "message": message[:300]} for line, message in sorted(marks.items()))
