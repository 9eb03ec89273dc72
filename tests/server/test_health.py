"""One line that says healthy, or why not."""

from __future__ import annotations

import pytest
import redis

from server import schema
from server.worker.liveness import RECONCILER, WORKER, Presence, main
from tests.server.browser import NOWHERE, MakeApp, Site, make_site, site
from tests.services import redis_server, redis_url

__all__ = ["make_site", "redis_server", "redis_url", "site"]


def test_the_web_process_answers_whatever_else_is_away(site: Site) -> None:
    answer = site.app.test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "healthy\n")


def test_a_broker_that_is_away_is_named(site: Site) -> None:
    answer = site.app.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: the broker is not responding\n")


def test_an_old_schema_is_named(site: Site) -> None:
    schema.downgrade(site.app.extensions["chainrule.engine"], "base")
    text = site.app.test_client().get("/readyz").text
    assert f"the database is at schema None, but the code expects {schema.newest()}" in text


def test_it_is_ready_once_worker_and_reconciler_were_heard_of(make_site: MakeApp, redis_url: str) -> None:
    client = make_site(redis_url).app.test_client()
    with redis.Redis.from_url(redis_url) as connection:
        assert "no worker and no reconciler has reported" in client.get("/readyz").text
        Presence(connection, WORKER).refresh()
        assert "no reconciler has reported" in client.get("/readyz").text
        Presence(connection, RECONCILER).refresh()
        assert client.get("/readyz").text == "healthy\n"


def test_exercises_that_cannot_be_loaded_are_named(make_site: MakeApp, redis_url: str) -> None:
    app = make_site(redis_url).app
    app.extensions["chainrule.broken_exercises"] = ("gate", "latch")
    with redis.Redis.from_url(redis_url) as connection:
        for kind in (WORKER, RECONCILER):
            Presence(connection, kind).refresh()
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (200, "healthy, but not loaded: gate, latch\n")


def test_the_check_of_a_container_asks_for_its_own_machine(monkeypatch: pytest.MonkeyPatch, redis_url: str) -> None:
    monkeypatch.setenv("CHAINRULE_REDIS_URL", redis_url)
    with redis.Redis.from_url(redis_url) as connection:
        connection.set("worker:elsewhere:1:1", "1")
        assert main(["worker"]) == 1
        Presence(connection, WORKER).refresh()
    assert main(["worker"]) == 0
    assert main(["reconciler"]) == 1


def test_the_check_of_a_container_explains_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHAINRULE_REDIS_URL", NOWHERE)
    assert main(["worker"]) == 1
    assert "the broker is not responding" in capsys.readouterr().err
    assert main(["web"]) == 2
    assert "usage" in capsys.readouterr().err
