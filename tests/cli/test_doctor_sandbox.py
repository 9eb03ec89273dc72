"""What doctor says about the sandbox of a machine: the tier, what is missing, and how to get it."""

from __future__ import annotations

import pytest

from grader.cli.doctor import _tier
from grader.sandbox import Layer, Probe, Sandbox, SandboxUnavailable
from grader.sandbox.layers import HOW_TO_GET, tier_of
from grader.sandbox.types import Tier


def probe(*missing: Layer) -> Probe:
    layers = tuple(layer for layer in Layer if layer not in missing)
    return Probe(tier_of(layers), layers, {str(layer): "no \x1b[31mright" for layer in missing})


def test_every_layer_says_how_to_get_it() -> None:
    assert set(HOW_TO_GET) == set(Layer)


def test_with_every_layer_active_there_is_nothing_to_get() -> None:
    assert _tier(probe(), verbose=True).more == ("active: namespaces, cgroups, landlock, seccomp, uid, rlimits",)


def test_a_sandbox_that_contains_is_one_line_unless_asked() -> None:
    weak = (Layer.NAMESPACES, Layer.CGROUPS)
    assert _tier(probe(*weak), verbose=False).more == ("grader doctor -v shows its layers",)
    assert _tier(probe(Layer.LANDLOCK), verbose=False) == _tier(probe(Layer.LANDLOCK), verbose=True)


@pytest.mark.parametrize("layer", [Layer.NAMESPACES, Layer.CGROUPS, Layer.LANDLOCK, Layer.UID])
def test_a_missing_layer_is_named_with_its_reason_and_how_to_get_it(layer: Layer) -> None:
    finding = _tier(probe(layer), verbose=True)
    told = "\n".join(finding.more)
    assert f"missing: {layer} (" in told
    assert f"to enable it: {HOW_TO_GET[layer]}" in told
    assert "\x1b" not in told


def test_the_next_tier_is_named_with_what_it_lacks() -> None:
    assert (
        "to reach T1, add: namespaces, cgroups"
        in _tier(probe(Layer.NAMESPACES, Layer.CGROUPS, Layer.UID), verbose=True).more
    )
    below = _tier(probe(Layer.LANDLOCK), verbose=True).more
    assert "to reach T2, add: landlock" in below
    assert below[-1] == "a server requires T2 or stronger, so it cannot grade on this machine"


def test_on_a_laptop_without_layers_the_tiers_that_were_tried_are_named() -> None:
    finding = _tier(Probe(Tier.T4, (), {"tier 1": "darwin has no layer that isolates hostile code"}), verbose=True)
    assert finding.more == (
        "missing: tier 1 (darwin has no layer that isolates hostile code)",
        "a server requires T2 or stronger, so it cannot grade on this machine",
    )


def test_a_server_below_its_floor_is_told_which_layer_is_missing_and_how_to_get_it() -> None:
    with pytest.raises(SandboxUnavailable) as info:
        Sandbox.start(floor=Tier.T2, without={Layer.LANDLOCK})
    assert "no sandbox of tier T2 or stronger" in str(info.value)
    assert info.value.reasons == (f"landlock: left out on request (to enable it: {HOW_TO_GET[Layer.LANDLOCK]})",)
