"""Server-sent events of one submission: replayed from its Redis Stream, or read from the row when Redis is away."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import redis
from sqlalchemy import select

from server.core.db import Sessions
from server.submissions.models import Grading, JobState, Submission
from server.submissions.policy import FINAL
from server.submissions.progress import BEGINNING, Feed, done
from server.submissions.visibility import Visibility

LOOK_MS = 2_000  # how long to wait for an event before looking at the row, which always tells the end
KEEPALIVE_S = 10.0  # also how soon a closed connection is noticed
POLL_S = 1.0
LONGEST_S = 600.0  # then the browser connects again, with the id of the last event it saw
STREAMS_PER_USER = 6  # in each web process; a page beyond it asks for the state every second
STREAMS_IN_ALL = 48  # below the threads of a web process, so that other pages always find one
HIDDEN_FIELDS = {
    Visibility.ALL: (),
    Visibility.POINTS: ("verdict",),
    Visibility.NOTHING: ("verdict", "points", "max_points"),
}


class StreamSlots:
    """Counts the open streams of one web process: each holds a thread as long as it lasts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: Counter[int] = Counter()

    def enter(self, user_id: int) -> bool:
        """Take a slot for a stream of this user; return False when none is free."""
        with self._lock:
            if self._open[user_id] >= STREAMS_PER_USER or self._open.total() >= STREAMS_IN_ALL:
                return False
            self._open[user_id] += 1
            return True

    def leave(self, user_id: int) -> None:
        """Free a slot."""
        with self._lock:
            self._open[user_id] -= 1
            if self._open[user_id] <= 0:
                del self._open[user_id]


def stream(
    feed: Feed,
    sessions: Sessions,
    public_id: str,
    last_event_id: str,
    visibility: Visibility = Visibility.ALL,
) -> Iterator[str]:
    """Yield frames until the submission has its final state, or for ten minutes.

    Args:
        feed: a feed whose client may block for some seconds.
        sessions: used only briefly, because a stream must not hold a connection.
        public_id: the public id of an existing submission.
        last_event_id: sent by a browser that reconnects; empty at first.
        visibility: what the viewer may see; stages are sent only with `Visibility.ALL`.
    """
    position = last_event_id if _is_stream_id(last_event_id) else BEGINNING
    ends_at = time.monotonic() + LONGEST_S
    reported: JobState | None = None
    quiet_since = time.monotonic()
    yield "retry: 1000\n\n"
    while time.monotonic() < ends_at:
        state, ending = _look(sessions, public_id)
        # A final row may be newer than its last events: what the stream already has is read first, without waiting.
        try:
            events = feed.read(public_id, position, block_ms=1 if ending else LOOK_MS)
        except redis.RedisError:
            events = []
            if state is not reported and not ending:
                yield _frame("state", {"state": state.value})
                reported = state
            if not ending:
                time.sleep(POLL_S)
        for event in events:
            position = event.id
            if event.kind == "stage" and visibility is not Visibility.ALL:
                continue
            yield _frame(event.kind, _shown(event.data, visibility), event.id)
            if event.kind == "done":
                return
        if ending:
            yield _frame("done", _shown(ending, visibility))
            return
        if events:
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since > KEEPALIVE_S:
            quiet_since = time.monotonic()
            yield ": still here\n\n"


def _look(sessions: Sessions, public_id: str) -> tuple[JobState, dict[str, Any] | None]:
    """Return the state of the submission and, if it is final, the data of a ``done`` event."""
    with sessions.reading() as session:
        state, grading = session.execute(
            select(Submission.state, Grading)
            .outerjoin(Grading, Grading.id == Submission.grading_id)
            .where(Submission.public_id == public_id)
        ).one()
        if state not in FINAL:
            return state, None
        summary = done(state)
        if grading is not None:
            summary |= {"verdict": grading.verdict, "points": grading.points, "max_points": grading.max_points}
        return state, summary


def _shown(data: Mapping[str, Any], visibility: Visibility) -> Mapping[str, Any]:
    """Return the data of an event without the fields that the viewer may not see yet."""
    return {name: value for name, value in data.items() if name not in HIDDEN_FIELDS[visibility]}


def _frame(kind: str, data: Mapping[str, Any], event_id: str | None = None) -> str:
    head = f"id: {event_id}\n" if event_id else ""
    return f"{head}event: {kind}\ndata: {json.dumps(data)}\n\n"


def _is_stream_id(text: str) -> bool:
    left, dash, right = text.partition("-")
    return bool(dash) and all(part.isascii() and part.isdecimal() and len(part) <= 19 for part in (left, right))
