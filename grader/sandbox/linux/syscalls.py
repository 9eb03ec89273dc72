"""Numbers of the system calls named by the policy or the lockdown, for the two supported architectures.

Source: the kernel's ``arch/x86/entry/syscalls/syscall_64.tbl`` and ``include/uapi/asm-generic/unistd.h`` (aarch64).
A call that an architecture does not have is absent from its table: there is nothing to allow or refuse.
"""

from __future__ import annotations

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

X32_BIT = 0x40000000
"""x86_64 only: the second, 32-bit system call table behind the same architecture value."""


def _table(text: str) -> dict[str, int]:
    words = text.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


_NEW = _table("""
    pidfd_open 434 clone3 435 close_range 436 openat2 437 faccessat2 439 landlock_create_ruleset 444
    landlock_add_rule 445 landlock_restrict_self 446 fchmodat2 452
""")

TABLES: dict[str, dict[str, int]] = {
    "x86_64": _NEW
    | _table("""
        read 0 write 1 open 2 close 3 stat 4 fstat 5 lstat 6 poll 7 lseek 8 mmap 9 mprotect 10 munmap 11 brk 12
        rt_sigaction 13 rt_sigprocmask 14 rt_sigreturn 15 ioctl 16 access 21 sched_yield 24 mremap 25 madvise 28 dup 32
        nanosleep 35 getpid 39 socket 41 socketpair 53 clone 56 fork 57 vfork 58 exit 60 uname 63 fcntl 72 truncate 76
        ftruncate 77 getdents 78 getcwd 79 chdir 80 fchdir 81 rename 82 mkdir 83 rmdir 84 creat 85 link 86 unlink 87
        symlink 88 readlink 89 chmod 90 fchmod 91 chown 92 fchown 93 lchown 94 umask 95 gettimeofday 96 getrlimit 97
        getrusage 98 sysinfo 99 getuid 102 getgid 104 geteuid 107 getegid 108 getppid 110 getgroups 115 getresuid 118
        getresgid 120 capget 125 capset 126 sigaltstack 131 utime 132 mknod 133 statfs 137 fstatfs 138 pivot_root 155
        prctl 157 arch_prctl 158 setrlimit 160 gettid 186 tkill 200 time 201 futex 202 sched_setaffinity 203
        sched_getaffinity 204 getdents64 217 restart_syscall 219 fadvise64 221 clock_gettime 228 clock_getres 229
        clock_nanosleep 230 exit_group 231 tgkill 234 utimes 235 openat 257 mkdirat 258 mknodat 259 fchownat 260
        futimesat 261 newfstatat 262 unlinkat 263 renameat 264 linkat 265 symlinkat 266 readlinkat 267 fchmodat 268
        faccessat 269 ppoll 271 utimensat 280 fallocate 285 prlimit64 302 getcpu 309 renameat2 316 seccomp 317
        getrandom 318 membarrier 324 statx 332 rseq 334
    """),
    "aarch64": _NEW
    | _table("""
        getcwd 17 dup 23 fcntl 25 ioctl 29 mknodat 33 mkdirat 34 unlinkat 35 symlinkat 36 linkat 37 renameat 38
        pivot_root 41 statfs 43 fstatfs 44 truncate 45 ftruncate 46 fallocate 47 faccessat 48 chdir 49 fchdir 50
        fchmod 52 fchmodat 53 fchownat 54 fchown 55 openat 56 close 57 getdents64 61 lseek 62 read 63 write 64 ppoll 73
        readlinkat 78 newfstatat 79 fstat 80 utimensat 88 capget 90 capset 91 exit 93 exit_group 94 futex 98
        nanosleep 101 clock_gettime 113 clock_getres 114 clock_nanosleep 115 sched_setaffinity 122
        sched_getaffinity 123 sched_yield 124 restart_syscall 128 tkill 130 tgkill 131 sigaltstack 132
        rt_sigaction 134 rt_sigprocmask 135 rt_sigreturn 139 getresuid 148 getresgid 150 getgroups 158 uname 160
        getrlimit 163 setrlimit 164 getrusage 165 umask 166 prctl 167 getcpu 168 gettimeofday 169 getpid 172
        getppid 173 getuid 174 geteuid 175 getgid 176 getegid 177 gettid 178 sysinfo 179 socket 198 socketpair 199
        brk 214 munmap 215 mremap 216 clone 220 mmap 222 fadvise64 223 mprotect 226 madvise 233 prlimit64 261
        renameat2 276 seccomp 277 getrandom 278 membarrier 283 statx 291 rseq 293
    """),
}


def number(name: str, machine: str) -> int:
    """Return the number of system call `name`.

    Raises:
        OSError: if the architecture has no table here, or no such call.
    """
    try:
        return TABLES[machine][name]
    except KeyError as error:
        raise OSError(f"no system call {name} known on {machine}") from error
