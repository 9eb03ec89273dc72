"""The map of learning rates: where training converges, coarse to fine."""

from __future__ import annotations

import pytest

from playground.errors import Refused
from playground.rate_map import Axis, Cell, on_terrain, rate_map, with_network
from playground.settings import DataSettings, LossSettings, NetworkSettings, OptimizerSettings, Settings
from playground.terrain import terrain
from tests.playground.sources import accepted

MOMENTUM = OptimizerSettings("momentum")
LR, RHO = Axis("lr", 0.001, 1.0), Axis("momentum", 0.0, 0.9)


def valley(size: int = 8, steps: int = 100) -> list[Cell]:
    return list(rate_map(on_terrain(terrain("valley")), MOMENTUM, LR, RHO, size=size, steps=steps, goal=0.01))


def test_every_cell_comes_once_from_coarse_to_fine() -> None:
    cells = valley()
    assert sorted((one.column, one.row) for one in cells) == [(i, j) for i in range(8) for j in range(8)]
    spans = [one.span for one in cells]
    assert spans == sorted(spans, reverse=True)
    assert spans.count(2) == 16


def test_the_valley_converges_only_below_the_limit_of_the_learning_rate() -> None:
    cells = {(one.column, one.row): one for one in valley(steps=300)}
    rates = LR.values(8)
    for column, rate in enumerate(rates):
        state = cells[column, 0].state  # no momentum: the limit is 2 / 20
        assert (state == "diverged") == (rate > 0.1)
        assert state != "converged" or cells[column, 0].steps <= 300
    assert cells[0, 0].state == "slow"
    assert "converged" in {one.state for one in cells.values()}


def test_own_optimizers_give_the_same_map() -> None:
    def cells(is_mine: bool, sources: dict[str, str]) -> list[tuple[str, int]]:
        trial = on_terrain(terrain("valley"), is_mine, sources)
        found = rate_map(trial, OptimizerSettings("sgd"), LR, Axis("lr", 0.1, 1.0), size=4, goal=0.01)
        return [(one.state, one.steps) for one in found]

    with pytest.raises(Refused):
        cells(False, {})
    mine = on_terrain(terrain("valley"), True, {"momentum": accepted("momentum")})
    found = list(rate_map(mine, MOMENTUM, LR, RHO, size=8, steps=100, goal=0.01))
    assert [(one.state, one.steps) for one in found] == [(one.state, one.steps) for one in valley()]
    broken = on_terrain(
        terrain("valley"), True, {"momentum": "class Momentum:\n    def __init__(self, lr, momentum):\n        1 / 0\n"}
    )
    assert {one.state for one in rate_map(broken, MOMENTUM, LR, RHO, size=2, goal=0.01)} == {"failed"}


def test_a_network_has_a_map() -> None:
    settings = Settings(
        DataSettings("plane", noise=0.0), network=NetworkSettings(()), loss=LossSettings("squared_error")
    )
    trial = with_network(settings)
    axis = Axis("lr", 0.001, 10.0)
    found = {(c.column, c.row): c for c in rate_map(trial, MOMENTUM, axis, RHO, size=4, steps=50, goal=0.01)}
    assert found[0, 0].state == "slow"
    assert found[3, 0].state == "diverged"
    assert found[1, 3].state == "converged" or found[2, 0].state == "converged"


@pytest.mark.parametrize(
    ("x", "y", "size", "steps"),
    [
        (LR, Axis("beta", 0.0, 0.9), 8, 10),
        (LR, LR, 8, 10),
        (Axis("lr", 1.0, 0.1), RHO, 8, 10),
        (Axis("lr", 0.0, 0.1), RHO, 8, 10),
        (LR, Axis("momentum", 0.0, 1.5), 8, 10),
        (LR, Axis("momentum", 0.0, float("nan")), 8, 10),
        (LR, RHO, 10, 10),
        (LR, RHO, 128, 10),
        (LR, RHO, 8, 0),
        (LR, RHO, 8, 1001),
    ],
)
def test_maps_are_bounded(x: Axis, y: Axis, size: int, steps: int) -> None:
    with pytest.raises(Refused):
        rate_map(on_terrain(terrain("bowl")), MOMENTUM, x, y, size=size, steps=steps, goal=0.1)
