"""What a submission must define, judged from signatures alone."""

from __future__ import annotations

import pytest

from exercises import load
from grader.compare import Kind
from grader.loading import MAX_SOURCE_BYTES, judge_loading, refuse_source, required_names
from grader.report import Verdict
from grader.sandbox.types import Call, Frame, Loaded, LoadFailed, Raised, Signature
from grader.script import Script, first_failure, import_problem


def loaded(slug, **changes):
    required = required_names(load(slug).spec)
    found = {name.name: Signature(name.kind, name.arguments, len(name.arguments)) for name in required}
    return judge_loading(
        Loaded(found | {name.replace("__", "."): change for name, change in changes.items()}), required
    )


def test_what_each_exercise_must_define():
    assert [one.name for one in required_names(load("linear").spec)] == ["Linear", "Linear.forward", "Linear.backward"]
    assert [one.name for one in required_names(load("adam").spec)] == ["Adam", "Adam.step"]
    assert [one.arguments for one in required_names(load("chain_rule").spec)] == [
        ("x", "y", "z"),
        ("grad_output", "x", "y", "z"),
    ]


FITS = [
    ("other names", Signature("class", ("w", "b"), 2)),
    ("defaults", Signature("class", ("weight", "bias"), 1)),
    ("more with defaults", Signature("class", ("weight", "bias", "name"), 2)),
    ("stars", Signature("class", ("*args", "**kwargs"), 0)),
    ("one and stars", Signature("class", ("weight", "*rest"), 1)),
]
DOES_NOT_FIT = [
    ("too few", Signature("class", ("weight",), 1)),
    ("none", Signature("class")),
    ("too many required", Signature("class", ("weight", "bias", "name"), 3)),
    ("only keywords", Signature("class", ("**kwargs",), 0)),
    ("a function", Signature("function", ("weight", "bias"), 2)),
    ("something else", Signature("other")),
    ("missing", Signature("missing")),
]


@pytest.mark.parametrize("signature", [row[1] for row in FITS], ids=[row[0] for row in FITS])
def test_signature_fits(signature):
    assert loaded("linear", Linear=signature).kind is Kind.RIGHT


@pytest.mark.parametrize("signature", [row[1] for row in DOES_NOT_FIT], ids=[row[0] for row in DOES_NOT_FIT])
def test_signature_does_not_fit(signature):
    finding = loaded("linear", Linear=signature)
    assert finding.verdict is Verdict.CE
    assert "Linear" in finding.message


def test_a_method_with_a_wrong_signature_is_not_gradable_but_a_missing_one_may_still_appear():
    assert loaded("linear", Linear__forward=Signature("function", (), 0)).verdict is Verdict.CE
    assert loaded("linear", Linear__forward=Signature("missing")).kind is Kind.RIGHT


def test_hostile_parameter_names_are_cut_and_made_printable():
    names = tuple(f"\x1b{number}" * 50 for number in range(100))
    message = loaded("linear", Linear=Signature("class", names, 100)).message
    assert "\x1b" not in message
    assert len(message) < 400


@pytest.mark.parametrize("kind", ["encoding", "syntax", "import", "raised"])
@pytest.mark.parametrize("frames", [(), (Frame(7, "<module>", "import os"),)])
def test_each_way_not_to_load_has_a_sentence_with_its_line(kind, frames):
    finding = judge_loading(LoadFailed(kind, Raised("SomeError", "text", frames)), ())
    assert finding.verdict is Verdict.CE
    assert finding.message[0].isupper()
    assert ("line 7" in finding.message.lower()) == bool(frames and kind != "encoding")


@pytest.mark.parametrize("source", ["x = 1", b"x = 1", b"\xef\xbb\xbfx = 1", "é = 1", "#" * MAX_SOURCE_BYTES])
def test_sources_that_may_be_sent(source):
    assert refuse_source(source) is None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("%matplotlib inline", "notebook"),
        ("!pip install torch", "notebook"),
        (">>> import numpy", "interactive"),
        ("```python", "Markdown"),
        ("<<<<<<< HEAD", "merge"),
        ("x = = 1", ""),
    ],
)
def test_what_other_tools_leave_in_a_file_is_named(code, says):
    raised = Raised("SyntaxError", "invalid syntax", (Frame(3, "<module>", code),))
    message = judge_loading(LoadFailed("syntax", raised), ()).message
    assert "Line 3 is not valid Python" in message
    assert says in message
    assert ("Remove it." in message) == bool(says)


@pytest.mark.parametrize(
    ("source", "defines"),
    [
        (b"class Liner:\n    pass\nclass Other: pass", "It defines Liner."),
        (b"class linear: pass", "It defines linear."),
        (b"def f(): pass\nclass ReLU: pass", "It defines f, ReLU."),
        (b"    class Linear: pass\nx = 1", ""),
        (b"class " + b"L" * 100_000, ""),
    ],
)
def test_a_missing_class_comes_with_what_the_file_defines(source, defines):
    required = required_names(load("linear").spec)
    signatures = {name.name: Signature("missing") for name in required}
    assert judge_loading(Loaded(signatures), required, source).message.endswith(
        f"define a class named Linear. {defines}".rstrip()
    )


@pytest.mark.parametrize(
    ("kind", "type_", "message", "named"),
    [
        ("raised", "ImportError", "cannot import name 'foo' from 'numpy' (/a/b.py)", "numpy does not define foo"),
        ("raised", "ModuleNotFoundError", "No module named 'numpy.foo'", "There is no module named numpy.foo"),
        ("import", "ImportError", "'pandas.x' is not available in an exercise; …", "pandas.x is used on line 2"),
        ("import", "ImportError", "'.' is not available in an exercise; …", "A relative import is used on line 2"),
    ],
)
def test_the_sentence_about_an_import_names_the_module(kind, type_, message, named):
    raised = Raised(type_, message, (Frame(2, "<module>", "import x"),))
    assert named in judge_loading(LoadFailed(kind, raised), required_names(load("relu").spec)).message


def test_an_import_that_fails_in_a_call_names_the_module():
    script = Script()
    script.ask(Call("layer", "forward"), "forward(x)")
    raised = Raised("ImportError", "'os.path' is not available in an exercise; …", (Frame(5, "forward", "os.path"),))
    assert (
        first_failure(script, [raised], [0]).message
        == "forward(x) raised ImportError on line 5. os.path is not available."
    )


@pytest.mark.parametrize(
    ("type_", "message"), [("ValueError", "No module named 'x'"), ("ImportError", "mine: \x1b[31m")]
)
def test_other_errors_name_no_module(type_, message):
    assert import_problem(Raised(type_, message, ())) == ""
