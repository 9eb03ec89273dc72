"""The people of a course, how they come in, and forgotten passwords."""

from __future__ import annotations

from tests.server.routes.table import STAFF, TEACHERS, route, same, to

PEOPLE = "/courses/dl/people"
CHANGE = to(303, student=403, assistant=403)
MISSING = to(404, student=403, assistant=403)
LINE = "email,name\nada@example.org,Ada\n"

ROUTES = [
    route("GET", "roster.index", PEOPLE, STAFF),
    route("GET", "roster.person", f"{PEOPLE}/{{ada}}", TEACHERS),
    route("POST", "roster.change", f"{PEOPLE}/{{ada}}", CHANGE, data={"role": "student", "section": "0"}),
    route("POST", "roster.correct_name", f"{PEOPLE}/{{ada}}/name", to(422, student=403, assistant=403)),
    route("POST", "roster.correct_address", f"{PEOPLE}/{{ada}}/address", to(422, student=403, assistant=403)),
    route("POST", "roster.make_link", f"{PEOPLE}/{{ada}}/link", to(201, student=403, assistant=403)),
    # Nobody in the table is without a password, so there is nothing to download.
    route("POST", "roster.links.download", f"{PEOPLE}/links", CHANGE),
    route("GET", "roster.ask_drop", f"{PEOPLE}/{{ada}}/drop", TEACHERS),
    route("POST", "roster.drop", f"{PEOPLE}/{{ada}}/drop", CHANGE),
    route("POST", "roster.readmit", f"{PEOPLE}/{{ada}}/readmit", CHANGE),
    route("GET", "roster.sections.index", f"{PEOPLE}/sections", TEACHERS),
    route("POST", "roster.sections.add", f"{PEOPLE}/sections", CHANGE, data={"name": "Monday"}),
    route("POST", "roster.sections.rename", f"{PEOPLE}/sections/99", MISSING, data={"name": "Tuesday"}),
    route("POST", "roster.sections.remove", f"{PEOPLE}/sections/99/remove", MISSING),
    route("GET", "roster.invitations.index", f"{PEOPLE}/joining", TEACHERS),
    route("POST", "roster.invitations.new_code", f"{PEOPLE}/joining/code", CHANGE),
    route("POST", "roster.invitations.close_code", f"{PEOPLE}/joining/code/off", CHANGE),
    route(
        "POST",
        "roster.invitations.invite",
        f"{PEOPLE}/joining/invitations",
        to(201, student=403, assistant=403),
        data={"role": "student", "section": "0"},
    ),
    route("POST", "roster.invitations.revoke", f"{PEOPLE}/joining/invitations/99/revoke", MISSING),
    route("GET", "roster.imports.index", f"{PEOPLE}/import", TEACHERS),
    route("POST", "roster.imports.preview", f"{PEOPLE}/import", TEACHERS, data={"text": LINE}),
    route(
        "POST",
        "roster.imports.do",
        f"{PEOPLE}/import/apply",
        to(409, student=403, assistant=403),
        data={"text": LINE, "digest": "another"},
    ),
    route("GET", "roster.imports.result", f"{PEOPLE}/import/99", MISSING),
    route("POST", "roster.imports.take_back", f"{PEOPLE}/import/99/undo", MISSING),
    route("POST", "roster.imports.links", f"{PEOPLE}/import/99/links", MISSING),
    route("GET", "addresses.form", "/account/address", same(200)),
    route("POST", "addresses.ask", "/account/address", same(422)),
    route("GET", "addresses.confirm", "/account/address/unknown", same(410)),
    route("POST", "addresses.change", "/account/address/unknown", same(410)),
    route("GET", "joining.join", "/join", same(200, nobody=200)),
    route("POST", "joining.enter", "/join", same(422, nobody=422), data={"code": ""}),
    route("GET", "joining.invitation", "/invitations/unknown", same(410, nobody=410)),
    route("POST", "joining.accept", "/invitations/unknown", same(410, nobody=410)),
    route("GET", "passwords.forgot", "/forgot", same(200, nobody=200)),
    route("POST", "passwords.send_link", "/forgot", same(422, nobody=422), data={"email": ""}),
    route("GET", "passwords.reset", "/reset/unknown", same(410, nobody=410)),
    route("POST", "passwords.set_password", "/reset/unknown", same(410, nobody=410)),
]
