"""Lines for the person who runs the server, without the words of the persons who use it."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime


class Discreet(logging.Formatter):
    """Time, level, logger, message; of an exception its type and where it happened, never its message.

    An exception's message quotes values (names, addresses, texts), so it stays out (SR-61, SR-62). So do the addresses
    of pages and hosts that Django quotes: some of them are keys (a link from a mail, a calendar).
    """

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = f"{moment} {record.levelname} {record.name} {_said(record)}"
        if record.exc_info and record.exc_info[0]:
            line += f" {record.exc_info[0].__name__} at {_where(record.exc_info[2])}"
        return line.replace("\n", " ")


def _said(record: logging.LogRecord) -> str:
    """The message; of a request only what came of it and its route."""
    request = getattr(record, "request", None)
    if request is None:
        return record.getMessage()
    route = getattr(getattr(request, "resolver_match", None), "route", None)
    return f"{getattr(record, 'status_code', '')} at {route or 'no route'}".strip()


def _where(trace: object) -> str:
    frames = traceback.extract_tb(trace)[-4:]  # type: ignore[arg-type]
    return " < ".join(f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno}" for frame in reversed(frames))
