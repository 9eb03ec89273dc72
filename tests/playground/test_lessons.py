"""Each lesson really shows what its text says."""

from __future__ import annotations

from dataclasses import replace

from playground.address import from_query, to_query
from playground.inspection import activations, gradients, words
from playground.lessons import LESSONS, Stage
from playground.parsing import parse, to_json
from playground.training import Trainer

STAGES = {one.id: one.stages for one in LESSONS}


def shown(stage: Stage, steps: int | None = None) -> Trainer:
    trainer = Trainer(stage.settings)
    trainer.run(stage.steps if steps is None else steps)
    return trainer


def losses(trainer: Trainer) -> tuple[float, float]:
    train, test = trainer.scores()
    return train.loss, test.loss


def test_there_are_six_lessons_with_stages_that_can_be_shared() -> None:
    assert len(LESSONS) == len(STAGES) == 6
    for stages in STAGES.values():
        assert len(stages) >= 2
        for stage in stages:
            assert parse(to_json(stage.settings)) == (stage.settings, ())
            assert from_query(to_query(stage.settings)) == (stage.settings, ())


def test_one_neuron_cannot_do_xor_but_the_product_or_a_hidden_layer_can() -> None:
    line, product, hidden = STAGES["xor"]
    train, test = shown(line).scores()
    assert 0.6 < train.loss < 0.72
    assert 0.6 < test.loss < 0.8
    assert shown(line, 2000).scores()[0].loss > 0.6
    for stage in (product, hidden):
        train, test = shown(stage).scores()
        assert test.loss < 0.1
        assert test.accuracy is not None
        assert test.accuracy > 0.95
    assert shown(product, 30).scores()[1].accuracy == 1.0


def test_deep_sigmoids_hardly_learn_and_tanh_does() -> None:
    sigmoid, saturated, tanh = STAGES["saturation"]
    trainer = shown(sigmoid)
    sizes = [one["size"] for one in gradients(trainer)]
    assert sizes[-1] > 300 * sizes[0]
    assert 0.68 < losses(trainer)[0] < 0.7
    trainer.run(500)
    assert 0.68 < losses(trainer)[0] < 0.7
    trainer = shown(saturated)
    assert activations(trainer)[1]["flat_share"] == 1.0
    assert gradients(trainer)[0]["size"] < 1e-5
    assert losses(trainer)[0] > 5.0
    trainer = shown(tanh)
    sizes = [one["size"] for one in gradients(trainer)]
    assert 0.1 < sizes[-1] / sizes[0] < 10
    assert losses(trainer)[0] < 0.2


def test_relus_die_of_a_large_step() -> None:
    large, small = STAGES["dying_relu"]
    trainer = shown(large)
    dead = sum(len(one["dead_units"]) for one in activations(trainer))
    assert dead > 8
    assert "dead" in {one["kind"] for one in words(trainer)}
    before = losses(trainer)[0]
    trainer.run(50)
    assert abs(losses(trainer)[0] - before) < 0.01
    trainer = shown(small)
    assert sum(len(one["dead_units"]) for one in activations(trainer)) <= 4
    assert losses(trainer)[0] < 0.1


def test_a_learning_rate_that_is_too_high_makes_the_loss_explode() -> None:
    high, low = STAGES["learning_rate"]
    trainer = shown(high)
    assert all(later > earlier for earlier, later in zip(trainer.losses[10:], trainer.losses[11:], strict=False))
    assert trainer.losses[-1] > 1e3
    trainer.run(5000)
    assert trainer.stop is not None
    assert trainer.stop.reason == "not_finite"
    trainer = shown(low)
    assert losses(trainer)[0] < 0.02
    after = losses(trainer)[0]
    trainer.run(500)
    assert losses(trainer)[0] > 0.95 * after


def test_momentum_gathers_speed_in_a_valley() -> None:
    plain, heavy = STAGES["momentum"]
    creeping, fast = shown(plain), shown(heavy)
    assert losses(creeping)[0] > 10 * losses(fast)[0]
    assert plain.settings.optimizer.lr == heavy.settings.optimizer.lr
    before = losses(creeping)[0]
    creeping.run(20)
    assert losses(creeping)[0] < 0.97 * before


def test_the_steep_direction_of_the_valley_limits_the_learning_rate() -> None:
    plain = STAGES["momentum"][0]
    optimizer = replace(plain.settings.optimizer, lr=1.3 * plain.settings.optimizer.lr)
    trainer = Trainer(replace(plain.settings, optimizer=optimizer))
    trainer.run(200)
    assert trainer.losses[-1] > trainer.losses[0]


def test_a_large_network_learns_the_noise_and_a_penalty_helps() -> None:
    free, kept = STAGES["overfitting"]
    early, late, smooth = shown(free, 50), shown(free), shown(kept)
    assert losses(late)[0] < 0.1
    assert losses(late)[1] > 1.5 * losses(early)[1]
    assert losses(smooth)[1] < 0.7 * losses(late)[1]
    assert losses(smooth)[0] > losses(late)[0]
