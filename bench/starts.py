"""What a person waits for first: a command in a new process, and the first pages after the platform has started."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx

from bench.pipeline import csrf_token, platform
from bench.row import Row
from exercises import load
from server.demo.course import COURSE_SLUG, INSTRUCTOR, PASSWORD

COMMAND_RUNS = 7
STARTS = 3
PAGES = {"gradebook": f"/courses/{COURSE_SLUG}/gradebook", "insight": f"/courses/{COURSE_SLUG}/insight/linear"}


def rows() -> list[Row]:
    """Measure."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "linear.py")
        file.write_text(load("linear").accepted[0].source)
        check = _command_ms("check", str(file))
    pages = _first_pages_ms()
    return [
        Row("grader list, in a new process", _command_ms("list"), "ms", "≤ 300"),
        Row("grader check of linear, in a new process, sandbox included", check, "ms", "≤ 700"),
        *(Row(f"first page of {name} after a start", median(times), "ms", "≤ 300") for name, times in pages.items()),
    ]


def _command_ms(*words: str) -> float:
    taken = []
    for _ in range(COMMAND_RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "grader", *words], check=True, capture_output=True)
        taken.append((time.perf_counter() - started) * 1e3)
    return median(taken)


def _first_pages_ms() -> dict[str, list[float]]:
    """Start the platform a few times; return how long the first request of each page took."""
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(STARTS):
        with platform() as (url, _), httpx.Client(base_url=url, timeout=60) as client:
            token = csrf_token(client.get("/login").text)
            client.post("/login", data={"email": INSTRUCTOR[0], "password": PASSWORD, "csrf_token": token})
            for name, path in PAGES.items():
                started = time.perf_counter()
                client.get(path).raise_for_status()
                times[name].append((time.perf_counter() - started) * 1e3)
    return times
