"""Nobody takes the web server's threads away with live pages."""

from __future__ import annotations

from server.submissions.events import STREAMS_IN_ALL, STREAMS_PER_USER, StreamSlots


def test_a_user_has_some_slots_and_gets_them_back() -> None:
    slots = StreamSlots()
    assert [slots.enter(1) for _ in range(STREAMS_PER_USER + 1)] == [True] * STREAMS_PER_USER + [False]
    assert slots.enter(2)
    slots.leave(1)
    assert slots.enter(1)


def test_threads_are_left_for_other_pages() -> None:
    slots = StreamSlots()
    assert sum(slots.enter(user) for user in range(2 * STREAMS_IN_ALL)) == STREAMS_IN_ALL
    for user in range(STREAMS_IN_ALL):
        slots.leave(user)
    assert slots.enter(1)
