"""The harness without a sandbox, as the grader uses it for code that it trusts: loading, calling, describing."""

from __future__ import annotations

import builtins
import sys

import numpy as np
import pytest

from grader.sandbox.child.harness import Namespace
from grader.sandbox.types import (
    Call,
    Construct,
    Frame,
    GetAttr,
    Loaded,
    LoadFailed,
    Raised,
    Returned,
    Signature,
    Unsendable,
)


def loaded(source: bytes | str, *names: str) -> Namespace:
    namespace = Namespace(source, "a.py")
    outcome = namespace.load(names)
    assert isinstance(outcome, Loaded), outcome
    return namespace


def failed(source: bytes | str, filename: str = "a.py") -> LoadFailed:
    outcome = Namespace(source, filename).load([])
    assert isinstance(outcome, LoadFailed), outcome
    return outcome


@pytest.mark.parametrize(
    ("source", "kind", "type_", "says"),
    [
        (b"x = 1\ny = '\0'\n", "encoding", "ValueError", "line 2 contains a NUL byte"),
        (b"x = '\xff'\n", "encoding", "UnicodeDecodeError", "utf-8"),
        (b"# coding: utf-7\n", "encoding", "LookupError", "save it as UTF-8"),
        (b"# coding: rot13\n", "encoding", "LookupError", "rot13"),
        (b"# coding: nonsense\n", "encoding", "LookupError", "unknown encoding: nonsense"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "encoding", "LookupError", "utf-8"),
        ("x = '\ud800'\n", "encoding", "UnicodeDecodeError", "utf-8"),
        (b"def f(:\n", "syntax", "SyntaxError", "invalid syntax"),
        (b"if True:\nx = 1\n", "syntax", "IndentationError", "expected an indented block"),
        (b"if True:\n\tx = 1\n        y = 2\n", "syntax", "TabError", "inconsistent use of tabs"),
        (b"(" * 300 + b")" * 300, "syntax", "SyntaxError", "too many nested parentheses"),
        (b"return 1\n", "syntax", "SyntaxError", "outside function"),
        (
            b"import os.path\nos.path.join()\n",
            "import",
            "ImportError",
            "'os.path.join' is not available in an exercise",
        ),
        (b"from . import x\n", "import", "ImportError", "'.' is not available"),
        (b"from ..grader import x\n", "import", "ImportError", "'..grader'"),
        (b"from os import *\n", "import", "ImportError", "'os' is not available"),
        (b"import torch.nn as nn\nclass A(nn.Module): pass\n", "import", "ImportError", "you can import abc, "),
        (b"from torch import nn\nclass A(nn): pass\n", "import", "ImportError", "'torch.nn' is not available"),
        (b"from scipy.special import expit\nexpit(0)\n", "import", "ImportError", "'scipy.special.expit'"),
        (b"import matplotlib.pyplot as plt\nplt.x = 1\n", "import", "ImportError", "'matplotlib.pyplot.x'"),
        (b"from numba import njit\n@njit\ndef f(): pass\n", "import", "ImportError", "'numba.njit'"),
        (b"import sys\nsys.exit()\n", "import", "ImportError", "'sys.exit' is not available"),
        (b"help(print)\n", "import", "ImportError", "'help' is not available"),
        (b"with open:\n    import torch\n", "raised", "TypeError", "context manager"),
        (b"from numpy import nothing\n", "raised", "ImportError", "cannot import name 'nothing'"),
        (b"import numpy.nothing\n", "raised", "ModuleNotFoundError", "numpy.nothing"),
        (b"undefined\n", "raised", "NameError", "undefined"),
        (b"eval('1 +')\n", "raised", "SyntaxError", "invalid syntax"),
        (b"raise SyntaxError('mine')\n", "raised", "SyntaxError", "mine"),
    ],
)
def test_a_source_that_does_not_load_has_a_kind_and_a_reason(source: bytes, kind: str, type_: str, says: str) -> None:
    outcome = failed(source)
    assert (outcome.kind, outcome.raised.type) == (kind, type_)
    assert says in outcome.raised.message


@pytest.mark.parametrize("character", ["\u2028", "\x85", "\f", "\x1c"])
def test_the_line_of_an_error_is_shown_whatever_is_above_it(character: str) -> None:
    source = f"# one{character}\nx = ''\r\n1 / 0\n".encode()
    assert failed(source).raised.frames[-1] == Frame(3, "<module>", "1 / 0")


@pytest.mark.parametrize("coding", ["utf-8", "latin-1", "ascii", "utf-8-sig"])
def test_usual_encodings_are_read(coding: str) -> None:
    text = "x = 'a'" if coding == "ascii" else "x = 'é'"
    line = "" if coding == "utf-8-sig" else f"# -*- coding: {coding} -*-\n"
    namespace = loaded((line + text).encode(coding))
    assert namespace.module.x in {"a", "é"}


def test_line_ends_of_every_system_are_read() -> None:
    for end in (b"\n", b"\r\n", b"\r"):
        outcome = failed(end.join([b"x = 1", b"y = 2", b"boom"]))
        assert outcome.raised.frames == (Frame(3, "<module>", "boom"),)


