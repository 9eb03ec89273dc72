"""Settings are read from JSON and from addresses, whatever is in them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from playground.address import from_query, to_query
from playground.parsing import SECTIONS, parse, to_json
from playground.settings import FINEST, OPTIMIZERS, TASKS, Settings, losses_for, outputs_for, usual
from tests.playground.documents import documents

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)


def test_nothing_gives_the_defaults() -> None:
    assert parse({}) == (Settings(), ())
    assert from_query("") == (Settings(), ())
    assert to_query(Settings()) == "v=1"


@given(documents())
@limits(max_examples=60, deadline=None)
def test_settings_survive_json_and_addresses(found: dict[str, Any]) -> None:
    settings = parse(found).settings
    assert parse(json.loads(json.dumps(to_json(settings)))) == (settings, ())
    again, problems = from_query(to_query(settings))
    assert problems == ()
    if settings.data.kind != "own":  # an address leaves out what is not in use
        settings = replace(settings, data=replace(settings.data, rows=()))
    assert again == settings


@given(documents())
@limits(max_examples=60, deadline=None)
def test_settings_always_fit_together(found: dict[str, Any]) -> None:
    settings = parse(found).settings
    assert settings.loss.kind in losses_for(settings.task)
    assert settings.network.output in outputs_for(settings.loss.kind, settings.task)
    assert 0 <= settings.run.batch_size <= settings.train_count


@given(JSON | st.fixed_dictionaries(dict.fromkeys((*SECTIONS, "features", "mine"), JSON)))
@limits(max_examples=40, deadline=None)
def test_nonsense_gives_settings_and_says_what_is_wrong(found: Any) -> None:
    settings, problems = parse(found)
    assert parse(to_json(settings)) == (settings, ())
    assert all(one.message and len(one.found) <= 60 for one in problems)
    assert problems or found == {} or isinstance(found, dict)


@given(st.text(max_size=200) | st.dictionaries(st.sampled_from("vdfholrnmysp"), st.text(max_size=20)).map(
    lambda pairs: "&".join(f"{key}={value}" for key, value in pairs.items())
))  # fmt: skip
@limits(deadline=None)
def test_an_address_with_nonsense_gives_settings(query: str) -> None:
    settings, _ = from_query(query)
    assert from_query(to_query(settings)).problems == ()


@pytest.mark.parametrize(
    ("found", "field"),
    [
        ({"data": {"points": 19}}, "data.points"),
        ({"data": {"points": 1001}}, "data.points"),
        ({"data": {"points": 50.5}}, "data.points"),
        ({"data": {"points": True}}, "data.points"),
        ({"data": {"noise": float("nan")}}, "data.noise"),
        ({"data": {"kind": "mnist"}}, "data.kind"),
        ({"data": {"kind": "own"}}, "data.rows"),
        ({"data": {"kind": "own", "rows": [[0, 0, 2]] * 9}}, "data.rows"),
        ({"data": {"kind": "own", "rows": [[0, 4096, 1]] * 9}}, "data.rows"),
        ({"network": {"layers": [{}] * 7}}, "network.layers"),
        ({"network": {"layers": [{}, {"units": 9}]}}, "network.layers[1].units"),
        ({"network": {"layers": [{"width": 3}]}}, "network.layers[0].width"),
        ({"network": {"layers": ["tanh"]}}, "network.layers[0]"),
        ({"features": []}, "features"),
        ({"features": ["x3"]}, "features"),
        ({"mine": ["conv2d"]}, "mine"),
        ({"run": {"batch_size": 101}}, "run.batch_size"),
        ({"run": {"batch_size": 1}, "network": {"layers": [{"batch_norm": True}]}}, "run.batch_size"),
        ({"loss": {"kind": "log_loss"}, "data": {"kind": "hills"}}, "loss.kind"),
        ({"network": {"output": "softmax"}}, "network.output"),
        ({"optimizer": []}, "optimizer"),
        ({"weights": 3}, "weights"),
        ([], "settings"),
    ],
)
def test_each_field_out_of_bounds_is_a_problem(found: Any, field: str) -> None:
    settings, problems = parse(found)
    assert [one.field for one in problems] == [field]
    assert parse(to_json(settings)).problems == ()


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("d=nonsense", "Dataset"),
        ("lr=abc", "Learning rate"),
        ("h=99tanh", "Layer 1"),
        ("h=4tanh-p5", "Dropout in layer 1"),
    ],
)
def test_a_problem_of_an_address_has_the_label_of_the_page(query: str, label: str) -> None:
    (problem,) = from_query(query).problems
    assert problem.message.startswith(f"{label} is ")


def test_a_problem_says_what_was_found_and_what_is_allowed() -> None:
    ((problem,), settings) = parse({"data": {"points": 5000}})[::-1]
    assert (problem.found, problem.used) == ("5000", "200")
    assert "20 to 1000" in problem.allowed
    assert settings.data.points == 200


def test_an_address_is_short_and_stable() -> None:
    found = {
        "data": {"kind": "spiral", "noise": 0.05},
        "network": {"layers": [{"units": 8, "activation": "leaky_relu", "batch_norm": True, "dropout": 0.2}, {}]},
        "features": ["x2", "x1", "sinx1"],
        "mine": ["adam", "linear"],
    }
    query = "v=1&f=x1.x2.sinx1&my=linear.adam&d=spiral&no=0.05&h=8leaky_relu-b-p0.2~4tanh"
    assert to_query(parse(found).settings) == query
    assert to_json(from_query(query).settings) == to_json(parse(found).settings)


def test_own_points_are_in_the_address() -> None:
    rows = [[0, FINEST, 1], [2048, 7, 0], [1, 2, 1], [3, 4, 0]]
    settings = parse({"data": {"kind": "own", "rows": rows}}).settings
    assert [list(row) for row in from_query(to_query(settings)).settings.data.rows] == rows


@pytest.mark.parametrize(
    "query", ["v=2", "q=1", "h=9tanh", "h=4gelu", "n=many", "r=abc&d=own", "no=1e999", "n=1_00", "x" * 40_000]
)
def test_each_fault_of_an_address_is_a_problem(query: str) -> None:
    settings, problems = from_query(query)
    assert problems
    assert replace(settings, network=Settings().network) == Settings()
    assert {layer.units for layer in settings.network.layers} <= {2, 4}


def test_every_dataset_and_optimizer_has_what_it_needs() -> None:
    for kind in TASKS:
        fitting = parse({"data": {"kind": kind}, "loss": {"kind": losses_for(TASKS[kind])[0]}}).settings
        assert fitting.data.kind == kind
    for kind in OPTIMIZERS:
        assert parse({"optimizer": {"kind": kind, **usual(kind)}}).problems == ()
