"""The playground in a real browser: training, what it can and cannot learn, and how it takes nonsense.

Starting Python takes seconds, so the tests share one page, and most of them begin where the one before has ended.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from playground.address import from_query
from playground.lessons import LESSONS
from playground.training import Trainer
from tests.browser.conftest import WIDE, Site, open_site
from tests.playground import configurations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

START_MS = 90_000  # on a machine with other work
TRAINING_MS = 60_000
LEARNS = "h=8tanh&op=adam&lr=0.03&sp=1000"
BELOW_0_05 = re.compile(r"^(0\.0[0-4]|\d(\.\d)?e-|0 )")
AT_LEAST_1000 = re.compile(r"^\d{4,}$")
EXPLODES = "h=8relu~8relu&l=squared_error&o=none&lr=100&sp=1000"
LOSSES = Path(configurations.__file__).with_name("losses.json")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The web application without a broker; nothing here is graded."""
    folder = tmp_path_factory.mktemp("playground")
    with open_site(folder, f"sqlite:///{folder / 'site.db'}", f"unix://{folder / 'nobody.sock'}?db=0") as site:
        yield site


@pytest.fixture(scope="module")
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """The playground of somebody without an account; no script may fail, and nothing may be asked for elsewhere."""
    complaints: list[str] = []
    context = chromium.new_context(base_url=site.url, viewport=WIDE)
    context.set_default_timeout(15_000)
    context.on("request", lambda sent: sent.url.startswith((site.url, "data:", "blob:")) or complaints.append(sent.url))
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    visit(page)
    yield page
    context.close()
    assert complaints == []


def visit(page: Page, query: str = "") -> None:
    page.goto(f"/playground?{query}")
    expect(page.locator("#playground[data-ready]")).to_be_attached(timeout=START_MS)


def figure(page: Page, name: str) -> Locator:
    return page.locator(f"#figure-{name}")


def steps(page: Page) -> int:
    return int(figure(page, "step").inner_text())


def loss(page: Page, name: str) -> float:
    return float(figure(page, name).inner_text().split()[0])


def reset(page: Page) -> None:
    page.locator("#reset").click()
    expect(figure(page, "step")).to_have_text("0")


def layers(page: Page) -> list[int]:
    """The number of units in each hidden layer on the page."""
    return page.locator("[data-layer]").evaluate_all("all => all.map((one) => one.querySelectorAll('canvas').length)")


def test_it_starts_untrained_and_shows_every_unit(page: Page):
    expect(page.locator("#loading")).to_be_hidden()
    expect(page.locator("#problems")).to_be_hidden()
    assert steps(page) == 0
    assert loss(page, "test") > 0.5
    assert layers(page) == [4, 2]
    assert page.locator("#network svg path").count() == 2 * 4 + 4 * 2 + 2
    painted = "canvas => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size > 9"
    for canvas in page.locator("canvas").all():
        assert canvas.evaluate(painted)


def test_every_picture_follows_the_theme(page: Page):
    paint = """canvas => new Promise((done) => requestAnimationFrame(() => done(canvas.toDataURL())))"""
    for canvas in (page.locator("[data-layer] canvas").first, page.locator("#output")):
        before = canvas.evaluate(paint)
        page.emulate_media(color_scheme="dark")
        assert canvas.evaluate(paint) != before
        page.emulate_media(color_scheme="light")
        assert canvas.evaluate(paint) == before


def test_training_points_are_filled_and_stand_out_from_their_own_surface(page: Page):
    train, test, surface = page.evaluate(
        """async () => {
          const { palette } = await import("/static/js/playground/colors.js");
          const { drawImage, drawPoints, surfaceImage } = await import("/static/js/playground/plane.js");
          const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 320 });
          const output = { shape: [1, 2, 2], data: new Float32Array(4).fill(1) };
          drawImage(canvas, surfaceImage(output, "binary", palette()));
          const at = (x) => ({ shape: [1, 2], data: new Float64Array([x, 0]) });
          const target = { shape: [1], data: new Int32Array([1]) };
          drawPoints(canvas, { task: "binary", train: at(-2), train_target: target, test: at(2), test_target: target },
            4, palette());
          const pixel = (x) => [...canvas.getContext("2d").getImageData(x, 160, 1, 1).data.slice(0, 3)];
          return [pixel(80), pixel(240), pixel(160)];
        }"""
    )
    assert sum(abs(one - other) for one, other in zip(train, surface, strict=True)) > 100
    assert sum(train) < sum(surface) < sum(test)  # in the light theme


