"""An SMTP server of a few lines, in a thread, that keeps what it is given."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Postbox:
    """What arrived, and how the server behaves: addresses that begin with "bad" are refused."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    connections: int = 0

    def wait(self) -> tuple[str, EmailMessage]:
        """The next mail, with the address it was for."""
        assert self.arrived.acquire(timeout=10), "no mail came"
        return self.mails.pop(0)


@contextmanager
def post_office() -> Iterator[Postbox]:
    box = Postbox()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            box.connections += 1
            self.say("220 test")
            to = ""
            while line := self.rfile.readline().decode().strip():
                word = line.upper()
                if word.startswith("RCPT"):
                    to = line.partition("<")[2].partition(">")[0]
                    self.say("550 nobody here" if to.startswith("bad") else "250 yes")
                elif word == "DATA":
                    self.say("354 go on")
                    lines = []
                    while (content := self.rfile.readline()) != b".\r\n":
                        lines.append(content.removeprefix(b".") if content.startswith(b"..") else content)
                    box.mails.append((to, message_from_bytes(b"".join(lines), policy=policy.default)))
                    box.arrived.release()
                    self.say("250 kept")
                else:
                    self.say("221 bye" if word == "QUIT" else "250 ok")
                    if word == "QUIT":
                        return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join()
