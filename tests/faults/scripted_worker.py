"""A real worker whose grader does what the sources say: ``python -m tests.faults.scripted_worker``."""

from __future__ import annotations

import sys

from server.worker.consumer import main
from tests.server.world import ScriptedGrader

if __name__ == "__main__":
    sys.exit(main(lambda settings: ScriptedGrader()))
