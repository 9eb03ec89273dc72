"""The page of the playground: open to everybody, with the settings of its address and every control of the settings."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest

from playground.parsing import to_json
from playground.settings import Settings
from playground.vocabulary import vocabulary
from server.playground import labels
from tests.server.conftest import Visitor

ELSEWHERE = {"data.task", "data.rows", "network.layers"}  # set by pasting a table, and in the drawing of the network


DEFAULTS = json.loads(json.dumps(to_json(Settings())))


def data_of(page: str) -> dict:
    found = re.search(r'data-page="([^"]*)"', page)
    assert found
    return json.loads(html.unescape(found.group(1)))


def test_it_opens_without_an_account_with_the_default_settings(visit: Callable[..., Visitor]):
    answer = visit().get("/playground")
    assert answer.status_code == 200
    assert data_of(answer.text)["settings"] == DEFAULTS


def test_it_opens_with_the_settings_of_its_address(visit: Callable[..., Visitor]):
    settings = data_of(visit().get("/playground?v=1&d=xor&f=x1.x2.x1x2&h=").text)["settings"]
    assert (settings["data"]["kind"], settings["features"][-1], settings["network"]["layers"]) == ("xor", "x1x2", [])


@pytest.mark.parametrize(
    "query", ["d=nonsense", "lr=1e999", "n=%00", "v=7", "n=" + "9" * 5000, "d=own&r=!!", "%ff=%fe"]
)
def test_nonsense_in_the_address_is_named_and_gives_the_defaults(visit: Callable[..., Visitor], query: str):
    answer = visit().get(f"/playground?{query}")
    problems = re.search(r'id="problems" role="alert"( hidden)?>(.*?)</div>', answer.text, re.DOTALL)
    assert answer.status_code == 200
    assert problems is not None
    assert problems.group(1) is None
    assert "<li>" in problems.group(2)
    assert data_of(answer.text)["settings"] == DEFAULTS


def test_every_setting_has_a_control_within_its_bounds(visit: Callable[..., Visitor]):
    page = visit().get("/playground").text
    settings = {
        f"{section}.{name}" for section, values in DEFAULTS.items() if isinstance(values, dict) for name in values
    }
    assert set(re.findall(r'data-setting="([^"]+)"', page)) == settings - ELSEWHERE
    for name, control in vocabulary()["controls"]["optimizer"].items():
        if "low" in control:
            assert f'data-setting="optimizer.{name}" min="{control["low"]}" max="{control["high"]}"' in page


@pytest.mark.parametrize(
    ("section", "name", "words"),
    [
        ("data", "kind", labels.DATASETS),
        ("settings", "features", labels.FEATURES),
        ("layer", "activation", labels.ACTIVATIONS),
        ("network", "output", labels.OUTPUTS),
        ("network", "initialization", labels.INITIALIZATIONS),
        ("loss", "kind", labels.LOSSES),
        ("optimizer", "kind", labels.OPTIMIZERS),
        ("optimizer", "schedule", labels.SCHEDULES),
    ],
)
def test_everything_that_can_be_chosen_has_a_label(section: str, name: str, words: dict[str, str]):
    assert list(words) == list(vocabulary()["controls"][section][name]["names"])


def test_members_find_it_in_their_course_and_others_do_not(visit: Callable[..., Visitor]):
    page = visit("ada").get("/courses/dl").text
    assert 'href="/courses/dl/playground"' in page
    assert visit("ada").get("/courses/dl/playground").status_code == 200
    assert visit().get("/courses/dl/playground").status_code == 302
