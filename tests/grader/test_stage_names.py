"""People see stages under names that fit the kind of exercise; the ids stay the same."""

from __future__ import annotations

import pytest

from exercises import catalog, load
from exercises.spec import OptimizerSpec
from grader.messages import say
from grader.report import Stage
from grader.stage_names import stage_name
from tests.grader.conftest import check, judged


@pytest.mark.parametrize("slug", catalog().slugs)
def test_only_an_optimizer_calls_its_forward_stage_step(slug):
    names = {stage: stage_name(slug, stage) for stage in Stage}
    is_optimizer = isinstance(load(slug).spec, OptimizerSpec)
    assert names == {stage: stage.value for stage in Stage} | ({Stage.FORWARD: "step"} if is_optimizer else {})


def test_an_unknown_exercise_has_the_ids_as_names():
    assert stage_name("no_such_exercise", Stage.FORWARD) == "forward"


def test_what_waits_for_the_steps_says_so():
    wrong = next(one for one in load("adam").wrong_answers if one.id == "uphill")
    result = judged("adam", wrong.source)
    assert check(result, "properties.extremes").message == say("skip.step")
    assert check(result, "forward.steps").points == 0
