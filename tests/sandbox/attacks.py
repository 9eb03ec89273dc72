"""Submissions that try to do harm, and what must become of them.

Each attack is the body of a function that returns True when it has succeeded. Those that do no lasting harm are also
run in tier T4, where nothing holds them: there they must succeed, or they would prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

from grader.sandbox.types import End

PRELUDE = """
import warnings, numpy as np
sys = warnings.sys                      # the import guard is not what stops an attack
os, socket, struct, subprocess, threading, signal, resource, mmap, gc = (
    sys.modules.get(name) or __builtins__["__import__"].__globals__["_import"](name)
    for name in "os socket struct subprocess threading signal resource mmap gc".split())
ctypes = sys.modules.get("ctypes")
libc = ctypes.CDLL(None, use_errno=True) if ctypes else None

def syscall(number, *arguments):
    result = libc.syscall(ctypes.c_long(number), *[
        ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

"""


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes:
        name: of the test.
        body: Python, returning True on success.
        stopped_by: name of the exception that the submission sees, or how its process ends, or False when it runs to
            its end without success.
        provable: whether it is also run where it succeeds.
    """

    name: str
    body: str
    stopped_by: str | End | bool
    provable: bool = True

    @property
    def source(self) -> bytes:
        """The whole submission."""
        return (PRELUDE + "def attack():\n" + indent(self.body.strip(), "    ")).encode()


DENIED = "PermissionError"

FILES = (
    Attack("open_passwd", "return 'root' in open('/etc/passwd').read()", DENIED),
    Attack("open_by_dirfd", "return os.open('etc', os.O_PATH, dir_fd=os.open('/', os.O_RDONLY)) > 0", DENIED),
    *(
        Attack(f"list_{folder.strip('/') or 'root'}", f"return len(os.listdir({folder!r})) > 0", DENIED)
        for folder in ("/", "/etc", "/proc")
    ),
    *(
        Attack(f"read_proc_self_{name}", f"return open('/proc/self/{name}', 'rb').read(10) is not None", DENIED)
        for name in ("maps", "environ", "cmdline", "status")
    ),
    Attack("read_parents_memory", "return open(f'/proc/{os.getppid()}/mem', 'rb') is not None", DENIED),
    Attack("stat_tells_what_exists", "return os.stat('/etc/passwd').st_size > 0", DENIED),
    Attack("access_tells_what_exists", "return os.access('/etc/passwd', os.R_OK)", False),
    Attack("readlink", "return bool(os.readlink('/proc/self/exe'))", DENIED),
    *(
        Attack(
            f"write_{folder.strip('/').replace('/', '_')}",
            f"open({folder!r} + '/chainrule-attack', 'w').write('x')\nreturn True",
            DENIED,
        )
        for folder in ("/tmp", "/dev/shm")
    ),
    Attack("write_cwd", "open('chainrule-attack', 'w').write('x')\nreturn True", DENIED, provable=False),
    Attack("np_save", "np.save('/tmp/chainrule-attack.npy', np.ones(3))\nreturn True", DENIED),
    Attack("np_memmap", "np.memmap('/tmp/chainrule-attack', mode='w+', shape=3)\nreturn True", DENIED),
    Attack("np_tofile", "np.ones(3).tofile('/tmp/chainrule-attack')\nreturn True", DENIED),
    Attack("np_load", "return np.fromfile('/etc/passwd', np.uint8).size > 0", DENIED),
    Attack("mkdir", "os.mkdir('/tmp/chainrule-attack-d')\nos.rmdir('/tmp/chainrule-attack-d')\nreturn True", DENIED),
    Attack("symlink", "os.symlink('/etc', '/tmp/chainrule-attack-l')\nreturn True", DENIED),
    Attack("chmod", "os.chmod('/tmp/chainrule-victim', 0o777)\nreturn True", DENIED),
    Attack("truncate", "os.truncate('/tmp/chainrule-victim', 0)\nreturn True", DENIED),
    Attack("rename", "os.rename('/tmp/chainrule-victim', '/tmp/chainrule-attack')\nreturn True", DENIED),
    Attack("unlink", "os.unlink('/tmp/chainrule-victim')\nreturn True", DENIED),
    Attack("chdir", "os.chdir('/usr')\nreturn True", DENIED),
    Attack("memfd", "return os.memfd_create('x') > 0", End.POLICY),
    Attack("chroot", "os.chroot('/tmp')\nreturn True", End.POLICY, provable=False),
)

SECRETS = (
    Attack(
        "descriptors",
        """
def there(fd):
    try:
        return os.lseek(fd, 0, os.SEEK_CUR) >= 0
    except OSError as error:
        return error.errno != 9
return [fd for fd in range(256) if there(fd)] != [0, 1, 2, 3]""",
        False,
        provable=False,
    ),
    Attack("environment", "return 'CHAINRULE_CANARY' in os.environ", False),
    Attack(
        "environment_of_the_c_library",
        "libc.getenv.restype = ctypes.c_char_p\nreturn libc.getenv(b'CHAINRULE_CANARY') is not None",
        False,
    ),
    Attack("arguments", "return any('worker_pid' in argument for argument in sys.argv)", False, provable=False),
    Attack(
        "original_arguments",
        "return any('/' in argument or '{' in argument for argument in sys.orig_argv[1:])",
        False,
        provable=False,
    ),
    Attack(
        "oracle_in_memory",
        """
names = [name for name in sys.modules if name.split('.')[0] in ('reference', 'exercises', 'server')]
names += [name for name in sys.modules if name.startswith('grader.') and not name.startswith('grader.sandbox')]
return bool(names)""",
        False,
        provable=False,
    ),
    *(
        Attack(
            f"import_{name}",
            f"__builtins__['__import__'].__globals__['_import']({name!r})\nreturn True",
            "ModuleNotFoundError",
            provable=False,
        )
        for name in ("reference", "exercises", "server", "grader.checks", "numpy.distutils", "sqlite3")
    ),
    Attack(
        "frames",
        """
frame = sys._getframe().f_back
while frame:
    if any('CHAINRULE_' + 'CANARY' in str(value) for value in [*frame.f_locals.values(), *frame.f_globals.values()]):
        return True
    frame = frame.f_back
return False""",
        False,
        provable=False,
    ),
    Attack(
        "garbage",
        "return any(type(thing) is dict and 'CHAINRULE_CANARY' in thing for thing in gc.get_objects())",
        False,
        provable=False,
    ),
)

NETWORK = (
    Attack("tcp", "socket.socket().connect(('127.0.0.1', {port}))\nreturn True", DENIED),
    Attack("tcp_listen", "s = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()\nreturn True", DENIED),
    Attack(
        "udp", "return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9)) == 1", DENIED
    ),
    Attack("unix", "socket.socket(socket.AF_UNIX).bind('\\0chainrule-attack')\nreturn True", DENIED),
    Attack("netlink", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)\nreturn True", DENIED),
    Attack("vsock", "socket.socket(socket.AF_VSOCK)\nreturn True", DENIED, provable=False),
    Attack("socketpair", "socket.socketpair()\nreturn True", DENIED),
    Attack("resolve", "socket.getaddrinfo(b'localhost', 80)\nreturn True", "gaierror"),
    Attack(
        "pass_descriptors",
        "socket.send_fds(socket.socket(fileno=3), [b'x'], [0])\nreturn True",
        End.POLICY,
        provable=False,
    ),
    Attack("io_uring", "return syscall(425, 4, ctypes.create_string_buffer(120)) > 0", End.POLICY, provable=False),
    Attack("keyctl", "return syscall(250, 0, -3, 0) > 0", End.POLICY, provable=False),
    Attack("add_key", "return syscall(248, b'user', b'k', b'v', 1, -3) > 0", End.POLICY, provable=False),
    Attack("shmget", "return libc.shmget(0, 4096, 0o1600) >= 0", End.POLICY, provable=False),
    Attack("msgget", "return libc.msgget(0, 0o1600) >= 0", End.POLICY, provable=False),
    Attack("semget", "return libc.semget(0, 1, 0o1600) >= 0", End.POLICY, provable=False),
    Attack("mq_open", "return syscall(240, b'chainrule', 0o102, 0o600, 0) > 0", End.POLICY, provable=False),
    Attack("eventfd", "return os.eventfd(0) > 0", End.POLICY),
    Attack("pipe", "return bool(os.pipe())", End.POLICY),
    Attack("flock", "return syscall(73, 0, 2) == 0", End.POLICY),
)

PROCESSES = (
    Attack("fork", "if os.fork() == 0:\n    os._exit(0)\nos.wait()\nreturn True", DENIED),
    Attack(
        "fork_bomb",
        "while True:\n    try:\n        os.fork()\n    except OSError:\n        return False",
        False,
        provable=False,
    ),
    Attack("vfork", "return syscall(58) >= 0", DENIED, provable=False),
    Attack("clone_namespaces", "return syscall(56, 0x10000000 | 17, 0, 0, 0, 0) >= 0", DENIED, provable=False),
    Attack("clone3", "return syscall(435, ctypes.create_string_buffer(88), 88) >= 0", "OSError", provable=False),
    Attack("thread", "t = threading.Thread(target=int)\nt.start()\nt.join()\nreturn True", "RuntimeError"),
    Attack("execve", "os.execv('/bin/true', ['true'])\nreturn True", End.POLICY, provable=False),
    Attack("os_system", "return os.system('true') == 0", False),
    Attack("subprocess", "return subprocess.run(['true']).returncode == 0", End.POLICY, provable=False),
    Attack("kill_everybody", "os.kill(-1, 9)\nreturn True", End.POLICY, provable=False),
    Attack("kill_parent", "os.kill(os.getppid(), 9)\nreturn True", End.POLICY, provable=False),
    Attack("kill_zygote_by_its_real_pid", "os.kill({zygote}, 9)\nreturn True", End.POLICY, provable=False),
    Attack("killpg", "os.killpg(0, 9)\nreturn True", End.POLICY, provable=False),
    Attack("tgkill", "return syscall(234, {zygote}, {zygote}, 9) == 0", DENIED, provable=False),
    Attack(
        "sigqueue",
        "return syscall(129, {zygote}, 9, ctypes.create_string_buffer(128)) == 0",
        End.POLICY,
        provable=False,
    ),
    Attack("ptrace_me", "return syscall(101, 0, 0, 0, 0) == 0", End.POLICY, provable=False),
    Attack("ptrace_zygote", "return syscall(101, 16, {zygote}, 0, 0) == 0", End.POLICY, provable=False),
    Attack("process_vm_readv", "return syscall(310, {zygote}, 0, 0, 0, 0, 0) == 0", End.POLICY, provable=False),
    Attack("process_vm_writev", "return syscall(311, {zygote}, 0, 0, 0, 0, 0) == 0", End.POLICY, provable=False),
    Attack("pidfd_open", "return os.pidfd_open({zygote}) > 0", End.POLICY, provable=False),
    Attack("pidfd_getfd", "return syscall(438, 0, 0, 0) >= 0", End.POLICY, provable=False),
    Attack("setuid", "os.setuid(0)\nreturn True", End.POLICY, provable=False),
    Attack("setresuid", "os.setresuid(0, 0, 0)\nreturn True", End.POLICY, provable=False),
    Attack("setgroups", "os.setgroups([0])\nreturn True", End.POLICY, provable=False),
    Attack(
        "capset",
        "return syscall(126, ctypes.create_string_buffer(8), ctypes.create_string_buffer(24)) == 0",
        End.POLICY,
        provable=False,
    ),
    Attack("unshare", "return libc.unshare(0x10000000) == 0", End.POLICY, provable=False),
    Attack("setns", "return libc.setns(0, 0) == 0", End.POLICY, provable=False),
    Attack("mount", "return libc.mount(b'none', b'/tmp', b'tmpfs', 0, 0) == 0", End.POLICY, provable=False),
    Attack("open_tree", "return syscall(428, -100, b'/', 1) >= 0", End.POLICY, provable=False),
    Attack("bpf", "return syscall(321, 5, ctypes.create_string_buffer(120), 120) >= 0", End.POLICY, provable=False),
    Attack("userfaultfd", "return syscall(323, 1) >= 0", End.POLICY, provable=False),
    Attack(
        "perf_event_open",
        "return syscall(298, ctypes.create_string_buffer(128), 0, -1, -1, 0) >= 0",
        End.POLICY,
        provable=False,
    ),
    Attack("personality", "return syscall(135, 0x0400000) >= 0", End.POLICY, provable=False),
    Attack("seccomp_again", "return syscall(317, 1, 0, 0) >= 0", End.POLICY, provable=False),
    Attack("modify_ldt", "return syscall(154, 0, 0, 0) >= 0", End.POLICY, provable=False),
    Attack("reboot", "return syscall(169, 0, 0, 0, 0) >= 0", End.POLICY, provable=False),
    Attack("x32_call", "return syscall(0x40000000 | 39) > 0", End.POLICY, provable=False),
    Attack(
        "raise_limits",
        "resource.setrlimit(resource.RLIMIT_NPROC, (100, 100))\nreturn True",
        "ValueError",
        provable=False,
    ),
    Attack(
        "raise_zygotes_limits",
        "resource.prlimit({zygote}, resource.RLIMIT_CPU, (0, 0))\nreturn True",
        DENIED,
        provable=False,
    ),
    Attack("prctl_dumpable", "return libc.prctl(4, 1, 0, 0, 0) == 0", False),
    Attack("prctl_no_pdeathsig", "return libc.prctl(1, 0, 0, 0, 0) == 0", False),
    Attack("new_machine_code", "return len(mmap.mmap(-1, 4096, prot=7)) == 4096", DENIED),
    Attack(
        "old_memory_as_machine_code",
        "page = mmap.mmap(-1, 4096)\naddress = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "return libc.mprotect(ctypes.c_void_p(address), 4096, 7) == 0",
        False,
    ),
    Attack("renice", "return os.nice(-20) < 0", End.POLICY, provable=False),
    Attack("setsid", "os.setsid()\nreturn True", End.POLICY, provable=False),
    Attack("itimer", "signal.setitimer(signal.ITIMER_REAL, 1)\nreturn True", End.POLICY),
)

ATTACKS = FILES + SECRETS + NETWORK + PROCESSES
