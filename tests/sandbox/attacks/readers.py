"""Attacks by somebody who has read our source: on its seams, and on what the filter lets through."""

from __future__ import annotations

from grader.sandbox.types import End
from tests.sandbox.attacks.attack import DENIED, Attack

NEVER_NEEDED = {
    "inotify_init1": "0",
    "timer_create": "0, 0, 0",
    "timerfd_create": "1, 0",
    "signalfd4": "-1, 0, 8, 0",
    "epoll_create1": "0",
    "splice": "0, 0, 1, 0, 1, 0",
    "tee": "0, 1, 1, 0",
    "vmsplice": "1, 0, 0, 0",
    "sendfile": "1, 0, 0, 1",
    "copy_file_range": "0, 0, 1, 0, 1, 0",
    "memfd_secret": "0",
    "remap_file_pages": "0, 0, 0, 0, 0",
    "pkey_alloc": "0, 0",
    "pkey_mprotect": "0, 0, 7, -1",
    "kcmp": "0, 0, 0, 0, 0",
    "pidfd_send_signal": "3, 9, 0, 0",
    "execveat": "-100, b'/bin/true', 0, 0, 0",
    "name_to_handle_at": "-100, b'/', 0, 0, 0",
    "landlock_create_ruleset": "0, 0, 1",
    "setpgid": "0, 0",
    "set_robust_list": "0, 24",
    "futex_waitv": "0, 0, 0, 0, 0",
    "process_madvise": "3, 0, 0, 0, 0",
    "sched_setattr": "0, 0, 0",
    "syslog": "3, 0, 0",
    "sethostname": "b'x', 1",
    "request_key": "b'user', b'k', 0, 0",
    "io_uring_enter": "3, 0, 0, 0, 0, 0",
}
"""Calls that no honest code makes, with arguments that would do no harm; each ends the process."""

