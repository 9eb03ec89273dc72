"""Solutions that aim at the checks instead of at the task: which earn points, which do not, and why that is fair.

docs/security.md has the decisions, under "What is cheating, and what is merely clever".
"""

from __future__ import annotations

import numpy as np
import pytest

from exercises import load
from grader import grade
from grader.plans import stages
from grader.report import Report, Stage, Verdict
from grader.sandbox import Sandbox
from grader.sandbox.types import Call, Operate, Ref

STABLE = "e = np.exp(-np.abs(x)); return np.where(x >= 0, 1 / (1 + e), e / (1 + e))"
COMPLEX = "e = np.exp(np.where(x.real >= 0, -x, x)); return np.where(x.real >= 0, 1 / (1 + e), e / (1 + e))"
BY_FORWARD_ALONE = """
import numpy as np

def f(x):
    {forward}

class Sigmoid:
    def forward(self, x):
        self.x = x.copy()
        return f(x)

    def backward(self, g):
        x, h = self.x, {h}
        return g * {slope}
"""


def points(report: Report, stage: Stage) -> int:
    return sum(check.points for check in report.checks if check.stage is stage)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("forward", "h", "slope"),
    [
        (STABLE, 1e-5, "(f(x + h) - f(x - h)) / (2 * h)"),
        (STABLE, 1e-3, "(8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * h)"),
        (COMPLEX, 1e-30, "f(x + 1j * h).imag / h"),
    ],
    ids=["central differences", "five points", "complex step"],
)
def test_a_backward_by_good_numerical_differentiation_is_clever_and_earns_its_points(
    sandbox: Sandbox, forward: str, h: float, slope: str, seed: int
) -> None:
    report = grade("sigmoid", BY_FORWARD_ALONE.format(forward=forward, h=h, slope=slope), seed=seed, sandbox=sandbox)
    assert report.verdict is Verdict.AC


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("h", "slope"), [(1e-3, "(f(x + h) - f(x - h)) / (2 * h)"), (1e-6, "(f(x + h) - f(x)) / h")])
def test_a_backward_by_careless_differentiation_is_wrong(sandbox: Sandbox, h: float, slope: str, seed: int) -> None:
    report = grade("sigmoid", BY_FORWARD_ALONE.format(forward=STABLE, h=h, slope=slope), seed=seed, sandbox=sandbox)
    assert (points(report, Stage.FORWARD), points(report, Stage.BACKWARD)) == (35, 0)


def remembered(seed: int) -> str:
    """A solution that knows the answers to one seed, element by element, as if copied from an earlier report."""
    table: dict[float, tuple[float, float]] = {}
    for plan in stages(load("sigmoid").spec, seed):
        kept: dict[str, np.ndarray] = {}
        for op in plan.script.ops:
            if isinstance(op, Operate):
                kept[op.keep] = np.asarray(op.args[0 if op.name == "mul" else 1], dtype=float)
            if isinstance(op, Call) and op.name == "forward":
                (x,) = op.args
                last = kept[x.handle] if isinstance(x, Ref) else np.asarray(x, dtype=float)
                e = np.exp(-np.abs(last))
                out = np.where(last >= 0, 1 / (1 + e), e / (1 + e))
                answers = zip(out.ravel().tolist(), (out * (1 - out)).ravel().tolist(), strict=True)
                table |= zip(last.ravel().tolist(), answers, strict=True)
    return f"""
import numpy as np
TABLE = {table!r}

class Sigmoid:
    def forward(self, x):
        pairs = np.array([TABLE.get(v, (0.0, 0.0)) for v in x.ravel().tolist()]).reshape(*x.shape, 2)
        out, self.slope = pairs[..., 0], pairs[..., 1]
        return out

    def backward(self, g):
        return g * self.slope
"""


def test_remembered_answers_are_worth_what_the_seed_is_worth(sandbox: Sandbox) -> None:
    """Under the seed they were made for they pass, which shows that the table is right; under any other they fail."""
    source = remembered(5)
    assert grade("sigmoid", source, seed=5, sandbox=sandbox).verdict is Verdict.AC
    for seed in (6, 7, 2**31 - 1):
        assert grade("sigmoid", source, seed=seed, sandbox=sandbox).points == 0


