"""Answers that are forged, processes that end on purpose, and values that pretend: data, or an end, never a pass."""

from __future__ import annotations

import numpy as np
import pytest

from grader.sandbox import Sandbox, codec
from grader.sandbox.types import Call, Construct, End, GetAttr, LoadFailed, Raised, Returned, SandboxEnded, Unsendable
from tests.sandbox.test_limits import RAW, run


def ended(sandbox: Sandbox, body: str) -> SandboxEnded:
    with pytest.raises(SandboxEnded) as info:
        run(sandbox, body)
    assert run(sandbox, "return 1") == [Returned(1)]
    return info.value


def test_a_well_formed_forgery_is_only_data(sandbox: Sandbox) -> None:
    forged = codec.frame(codec.encode(["results", 2, [["returned", 42, None]]]))
    assert run(sandbox, f"os.write(3, {forged!r})\ntime.sleep(60)") == [Returned(42)]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("os._exit(0)", "exit code 0"),
        ("os._exit(3)", "exit code 3"),
        ("ctypes.string_at(0)", "SIGSEGV"),
        ("os.abort()", "SIG"),
        ("libc.exit(0)", "exit code 0"),
        ("os.close(3)", "exit code"),
    ],
)
def test_an_end_on_purpose_is_a_crash(sandbox: Sandbox, body: str, detail: str) -> None:
    outcome = ended(sandbox, body)
    assert outcome.end is End.CRASHED
    assert detail in outcome.detail


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        ("raise SystemExit(0)", "SystemExit"),
        ("exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise type('<script>alert(1)</script>', (Exception,), {})('<b>')", "<script>alert(1)</script>"),
        ("class E(Exception):\n    def __str__(self): raise ValueError\nraise E", "E"),
        ("class E(Exception):\n    def __str__(self): return 'x' * 10**7\nraise E", "E"),
        ("raise ValueError('\\ud800' * 5000)", "ValueError"),
        (
            "class M(type):\n    __name__ = property(lambda self: 1/0)\nclass E(Exception, metaclass=M): pass\nraise E",
            "E",
        ),
    ],
)
def test_whatever_is_raised_is_an_exception_of_the_submission(sandbox: Sandbox, body: str, type_: str) -> None:
    (result,) = run(sandbox, body)
    assert isinstance(result, Raised)
    assert result.type == type_
    assert len(result.message) <= 2000
    assert result.frames[-1].function == "f"


def test_atexit_and_finalizers_change_nothing(sandbox: Sandbox) -> None:
    body = "import warnings\n" + "class D:\n    def __del__(self): os.write(3, b'late')\nf.keep = D()\nreturn 1"
    assert run(sandbox, body) == [Returned(1)]


PRETENDERS = b"""
import numpy as np

class Equal(np.ndarray):
    def __eq__(self, other): return True
    def __array_function__(self, *args, **kwargs): return True
    def __array_ufunc__(self, *args, **kwargs): return True
    def tobytes(self, *args): raise SystemExit
    shape = property(lambda self: (1,))
    dtype = property(lambda self: np.dtype(float))

class Anything:
    def __eq__(self, other): return True
    def __array__(self, *args, **kwargs): return np.ones(3)
    def __float__(self): return 1.0
    def __reduce__(self): return (print, ("reduced",))
    def __getattr__(self, name): return self

class Number(float):
    def __eq__(self, other): return True

class Text(str):
    pass

def subclass(): return np.ones(3).view(Equal)
def matrix(): return np.matrix([[1.0]])
def masked(): return np.ma.array([1.0])
def objects(): return np.array([object()], dtype=object)
def structured(): return np.zeros(3, dtype=[("a", float)])
def texts(): return np.array(["a"])
def dates(): return np.array(["2020-01-01"], dtype="datetime64[D]")
def longdouble(): return np.ones(3, dtype=np.longdouble)
def anything(): return Anything()
def number(): return Number(1.0)
def text(): return Text("a")
def inside(): return [1.0, {"a": (Anything(),)}]
def itself():
    loop = []
    loop.append(loop)
    return loop
def wide():
    things = [0.0]
    for _ in range(14):
        things = [things] * 10
    return things
def long(): return [0.0] * 200_000
def broadcast(): return np.broadcast_to(1.0, (1 << 20, 1 << 20))
def keys(): return {1: 2}
def bigint(): return 1 << 64
def surrogate(): return "\\ud800"
def function(): return anything
def generator(): return (i for i in range(3))
def bytes_(): return b"a"
def klass(): return Anything
"""


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        *(("subclass", "Equal"), ("matrix", "matrix"), ("masked", "MaskedArray"), ("objects", "ndarray")),
        *(("structured", "ndarray"), ("texts", "ndarray"), ("dates", "ndarray"), ("longdouble", "ndarray")),
        *(("anything", "Anything"), ("number", "Number"), ("text", "Text"), ("inside", "Anything"), ("itself", "list")),
        *(("wide", "list"), ("long", "list"), ("broadcast", "ndarray"), ("keys", "dict"), ("bigint", "int")),
        *(
            ("surrogate", "str"),
            ("function", "function"),
            ("generator", "generator"),
            ("bytes_", "bytes"),
            ("klass", "type"),
        ),
    ],
)
def test_what_is_not_a_plain_value_is_refused_by_its_type(sandbox: Sandbox, name: str, type_: str) -> None:
    with sandbox.session() as session:
        session.load(PRETENDERS, "f.py", [])
        first, second = session.run([Call(None, name), Call(None, "keys")])
    assert isinstance(first, Unsendable)
    assert first.type == type_
    assert isinstance(second, Unsendable)