def test_with_the_keyboard_alone_one_trains_and_pauses(page: Page):
    reset(page)
    page.locator("a").first.focus()
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == "play":
            break
        page.keyboard.press("Tab")
    expect(page.locator("#play")).to_be_focused()
    page.keyboard.press("Enter")
    expect(figure(page, "step")).not_to_have_text("0")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text(re.compile(r"\d"))
    expect(page.locator("#curves desc")).to_contain_text(re.compile(r"\d"))


def test_a_step_an_epoch_and_a_reset(page: Page):
    reset(page)
    before = figure(page, "train").inner_text()
    page.locator("#step").click()
    expect(figure(page, "step")).to_have_text("1")
    expect(figure(page, "train")).not_to_have_text(before)
    page.locator("#epoch").click()
    expect(figure(page, "step")).to_have_text("7")  # 100 training points in batches of 16
    expect(figure(page, "epoch")).to_have_text("1")
    reset(page)
    expect(figure(page, "train")).to_have_text(before)
    expect(figure(page, "epoch")).to_have_text("0")


@pytest.mark.parametrize("value", ["500", "", "1e400"])
def test_a_value_that_is_not_allowed_is_named_and_the_network_stays(page: Page, value: str):
    reset(page)
    page.locator("#step").click()
    expect(figure(page, "step")).to_have_text("1")
    before = figure(page, "train").inner_text()
    field = page.locator("#optimizer-lr")
    field.fill(value)
    field.press("Tab")
    expect(page.locator("#problems")).to_contain_text("Learning rate")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert (steps(page), figure(page, "train").inner_text()) == (1, before)
    field.fill("0.1")
    field.press("Tab")
    expect(page.locator("#problems")).to_be_hidden()


def test_an_edited_weight_changes_the_loss(page: Page):
    reset(page)
    before, shown = loss(page, "train"), figure(page, "train").inner_text()
    page.locator("#network svg path").last.dispatch_event("click")  # lines cross, so the pointer could hit another one
    field = page.locator('[data-parameter="linear 3/weight/0/1"]')
    expect(field).to_be_focused()
    field.fill("-7")
    field.press("Enter")
    expect(figure(page, "train")).not_to_have_text(re.compile(f"^{before} "))
    expect(field).to_have_value("-7")
    assert steps(page) == 0
    reset(page)
    expect(figure(page, "train")).to_have_text(shown)


def test_layers_and_units_are_added_and_removed(page: Page):
    columns = page.locator("[data-layer]")
    page.locator("#add-layer").click()
    expect(columns).to_have_count(3)
    columns.nth(0).locator(".counts button").last.click()
    expect(columns.nth(0).locator("canvas")).to_have_count(5)
    assert layers(page) == [5, 2, 2]
    assert "h=5tanh~2tanh~2tanh" in page.url
    columns.nth(0).locator(".counts button").first.click()
    expect(columns.nth(0).locator("canvas")).to_have_count(4)
    page.locator("#remove-layer").click()
    expect(columns).to_have_count(2)
    assert layers(page) == [4, 2]


def test_a_lesson_opens_and_runs_its_number_of_steps(page: Page):
    stage = LESSONS[0].stages[0]
    page.locator("[data-lesson]").first.click()
    expect(page.locator("#lesson")).to_be_focused()
    page.locator("#lesson [data-part=run]").click()
    expect(figure(page, "step")).to_have_text(str(stage.steps), timeout=TRAINING_MS)
    expect(page.locator('[data-setting="data.kind"]')).to_have_value("xor")
    assert layers(page) == []
    page.locator("#lesson [data-part=next]").click()
    page.locator("#lesson [data-part=run]").click()
    expect(page.locator('[data-feature="x1x2"]')).to_be_checked()
    page.locator("#play").click()  # stops it
    page.locator("#lesson [data-part=close]").click()
    expect(page.locator("[data-lesson]").first).to_be_focused()


