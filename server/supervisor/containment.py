"""Find out whether this machine can contain submissions, before a worker starts that could only end again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

from server.core.processes import EXIT_MISCONFIGURED
from server.core.settings import Settings
from server.supervisor.errors import CannotStart
from server.worker.grading import Unavailable

WEAKEST = "T4"
WARNING = """
WARNING: this machine cannot isolate submissions ({reasons}).
They run as ordinary processes with limits (tier T4). That is fine for trying out Chainrule with your own code.
Do not let anybody else submit code here.
"""


def choose_floor(settings: Settings, environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the sandbox floor for the worker, and a warning if it is weaker than usual.

    Only a demo falls back to processes without containment: on this machine's own address, and if no floor was chosen.

    Raises:
        CannotStart: if no worker could grade here.
    """
    reasons = reasons_against(environment)
    if not reasons:
        return settings.sandbox_floor, ""
    if "sandbox_floor" in settings.model_fields_set or settings.env == "production" or not settings.is_local:
        raise CannotStart(
            f"This machine cannot grade: {reasons}. To try out Chainrule with your own code only, "
            f"set CHAINRULE_HOST=127.0.0.1 and CHAINRULE_SANDBOX_FLOOR={WEAKEST}."
        )
    return WEAKEST, WARNING.format(reasons=reasons)


def reasons_against(environment: Mapping[str, str]) -> str:
    """Return why a worker with this environment could not grade; empty if it could.

    Raises:
        CannotStart: if that cannot be found out.
    """
    command = [sys.executable, "-m", "server.supervisor.containment"]
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode not in {0, EXIT_MISCONFIGURED}:
        raise CannotStart(f"The sandbox could not be tested: {done.stderr.strip()[-300:]}")
    return done.stdout.strip()


def main() -> int:
    """Print why no worker can grade here, if so; return the exit code that the worker would end with."""
    from server.worker.sandboxed import open_grader

    try:
        open_grader(Settings()).close()
    except Unavailable as error:
        print(error)  # noqa: T201 - read by `reasons_against`
        return EXIT_MISCONFIGURED
    return 0


if __name__ == "__main__":
    sys.exit(main())