def test_no_two_stages_and_no_two_seeds_ask_with_the_same_random_numbers() -> None:
    def asked(seed: int, stage: Stage) -> set[bytes]:
        plan = next(plan for plan in stages(load("linear").spec, seed) if plan.stage is stage)
        arrays = [arg for op in plan.script.ops if isinstance(op, Call) for arg in op.args]
        return {np.asarray(array).tobytes() for array in arrays}

    for stage in (Stage.FORWARD, Stage.BACKWARD, Stage.GRADCHECK):
        assert asked(1, stage)
        assert not asked(1, stage) & asked(2, stage)


BY_SHAPE = """
import numpy as np

class Sigmoid:
    shapes = {(5,), (3, 4), (2, 3, 2), (9,), (1, 4)}

    def forward(self, x):
        self.x = x
        assert x.shape in self.shapes
        return np.full(x.shape, 0.5)

    def backward(self, g):
        return g * 0.25
"""


def test_shapes_that_are_recognized_do_not_say_what_is_in_them(sandbox: Sandbox) -> None:
    assert grade("sigmoid", BY_SHAPE, seed=1, sandbox=sandbox).points == 0


LIES_FOR_THE_SLOPES = """
import numpy as np
seen = []

class Sigmoid:
    def forward(self, x):
        self.s = 1 / (1 + np.exp(-np.clip(x, -700, 700)))
        for base, out in seen:  # a point beside one that was asked for: somebody is measuring slopes
            if base.shape == x.shape and 0 < np.max(np.abs(base - x)) < 1e-2:
                return out + 0.5 * (x - base)
        seen.append((x.copy(), self.s))
        return self.s

    def backward(self, g):
        return 0.5 * g
"""


def test_a_forward_that_notices_the_gradient_check_and_agrees_with_a_wrong_backward_earns_nothing_by_it(
    sandbox: Sandbox,
) -> None:
    report = grade("sigmoid", LIES_FOR_THE_SLOPES, seed=1, sandbox=sandbox)
    assert {stage: points(report, stage) for stage in Stage} == {
        **dict.fromkeys(Stage, 0),
        Stage.FORWARD: 35,
    }
    (slopes,) = [check for check in report.checks if check.stage is Stage.GRADCHECK]
    assert slopes.verdict is not Verdict.AC


SIGMOID = """
import numpy as np
{top}
class Sigmoid:
    def forward(self, x):
        e = np.exp(-np.abs(x))
        out = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        self.s = out.copy()
        {forward}

    def backward(self, g):
        {backward}
"""
RIGHT = "return g * self.s * (1 - self.s)"


def judge(sandbox: Sandbox, forward: str = "return out", backward: str = RIGHT, top: str = "", seed: int = 1) -> Report:
    return grade("sigmoid", SIGMOID.format(forward=forward, backward=backward, top=top), seed=seed, sandbox=sandbox)


def test_the_frame_that_these_tests_vary_is_right(sandbox: Sandbox) -> None:
    assert judge(sandbox).verdict is Verdict.AC


@pytest.mark.parametrize(
    ("forward", "top"),
    [
        ("return out[...]", ""),
        ("return np.concatenate([out, out])[:len(out)]", ""),
        ("return np.asfortranarray(out)", ""),
    ],
    ids=["a view", "a part of something larger", "another layout"],
)
def test_values_are_taken_at_the_moment_of_the_answer_however_they_lie_in_memory(
    sandbox: Sandbox, forward: str, top: str
) -> None:
    assert judge(sandbox, forward, top=top).verdict is Verdict.AC


