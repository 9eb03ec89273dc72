"""The first stage: check that the source loads and defines the required names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from exercises import source_lines
from exercises.spec import Spec
from grader.compare import Finding, Kind
from grader.messages import say
from grader.report import Verdict
from grader.sandbox.similar import most_similar
from grader.sandbox.types import MAX_SOURCE_BYTES, Loaded, LoadFailed, Raised, Signature
from grader.script import exception, import_problem, printable

_SHOWN_CHARS = 200
_QUOTED = re.compile(r"'([\w.]{1,80})'", re.ASCII)
_SHOWN_NAMES = 4
_DEFINITION = re.compile(rb"^(?:class|def)[ \t]+([A-Za-z_][A-Za-z_0-9]{0,60})\b", re.MULTILINE)
_LEFTOVERS = {
    "%": "a notebook command",
    "!": "a shell command in a notebook",
    ">>>": "an interactive prompt",
    "```": "a Markdown code fence",
    "<<<<<<<": "a merge conflict marker",
    "=======": "a merge conflict marker",
}
LOADED = Finding(Kind.RIGHT, Verdict.AC, say("load.ok"))


@dataclass(frozen=True, slots=True)
class Required:
    """One name that a submission must define.

    Attributes:
        name: ``function``, ``Class`` or ``Class.method``.
        kind: "class" or "function".
        arguments: the arguments it will be called with, all by position.
    """

    name: str
    kind: str
    arguments: tuple[str, ...]


def required_names(spec: Spec) -> tuple[Required, ...]:
    """Return the names that a submission for `spec` must define."""
    found = [Required(name, "function" if "." in name else "class", args) for name, args in spec.classes.items()]
    return (*found, *(Required(name, "function", args) for name, args in spec.functions.items()))


def refuse_source(source: str | bytes) -> Finding | None:
    """Return why a source cannot be sent to the sandbox at all; None if it can be."""
    try:
        data = source.encode() if isinstance(source, str) else source
        text = data.decode("utf-8-sig")
    except UnicodeError as error:
        return _not_gradable(say("load.not_utf8", position=getattr(error, "start", 0)))
    if len(data) > MAX_SOURCE_BYTES:
        return _not_gradable(say("load.too_large", size=len(data), limit=MAX_SOURCE_BYTES))
    if "\0" in text:
        return _not_gradable(say("load.nul", line=len(source_lines(text[: text.index("\0") + 1]))))
    if not text.strip():
        return _not_gradable(say("load.empty"))
    return None


def judge_loading(outcome: Loaded | LoadFailed, required: tuple[Required, ...], source: bytes = b"") -> Finding:
    """Judge the outcome of loading `source`."""
    if isinstance(outcome, LoadFailed):
        return _load_failed(outcome)
    for name in required:
        finding = _judge_signature(name, outcome.signatures, source)
        if finding is not None:
            return finding
    return LOADED


def _load_failed(failed: LoadFailed) -> Finding:
    raised = failed.raised
    line = raised.frames[-1].line if raised.frames else 0
    details = {"exception": exception(raised)}
    if failed.kind == "encoding":
        return _not_gradable(say("load.encoding"), details)
    if failed.kind == "syntax":
        return _not_gradable(_syntax(raised, line), details)
    if failed.kind == "import":
        where = f" on line {line}" if line else ""
        return _not_gradable(say("load.import", line=where, name=_module_of(raised)), details)
    where = f" on line {line}" if line else ""
    if problem := import_problem(raised):
        message = say("load.raised_import", line=where)
        return _not_gradable(f"{message} {problem}", details)
    return _not_gradable(say("load.raised", type=printable(raised.type), line=where), details)


def _judge_signature(required: Required, signatures: Mapping[str, Signature], source: bytes) -> Finding | None:
    found = signatures[required.name]
    is_method = "." in required.name
    if found.kind == "missing":
        # The constructor may still set a method on the object; if it does not, the call will report it as missing.
        return None if is_method else _not_gradable(_missing(required, source))
    if found.kind != required.kind:
        return _not_gradable(say(f"load.not_{required.kind}", name=required.name))
    starred = any(name.startswith("*") and not name.startswith("**") for name in found.parameters)
    most = len([name for name in found.parameters if not name.startswith("*")])
    count = len(required.arguments)
    if found.required <= count and (starred or count <= most):
        return None
    expected = f"{required.name}({', '.join(required.arguments)})"
    got = f"{required.name}({', '.join(map(printable, found.parameters))[:_SHOWN_CHARS]})"
    return _not_gradable(say("load.signature", name=required.name, expected=expected, got=got))


def _not_gradable(message: str, details: Mapping[str, object] | None = None) -> Finding:
    return Finding(Kind.RAISED, Verdict.CE, message, details or {})


def _syntax(raised: Raised, line: int) -> str:
    """Return the sentences for a syntax error, which name what other tools leave in a file."""
    if not line:
        return say("load.syntax_somewhere")
    code = raised.frames[-1].code
    found = next((mark for mark in _LEFTOVERS if code.startswith(mark)), None)
    leftover = say("load.leftover", mark=found, origin=_LEFTOVERS[found]) if found else ""
    return say("load.syntax", line=line) + leftover


def _missing(required: Required, source: bytes) -> str:
    """Return the sentences for a name that is not defined; they name what the file defines instead."""
    names = tuple(dict.fromkeys(match[1].decode() for match in _DEFINITION.finditer(source)))
    similar = most_similar(required.name, names)
    shown = (similar,) if similar else names[:_SHOWN_NAMES]
    defines = say("load.defines", names=", ".join(shown)) if shown else ""
    return say(f"load.missing_{required.kind}", name=required.name) + defines


def _module_of(raised: Raised) -> str:
    """Return the module that an import error names in its first words, as `grader.sandbox.child.placeholders` does."""
    found = _QUOTED.match(raised.message)
    return found[1] if found and found[1].strip(".") else "A relative import"
