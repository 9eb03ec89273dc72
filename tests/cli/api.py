"""A small server that speaks the platform's API over real HTTP, and fails where a test tells it to."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "chr_" + "a" * 40


@dataclass
class Course:
    """What the server knows and what it was asked.

    Attributes:
        failures: answers to give before the real one: a status, or None to hang up without any.
        polls: how often a submission is still waiting before it is done.
        texts: statement, starter and the like of the exercises that it shows, by slug.
        shown: further fields of each submission that is done.
        base: the path below which the server is.
    """

    failures: list = field(default_factory=list)
    polls: int = 0
    state: str = "graded"
    report: dict | None = None
    shown: dict = field(default_factory=dict)
    retry_after: str = "0"
    requests: list = field(default_factory=list)
    submissions: dict = field(default_factory=dict)
    exercises: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)
    url: str = ""
    base: str = ""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self._serve(None)

    def do_POST(self):
        self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _serve(self, body):
        course = self.server.course
        course.requests.append((self.command, self.path, body))
        keeps = self.command == "POST"
        if not self.path.startswith(f"{course.base}/api/v1/"):
            return self._answer(404, {"title": "Not Found", "status": 404, "detail": "This page does not exist."})
        self.path = self.path.removeprefix(course.base)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return self._answer(401, {"title": "Unauthorized", "detail": "This token is not known."})
        if course.failures:
            failure = course.failures.pop(0)
            if failure is None:
                if keeps:  # the answer is lost, not the request
                    self._accept(body)
                self.close_connection = True
                return None
            return self._answer(failure, {"title": "No", "detail": f"Refused with {failure}."})
        if self.path == "/api/v1/me":
            return self._answer(200, {"email": "ada@example.edu", "name": "Ada \x1b[31mLovelace", "courses": []})
        if self.path == "/api/v1/exercises":
            return self._answer(200, {"exercises": course.exercises})
        if not keeps and self.path.startswith("/api/v1/exercises/"):
            texts = course.texts.get(self.path.rpartition("/")[2])
            return self._answer(200, texts) if texts else self._answer(404, {"title": "Not Found", "detail": "None."})
        if keeps:
            identifier = self._accept(body)
            return self._answer(202, {"id": identifier, "url": f"/submissions/{identifier}", "state": "queued"})
        return self._show(self.path.rpartition("/")[2])

    def _accept(self, body):
        known = self.server.course.submissions
        return known.setdefault(body["client_key"], f"sub{len(known) + 1}")

    def _show(self, identifier):
        course = self.server.course
        if identifier not in course.submissions.values():
            return self._answer(404, {"title": "Not Found", "detail": "There is no such submission."})
        waiting = course.polls > 0
        course.polls -= waiting
        data = {"id": identifier, "exercise": "linear", "url": f"/submissions/{identifier}"}
        if waiting:
            return self._answer(200, {**data, "state": "queued", "report": None, "place": {"ahead": 2}})
        return self._answer(200, {**data, "state": course.state, "report": course.report, **course.shown})

    def _answer(self, status, data):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", self.server.course.retry_after)
        if status in {301, 302, 308}:
            self.send_header("Location", "https://elsewhere.example/api/v1/me")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(**settings):
    """Serve on a free port of this machine for the length of a test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.course = Course(url=f"http://127.0.0.1:{server.server_port}", **settings)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.course
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
