"""Configure the log of every process: one line per event on standard error, as text or as JSON."""

from __future__ import annotations

import logging
import sys

import structlog

from server.core.settings import Settings


def configure(settings: Settings) -> None:
    """Set up structlog and the standard library's logging for this process."""
    as_json = settings.log_format == "json"
    # Plain tracebacks, because the pretty ones print the variables of every frame, including passwords.
    console = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    renderer = structlog.processors.JSONRenderer() if as_json else console
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # Log lines may contain text from students, and control characters must not reach a terminal.
        _escape_controls,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer] if as_json else [*shared, renderer],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # as it is then: a test may have replaced it
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def _escape_controls(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {key: _printable(value) if isinstance(value, str) else value for key, value in event.items()}


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)
