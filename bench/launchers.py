"""Other ways to run one untrusted computation: a fresh interpreter, bare or behind an installed launcher."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from statistics import median

FRESH = "import numpy as np\nx = np.ones((64, 64))\nprint((x @ x.T).sum())"
BUBBLEWRAP = (
    *("bwrap", "--ro-bind", "/", "/", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"),
    *("--dev", "/dev", "--proc", "/proc", "--"),
)
ROUNDS = 7


def medians_ms() -> dict[str, float]:
    """Return the time from start to the end of a 64×64 product for each way there is, measured in turns."""
    launchers: dict[str, tuple[str, ...]] = {"fresh Python process": ()}
    if shutil.which("bwrap") and _once(BUBBLEWRAP) is not None:
        launchers["fresh Python process in bubblewrap"] = BUBBLEWRAP
    taken: dict[str, list[float]] = {name: [] for name in launchers}
    for _ in range(ROUNDS):
        for name, launcher in launchers.items():
            spent_ms = _once(launcher)
            if spent_ms is not None:
                taken[name].append(spent_ms)
    return {name: median(times) for name, times in taken.items()}


def _once(launcher: tuple[str, ...]) -> float | None:
    """Return how long it took; None if the launcher may not do its work here."""
    started = time.perf_counter()
    done = subprocess.run([*launcher, sys.executable, "-c", FRESH], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    spent_ms = (time.perf_counter() - started) * 1e3
    return spent_ms if done.stdout.strip() == b"262144.0" else None
