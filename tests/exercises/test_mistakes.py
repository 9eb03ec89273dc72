"""Known mistakes are read from mistakes.toml: what it says, what it makes of the base, and what it refuses."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from exercises import BrokenExercise, ChangedLine, Solution, catalog, changed_lines, load
from exercises.mistakes import read_mistakes

TEXTBOOK = "def forward(x):\n    y = 2 * x\n    return y\n\n\ndef backward(grad):\n    return 2 * grad\n"
SHORT = "def forward(x):\n    return 2 * x\n"
ACCEPTED = (Solution("short", SHORT), Solution("textbook", TEXTBOOK))
HEAD = '[[mistakes]]\nid = "it"\nstage = "forward"\ntitle = "T."\nhint = "H."\n'
HALF = "[[mistakes.edits]]\nfind = '2 * x'\nput = 'x'\n"


@pytest.fixture
def read(tmp_path):
    """Write a mistakes.toml, and perhaps whole files, and read them."""

    def read(text, **whole):
        (tmp_path / "wrong_answer").mkdir()
        for name, source in whole.items():
            (tmp_path / "wrong_answer" / f"{name}.py").write_text(source)
        if text is not None:
            (tmp_path / "mistakes.toml").write_text(text)
        return read_mistakes(tmp_path, ACCEPTED)

    return read


def one(read, text, **whole):
    (wrong,) = read(f'base = "textbook"\n{text}', **whole)
    return wrong


def test_an_edit_replaces_its_text_in_the_base(read):
    wrong = one(read, HEAD + HALF)
    assert wrong.source == TEXTBOOK.replace("2 * x", "x")
    assert (wrong.id, wrong.stage, wrong.title, wrong.hint, wrong.base.id) == ("it", "forward", "T.", "H.", "textbook")
    assert (wrong.nudge, wrong.explanation, wrong.named) == ("", "", "it")


def test_every_edit_is_looked_up_in_the_unchanged_base(read):
    last_first = "[[mistakes.edits]]\nfind = 'return 2 * grad'\nput = 'return 2 * x'\n" + HALF
    wrong = one(read, HEAD + last_first)
    assert wrong.source == TEXTBOOK.replace("2 * x", "x").replace("2 * grad", "2 * x")


def test_whole_lines_may_be_taken_out(read):
    wrong = one(read, HEAD + "[[mistakes.edits]]\nfind = '''\n    return y\n'''\nput = ''\n")
    assert wrong.source == TEXTBOOK.replace("    return y\n", "")


def test_a_mistake_may_have_a_base_of_its_own_and_another_diagnosis(read):
    wrong = one(read, HEAD + 'base = "short"\nnamed = "other"\n' + HALF)
    assert (wrong.source, wrong.base.id, wrong.named) == (SHORT.replace("2 * x", "x"), "short", "other")


def test_a_mistake_without_edits_is_a_whole_file(read):
    assert one(read, HEAD, it="x = 1\n").source == "x = 1\n"


def test_texts_may_be_wrapped(read):
    text = (
        HEAD.replace('"H."', "'''\nLook\n  here: and\nthere.\n'''")
        + "nudge = 'Why?'\nexplanation = '''\nSo\nit is.'''\n"
    )
    wrong = one(read, text + HALF)
    assert (wrong.nudge, wrong.hint, wrong.explanation) == ("Why?", "Look here: and there.", "So it is.")


def test_mistakes_come_in_the_order_of_their_ids(read):
    ids = ("b", "a_b", "a", "ab")
    text = 'base = "textbook"\n' + "\n".join(HEAD.replace('"it"', f'"{id_}"') + HALF for id_ in ids)
    assert [wrong.id for wrong in read(text)] == ["a", "a_b", "ab", "b"]


def test_a_copy_for_students_has_no_mistakes(read):
    assert read(None) == ()


REFUSED = {
    "no TOML": ("base = ", "is not valid TOML"),
    "unknown key": ('base = "textbook"\ncolor = 1', "unknown key color; allowed keys: base, mistakes"),
    "no base": (HEAD + HALF, "the base is None; it must be one of short, textbook"),
    "unknown base": ('base = "txtbook"\n' + HEAD + HALF, "the base is 'txtbook'; it must be one of short, textbook"),
    "mistakes of another form": ('base = "textbook"\nmistakes = 3', "mistakes must be a list of tables"),
}
REFUSED_MISTAKES = {
    "no id": (HEAD.replace('id = "it"\n', "") + HALF, "mistake 1: the id is None"),
    "an id that is none": (HEAD.replace('"it"', '"../it"') + HALF, "mistake 1: the id is '../it'"),
    "doubled id": (HEAD + HALF + HEAD + HALF, "more than one mistake has the id it"),
    "unknown key": (HEAD + 'hunt = "H."\n' + HALF, "mistake it: unknown key hunt; allowed keys: id, stage"),
    "text missing": (HEAD.replace('hint = "H."\n', "") + HALF, "mistake it: missing or empty: hint"),
    "text empty": (HEAD.replace('"T."', '" "') + HALF, "mistake it: missing or empty: title"),
    "text that is none": (HEAD.replace('"T."', "3") + HALF, "mistake it: title is 3, not a string"),
    "bad stage": (
        HEAD.replace("forward", "nowhere") + HALF,
        "mistake it: the stage is 'nowhere'; it must be one of loads, ",
    ),
    "unknown own base": (
        HEAD + 'base = "x"\n' + HALF,
        "mistake it: the base is 'x'; it must be one of short, textbook",
    ),
    "edits of another form": (HEAD + "edits = ['a']\n", "mistake it: edits must be a list of tables"),
    "unknown key of an edit": (
        HEAD + HALF + "with = 'y'\n",
        "mistake it: edit 1: unknown key with; allowed keys: find",
    ),
    "find missing": (
        HEAD + "[[mistakes.edits]]\nput = 'x'\n",
        "mistake it: edit 1: needs a text to find and a different text",
    ),
    "find empty": (
        HEAD + HALF.replace("'2 * x'", "''"),
        "mistake it: edit 1: needs a text to find and a different text",
    ),
    "put missing": (HEAD + "[[mistakes.edits]]\nfind = '2 * x'\n", "mistake it: edit 1: needs a text to find"),
    "nothing changed": (
        HEAD + HALF.replace("'x'", "'2 * x'"),
        "mistake it: edit 1: needs a text to find and a different text",
    ),
    "found nowhere": (
        HEAD + HALF + HALF.replace("2 * x", "3 * x"),
        "mistake it: edit 2: '3 \\* x' does not occur in accepted/textbook.py; it must occur exactly once",
    ),
    "found twice": (
        HEAD + HALF.replace("2 * x", "2 *"),
        "mistake it: edit 1: '2 \\*' occurs more than once in accepted/textbook.py; it must occur exactly once",
    ),
    "the same text twice": (HEAD + HALF + HALF, "mistake it: two edits change the same text in accepted/textbook.py"),
    "neither edits nor a file": (HEAD, "mistake it: has neither edits nor the file wrong_answer/it.py"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_of_another_form_is_refused(read, tmp_path, text, words):
    with pytest.raises(BrokenExercise, match=f"^{tmp_path.name}/mistakes.toml.*{words}"):
        read(text)


@pytest.mark.parametrize(("text", "words"), REFUSED_MISTAKES.values(), ids=REFUSED_MISTAKES.keys())
def test_a_mistake_of_another_form_is_refused_by_its_name(read, tmp_path, text, words):
    with pytest.raises(BrokenExercise, match=f"^{tmp_path.name}/mistakes.toml.*{words}"):
        read(f'base = "textbook"\n{text}')


def test_edits_and_a_whole_file_do_not_go_together(read):
    with pytest.raises(BrokenExercise, match=r"mistake it: has both edits and the file wrong_answer/it\.py; only one"):
        one(read, HEAD + HALF, it="x = 1\n")


def test_a_whole_file_without_an_entry_is_refused(read):
    with pytest.raises(BrokenExercise, match=r"wrong_answer/other\.py has no entry with the id 'other'"):
        one(read, HEAD + HALF, other="x = 1\n")


def test_a_whole_file_with_a_docstring_as_header_is_told_of_the_new_form(read):
    with pytest.raises(BrokenExercise, match=r"wrong_answer/it\.py has no entry because .*/mistakes\.toml is missing"):
        read(None, it='"""Title: T.\nHint: H.\nStage: forward\n"""\n')


def test_other_values_of_a_number_give_further_sources(read):
    varies = 'varies = { number = "2", others = ["3", "4"] }\n'
    wrong = one(read, (HEAD + HALF).replace("[[mistakes.edits]]", varies + "[[mistakes.edits]]", 1))
    assert wrong.variants == tuple(wrong.source.replace("2", other) for other in "34")


@pytest.mark.parametrize(
    ("varies", "problem"),
    [
        ('{ number = "7.5", others = ["3"] }', "'7.5', the number that varies, does not occur"),
        ('{ number = "2" }', "varies must look like"),
        ('["2", "3"]', "varies must look like"),
        ('{ number = 2, others = ["3"] }', "varies must look like"),
    ],
)
def test_a_number_that_varies_must_be_there_and_have_other_values(read, varies, problem):
    text = (HEAD + HALF).replace("[[mistakes.edits]]", f"varies = {varies}\n[[mistakes.edits]]", 1)
    with pytest.raises(BrokenExercise, match=problem):
        one(read, text)


def test_changed_lines_are_grouped_by_place(read):
    text = HEAD + HALF + "[[mistakes.edits]]\nfind = '''\n    return 2 * grad\n'''\nput = ''\n"
    wrong = one(read, text)
    first, second = changed_lines(wrong)
    assert first == (ChangedLine("-", "    y = 2 * x"), ChangedLine("+", "    y = x"))
    assert second == (ChangedLine("-", "    return 2 * grad"),)


def test_changed_lines_may_have_some_context(read):
    ((before, old, new, after),) = changed_lines(one(read, HEAD + HALF), context=1)
    assert (before, after) == (ChangedLine(" ", "def forward(x):"), ChangedLine(" ", "    return y"))
    assert (old.sign, new.sign) == ("-", "+")


@pytest.mark.parametrize("slug", catalog().slugs)
def test_every_known_mistake_is_a_small_change_of_code_that_parses(slug):
    exercise = load(slug)
    assert exercise.wrong_answers
    assert len({wrong.source for wrong in exercise.wrong_answers}) == len(exercise.wrong_answers)
    for wrong in exercise.wrong_answers:
        assert ast.get_docstring(ast.parse(wrong.source)) is None, wrong.id
        assert wrong.base in exercise.accepted
        assert changed_lines(wrong), wrong.id


def test_example_of_the_guide_is_a_mistake_of_linear():
    guide = (Path(__file__).parents[2] / "docs/authoring.md").read_text()
    [example] = re.findall(r"^```toml\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)
    said = tomllib.loads(example)
    real = tomllib.loads((Path(__file__).parents[2] / "exercises/linear/mistakes.toml").read_text())
    assert said["base"] == real["base"]
    assert said["mistakes"] == [one for one in real["mistakes"] if one["id"] == "unsummed_bias"]