def test_text_in_a_pasted_table_is_named_with_its_place_and_changes_nothing(page: Page):
    address, step = page.url, steps(page)
    page.locator("#own").evaluate("own => { own.open = true; }")
    page.locator("#paste").fill("x1,x2,label\n1,2,a\n-1,oops,b\n0,1,a\n3,1,b\n")
    page.locator("#use-paste").click()
    fault = page.locator("#paste-faults li")
    expect(fault).to_have_count(1)
    expect(fault).to_contain_text(re.compile(r"[Ll]ine 3.*column 2.*oops"))
    assert (page.url, steps(page)) == (address, step)
    page.locator("#paste").fill("x1,x2,label\n1,2,a\n-1,-2,b\n0,1,a\n-3,-1,b\n")
    page.locator("#use-paste").click()
    expect(fault).to_have_count(0)
    expect(page.locator('[data-setting="data.kind"]')).to_have_value("own")
    expect(figure(page, "step")).to_have_text("0")


def test_own_losses_are_those_of_cpython_for_every_recorded_configuration(page: Page):
    found = page.evaluate(
        """async ({ all, steps }) => {
          const { engineOf } = await import("/static/js/engine.js");
          const engine = engineOf(document.getElementById("playground").dataset);
          const losses = {};
          for (const [name, settings] of Object.entries(all)) {
            await engine.call("playground.page", "start", [settings], { limitMs: 60000 });
            const state = await engine.call("playground.page", "advance", [steps, 30], { limitMs: 60000 });
            losses[name] = [...state.losses.data];
          }
          engine.close();
          return losses;
        }""",
        {"all": dict(configurations.CONFIGURATIONS), "steps": configurations.STEPS},
    )
    recorded = json.loads(LOSSES.read_text())
    assert list(found) == list(recorded)
    assert len(recorded) == 10
    for name, losses in recorded.items():
        assert found[name] == pytest.approx(losses, rel=0, abs=1e-12), name


@pytest.mark.parametrize(
    "query",
    [
        f"d=circle&{LEARNS}",
        f"d=xor&{LEARNS}",
        "d=spiral&no=0.05&f=x1.x2.sinx1.sinx2&h=8tanh~8tanh&op=adam&lr=0.03&sp=1000",
    ],
    ids=["circle", "xor", "spiral"],
)
def test_it_learns(page: Page, query: str):
    visit(page, query)
    page.locator("#play").click()
    expect(figure(page, "test")).to_have_text(BELOW_0_05, timeout=TRAINING_MS)
    page.locator("#play").click()


def test_xor_without_a_hidden_layer_is_learned_only_with_the_product(page: Page):
    visit(page, "d=xor&h=&op=adam&lr=0.03&sp=1000")
    page.locator("#play").click()
    expect(figure(page, "step")).to_have_text(AT_LEAST_1000, timeout=TRAINING_MS)
    page.locator("#play").click()
    assert loss(page, "test") > 0.6
    assert loss(page, "train") > 0.6
    page.locator('[data-feature="x1x2"]').check()
    expect(figure(page, "step")).to_have_text("0")
    page.locator("#play").click()
    expect(figure(page, "test")).to_have_text(BELOW_0_05, timeout=TRAINING_MS)
    page.locator("#play").click()


def test_a_loss_that_explodes_is_told_with_its_step_and_the_page_lives_on(page: Page):
    trainer = Trainer(from_query(EXPLODES).settings)
    trainer.run(1000)
    assert trainer.stop is not None
    assert trainer.stop.step > 10
    visit(page, EXPLODES)
    page.locator("#play").click()
    expect(page.locator("#stopped p")).to_have_text(trainer.stop.message, timeout=TRAINING_MS)
    assert str(trainer.stop.step) in trainer.stop.message
    rate = page.locator('[data-setting="optimizer.lr"]')
    rate.fill("0.01")
    rate.press("Tab")
    expect(page.locator("#stopped")).to_be_hidden()
    page.locator("#step").click()
    expect(figure(page, "step")).to_have_text("1")
    assert loss(page, "train") < 1


def test_nonsense_in_the_address_is_named_and_the_page_works(page: Page):
    visit(page, "d=rubbish&lr=minus&h=8magic&n=150")
    problems = page.locator("#problems li")
    expect(problems).to_have_count(3)
    for word in ("rubbish", "minus", "magic"):
        expect(problems.filter(has_text=word)).to_have_count(1)
    expect(page.locator('[data-setting="data.points"]')).to_have_value("150")  # what makes sense is kept
    page.locator("#step").click()
    expect(figure(page, "step")).to_have_text("1")
