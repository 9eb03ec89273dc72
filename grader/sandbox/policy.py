"""What a submission may do, as data to review; `POLICY_HASH` is stored with every grading.

System calls that are in no table end the process (SIGSYS, verdict SC): nothing an honest submission does leads there.
A refusal with an error number is for what honest code, or a library on its behalf, may well try: `open()` should end
in a PermissionError with a line number, not in a dead process.
"""

from __future__ import annotations

import errno
import hashlib
import json

ALLOWED_IMPORTS = (
    *("__future__", "abc", "bisect", "cmath", "collections", "contextlib", "copy", "dataclasses", "decimal", "enum"),
    *("fractions", "functools", "heapq", "itertools", "math", "numbers", "numpy", "operator", "random", "re"),
    *("statistics", "string", "textwrap", "types", "typing", "warnings"),
)
"""Top-level modules; the guard that enforces this list is for clear messages, not for security."""

ALLOW: dict[str, str] = {
    "read": "receive requests; only descriptors 0 to 3 exist",
    "write": "answer and print",
    "lseek": "harmless on the descriptors there are",
    "close": "harmless: closing the channel ends the session",
    "fstat": "text streams ask about their descriptor",
    "poll": "waiting",
    "ppoll": "poll on aarch64",
    "munmap": "memory",
    "brk": "memory",
    "mremap": "memory",
    "madvise": "the allocator returns pages",
    "rseq": "the C library's per-CPU data",
    "getrandom": "NumPy seeds its generators",
    "clock_gettime": "time, where the vDSO does not answer",
    "clock_getres": "time",
    "gettimeofday": "time",
    "time": "time",
    "clock_nanosleep": "time.sleep; the wall clock is limited",
    "nanosleep": "sleep in older C libraries",
    "restart_syscall": "the kernel resumes an interrupted sleep",
    "rt_sigaction": "the interpreter's own handlers; no signal but fatal ones can arrive",
    "rt_sigprocmask": "the C library blocks signals around critical sections",
    "rt_sigreturn": "return from a handler",
    "sigaltstack": "fault handlers",
    "exit": "end",
    "exit_group": "end",
    "getpid": "identity, says nothing that helps",
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
    "sysinfo": "sorting in the C library asks how much memory there is",
    "getrusage": "own usage",
}

ALLOW_FUTEX: dict[str, tuple[int, str]] = {
    "FUTEX_WAIT": (0, "locks of the C library and of the interpreter"),
    "FUTEX_WAKE": (1, "the other side of it"),
    "FUTEX_WAIT_BITSET": (9, "the same with a deadline"),
    "FUTEX_WAKE_BITSET": (10, "the other side of it"),
}
"""What `futex` may be asked for. Its rarer half (requeueing, priority inheritance) is refused with ENOSYS: one process
without threads has no use for it, and it is where the kernel's own mistakes were."""

ALLOW_UNLESS_EXECUTABLE: dict[str, str] = {
    "mmap": "memory; pages to execute from (machine code that came as data) are refused",
    "mprotect": "memory; pages to execute from are refused",
}

_FILES = "file access by name: an honest mistake, answered as a missing permission"
_TASKS = "new tasks: libraries and subprocess fall back or raise"
_PROBE = "asked by the C library or the interpreter, who do without"

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
    **dict.fromkeys(("socket", "socketpair"), (errno.EACCES, "the network, as for files")),
    **dict.fromkeys(("clone", "fork", "vfork"), (errno.EPERM, _TASKS)),
    "clone3": (errno.ENOSYS, "its flags lie in memory where no filter can see them; the C library falls back to clone"),
    "ioctl": (errno.ENOTTY, "isatty of a stream; nothing here is a terminal"),
    **dict.fromkeys(("prlimit64", "getrlimit", "setrlimit"), (errno.EPERM, _PROBE)),
    **dict.fromkeys(("prctl", "arch_prctl", "sched_setaffinity", "getcpu", "fcntl", "dup"), (errno.EPERM, _PROBE)),
    "uname": (errno.EPERM, "what this machine is called is nobody's business"),
    "membarrier": (errno.ENOSYS, "it interrupts every processor; the C library does without"),
    **dict.fromkeys(
        ("tgkill", "tkill"), (errno.EPERM, "abort() of the C library; it then ends by an illegal instruction")
    ),
}

CHILD_UID = 65534
"""Whom a submission runs as when the worker may choose: nobody, who owns nothing."""

LIMITS: dict[str, tuple[int, str]] = {
    "cpu_time_s": (5, "the accepted solutions need about 0.01; what is left is for slow ones and slow machines"),
    "wall_time_s": (15, "for code that sleeps; three times the CPU limit, because a busy machine is slow"),
    "memory_bytes": (
        256 << 20,
        "above the warm interpreter, where the accepted solutions need a few; room for one careless copy",
    ),
    "output_bytes": (64 << 10, "more prints than anybody reads, and few enough to keep with each grading"),
    "reply_bytes": (32 << 20, "four million numbers; it is also what a hostile answer can cost the worker"),
    "source_bytes": (128 << 10, "a hundred times the largest accepted solution"),
    "stack_bytes": (16 << 20, "Python's own recursion limit is reached long before"),
    "descriptors": (4, "null, output twice, and the channel: nothing else is there to be opened"),
    "niceness": (5, "the worker that watches goes first"),
    "cgroup_slack_bytes": (64 << 20, "above the memory limit, for pages of the warm interpreter that a child copies"),
    "cpu_backstop_s": (1, "how much later the kernel's own CPU limit ends what the worker did not"),
}
"""What one submission may use. The first five are defaults; the values used are stored with every grading."""

BOUNDS: dict[str, tuple[int, str]] = {
    "frame_bytes": (256 << 20, "one request or answer; the reply limit is below it"),
    "value_depth": (16, "lists in lists; a solution returns arrays"),
    "value_parts": (100_000, "objects that one answer can make the worker create"),
    "text_bytes": (4 << 20, "one string"),
    "array_axes": (32, "NumPy 1 had no more"),
    "array_elements": (1 << 31, "with empty axes counted as one: no shape can claim what is not there"),
    "exception_name_chars": (200, "longer names are cut"),
    "exception_message_chars": (2000, "longer ones are cut"),
    "exception_frames": (20, "the outermost and the innermost are kept"),
    "code_line_chars": (400, "a source line in a traceback"),
    "parameters": (256, "of one function, when it is described"),
}
"""How large and how deep anything may be that comes from a submission; a larger announcement is off the protocol."""

STACK_BYTES, NICENESS, MAX_DESCRIPTORS, CGROUP_SLACK_BYTES = (
    LIMITS[name][0] for name in ("stack_bytes", "niceness", "descriptors", "cgroup_slack_bytes")
)

RLIMITS_ZERO: dict[str, str] = {
    "FSIZE": "no byte into any file, should one ever be open",
    "CORE": "no memory image on a disk",
    "MEMLOCK": "no pages that cannot be taken back",
    "MSGQUEUE": "no message queues",
    "NPROC": "no second task",
}
"""Kernel limits that are simply zero."""

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}
"""The whole environment of the sandbox. One BLAS thread: with more and no clone, OpenBLAS waits for ever."""


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
