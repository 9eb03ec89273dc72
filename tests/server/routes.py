"""Every route of the web application with what it answers to whom; a route that is missing here fails the tests.

Ada wrote the submission, Ben is another student of the course, Ines teaches it, Otto teaches another one.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Route:
    """One method of one route, as asked about Ada's things, and the statuses it answers with."""

    method: str
    endpoint: str
    path: str
    nobody: int
    ada: int
    ben: int
    ines: int
    otto: int
    data: dict[str, str] = field(default_factory=dict)
    json: dict[str, object] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


EXERCISE = "/courses/dl/exercises/linear"
LOGIN = 302  # to the login page
OWN = {"ada": 200, "ben": 404, "ines": 200, "otto": 404}
MEMBERS = {"ada": 200, "ben": 200, "ines": 200, "otto": 404}
TEACHERS = {"ada": 403, "ben": 403, "ines": 200, "otto": 404}
EVERYONE = {"ada": 200, "ben": 200, "ines": 200, "otto": 200}

ROUTES = [
    Route("GET", "health.healthz", "/healthz", 200, **EVERYONE),
    Route("GET", "health.readyz", "/readyz", 503, 503, 503, 503, 503),  # the tests have no broker
    Route("GET", "accounts.login", "/login", 200, 302, 302, 302, 302),
    Route("POST", "accounts.log_in", "/login", 422, 422, 422, 422, 422, data={"email": "", "password": ""}),
    Route("POST", "accounts.logout", "/logout", 401, 302, 302, 302, 302),
    Route("GET", "accounts.account", "/account", LOGIN, **EVERYONE),
    Route("POST", "accounts.change_password", "/account/password", 401, 422, 422, 422, 422),
    Route("POST", "accounts.end_other_sessions", "/account/sessions/end", 401, 302, 302, 302, 302),
    Route("POST", "accounts.create_token", "/account/tokens", 401, 201, 201, 201, 201, data={"name": "laptop"}),
    Route("POST", "accounts.revoke_token", "/account/tokens/{token}/revoke", 401, 302, 404, 404, 404),
    Route("GET", "courses.home", "/", LOGIN, 302, 302, 302, 302),
    Route("GET", "courses.course", "/courses/dl", LOGIN, **MEMBERS),
    Route("GET", "courses.exercise", EXERCISE, LOGIN, **MEMBERS),
    Route("GET", "courses.attempts", f"{EXERCISE}/attempts", LOGIN, **MEMBERS),
    Route("GET", "courses.result", "/submissions/{submission}", LOGIN, **OWN),
    Route("GET", "courses.panel", "/submissions/{submission}/panel", LOGIN, **OWN),
    Route(
        "POST",
        "submissions.send",
        f"{EXERCISE}/submissions",
        401,
        303,
        303,
        303,
        404,
        data={"source": "x = 1", "purpose": "check"},
    ),
    Route("GET", "submissions.state", "/submissions/{submission}/state", LOGIN, **OWN),
    Route("GET", "submissions.follow", "/submissions/{submission}/events", LOGIN, **OWN),
    Route(
        "PUT",
        "submissions.save_draft",
        f"{EXERCISE}/draft",
        401,
        200,
        200,
        200,
        404,
        json={"source": "x = 1", "version": 0},
    ),
    Route("GET", "gradebook.index", "/courses/dl/gradebook", LOGIN, **TEACHERS),
    Route("GET", "gradebook.export", "/courses/dl/gradebook/scores.csv", LOGIN, **TEACHERS),
    Route("GET", "gradebook.cell", "/courses/dl/gradebook/{ada}/linear", LOGIN, **TEACHERS),
]
