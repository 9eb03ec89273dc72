"""Attacks on the verdict: answers that are forged, processes that end on purpose, harnesses that were tampered with.

What an answer can hold is data; these are the ways to say something else, and each is an end of the session.
"""

from __future__ import annotations

import struct

import numpy as np

from grader.sandbox import codec
from grader.sandbox.types import End, Value
from tests.sandbox.attacks.attack import DENIED, Attack

AT_LOAD, AT_RUN = 1, 2
"""Numbers of the two requests that an attack sees."""


def off_protocol(name: str, frame: bytes, *, at_load: bool = False) -> Attack:
    """Return an attack that writes something else than an answer."""
    says = f"os.write(3, {frame!r})"
    body = "return True" if at_load else f"{says}\nreturn True"
    return Attack(name, body, End.PROTOCOL, provable=False, top=f"{says}\n" if at_load else "")


def answer(name: str, *fields: Value) -> Attack:
    """Return an attack that answers the call itself, with a well-formed frame of the wrong content."""
    return off_protocol(f"answer_{name}", codec.frame(codec.encode([*fields])))


def raw(name: str, payload: bytes) -> Attack:
    """Return an attack that answers with a frame that is no value."""
    return off_protocol(f"payload_{name}", codec.frame(payload))


def returned(name: str, value: bytes, elements: bytes = b"") -> Attack:
    """Return an attack that answers the call with this JSON as the value."""
    header = b'["results",%d,[["returned",%s,null]]]' % (AT_RUN, value)
    return raw(name, struct.pack("<I", len(header)) + header + elements)


ONE = ["returned", 1, None]

