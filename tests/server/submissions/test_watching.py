"""Nobody takes the web server's threads away with live pages."""

from __future__ import annotations

from server.submissions.watching import A_USER, ALL, Watching


def test_a_user_has_some_places_and_gets_them_back() -> None:
    watching = Watching()
    assert [watching.enter(1) for _ in range(A_USER + 1)] == [True] * A_USER + [False]
    assert watching.enter(2)
    watching.leave(1)
    assert watching.enter(1)


def test_threads_are_left_for_other_pages() -> None:
    watching = Watching()
    assert sum(watching.enter(user) for user in range(2 * ALL)) == ALL
    for user in range(ALL):
        watching.leave(user)
    assert watching.enter(1)
