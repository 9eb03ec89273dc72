"""How many live pages may be open: each holds a thread of the web server as long as it lasts."""

from __future__ import annotations

import threading
from collections import Counter

A_USER = 6  # in each web process; a page beyond it asks for the state every second
ALL = 48  # below the threads of a web process, so that other pages always find one


class Watching:
    """Counts the open streams of one web process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: Counter[int] = Counter()

    def enter(self, user_id: int) -> bool:
        """Take a place for a stream of this user; False when there is none."""
        with self._lock:
            if self._open[user_id] >= A_USER or self._open.total() >= ALL:
                return False
            self._open[user_id] += 1
            return True

    def leave(self, user_id: int) -> None:
        """Give a place back."""
        with self._lock:
            self._open[user_id] -= 1
            if self._open[user_id] <= 0:
                del self._open[user_id]
