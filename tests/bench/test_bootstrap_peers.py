"""A grader that cannot be installed for the comparison is not a failure: the reason is written down."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bench.peers import environment

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "bench/peers/requirements").glob("*.lock"))

OFFLINE = """#!/bin/sh
echo "WARNING: Retrying"
echo "ERROR: No matching distribution found for numpy"
echo "more advice"
exit 1
"""
INSTALLS = """#!/bin/sh
# `python -m venv --clear FOLDER` makes a folder whose Python does nothing.
mkdir -p "$4/bin" && echo "#!/bin/sh" >"$4/bin/python" && chmod +x "$4/bin/python"
"""


def bootstrap(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    program = folder / "python"
    program.write_text(python)
    program.chmod(0o755)
    return subprocess.run(
        [ROOT / "tools/bootstrap-peers", folder / "peers"], env={**os.environ, "PYTHON": str(program)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip


def test_the_reason_of_a_failed_installation_is_kept_and_shown(tmp_path: Path) -> None:
    done = bootstrap(tmp_path, OFFLINE)
    assert len(NAMES) == 3
    for name in NAMES:
        assert f"{name} cannot be installed: ERROR: No matching distribution" in done.stderr
        with pytest.raises(environment.UnavailableError, match="could not be installed: ERROR: No matching"):
            environment.find(name, tmp_path / "peers")


def test_a_failure_without_a_word_has_a_reason_too(tmp_path: Path) -> None:
    bootstrap(tmp_path, "#!/bin/sh\nexit 3\n")
    with pytest.raises(environment.UnavailableError, match="could not be installed: exit code 3"):
        environment.find("pytest", tmp_path / "peers")


def test_the_next_run_tries_again_and_skips_what_is_installed(tmp_path: Path) -> None:
    bootstrap(tmp_path, OFFLINE)
    again = bootstrap(tmp_path, INSTALLS)
    assert again.stdout.splitlines() == [f"Installing {name} …" for name in NAMES]
    assert not list((tmp_path / "peers").glob("*.failed"))
    assert bootstrap(tmp_path, INSTALLS).stdout == ""
