"""The catalog of sentences: complete, used, and in one style."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import exercises
import grader
import server
from exercises import catalog, load
from grader.messages import MESSAGES, help_of, say
from grader.plans import stages
from grader.report import Stage
from grader.sandbox.types import End
from tests.house.sentences import sentences, stray_sentences

ROOT = Path(grader.__file__).parent
SOURCES = [
    path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0] not in {"sandbox", "cli", "messages.py"}
]
CODE = "\n".join(path.read_text() for path in SOURCES)
EXERCISES = "\n".join(path.read_text() for path in Path(exercises.__file__).parent.rglob("*.py"))
PROPERTIES = {
    check.id.removeprefix("properties.")
    for slug in catalog().slugs
    for plan in stages(load(slug).spec, seed=0)
    if plan.stage is Stage.PROPERTIES
    for check in plan.checks
}
# Modules of the packages behind a student's pages that may hold sentences.
PAGES = {
    "student": frozenset({"views.py"}),
    "submissions": frozenset(
        {"errors.py", "forms.py", "labels.py", "report_labels.py", "policy.py", "intake.py", "submit.py", "views.py"}
    ),
}
MADE = {
    *(f"end.{end}" for end in End if end is not End.CANCELED),
    *(f"load.{what}_{kind}" for what in ("missing", "not") for kind in ("class", "function")),
    *(f"property.{name}" for name in PROPERTIES),
    "property.unknown",
}


def test_every_sentence_is_used():
    literal = set(re.findall(r'"([a-z]+\.[a-z0-9_]+)"', CODE + EXERCISES))
    assert set(MESSAGES) - literal - MADE == set()


def test_every_sentence_asked_for_is_there():
    asked = set(re.findall(r'say\(\s*"([a-z]+\.[a-z0-9_]+)"', CODE)) | MADE
    assert asked - set(MESSAGES) == set()


def test_no_sentence_for_students_is_written_elsewhere_in_the_grader():
    # Exceptions are for us, the sandbox speaks to nobody, and the command line has sentences of its own.
    allowed = frozenset(
        {"messages.py", "signature_messages.py", "pictures/draw.py", "pictures/arrays.py", "sandbox", "cli"}
    )
    assert stray_sentences(Path(grader.__file__).parent, allowed=allowed, raised=False) == []


@pytest.mark.parametrize(("package", "allowed"), PAGES.items())
def test_no_sentence_for_students_is_written_elsewhere_in_the_server(package, allowed):
    assert stray_sentences(Path(server.__file__).parent / package, allowed=allowed, raised=True) == []


@pytest.mark.parametrize(
    "code",
    [
        'Finding(Kind.FORM, Verdict.WA, "The shape is wrong.")',
        'message = f"{what} has {count} elements."',
        'return ("The array "\n        "is too long.")',
        'flash("Too late. Ask your instructor.")',
    ],
)
def test_a_sentence_in_code_is_found(code):
    assert len(list(sentences(code))) == 1


@pytest.mark.parametrize("code", ['"""Return the sum of two."""', 'say("form.shape", what=what)', 'f"{name}.py"'])
def test_what_is_no_sentence_is_left_alone(code):
    assert list(sentences(code)) == []


@pytest.mark.parametrize("id_", sorted(MESSAGES))
def test_sentence_is_whole_and_fills_its_gaps(id_):
    message = MESSAGES[id_]
    whole = message.text + message.hint + message.nudge + message.explanation
    gaps = {name: 1 for _, name, _, _ in Formatter().parse(whole) if name}
    text = say(id_, **gaps)
    assert text.endswith((".", "?"))
    assert "{" not in text
    assert not re.search(r"\b(colour|normalise|behaviour|please|you failed|invalid input)\b", text, re.IGNORECASE)
    if id_.startswith("sign."):
        found = help_of(id_, **gaps)
        assert found.nudge.endswith((".", "?"))
        assert found.hint.endswith((".", "?"))
        assert found.explanation.endswith(".")
