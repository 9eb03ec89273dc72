"""Building a course: settings, assignments, announcements, the audit log, the view as a student."""

from __future__ import annotations

from tests.server.routes.table import MEMBERS, STAFF, TEACHERS, route, same, to

COURSE = "/courses/dl"
WORDS = {"title": "Mark, set, go", "text": "A *word* to everybody."}
CREATORS = same(403) | {"ines": 200, "otto": 200, "root": 200}
SAVED = to(303, student=403, assistant=403)
UNREADABLE = to(422, student=403, assistant=403)
SAID = to(303, student=403)

ROUTES = [
    route("GET", "building.new", "/courses/new", CREATORS),
    route("POST", "building.create", "/courses/new", same(403) | {"ines": 422, "otto": 422, "root": 422}),
    route("GET", "building.settings", f"{COURSE}/settings", TEACHERS),
    route("POST", "building.change_settings", f"{COURSE}/settings", UNREADABLE),
    route("GET", "assignments.index", f"{COURSE}/assignments", TEACHERS),
    route("GET", "assignments.new", f"{COURSE}/assignments/new", TEACHERS),
    route("POST", "assignments.create", f"{COURSE}/assignments/new", UNREADABLE, data={"title": ""}),
    route("GET", "assignments.edit", f"{COURSE}/assignments/{{assignment}}", TEACHERS),
    route("POST", "assignments.change", f"{COURSE}/assignments/{{assignment}}", UNREADABLE),
    route(
        "POST",
        "assignments.move",
        f"{COURSE}/assignments/{{assignment}}/move",
        SAVED,
        data={"direction": "down"},
    ),
    route("GET", "assignments.ask_delete", f"{COURSE}/assignments/{{assignment}}/delete", TEACHERS),
    route("POST", "assignments.delete", f"{COURSE}/assignments/{{assignment}}/delete", UNREADABLE),
    route("GET", "announcements.index", f"{COURSE}/announcements", MEMBERS),
    route("POST", "announcements.announce", f"{COURSE}/announcements", SAID, data=WORDS),
    route("GET", "announcements.edit", f"{COURSE}/announcements/{{announcement}}", STAFF),
    route("POST", "announcements.change", f"{COURSE}/announcements/{{announcement}}", SAID, data=WORDS),
    route("POST", "announcements.withdraw", f"{COURSE}/announcements/{{announcement}}/withdraw", SAID),
    route("POST", "announcements.restore", f"{COURSE}/announcements/{{announcement}}/restore", SAID),
    route("GET", "building.log", f"{COURSE}/audit", TEACHERS),
    route("GET", "building.ask_undo", f"{COURSE}/audit/{{event}}/undo", TEACHERS),
    route("POST", "building.undo", f"{COURSE}/audit/{{event}}/undo", UNREADABLE),
    route("GET", "viewing.choose", f"{COURSE}/view-as", TEACHERS),
    # The view that this begins is ended by the next, so that what follows is asked as oneself.
    route("POST", "viewing.begin", f"{COURSE}/view-as", SAVED, data={"student": "1"}),
    route("POST", "viewing.end", "/view-as/end", same(303)),
]
