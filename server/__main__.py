"""``python -m server``: the embedded platform."""

from __future__ import annotations

import sys

from server.supervisor.run import main

if __name__ == "__main__":
    sys.exit(main())
