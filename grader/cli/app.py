"""The commands, their options and their help texts; each calls the module that does the work.

Those modules are imported where they are used: ``grader list`` needs no HTTP, and ``grader login`` needs no sandbox.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.errors import CliError, Misused
from grader.cli.help import PlainCommand
from grader.cli.terminal import make_console
from grader.version import engine_version

PATIENCE_S = 300
EXIT_CODES = """\b
Exit codes:
  0    success
  1    a check failed, or the server refused the request
  2    the command was used incorrectly, or its output cannot be written
  3    the grader, the server or the connection failed; your code is not the cause
  130  stopped with Ctrl+C"""

app = typer.Typer(
    name="grader",
    help="Check NumPy exercises on your own machine and see at once what is correct, what is wrong, and which mistake "
    "is the likely cause.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

LENIENT = frozenset({"check", "watch", "submit", "status", "login", "logout", "doctor", "show", "start"})
"""The commands that go on without a folder of own exercises that cannot be read."""


def _slugs(incomplete: str) -> list[str]:
    """Return the slugs that complete what was typed."""
    from exercises import catalog

    return [slug for slug in catalog().slugs if slug.startswith(incomplete)]


File = Annotated[Path, typer.Argument(metavar="FILE", help="Your Python file, for example linear.py.")]
Slug = Annotated[
    str,
    typer.Argument(metavar="SLUG", help="The name of an exercise, as shown by grader list.", autocompletion=_slugs),
]
ExerciseOption = Annotated[
    str | None,
    typer.Option("--exercise", "-e", metavar="SLUG", help="The exercise, if the file name does not identify it."),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        min=0,
        max=2**31 - 1,
        help="The seed of an earlier check, to repeat its inputs. By default, a new seed is chosen.",
        show_default=False,
    ),
]
CourseOption = Annotated[
    str | None,
    typer.Option("--course", metavar="SLUG", help="The course on the server, if several courses have the exercise."),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show every check and every diagnosis.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        make_console().print(f"grader {engine_version()}")
        raise typer.Exit


@app.callback()
def grader(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
    _verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show a traceback if grader itself fails.")] = False,
    own: Annotated[
        Path | None,
        typer.Option(
            "--exercises",
            metavar="FOLDER",
            envvar="CHAINRULE_EXERCISES_DIR",
            show_envvar=False,
            help="A folder with your own exercises. Alternatively, set the environment variable "
            "CHAINRULE_EXERCISES_DIR.",
        ),
    ] = None,
) -> None:
    """Process the global options; the first two are handled elsewhere."""
    if own is not None:
        from grader.cli.authoring import has_catalog, use_folder

        context.obj = own
        if context.invoked_subcommand == "new" and not has_catalog(own):  # new begins the folder
            return
        try:
            use_folder(own)
        except Misused as error:
            if context.invoked_subcommand not in LENIENT:
                raise
            _warn(error)


def _warn(error: CliError) -> None:
    make_console(stderr=True).print(f"grader: {error} Its exercises are ignored.", soft_wrap=True)


@app.command("list", cls=PlainCommand)
def list_() -> int:
    """List the exercises by unit."""
    from grader.cli.catalog import list_exercises

    return list_exercises(make_console())


@app.command(cls=PlainCommand)
def show(slug: Slug) -> int:
    """Show the statement of an exercise."""
    from grader.cli.catalog import show_exercise

    return show_exercise(make_console(), slug)


@app.command(cls=PlainCommand)
def start(
    slug: Slug,
    folder: Annotated[Path, typer.Option("--dir", metavar="FOLDER", help="Where to write the file.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file and keep a backup of it.")] = False,
) -> int:
    """Write an exercise's starter file without overwriting your work."""
    from grader.cli.catalog import start_exercise

    return start_exercise(make_console(), slug, folder, force=force)


@app.command(cls=PlainCommand)
def check(
    file: File,
    exercise: ExerciseOption = None,
    seed: Seed = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    page: Annotated[
        Path | None,
        typer.Option("--report", metavar="OUT.HTML", help="Also write the report as an HTML page with pictures."),
    ] = None,
    remote: Annotated[
        bool, typer.Option("--remote", help="Check on your course's server instead; this does not use an attempt.")
    ] = False,
    course: CourseOption = None,
    verbose: Verbose = False,
) -> int:
    """Check a file and show its points and the most likely mistake."""
    if remote:
        if seed is not None or as_json or page is not None:
            raise Misused("--remote cannot be combined with --seed, --json or --report.")
        return _send(file, exercise, course, purpose="check", verbose=verbose)
    from grader.cli.check import check_file

    return check_file(make_console(), file, exercise, seed=seed, as_json=as_json, page=page, verbose=verbose)


