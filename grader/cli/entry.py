"""The entry point: turn arguments into one of the documented exit codes, without showing our tracebacks."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import typer

from grader.cli import streams
from grader.cli.app import app
from grader.cli.errors import INTERRUPTED, OK, OUR_FAULT, USAGE, CliError
from grader.cli.terminal import clean, clean_line, make_console

VERBOSE = frozenset({"-v", "--verbose"})


def main() -> NoReturn:
    """Run the command of this process and exit."""
    output = streams.protect()
    if output.failure:  # a command such as submit should not do its work if nobody can see the result
        code = _output_failed(output)
    else:
        code = run(sys.argv[1:])
        sys.stdout.flush()
        code = _output_failed(output) if output.failure else code
    sys.exit(code)


def _output_failed(output: streams.OutputBytes) -> int:
    _complain(f"Cannot write the output: {output.failure}.", "")
    return USAGE


def _quiet_logs(args: Sequence[str]) -> None:
    """Show our logs and tracebacks only on request; a report says when the fault is ours."""
    logging.getLogger("grader").handlers = [logging.StreamHandler() if VERBOSE & set(args) else logging.NullHandler()]


def run(args: Sequence[str]) -> int:
    """Run one command and return its exit code; print an error as one line on standard error."""
    _quiet_logs(args)
    try:
        code = app(list(args), prog_name="grader", standalone_mode=False)
    except CliError as error:
        _complain(str(error), error.hint)
        return error.exit_code
    except typer.TyperException as error:  # typer's own: an unknown option, a missing argument
        return _misused(error)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the boundary: students get a sentence, whatever went wrong
        _complain(f"grader failed: {clean_line(type(error).__name__)}: {clean_line(error)[:300]}", _report_hint(args))
        if VERBOSE & set(args):
            make_console(stderr=True).print(clean(traceback.format_exc()), soft_wrap=True)
        return OUR_FAULT
    return code if isinstance(code, int) else OK


def _misused(error: typer.TyperException) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # `grader` alone: its message is the help text
        make_console(stderr=True).print(error.message, soft_wrap=True)
        return USAGE
    path = context.command_path if context is not None else "grader"
    _complain(error.format_message(), f"For help, run: {path} --help")
    return USAGE


def _report_hint(args: Sequence[str]) -> str:
    if VERBOSE & set(args):
        return "This is a bug in grader. Please report it with the lines below."
    return f"This is a bug in grader. Please report it with the output of: grader -v {' '.join(map(clean_line, args))}"


def _complain(message: str, hint: str) -> None:
    err = make_console(stderr=True)
    err.print(f"grader: {clean_line(message)}", soft_wrap=True)
    if hint:
        err.print(clean_line(hint), soft_wrap=True)