PATCHING = (
    RAW
    + """
class Layer:
    def __init__(self):
        self.value = np.ones(3)

def patch():
    for name in ("ndarray", "array", "empty", "frombuffer", "asarray", "copy", "all", "equal", "allclose"):
        setattr(np, name, lambda *args, **kwargs: 1 / 0)
    sys.settrace(lambda *args: None)
    sys.stdout = sys.stderr = None
    return 1

def after(x):
    return x * 2
"""
)


def test_patching_numpy_does_not_change_what_arrives(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(PATCHING.encode(), "f.py", ["patch"])
        results = session.run(
            [
                Call(None, "patch"),
                Call(None, "after", (np.ones(2),), echo_args=True),
                Construct("l", "Layer"),
                GetAttr("l", "value"),
            ]
        )
    assert results[0] == Returned(1)
    assert isinstance(results[1], Returned)
    np.testing.assert_array_equal(results[1].value, [2.0, 2.0])
    np.testing.assert_array_equal(results[1].args_after[0], [1.0, 1.0])


def test_signal_handlers_and_hooks_do_not_survive(sandbox: Sandbox) -> None:
    body = "sys.setprofile(lambda *a: None)\nsys.unraisablehook = None\nsignal.signal(15, lambda *a: None)\nreturn 1"
    assert run(sandbox, body) == [Returned(1)]
    assert run(sandbox, "return signal.getsignal(15) == signal.SIG_DFL and sys.getprofile() is None") == [
        Returned(True)
    ]


def test_a_module_that_deletes_itself_still_loads_or_fails_cleanly(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        outcome = session.load(RAW.encode() + b"del sys.modules['submission'], __builtins__\nx = 1", "f.py", ["x"])
    assert not isinstance(outcome, LoadFailed)


LOOKS_AHEAD = (
    RAW
    + """
def f(x):
    frame, seen = sys._getframe(), []
    while frame:
        for value in list(frame.f_locals.values()):
            if type(value) is list:
                seen += [op.args[0] for op in value if type(op).__name__ == "Call"]
        frame = frame.f_back
    return sorted(set(seen))
"""
)


def test_a_submission_can_see_the_calls_of_its_own_frame_and_none_of_a_later_one(sandbox: Sandbox) -> None:
    """Calls travel in batches. What is in a batch are inputs; it says nothing about what the answers should be."""
    with sandbox.session() as session:
        session.load(LOOKS_AHEAD.encode(), "f.py", ["f"])
        first = session.run([Call(None, "f", (number,)) for number in (1, 2, 3)])
        second = session.run([Call(None, "f", (4,))])
    assert first == [Returned([1, 2, 3])] * 3
    assert second == [Returned([4])]


def test_provided_code_that_was_replaced_gives_the_submissions_own_numbers(sandbox: Sandbox) -> None:
    """It runs in the submission's process, so what it returns is the submission's word, judged like any other."""
    source = (
        RAW
        + """
frame = sys._getframe()
while "provided" not in frame.f_code.co_varnames and "code" not in frame.f_locals: frame = frame.f_back
frame.f_locals["self"]._provided["double"] = lambda x: 42
"""
    )
    with sandbox.session() as session:
        session.load(source.encode(), "f.py", [], "def double(x):\n    return 2 * x\n")
        assert session.run([Call(None, "double", (4,), provided=True)]) == [Returned(42)]
    with sandbox.session() as session:
        session.load(b"x = 1", "f.py", [], "def double(x):\n    return 2 * x\n")
        assert session.run([Call(None, "double", (4,), provided=True)]) == [Returned(8)]


def test_an_answer_that_was_given_can_be_rewritten_only_by_who_could_have_given_it(sandbox: Sandbox) -> None:
    """The encoded answers of a batch lie in the submission's own process until it is sent: they are its own words."""
    forged = codec.frame(codec.encode(["results", 2, [["returned", 41, None], ["returned", 42, None]]]))
    body = f"os.write(3, {forged!r})\ntime.sleep(60)"
    assert run(sandbox, body, ops=(Call(None, "f"), Call(None, "f"))) == [Returned(41), Returned(42)]
