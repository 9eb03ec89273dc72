"""The sandbox policy, as data to review; `POLICY_HASH` is stored with every grading.

System calls in no table kill the process (SIGSYS, verdict SC): no honest submission makes one. Calls that honest code,
or a library on its behalf, may well make are refused with an error number: `open()` should end in a PermissionError
with a line number, not in a dead process.
"""

from __future__ import annotations

import errno
import hashlib
import json

ALLOWED_IMPORTS = (
    *("__future__", "abc", "array", "bisect", "calendar", "cmath", "collections", "contextlib", "copy", "dataclasses"),
    *(
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "heapq",
        "io",
        "itertools",
        "json",
        "logging",
    ),
    *("math", "numbers", "numpy", "operator", "pprint", "random", "re", "statistics", "string", "struct", "textwrap"),
    *("time", "timeit", "traceback", "types", "typing", "unittest", "warnings", "weakref"),
)
"""Top-level modules; the guard that enforces this list serves clear messages, not security."""

ALLOW: dict[str, str] = {
    "read": "receiving requests; only descriptors 0 to 3 exist",
    "write": "answering and printing",
    "lseek": "harmless on the descriptors that exist",
    "close": "harmless: closing the channel ends the session",
    "fstat": "text streams query their descriptor",
    "poll": "waiting",
    "ppoll": "poll on aarch64",
    "munmap": "memory",
    "brk": "memory",
    "mremap": "memory",
    "madvise": "the allocator returns pages",
    "rseq": "the C library's per-CPU data",
    "getrandom": "NumPy seeds its generators",
    "clock_gettime": "the time, if the vDSO does not provide it",
    "clock_getres": "time",
    "gettimeofday": "time",
    "time": "time",
    "clock_nanosleep": "time.sleep; the wall clock is limited",
    "nanosleep": "sleep in older C libraries",
    "restart_syscall": "the kernel resumes an interrupted sleep",
    "rt_sigaction": "the interpreter's own handlers; only fatal signals can arrive",
    "rt_sigprocmask": "the C library blocks signals around critical sections",
    "rt_sigreturn": "returning from a handler",
    "sigaltstack": "fault handlers",
    "exit": "end",
    "exit_group": "end",
    "getpid": "an identifier that is of no use to an attacker",
    "getppid": "identity",
    "gettid": "identity",
    "getuid": "identity",
    "geteuid": "identity",
    "getgid": "identity",
    "getegid": "identity",
    "getresuid": "identity",
    "getresgid": "identity",
    "getgroups": "identity",
    "sched_yield": "spinning locks",
    "sched_getaffinity": "libraries count processors",
    "sysinfo": "sorting in the C library queries the amount of memory",
    "getrusage": "the process's own usage",
}

ALLOW_FUTEX: dict[str, tuple[int, str]] = {
    "FUTEX_WAIT": (0, "locks of the C library and of the interpreter"),
    "FUTEX_WAKE": (1, "the other side of FUTEX_WAIT"),
    "FUTEX_WAIT_BITSET": (9, "FUTEX_WAIT with a deadline"),
    "FUTEX_WAKE_BITSET": (10, "the other side of FUTEX_WAIT_BITSET"),
}
"""The allowed operations of `futex`. Its rarer ones (requeueing, priority inheritance) are refused with ENOSYS: a
single-threaded process has no use for them, and they are where the kernel's own bugs were."""

ALLOW_UNLESS_EXECUTABLE: dict[str, str] = {
    "mmap": "memory; executable pages (machine code that arrives as data) are refused",
    "mprotect": "memory; executable pages are refused",
}

_FILES = "file access by name, which may be an honest mistake: refused as a missing permission"
_TASKS = "new tasks: libraries and subprocess fall back or raise"
_PROBE = "used by the C library or the interpreter, which work without it"

REFUSE: dict[str, tuple[int, str]] = {
    **dict.fromkeys(
        (
            *("open", "openat", "openat2", "creat", "stat", "lstat", "newfstatat", "statx", "access", "faccessat"),
            *(
                "faccessat2",
                "readlink",
                "readlinkat",
                "getcwd",
                "chdir",
                "fchdir",
                "mkdir",
                "mkdirat",
                "rmdir",
                "unlink",
            ),
            *(
                "unlinkat",
                "rename",
                "renameat",
                "renameat2",
                "link",
                "linkat",
                "symlink",
                "symlinkat",
                "chmod",
                "fchmod",
            ),
            *("fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat", "truncate", "ftruncate", "mknod"),
            *("mknodat", "utime", "utimes", "utimensat", "futimesat", "statfs", "fstatfs", "getdents", "getdents64"),
            *("fallocate", "fadvise64", "umask"),
        ),
        (errno.EACCES, _FILES),
    ),
    **dict.fromkeys(("socket", "socketpair"), (errno.EACCES, "network access, refused like file access")),
    **dict.fromkeys(("clone", "fork", "vfork"), (errno.EPERM, _TASKS)),
    "clone3": (errno.ENOSYS, "its flags are in memory that no filter can see; the C library falls back to clone"),
    "ioctl": (errno.ENOTTY, "isatty() of a stream; no stream here is a terminal"),
    **dict.fromkeys(("prlimit64", "getrlimit", "setrlimit"), (errno.EPERM, _PROBE)),
    **dict.fromkeys(("prctl", "arch_prctl", "sched_setaffinity", "getcpu", "fcntl", "dup"), (errno.EPERM, _PROBE)),
    "uname": (errno.EPERM, "a submission does not need the host name"),
    "membarrier": (errno.ENOSYS, "it interrupts every processor; the C library works without it"),
    **dict.fromkeys(
        ("tgkill", "tkill"), (errno.EPERM, "abort() of the C library, which then ends with an illegal instruction")
    ),
}

