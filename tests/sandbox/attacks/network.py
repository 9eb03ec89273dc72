"""Attacks on the network, and on every other way of talking to a process."""

from __future__ import annotations

from grader.sandbox.types import End
from tests.sandbox.attacks.attack import DENIED, Attack

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
    Attack(
        "io_uring",
        "return syscall('io_uring_setup', 4, ctypes.create_string_buffer(120)) > 0",
        End.POLICY,
        provable=False,
    ),
    Attack("keyctl", "return syscall('keyctl', 0, -3, 0) > 0", End.POLICY, provable=False),
    Attack("add_key", "return syscall('add_key', b'user', b'k', b'v', 1, -3) > 0", End.POLICY, provable=False),
    Attack("shmget", "return libc.shmget(0, 4096, 0o1600) >= 0", End.POLICY, provable=False),
    Attack("msgget", "return libc.msgget(0, 0o1600) >= 0", End.POLICY, provable=False),
    Attack("semget", "return libc.semget(0, 1, 0o1600) >= 0", End.POLICY, provable=False),
    Attack("mq_open", "return syscall('mq_open', b'chainrule', 0o102, 0o600, 0) > 0", End.POLICY, provable=False),
    Attack("eventfd", "return os.eventfd(0) > 0", End.POLICY),
    Attack("pipe", "return bool(os.pipe())", End.POLICY),
    Attack("flock", "return syscall('flock', 0, 2) == 0", End.POLICY),
)
