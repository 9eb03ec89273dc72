"""What a route answers to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Ada wrote the submission, Ben is another student of her course and Cleo has left it, Amy assists there and Ines
# teaches there, Otto teaches another course, Rosa ("root") is the admin.
ROLES = ("nobody", "ada", "ben", "cleo", "amy", "ines", "otto", "root")


@dataclass(frozen=True)
class Route:
    """One method of one route, as asked about Ada's things, and the status it answers each role with."""

    method: str
    endpoint: str
    path: str
    answers: Mapping[str, int]
    data: dict[str, str] = field(default_factory=dict)
    json: dict[str, object] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def to(
    status: int,
    *,
    student: int | None = None,
    assistant: int | None = None,
    outside: int = 404,
    nobody: int | None = None,
) -> dict[str, int]:
    """Answers of a route of a course: `status` for whoever may, others as said.

    Args:
        status: for the instructor and the admin, and for those not named.
        student: for Ada and Ben.
        assistant: for Amy.
        outside: for Otto and for Cleo, who has left.
        nobody: for whoever has not logged in; left out, the login page for a GET and 401 else (see `route`).
    """
    inside = {"ada": student, "ben": student, "amy": assistant, "ines": None, "root": None}
    answers = {role: status if own is None else own for role, own in inside.items()}
    return answers | {"otto": outside, "cleo": outside} | ({} if nobody is None else {"nobody": nobody})


def route(
    method: str,
    endpoint: str,
    path: str,
    answers: Mapping[str, int],
    *,
    data: dict[str, str] | None = None,
    json: dict[str, object] | None = None,
) -> Route:
    """A line of the table; nobody is sent to the login page (302), or told 401 where they would write."""
    nobody = 302 if method == "GET" else 401
    return Route(method, endpoint, path, {"nobody": nobody} | dict(answers), data or {}, json)


def same(status: int, nobody: int | None = None) -> dict[str, int]:
    """One answer for everybody who has logged in."""
    everybody = {role: status for role in ROLES if role != "nobody"}
    return everybody if nobody is None else everybody | {"nobody": nobody}


MEMBERS = to(200)
STAFF = to(200, student=403)
TEACHERS = to(200, student=403, assistant=403)
OWN = to(200) | {"ben": 404}
