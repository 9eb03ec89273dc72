"""Check whether this machine has everything that the command needs, by trying it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.text import Text

import exercises
from grader.cli.check import open_sandbox
from grader.cli.errors import OK, OUR_FAULT, CliError
from grader.cli.remote.client import Remote
from grader.cli.remote.storage import login_path, read_login
from grader.cli.terminal import Page, clean_line
from grader.grading import grade
from grader.report import Outcome, Verdict
from grader.sandbox import Layer, Probe
from grader.sandbox.layers import HOW_TO_GET, lacking, reaches, stronger
from grader.sandbox.types import Tier
from grader.version import engine_version

LABEL_COLUMNS = 11
MEANS = {
    Tier.T1: "isolates hostile code: no access to files, the network or other processes; uses cgroup limits",
    Tier.T2: "isolates hostile code: no access to files, the network or other processes",
    Tier.T3: "weak containment: only for your own code",
    Tier.T4: "limits but no containment: only for your own code",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    Attributes:
        label: what was tested.
        text: the result.
        ok: False if some command will not work because of it.
        more: additional lines.
    """

    label: str
    text: str
    ok: bool = True
    more: tuple[str, ...] = ()


def run_doctor(out: Console, *, verbose: bool = False) -> int:
    """Run all checks and print the results. Return the exit code.

    Args:
        out: the console to print on.
        verbose: show the layers also of a sandbox that isolates hostile code.
    """
    page = Page(out)
    all_ok = True
    for finding in _findings(out, verbose):
        mark = Text(page.marks.ok, "green") if finding.ok else Text(page.marks.bad, "red")
        page.line(Text.assemble(mark, f" {finding.label:<{LABEL_COLUMNS}}", finding.text), hang=LABEL_COLUMNS + 2)
        for line in finding.more:
            page.line(Text(line, "dim"), indent=LABEL_COLUMNS + 2, hang=2)
        all_ok &= finding.ok
    return OK if all_ok else OUR_FAULT


def _findings(out: Console, verbose: bool) -> Iterator[Finding]:
    yield _versions()
    yield from _sandbox(verbose)
    yield _login()
    colors = out.color_system or "no colors"
    yield Finding("terminal", f"{out.width} columns, {out.encoding}, {colors}")


def _versions() -> Finding:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    text = f"grader {engine_version()} · Python {platform.python_version()} · NumPy {np.__version__} · {system}"
    return Finding("versions", text)


def _sandbox(verbose: bool) -> Iterator[Finding]:
    try:
        sandbox = open_sandbox(once=True)
    except CliError as error:
        yield Finding("sandbox", clean_line(error), ok=False)
        return
    with sandbox:
        yield _tier(sandbox.probe, verbose=verbose)
        first, *_ = exercises.catalog().slugs
        found = exercises.load(first)
        # The package for students has no solutions, so the starter is graded and must earn no points.
        source = found.accepted[0].source if found.accepted else found.starter
        what = "a known solution" if found.accepted else "the starter"
        report = grade(first, source, seed=0, sandbox=sandbox)
    text = f"{len(exercises.catalog().slugs)} exercises; {what} for {first} gets"
    text = f"{text} {report.points}/{report.max_points} in {report.elapsed_ms:.0f} ms"
    ok = report.verdict is Verdict.AC if found.accepted else report.outcome is Outcome.GRADED
    yield Finding("engine", text, ok=ok)


def _tier(probe: Probe, *, verbose: bool) -> Finding:
    """Describe the sandbox: in one line if nothing is missing that a student or a server needs."""
    text = f"{probe.tier}: {MEANS[probe.tier]}"
    if reaches(probe.tier, Tier.T2) and not verbose:
        return Finding("sandbox", text, more=("grader doctor -v shows its layers",))
    works = (f"active: {', '.join(probe.layers)}",) if probe.layers else ()
    lacks = tuple(line for layer, why in probe.missing.items() for line in _missing(layer, why))
    return Finding("sandbox", text, more=(*works, *lacks, *_next_tier(probe)))


def _missing(layer: str, why: str) -> Iterator[str]:
    """Yield why each layer is not active and how to enable it; in tier T4, why each tier is not available."""
    yield f"missing: {clean_line(layer)} ({clean_line(why)})"
    if layer in set(Layer):
        yield f"to enable it: {HOW_TO_GET[Layer(layer)]}"


def _next_tier(probe: Probe) -> Iterator[str]:
    """Yield what is missing for the next stronger tier, and whether a server would grade on this machine."""
    if probe.layers and (better := stronger(probe.tier)) is not None:
        yield f"to reach {better}, add: {', '.join(lacking(probe.layers, better))}"
    if not reaches(probe.tier, Tier.T2):
        yield "a server requires T2 or stronger, so it cannot grade on this machine"


def _login() -> Finding:
    """Show the login; none is needed to check a file."""
    if not login_path().exists():
        return Finding("server", "not logged in; submit, status and check --remote need a login (grader login URL)")
    try:
        login = read_login()
        with Remote(login) as remote:
            remote.me()
    except CliError as error:
        return Finding("server", clean_line(error), ok=False, more=(error.hint,) if error.hint else ())
    return Finding("server", f"{login.server} accepts the token of {clean_line(login.email)}")
