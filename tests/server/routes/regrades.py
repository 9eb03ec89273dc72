"""Regrades."""

from __future__ import annotations

from tests.server.routes.table import TEACHERS, route, to

SETS = "/courses/dl/regrades"
ACT = {"student": 403, "assistant": 403}

ROUTES = [
    route("GET", "regrades.index", SETS, TEACHERS),
    route(
        "POST",
        "regrades.start",
        SETS,
        to(303, **ACT),
        data={"submission": "{submission}", "which": "counting", "title": "Again", "reason": "why"},
    ),
    route("GET", "regrades.show", f"{SETS}/{{regrade}}", TEACHERS),
    # The set of the table is canceled: it can be neither applied nor undone.
    route("POST", "regrades.apply", f"{SETS}/{{regrade}}/apply", to(409, **ACT)),
    route("POST", "regrades.undo", f"{SETS}/{{regrade}}/undo", to(409, **ACT)),
    route("POST", "regrades.cancel", f"{SETS}/{{regrade}}/cancel", to(409, **ACT)),
]
