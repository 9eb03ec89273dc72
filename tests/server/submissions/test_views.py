"""Sending, drafts and live events over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest
import redis
from sqlalchemy import select, update

from grader.browser import MOST_CELL_BYTES
from server.submissions.intake import DRAFTS_PER_MINUTE
from server.submissions.models import Draft, JobState, Submission
from server.submissions.progress import Feed
from server.submissions.tickets import TASK
from tests.server.browser import MakeApp, Site

URL = "/courses/dl/exercises/linear/submissions"
DRAFT = "/courses/dl/exercises/linear/draft"
JSON = {"Accept": "application/json"}


def form(**more: str) -> dict[str, str]:
    return {"source": "x = 1\n", "purpose": "submit", "client_key": "k1", **more}


def frames(body: str) -> list[tuple[str, dict[str, Any]]]:
    parts = [dict(line.split(": ", 1) for line in part.splitlines()) for part in body.split("\n\n") if "event:" in part]
    return [(part["event"], json.loads(part["data"])) for part in parts]


def test_a_script_is_told_where_to_look(site: Site) -> None:
    answer = site.log_in(site.world.ada).post(URL, data=form(), headers=JSON)
    assert answer.status_code == 202
    body = answer.json
    assert body is not None
    assert body["state"] == "queued"
    assert body["events"] == f"/submissions/{body['id']}/events"
    assert body["url"] == f"/submissions/{body['id']}"


def test_a_plain_form_is_led_to_the_result(site: Site) -> None:
    answer = site.log_in(site.world.ada).post(URL, data=form(source="a = 1\r\nb = 2\r\n"))
    assert answer.status_code == 303
    with site.sessions() as session:
        sent = session.scalars(select(Submission)).one()
    assert answer.location == f"/submissions/{sent.public_id}"
    assert sent.source == "a = 1\nb = 2\n"


def test_a_repeated_post_is_the_same_submission(site: Site) -> None:
    client = site.log_in(site.world.ada)
    answers = [client.post(URL, data=form(), headers=JSON).json for _ in range(2)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"purpose": "exam"}, 400),
        ({"purpose": ""}, 400),
        ({"client_key": "k" * 65}, 400),
        ({"client_key": "a\nb"}, 400),
        ({"source": "\0"}, 422),
        ({"source": "é" * 140_000}, 413),
    ],
)
def test_bad_forms_are_refused_with_a_sentence(site: Site, change: dict[str, str], status: int) -> None:
    answer = site.log_in(site.world.ada).post(URL, data=form(**change), headers=JSON)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert len(answer.json["detail"].split()) > 3
    page = site.log_in(site.world.ada).post(URL, data=form(**change))
    assert page.status_code == status
    assert page.mimetype == "text/html"


def test_what_is_no_form_with_a_source_is_refused(site: Site) -> None:
    client = site.log_in(site.world.ada)
    for body in ({"data": {"purpose": "check"}}, {"json": form()}, {"json": {"source": 5}}, {}):
        answer = client.post(URL, headers=JSON, **body)
        assert answer.status_code == 400
        assert "needs the fields “source” and “purpose”" in answer.json["detail"]


@pytest.mark.slow
def test_ten_megabytes_are_refused(site: Site) -> None:
    answer = site.log_in(site.world.ada).post(URL, data=form(source="#" * 10_000_000), headers=JSON)
    assert answer.status_code == 413


def test_a_form_without_a_csrf_token_is_refused(site: Site) -> None:
    client = site.log_in(site.world.ada)
    del client.environ_base["HTTP_X_CSRFTOKEN"]
    assert client.post(URL, data=form(), headers=JSON).status_code == 400


def test_strangers_are_refused(site: Site) -> None:
    client = site.log_in(site.world.ada)
    answer = client.post(URL, data=form(), headers=JSON)
    assert answer.json is not None
    path = f"/submissions/{answer.json['id']}"
    for user, status in ((site.world.ben, 404), (site.world.otto, 404), (site.world.ines, 200)):
        other = site.log_in(user)
        assert other.get(f"{path}/state").status_code == status
        assert other.get(f"{path}/events", buffered=False).status_code == status
    assert site.log_in(site.world.otto).post(URL, data=form(), headers=JSON).status_code == 404
    assert site.app.test_client().get(f"{path}/state", headers=JSON).status_code == 401


def test_the_state_tells_the_place_in_the_queue(site: Site) -> None:
    client = site.log_in(site.world.ada)
    site.log_in(site.world.ben).post(URL, data=form())
    answer = client.post(URL, data=form(), headers=JSON)
    assert answer.json is not None
    state = client.get(f"/submissions/{answer.json['id']}/state").json
    assert state is not None
    assert (state["state"], state["number"], state["place"]["ahead"]) == ("queued", 1, 1)
    assert state["place"]["estimate_s"] > 0


def test_events_come_from_the_row_when_the_broker_is_away(site: Site) -> None:
    client = site.log_in(site.world.ada)
    answer = client.post(URL, data=form(), headers=JSON)
    assert answer.json is not None
    with site.sessions() as session:
        session.execute(update(Submission).values(state=JobState.ERROR))
        session.commit()
    events = client.get(answer.json["events"])
    assert events.mimetype == "text/event-stream"
    assert frames(events.text) == [("done", {"state": "error"})]


def test_a_reload_replays_and_a_reconnection_continues(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url)
    client = site.log_in(site.world.ada)
    answer = client.post(URL, data=form(), headers=JSON)
    assert answer.json is not None
    with redis.Redis.from_url(redis_url) as connection:
        feed = Feed(connection)
        feed.state(answer.json["id"], JobState.RUNNING)
        feed.stage(answer.json["id"], {"stage": "loads", "state": "done"})
        seen = feed.read(answer.json["id"], "0-0", block_ms=1)
        feed.done(answer.json["id"], {"state": "graded", "points": 70})
    whole = client.get(answer.json["events"]).text
    assert [kind for kind, _ in frames(whole)] == ["state", "stage", "done"]
    assert client.get(answer.json["events"]).text == whole
    rest = client.get(answer.json["events"], headers={"Last-Event-ID": seen[0].id}).text
    assert [kind for kind, _ in frames(rest)] == ["stage", "done"]
    hostile = client.get(answer.json["events"], headers={"Last-Event-ID": "$ 1-x"}).text
    assert frames(hostile) == frames(whole)


def test_a_newer_attempt_ends_the_stream_of_the_older(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url)
    client = site.log_in(site.world.ada)
    first = client.post(URL, data=form(client_key="a"), headers=JSON).json
    second = client.post(URL, data=form(client_key="b"), headers=JSON).json
    assert first is not None
    assert second is not None
    assert frames(client.get(first["events"]).text) == [("done", {"state": "superseded"})]
    state = client.get(f"/submissions/{first['id']}/state").json
    assert state is not None
    assert state["superseded_by"] == second["id"]


def test_every_submission_sends_one_ticket(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url)
    client = site.log_in(site.world.ada)
    for key in ("a", "a", "b"):
        client.post(URL, data=form(client_key=key))
    with redis.Redis.from_url(redis_url) as connection:
        tickets = [json.loads(raw) for raw in connection.lrange("interactive", 0, -1)]
    assert [ticket["headers"]["task"] for ticket in tickets] == [TASK, TASK]
    assert "x = 1" not in json.dumps(tickets)


def test_too_many_checks_have_to_wait_and_attempts_are_counted_apart(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url, checks_per_minute=2)
    client = site.log_in(site.world.ada)
    codes = [client.post(URL, data=form(purpose="check", client_key=f"c{n}"), headers=JSON) for n in range(3)]
    assert [answer.status_code for answer in codes] == [202, 202, 429]
    assert 1 <= int(codes[-1].headers["Retry-After"]) <= 60
    assert client.post(URL, data=form(purpose="check", client_key="c1"), headers=JSON).status_code == 202
    assert client.post(URL, data=form(), headers=JSON).status_code == 202
    assert site.log_in(site.world.ben).post(URL, data=form(purpose="check")).status_code == 303


def test_the_code_that_a_student_sends_in_a_day_is_limited(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url, source_mb_per_day=1, checks_per_minute=100)
    client = site.log_in(site.world.ada)
    large = "# " + "x" * 120_000
    answers = [
        client.post(URL, data=form(source=large, purpose="check", client_key=f"c{n}"), headers=JSON) for n in range(9)
    ]
    codes = [answer.status_code for answer in answers]
    assert codes.count(202) + codes.count(429) == 9
    assert codes[-1] == 429
    assert int(answers[-1].headers["Retry-After"]) > 60
    assert site.log_in(site.world.ben).post(URL, data=form(), headers=JSON).status_code == 202


def test_the_drafts_that_a_student_saves_in_a_minute_are_limited(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url)
    client = site.log_in(site.world.ada)
    codes = [
        client.put(DRAFT, json={"source": "x", "version": n}, headers=JSON).status_code
        for n in range(DRAFTS_PER_MINUTE + 1)
    ]
    assert codes == [200] * DRAFTS_PER_MINUTE + [429]


def test_drafts_grow_by_version_and_never_overwrite_a_newer_one(site: Site) -> None:
    here, there = site.log_in(site.world.ada), site.log_in(site.world.ada)
    assert here.put(DRAFT, json={"source": "one", "version": 0}).json == {"version": 1}
    assert there.put(DRAFT, json={"source": "two", "version": 1}).json == {"version": 2}
    answer = here.put(DRAFT, json={"source": "three", "version": 1})
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["draft"] == {"source": "two", "cell": "", "version": 2}
    assert here.put(DRAFT, json={"source": "zero", "version": 0}).status_code == 409
    with site.sessions() as session:
        assert session.scalars(select(Draft.source)).all() == ["two"]


def test_a_cell_is_saved_with_the_draft_and_stays_if_none_is_sent(site: Site) -> None:
    ada = site.log_in(site.world.ada)
    assert ada.put(DRAFT, json={"source": "one", "cell": "1 + 1", "version": 0}).json == {"version": 1}
    assert ada.put(DRAFT, json={"source": "two", "version": 1}).json == {"version": 2}
    with site.sessions() as session:
        assert session.execute(select(Draft.source, Draft.cell)).all() == [("two", "1 + 1")]
    assert "<template data-saved-cell>1 + 1</template>" in ada.get("/courses/dl/exercises/linear").text


@pytest.mark.parametrize(("cell", "status"), [("#" * (MOST_CELL_BYTES + 1), 413), ("\0", 422)])
def test_a_cell_that_is_too_large_or_no_text_is_refused(site: Site, cell: str, status: int) -> None:
    ada = site.log_in(site.world.ada)
    assert ada.put(DRAFT, json={"source": "one", "cell": cell, "version": 0}, headers=JSON).status_code == status
    with site.sessions() as session:
        assert session.scalars(select(Draft.id)).all() == []


def test_a_draft_that_the_server_lost_is_saved_again(site: Site) -> None:
    assert site.log_in(site.world.ada).put(DRAFT, json={"source": "x", "version": 7}).json == {"version": 1}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b'{"source": 1, "version": 1}', b'{"source": "\\ud800", "version": 0}']
)
def test_a_malformed_draft_is_refused(site: Site, body: bytes) -> None:
    answer = site.log_in(site.world.ada).put(DRAFT, data=body, content_type="application/json", headers=JSON)
    assert answer.status_code == 422