CHILD_UID = 65534
"""The user that a submission runs as when the worker may choose: nobody, who owns nothing."""

LIMITS: dict[str, tuple[int, str]] = {
    "cpu_time_s": (5, "the accepted solutions need about 0.01; the rest allows for slow ones and slow machines"),
    "wall_time_s": (15, "for code that sleeps; three times the CPU limit, since a busy machine is slow"),
    "memory_bytes": (
        256 << 20,
        "on top of the warm interpreter; the accepted solutions need a few MB, the rest allows for a careless copy",
    ),
    "output_bytes": (64 << 10, "the output that is kept: more than anybody reads, and little enough to store"),
    "flood_bytes": (
        64 << 20,
        "more than forgotten print calls can write within the CPU limit; the output is only counted, not kept",
    ),
    "reply_bytes": (
        32 << 20,
        "four million numbers; also the largest answer that a hostile submission can make the worker read",
    ),
    "source_bytes": (128 << 10, "a hundred times the largest accepted solution"),
    "stack_bytes": (16 << 20, "Python reaches its own recursion limit long before this"),
    "descriptors": (4, "null, output twice, and the channel: nothing else can be opened"),
    "niceness": (5, "the watching worker has priority"),
    "cgroup_slack_bytes": (64 << 20, "above the memory limit, for pages of the warm interpreter that a child copies"),
    "cpu_backstop_s": (1, "how much later the kernel's own CPU limit applies if the worker's does not"),
}
"""The limits of one submission. The first six are defaults: those in force are stored with every grading."""

BOUNDS: dict[str, tuple[int, str]] = {
    "frame_bytes": (256 << 20, "one request or answer; the reply limit is below it"),
    "value_depth": (16, "nested lists; a solution returns arrays"),
    "value_parts": (100_000, "the objects that one answer can make the worker create"),
    "text_bytes": (4 << 20, "one string"),
    "array_axes": (32, "the maximum in NumPy 1"),
    "array_elements": (
        1 << 31,
        "with empty axes counted as one, so that no shape can claim elements that do not exist",
    ),
    "exception_name_chars": (200, "longer names are cut"),
    "exception_message_chars": (2000, "longer messages are cut"),
    "exception_frames": (20, "the outermost and the innermost are kept"),
    "code_line_chars": (400, "a source line in a traceback"),
    "parameters": (256, "the parameters of one function"),
}
"""The largest size and depth of anything that a submission sends; anything larger is a protocol error."""

STACK_BYTES, NICENESS, MAX_DESCRIPTORS, CGROUP_SLACK_BYTES = (
    LIMITS[name][0] for name in ("stack_bytes", "niceness", "descriptors", "cgroup_slack_bytes")
)

RLIMITS_ZERO: dict[str, str] = {
    "FSIZE": "no writing to a file, even if one is ever open",
    "CORE": "no core dumps",
    "MEMLOCK": "no locked pages",
    "MSGQUEUE": "no message queues",
    "NPROC": "no second task",
}
"""The kernel limits that are set to zero."""

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}
"""The whole environment of the sandbox. One BLAS thread: with more and no clone, OpenBLAS waits forever."""


def _hash() -> str:
    decisions = [
        sorted(ALLOW),
        sorted(ALLOW_UNLESS_EXECUTABLE),
        sorted((name, code) for name, (code, _) in ALLOW_FUTEX.items()),
        sorted((name, code) for name, (code, _) in REFUSE.items()),
        ALLOWED_IMPORTS,
        sorted((name, value) for table in (LIMITS, BOUNDS) for name, (value, _) in table.items()),
        [CHILD_UID, *sorted(RLIMITS_ZERO)],
        ENVIRONMENT,
    ]
    return hashlib.sha256(json.dumps(decisions, sort_keys=True).encode()).hexdigest()


POLICY_HASH = _hash()