def test_a_huge_source_is_read_or_refused_cleanly() -> None:
    assert loaded(b"x = 1\n" * 100_000)
    assert failed(b"x = " + b"-" * 200_000 + b"1").kind in {"syntax", "raised"}


@pytest.mark.parametrize("filename", ["numpy.py", "math.py", "<script>.py", "grader.py", ""])
def test_a_file_name_is_only_a_name(filename: str) -> None:
    namespace = Namespace(b"import numpy, math\ndef f(): return numpy.ones(1) * math.pi", filename)
    assert isinstance(namespace.load(["f"]), Loaded)
    assert isinstance(namespace.run([Call(None, "f")])[0], Returned)
    assert sys.modules["numpy"] is np


def test_the_main_block_does_not_run() -> None:
    assert loaded(b"if __name__ == '__main__':\n    raise SystemExit")


def test_dataclasses_and_annotations_find_their_module() -> None:
    source = b"""
from __future__ import annotations
from dataclasses import dataclass
from typing import NamedTuple
@dataclass
class Layer:
    weight: "np.ndarray"
    lr: float = 0.1
class Pair(NamedTuple):
    a: float
"""
    namespace = Namespace(source, "a.py")
    assert namespace.load(["Layer", "Pair"]) == Loaded(
        {"Layer": Signature("class", ("weight", "lr"), 1), "Pair": Signature("class", ("*args", "**kwargs"))}
    )


SIGNATURES = b"""
import functools, numpy as np
def wrapped(function):
    @functools.wraps(function)
    def inner(*args, **kwargs): return function(*args, **kwargs)
    return inner

def plain(x, y=1, *, z, w=2): pass
def stars(x, *rest, z=1, **others): pass
def only(x, /, y): pass
@wrapped
def decorated(x, y): pass
builtin = np.tanh
number = 3
none = None
square = lambda x: x * x
class Empty: pass
class Plain:
    def __init__(self, weight, bias=None): pass
    def forward(self, x): pass
    @staticmethod
    def static(x): pass
    @classmethod
    def of(cls, x): pass
    attribute = 1
class Child(Plain): pass
class Meta(type):
    def __call__(cls): raise SystemExit
    def __getattribute__(cls, name): raise SystemExit
    def mro(cls): return type.mro(cls)
class Hidden(metaclass=Meta):
    def __init__(self, x): pass
class Lying:
    __class__ = property(lambda self: 1 / 0)
    __name__ = 3
lying = Lying()
"""


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("plain", Signature("function", ("x", "y", "z", "w"), 2)),
        ("stars", Signature("function", ("x", "*rest", "z", "**others"), 1)),
        ("only", Signature("function", ("x", "y"), 2)),
        ("decorated", Signature("function", ("x", "y"), 2)),
        ("square", Signature("function", ("x",), 1)),
        ("builtin", Signature("function", ("*args", "**kwargs"), 0)),
        ("number", Signature("other")),
        ("none", Signature("other")),
        ("lying", Signature("other")),
        ("absent", Signature("missing")),
        ("Empty", Signature("class")),
        ("Plain", Signature("class", ("weight", "bias"), 1)),
        ("Child", Signature("class", ("weight", "bias"), 1)),
        ("Hidden", Signature("class", ("x",), 1)),
        ("Plain.forward", Signature("function", ("x",), 1)),
        ("Child.forward", Signature("function", ("x",), 1)),
        ("Plain.static", Signature("function", ("x",), 1)),
        ("Plain.of", Signature("function", ("x",), 1)),
        ("Plain.attribute", Signature("other")),
        ("Plain.absent", Signature("missing")),
        ("absent.forward", Signature("missing")),
        ("number.real", Signature("missing")),
    ],
)
def test_signatures_are_found_without_calling_anything(name: str, signature: Signature) -> None:
    outcome = Namespace(SIGNATURES, "a.py").load([name])
    assert isinstance(outcome, Loaded), outcome
    assert outcome.signatures == {name: signature}


CALLS = b"""
import numpy as np
class Layer:
    def __init__(self, weight):
        self.weight = weight
    def change(self, x):
        x[...] = 0
        return self.weight
    def flags(self, x):
        return [bool(x.flags.c_contiguous), bool(x.flags.writeable)]
    @property
    def broken(self):
        return self.absent
    def recurse(self):
        return self.recurse()
def nested(params, state):
    params[0][...] = 7
    return [bool(params[1].flags.writeable), bool(state["m"].flags.c_contiguous)]
def give(x): return x
"""


def test_arguments_are_copies_and_echoed_as_they_are_after() -> None:
    weight, x = np.ones(2), np.arange(4.0)
    namespace = loaded(CALLS)
    _, result, kept = namespace.run(
        [Construct("l", "Layer", (weight,)), Call("l", "change", (x,), echo_args=True), GetAttr("l", "weight")]
    )
    assert isinstance(result, Returned)
    np.testing.assert_array_equal(result.args_after[0], np.zeros(4))
    np.testing.assert_array_equal(x, np.arange(4.0))
    result.value[...] = 9
    kept.value[...] = 9
    np.testing.assert_array_equal(namespace.run([GetAttr("l", "weight")])[0].value, weight)


