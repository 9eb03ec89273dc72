"""Live progress: one Redis Stream for each submission. It may be lost; the row in SQL says the same in the end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from grader.report import Report
from server.core.settings import Settings
from server.submissions.models import JobState

MAX_EVENTS = 100
KEEP_S = 3600
WRITE_TIMEOUT_S = 1.0
BEGINNING = "0-0"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a stream.

    Attributes:
        id: grows within the stream; a browser sends the last one it saw.
        kind: ``state``, ``stage`` or ``done``.
        data: plain JSON data.
    """

    id: str
    kind: str
    data: Mapping[str, Any]


class Feed:
    """Writes and reads the streams."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    @classmethod
    def of(cls, settings: Settings, *, timeout_s: float = WRITE_TIMEOUT_S) -> Feed:
        """Return a feed with its own client, which gives up after `timeout_s`."""
        return cls(
            redis.Redis.from_url(
                settings.redis,
                socket_connect_timeout=timeout_s,
                socket_timeout=timeout_s,
                retry=Retry(NoBackoff(), 0),
            )
        )

    def state(self, public_id: str, state: JobState) -> None:
        """Say that the submission is waiting or being graded."""
        self._write(public_id, "state", {"state": state.value})

    def stage(self, public_id: str, data: Mapping[str, Any]) -> None:
        """Say that a stage of the grading began or ended."""
        self._write(public_id, "stage", data)

    def done(self, public_id: str, data: Mapping[str, Any]) -> None:
        """Say that there is a final state; readers stop here."""
        self._write(public_id, "done", data)

    def read(self, public_id: str, after: str, *, block_ms: int) -> list[Event]:
        """Return the events after the id `after`; wait up to `block_ms` for the first.

        Raises:
            redis.RedisError: when the broker is away.
        """
        answer = cast("Any", self._redis.xread({_key(public_id): after}, block=block_ms))
        streams = answer.values() if isinstance(answer, dict) else (entries for _, entries in answer or ())
        return [_event(*entry) for entries in streams for entry in _flat(entries)]

    def _write(self, public_id: str, kind: str, data: Mapping[str, Any]) -> None:
        key = _key(public_id)
        try:
            pipe = self._redis.pipeline(transaction=False)
            pipe.xadd(key, {"kind": kind, "data": json.dumps(data)}, maxlen=MAX_EVENTS, approximate=False)
            pipe.expire(key, KEEP_S)
            pipe.execute()
        except redis.RedisError as error:
            # Live progress is a courtesy: the page falls back to asking for the state.
            log.warning("an event was not published", submission=public_id, kind=kind, error=str(error))


def _key(public_id: str) -> str:
    return f"live:{public_id}"


def _flat(entries: Any) -> list[Any]:
    # One protocol version of Redis answers with a list of entries, the other with a list of such lists.
    return entries[0] if entries and isinstance(entries[0], list) else entries


def _event(entry_id: bytes, fields: Mapping[bytes, bytes]) -> Event:
    return Event(entry_id.decode(), fields[b"kind"].decode(), json.loads(fields[b"data"]))


def done(state: JobState, report: Report | None = None) -> dict[str, Any]:
    """The data of the last event of a stream."""
    if report is None:
        return {"state": state.value}
    return {
        "state": state.value,
        "verdict": report.verdict.value,
        "points": report.points,
        "max_points": report.max_points,
    }
