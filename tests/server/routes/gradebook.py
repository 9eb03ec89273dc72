"""The gradebook; Ada's cell stands for a student's work."""

from __future__ import annotations

from tests.server.routes.table import STAFF, route, to

GRADEBOOK = "/courses/dl/gradebook"
CELL = f"{GRADEBOOK}/{{ada}}/linear"

ROUTES = [
    route("GET", "gradebook.index", GRADEBOOK, STAFF),
    # Staff have no scores of their own; Cleo has left.
    route("GET", "gradebook.mine", f"{GRADEBOOK}/mine", to(404, student=200)),
    route("GET", "gradebook.student", f"{GRADEBOOK}/{{ada}}", STAFF),
    route("GET", "gradebook.cell", CELL, STAFF),
    route("POST", "gradebook.decide", f"{CELL}/decision", to(303, student=403), data={"points": "5", "reason": "why"}),
    route("POST", "gradebook.undo_decision", f"{CELL}/decision/undo", to(303, student=403), data={"override": "1"}),
    route(
        "POST",
        "gradebook.comment",
        f"{CELL}/comments",
        to(303, student=403),
        data={"attempt": "{submission}", "text": "Look here."},
    ),
    # Ines wrote it: others may not take it away.
    route(
        "POST",
        "gradebook.remove_comment",
        f"{CELL}/comments/{{comment}}/remove",
        to(403) | {"ines": 303},
    ),
    route("GET", "gradebook.extension_list", f"{GRADEBOOK}/extensions", STAFF),
    route(
        "POST",
        "gradebook.grant_extension",
        f"{GRADEBOOK}/extensions",
        to(303, student=403),
        data={"assignment": "{assignment}", "email": "ada@example.org", "due_at": "2199-12-31T23:59", "reason": "ill"},
    ),
    route("POST", "gradebook.revoke_extension", f"{GRADEBOOK}/extensions/{{extension}}/revoke", to(303, student=403)),
    route("GET", "gradebook.scores_csv", f"{GRADEBOOK}/scores.csv", STAFF),
    route("GET", "gradebook.scores_xlsx", f"{GRADEBOOK}/scores.xlsx", STAFF),
    route("GET", "gradebook.upload_form", f"{GRADEBOOK}/upload", STAFF),
    route("POST", "gradebook.upload_scores", f"{GRADEBOOK}/upload", to(422, student=403)),
]
