"""What honest submissions use must work after the doors are closed: run this on every new Python or NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from grader.sandbox import Sandbox
from grader.sandbox.policy import ALLOWED_IMPORTS
from grader.sandbox.types import Call, Loaded, Raised, Returned

EXPRESSIONS = """
np.linalg.svd(a)[1].sum()
np.linalg.solve(a, a).sum()
np.linalg.eig(a)[0].real.sum()
np.linalg.norm(a)
np.linalg.lstsq(a, a, rcond=None)[0].sum()
np.linalg.cholesky(a @ a.T).sum()
np.linalg.pinv(a).sum()
np.linalg.matrix_rank(a)
np.einsum("ij,jk,kl->il", a, a, a, optimize="optimal").sum()
np.einsum("nchw,fc->nfhw", np.ones((1, 4, 2, 2)), a).sum()
np.tensordot(a, a, axes=1).sum()
np.random.default_rng(0).normal(size=3).sum()
np.random.default_rng().random()
np.random.RandomState(0).randn(3).sum()
np.random.randn(3).sum()
np.random.permutation(4).sum()
np.random.default_rng(1).multivariate_normal([0.0] * 4, a @ a.T).sum()
np.random.default_rng(1).choice(4, 2, replace=False).sum()
np.fft.fft2(a).real.sum()
np.fft.irfft(a).sum()
np.pad(a, 1).sum()
np.lib.stride_tricks.sliding_window_view(a, (2, 2)).sum()
np.lib.stride_tricks.as_strided(a, (2, 2), (8, 8)).sum()
np.quantile(a, 0.3)
np.percentile(a, 30)
np.interp(0.5, [0.0, 1.0], [1.0, 2.0])
np.polyfit([0.0, 1.0, 2.0], [1.0, 2.0, 3.0], 1).sum()
np.polynomial.legendre.legval(0.5, [1.0, 2.0])
np.ma.masked_less(a, 1).sum().item()
np.vectorize(lambda v: v + 1)(a).sum()
np.apply_along_axis(np.sum, 0, a).sum()
np.histogram(a)[0].sum()
np.unique(a, return_inverse=True)[1].sum()
np.lexsort((a[0], a[1])).sum()
np.argpartition(a, 1).sum()
np.convolve(a[0], a[1]).sum()
np.cov(a).sum()
np.gradient(a)[0].sum()
np.meshgrid(a[0], a[1])[0].sum()
np.kron(a, a).sum()
np.float16(a).sum()
np.longdouble(1) + 0.0
np.array2string(a)
repr(a)
str(np.float32(0.1))
format(a[0, 0], ".3f")
np.set_printoptions(precision=3) or str(a)
np.array("2020-01-01", dtype="datetime64[D]").astype(int)
np.genfromtxt(["1 2", "3 4"]).sum()
np.loadtxt(["1 2", "3 4"]).sum()
np.testing.assert_allclose(a, a)
np.finfo(float).eps
np.iinfo(int).max
np.errstate(all="ignore").__enter__()
np.seterr(all="warn")["over"]
np.log(np.zeros(1)).sum()
np.info and np.show_config and 1
np.sort(np.random.default_rng(0).random(100_000)).sum() > 0
(np.ones((500, 500)) @ np.ones((500, 500))).sum()
__import__("math").erf(0.5)
__import__("random").gauss(0, 1)
__import__("statistics").stdev([1, 2, 3])
__import__("copy").deepcopy([1, {"a": 2}])
__import__("functools").lru_cache(lambda: 1)()
__import__("decimal").Decimal("1.5").__float__()
__import__("fractions").Fraction(1, 3).numerator
__import__("re").sub("a+", "b", "caab")
__import__("warnings").warn("careful")
__import__("string").Template("$x").substitute(x=1)
__import__("textwrap").dedent("  a")
__import__("contextlib").nullcontext(1).__enter__()
__import__("types").SimpleNamespace(a=1).a
__import__("enum").Enum("E", "a b").a.value
__import__("time").strptime("2026", "%Y").tm_year
__import__("time").perf_counter() > 0
__import__("datetime").datetime.now().astimezone().isoformat()
__import__("logging").warning("careful")
__import__("logging").basicConfig(level="DEBUG")
__import__("traceback").format_exc()
__import__("json").dumps({"a": [1.5]})
__import__("pprint").pformat({"a": 1})
__import__("timeit").timeit(lambda: 1, number=2) > 0
"é.de".encode("idna").decode()
sorted([3, 1, 2], key=lambda v: -v)
"é".encode("utf-8").decode("latin-1")
"x".encode("ascii").decode()
f"{1.5:>10.2e}"
hash("a") * 0
eval("1 + 1")
""".strip().splitlines()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_honest_code_uses_works_behind_closed_doors(t2: Sandbox, expression: str) -> None:
    source = f"import numpy as np\ndef f(a):\n    return {expression}"
    with t2.session() as session:
        session.load(source.encode(), "f.py", ["f"])
        (result,) = session.run([Call(None, "f", (np.arange(16.0).reshape(4, 4) + 20 * np.eye(4),))])
    assert not isinstance(result, Raised), result


@pytest.mark.parametrize("name", ALLOWED_IMPORTS)
def test_every_allowed_module_can_be_imported(sandbox: Sandbox, name: str) -> None:
    # `from unittest import *` would load asyncio.
    everything = "" if name in {"__future__", "unittest"} else f"from {name} import *\n"
    with sandbox.session() as session:
        assert isinstance(session.load(f"{everything}import {name}".encode(), "f.py", []), Loaded)


def test_two_runs_of_the_same_text_agree(sandbox: Sandbox) -> None:
    source = b"""
import random, numpy as np
def f():
    return [random.random(), np.random.rand(), np.random.default_rng(0).random(), hash("text"), str({"a", "b", "c"})]
"""
    results = []
    for _ in range(2):
        with sandbox.session() as session:
            session.load(source, "f.py", ["f"])
            results += session.run([Call(None, "f")])
    assert isinstance(results[0], Returned)
    assert results[0] == results[1]


def test_files_are_refused_in_plain_words(t2: Sandbox) -> None:
    for call in (
        "open('data.txt')",
        "np.load('a.npy')",
        "np.save('a.npy', 1)",
        "np.loadtxt('a.txt')",
        "np.memmap('a')",
    ):
        with t2.session() as session:
            session.load(f"import numpy as np\ndef f(): return {call}".encode(), "f.py", ["f"])
            (result,) = session.run([Call(None, "f")])
        assert isinstance(result, Raised)
        assert result.type in {"PermissionError", "FileNotFoundError"}, result
        assert result.frames[-1].line == 2


def test_input_is_at_its_end(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(b"def f(): return input('name? ')", "f.py", ["f"])
        (result,) = session.run([Call(None, "f")])
        assert isinstance(result, Raised)
        assert result.type == "EOFError"
        assert session.output == "name? "


def test_warnings_are_printed_not_lost(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(b"import numpy as np\ndef f(): return np.log(np.zeros(1))", "f.py", ["f"])
        session.run([Call(None, "f")])
        assert "f.py:2: RuntimeWarning: divide by zero encountered in log" in session.output


def test_a_warning_inside_numpy_tells_no_folder_of_this_machine(sandbox: Sandbox) -> None:
    source = b"import numpy as np\n\ndef f(x):\n    return x.sum()"
    with sandbox.session() as session:
        session.load(source, "f.py", ["f"])
        session.run([Call(None, "f", (np.array([np.inf, -np.inf]),))])
        assert session.output.startswith("numpy/")
        assert "RuntimeWarning: invalid value encountered in reduce" in session.output
