"""Python and the playground in an installed Chromium: time to ready, bytes, steps, frames and a check.

Everything is served by this process, so the network takes no time. `CHROMIUM` names another browser.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from bench.row import Row
from exercises import load
from server import schema
from server.app import create_app
from server.core.settings import Settings
from tests.browser.chromium import launch
from tests.browser.serving import serving

STARTS = 3
TIMES = 5
SECONDS = 2.0
READY_MS = 120_000
TINY = {"layers": [{"units": 4, "activation": "tanh"}, {"units": 2, "activation": "tanh"}]}
LARGE = {"layers": [{"units": 8, "activation": "tanh"}] * 3}
WITH_ENGINE = """async (given) => {
  const { engineOf } = await import("/static/js/engine.js");
  window.benchEngine ??= engineOf(document.getElementById("playground").dataset);
  await window.benchEngine.start();
  const engine = window.benchEngine;
  const began = performance.now();
  const result = await (%s)(engine, given);
  return { result, ms: performance.now() - began };
}"""
START = WITH_ENGINE % "(engine, network) => engine.call('playground.page', 'start', [{ network }])"
ADVANCE = WITH_ENGINE % (
    "async (engine, seconds) =>"
    " (await engine.call('playground.page', 'advance', [1000000, seconds])).losses.data.length"
)
CHECK = WITH_ENGINE % "async (engine, given) => (await engine.check(given)).verdict"
FRAMES = """(seconds) => new Promise((done) => {
  let count = 0;
  const watch = new MutationObserver(() => { count += 1; });
  watch.observe(document.getElementById("figure-step"), { childList: true });
  setTimeout(() => { watch.disconnect(); done(count / seconds); }, 1000 * seconds);
})"""


class Counted:
    """A WSGI application that counts the bytes of the bodies it sends, by the first part of the path."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app
        self.sent: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        """Answer a request."""
        part = environ["PATH_INFO"].split("/")[1]
        body = self._app(environ, start_response)
        try:
            for chunk in body:
                self.sent[part] += len(chunk)
                yield chunk
        finally:
            if hasattr(body, "close"):
                body.close()


def rows() -> list[Row]:
    """Measure in one browser, with a fresh profile for each cold start."""
    with tempfile.TemporaryDirectory(prefix="chainrule-bench-") as folder:
        settings = Settings(
            state_dir=Path(folder), database_url=f"sqlite:///{folder}/bench.db", redis_url=f"unix://{folder}/none.sock"
        )
        app = create_app(settings)
        schema.upgrade(app.extensions["chainrule.engine"])
        counted = Counted(app.wsgi_app)
        app.wsgi_app = counted  # type: ignore[method-assign]
        with serving(app) as url, launch() as browser:
            colds, cacheds = [], []
            for _ in range(STARTS):
                context = browser.new_context(base_url=url)
                counted.sent.clear()
                colds.append(_ready_s(context))
                cold = counted.sent["engine"]
                counted.sent.clear()
                cacheds.append(_ready_s(context))
                cached = counted.sent["engine"]
                context.close()
            page = browser.new_context(base_url=url).new_page()
            return [
                Row("the playground is ready, cold", statistics.median(colds), "s"),
                Row("the playground is ready, cached", statistics.median(cacheds), "s"),
                Row("Python: transferred, cold", cold / 1e6, "MB", "≤ 10"),
                Row("Python: transferred, cached", cached / 1e6, "MB", "≤ 0"),
                *_measure(page),
            ]


def _ready_s(context: BrowserContext) -> float:
    """Return the seconds until one can train on a new page."""
    page = context.new_page()
    began = time.perf_counter()
    _open(page, "/playground")
    took = time.perf_counter() - began
    page.close()
    return took


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("#playground[data-ready]").wait_for(timeout=READY_MS)


def _measure(page: Page) -> Iterator[Row]:
    """Yield what is measured on a page with a warm engine."""
    for speed in (60, 1000):
        _open(page, f"/playground?v=1&sp={speed}")
        page.locator("#play").click()
        frames = page.evaluate(FRAMES, SECONDS)
        page.locator("#play").click()
        yield Row(f"frames while training at {speed} steps a second", frames, "1/s", "≥ 50")
    for name, network, goal in (("2-4-2-1", TINY, "≥ 300"), ("2-8-8-8-1", LARGE, "")):
        page.evaluate(START, network)
        rates = []
        for _ in range(TIMES):
            answer = page.evaluate(ADVANCE, SECONDS)
            rates.append(1000 * answer["result"] / answer["ms"])
        yield Row(f"training {name}, batches of 16", statistics.median(rates), "1/s", goal)
    given = {"source": load("linear").accepted[0].source, "slug": "linear", "seed": 0}
    checks = [page.evaluate(CHECK, given) for _ in range(TIMES + 1)]
    assert {check["result"] for check in checks} == {"AC"}, checks
    yield Row("checking `linear`", statistics.median(check["ms"] for check in checks[1:]), "ms", "≤ 400")
