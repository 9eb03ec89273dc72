"""Python in a real browser: running a cell, stopping it, and checking without the server.

Starting Python takes seconds, so one page with a warm engine serves most tests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import request
from playwright.sync_api import Browser, Locator, Page, expect

from exercises import load
from server.submissions.models import Draft
from tests.browser.conftest import WIDE, Site, _log_in, open_site
from tests.browser.exercise_page import EXERCISE, replace_all, saved
from tests.grader.conftest import judged

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SOLUTION = load("linear").accepted[0].source
MISTAKE = next(one.source for one in load("linear").wrong_answers if one.id == "unsummed_bias")
START_MS = 90_000  # on a machine with other work
LOOP = "print('begins')\nwhile True:\n    pass\n"


@pytest.fixture(scope="module")
def requested() -> Counter[str]:
    """How often each address was requested from the server."""
    return Counter()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, requested: Counter[str]) -> Iterator[Site]:
    """The web application on SQLite, whose broker is away: nothing here is graded on the server."""
    folder = tmp_path_factory.mktemp("engine")
    database = f"sqlite:///{folder / 'site.db'}"
    with open_site(folder, database, f"unix://{folder / 'nobody.sock'}?db=0") as site:
        site.app.before_request_funcs.setdefault(None, []).append(lambda: requested.update([request.path]))
        yield site


@pytest.fixture(scope="module")
def open_page(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages of Ada; none may have a script error, violate the policy or ask for something from elsewhere."""
    complaints: list[str] = []
    contexts = []

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))

    def is_outside(url: str) -> bool:
        return urlsplit(url).scheme in ("http", "https") and not url.startswith(site.url)

    def make(script: str = "") -> Page:
        context = chromium.new_context(base_url=site.url, viewport=WIDE)
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("request", lambda sent: is_outside(sent.url) and complaints.append(f"asked for {sent.url}"))
        if script:
            context.add_init_script(script)
        page = context.new_page()
        listen(page)
        _log_in(page, "ada")
        return page

    yield make
    for context in contexts:
        context.close()
    asked_for = ("ERR_INTERNET_DISCONNECTED", "status of 429", "status of 503")
    assert [text for text in complaints if not any(sign in text for sign in asked_for)] == []


@pytest.fixture(scope="module")
def page(open_page: Callable[..., Page]) -> Page:
    """The exercise page of Ada with a warm engine."""
    page = open_page()
    page.goto(EXERCISE)
    write(page, SOLUTION)
    page.locator("#tab-below-run").click()
    page.locator("[data-run]").click()
    expect(page.locator(".run-value").first).to_be_visible(timeout=START_MS)
    return page


def write(page: Page, source: str) -> None:
    replace_all(page, source)
    expect(page.locator("textarea[name=source]")).to_have_js_property("value", source)


