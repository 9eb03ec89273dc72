"""A real worker on a machine without any sandbox: ``python -m tests.faults.weak_worker``."""

from __future__ import annotations

import sys

from server.core.settings import Settings
from server.worker.consumer import main
from server.worker.grading import Grader, Unavailable


def none_here(settings: Settings) -> Grader:
    raise Unavailable(f"no sandbox of tier {settings.sandbox_floor} or stronger on this machine")


if __name__ == "__main__":
    sys.exit(main(none_here))
