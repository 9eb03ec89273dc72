"""A machine with nothing to spare: more busy processes than it has processors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

BUSY = "print('busy', flush=True)\nwhile True: pass"


@contextmanager
def saturated() -> Iterator[None]:
    """Keep every processor busy within."""
    processes = [
        subprocess.Popen([sys.executable, "-I", "-S", "-c", BUSY], stdout=subprocess.PIPE)
        for _ in range((os.cpu_count() or 1) + 1)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        yield
    finally:
        for process in processes:
            process.kill()
            process.communicate()
