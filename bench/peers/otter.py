"""otter-grader: `otter run`, which grades one submission without a container."""

from __future__ import annotations

import json
from pathlib import Path

from bench.peers import environment
from bench.peers.handwritten import CHECK_NAMES, CHECKS
from bench.peers.interface import Submission


class Otter:
    """`otter run` with an autograder file from `otter generate`; it runs the submission in a Jupyter kernel."""

    lacks = "a sandbox (only `otter grade`, in Docker), a named mistake"
    batch = 1

    def __init__(self, folder: Path) -> None:
        self._environment = environment.find("otter-grader")
        self.name = f"otter-grader {self._environment.version}, `otter run`"
        self._folder = folder
        tests = folder / "tests"
        tests.mkdir()
        (tests / "linear.py").write_text(test_file())
        self._environment.prepare(
            "otter", "generate", "--tests-dir", "tests", "--output-path", "autograder.zip", folder=folder
        )

    def accepts(self, submission: Submission) -> bool:
        """Run it once."""
        (self._folder / "linear.py").write_text(submission.source)
        results = self._folder / "results.json"
        results.unlink(missing_ok=True)
        done = self._environment.run(
            "otter", "run", "linear.py", "--autograder", "autograder.zip", "--no-logo", folder=self._folder
        )
        if not results.exists():
            raise environment.failure(done)
        tests = [test for test in json.loads(results.read_text())["tests"] if "max_score" in test]
        return bool(tests) and sum(test["score"] for test in tests) == len(CHECK_NAMES)


def test_file() -> str:
    """Return a test file in otter-grader's format: one test case for each check, worth one point."""
    cases = [
        f"@test_case(name={name!r}, points=1)\ndef {name}_of_submission(Linear):\n    {name}(Linear)\n"
        for name in CHECK_NAMES
    ]
    header = ["from otter.test_files import test_case\n", 'OK_FORMAT = False\nname = "linear"\npoints = None\n']
    # The first line of the module must be its __future__ import.
    return "\n\n".join([CHECKS.read_text(), *header, *cases])
