"""``python -m server``: the embedded platform."""

from __future__ import annotations

import sys

PACKAGES = {"exercises", "grader", "reference", "server"}


def main() -> int:
    """Run the embedded platform; return the exit code."""
    try:
        from server.supervisor.run import main as run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in PACKAGES:
            raise
        print(  # noqa: T201 - for whoever starts it
            f"The server needs packages that are not installed, such as {error.name}. "
            "Install them with: pip install 'chainrule[server]', or in a checkout: pip install '.[server]'",
            file=sys.stderr,
        )
        return 2
    return run()


if __name__ == "__main__":
    sys.exit(main())