@app.command(cls=PlainCommand)
def watch(file: File, exercise: ExerciseOption = None, seed: Seed = None, verbose: Verbose = False) -> int:
    """Check a file each time you save it, until you press Ctrl+C."""
    from grader.cli.watch import watch_file

    return watch_file(make_console(), file, exercise, seed=seed, verbose=verbose)


@app.command(cls=PlainCommand)
def new(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The permanent name: lowercase words joined by _.")],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--dir",
            metavar="FOLDER",
            help="The folder with your own exercises. By default, the folder given with --exercises, or else the "
            "current folder.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Create an exercise of your own from a small working example."""
    from grader.cli.authoring import new_exercise

    return new_exercise(make_console(), slug, folder or context.obj or Path())


@app.command(cls=PlainCommand)
def mistake(
    slug: Slug,
    mistake_id: Annotated[str, typer.Argument(metavar="ID", help="The ID of a known mistake, as in mistakes.toml.")],
    diff: Annotated[bool, typer.Option("--diff", help="Show only the lines that the mistake changes.")] = False,
) -> int:
    """For authors: show the solution that makes a known mistake."""
    from grader.cli.mistake import show_mistake

    return show_mistake(make_console(), slug, mistake_id, diff=diff)


@app.command(cls=PlainCommand)
def login(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of your course's server.")],
    token_stdin: Annotated[bool, typer.Option("--token-stdin", help="Read the token from standard input.")] = False,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Allow http:// to another machine. The token is sent unencrypted.")
    ] = False,
) -> int:
    """Log in to a server with an API token from your account page."""
    from grader.cli.remote.login import log_in

    return log_in(make_console(), make_console(stderr=True), url, insecure=insecure, token_stdin=token_stdin)


@app.command(cls=PlainCommand)
def logout() -> int:
    """Delete the stored token."""
    from grader.cli.remote.login import log_out

    return log_out(make_console())


@app.command(cls=PlainCommand)
def submit(
    file: File,
    exercise: ExerciseOption = None,
    course: CourseOption = None,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for the report.")] = True,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=1, help="How long to wait for the report.")
    ] = PATIENCE_S,
    verbose: Verbose = False,
) -> int:
    """Submit a file as a graded attempt and show its report."""
    return _send(file, exercise, course, purpose="submit", wait_s=timeout if wait else 0, verbose=verbose)


def _send(
    file: Path, exercise: str | None, course: str | None, *, purpose: str, wait_s: float = PATIENCE_S, verbose: bool
) -> int:
    from grader.cli.remote.storage import read_login
    from grader.cli.remote.submit import submit_file

    return submit_file(
        make_console(),
        read_login(),
        file,
        slug=exercise,
        course=course,
        purpose=purpose,
        wait_s=wait_s,
        verbose=verbose,
    )


@app.command(cls=PlainCommand)
def status(
    submission: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="The ID of a submission, as printed by grader submit.", show_default=False),
    ] = None,
    verbose: Verbose = False,
) -> int:
    """Show your points and due dates, or one submission's report."""
    from grader.cli.remote.status import show_status, show_submission
    from grader.cli.remote.storage import read_login

    if submission is None:
        return show_status(make_console(), read_login(), datetime.now(UTC))
    return show_submission(make_console(), read_login(), submission, verbose=verbose)


@app.command(cls=PlainCommand)
def verify(
    context: typer.Context,
    slugs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SLUG",
            help="The exercises to verify. By default, those in the folder given with --exercises, or else all.",
            show_default=False,
        ),
    ] = None,
    seeds: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="The number of seeds to try.")] = 10,
) -> int:
    """For authors: verify that exercises are graded correctly."""
    from grader.cli.authoring import slugs_in
    from grader.cli.verify import verify_exercises

    own = slugs_in(context.obj) if context.obj else []
    return verify_exercises(make_console(), slugs or own, seeds)


@app.command(cls=PlainCommand)
def doctor(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every layer of the sandbox.")] = False,
) -> int:
    """Show what works on this machine and what is missing."""
    from grader.cli.doctor import run_doctor

    return run_doctor(make_console(), verbose=verbose)
