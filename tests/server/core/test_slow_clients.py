"""Headers and bodies that arrive slowly hold no web thread for long."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from server.core.slow_clients import GRACE_S, LEAST_BYTES_PER_S, MAX_SLOW, SLOW_S, SlowClients
from server.core.web_worker import LINGER_S

THREADS = 64
HEADERS = (
    b"POST /login HTTP/1.1",
    b"Host: localhost",
    b"Content-Type: application/x-www-form-urlencoded",
    b"Content-Length: 5000",
)


class Sender:
    """A client that has not sent its whole body, and the server's end of its connection."""

    def __init__(self) -> None:
        self.client, self.server = socket.socketpair()
        self.missing = 5000

    def is_stopped(self) -> bool:
        self.server.setblocking(False)
        try:
            return self.server.recv(1) == b""
        except BlockingIOError:
            return False

    def close(self) -> None:
        self.client.close()
        self.server.close()


def _is_closed(connection: socket.socket) -> bool:
    """Return whether the other end refuses what is sent."""
    try:
        for _ in range(3):
            connection.sendall(b"x")
            time.sleep(0.05)
    except OSError:
        return True
    return False


@pytest.fixture
def senders() -> Iterator[list[Sender]]:
    made = [Sender() for _ in range(MAX_SLOW + 4)]
    yield made
    for sender in made:
        sender.close()


def begin(clients: SlowClients, sender: Sender, key: int, now_s: float) -> None:
    clients.begin(key, sender.server, lambda: sender.missing, now_s)


def test_a_body_has_a_deadline_that_grows_with_its_length(senders):
    clients, (short, long) = SlowClients(), senders[:2]
    long.missing = 100 * LEAST_BYTES_PER_S
    for key, sender in enumerate((short, long)):
        begin(clients, sender, key, 0)
    assert clients.sweep(GRACE_S - 1) == 0
    assert clients.sweep(GRACE_S + 1) == 1
    assert [short.is_stopped(), long.is_stopped()] == [True, False]
    assert clients.sweep(GRACE_S + 101) == 1


def test_a_request_whose_body_has_arrived_may_take_any_time(senders):
    clients, sender = SlowClients(), senders[0]
    begin(clients, sender, 1, 0)
    sender.missing = 0
    assert clients.sweep(1000) == 0
    clients.end(1)
    sender.missing = 1
    assert clients.sweep(1000) == 0


def test_of_many_slow_bodies_the_oldest_are_given_up(senders):
    clients = SlowClients()
    for key, sender in enumerate(senders):
        begin(clients, sender, key, key / 1000)
    assert clients.sweep(SLOW_S - 1) == 0
    assert clients.sweep(SLOW_S + 1) == 4
    assert [sender.is_stopped() for sender in senders] == [True] * 4 + [False] * MAX_SLOW


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A web process of the installation, with as many threads as it has there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:server.gunicorn", "--workers", "1"]
    environment = {**os.environ, "CHAINRULE_STATE_DIR": str(tmp_path)}
    web = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}", "server:create_app()"], env=environment)
    try:
        _wait_for(port)
        yield "127.0.0.1", port
    finally:
        web.terminate()
        web.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the web process did not start")


@pytest.mark.process
@pytest.mark.serial
@pytest.mark.parametrize(
    "sent",
    [b"\r\n".join(HEADERS) + b"\r\n\r\nx", b"\r\n".join(HEADERS[:2]) + b"\r\nX-Header: ", b""],
    ids=["body", "headers", "nothing"],
)
def test_more_slow_requests_than_threads_do_not_stop_the_site(address, sent: bytes):
    with ExitStack() as open_connections:
        for _ in range(THREADS + 16):
            connection = open_connections.enter_context(socket.create_connection(address))
            connection.sendall(sent)
        began_s = time.monotonic()
        urllib.request.urlopen(f"http://127.0.0.1:{address[1]}/healthz", timeout=GRACE_S).close()
        assert time.monotonic() - began_s < GRACE_S / 2


@pytest.mark.process
@pytest.mark.serial
def test_clients_that_do_not_hang_up_stop_nobody_and_are_hung_up_on(address):
    with ExitStack() as open_connections:
        connections = []
        for _ in range(20):
            connection = open_connections.enter_context(socket.create_connection(address, timeout=GRACE_S))
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            connections.append(connection)
        began_s = time.monotonic()
        urllib.request.urlopen(f"http://127.0.0.1:{address[1]}/healthz", timeout=60).close()
        assert time.monotonic() - began_s < LINGER_S
        for connection in connections:
            assert connection.makefile("rb").read().endswith(b"healthy\n"), "the answer and its end"
        assert not _is_closed(connections[-1]), "who still sends might lose the answer"
        time.sleep(LINGER_S + 2)
        assert all(map(_is_closed, connections))


@pytest.mark.process
def test_a_connection_that_waits_longer_than_a_deadline_between_requests_stays_open(address):
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.connect()
    connection.auto_open = 0  # a closed connection is an error, and not opened again
    with closing(connection):
        for pause_s in (0, GRACE_S + 1):
            time.sleep(pause_s)
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (200, b"healthy\n")


@pytest.mark.process
def test_a_body_that_states_no_length_is_refused_before_it_is_read(address):
    with socket.create_connection(address) as connection:
        connection.settimeout(10)
        connection.sendall(b"POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
        assert b" 411 " in connection.recv(100)
