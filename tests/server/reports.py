"""Reports as the grader writes them, for pages that show them."""

from __future__ import annotations

from typing import Any

from grader.report import Check, Diagnosis, Fingerprint, Report, Stage, Verdict

FINGERPRINT = Fingerprint(
    exercise_hash="0" * 64,
    engine_version="0.1.0",
    numpy_version="2.4.0",
    python_version="3.11.2",
    policy_hash="1" * 64,
    sandbox_tier="T1",
    limits={"cpu_time_s": 5.0},
)


def check(name: str, verdict: Verdict, points: int, max_points: int, message: str, **details: Any) -> Check:
    return Check(name, Stage(name.partition(".")[0]), verdict, points, max_points, message, details)


def report(verdict: Verdict, checks: tuple[Check, ...], diagnoses: tuple[Diagnosis, ...] = ()) -> dict[str, Any]:
    return Report(
        exercise="linear",
        exercise_version=1,
        verdict=verdict,
        points=sum(item.points for item in checks),
        max_points=100,
        seed=20261123,
        fingerprint=FINGERPRINT,
        checks=checks,
        diagnoses=diagnoses,
        elapsed_ms=41.3,
    ).to_json()


LOADS = check("loads.module", Verdict.AC, 10, 10, "Linear is there and can be constructed.")
FORWARD = check("forward.output", Verdict.AC, 30, 30, "The output is right.", case="batch of 8", error=2e-16)


def accepted() -> dict[str, Any]:
    return report(
        Verdict.AC,
        (
            LOADS,
            FORWARD,
            check("backward.grad_x", Verdict.AC, 15, 15, "The gradient of x is right."),
            check("backward.grad_weight", Verdict.AC, 15, 15, "The gradient of the weight is right."),
            check("backward.grad_bias", Verdict.AC, 10, 10, "The gradient of the bias is right."),
            check("gradcheck.all", Verdict.AC, 10, 10, "Your backward is the derivative of your forward."),
            check("properties.linear", Verdict.AC, 10, 10, "Twice the upstream gradient gives twice the gradient."),
        ),
    )


def unsummed_bias() -> dict[str, Any]:
    return report(
        Verdict.PAC,
        (
            LOADS,
            FORWARD,
            check("backward.grad_x", Verdict.AC, 15, 15, "The gradient of x is right."),
            check(
                "backward.grad_weight",
                Verdict.WA,
                5,
                15,
                "The gradient of the weight differs.",
                asked="Linear(3, 5).backward(grad_output)",
                case="batch of 8, standard normal",
                shape_expected=[5, 3],
                shape_got=[5, 3],
                worst={"index": [2, 1], "expected": 1.25, "got": -0.731559},
                error=1.98,
                tolerance=1e-7,
            ),
            check(
                "backward.grad_bias",
                Verdict.WA,
                0,
                10,
                "The gradient of the bias has another shape than the bias.",
                asked="layer.grad_bias after layer.backward(grad_output)",
                case="batch of 8, standard normal",
                shape_expected=[5],
                shape_got=[8, 5],
                dtype_got="float64",
                notes=["A gradient always has the shape of what it is the gradient of."],
                output="shapes (8, 3) (8, 5)\n",
            ),
            check("gradcheck.all", Verdict.SKIP, 0, 10, "Not run: the shapes have to be right first."),
            check("properties.linear", Verdict.AC, 10, 10, "Twice the upstream gradient gives twice the gradient."),
        ),
        (
            Diagnosis(
                "unsummed_bias",
                "The bias gradient is not summed over the batch.",
                "One bias per output: its gradient is the sum of grad_output over axis 0.",
                0.97,
                "backward.grad_bias",
            ),
        ),
    )


def raises(line: int = 14) -> dict[str, Any]:
    return report(
        Verdict.RTE,
        (
            LOADS,
            check(
                "forward.output",
                Verdict.RTE,
                0,
                30,
                "forward raised an error.",
                asked="Linear(3, 5).forward(x)",
                exception={
                    "type": "ValueError",
                    "message": "matmul: Input operand 1 has a mismatch in its core dimension 0 (5 is not 3)",
                    "frames": [{"line": line, "function": "forward", "code": "return x @ self.weight + self.bias"}],
                },
                output="weight (5, 3)\nx (8, 3)\n",
            ),
            check("backward.grad_x", Verdict.SKIP, 0, 40, "Not run: forward has to work first."),
            check("gradcheck.all", Verdict.SKIP, 0, 10, "Not run: forward has to work first."),
            check("properties.linear", Verdict.SKIP, 0, 10, "Not run: forward has to work first."),
        ),
    )


def does_not_load() -> dict[str, Any]:
    return report(
        Verdict.CE,
        (
            check(
                "loads.module",
                Verdict.CE,
                0,
                10,
                "Line 7 is not Python: a bracket is not closed.",
                exception={
                    "type": "SyntaxError",
                    "message": "'(' was never closed",
                    "frames": [{"line": 7, "function": "<module>", "code": "self.bias = np.zeros(("}],
                },
            ),
        ),
    )