READERS = (
    *(
        Attack(f"call_{name}", f"return syscall({name!r}, {arguments}) is not None", End.POLICY, provable=False)
        for name, arguments in NEVER_NEEDED.items()
    ),
    Attack("name_of_the_host", "return bool(os.uname().nodename)", DENIED),
    Attack(
        "handler_for_the_filter",
        "signal.signal(signal.SIGSYS, lambda *a: None)\ntry:\n    os.pipe()\nfinally:\n    return True",
        End.POLICY,
    ),
    Attack("channel_twice", "return os.dup(3) > 3", DENIED),
    Attack("channel_as_output", "os.dup2(3, 1)\nprint('AC')\nreturn True", End.POLICY, provable=False),
    Attack("read_back_the_output", "return bool(os.read(1, 1))", "OSError", provable=False),
    Attack("wait_for_the_zygotes_children", "return os.wait() is not None", End.POLICY, provable=False),
    Attack("reap_the_spare", "os.waitpid({zygote} + 2, 0)\nreturn True", End.POLICY, provable=False),
    Attack("kill_the_spare", "os.kill({zygote} + 2, 9)\nreturn True", End.POLICY, provable=False),
    Attack("trace_the_spare", "return syscall('ptrace', 16, {zygote} + 2, 0, 0) == 0", End.POLICY, provable=False),
    Attack(
        "zygotes_socket",
        """
held = [thing for thing in gc.get_objects() if type(thing).__name__ == 'Zygote']
return any(zygote._control.fileno() >= 0 and zygote._control.send(b'{}') for zygote in held)""",
        (False, "OSError", End.POLICY),
        provable=False,
    ),
    Attack(
        "zygotes_folders",
        """
held = [thing for thing in gc.get_objects() if type(thing).__name__ == 'Zygote']
return bool(held) and os.open('1', os.O_RDONLY, dir_fd=held[0]._proc) >= 0""",
        (DENIED, False),
        provable=False,
    ),
    Attack(
        "inherited_secrets_on_the_stack",
        """
frame, seen = sys._getframe(), []
while frame:
    seen += [name for name in frame.f_code.co_varnames if name in ('expected', 'tolerance', 'points', 'seed')]
    frame = frame.f_back
return bool(seen)""",
        False,
        provable=False,
    ),
    Attack(
        "code_page_made_writable",
        """
page = ctypes.cast(libc.j0, ctypes.c_void_p).value & ~4095
if libc.mprotect(ctypes.c_void_p(page), 4096, 3) != 0:
    return False
return libc.mprotect(ctypes.c_void_p(page), 4096, 5) == 0""",
        False,
    ),
    Attack(
        "code_page_made_writable_at_once",
        "page = ctypes.cast(libc.j0, ctypes.c_void_p).value & ~4095\n"
        "return libc.mprotect(ctypes.c_void_p(page), 4096, 7) == 0",
        False,
    ),
    Attack(
        "callback_in_machine_code",
        "return ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 7)() == 7 and len(mmap.mmap(-1, 4096, prot=7)) > 0",
        (DENIED, "MemoryError", End.CRASHED, End.POLICY),
    ),
    Attack(
        "kernel_restarts_for_us",
        "return syscall('rseq', ctypes.create_string_buffer(64), 32, 0, 0x53053053) == 0",
        ("OSError", DENIED),
        provable=False,
    ),
    Attack(
        "lock_that_lends_priority",
        "return syscall('futex', ctypes.create_string_buffer(4), 6 | 128, 0, 0, 0, 0) == 0",
        "OSError",
    ),
    Attack("shared_memory_object", "return libc.shm_open(b'/chainrule-attack', 0o102, 0o600) >= 0", False),
    Attack(
        "named_semaphore",
        "libc.sem_open.restype = ctypes.c_ssize_t\nreturn libc.sem_open(b'/chainrule-attack', 0o100, 0o600, 1) > 0",
        False,
        provable=False,
    ),
    Attack("fifo", "os.mkfifo('/tmp/chainrule-attack-f')\nreturn True", DENIED),
    Attack("device", "os.mknod('/tmp/chainrule-attack-n', 0o600 | 0o010000)\nreturn True", DENIED),
    Attack("hard_link", "os.link('/tmp/chainrule-victim', '/tmp/chainrule-attack')\nreturn True", DENIED),
    Attack("timestamps", "os.utime('/tmp/chainrule-victim', (0, 0))\nreturn True", DENIED),
    Attack("owner", "os.chown('/tmp/chainrule-victim', -1, -1)\nreturn True", DENIED),
    Attack(
        "extended_attributes",
        "os.setxattr('/tmp/chainrule-victim', 'user.x', b'y')\nreturn True",
        End.POLICY,
        provable=False,
    ),
    Attack("disk_space", "return os.statvfs('/').f_blocks > 0", DENIED),
    Attack("terminal", "return os.isatty(0) or os.open('/dev/tty', 2) > 0", DENIED, provable=False),
    Attack("undo_no_new_privileges", "return libc.prctl(38, 0, 0, 0, 0) == 0", False, provable=False),
    Attack("ask_for_a_capability", "return libc.prctl(47, 2, 21, 0, 0) == 0", False, provable=False),
    Attack("name_of_the_process", "return libc.prctl(15, b'zygote', 0, 0, 0) == 0", False),
    Attack("thread_area", "return syscall('clone', 0x10f00, 0, 0, 0, 0) >= 0", DENIED, provable=False),
    Attack(
        "import_from_a_file",
        "sys.path.insert(0, '/tmp')\n"
        "__builtins__['__import__'].__globals__['_import']('chainrule_attack')\nreturn True",
        "ModuleNotFoundError",
        provable=False,
    ),
    Attack("library_from_a_file", "return bool(ctypes.CDLL('libBrokenLocale.so.1'))", "OSError", provable=False),
    Attack(
        "locale_of_the_host",
        "import string\nlibc.setlocale.restype = ctypes.c_char_p\n"
        "return libc.setlocale(6, b'/tmp/chainrule-attack') is not None",
        False,
        provable=False,
    ),
    Attack(
        "users_of_the_host",
        "libc.getpwuid.restype = ctypes.c_void_p\nreturn bool(libc.getpwuid(0))",
        (False, End.POLICY, DENIED),
    ),
    Attack(
        "debugger",
        "import types\nreturn sys.modules.get('pdb') is not None or breakpoint() is not None",
        ("ModuleNotFoundError", False),
        provable=False,
    ),
)