def test_a_later_call_does_not_change_an_earlier_result() -> None:
    source = b"import numpy as np\nbuffer = np.zeros(2)\ndef f(x):\n    buffer[...] = x\n    return buffer"
    first, second = loaded(source).run([Call(None, "f", (1.0,)), Call(None, "f", (2.0,))])
    np.testing.assert_array_equal(first.value, [1.0, 1.0])
    np.testing.assert_array_equal(second.value, [2.0, 2.0])


def test_layouts_of_arguments() -> None:
    namespace = loaded(CALLS)
    x = np.arange(6.0).reshape(2, 3)
    results = namespace.run(
        [
            Construct("l", "Layer", (x,)),
            Call("l", "flags", (x,)),
            Call("l", "flags", (x,), readonly=True),
            Call("l", "flags", (x,), noncontiguous=True),
            Call("l", "flags", (x[:, :1],), noncontiguous=True, readonly=True),
            Call("l", "change", (x,), readonly=True),
            Call(None, "give", (x,), noncontiguous=True),
            Call(None, "nested", ([x, x], {"m": x}), echo_args=True, noncontiguous=True),
        ]
    )
    assert [result.value for result in results[1:5]] == [[True, True], [True, False], [False, True], [False, False]]
    assert (results[5].type, results[5].frames[-1].line) == ("ValueError", 7)
    np.testing.assert_array_equal(results[6].value, x)
    assert results[7].value == [True, False]
    np.testing.assert_array_equal(results[7].args_after[0][0], np.full((2, 3), 7.0))


def test_missing_things_are_told_from_broken_ones() -> None:
    namespace = loaded(CALLS)
    results = namespace.run(
        [
            Construct("l", "Layer", (1,)),
            Construct("m", "Absent"),
            Call(None, "absent"),
            Call("l", "absent"),
            GetAttr("l", "absent"),
            GetAttr("m", "weight"),
            GetAttr("l", "broken"),
            Construct("n", "Layer"),
        ]
    )
    assert [isinstance(result, Raised) and result.missing for result in results] == [
        *(False, True, True, True, True, True, False, False)
    ]
    assert results[1].message == "a.py does not define Absent"
    assert results[6].frames == (Frame(13, "broken", "return self.absent"),)
    assert results[7].type == "TypeError"


def test_only_the_submissions_own_frames_are_shown() -> None:
    source = b"import numpy as np\ndef f(x):\n    return np.linalg.inv(x)"
    (result,) = loaded(source).run([Call(None, "f", (np.zeros((2, 2)),))])
    assert result == Raised("LinAlgError", "Singular matrix", (Frame(3, "f", "return np.linalg.inv(x)"),))


def test_a_deep_recursion_keeps_its_beginning_and_its_end() -> None:
    namespace = loaded(CALLS)
    _, result = namespace.run([Construct("l", "Layer", (1,)), Call("l", "recurse")])
    assert result.type == "RecursionError"
    assert len(result.frames) == 20


def test_an_object_array_is_refused_and_the_rest_goes_on() -> None:
    source = b"import numpy as np\ndef f(): return np.array([None])\ndef g(): return 1"
    assert loaded(source).run([Call(None, "f"), Call(None, "g")]) == [
        Unsendable("ndarray", "has dtype object, not float64"),
        Returned(1),
    ]


def test_two_namespaces_do_not_meet_and_builtins_stay_ours() -> None:
    first = loaded(b"state = []\ndef f(): state.append(1); return len(state)")
    second = loaded(b"state = []\n__builtins__['len'] = None\ndef f(): state.append(1); return 5")
    assert first.run([Call(None, "f"), Call(None, "f")]) == [Returned(1), Returned(2)]
    assert second.run([Call(None, "f")]) == [Returned(5)]
    assert builtins.len("ab") == 2


def test_a_failed_import_does_not_tell_where_files_are():
    assert failed("from numpy import foo\n").raised.message == "cannot import name 'foo' from 'numpy'"
    odd = "class E(ImportError):\n    path = property(lambda self: 1 / 0)\nraise E('odd')\n"
    assert failed(odd).raised.message == "odd"


def test_what_lies_between_the_numbers_of_a_strict_argument_is_the_same_in_every_run() -> None:
    source = b"""
import numpy as np
def between(x): return np.lib.stride_tricks.as_strided(x, (2 * x.size,), (x.itemsize,)).copy()
"""
    namespace = Namespace(source, "a.py")
    assert isinstance(namespace.load(["between"]), Loaded)
    np.full((64, 2, 6), 7.0)  # memory that the argument may get
    (result,) = namespace.run([Call(None, "between", (np.ones((2, 3)),), noncontiguous=True)])
    assert isinstance(result, Returned)
    np.testing.assert_array_equal(result.value, [1.0, 0.0] * 6)
