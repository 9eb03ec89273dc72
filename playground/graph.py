"""The computation graph of one example: every unit with its value and its gradient, forward and then backward."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground import features, losses
from playground.datasets import Array
from playground.errors import Refused
from playground.features import FEATURES
from playground.layers import Layer
from playground.training import Trainer


def example_graph(trainer: Trainer, row: int = 0, *, test: bool = False) -> dict[str, Any]:
    """Return the graph of one point, outside training, so without dropout and with the running statistics.

    Each node has an id, the name of its layer, its unit, its value and the gradient of the loss with respect to it. A
    node of a linear layer also has its bias with its gradient. Each edge has the derivative `local` of its end with
    respect to its start, so the gradient of a node is the sum of `gradient · local` over the edges that leave it. An
    edge into a linear layer also has its weight's gradient. The last node is the loss, without the penalty.

    `forward` lists the ids in the order in which values are computed, and `backward` in that of gradients.

    Raises:
        Refused: if there is no such point.
        Stopped: if a student's code raises.
    """
    points, classes = (
        (trainer.points.test, trainer.points.test_target)
        if test
        else (trainer.points.train, trainer.points.train_target)
    )
    if not 0 <= row < len(points):
        raise Refused(f"There are {len(points)} points, but not one with the number {row}.")
    net, names = trainer.network, trainer.settings.features
    with np.errstate(all="ignore"):
        x = features.columns(names, points[row : row + 1])
        output = net.forward(x, training=False)
        loss = net.loss.forward(output, losses.targets(trainer.settings, classes[row : row + 1]))
        slope = net.loss.backward()
        net.backward(slope)
        gradients = [list(layer.gradients) for layer in net.layers]
        nodes = [
            _node(f"input.{j}", "input", j, x[0, j], net.slopes[0][0, j], label=FEATURES[name].label)
            for j, name in enumerate(names)
        ]
        edges: list[dict[str, Any]] = []
        before = [node["id"] for node in nodes]
        for i, layer in enumerate(net.layers):
            if layer.kind == "dropout":
                continue
            ids = [f"{layer.name.replace(' ', '_')}.{j}" for j in range(net.outputs[i + 1].shape[1])]
            nodes += [
                _node(one, layer.name, j, net.outputs[i + 1][0, j], net.slopes[i + 1][0, j])
                for j, one in enumerate(ids)
            ]
            edges += _edges(layer, before, ids, gradients[i], nodes)
            before = ids
    nodes.append(_node("loss", "loss", 0, loss, 1.0))
    edges += [{"from": one, "to": "loss", "local": float(slope[0, j])} for j, one in enumerate(before)]
    order = [node["id"] for node in nodes]
    return {
        "point": points[row].tolist(),
        "target": float(classes[row]),
        "nodes": nodes,
        "edges": edges,
        "forward": order,
        "backward": order[::-1],
    }


def _node(name: str, layer: str, unit: int, value: float, gradient: float, **more: Any) -> dict[str, Any]:
    return {"id": name, "layer": layer, "unit": unit, "value": float(value), "gradient": float(gradient), **more}


def _edges(
    layer: Layer, before: list[str], ids: list[str], gradients: list[Array], nodes: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the edges into a layer, and give the nodes of a linear layer their biases."""
    if layer.kind == "linear":
        weight, bias = layer.parameters["weight"], layer.parameters["bias"]
        for j, node in enumerate(nodes[-len(ids) :]):
            node.update(bias=float(bias[j]), bias_gradient=float(gradients[1][j]))
        return [
            {"from": start, "to": end, "local": float(weight[j, i]), "weight_gradient": float(gradients[0][j, i])}
            for j, end in enumerate(ids)
            for i, start in enumerate(before)
        ]
    edges = []
    for j, end in enumerate(ids):
        seed = np.zeros((1, len(ids)))
        seed[0, j] = 1.0
        local = layer.backward(seed)[0]
        sources = range(len(before)) if layer.kind == "softmax" else [j]
        edges += [{"from": before[i], "to": end, "local": float(local[i])} for i in sources]
    return edges
