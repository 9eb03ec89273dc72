"""Reports built by hand, one for each thing the renderer must say."""

from pathlib import Path

from grader.report import Check, Diagnosis, Fingerprint, Report, Stage, Verdict

GOLDEN = Path(__file__).parent / "golden"
FINGERPRINT = Fingerprint(
    exercise_hash="e" * 64,
    engine_version="0.1.0",
    numpy_version="2.4.6",
    python_version="3.11.2",
    policy_hash="p" * 64,
    sandbox_tier="T1",
    limits={"cpu_time_s": 5.0},
)
LOADS = Check("loads", Stage.LOADS, Verdict.AC, 10, 10, "The file loads.")
FORWARD = Check("forward.values", Stage.FORWARD, Verdict.AC, 30, 30, "Values agree.", {"error": 2.2e-16})
PROPERTIES = Check("properties.repeatable", Stage.PROPERTIES, Verdict.AC, 20, 20, "Twice the same.")


def report(verdict, points, *checks, diagnoses=(), **changes):
    values = {"exercise": "linear", "exercise_version": 1, "max_points": 100, "seed": 20261123, "elapsed_ms": 41.2}
    return Report(
        verdict=verdict,
        points=points,
        fingerprint=FINGERPRINT,
        checks=checks,
        diagnoses=tuple(diagnoses),
        **{**values, **changes},
    )


def failed(identifier, message, max_points=20, verdict=Verdict.WA, **details):
    return Check(identifier, Stage(identifier.partition(".")[0]), verdict, 0, max_points, message, details)


UNSUMMED = Diagnosis(
    "unsummed_bias",
    "The bias gradient is not summed over the batch.",
    "One bias per output: its gradient is the sum of grad_output over axis 0.",
    0.99,
    "backward.grad_bias",
)
ACCEPTED = report(
    Verdict.AC,
    100,
    LOADS,
    FORWARD,
    Check("backward.grad_bias", Stage.BACKWARD, Verdict.AC, 40, 40, "Right.", {"error": 4.0e-16}),
    PROPERTIES,
)
UNSUMMED_BIAS = report(
    Verdict.PAC,
    70,
    LOADS,
    FORWARD,
    Check("backward.grad_input", Stage.BACKWARD, Verdict.AC, 10, 10, "Right."),
    failed("backward.grad_bias", "grad_bias has another shape than bias.", shape_expected=[3], shape_got=[8, 3]),
    Check("gradcheck.all", Stage.GRADCHECK, Verdict.SKIP, 0, 10, "not run: it needs backward"),
    PROPERTIES,
    diagnoses=[UNSUMMED],
)
UNKNOWN_MISTAKE = report(
    Verdict.WA,
    10,
    LOADS,
    failed(
        "forward.values",
        "forward gives other values than expected: 6 of 12 elements differ.",
        30,
        asked="Linear(weight, bias).forward(x) with x of shape (4, 3)",
        worst={"index": [2, 1], "expected": 0.41251234567, "got": 0.41251234999},
        error=4.3e-9,
        tolerance=1e-10,
        notes=["the result is float32"],
        output="x (4, 3)\nhello\n",
    ),
    *(failed(f"backward.case_{n}", f"Other values in case {n}.", 5) for n in range(5)),
)
RAISED = report(
    Verdict.RTE,
    10,
    LOADS,
    failed(
        "forward.values",
        "forward raised ValueError.",
        30,
        Verdict.RTE,
        exception={
            "type": "ValueError",
            "message": "shapes (4,3) and (2,3) not aligned",
            "frames": [
                {"line": 14, "function": "forward", "code": "return self._affine(x)"},
                {"line": 9, "function": "_affine", "code": "return x @ self.weight + self.bias"},
            ],
        },
    ),
)
NOT_LOADED = report(
    Verdict.CE,
    0,
    failed(
        "loads",
        "Line 3 is not valid Python: expected ':'.",
        10,
        Verdict.CE,
        exception={
            "type": "SyntaxError",
            "message": "expected ':'",
            "frames": [{"line": 3, "function": "<module>", "code": "class Linear"}],
        },
    ),
)
OUR_FAULT = report(Verdict.IE, 0, failed("loads", "The sandbox did not start.", 10, Verdict.IE), seed=1)
HOSTILE = report(
    Verdict.RTE,
    0,
    failed(
        "forward.values",
        "forward raised \x1b]0;pwned\x07\x1b[2JEvil[bold].",
        30,
        Verdict.RTE,
        exception={
            "type": "\x1b[32mFake\x1b[0m",
            "message": "\r100/100\x1b[1A [green]all right[/]",
            "frames": [{"line": 1, "function": "f\x1b[8m", "code": "\x9b31mx = 1"}],
        },
        output="\x1b[?1049hhidden\x07\n",
    ),
    diagnoses=[Diagnosis("id\x1b[1m", "t\x1b[2Jitle", "h\x1bcint", 0.7, "forward.values")],
)
LONG_RECURSION = report(
    Verdict.RTE,
    10,
    LOADS,
    failed(
        "forward.values",
        "forward raised RecursionError.",
        30,
        Verdict.RTE,
        exception={
            "type": "RecursionError",
            "message": "maximum recursion depth exceeded",
            "frames": [{"line": n, "function": "forward", "code": "return self.forward(x)"} for n in range(1, 21)],
        },
    ),
)
