"""The commands, their options and their help; each hands over to the module that does the work.

Those modules are imported where they are used: ``grader list`` needs no HTTP, ``grader login`` no sandbox.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.terminal import make_console

DISTRIBUTION = "chainrule"
EXIT_CODES = """\b
Exit codes:
  0  all right
  1  not all right: a check failed, or the server refused
  2  the command was used wrongly
  3  not your code: the grader, the server or the way to it failed"""

app = typer.Typer(
    name="grader",
    help="Check NumPy exercises on your own machine and learn at once what is right, what is wrong, and which mistake "
    "it looks like.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="Your Python file, for example linear.py.")]
Slug = Annotated[str, typer.Argument(metavar="SLUG", help="An exercise, as grader list names it.")]
ExerciseOption = Annotated[
    str | None,
    typer.Option("--exercise", "-e", metavar="SLUG", help="Which exercise, where the file's name does not tell."),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        min=0,
        max=2**31 - 1,
        help="Repeat the inputs of an earlier check; else they are new.",
        show_default=False,
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show every check and every diagnosis.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        make_console().print(f"grader {version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def grader(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
    _verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Where grader itself fails, show how.")] = False,
    own: Annotated[
        Path | None,
        typer.Option(
            "--exercises",
            metavar="FOLDER",
            envvar="CHAINRULE_EXERCISES_DIR",
            show_envvar=False,
            help="A folder with exercises of your own; CHAINRULE_EXERCISES_DIR is read too.",
        ),
    ] = None,
) -> None:
    """Options of every command; the first two are dealt with elsewhere."""
    if own is not None:
        from grader.cli.authoring import use_folder

        use_folder(own)


@app.command("list")
def list_() -> int:
    """List the exercises by unit."""
    from grader.cli.catalog import list_exercises

    return list_exercises(make_console())


@app.command()
def show(slug: Slug) -> int:
    """Show the statement of an exercise."""
    from grader.cli.catalog import show_exercise

    return show_exercise(make_console(), slug)


@app.command()
def start(
    slug: Slug,
    folder: Annotated[Path, typer.Option("--dir", metavar="FOLDER", help="Where to write it.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Write it anew; the old file is kept as a backup.")] = False,
) -> int:
    """Write the starter file of an exercise; never over a file of yours."""
    from grader.cli.catalog import start_exercise

    return start_exercise(make_console(), slug, folder, force=force)


@app.command()
def check(
    file: File,
    exercise: ExerciseOption = None,
    seed: Seed = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON instead.")] = False,
    page: Annotated[
        Path | None, typer.Option("--report", metavar="OUT.HTML", help="Also write it as a page with pictures.")
    ] = None,
    verbose: Verbose = False,
) -> int:
    """Check a file here and now: points, and the mistake it looks like."""
    from grader.cli.check import check_file

    return check_file(make_console(), file, exercise, seed=seed, as_json=as_json, page=page, verbose=verbose)


@app.command()
def watch(file: File, exercise: ExerciseOption = None, seed: Seed = None, verbose: Verbose = False) -> int:
    """Check a file again each time it is saved; Ctrl+C ends it."""
    from grader.cli.watch import watch_file

    return watch_file(make_console(), file, exercise, seed=seed, verbose=verbose)


@app.command()
def new(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Its permanent name: lower-case words joined by _.")],
    folder: Annotated[Path, typer.Option("--dir", metavar="FOLDER", help="Where your own exercises are.")] = Path(),
) -> int:
    """Begin an exercise of your own: a small one that proves itself, to be changed piece by piece."""
    from grader.cli.authoring import new_exercise

    return new_exercise(make_console(), slug, folder)


@app.command()
def mistake(
    slug: Slug,
    mistake_id: Annotated[str, typer.Argument(metavar="ID", help="A known mistake, as its mistakes.toml names it.")],
    diff: Annotated[bool, typer.Option("--diff", help="Show only the lines that it changes.")] = False,
) -> int:
    """For authors: show the solution that makes a known mistake."""
    from grader.cli.mistake import show_mistake

    return show_mistake(make_console(), slug, mistake_id, diff=diff)


@app.command()
def login(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of your course's server.")],
    token_stdin: Annotated[bool, typer.Option("--token-stdin", help="Read the token from standard input.")] = False,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Allow http:// to another machine: the token goes unencrypted.")
    ] = False,
) -> int:
    """Log in to a server with an API token from your account page."""
    from grader.cli.remote.login import log_in

    return log_in(make_console(), make_console(stderr=True), url, insecure=insecure, token_stdin=token_stdin)


@app.command()
def logout() -> int:
    """Forget the stored token."""
    from grader.cli.remote.login import log_out

    return log_out(make_console())


@app.command()
def submit(
    file: File,
    exercise: ExerciseOption = None,
    course: Annotated[
        str | None, typer.Option("--course", metavar="SLUG", help="Which course, where several have the exercise.")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for the report.")] = True,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=1, help="How long to wait at most.")] = 300,
    verbose: Verbose = False,
) -> int:
    """Hand a file in as a graded attempt and show its report."""
    from grader.cli.remote.storage import read_login
    from grader.cli.remote.submit import submit_file

    wait_s = timeout if wait else 0
    return submit_file(make_console(), read_login(), file, slug=exercise, course=course, wait_s=wait_s, verbose=verbose)


@app.command()
def status(
    submission: Annotated[
        str | None, typer.Argument(metavar="ID", help="A submission, as grader submit printed it.", show_default=False)
    ] = None,
    verbose: Verbose = False,
) -> int:
    """Show your points and due dates, or one submission's report."""
    from grader.cli.remote.status import show_standing, show_submission
    from grader.cli.remote.storage import read_login

    if submission is None:
        return show_standing(make_console(), read_login(), datetime.now(UTC))
    return show_submission(make_console(), read_login(), submission, verbose=verbose)


@app.command()
def verify(
    slugs: Annotated[
        list[str] | None,
        typer.Argument(metavar="SLUG", help="Exercises; all when none is named.", show_default=False),
    ] = None,
    seeds: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="How many seeds to try.")] = 10,
) -> int:
    """For authors: prove that exercises judge rightly."""
    from grader.cli.verify import verify_exercises

    return verify_exercises(make_console(), slugs or [], seeds)


@app.command()
def doctor() -> int:
    """Tell what works on this machine and what is missing."""
    from grader.cli.doctor import run_doctor

    return run_doctor(make_console())