def cell(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Cell, Python source")


def output(page: Page) -> Locator:
    return page.locator("[data-output]")


def run(page: Page, code: str) -> None:
    """Replace the cell and press Ctrl+Enter in it."""
    page.locator("#tab-below-run").click()
    cell(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(code)
    page.keyboard.press("Control+Enter")


def test_the_worked_example_runs_at_once(page: Page):
    expect(cell(page)).to_contain_text("layer = Linear(weight=np.array([[3.0, -1.0]])")
    expect(output(page).locator(".run-value pre").first).to_have_text(
        re.compile(r"array\(\[\[ 1\.5\],\s+\[12\.5\]\]\)")
    )
    expect(output(page).locator(".run-value .at").first).to_contain_text("(2, 1), float64")


def test_a_second_visit_transfers_nothing_of_python(page: Page, requested: Counter[str]):
    before = {path: count for path, count in requested.items() if path.startswith("/engine/")}
    assert len(before) >= 6
    page.reload()
    page.locator("#tab-below-run").click()
    page.locator("[data-run]").click()
    expect(page.locator(".run-value").first).to_be_visible(timeout=START_MS)
    assert {path: count for path, count in requested.items() if path.startswith("/engine/")} == before


def test_prints_values_and_variables_appear_and_nothing_is_sent(page: Page, requested: Counter[str]):
    before = requested[f"{EXERCISE}/submissions"]
    run(page, "print('hello')\nx = np.arange(6.0).reshape(2, 3)\nx.sum()\n")
    expect(output(page).locator(".run-printed")).to_have_text("hello\n")
    expect(output(page).locator(".run-value pre")).to_have_text(re.compile("15.0"))
    expect(output(page).locator(".run-variables tbody tr")).to_have_text(re.compile(r"x\s*\(2, 3\), float64"))
    assert requested[f"{EXERCISE}/submissions"] == before


def test_a_traceback_names_the_line_and_marks_it(page: Page):
    write(page, SOLUTION.replace("def forward(self, x):", "def forward(self, x):\n        raise ValueError('here')"))
    line = SOLUTION[: SOLUTION.index("def forward")].count("\n") + 2
    run(page, "layer = Linear(np.ones((1, 2)), np.ones(1))\nlayer.forward(np.ones((1, 2)))\n")
    error = output(page).locator(".run-error")
    expect(error).to_contain_text("ValueError: here")
    expect(error.locator(".frames li")).to_have_count(2)
    expect(error.locator(".frames li").last).to_contain_text(f"linear.py line {line}, forward")
    expect(page.locator("[data-editor] .cm-lintRange-error")).to_contain_text("raise ValueError('here')")
    write(page, SOLUTION)
    run(page, "1\n1 / 0\n")
    expect(error.locator(".frames li")).to_contain_text("cell line 2")
    expect(page.locator("[data-cell] .cm-lintRange-error")).to_contain_text("1 / 0")


def test_the_cell_is_kept_with_the_draft(page: Page, site: Site):
    run(page, "'kept with the draft'\n")
    expect(output(page).locator(".run-value pre")).to_have_text("'kept with the draft'")
    expect(saved(page)).to_have_text("draft saved ✓")
    with site.sessions() as session:
        assert session.query(Draft).one().cell == "'kept with the draft'\n"


def test_stop_ends_an_endless_loop_and_the_next_run_works(page: Page):
    run(page, LOOP)
    expect(output(page)).to_contain_text("begins")
    stop = page.locator("[data-stop]")
    began = page.evaluate("performance.now()")
    stop.click()
    expect(stop).to_be_disabled(timeout=2000)
    assert page.evaluate("performance.now()") - began < 2000
    expect(output(page)).to_contain_text("begins")  # what was printed stays
    expect(output(page).locator(".run-refusal")).to_be_visible()
    run(page, "'works again'\n")
    expect(output(page).locator(".run-value pre")).to_have_text("'works again'", timeout=START_MS)


def test_limits_end_a_memory_bomb_and_a_loop_and_the_page_lives(page: Page):
    told = page.evaluate(
        """async ({ loop, bomb }) => {
          const { engineOf } = await import("/static/js/engine.js");
          const engine = engineOf(document.querySelector("[data-page]").dataset);
          const run = (cell, limitMs) => engine.run({ source: "", filename: "linear.py", cell }, { limitMs })
            .then((result) => result.error, (error) => error.kind);
          const memory = (await run(bomb, 60000)).type ?? null;
          await engine.start(); // the bomb took a worker with it
          const began = performance.now();
          const time = await run(loop, 500);
          const took = performance.now() - began;
          const arrays = await engine.call("numpy", "arange", [3]);
          engine.close();
          return { memory, time, took, arrays: [arrays.shape, [...arrays.data], arrays.data.constructor.name] };
        }""",
        {"loop": LOOP, "bomb": "parts = []\nwhile True:\n    parts.append(np.ones(4_000_000))\n"},
    )
    assert told["memory"] == "MemoryError"
    assert told["time"] == "time"
    assert told["took"] < 2500
    assert told["arrays"] == [[3], [0, 1, 2], "Int32Array"]


@pytest.mark.parametrize("source", [SOLUTION, MISTAKE, load("linear").starter, "import os\nclass Linear(\n"])
def test_without_the_server_a_check_gives_the_server_s_report(page: Page, source: str):
    page.route("**/submissions", lambda route: route.abort("internetdisconnected"))
    write(page, source)
    page.locator(".check-button").click()
    panel = page.locator("#panel[data-from-browser]")
    expect(panel.locator("[data-browser-note]")).to_contain_text("Checked in your browser", timeout=START_MS)
    page.unroute("**/submissions")
    seed = int(panel.locator(".result-foot .mono").inner_text())
    expected = judged("linear", source, seed)
    shown = panel.evaluate(
        """(panel) => [...panel.querySelectorAll("[data-check]")].map((check) => [check.dataset.check,
          check.querySelector(".what").textContent, check.querySelector(".points")?.textContent ?? ""])"""
    )
    assert [name for name, _, _ in shown] == [check.id for check in expected.checks]
    for (_, words, points), check in zip(shown, expected.checks, strict=True):
        assert words.endswith(f": {check.message}")
        assert points == (f"{check.points}/{check.max_points}" if check.max_points else "")
    panel.evaluate("(panel) => panel.removeAttribute('data-from-browser')")  # the next one is another


@pytest.mark.parametrize("status", [429, 503])
def test_a_refused_check_is_answered_in_the_browser(page: Page, status: int):
    problem = {"title": "Not now", "detail": "Wait."}
    page.route("**/submissions", lambda route: route.fulfill(status=status, json=problem))
    write(page, MISTAKE)
    page.locator(".check-button").click()
    panel = page.locator("#panel[data-from-browser]")
    expect(panel.locator("[data-browser-note]")).to_be_visible(timeout=START_MS)
    expect(page.locator("[data-refusal]")).to_be_hidden()
    page.unroute("**/submissions")
    panel.evaluate("(panel) => panel.removeAttribute('data-from-browser')")


def test_the_input_of_a_failed_check_goes_into_the_cell(page: Page):
    page.locator("#panel .values[open] [data-to-run]").click()
    expect(page.locator("#run")).to_be_visible()
    expect(cell(page)).to_be_focused()
    expect(cell(page)).to_contain_text("linear = Linear(weight, bias)")
    page.keyboard.press("Control+Enter")
    expect(output(page).locator(".run-value").first).to_be_visible(timeout=START_MS)
    expect(output(page).locator(".run-error")).to_have_count(0)


def test_without_webassembly_the_page_says_so_and_checks_go_to_the_server(open_page: Callable[..., Page], site: Site):
    page = open_page("delete globalThis.WebAssembly;")
    page.goto(EXERCISE)
    page.locator("#tab-below-run").click()
    expect(page.locator("[data-run-unsupported]")).to_be_visible()
    expect(page.locator("[data-run]")).to_be_hidden()
    page.locator(".check-button").click()
    expect(page.get_by_text("It does not use an attempt.")).to_be_visible()
    assert site.last_submission().purpose == "check"
    page.goto("/")
