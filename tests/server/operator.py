"""Run commands as an operator does."""

from __future__ import annotations

from flask import Flask


def run(app: Flask, *words: str, fails: bool = False) -> str:
    """Run ``flask --app server`` with these words and return what it printed; it must fail if and only if `fails`."""
    result = app.test_cli_runner().invoke(args=list(words))
    assert (result.exit_code != 0) is fails, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.output