@pytest.mark.parametrize(
    ("forward", "backward", "top"),
    [
        ("self.late = np.zeros_like(out); self.out = out; return self.late", f"self.late[...] = self.out; {RIGHT}", ""),
        ("late.append(np.zeros_like(out)); [b.fill(0.5) for b in late]; return late[-1]", RIGHT, "late = []"),
        ("return Lazy(out)", RIGHT, "class Lazy:\n    def __init__(self, v): self.v = v\n"
         "    def __array__(self, dtype=None, copy=None): return self.v"),
        ("return lambda: out", RIGHT, ""),
        ("return (n for n in out)", RIGHT, ""),
        ("return out.view(Equal)", RIGHT, "class Equal(np.ndarray):\n    def __eq__(self, other): return True"),
        ("return np.ma.masked_array(out, mask=True)", RIGHT, ""),
        ("return np.array(Yes(), dtype=object)", RIGHT, "class Yes:\n    def __eq__(self, other): return True\n"
         "    def __sub__(self, other): return 0.0"),
        ("return np.full(out.shape, np.nan)", RIGHT, ""),
        ("return np.zeros((0, *out.shape))", RIGHT, ""),
        ("return out.mean()", RIGHT, ""),
        ("return np.broadcast_to(np.float64(0.5), out.shape)", RIGHT, ""),
    ],
    ids=["filled later", "changed later", "lazy array", "function", "generator", "always equal", "masked", "yes-sayer",
         "not a number", "empty", "one number for all", "broadcast"],
)  # fmt: skip
def test_what_is_not_the_right_numbers_at_that_moment_is_wrong(
    sandbox: Sandbox, forward: str, backward: str, top: str
) -> None:
    report = judge(sandbox, forward, backward, top)
    assert (report.verdict, points(report, Stage.FORWARD)) != (Verdict.AC, 40)
    assert points(report, Stage.FORWARD) == 0
    assert judge(sandbox).verdict is Verdict.AC


COUNTING = "calls = [0]\ndef call():\n    calls[0] += 1\n    return calls[0]"


def test_a_solution_that_counts_its_calls_is_right_as_often_as_it_is_right(sandbox: Sandbox) -> None:
    """Calls of one grading are no secret; answering some of them wrongly costs exactly the checks they belong to."""
    report = judge(sandbox, "return out if call() <= 4 else out * 2", top=COUNTING)
    assert points(report, Stage.FORWARD) == 35
    assert report.points < report.max_points
    assert [check.points for check in report.checks if check.stage is Stage.GRADCHECK] == [0]


INTROSPECTION = """
import warnings
sys = warnings.sys
def harness():
    frame = sys._getframe()
    while 'args' not in frame.f_locals or 'op' not in frame.f_locals: frame = frame.f_back
    return frame
"""


def test_arguments_changed_and_put_back_are_unchanged(sandbox: Sandbox) -> None:
    """Whether an argument was changed can only be seen after the call: what was put back is as it was."""
    put_back = (
        "keep = x.copy() if x.flags.writeable else x\n        if x.flags.writeable: x += 1; x[...] = keep\n        "
    )
    assert judge(sandbox, put_back + "return out").verdict is Verdict.AC
    changed = "if x.flags.writeable: x += 1\n        return out"
    report = judge(sandbox, changed)
    assert [check.id for check in report.checks if check.verdict is Verdict.WA] == ["properties.inputs"]


def test_who_lies_about_the_arguments_earns_what_a_copy_would_have_earned(sandbox: Sandbox) -> None:
    """The process answers for itself; a lie that takes more than one line of honest code is left to the reader."""
    lie = """if x.flags.writeable:
            kept = x.copy()
            x += 1
            after_all = lambda after: (kept,) if after and after[0] is x else after
            harness().f_globals['Returned'] = lambda value, after=None: Returned(value, after_all(after))
        return out"""
    top = INTROSPECTION + "\nReturned = sys.modules['grader.sandbox.types'].Returned"
    assert judge(sandbox, lie, top=top).points == judge(sandbox).points


def test_the_reference_is_not_to_be_had_and_a_small_autograd_of_ones_own_is_honest_work(sandbox: Sandbox) -> None:
    refused = judge(sandbox, top="from reference.nn import functional as F; F.sigmoid")
    assert refused.verdict is Verdict.CE
    own = """
class Dual:
    def __init__(self, value, slope): self.value, self.slope = value, slope
    def sigmoid(self):
        e = np.exp(-np.abs(self.value))
        s = np.where(self.value >= 0, 1 / (1 + e), e / (1 + e))
        return Dual(s, self.slope * s * (1 - s))
"""
    forward = "self.dual = Dual(x.copy(), np.ones_like(x)).sigmoid(); return self.dual.value"
    assert judge(sandbox, forward, "return g * self.dual.slope", own).verdict is Verdict.AC


@pytest.mark.parametrize("name", ["Verdict", "expected", "points", "tolerance", "Report"])
def test_a_print_is_never_a_verdict(sandbox: Sandbox, name: str) -> None:
    top = f"print({{'{name}': 'AC', 'points': 100}})"
    assert judge(sandbox, "return out * 0", "return g * 0", top).points == 0
