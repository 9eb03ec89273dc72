"""``python -m server``: the embedded platform; and ``chainrule``, which also runs the operator commands."""

from __future__ import annotations

import sys
from typing import NoReturn

PACKAGES = {"exercises", "grader", "reference", "server"}
EXIT_NOT_INSTALLED = 2


def main() -> int:
    """Run the embedded platform; return the exit code."""
    try:
        from server.supervisor.run import main as run
    except ModuleNotFoundError as error:
        return _not_installed(error)
    return run()


def chainrule() -> NoReturn:
    """Run ``chainrule serve``, or a command of ``flask --app server``, such as ``chainrule course create``."""
    try:
        from flask.cli import FlaskGroup
    except ModuleNotFoundError as error:
        sys.exit(_not_installed(error))
    from server import create_app

    group = FlaskGroup(
        create_app=create_app, add_default_commands=False, add_version_option=False, help="Run and operate Chainrule."
    )
    group.params.clear()  # those of Flask choose an application and its debug mode

    @group.command()
    def serve() -> NoReturn:
        """Start the whole platform on this machine, with a demo course."""
        sys.exit(main())

    sys.exit(group.main(prog_name="chainrule"))


def _not_installed(error: ModuleNotFoundError) -> int:
    """Say what to install and return the exit code; a module of ours that is missing is an error."""
    if error.name is None or error.name.partition(".")[0] in PACKAGES:
        raise error
    print(  # noqa: T201 - for whoever starts it
        f"The server needs packages that are not installed, such as {error.name}. To install them, run: "
        'pip install "chainrule[server]" (in a checkout: pip install ".[server]").',
        file=sys.stderr,
    )
    return EXIT_NOT_INSTALLED


if __name__ == "__main__":
    sys.exit(main())
