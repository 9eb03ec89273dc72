"""Write a report as one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path

from exercises import source_lines
from grader.cli.errors import Misused
from grader.cli.rendering.failures import index, pair, shape
from grader.cli.terminal import clean
from grader.pictures import describe, draw, tables
from grader.report import Check, Report, Stage, Verdict
from grader.stage_names import stage_name

STYLE = """
:root { color-scheme: light dark; --bg: light-dark(#fbfaf7, #14171b); --text: light-dark(#1d2025, #e3e6ea);
  --muted: light-dark(#5b626c, #9da6b1); --line: light-dark(#dddcd5, #2e353e); --control: light-dark(#84898f, #717b87);
  --accent: light-dark(#2a56a8, #8fb4f7); --ok: light-dark(#1c7040, #74cf94); --ok-soft: light-dark(#e5f2e9, #17291f);
  --bad: light-dark(#aa2b20, #ff9a8f); --bad-soft: light-dark(#fbeae7, #341d1b);
  --mono: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
body { margin: 2rem auto; max-width: 76ch; padding: 0 1rem; background: var(--bg); color: var(--text);
  font: 16px/24px system-ui, sans-serif; }
h1 b { font-family: var(--mono); } code, pre { font: 13px/20px var(--mono); } pre { overflow-x: auto; margin: 0; }
.muted { color: var(--muted); } .ok { color: var(--ok); } .bad { color: var(--bad); }
section { border-top: 1px solid var(--line); padding: 8px 0; } section h2 { font-size: 1rem; margin: 0; }
section h2 .points { float: right; font-family: var(--mono); font-weight: normal; }
ul { list-style: none; margin: 4px 0; padding: 0 0 0 1.5rem; } li { margin: 4px 0; } figure { margin: 8px 0; }
ol.source { padding-left: 4ch; font: 13px/20px var(--mono); white-space: pre-wrap; color: var(--muted); }
ol.source code { color: var(--text); }
"""


def write_report(path: Path, report: Report, *, title: str, filename: str, source: str) -> None:
    """Write `report` and its source as one HTML file.

    Args:
        path: the file to write; an existing file is replaced.
        report: the report; every text in it is treated as hostile.
        title: the title of the exercise.
        filename: the name of the source file.
        source: the text of the source file.

    Raises:
        Misused: if the file cannot be written.
    """
    try:
        path.write_text("\n".join(_page(report, title, filename, source)), encoding="utf-8")
    except OSError as error:
        raise Misused(f"Cannot write {path}: {error.strerror}.", "Choose another path with --report.") from error


def _page(report: Report, title: str, filename: str, source: str) -> Iterator[str]:
    style = STYLE + files("grader.pictures").joinpath("pictures.css").read_text(encoding="utf-8")
    points = f"{report.points}/{report.max_points}"
    yield f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{_text(title)} {points}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{style}</style></head><body>"
    yield f"<h1>{_text(title)} <b>{points}</b></h1>"
    if report.main_diagnosis is None and report.first_failure is not None:
        yield f"<p><strong>{_text(report.first_failure.message)}</strong></p>"
    for diagnosis in report.diagnoses:
        yield f"<p><strong>{_text(diagnosis.title)}</strong><br>{_text(diagnosis.hint)}</p>"
        if diagnosis.explanation:
            yield f"<p>{_text(diagnosis.explanation)}</p>"
    if report.verdict is Verdict.AC:
        yield "<p>Everything is correct.</p>"
    for stage in Stage:
        checks = [check for check in report.checks if check.stage is stage]
        if checks:
            yield from _stage(stage_name(report.exercise, stage), checks)
    yield f"<section><h2>{_text(filename)}</h2><ol class='source'>"
    yield from (f"<li><code>{_text(line)}</code></li>" for line in source_lines(source))
    yield "</ol></section>"
    prints = report.fingerprint
    marks = f"seed {report.seed} · version {report.exercise_version} · engine {prints.engine_version}"
    yield f"<p class='muted' data-sandbox='{_text(prints.sandbox_tier)}'>{_text(marks)}</p></body></html>"


def _stage(name: str, checks: list[Check]) -> Iterator[str]:
    points, worth = sum(check.points for check in checks), sum(check.max_points for check in checks)
    shown = f'<span class="points">{points}/{worth}</span>' if worth else ""
    yield f"<section><h2>{_text(name)} {shown}</h2><ul>"
    for check in checks:
        glyph, tone = {Verdict.AC: ("✓", "ok"), Verdict.SKIP: ("–", "muted")}.get(check.verdict, ("✗", "bad"))
        short = check.id.partition(".")[2]
        yield f'<li><span class="{tone}">{glyph}</span> <code>{_text(short)}</code> {_text(check.message)}'
        yield from _details(check)
        yield "</li>"
    yield "</ul></section>"


def _details(check: Check) -> Iterator[str]:
    details = check.details
    if (case := details.get("case")) and check.verdict is not Verdict.AC:
        yield f"<div>input: {_text(case)}</div>"
    if "picture" in details:
        title, text = describe(details["picture"])
        yield f"<figure>{draw(details['picture'])}<figcaption>{_text(title)} {_text(text)}</figcaption></figure>"
    if "shape_got" in details:
        expected, got = (_text(shape(details.get(f"shape_{which}"))) for which in ("expected", "got"))
        yield f"<div>shape: expected {expected}, got {got}</div>"
    if worst := details.get("worst"):
        expected, got = pair(worst["expected"], worst["got"])
        place = f" at {index(worst['index'])}" if worst["index"] else ""
        yield f"<div>worst{_text(place)}: expected <code>{_text(expected)}</code>, got <code>{_text(got)}</code></div>"
    if "values" in details:
        yield f"<details class='values' open><summary>Inputs and numbers</summary>{tables(details['values'])}</details>"
    if raised := details.get("exception"):
        lines = [f"line {frame['line']}, in {frame['function']}: {frame['code']}" for frame in raised["frames"]]
        lines.append(f"{raised['type']}: {raised['message']}")
        yield f"<pre>{_text(chr(10).join(lines))}</pre>"
    if output := details.get("output"):
        yield f"<div>printed: <pre>{_text(output)}</pre></div>"


def _text(text: object) -> str:
    """Return untrusted text for a page, without markup and control characters."""
    return escape(clean(text))
