"""Attacks on what everybody shares: processor, memory, output, descriptors, and the worker's patience."""

from __future__ import annotations

from dataclasses import replace

from grader.sandbox.types import End
from tests.sandbox.attacks.attack import DENIED, QUICK, Attack

IMPATIENT = replace(QUICK, wall_time_s=0.4)
MEMORY = ("MemoryError", "_ArrayMemoryError")


def endless(name: str, body: str, *, top: str = "") -> Attack:
    """Return an attack on processor time: only the limit ends it, so there is nothing to prove without."""
    return Attack(name, body, End.CPU_TIME, provable=False, top=top, limits=QUICK)


RESOURCES = (
    endless("endless_loop", "while True: pass"),
    endless("endless_loop_at_import", "return True", top="while True: pass"),
    endless("endless_matmul", "a = np.ones((400, 400))\nwhile True: a = a @ a * 0"),
    endless("endless_lapack", "a = np.ones((1200, 1200))\nwhile True: np.linalg.svd(a)"),
    endless("endless_finally", "try:\n    while True: pass\nfinally:\n    while True: pass"),
    endless(
        "endless_except",
        "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass",
    ),
    endless("endless_iterator", "return sum(iter(int, 1))"),
    endless("ignored_cpu_signal", "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"),
    endless("all_signals_blocked", "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass"),
    endless(
        "fault_handler_that_returns",
        "signal.signal(signal.SIGSEGV, lambda *a: None)\nctypes.memset(8, 0, 8)\nreturn True",
    ),
    endless("bigint_bomb", "return 7 ** 7 ** 9"),
    endless("regex_bomb", "import re\nreturn re.match('(a+)+$', 'a' * 64 + 'b')"),
    endless("sort_that_never_agrees", "import itertools\nreturn max(itertools.count(), key=lambda n: -n)"),
    endless("finalizer_that_never_ends", "class D:\n    def __del__(self):\n        while True: pass\ndel [D()][0]"),
    endless("system_calls_without_end", "while True: os.getppid()"),
    endless("yielding_without_end", "while True: libc.sched_yield()"),
    endless("page_faults_without_end", "while True: np.ones(1 << 22)"),
    endless("trace_that_never_ends", "sys.settrace(lambda *a: sum(iter(int, 1)))\nreturn np.median([1.0])"),
    endless(
        "many_mappings_to_take_down",
        "page = mmap.mmap(-1, 64 << 20)\nstart = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "for at in range(0, 64 << 20, 8192): libc.mprotect(ctypes.c_void_p(start + at), 4096, 0)\nwhile True: pass",
    ),
    Attack("sleep", "time.sleep(60)\nreturn True", End.WALL_TIME, provable=False, limits=IMPATIENT),
    Attack(
        "sleep_in_small_pieces",
        "for _ in range(60_000): time.sleep(0.001)\nreturn True",
        End.WALL_TIME,
        provable=False,
        limits=IMPATIENT,
    ),
    Attack("wait_for_a_request", "return bool(os.read(3, 1))", End.WALL_TIME, provable=False, limits=IMPATIENT),
    Attack(
        "wait_on_a_futex",
        "return syscall('futex', ctypes.create_string_buffer(4), 0, 0, 0, 0, 0) == 0",
        End.WALL_TIME,
        provable=False,
        limits=IMPATIENT,
    ),
    Attack(
        "an_answer_drop_by_drop",
        "os.write(3, struct.pack('<I', 1 << 20))\nwhile True:\n    os.write(3, b'N')\n    time.sleep(0.001)",
        End.WALL_TIME,
        provable=False,
        limits=IMPATIENT,
    ),
    Attack("array_of_16_gib", "return np.ones(1 << 31).size > 0", MEMORY, provable=False),
    Attack("array_of_zeros", "return np.zeros((1 << 20, 1 << 14)).sum() == 0", MEMORY, provable=False),
    Attack("growing_bytearray", "b = bytearray()\nwhile True: b.extend(bytes(1 << 20))", MEMORY, provable=False),
    Attack("growing_list", "things = []\nwhile True: things.append(object())", MEMORY, provable=False),
    Attack("growing_at_import", "return True", MEMORY, provable=False, top="x = []\nwhile True: x.append(bytes(9999))"),
    Attack("list_of_a_terabyte", "return bool(list(range(1 << 40)))", MEMORY, provable=False),
    Attack("text_of_a_terabyte", "return bool('x' * (1 << 40))", MEMORY, provable=False),
    Attack("text_by_format", "return bool('%1000000000000d' % 1)", (*MEMORY, "ValueError"), provable=False),
    Attack("outer_product", "a = np.ones(1 << 17)\nreturn np.outer(a, a).size > 0", MEMORY, provable=False),
    Attack("map_a_terabyte", "return len(mmap.mmap(-1, 1 << 40)) > 0", "OSError", provable=False),
    Attack(
        "allocate_in_c",
        "libc.malloc.restype = ctypes.c_void_p\nreturn bool(libc.malloc(ctypes.c_size_t(1 << 33)))",
        False,
    ),
    Attack(
        "more_heap", "libc.sbrk.restype = ctypes.c_ssize_t\nreturn libc.sbrk(ctypes.c_ssize_t(1 << 33)) != -1", False
    ),
    Attack(
        "memory_error_that_is_caught",
        "kept = []\nwhile True:\n    try:\n        kept.append(np.ones(1 << 16))\n    except MemoryError: pass",
        End.CPU_TIME,
        provable=False,
        limits=QUICK,
    ),
    Attack("prints_without_end", "while True: print('x' * 100)", End.OUTPUT, provable=False),
    Attack("prints_without_lines", "while True: print('x', end='')", (End.OUTPUT, End.CPU_TIME), provable=False),
    Attack("prints_at_import", "return True", End.OUTPUT, provable=False, top="while True: print('x' * 100)"),
    Attack("writes_32_mb_at_once", "while True: os.write(1, b'y' * (1 << 25))", End.OUTPUT, provable=False),
    Attack("prints_a_gigabyte", "for _ in range(1 << 10): print('x' * (1 << 20))", End.OUTPUT, provable=False),
    Attack("floods_standard_error", "while True: os.write(2, b'z' * 999)", End.OUTPUT, provable=False),
    Attack(
        "warns_without_end",
        "while True: sys.stderr.write('careful\\n')",
        (End.OUTPUT, End.CPU_TIME),
        provable=False,
    ),
    Attack("more_descriptors", "kept = [os.dup(0) for _ in range(300)]\nreturn True", DENIED),
    Attack("recursion", "def f(): return f()\nreturn f()", "RecursionError", provable=False),
    Attack(
        "recursion_without_limit",
        "sys.setrecursionlimit(10 ** 8)\nclass A:\n    def __repr__(self): return repr([self])\nreturn repr(A())",
        (End.CRASHED, End.CPU_TIME),
        provable=False,
    ),
    Attack(
        "compile_deep",
        "return bool(compile('(' * 5000 + ')' * 5000, 'x', 'eval'))",
        (*MEMORY, "SyntaxError"),
        provable=False,
    ),
    Attack(
        "compile_long",
        "return bool(compile('+'.join(['y'] * 500_000), 'x', 'eval'))",
        (*MEMORY, "RecursionError", End.CRASHED, End.CPU_TIME, End.MEMORY),
        provable=False,
    ),
    Attack("digits", "return int('9' * 10 ** 6) > 0", "ValueError", provable=False),
    Attack("another_nice", "return syscall('setpriority', 0, 0, -20) == 0", End.POLICY, provable=False),
    Attack("another_scheduler", "return syscall('sched_setscheduler', 0, 0, 0) >= 0", End.POLICY, provable=False),
    Attack("another_processor", "os.sched_setaffinity(0, {0})\nreturn True", DENIED),
    Attack(
        "locked_memory", "return libc.mlock(ctypes.create_string_buffer(4096), 4096) == 0", End.POLICY, provable=False
    ),
    Attack("io_priority", "return syscall('ioprio_set', 1, 0, 0) == 0", End.POLICY, provable=False),
    Attack("interrupt_all_processors", "return syscall('membarrier', 1, 0, 0) == 0", "OSError"),
)
