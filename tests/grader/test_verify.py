"""`verify_exercise` finds every rule that an exercise breaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exercises import load
from exercises.points import Allowance
from exercises.solutions import Solution
from grader.exercise_texts import text_failures
from grader.verify import verify_exercise

SIGMOID = load("sigmoid")
SMALL = replace(SIGMOID, accepted=SIGMOID.accepted[:2], wrong_answers=SIGMOID.wrong_answers[:5])


def spoil(**changes):
    first, *rest = SMALL.wrong_answers
    return replace(SMALL, wrong_answers=(replace(first, **changes), *rest))


BROKEN = {
    "accepted that is wrong": (
        replace(SMALL, accepted=(*SMALL.accepted, Solution("wrong", SMALL.wrong_answers[0].source))),
        ("accepted", "wrong"),
    ),
    "accepted that does not load": (
        replace(SMALL, accepted=(*SMALL.accepted, Solution("broken", "def ("))),
        ("accepted", "broken"),
    ),
    "wrong solution that is right": (spoil(source=SMALL.accepted[0].source), ("wrong_answer", "accepted")),
    "another stage in mistakes.toml": (spoil(stage="gradcheck"), ("wrong_answer", "mistakes.toml says gradcheck")),
    "named as something else": (spoil(named="nobody"), ("wrong_answer", "instead of nobody")),
    "starter that earns points": (replace(SMALL, starter=SMALL.accepted[0].source), ("starter", "100 points")),
    "starter that does not load": (
        replace(SMALL, starter="import os; os.fork\n" + SMALL.starter),
        ("starter", "cannot be graded"),
    ),
}


def test_a_sound_exercise_passes(sandbox):
    result = verify_exercise(SMALL, (0,), sandbox=sandbox)
    assert result.failures == ()
    assert (result.ok, result.gradings) == (True, 8)


@pytest.mark.parametrize(("exercise", "found"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_rule_is_found(sandbox, exercise, found):
    result = verify_exercise(exercise, (3,), sandbox=sandbox)
    rule, words = found
    assert not result.ok
    assert all(failure.rule == rule for failure in result.failures)
    assert any(words in f"{failure.what} {failure.problem}" and failure.seed == 3 for failure in result.failures)


def test_a_solution_that_needs_too_much_of_the_limits_is_found(sandbox):
    slow = SMALL.accepted[0].source + "\nfor _ in range(15_000_000): pass\n"
    spec = replace(SMALL.spec, limits=Allowance(cpu_time_s=1.0))  # a fifth of it is less than the loop takes anywhere
    exercise = replace(SMALL, spec=spec, accepted=(*SMALL.accepted, Solution("slow", slow)))
    result = verify_exercise(exercise, (0,), sandbox=sandbox)
    assert [(failure.rule, failure.what) for failure in result.failures] == [("limits", "slow")]


STATEMENT = SIGMOID.statement


def said(**changes):
    return replace(SIGMOID, **changes)


def restated(old, new):
    assert old in STATEMENT
    return said(statement=STATEMENT.replace(old, new))


def restarted(old, new):
    assert old in SIGMOID.starter
    return said(starter=SIGMOID.starter.replace(old, new))


TEXTS = {
    "unclosed formula": (said(statement=STATEMENT + "\nand $x + 1\n"), "unclosed formula"),
    "unclosed display": (said(statement=STATEMENT + "\n$$x + 1\n"), "unclosed formula"),
    "unbalanced braces": (said(statement=STATEMENT + "\n$x^{2$\n"), "unbalanced"),
    "other heading": (said(statement="# Tanh\n"), "heading"),
    "other points": (restated("| forward | 35 |", "| forward | 30 |"), "35 points"),
    "method not mentioned": (restated("backward", "back"), "mention Sigmoid.backward"),
    "starter lacks a method": (restarted("backward", "back"), "Sigmoid.backward"),
    "starter names otherwise": (restarted("(self, x)", "(self, z)"), "forward(x)"),
    "too few accepted": (said(accepted=()), "at least two"),
    "too few mistakes": (said(wrong_answers=()), "at least five"),
}


@pytest.mark.parametrize(("exercise", "problem"), TEXTS.values(), ids=TEXTS.keys())
def test_texts_that_disagree_are_found(exercise, problem):
    assert any(problem in failure.problem for failure in text_failures(exercise))


def test_prices_and_code_are_not_formulas():
    priced = replace(SIGMOID, statement=STATEMENT + "\nIn a shell, `echo $HOME` prints it.\n")
    assert list(text_failures(priced)) == []
