"""The same source and seed give the same report: in many runs, on a busy machine, in every tier."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from exercises import load
from grader import grade
from grader.report import Verdict
from grader.sandbox import Sandbox, SandboxUnavailable
from grader.sandbox.host.plain import PlainHost
from grader.sandbox.types import Limits, Tier
from tests.conftest import missing
from tests.sandbox.conftest import OUTER_LAYERS
from tests.sandbox.load import saturated

pytestmark = [pytest.mark.serial, pytest.mark.timeout(600)]

RUNS = int(os.environ.get("CHAINRULE_DETERMINISM_RUNS", "20"))
"""Fifty in ``make soak``; the suite has a short form."""
LIMITS = Limits()
LINEAR = load("linear")
RIGHT = LINEAR.accepted[0].source
ADDED = "\n_forward = Linear.forward\ndef forward(self, x):\n    {body}\nLinear.forward = forward\n"

SOURCES = {
    "right": RIGHT,
    "wrong": next(one.source for one in LINEAR.wrong_answers if one.id == "unsummed_bias"),
    "draws": "import random\n"
    + RIGHT
    + ADDED.format(body="return _forward(self, x) + np.random.rand() + random.random()"),
    "hashes": RIGHT
    + ADDED.format(
        body="return _forward(self, x) * float('.' + ''.join(str(len(word)) for word in {'a', 'bb', 'ccc', 'dddd'}))"
    ),
    "prints and raises": RIGHT
    + ADDED.format(body="print(x, {'a', 'b', 'c'}, hash('x')); raise ValueError(hash(('y', 1.5)))"),
    "runs out of memory": RIGHT + ADDED.format(body="kept = []\n    while True: kept.append(np.empty(1 << 16))"),
    "prints for ever": RIGHT + ADDED.format(body="while True: print('x' * 10_000)"),
}
"""Each with something that could differ between two processes, and does not."""

OWN = RIGHT + ADDED.format(
    body="import warnings\n    return _forward(self, x) + np.random.default_rng().random() + id(x) % 997 "
    "+ warnings.sys.modules['time'].time() % 1"
)
"""What differs here is drawn by the submission itself: fresh entropy, an address, the clock."""


@pytest.fixture(scope="module")
def t1() -> Iterator[Sandbox]:
    try:
        sandbox = Sandbox.start(floor=Tier.T1, limits=LIMITS)
    except SandboxUnavailable as error:
        missing(f"tier T1 ({error})")
    with sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def t2() -> Iterator[Sandbox]:
    with Sandbox.start(limits=LIMITS, without=OUTER_LAYERS) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def t4() -> Iterator[Sandbox]:
    with Sandbox(PlainHost(LIMITS, ["on purpose"]), LIMITS) as sandbox:
        yield sandbox


def told(source: str, sandbox: Sandbox, *, seed: int = 7) -> str:
    """The report, byte for byte, but for the time it took."""
    report = grade(LINEAR, source, seed=seed, sandbox=sandbox).to_json()
    del report["elapsed_ms"]
    return json.dumps(report)


@pytest.mark.parametrize("name", list(SOURCES))
@pytest.mark.parametrize("tier", ["t1", "t2"])
def test_all_runs_are_one_report(request: pytest.FixtureRequest, tier: str, name: str) -> None:
    sandbox: Sandbox = request.getfixturevalue(tier)
    alone = told(SOURCES[name], sandbox)
    with saturated():
        reports = {told(SOURCES[name], sandbox) for _ in range(RUNS)}
    assert reports == {alone}


@pytest.mark.parametrize("name", ["right", "draws"])
def test_all_runs_are_one_report_in_an_ordinary_process(t4: Sandbox, name: str) -> None:
    alone = told(SOURCES[name], t4)
    with saturated():
        reports = {told(SOURCES[name], t4) for _ in range(RUNS)}
    assert reports == {alone}


# How soon memory runs out depends on the address space that each tier begins with.
@pytest.mark.parametrize("name", [name for name in SOURCES if name != "runs out of memory"])
def test_another_zygote_and_another_tier_change_nothing_but_the_fingerprint(
    t1: Sandbox, t4: Sandbox, name: str
) -> None:
    with Sandbox.start(limits=LIMITS, without=OUTER_LAYERS) as other:
        reports = [json.loads(told(SOURCES[name], sandbox)) for sandbox in (t1, other, t4)]
    assert [report.pop("fingerprint")["sandbox_tier"] for report in reports] == ["T1", "T2", "T4"]
    assert reports[0] == reports[1] == reports[2]


def test_the_sources_are_what_their_names_say(t2: Sandbox) -> None:
    verdicts = {name: grade(LINEAR, source, seed=7, sandbox=t2).verdict for name, source in SOURCES.items()}
    assert verdicts == {
        "right": Verdict.AC,
        "wrong": Verdict.PAC,
        "draws": Verdict.PAC,
        "hashes": Verdict.PAC,
        "prints and raises": Verdict.RTE,
        "runs out of memory": Verdict.MLE,
        "prints for ever": Verdict.OLE,
    }


def test_what_a_submission_draws_by_itself_can_differ_in_its_numbers_only(t2: Sandbox) -> None:
    first, second = (json.loads(told(OWN, t2)) for _ in range(2))
    assert first != second
    for report in (first, second):
        for check in report["checks"]:
            del check["message"], check["details"]
    assert first == second