FORGING = (
    off_protocol("bytes", b"\xff" * 100),
    off_protocol("huge_length", b"\xff\xff\xff\x7f"),
    off_protocol("printed_score", b"PASS 100/100\n"),
    off_protocol("printed_json", b'{"verdict": "AC", "points": 100}'),
    raw("empty", b""),
    raw("nothing", b"N"),
    raw("huge_header", struct.pack("<I", 1 << 31) + b"[]"),
    returned("huge_number", b"1" * 10_000),
    returned("unfinished", b"["),
    returned("deep", b"[" * 5000 + b"]" * 5000),
    returned("overflowing_shape", b'{"a":[11,1099511627776,1099511627776]}'),
    returned("negative_shape", b'{"a":[11,-1]}'),
    returned("empty_but_huge_shape", b'{"a":[11,0,4611686018427387904]}'),
    returned("unknown_dtype", b'{"a":[255]}'),
    returned("many_axes", b'{"a":[11' + b",1" * 255 + b"]}", bytes(8)),
    returned("elements_that_are_not_there", b'{"a":[11,1000]}', bytes(8)),
    returned("elements_of_no_array", b"1", bytes(8)),
    returned("not_a_number", b"NaN"),
    returned("kept_object", b'{"r":"layer"}'),
    returned("array_once_more", b'{"s":0}'),
    returned("key_twice", b'{"m":["k",1,"k",2]}'),
    returned("two_keys", b'{"t":[],"m":[]}'),
    returned("space", b" 1"),
    raw("pickle", b"\x80\x04cos\nsystem\n(S'true'\ntR."),
    raw("npy", b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'shape': (1,)}"),
    answer("verdict", "AC"),
    answer("number_of_the_load", "results", AT_LOAD, [ONE]),
    answer("number_ahead", "results", AT_RUN + 1, [ONE]),
    answer("number_as_array", "results", np.ones(3), [ONE]),
    answer("number_as_float", "results", 2.0, [ONE]),
    answer("too_few", "results", AT_RUN, []),
    answer("too_many", "results", AT_RUN, [ONE] * 2),
    answer("a_million", "results", AT_RUN, [None] * 50_000),
    answer("extra_field", "results", AT_RUN, [ONE], "extra"),
    answer("extra_in_result", "results", AT_RUN, [[*ONE, "extra"]]),
    answer("result_as_dict", "results", AT_RUN, [{"verdict": "AC", "points": 100}]),
    answer("results_as_array", "results", AT_RUN, np.ones(3)),
    answer("name_as_array", np.ones(3), AT_RUN, []),
    answer("kind_as_array", "results", AT_RUN, [[np.ones(3), 1, None]]),
    answer("arguments_as_tuple", "results", AT_RUN, [["returned", 1, (1,)]]),
    answer("raised_with_words", "results", AT_RUN, [["raised", "E", "m", [], "yes", ""]]),
    answer("raised_with_a_long_name", "results", AT_RUN, [["raised", "E" * 1000, "m", [], False, ""]]),
    answer("raised_at_line_minus_one", "results", AT_RUN, [["raised", "E", "m", [[-1, "f", "c"]], False, ""]]),
    answer("raised_in_many_frames", "results", AT_RUN, [["raised", "E", "m", [[1, "f", "c"]] * 21, False, ""]]),
    answer("raised_with_a_long_suggestion", "results", AT_RUN, [["raised", "E", "m", [], False, "n" * 1000]]),
    answer("another_kind", "loaded", AT_RUN, {}),
    answer("ready_again", "ready", []),
    answer("lock_down_failed", "failed", "it was you"),
    off_protocol("bytes_at_load", b"\xff" * 100, at_load=True),
    off_protocol("two_answers_at_load", codec.frame(codec.encode(["results", AT_RUN, [ONE]])), at_load=True),
    off_protocol("other_names", codec.frame(codec.encode(["loaded", AT_LOAD, {"g": ["class", [], 0]}])), at_load=True),
    off_protocol(
        "odd_signature", codec.frame(codec.encode(["loaded", AT_LOAD, {"attack": ["god", [], 0]}])), at_load=True
    ),
    off_protocol(
        "odd_failure",
        codec.frame(codec.encode(["load_failed", AT_LOAD, "ours", ["E", "m", [], False, ""]])),
        at_load=True,
    ),
    Attack("closed_channel", "os.close(3)\nwhile True: pass", End.PROTOCOL, provable=False),
    Attack(
        "half_an_answer", "os.write(3, b'\\x00')\nos.close(3)\ntime.sleep(5)\nreturn True", End.PROTOCOL, provable=False
    ),
    Attack(
        "answer_and_more",
        f"os.write(3, {codec.frame(codec.encode(['results', AT_RUN, [ONE]]))!r} * 2)\ntime.sleep(5)",
        End.PROTOCOL,
        provable=False,
    ),
    Attack("exit", "os._exit(0)", End.CRASHED, provable=False),
    Attack("exit_of_the_c_library", "libc.exit(0)", End.CRASHED, provable=False),
    Attack("exit_as_if_memory_ran_out", "os._exit(83)", End.MEMORY, provable=False),
    Attack("exit_as_if_the_harness_failed", "os._exit(84)", End.CRASHED, provable=False),
    Attack("exit_as_if_never_locked_down", "os._exit(85)", End.CRASHED, provable=False),
    Attack("exit_as_if_killed", "os._exit(137)", End.CRASHED, provable=False),
    Attack("exit_at_import", "return True", End.CRASHED, provable=False, top="os._exit(0)"),
    Attack("abort", "os.abort()", End.CRASHED, provable=False),
    Attack("fault", "ctypes.string_at(0)", End.CRASHED, provable=False),
    Attack("raise_a_signal", "signal.raise_signal(9)\nreturn True", (End.CRASHED, DENIED, End.POLICY), provable=False),
    Attack("system_exit", "raise SystemExit(0)", "SystemExit", provable=False),
    Attack("exit_builtin", "exit()", "SystemExit", provable=False),
    Attack("keyboard_interrupt", "raise KeyboardInterrupt", "KeyboardInterrupt", provable=False),
    Attack("generator_exit", "raise GeneratorExit", "GeneratorExit", provable=False),
    Attack(
        "markup_as_a_name",
        "raise type('<script>alert(1)</script>', (Exception,), {})('<b>')",
        "<script>alert(1)</script>",
        provable=False,
    ),
    Attack(
        "emptied_harness", "vars(sys.modules['grader.sandbox.wire']).clear()\nreturn True", End.CRASHED, provable=False
    ),
    Attack(
        "emptied_harness_without_exit",
        "os._exit = lambda code: None\nfor module in ('child.request_loop', 'wire', 'child.zygote', 'codec'):\n"
        "    vars(sys.modules['grader.sandbox.' + module]).clear()\nreturn True",
        End.CRASHED,
        provable=False,
    ),
    Attack(
        "replaced_encoder",
        "encode = sys.modules['grader.sandbox.codec'].Encoder.payload\n"
        "encode.__code__ = (lambda *a, **k: b'\\x04\\x00\\x00\\x00true').__code__\nreturn True",
        End.PROTOCOL,
        provable=False,
    ),
    Attack(
        "answerer_found_by_a_frame",
        "frame = sys._getframe()\n"
        "while 'wire' not in frame.f_globals or 'serve' not in frame.f_globals: frame = frame.f_back\n"
        "code = (lambda number, results, encoder: b'\\x04\\x00\\x00\\x00true').__code__\n"
        "frame.f_globals['wire'].results_answer.__code__ = code\nreturn True",
        End.PROTOCOL,
        provable=False,
    ),
    Attack(
        "two_is_one",
        "ctypes.c_int.from_address(id(2) + 24).value = 1\nreturn True",
        (End.PROTOCOL, End.CRASHED, End.CPU_TIME),
        provable=False,
    ),
    Attack(
        "corrupted_heap",
        "ctypes.memset(id(type(sys)), 255, 400)\nreturn True",
        (End.CRASHED, End.CPU_TIME),
        provable=False,
    ),
    Attack(
        "nothing_is_freed",
        "ctypes.c_ssize_t.from_address(id(None)).value = 1\nreturn [None for _ in range(9)] == 1",
        (End.CRASHED, False),
        provable=False,
    ),
    Attack(
        "closed_output", "os.close(1)\nos.close(2)\nprint('x')\nreturn True", (End.CRASHED, "OSError"), provable=False
    ),
)
