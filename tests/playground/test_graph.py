"""The graph of one example: every gradient is the sum over the edges that leave its node."""

from __future__ import annotations

import numpy as np
import pytest

from playground.errors import Refused
from playground.graph import example_graph
from playground.settings import DataSettings, LayerSettings, LossSettings, NetworkSettings, Settings
from playground.training import Trainer

BATCH_NORM = NetworkSettings((LayerSettings(3, "elu", batch_norm=True, dropout=0.4), LayerSettings(2, "softplus")))


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(network=BATCH_NORM),
        Settings(
            DataSettings("classes"), network=NetworkSettings((), "softmax"), loss=LossSettings("probability_log_loss")
        ),
        Settings(DataSettings("hills"), loss=LossSettings("squared_error"), features=("x1", "x1x2", "sinx2")),
    ],
)
def test_gradients_follow_from_the_edges(settings: Settings) -> None:
    trainer = Trainer(settings)
    trainer.run(10)
    graph = example_graph(trainer, 3)
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert len(nodes) == len(graph["nodes"])
    assert graph["forward"] == list(nodes) == graph["backward"][::-1]
    position = {name: i for i, name in enumerate(graph["forward"])}
    for name, node in nodes.items():
        leaving = [edge for edge in graph["edges"] if edge["from"] == name]
        assert all(position[edge["to"]] > position[name] for edge in leaving)
        if name != "loss":
            total = sum(nodes[edge["to"]]["gradient"] * edge["local"] for edge in leaving)
            assert node["gradient"] == pytest.approx(total, abs=1e-12)
        if node["layer"].startswith("linear"):
            entering = [edge for edge in graph["edges"] if edge["to"] == name]
            value = node["bias"] + sum(nodes[edge["from"]]["value"] * edge["local"] for edge in entering)
            assert node["value"] == pytest.approx(value, abs=1e-12)
            for edge in entering:
                expected = node["gradient"] * nodes[edge["from"]]["value"]
                assert edge["weight_gradient"] == pytest.approx(expected, abs=1e-12)
            assert node["bias_gradient"] == pytest.approx(node["gradient"], abs=1e-12)
    assert nodes["loss"]["gradient"] == 1.0
    x = trainer.points.train[3:4]
    np.testing.assert_allclose(graph["point"], x[0])
    assert "dropout" not in str(list(nodes))


def test_the_graph_does_not_disturb_training() -> None:
    trainer, other = Trainer(Settings(network=BATCH_NORM)), Trainer(Settings(network=BATCH_NORM))
    for _ in range(5):
        trainer.step()
        other.step()
        example_graph(trainer, 0, test=True)
    assert trainer.losses == other.losses


def test_points_that_do_not_exist_are_refused() -> None:
    with pytest.raises(Refused):
        example_graph(Trainer(Settings()), 100)
