"""Accounts, the course, an exercise, a submission."""

from __future__ import annotations

from server.engine.assets import assets_version
from server.engine.sources import sources_version
from tests.server.routes.table import MEMBERS, OWN, route, same, to

EXERCISE = "/courses/dl/exercises/linear"

ROUTES = [
    route("GET", "health.healthz", "/healthz", same(200, nobody=200)),
    route("GET", "health.readyz", "/readyz", same(503, nobody=503)),  # the tests have no broker
    route("GET", "engine.asset", f"/engine/{assets_version()}/pyodide-lock.json", same(200, nobody=200)),
    route("GET", "engine.python_sources", f"/engine/{sources_version()}/sources.zip", same(200, nobody=200)),
    route("GET", "accounts.login", "/login", same(302, nobody=200)),
    route("POST", "accounts.log_in", "/login", same(422, nobody=422), data={"email": "", "password": ""}),
    route("POST", "accounts.logout", "/logout", same(302)),
    route("GET", "accounts.session_state", "/session", same(200, nobody=200)),
    route("GET", "accounts.account", "/account", same(200)),
    route("POST", "accounts.rename", "/account/name", same(422)),
    route("GET", "accounts.own_activity", "/account/activity", same(200)),
    route("GET", "accounts.all_activity", "/admin/activity", same(403) | {"root": 200}),
    # The table's people have no second factor, and nobody has a pending login.
    route("GET", "second_factor.ask", "/login/code", same(302, nobody=302)),
    route("POST", "second_factor.answer", "/login/code", same(302, nobody=302)),
    route("GET", "second_factor.show", "/account/second-factor", same(200)),
    route("POST", "second_factor.begin", "/account/second-factor/begin", same(422), data={"password": ""}),
    route("POST", "second_factor.confirm", "/account/second-factor/confirm", same(422), data={"code": "123456"}),
    route("POST", "second_factor.turn_off", "/account/second-factor/off", same(422), data={"code": "123456"}),
    route("POST", "accounts.change_password", "/account/password", same(422)),
    route("POST", "accounts.end_other_sessions", "/account/sessions/end", same(302)),
    route("POST", "accounts.create_token", "/account/tokens", same(303), data={"name": "laptop"}),
    route("POST", "accounts.revoke_token", "/account/tokens/{token}/revoke", same(404) | {"ada": 302}),
    route("GET", "courses.home", "/", same(302) | {"cleo": 200, "root": 200}),
    route("GET", "courses.course", "/courses/dl", MEMBERS),
    route("GET", "courses.exercise", EXERCISE, MEMBERS),
    route("GET", "playground.index", "/playground", same(200, nobody=200)),
    route("GET", "playground.in_course", "/courses/dl/playground", MEMBERS),
    route("GET", "courses.attempts", f"{EXERCISE}/attempts", MEMBERS),
    route("GET", "courses.result", "/submissions/{submission}", OWN),
    route("GET", "courses.panel", "/submissions/{submission}/panel", OWN),
    route(
        "POST",
        "submissions.send",
        f"{EXERCISE}/submissions",
        to(303),
        data={"source": "x = 1", "purpose": "check"},
    ),
    route("GET", "submissions.state", "/submissions/{submission}/state", OWN),
    route("GET", "submissions.follow", "/submissions/{submission}/events", OWN),
    route("PUT", "submissions.save_draft", f"{EXERCISE}/draft", to(200), json={"source": "x = 1", "version": 0}),
]
