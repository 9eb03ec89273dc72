"""Fixtures and helpers for all tests, and the rule for which tests are unit tests."""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, NoReturn

import pytest

from grader.sandbox import Sandbox

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A test that needs one of these is not a unit test, and neither is one in a module that imports one of `STARTERS`.
SERVICES = frozenset(
    {"chromium", "footing", "grader_process", "platform", "postgres", "postgres_url", "redis_server", "redis_url"}
    | {"sandbox", "t1", "t2", "t4"}
)
STARTERS = (subprocess, multiprocessing, Sandbox)
FOLDERS = frozenset({"browser", "cli", "e2e", "faults", "feedback", "sandbox"})
MARKS = ("serial", "browser", "root", "process", "slow")

_runs_unit_test = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the unit tests: those that are fast and need no process, browser, sandbox or server."""
    for item in items:
        if isinstance(item, pytest.Function) and _is_unit(item):
            item.add_marker("unit")


def _is_unit(test: pytest.Function) -> bool:
    uses = SERVICES.intersection(test.fixturenames)
    parameters = test.callspec.params.values() if hasattr(test, "callspec") else ()
    asks_for_postgres = any(isinstance(value, str) and value == "postgresql" for value in parameters)
    starts = any(value is one for value in vars(test.module).values() for one in STARTERS)
    is_elsewhere = not FOLDERS.isdisjoint(test.path.relative_to(test.config.rootpath).parts)
    is_marked = any(test.get_closest_marker(mark) for mark in MARKS)
    return not (uses or asks_for_postgres or starts or is_elsewhere or is_marked)


def pytest_configure(config: pytest.Config) -> None:
    """In a run of unit tests, fail each test that starts a process: it must be marked and run with the others."""
    if config.getoption("markexpr") == "unit":
        sys.addaudithook(_refuse_processes)


def pytest_collection_finish() -> None:
    """Make garbage collection rarer, and leave out the modules, which stay: it takes a tenth of the time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _refuse_processes(event: str, _arguments: tuple[object, ...]) -> None:
    if _runs_unit_test and event in {"subprocess.Popen", "os.fork", "os.posix_spawn"}:
        raise RuntimeError("a unit test started a process: mark the test with `process`")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Record whether a unit test is running."""
    global _runs_unit_test
    _runs_unit_test = item.get_closest_marker("unit") is not None
    try:
        return (yield)
    finally:
        _runs_unit_test = False


def missing(part: str) -> NoReturn:
    """Skip because `part` is not installed on this machine; in continuous integration, fail instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} is missing, and CI=true allows no skips", pytrace=False)
    pytest.skip(f"{part} is not installed on this machine")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Provide one browser for the whole run, since Playwright starts once per process; contexts belong to tests."""
    from tests.browser.chromium import launch

    with launch() as browser:
        yield browser
